/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-timeline.h"

G_BEGIN_DECLS

/* How many messages are loaded when a conversation is first looked at. */
#define PARLOR_TIMELINE_PAGE_ITEMS 50

/**
 * ParlorTimelineLoad:
 * @timeline: who asks
 * @before_seq: only events before this seq are wanted, the newest of them
 * @n_messages: how many at most
 * @user_data: what parlor_timeline_new() was given
 *
 * Fetches older events.  To be answered, at once or later, by
 * parlor_timeline_take_older() or parlor_timeline_fail_older().
 */
typedef void (*ParlorTimelineLoad) (ParlorTimeline *timeline,
                                    gint64          before_seq,
                                    guint           n_messages,
                                    gpointer        user_data);

ParlorTimeline *parlor_timeline_new (gint64             known_seq,
                                     ParlorTimelineLoad load,
                                     gpointer           user_data);
void            parlor_timeline_disconnect (ParlorTimeline *self);

void parlor_timeline_take_older (ParlorTimeline *self,
                                 gint64          before_seq,
                                 GPtrArray      *messages,
                                 gboolean        is_complete);
void parlor_timeline_fail_older (ParlorTimeline *self,
                                 gint64          before_seq,
                                 const GError   *error);

void           parlor_timeline_append (ParlorTimeline *self,
                                       ParlorMessage  *message);
void           parlor_timeline_add_pending (ParlorTimeline *self,
                                            ParlorMessage  *message);
void           parlor_timeline_remove_pending (ParlorTimeline *self,
                                               ParlorMessage  *message);
void           parlor_timeline_reset (ParlorTimeline *self,
                                      gint64          known_seq);
ParlorMessage *parlor_timeline_find (ParlorTimeline *self,
                                     gint64          seq);
guint          parlor_timeline_count_unread (ParlorTimeline *self,
                                             gint64          after_seq);
gint64         parlor_timeline_get_first_seq (ParlorTimeline *self);

G_END_DECLS
