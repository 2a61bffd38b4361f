/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-session.h"

G_BEGIN_DECLS

typedef struct _ParlorHub ParlorHub;

/**
 * ParlorHubLeft:
 * @account: somebody whose last session went
 * @time_ms: when, Unix time
 */
typedef struct
{
  gint64 account;
  gint64 time_ms;
} ParlorHubLeft;

/**
 * ParlorHubStore:
 * @left: (transfer full): of #ParlorHubLeft: those who left in the meantime
 * @user_data: what was given
 *
 * Keeps when people were last here.
 */
typedef void (*ParlorHubStore) (GArray  *left,
                                gpointer user_data);

ParlorHub *parlor_hub_new (void);
void       parlor_hub_free (ParlorHub *self);

void parlor_hub_add (ParlorHub                 *self,
                     ParlorSession             *session,
                     const ParlorAccountPacket *profile);
void parlor_hub_remove (ParlorHub     *self,
                        ParlorSession *session);

void parlor_hub_subscribe (ParlorHub     *self,
                           ParlorSession *session,
                           const char    *conversation);
void parlor_hub_unsubscribe_all (ParlorHub     *self,
                                 ParlorSession *session);
void parlor_hub_subscribe_account (ParlorHub  *self,
                                   gint64      account,
                                   const char *conversation);
void parlor_hub_unsubscribe_account (ParlorHub  *self,
                                     gint64      account,
                                     const char *conversation);

void parlor_hub_send_event (ParlorHub         *self,
                            ParlorEventPacket *event);
void parlor_hub_send_to_conversation (ParlorHub  *self,
                                      const char *conversation,
                                      GBytes     *frame);
void parlor_hub_send_to_account (ParlorHub *self,
                                 gint64     account,
                                 GBytes    *frame);
void parlor_hub_send_to_others (ParlorHub     *self,
                                ParlorSession *session,
                                GBytes        *frame);
void parlor_hub_remove_member (ParlorHub  *self,
                               gint64      account,
                               const char *conversation);

/* parlor-hub-presence.c */
void           parlor_hub_set_presence (ParlorHub     *self,
                                        ParlorSession *session,
                                        ParlorPresence presence);
ParlorPresence parlor_hub_get_presence (ParlorHub *self,
                                        gint64     account);
void           parlor_hub_describe (ParlorHub           *self,
                                    ParlorAccountPacket *account);
void           parlor_hub_watch (ParlorHub       *self,
                                 ParlorSession   *session,
                                 const GPtrArray *people);
void           parlor_hub_tell_changed (ParlorHub                 *self,
                                        const ParlorAccountPacket *account);
void           parlor_hub_set_store (ParlorHub     *self,
                                     ParlorHubStore store_left,
                                     gpointer       user_data);
void           parlor_hub_flush (ParlorHub *self);

/* parlor-hub-typing.c */
void parlor_hub_set_typing (ParlorHub     *self,
                            ParlorSession *session,
                            const char    *conversation,
                            gboolean       is_typing);

G_END_DECLS
