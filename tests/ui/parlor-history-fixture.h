/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A history on screen, over a log as long as one likes, and a row whose place is
 * measured in every frame that is drawn. */

#pragma once

#include "parlor-conversation-private.h"
#include "parlor-history-view.h"
#include "parlor-ui-input.h"

G_BEGIN_DECLS

typedef struct
{
  char               *folder;
  ParlorClient       *client;
  ParlorAccount      *me;
  ParlorAccount      *other;
  ParlorConversation *conversation;
  GtkWidget          *window;
  ParlorHistoryView  *view;
  GtkAdjustment      *adjustment;

  /* What a server would have. */
  gint64      first_seq;
  gint64      head_seq;
  GHashTable *appended; /* of ParlorMessage, by seq: what happened since it was opened */
  GQueue      requests; /* of ParlorLogRequest: asked for and not yet answered */
  gboolean    is_offline;
  guint       n_read; /* messages that were asked for in all */
  char       *toast;  /* what was told last */

  GtkWidget *watched; /* a row, the place of whose end is noted in each frame */
  double     watched_px;
  double     error_px; /* how far it ever was from there */
  guint      n_frames;

  gint64 marked_seq; /* of what was marked in the last frame that had a mark */
} ParlorHistoryFixture;

void parlor_history_fixture_set_up (ParlorHistoryFixture *fixture,
                                    gconstpointer         data);
void parlor_history_fixture_tear_down (ParlorHistoryFixture *fixture,
                                       gconstpointer         data);

#define PARLOR_HISTORY_TEST(path, n_events, function)                 \
  g_test_add (path, ParlorHistoryFixture, GINT_TO_POINTER (n_events), \
              parlor_history_fixture_set_up, function, parlor_history_fixture_tear_down)

void parlor_history_open (ParlorHistoryFixture *fixture);
void parlor_history_open_unread (ParlorHistoryFixture *fixture,
                                 guint                 n_unread);
void parlor_history_settle (ParlorHistoryFixture *fixture);
void parlor_history_scroll_to (ParlorHistoryFixture *fixture,
                               double                value_px);

gboolean parlor_history_answer (ParlorHistoryFixture *fixture);
void     parlor_history_append (ParlorHistoryFixture *fixture);
void     parlor_history_append_change (ParlorHistoryFixture *fixture,
                                       ParlorEventKind       kind,
                                       gint64                target,
                                       const char           *text);

GtkWidget *parlor_history_find_row (ParlorHistoryFixture *fixture,
                                    gint64                seq);
gint64     parlor_history_top_seq (ParlorHistoryFixture *fixture);
guint      parlor_history_count_rows (ParlorHistoryFixture *fixture);
double     parlor_history_row_y_px (ParlorHistoryFixture *fixture,
                                    GtkWidget            *row);
double     parlor_history_row_end_px (ParlorHistoryFixture *fixture,
                                      GtkWidget            *row);
double     parlor_history_distance_to_end_px (ParlorHistoryFixture *fixture);
gboolean   parlor_history_is_in_view (ParlorHistoryFixture *fixture,
                                      gint64                seq);

void parlor_history_watch (ParlorHistoryFixture *fixture,
                           GtkWidget            *row);
void parlor_history_watch_top_row (ParlorHistoryFixture *fixture);
void parlor_history_assert_never_moved (ParlorHistoryFixture *fixture);

G_END_DECLS
