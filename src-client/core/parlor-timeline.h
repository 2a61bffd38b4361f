/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_TIMELINE (parlor_timeline_get_type ())

/* A GListModel of ParlorMessage: a range of a conversation's log without a
 * hole, up to its newest event, then what is still in the outbox.  Older ones
 * are put in front by load_older; new ones come at the end; a pending message
 * becomes the sent one in place (the same object).  When a gap is too large to
 * fill, the model is emptied and begins again with the newest page.
 *
 * Properties: "is-loading" (boolean), "is-complete" (boolean: begins with seq
 * 1, there is nothing older). */

G_DECLARE_FINAL_TYPE (ParlorTimeline, parlor_timeline, PARLOR, TIMELINE, GObject)

gboolean parlor_timeline_is_loading (ParlorTimeline *self);
gboolean parlor_timeline_is_complete (ParlorTimeline *self);

/* From the local cache, else from the server.  Finishes with the number of
 * messages put in front, or -1 with an error. */
void parlor_timeline_load_older_async (ParlorTimeline     *self,
                                       guint               n_messages,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
int  parlor_timeline_load_older_finish (ParlorTimeline *self,
                                        GAsyncResult   *result,
                                        GError        **error);

G_END_DECLS
