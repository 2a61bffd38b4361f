/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-session.h"

G_BEGIN_DECLS

typedef struct _ParlorHub ParlorHub;

ParlorHub *parlor_hub_new (void);
void       parlor_hub_free (ParlorHub *self);

void     parlor_hub_add (ParlorHub     *self,
                         ParlorSession *session);
void     parlor_hub_remove (ParlorHub     *self,
                            ParlorSession *session);
gboolean parlor_hub_is_online (ParlorHub *self,
                               gint64     account);

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
void parlor_hub_tell_changed (ParlorHub                 *self,
                              const ParlorAccountPacket *account);
void parlor_hub_rename (ParlorHub  *self,
                        gint64      account,
                        const char *nick);

G_END_DECLS
