/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * ParlorConfig:
 *
 * What an administrator can set.  parlor-config.c has the table of keys with
 * their ranges, defaults and meaning.
 */
typedef struct
{
  int      registration; /* ParlorRegistration */
  int      invites_by;   /* ParlorServerRole */
  gboolean takes_guests;
  char    *server_name;
  char    *log_level;
  gint64   registrations_per_hour;
  gint64   guest_lifetime_days;
  gint64   handshake_timeout_ms;
  gint64   sign_in_timeout_ms;
  gint64   idle_timeout_ms;
  gint64   max_connections;
  gint64   max_connections_per_address;
  gint64   max_connections_before_sign_in;
  gint64   outbound_queue_max_bytes;
  gint64   tokens_per_s;
  gint64   tokens_burst;
  gint64   sign_in_failures_burst;
  gint64   upload_max_bytes;
  gint64   recover_max_events;
  gint64   password_hash_memory_kib;
  gint64   password_hash_passes;
  gint64   password_hash_threads;
} ParlorConfig;

ParlorConfig *parlor_config_new (const char *path,
                                 GError    **error);
void          parlor_config_free (ParlorConfig *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorConfig, parlor_config_free)

G_END_DECLS
