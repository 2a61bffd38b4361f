/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-timeline.h"

G_BEGIN_DECLS

/* How many messages are loaded when a conversation is first looked at. */
#define PARLOR_TIMELINE_PAGE_ITEMS 50

typedef enum {
  PARLOR_TIMELINE_OLDER, /* before what is loaded */
  PARLOR_TIMELINE_NEWER, /* after it */
  PARLOR_TIMELINE_N_ENDS
} ParlorTimelineEnd;

/**
 * ParlorTimelineLoad:
 * @timeline: who asks
 * @end: where more is wanted
 * @seq: only events before this seq are wanted, the newest of them; or, at the
 *   newer end, those from this seq on, the oldest of them
 * @n_messages: how many at most
 * @user_data: what parlor_timeline_new() was given
 *
 * Fetches events.  To be answered, at once or later, by parlor_timeline_take_older()
 * or parlor_timeline_fail_older(), or by those of the newer end.
 */
typedef void (*ParlorTimelineLoad) (ParlorTimeline   *timeline,
                                    ParlorTimelineEnd end,
                                    gint64            seq,
                                    guint             n_messages,
                                    gpointer          user_data);

/* Whoever waits at one end of a timeline. */
typedef struct
{
  GPtrArray *waiting; /* of GTask: whoever asked for what is being loaded */
  guint      n_asked; /* how much they want */
  gboolean   is_loading;
  gboolean   is_complete; /* there is nothing beyond */
} ParlorTimelineEdge;

/* Shared by parlor-timeline*.c only, with what ends this file: -log.c is about
 * what comes into it, -join.c about timelines that become one, or two. */
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
  ParlorTimelineEdge edges[PARLOR_TIMELINE_N_ENDS];
  ParlorTimeline    *successor; /* what it has become a part of */
  gboolean           is_cached; /* what has become of the messages is perhaps not known */
};

ParlorTimeline *parlor_timeline_new (gint64             known_seq,
                                     ParlorTimelineLoad load,
                                     gpointer           user_data);
ParlorTimeline *parlor_timeline_new_part (gint64             first_seq,
                                          GPtrArray         *messages,
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
void parlor_timeline_take_newer (ParlorTimeline *self,
                                 gint64          from_seq,
                                 GPtrArray      *messages);
void parlor_timeline_fail_newer (ParlorTimeline *self,
                                 gint64          from_seq,
                                 const GError   *error);

void           parlor_timeline_append (ParlorTimeline *self,
                                       ParlorMessage  *message);
void           parlor_timeline_change (ParlorTimeline *self,
                                       ParlorMessage  *change);
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
guint          parlor_timeline_count_between (ParlorTimeline *self,
                                              gint64          after_seq,
                                              gint64          to_seq);
gint64         parlor_timeline_get_first_seq (ParlorTimeline *self);
gint64         parlor_timeline_get_next_seq (ParlorTimeline *self);
guint          parlor_timeline_search (ParlorTimeline *self,
                                       gint64          seq);

void            parlor_timeline_change_from (ParlorTimeline *self,
                                             ParlorTimeline *other);
void            parlor_timeline_join (ParlorTimeline *self,
                                      ParlorTimeline *part);
ParlorTimeline *parlor_timeline_split (ParlorTimeline *self);
void            parlor_timeline_empty (ParlorTimeline *self);
void            parlor_timeline_note_cached (ParlorTimeline *self,
                                             gboolean        is_cached);
gboolean        parlor_timeline_take_cached (ParlorTimeline *self);

void parlor_timeline_begin_loading (ParlorTimeline   *self,
                                    ParlorTimelineEnd end,
                                    guint             n_messages);
void parlor_timeline_end_loading (ParlorTimeline   *self,
                                  ParlorTimelineEnd end,
                                  int               n_messages,
                                  const GError     *error);
void parlor_timeline_set_complete (ParlorTimeline   *self,
                                   ParlorTimelineEnd end,
                                   gboolean          is_complete);
void parlor_timeline_tell_joined (ParlorTimeline *part);
void parlor_timeline_tell_split (ParlorTimeline *self,
                                 ParlorTimeline *part);

G_END_DECLS
