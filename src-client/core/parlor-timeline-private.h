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

/* Shared by parlor-timeline.c and -log.c only, with what ends this file. */
struct _ParlorTimeline
{
  GObject parent_instance;

  GPtrArray *items;      /* of ParlorMessage: n_sent of the log, then the outbox */
  guint      n_sent;     /* their seqs ascend */
  GPtrArray *changes;    /* of ParlorMessage: what the range has about messages, ascending */
  gint64     first_seq;  /* the range begins here; next_seq if nothing is loaded */
  gint64     next_seq;   /* and ends before this one */
  gint64     oldest_seq; /* the log has nothing before this one */

  ParlorTimelineLoad load; /* NULL when there is nobody to ask */
  gpointer           load_data;
  GPtrArray         *waiting; /* of GTask: whoever asked for what is being loaded */
  guint              n_asked; /* how much they want */
  gboolean           is_loading;
  gboolean           is_complete;
};

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
void           parlor_timeline_trim (ParlorTimeline *self,
                                     gint64          oldest_seq);
ParlorMessage *parlor_timeline_find (ParlorTimeline *self,
                                     gint64          seq);
guint          parlor_timeline_count_unread (ParlorTimeline *self,
                                             gint64          after_seq);
gint64         parlor_timeline_get_first_seq (ParlorTimeline *self);

void parlor_timeline_begin_loading (ParlorTimeline *self,
                                    guint           n_messages);
void parlor_timeline_end_loading (ParlorTimeline *self,
                                  int             n_messages,
                                  const GError   *error);
void parlor_timeline_set_complete (ParlorTimeline *self,
                                   gboolean        is_complete);

G_END_DECLS
