/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-history-list.h"

G_BEGIN_DECLS

/* Shared by parlor-history-list.c and -find.c only. */
struct _ParlorHistoryList
{
  AdwBin parent_instance;

  GtkListBox *box;

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorTimeline     *timeline; /* (nullable): nothing is shown yet */
  gulong              items_changed_id;

  guint  first;    /* position in the timeline of the first row */
  guint  n_rows;   /* from there on */
  gint64 read_seq; /* the line above what is new stands behind this one, 0: none */
  int    width_px; /* of the rows, 0 until it is known */
};

GtkWidget *_parlor_history_list_nth_row (ParlorHistoryList *self,
                                         guint              n);

G_END_DECLS
