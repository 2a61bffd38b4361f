/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-protocol.h"

G_BEGIN_DECLS

/* All of these on the store's thread, in a job. */

gboolean parlor_log_append (ParlorDb          *db,
                            ParlorEventPacket *event,
                            GError           **error);
gboolean parlor_log_read_after (ParlorDb   *db,
                                const char *conversation,
                                gint64      viewer,
                                gint64      after,
                                guint       limit,
                                GPtrArray  *ret_events,
                                GError    **error);
gboolean parlor_log_read_before (ParlorDb   *db,
                                 const char *conversation,
                                 gint64      viewer,
                                 gint64      before,
                                 guint       limit,
                                 GPtrArray  *ret_events,
                                 GError    **error);
gboolean parlor_log_fit_events (GPtrArray *events,
                                guint      keep_first);
void     parlor_events_free (GPtrArray *events);

gboolean                  parlor_log_is_member (ParlorDb   *db,
                                                const char *conversation,
                                                gint64      account,
                                                GError    **error);
gboolean                  parlor_log_read_conversations (ParlorDb   *db,
                                                         gint64      viewer,
                                                         const char *conversation,
                                                         GPtrArray  *ret_conversations,
                                                         GError    **error);
ParlorConversationPacket *parlor_log_read_conversation (ParlorDb   *db,
                                                        gint64      viewer,
                                                        const char *conversation,
                                                        GError    **error);

gboolean parlor_log_add_member (ParlorDb          *db,
                                ParlorEventPacket *event,
                                ParlorRole         role,
                                GError           **error);

G_END_DECLS
