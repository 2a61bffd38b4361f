/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_TIMELINE (parlor_timeline_get_type ())

G_DECLARE_FINAL_TYPE (ParlorTimeline, parlor_timeline, PARLOR, TIMELINE, GObject)

gboolean parlor_timeline_is_loading (ParlorTimeline *self);
gboolean parlor_timeline_is_complete (ParlorTimeline *self);
gboolean parlor_timeline_is_live (ParlorTimeline *self);
gboolean parlor_timeline_has (ParlorTimeline *self,
                              gint64          seq);
guint    parlor_timeline_find_position (ParlorTimeline *self,
                                        gint64          seq);

ParlorTimeline *parlor_timeline_get_successor (ParlorTimeline *self);

void parlor_timeline_load_older_async (ParlorTimeline     *self,
                                       guint               n_messages,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
int  parlor_timeline_load_older_finish (ParlorTimeline *self,
                                        GAsyncResult   *result,
                                        GError        **error);

void parlor_timeline_load_newer_async (ParlorTimeline     *self,
                                       guint               n_messages,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
int  parlor_timeline_load_newer_finish (ParlorTimeline *self,
                                        GAsyncResult   *result,
                                        GError        **error);

G_END_DECLS
