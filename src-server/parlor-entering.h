/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-services.h"

G_BEGIN_DECLS

/**
 * ParlorEntering:
 * @request: what was asked
 * @name: unique name of the account
 * @nick: name to show
 * @hash: (nullable): of the password; NULL if the account has none
 * @device: (nullable): what the device is called
 * @invite: (nullable): token of an invite link
 * @token: (nullable): of the device; NULL if it came with one
 * @token_hash: of the device's token
 * @used_ms: when the device was used last, Unix time; 0: not known
 * @ban: (nullable): that the account is banned
 * @registration: who may make an account, as of the request
 * @events: of #ParlorEventPacket: a new account joins conversations
 *
 * Signing in, by whichever door.
 */
typedef struct
{
  ParlorRequest   *request;
  gint64           account;
  char            *name;
  char            *nick;
  char            *hash;
  char            *device;
  char            *invite;
  char            *token;
  char            *token_hash;
  gint64           used_ms;
  GError          *ban;
  ParlorServerRole role;
  gboolean         is_guest;
  int              registration;
  GPtrArray       *events;
} ParlorEntering;

/* What parlor_entering_take_row() reads, of accounts a, and server_bans b joined
 * by PARLOR_ENTERING_BAN, whose $2 is the time. */
#define PARLOR_ENTERING_COLUMNS \
  "a.account, a.name, a.nick, a.password, a.role, a.is_guest, b.time_ms, b.reason, b.until_ms"
#define PARLOR_ENTERING_BAN \
  " LEFT JOIN server_bans b ON b.account = a.account AND (b.until_ms = 0 OR b.until_ms > $2) "

ParlorEntering *parlor_entering_new (ParlorRequest *request);
void            parlor_entering_refuse (ParlorEntering *self,
                                        const GError   *error);
void            parlor_entering_refuse_with (ParlorEntering *self,
                                             ParlorRefused   code,
                                             gint64          retry_ms,
                                             const char     *text);
void            parlor_entering_refuse_busy (ParlorEntering *self);
const char     *parlor_entering_get_address (ParlorEntering *self);
void            parlor_entering_set_device (ParlorEntering *self,
                                            const char     *label);
void            parlor_entering_make_token (ParlorEntering *self);
gboolean        parlor_entering_insert_device (ParlorEntering *self,
                                               ParlorDb       *db,
                                               GError        **error);
void            parlor_entering_take_row (const ParlorRow *row,
                                          gpointer         self);
void            parlor_entering_finish (ParlorEntering *self);

G_END_DECLS
