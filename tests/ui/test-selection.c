/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Selecting messages, and deleting them: what is taken back was never done. */

#include "parlor-ui-messages.h"

#include "parlor-conversation-view.h"
#include "parlor-message-row.h"
#include "parlor-removal-dialog.h"
#include "parlor-window.h"

/* Ben's client keeps what is written from now on. */
static void
begin (ParlorUiFixture *fixture)
{
  parlor_ui_sign_in (fixture);
  parlor_conversation_get_timeline (parlor_ui_ben_lobby (fixture));
}

static ParlorSelection *
get_selection (ParlorUiFixture *fixture)
{
  GtkWidget *view = parlor_ui_get (fixture, PARLOR_TYPE_CONVERSATION_VIEW, NULL);

  return parlor_message_acts_get_selection (
    parlor_conversation_view_get_acts (PARLOR_CONVERSATION_VIEW (view)));
}

static guint
n_selected (ParlorUiFixture *fixture)
{
  return parlor_selection_get_n_messages (get_selection (fixture));
}

static void
click_holding (ParlorUiFixture *fixture,
               GtkWidget       *row,
               const char      *modifier)
{
  int x_px, y_px;

  parlor_ui_locate (fixture, row, &x_px, &y_px);
  parlor_ui_click_holding (fixture->window, x_px, y_px, modifier);
}

static gboolean
is_toast_shown (ParlorUiFixture *fixture,
                const char      *text)
{
  return parlor_ui_is_shown (parlor_ui_find_label (fixture->window, text));
}

static ParlorMessage *
ben_message (ParlorUiFixture *fixture,
             gint64           seq)
{
  return parlor_conversation_find_message (parlor_ui_ben_lobby (fixture), seq);
}

static void
undo (ParlorUiFixture *fixture)
{
  GtkWidget *label;

  parlor_ui_wait ((label = parlor_ui_find_label (fixture->window, "Undo")) != NULL);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
}

/* What has been carried out comes before this. */
static void
let_ben_hear (ParlorUiFixture *fixture)
{
  parlor_ui_ada_says (fixture, "And that was that");
}

/* With the mouse; nothing of the history moves. */
static void
test_select (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  GtkWidget      *rows[4];
  graphene_rect_t before, after;

  begin (fixture);
  rows[0] = parlor_ui_ben_says (fixture, "First");
  rows[1] = parlor_ui_ben_says (fixture, "Second\nwith two lines");
  rows[2] = parlor_ui_ada_says (fixture, "Third");
  rows[3] = parlor_ui_ben_says (fixture, "Fourth");
  g_assert_true (gtk_widget_compute_bounds (rows[1], fixture->window, &before));

  click_holding (fixture, rows[0], "ctrl");
  g_assert_cmpuint (n_selected (fixture), ==, 1);
  g_assert_true (gtk_widget_compute_bounds (rows[1], fixture->window, &after));
  g_assert_true (graphene_rect_equal (&before, &after));

  click_holding (fixture, rows[2], "shift");
  g_assert_cmpuint (n_selected (fixture), ==, 3);
  parlor_ui_click_widget (fixture->window, rows[3]);
  g_assert_cmpuint (n_selected (fixture), ==, 4);
  parlor_ui_click_widget (fixture->window, rows[3]);
  g_assert_cmpuint (n_selected (fixture), ==, 3);
  g_assert_true (parlor_ui_reads (fixture, "3 Selected"));
  parlor_ui_screenshot (fixture->window, "selection");

  /* Others' cannot be deleted by a member. */
  g_assert_false (gtk_widget_get_sensitive (
    parlor_ui_get (fixture, GTK_TYPE_BUTTON, "conversation.delete-selected")));
  parlor_ui_press (fixture->window, "Escape");
  g_assert_false (parlor_selection_is_active (get_selection (fixture)));
  g_assert_true (gtk_widget_compute_bounds (rows[1], fixture->window, &after));
  g_assert_true (graphene_rect_equal (&before, &after));
}

static char *
format_time (GtkWidget *row)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (
    parlor_message_get_time_ms (parlor_ui_message_of (row)) / 1000);

  return g_date_time_format (time, "%x %H:%M");
}

/* With keys: what is selected is copied, and quoted, with who and when. */
static void
test_copy (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget       *bens, *adas;
  g_autofree char *bens_time = NULL;
  g_autofree char *adas_time = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *quote = NULL;

  begin (fixture);
  bens = parlor_ui_ben_says (fixture, "One line\nand another");
  adas = parlor_ui_ada_says (fixture, "An answer");
  bens_time = format_time (bens);
  adas_time = format_time (adas);

  gtk_widget_grab_focus (adas);
  parlor_ui_press (fixture->window, "shift+Up");
  g_assert_cmpuint (n_selected (fixture), ==, 2);
  gtk_widget_activate_action (bens, "conversation.copy-selected", NULL);
  copy = g_strdup_printf ("[%s] Ben: One line\nand another\n[%s] ada: An answer", bens_time,
                          adas_time);
  parlor_ui_assert_copied (fixture, copy);
  g_assert_false (parlor_selection_is_active (get_selection (fixture)));

  gtk_widget_grab_focus (bens);
  parlor_ui_press (fixture->window, "space");
  g_assert_cmpuint (n_selected (fixture), ==, 1);
  gtk_widget_activate_action (bens, "conversation.quote-selected", NULL);
  parlor_ui_settle (fixture->window);
  parlor_ui_type (fixture->window, "Right");
  parlor_ui_press (fixture->window, "Return");
  quote = g_strdup_printf ("> [%s] Ben: One line\n> and another\nRight", bens_time);
  parlor_ui_wait (parlor_ui_ben_reads (fixture, quote));
}

/* Rows come and go; what is selected stays so. */
static void
test_select_far (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  ParlorConversation       *lobby;
  GtkWidget                *row;
  gint64                    first_seq;
  g_autoptr (ParlorMessage) message = NULL;

  begin (fixture);
  lobby = parlor_window_get_conversation (PARLOR_WINDOW (fixture->window));
  for (int i = 0; i < 8; i++)
    row = parlor_ui_ben_says (fixture, "A line");
  row = parlor_ui_ada_says (fixture, "Here it begins");
  message = g_object_ref (parlor_ui_message_of (row));
  first_seq = parlor_message_get_seq (message);
  gtk_widget_activate_action (row, "message.select", NULL);

  for (int i = 0; i < 220; i++)
    parlor_conversation_send_text (parlor_ui_ben_lobby (fixture), "On and on", NULL);
  parlor_ui_wait (parlor_conversation_get_last_message (lobby) != NULL &&
                  parlor_message_get_seq (parlor_conversation_get_last_message (lobby)) ==
                    first_seq + 220);
  parlor_ui_settle (fixture->window);
  parlor_ui_wait (parlor_ui_find_row (fixture, "Here it begins") == NULL);
  g_assert_cmpuint (n_selected (fixture), ==, 1);

  /* It can be deleted all the same; going elsewhere carries that out. */
  row = parlor_ui_find_row (fixture, "On and on");
  gtk_widget_activate_action (row, "conversation.delete-selected", NULL);
  g_assert_true (is_toast_shown (fixture, "Message deleted"));
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window),
                                   parlor_ui_chat (fixture->ada, "ben"));
  parlor_ui_wait (parlor_message_is_deleted (message));
}

static void
test_delete (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  GtkWidget *row, *other;
  gint64     seq, other_seq;

  begin (fixture);
  row = parlor_ui_ada_says (fixture, "What I should not have said");
  seq = parlor_message_get_seq (parlor_ui_message_of (row));

  /* It goes at once, and comes back. */
  gtk_widget_grab_focus (row);
  parlor_ui_press (fixture->window, "Delete");
  g_assert_true (gtk_widget_has_css_class (row, "going"));
  g_assert_true (is_toast_shown (fixture, "Message deleted"));
  parlor_ui_screenshot (fixture->window, "deleting");
  undo (fixture);
  g_assert_false (gtk_widget_has_css_class (row, "going"));
  let_ben_hear (fixture);
  g_assert_false (parlor_message_is_deleted (ben_message (fixture, seq)));

  /* Two within a moment are taken back together, here by a key. */
  other = parlor_ui_ada_says (fixture, "Nor this");
  other_seq = parlor_message_get_seq (parlor_ui_message_of (other));
  gtk_widget_activate_action (row, "message.delete", NULL);
  gtk_widget_grab_focus (other);
  parlor_ui_press (fixture->window, "Delete");
  g_assert_true (is_toast_shown (fixture, "2 messages deleted"));
  gtk_widget_grab_focus (other);
  parlor_ui_press (fixture->window, "ctrl+z");
  g_assert_false (gtk_widget_has_css_class (row, "going"));
  g_assert_false (gtk_widget_has_css_class (other, "going"));

  /* When the toast goes, it is done. */
  gtk_widget_activate_action (other, "message.delete", NULL);
  g_assert_false (parlor_message_is_deleted (ben_message (fixture, other_seq)));
  parlor_ui_wait (parlor_message_is_deleted (ben_message (fixture, other_seq)));
  parlor_ui_wait (parlor_message_is_deleted (parlor_ui_message_of (other)));
  g_assert_false (gtk_widget_has_css_class (other, "going"));
  g_assert_false (parlor_message_is_deleted (ben_message (fixture, seq)));
}

/* Whoever goes on means it. */
static void
test_delete_leaving (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  ParlorConversation *lobby, *chat;
  GtkWidget          *row;
  gint64              seq;

  begin (fixture);
  lobby = parlor_window_get_conversation (PARLOR_WINDOW (fixture->window));
  chat = parlor_ui_chat (fixture->ada, "ben");
  row = parlor_ui_ada_says (fixture, "Before I go");
  seq = parlor_message_get_seq (parlor_ui_message_of (row));
  gtk_widget_activate_action (row, "message.delete", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_ui_wait (parlor_message_is_deleted (ben_message (fixture, seq)));
  g_assert_false (is_toast_shown (fixture, "Message deleted"));

  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), lobby);
  row = parlor_ui_ada_says (fixture, "Before I close");
  seq = parlor_message_get_seq (parlor_ui_message_of (row));
  gtk_widget_activate_action (row, "message.delete", NULL);
  gtk_window_close (GTK_WINDOW (fixture->window));
  parlor_ui_wait (parlor_message_is_deleted (ben_message (fixture, seq)));
}

/* What the server does not hear of is not deleted. */
static void
test_delete_offline (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  GtkWidget *row;

  begin (fixture);
  row = parlor_ui_ada_says (fixture, "It stays");
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  gtk_widget_activate_action (row, "message.delete", NULL);
  g_assert_true (gtk_widget_has_css_class (row, "going"));
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window),
                                   parlor_ui_chat (fixture->ada, "ben"));
  parlor_ui_wait (parlor_ui_find_label (fixture->window, "Undo") == NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window),
                                   parlor_client_find_conversation (fixture->ada, "lobby"));
  parlor_ui_wait (parlor_ui_find_row (fixture, "It stays") != NULL);
  parlor_ui_wait (
    !gtk_widget_has_css_class (parlor_ui_find_row (fixture, "It stays"), "going"));
}

/* In a channel that Ada has made. */
static void
test_moderate (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  ParlorConversation *club, *bens;
  GtkWidget          *row, *dialog;
  ParlorMessage      *message;

  begin (fixture);
  club = parlor_ui_create (fixture->ada, PARLOR_CONVERSATION_CHANNEL, "club", NULL);
  bens = parlor_ui_join (fixture->ben, "club", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), club);
  parlor_ui_say (bens, "Buy my old car");
  parlor_ui_wait (parlor_ui_find_row (fixture, "Buy my old car") != NULL);
  row = parlor_ui_find_row (fixture, "Buy my old car");
  message = g_object_ref (parlor_ui_message_of (row));

  gtk_widget_grab_focus (row);
  parlor_ui_press (fixture->window, "Delete");
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_REMOVAL_DIALOG)) != NULL);
  parlor_ui_type (dialog, "No advertising");
  parlor_ui_answer ("Delete");
  parlor_ui_wait (parlor_message_is_deleted (message));
  g_object_unref (message);
}

/* All of it in a narrow window, in the other direction, and in the dark. */
static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget       *bens, *adas, *menu;
  gint64           seq;

  begin (fixture);
  parlor_ui_present (fixture->window, 360, 640);
  bens =
    parlor_ui_ben_says (fixture, "The boats leave at eight, and whoever is late takes the next "
                                 "one, an hour later");
  adas = parlor_ui_ada_says (fixture, "I am never late");
  seq = parlor_message_get_seq (parlor_ui_message_of (adas));
  for (int i = 0; i < 3; i++)
    parlor_conversation_change_async (parlor_ui_ben_lobby (fixture), PARLOR_EVENT_REACT, seq,
                                      ((const char *[]){ "😂", "🎉", "👍" })[i], NULL, NULL, NULL);
  parlor_ui_wait (parlor_message_get_reactions (parlor_ui_message_of (adas)) != NULL &&
                  parlor_message_get_reactions (parlor_ui_message_of (adas))->len == 3);

  parlor_ui_settle (fixture->window);
  parlor_ui_point_at (fixture, bens);
  parlor_ui_screenshot (fixture->window, "acts-narrow");
  parlor_ui_assert_fits (fixture->window);
  gtk_widget_activate_action (adas, "message.select", NULL);
  parlor_ui_screenshot (fixture->window, "selection-narrow");
  parlor_ui_assert_fits (fixture->window);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_screenshot (fixture->window, "selection-narrow-dark-rtl");
  gtk_widget_activate_action (adas, "conversation.stop-selecting", NULL);
  parlor_ui_point (fixture->window, 5, 5);
  parlor_ui_point_at (fixture, bens);
  parlor_ui_screenshot (fixture->window, "acts-narrow-dark-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_widget_activate_action (adas, "message.menu", NULL);
  parlor_ui_wait (
    parlor_ui_is_shown (menu = parlor_ui_find (adas, GTK_TYPE_POPOVER_MENU, NULL)));
  parlor_ui_settle (menu);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/selection/select", test_select);
  PARLOR_UI_TEST ("/selection/copy", test_copy);
  PARLOR_UI_TEST ("/selection/far", test_select_far);
  PARLOR_UI_TEST ("/selection/delete", test_delete);
  PARLOR_UI_TEST ("/selection/delete-leaving", test_delete_leaving);
  PARLOR_UI_TEST ("/selection/delete-offline", test_delete_offline);
  PARLOR_UI_TEST ("/selection/moderate", test_moderate);
  PARLOR_UI_TEST ("/selection/looks", test_looks);

  return g_test_run ();
}
