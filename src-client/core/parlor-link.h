/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-channel.h"
#include "parlor-link-state.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_LINK (parlor_link_get_type ())

G_DECLARE_FINAL_TYPE (ParlorLink, parlor_link, PARLOR, LINK, GObject)

/* Whom to reach, and what is known of the certificate: see parlor_trust_judge(). */
typedef struct
{
  char   *host;
  guint16 port;
  char   *pinned;
  char   *linked;
} ParlorLinkServer;

ParlorLink *parlor_link_new (void);
void        parlor_link_close (ParlorLink *self);

void                    parlor_link_set_server (ParlorLink             *self,
                                                const ParlorLinkServer *server);
const ParlorLinkServer *parlor_link_get_server (ParlorLink *self);

void parlor_link_start (ParlorLink *self);
void parlor_link_test (ParlorLink *self);
void parlor_link_stop (ParlorLink *self);
void parlor_link_accept (ParlorLink *self);
void parlor_link_refuse (ParlorLink   *self,
                         const GError *error);
void parlor_link_lose (ParlorLink   *self,
                       const GError *error);
void parlor_link_set_min_wait_ms (ParlorLink *self,
                                  guint       wait_ms);

ParlorLinkState parlor_link_get_state (ParlorLink *self);
ParlorChannel  *parlor_link_get_channel (ParlorLink *self);
const GError   *parlor_link_get_error (ParlorLink *self);
guint           parlor_link_get_wait_ms (ParlorLink *self);
gint64          parlor_link_get_retry_us (ParlorLink *self);
const char     *parlor_link_get_fingerprint (ParlorLink *self);
gboolean        parlor_link_is_signed (ParlorLink *self);

G_END_DECLS
