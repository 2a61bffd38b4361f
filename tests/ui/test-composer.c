/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answering, and changing what one has written, by the keys of a keyboard.
 */

#include "parlor-ui-fixture.h"

#include <sqlite3.h>

#include "parlor-message-row.h"
#include "parlor-pending-file.h"
#include "parlor-reply-bar.h"
#include "parlor-window.h"

static ParlorConversation *
ada_lobby (ParlorUiFixture *fixture)
{
  return parlor_client_find_conversation (fixture->ada, "lobby");
}

static GtkTextBuffer *
get_buffer (ParlorUiFixture *fixture)
{
  return gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text")));
}

static void
assert_text (ParlorUiFixture *fixture,
             const char      *text)
{
  GtkTextBuffer   *buffer = get_buffer (fixture);
  GtkTextIter      start, end;
  g_autofree char *now = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  now = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (now, ==, text);
}

static gboolean
bar_reads (ParlorUiFixture *fixture,
           const char      *text)
{
  GtkWidget *bar = parlor_ui_get (fixture, PARLOR_TYPE_REPLY_BAR, NULL);

  return parlor_ui_is_shown (parlor_ui_find_label (bar, text));
}

static gboolean
is_bar_shown (ParlorUiFixture *fixture)
{
  return parlor_ui_is_shown (parlor_ui_find (
    parlor_ui_get (fixture, PARLOR_TYPE_REPLY_BAR, NULL), GTK_TYPE_BUTTON, "composer.drop"));
}

static void
activate (ParlorUiFixture *fixture,
          const char      *action,
          gint64           seq)
{
  GtkWidget *inside = parlor_ui_get (fixture, GTK_TYPE_WIDGET, "composer");

  gtk_widget_activate_action (inside, action, "x", seq);
  parlor_ui_settle (fixture->window);
}

/* 0 as long as nothing is loaded. */
static gint64
last_seq (ParlorConversation *conversation)
{
  ParlorMessage *last = parlor_conversation_get_last_message (conversation);

  return last != NULL ? parlor_message_get_seq (last) : 0;
}

/* Returns its seq. */
static gint64
ben_says (ParlorUiFixture *fixture,
          const char      *text)
{
  parlor_ui_say (parlor_ui_ben_lobby (fixture), text);
  parlor_ui_wait (last_seq (ada_lobby (fixture)) == last_seq (parlor_ui_ben_lobby (fixture)));

  return last_seq (ada_lobby (fixture));
}

static void
ada_says (ParlorUiFixture *fixture,
          const char      *text)
{
  parlor_ui_type (fixture->window, text);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, text));
  parlor_ui_wait (last_seq (ada_lobby (fixture)) == last_seq (parlor_ui_ben_lobby (fixture)));
}

static ParlorMessage *
ben_last (ParlorUiFixture *fixture)
{
  return parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture));
}

static void
test_reply (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  gint64 seq;

  parlor_ui_sign_in (fixture);
  seq = ben_says (fixture, "Who waters the plants <b>this</b> week?");
  activate (fixture, "conversation.reply", seq);
  parlor_ui_wait (bar_reads (fixture, "Reply to Ben"));
  g_assert_true (bar_reads (fixture, "Who waters the plants <b>this</b> week?"));
  parlor_ui_type (fixture->window, "I do");
  parlor_ui_screenshot (fixture->window, "composer-reply");

  /* Escape drops it, and what was written stays. */
  parlor_ui_press (fixture->window, "Escape");
  g_assert_false (is_bar_shown (fixture));
  assert_text (fixture, "I do");
  activate (fixture, "conversation.reply", seq);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "I do"));
  g_assert_cmpint (parlor_message_get_reply_to (ben_last (fixture)), ==, seq);
  g_assert_false (is_bar_shown (fixture));

  /* The next message answers nothing. */
  ada_says (fixture, "Or you");
  g_assert_cmpint (parlor_message_get_reply_to (ben_last (fixture)), ==, 0);
}

static void
test_reply_by_mouse (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  GtkWidget *drop;
  double     x, y;
  gint64     seq;

  parlor_ui_sign_in (fixture);
  seq = ben_says (fixture, "Hello");
  activate (fixture, "conversation.reply", seq);
  drop = parlor_ui_get (fixture, GTK_TYPE_BUTTON, "composer.drop");
  gtk_widget_translate_coordinates (
    drop, adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window)),
    gtk_widget_get_width (drop) / 2.0, gtk_widget_get_height (drop) / 2.0, &x, &y);
  parlor_ui_click (fixture->window, x, y);
  g_assert_false (is_bar_shown (fixture));

  /* The focus is where one writes. */
  ada_says (fixture, "Good day");
  g_assert_cmpint (parlor_message_get_reply_to (ben_last (fixture)), ==, 0);
}

/* With a file, and of a message that is gone before the answer leaves. */
static void
test_reply_with_file (ParlorUiFixture *fixture,
                      gconstpointer    data)
{
  gint64 seq;

  parlor_ui_sign_in (fixture);
  seq = ben_says (fixture, "Show me");
  activate (fixture, "conversation.reply", seq);
  parlor_ui_paste_file (fixture, "rotated.jpg");
  parlor_ui_type (fixture->window, "Here");
  parlor_ui_screenshot (fixture->window, "composer-reply-with-picture");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "Here"));
  g_assert_cmpint (parlor_message_get_reply_to (ben_last (fixture)), ==, seq);

  activate (fixture, "conversation.reply", seq);
  parlor_conversation_change_async (parlor_ui_ben_lobby (fixture), PARLOR_EVENT_DELETE, seq, NULL,
                                    NULL, NULL, NULL);
  parlor_ui_wait (bar_reads (fixture, "Message deleted"));

  /* Of a message that never was. */
  activate (fixture, "conversation.reply", G_MAXINT64);
  g_assert_true (bar_reads (fixture, "An earlier message"));
  activate (fixture, "conversation.reply", -1);
  g_assert_true (bar_reads (fixture, "An earlier message"));
}

static gboolean
says (ParlorUiFixture *fixture,
      gint64           seq,
      const char      *text)
{
  ParlorMessage *message = parlor_conversation_find_message (ada_lobby (fixture), seq);

  return g_strcmp0 (parlor_message_get_text (message), text) == 0;
}

static void
test_edit (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  gint64 first, second;

  parlor_ui_sign_in (fixture);
  ada_says (fixture, "Frist");
  first = last_seq (ada_lobby (fixture));
  ada_says (fixture, "Second");
  second = last_seq (ada_lobby (fixture));
  ben_says (fixture, "Third");

  parlor_ui_press (fixture->window, "Up");
  assert_text (fixture, "Second");
  g_assert_true (bar_reads (fixture, "Editing"));
  parlor_ui_press (fixture->window, "Up");
  assert_text (fixture, "Frist");
  parlor_ui_screenshot (fixture->window, "composer-edit");
  parlor_ui_press (fixture->window, "ctrl+a");
  parlor_ui_type (fixture->window, "First");

  /* What was changed is not left by accident. */
  parlor_ui_press (fixture->window, "Home");
  parlor_ui_press (fixture->window, "Up");
  assert_text (fixture, "First");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (says (fixture, first, "First"));
  parlor_ui_wait (!is_bar_shown (fixture));
  assert_text (fixture, "");

  /* Unchanged, nothing is sent. */
  parlor_ui_press (fixture->window, "Up");
  assert_text (fixture, "Second");
  parlor_ui_press (fixture->window, "Return");
  g_assert_false (is_bar_shown (fixture));
  parlor_ui_wait (parlor_client_is_outbox_empty (fixture->ada));
  g_assert_false (parlor_message_is_edited (
    parlor_conversation_find_message (ada_lobby (fixture), second)));
}

/* The draft that was there waits. */
static void
test_edit_beside_draft (ParlorUiFixture *fixture,
                        gconstpointer    data)
{
  gint64 seq;

  parlor_ui_sign_in (fixture);
  ada_says (fixture, "Helo");
  seq = last_seq (ada_lobby (fixture));
  parlor_ui_type (fixture->window, "half a thought");
  parlor_ui_press (fixture->window, "Up");
  assert_text (fixture, "half a thought");
  g_assert_false (is_bar_shown (fixture));

  activate (fixture, "conversation.edit", seq);
  assert_text (fixture, "Helo");
  parlor_ui_type (fixture->window, "!!");
  parlor_ui_press (fixture->window, "Escape");
  assert_text (fixture, "half a thought");
  g_assert_false (is_bar_shown (fixture));

  activate (fixture, "conversation.edit", seq);
  parlor_ui_press (fixture->window, "BackSpace");
  parlor_ui_type (fixture->window, "lo");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (says (fixture, seq, "Hello"));
  parlor_ui_wait (!is_bar_shown (fixture));
  assert_text (fixture, "half a thought");

  /* Not what somebody else wrote. */
  activate (fixture, "conversation.edit", ben_says (fixture, "Mine"));
  assert_text (fixture, "half a thought");
  g_assert_true (parlor_ui_reads (fixture, "This message cannot be edited"));
}

/* What the server does not take stays to be sent again. */
static void
test_edit_fails (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  gint64 seq;

  parlor_ui_sign_in (fixture);
  ada_says (fixture, "Helo");
  seq = last_seq (ada_lobby (fixture));
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  parlor_ui_press (fixture->window, "Up");
  parlor_ui_type (fixture->window, " you");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_reads (
    fixture, "Cannot save the change: There is no connection to the server"));
  assert_text (fixture, "Helo you");
  g_assert_true (is_bar_shown (fixture));

  parlor_test_server_start (fixture->server);
  gtk_widget_activate_action (fixture->window, "win.reconnect", NULL);
  parlor_client_reconnect (fixture->ben);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) == NULL);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (says (fixture, seq, "Helo you"));
}

/* Who takes all of the text away is asked. */
static void
test_edit_to_nothing (ParlorUiFixture *fixture,
                      gconstpointer    data)
{
  gint64 seq;

  parlor_ui_sign_in (fixture);
  ada_says (fixture, "Oops");
  seq = last_seq (ada_lobby (fixture));
  parlor_ui_press (fixture->window, "Up");
  parlor_ui_press (fixture->window, "ctrl+a");
  parlor_ui_press (fixture->window, "BackSpace");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_answer ("Cancel");
  g_assert_true (says (fixture, seq, "Oops"));
  g_assert_true (is_bar_shown (fixture));
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_answer ("Delete");
  parlor_ui_wait (parlor_message_is_deleted (
    parlor_conversation_find_message (ada_lobby (fixture), seq)));
  parlor_ui_wait (!is_bar_shown (fixture));
}

static gboolean
has_focus_in (ParlorUiFixture *fixture,
              const char      *name)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return focus != NULL &&
         gtk_widget_is_ancestor (focus, parlor_ui_get (fixture, GTK_TYPE_WIDGET, name));
}

static gboolean
is_popped_up (GtkWidget *menu_button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu_button));

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover));
}

static void
test_focus (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  GtkWidget *emoji;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, "Hello");
  parlor_ui_press (fixture->window, "F6");
  g_assert_true (has_focus_in (fixture, "history"));
  parlor_ui_press (fixture->window, "F6");
  g_assert_true (has_focus_in (fixture, "composer"));

  /* The chooser gives the focus back. */
  emoji = parlor_ui_get (fixture, GTK_TYPE_MENU_BUTTON, "emoji");
  for (int i = 0; i < 2; i++) {
    parlor_ui_press (fixture->window, i == 0 ? "ctrl+e" : "ctrl+period");
    parlor_ui_wait (is_popped_up (emoji));
    parlor_ui_press (fixture->window, "Escape");
    parlor_ui_wait (!is_popped_up (emoji));
    parlor_ui_wait (has_focus_in (fixture, "composer"));
  }
  gtk_widget_activate_action (emoji, "conversation.insert", "s", "@ben ");
  parlor_ui_type (fixture->window, "hi");
  assert_text (fixture, "@ben hi");
}

/* Returns how far down in the window the last message begins. */
static double
get_row_y (ParlorUiFixture *fixture,
           const char      *text)
{
  GtkWidget *label =
    parlor_ui_find_label (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"), text);
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (label, fixture->window, 0, 0, &x, &y));

  return y;
}

/* However high the composer is, what is read stays where it is. */
static void
test_growth (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  GtkAdjustment *adjustment;
  gint64         seq = 0;
  double         y;

  parlor_ui_sign_in (fixture);
  for (int i = 0; i < 40; i++) {
    g_autofree char *text = g_strdup_printf ("Message %d", i);

    parlor_ui_say (parlor_ui_ben_lobby (fixture), text);
  }
  seq = ben_says (fixture, "The last one");
  parlor_ui_wait (parlor_ui_reads (fixture, "The last one"));
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (parlor_ui_find (
    parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"), GTK_TYPE_SCROLLED_WINDOW, NULL)));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  parlor_ui_settle (fixture->window);
  y = get_row_y (fixture, "Message 20");

  activate (fixture, "conversation.reply", seq);
  g_assert_cmpfloat (get_row_y (fixture, "Message 20"), ==, y);
  for (int i = 0; i < 4; i++) {
    parlor_ui_press (fixture->window, "shift+Return");
    g_assert_cmpfloat (get_row_y (fixture, "Message 20"), ==, y);
  }
  parlor_ui_press (fixture->window, "Escape");
  g_assert_cmpfloat (get_row_y (fixture, "Message 20"), ==, y);
  parlor_ui_press (fixture->window, "ctrl+a");
  parlor_ui_press (fixture->window, "BackSpace");
  g_assert_cmpfloat (get_row_y (fixture, "Message 20"), ==, y);
}

static gboolean
is_in_view (ParlorUiFixture *fixture,
            const char      *text)
{
  GtkWidget *history = parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history");
  GtkWidget *label = parlor_ui_find_label (history, text);
  double     x, y;

  return label != NULL && gtk_widget_get_mapped (label) &&
         gtk_widget_translate_coordinates (label, history, 0, 0, &x, &y) && y >= 0 &&
         y + gtk_widget_get_height (label) <= gtk_widget_get_height (history);
}

/* What is answered is a click away. */
static void
test_bar_leads (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  gint64 seq;

  parlor_ui_sign_in (fixture);
  seq = ben_says (fixture, "The first one");
  for (int i = 0; i < 40; i++)
    parlor_ui_say (parlor_ui_ben_lobby (fixture), "And another one");
  ben_says (fixture, "The last one");
  parlor_ui_wait (is_in_view (fixture, "The last one"));
  g_assert_false (is_in_view (fixture, "The first one"));

  activate (fixture, "conversation.reply", seq);
  gtk_widget_activate (parlor_ui_find (parlor_ui_get (fixture, PARLOR_TYPE_REPLY_BAR, NULL),
                                       GTK_TYPE_BUTTON, "conversation.show-message"));
  parlor_ui_wait (is_in_view (fixture, "The first one"));
}

/* Restarts Ada's client, which remembers the account by @secrets. */
static void
restart (ParlorUiFixture *fixture,
         ParlorSecrets   *secrets)
{
  g_autofree char   *parent = g_path_get_dirname (parlor_test_server_get_folder (fixture->server));
  g_autofree char   *folder = g_build_filename (parent, "ada", NULL);
  g_autoptr (GError) error = NULL;

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->window);
  parlor_ui_client_free (fixture->ada);
  fixture->ada = parlor_client_new (folder, secrets, &error);
  g_assert_no_error (error);
  fixture->window =
    g_object_ref (parlor_window_new (parlor_ui_get_application (), fixture->ada));
  parlor_client_start (fixture->ada);
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != NULL);
  parlor_ui_present (fixture->window, 1000, 700);
}

/* Returns whether this is on disk, though nothing was closed. */
static gboolean
is_kept (ParlorUiFixture *fixture,
         const char      *draft)
{
  g_autofree char *parent = g_path_get_dirname (parlor_test_server_get_folder (fixture->server));
  g_autofree char *path = g_build_filename (parent, "ada", "cache.db", NULL);
  sqlite3         *db = NULL;
  sqlite3_stmt    *query = NULL;
  gboolean         is_found;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 1000);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT 1 FROM conversations WHERE draft = ?1", -1,
                                       &query, NULL),
                   ==, SQLITE_OK);
  sqlite3_bind_text (query, 1, draft, -1, SQLITE_STATIC);
  is_found = sqlite3_step (query) == SQLITE_ROW;
  sqlite3_finalize (query);
  sqlite3_close (db);

  return is_found;
}

static void
test_draft_restarts (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  gint64                    seq, own;

  parlor_client_set_secrets (fixture->ada, secrets);
  parlor_ui_sign_in (fixture);
  seq = ben_says (fixture, "Who comes along?");
  ada_says (fixture, "I do nott");
  own = last_seq (ada_lobby (fixture));
  activate (fixture, "conversation.reply", seq);
  parlor_ui_type (fixture->window, "I would, but");
  parlor_ui_wait (is_kept (fixture, "I would, but"));

  restart (fixture, secrets);
  assert_text (fixture, "I would, but");
  parlor_ui_wait (bar_reads (fixture, "Reply to Ben"));
  g_assert_true (parlor_ui_reads (fixture, "Draft: I would, but"));

  /* What is being changed is kept beside it. */
  activate (fixture, "conversation.edit", own);
  parlor_ui_press (fixture->window, "BackSpace");
  restart (fixture, secrets);
  assert_text (fixture, "I do not");
  g_assert_true (bar_reads (fixture, "Editing"));
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) == NULL);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (says (fixture, own, "I do not"));
  parlor_ui_wait (bar_reads (fixture, "Reply to Ben"));
  assert_text (fixture, "I would, but");

  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "I would, but"));
  g_assert_cmpint (parlor_message_get_reply_to (ben_last (fixture)), ==, seq);
  g_assert_false (parlor_ui_reads (fixture, "Draft: I would, but"));
}

/* Nothing is lost, or gets elsewhere, however quickly one switches. */
static void
test_draft_switches (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  ParlorConversation *lobby, *chat;

  parlor_ui_sign_in (fixture);
  lobby = ada_lobby (fixture);
  chat = parlor_ui_chat (fixture->ada, "ben");
  parlor_ui_type (fixture->window, "for all");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), lobby);
  assert_text (fixture, "for all");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  assert_text (fixture, "");
  parlor_ui_press (fixture->window, "ctrl+z");
  assert_text (fixture, "");
  parlor_ui_type (fixture->window, "for Ben");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), lobby);
  assert_text (fixture, "for all");
  g_assert_cmpstr (parlor_conversation_get_draft (chat)->text, ==, "for Ben");
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/composer/reply", test_reply);
  PARLOR_UI_TEST ("/composer/reply-by-mouse", test_reply_by_mouse);
  PARLOR_UI_TEST ("/composer/reply-with-file", test_reply_with_file);
  PARLOR_UI_TEST ("/composer/edit", test_edit);
  PARLOR_UI_TEST ("/composer/edit-beside-draft", test_edit_beside_draft);
  PARLOR_UI_TEST ("/composer/edit-fails", test_edit_fails);
  PARLOR_UI_TEST ("/composer/edit-to-nothing", test_edit_to_nothing);
  PARLOR_UI_TEST ("/composer/focus", test_focus);
  PARLOR_UI_TEST ("/composer/bar-leads", test_bar_leads);
  PARLOR_UI_TEST ("/composer/growth", test_growth);
  PARLOR_UI_TEST ("/composer/draft-restarts", test_draft_restarts);
  PARLOR_UI_TEST ("/composer/draft-switches", test_draft_switches);

  return g_test_run ();
}
