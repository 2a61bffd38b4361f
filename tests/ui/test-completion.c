/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is suggested while one writes, and commands, by keyboard and by mouse.
 */

#include "parlor-ui-fixture.h"

#include "parlor-commands-dialog.h"
#include "parlor-completion.h"
#include "parlor-lines-dialog.h"
#include "parlor-preferences.h"
#include "parlor-window.h"

static GtkWidget *
get_popover (ParlorUiFixture *fixture)
{
  return parlor_ui_get (fixture, PARLOR_TYPE_COMPLETION, NULL);
}

static gboolean
is_open (ParlorUiFixture *fixture)
{
  return parlor_ui_is_shown (get_popover (fixture));
}

static GtkTextBuffer *
get_buffer (ParlorUiFixture *fixture)
{
  return gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text")));
}

static void
assert_text (ParlorUiFixture *fixture,
             const char      *expected)
{
  g_autofree char *text = NULL;

  g_object_get (get_buffer (fixture), "text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
clear (ParlorUiFixture *fixture)
{
  parlor_ui_press (fixture->window, "ctrl+a");
  parlor_ui_press (fixture->window, "BackSpace");
  parlor_ui_wait (!is_open (fixture));
}

static GtkListBoxRow *
get_row (ParlorUiFixture *fixture,
         int              position)
{
  GtkWidget *list = parlor_ui_find (get_popover (fixture), GTK_TYPE_LIST_BOX, NULL);

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), position);
}

static gboolean
row_reads (ParlorUiFixture *fixture,
           int              position,
           const char      *text)
{
  GtkListBoxRow *row = get_row (fixture, position);

  return row != NULL && parlor_ui_find_label (GTK_WIDGET (row), text) != NULL;
}

static void
type_and_wait (ParlorUiFixture *fixture,
               const char      *text)
{
  parlor_ui_type (fixture->window, text);
  parlor_ui_wait (is_open (fixture));
}

static void
test_people (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  ParlorClient *bea = parlor_ui_person_new (fixture->server, "bea", "Beatrice");

  parlor_ui_sign_in (fixture);
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "I speak");
  parlor_ui_wait (parlor_ui_reads (fixture, "I speak"));

  /* Who spoke comes first; nothing is chosen, and typing goes on. */
  type_and_wait (fixture, "Hello @be");
  parlor_ui_wait (row_reads (fixture, 1, "@bea"));
  g_assert_true (row_reads (fixture, 0, "@ben"));
  parlor_ui_screenshot (get_popover (fixture), "completion-people");
  parlor_ui_press (fixture->window, "Down");
  parlor_ui_press (fixture->window, "Down");
  parlor_ui_press (fixture->window, "Up");
  parlor_ui_press (fixture->window, "Return");
  assert_text (fixture, "Hello @ben ");
  g_assert_false (is_open (fixture));

  parlor_ui_type (fixture->window, "and @bea");
  parlor_ui_press (fixture->window, "Tab");
  assert_text (fixture, "Hello @ben and @bea ");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "Hello @ben and @bea"));

  parlor_ui_type (fixture->window, "@b");
  parlor_ui_wait (row_reads (fixture, 1, "@bea"));
  parlor_ui_click_widget (fixture->window, GTK_WIDGET (get_row (fixture, 1)));
  parlor_ui_wait (!is_open (fixture));
  assert_text (fixture, "@bea ");
  parlor_ui_client_free (bea);
}

/* Enter sends what is written, as long as nobody has chosen something else. */
static void
test_not_disturbing (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  type_and_wait (fixture, "me@be @be");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "me@be @be"));
  g_assert_false (is_open (fixture));

  /* What was closed stays closed for this word. */
  type_and_wait (fixture, "@b");
  parlor_ui_press (fixture->window, "Escape");
  g_assert_false (is_open (fixture));
  parlor_ui_type (fixture->window, "e");
  g_assert_false (is_open (fixture));
  type_and_wait (fixture, " @b");

  /* Whoever moves the cursor elsewhere means something else. */
  parlor_ui_press (fixture->window, "Home");
  g_assert_false (is_open (fixture));
  clear (fixture);

  /* Times, faces and addresses are none. */
  parlor_ui_type (fixture->window, "10:30 :) a:b x:tada");
  g_assert_false (is_open (fixture));
  g_assert_true (gtk_widget_has_focus (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text")));

  /* Nothing to take: Tab goes on. */
  parlor_ui_press (fixture->window, "Tab");
  g_assert_false (gtk_widget_has_focus (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text")));
}

/* Who hears the window hears what is chosen; who composes letters is left alone. */
static void
test_heard (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  GtkWidget *text;

  parlor_ui_sign_in (fixture);
  text = parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text");
  type_and_wait (fixture, "@be");
  gtk_test_accessible_assert_role (GTK_WIDGET (get_row (fixture, 0)),
                                   GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_WIDGET (get_row (fixture, 0)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Ben, @ben");
  g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (text),
                                                    GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT));
  parlor_ui_press (fixture->window, "Down");
  gtk_test_accessible_assert_relation (text, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT,
                                       get_row (fixture, 0));
  gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Ben, @ben, 1 of 1");

  g_signal_emit_by_name (text, "preedit-changed", "ka");
  parlor_ui_wait (!is_open (fixture));
  g_signal_emit_by_name (text, "preedit-changed", "");
  parlor_ui_wait (is_open (fixture));
  g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (text),
                                                    GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT));
}

static void
test_conversations (ParlorUiFixture *fixture,
                    gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  parlor_ui_create (fixture->ada, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  type_and_wait (fixture, "See #gar");
  parlor_ui_wait (row_reads (fixture, 0, "garden"));
  parlor_ui_screenshot (get_popover (fixture), "completion-conversations");
  parlor_ui_press (fixture->window, "Tab");
  assert_text (fixture, "See #garden ");
  clear (fixture);

  type_and_wait (fixture, "#");
  parlor_ui_wait (row_reads (fixture, 1, "lobby") || row_reads (fixture, 0, "lobby"));
  parlor_ui_click_widget (fixture->window,
                          GTK_WIDGET (get_row (fixture, row_reads (fixture, 0, "lobby") ? 0 : 1)));
  parlor_ui_wait (!is_open (fixture));
  assert_text (fixture, "#lobby ");
}

static void
test_emoji (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  type_and_wait (fixture, "Well done :tad");
  g_assert_true (row_reads (fixture, 0, ":tada:"));
  parlor_ui_screenshot (get_popover (fixture), "completion-emoji");
  parlor_ui_press (fixture->window, "Tab");
  assert_text (fixture, "Well done 🎉 ");
  type_and_wait (fixture, ":+1");
  parlor_ui_press (fixture->window, "Down");
  parlor_ui_press (fixture->window, "KP_Enter");
  assert_text (fixture, "Well done 🎉 👍 ");

  /* By a keyword, of one that few know, and with a slip. */
  type_and_wait (fixture, ":plumber");
  parlor_ui_press (fixture->window, "Tab");
  type_and_wait (fixture, ":joc");
  parlor_ui_wait (row_reads (fixture, 0, ":joy:"));
  parlor_ui_click_widget (fixture->window, GTK_WIDGET (get_row (fixture, 0)));
  parlor_ui_wait (!is_open (fixture));
  assert_text (fixture, "Well done 🎉 👍 🧑‍🔧 😂 ");

  /* Nothing turns into anything by itself. */
  clear (fixture);
  parlor_ui_type (fixture->window, ":tada: ");
  assert_text (fixture, ":tada: ");
}

static void
test_commands (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  type_and_wait (fixture, "/");
  parlor_ui_wait (get_row (fixture, 7) != NULL);
  g_assert_null (get_row (fixture, 8));
  parlor_ui_screenshot (get_popover (fixture), "completion-commands");
  parlor_ui_type (fixture->window, "ki");
  parlor_ui_wait (row_reads (fixture, 0, "This takes a moderator."));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (get_row (fixture, 0))));
  clear (fixture);

  type_and_wait (fixture, "/ms");
  parlor_ui_press (fixture->window, "Tab");
  assert_text (fixture, "/msg ");
  parlor_ui_wait (is_open (fixture));
  g_assert_true (parlor_ui_find_label (get_popover (fixture), "/msg NAME TEXT") != NULL);
  parlor_ui_type (fixture->window, "be");
  parlor_ui_wait (row_reads (fixture, 0, "@ben"));
  parlor_ui_screenshot (get_popover (fixture), "completion-arguments");
  parlor_ui_click_widget (fixture->window, GTK_WIDGET (get_row (fixture, 0)));
  parlor_ui_wait (get_row (fixture, 0) == NULL || !is_open (fixture));
  assert_text (fixture, "/msg @ben ");
  parlor_ui_type (fixture->window, "psst");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_client_find_account (fixture->ben, "ada") != NULL);
  parlor_ui_wait (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);
}

/* What one can join is asked of the server. */
static void
test_join (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorWindow *window;

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "Rose Garden", NULL);
  parlor_ui_sign_in (fixture);
  window = PARLOR_WINDOW (fixture->window);
  type_and_wait (fixture, "/join ros");
  parlor_ui_wait (row_reads (fixture, 0, "Rose Garden"));
  parlor_ui_press (fixture->window, "Tab");
  assert_text (fixture, "/join \"Rose Garden\" ");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_str_equal (
    parlor_conversation_get_title (parlor_window_get_conversation (window)), "Rose Garden"));
  parlor_ui_settle (fixture->window);
  g_assert_false (parlor_ui_reads (fixture, "You are in #Rose Garden now."));
}

/* What cannot be carried out can be mended. */
static void
test_mistakes (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  parlor_ui_type (fixture->window, "/nonsense here");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_reads (fixture, "There is no command /nonsense. "
                                            "/help shows all, // sends a slash."));
  assert_text (fixture, "/nonsense here");
  parlor_ui_screenshot (fixture->window, "command-unknown");

  clear (fixture);
  parlor_ui_type (fixture->window, "//nonsense here");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "/nonsense here"));
  parlor_ui_type (fixture->window, "/me waves");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "waves"));
  parlor_ui_wait (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* One leaves by qqq if one wants to, and not before. */
static void
test_qqq (ParlorUiFixture *fixture,
          gconstpointer    data)
{
  const GActionEntry             quit = { .name = "quit", .activate = on_quit };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSettings)          settings = g_settings_new (PARLOR_APP_ID);
  gboolean                       has_quit = FALSE;

  g_settings_reset (settings, "leave-at-qqq");
  g_action_map_add_action_entries (G_ACTION_MAP (group), &quit, 1, &has_quit);
  parlor_ui_sign_in (fixture);
  gtk_widget_insert_action_group (fixture->window, "app", G_ACTION_GROUP (group));
  parlor_ui_type (fixture->window, "qqq");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "qqq"));
  g_assert_false (has_quit);

  parlor_ui_type (fixture->window, "/settings qqq on");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_settings_get_boolean (settings, "leave-at-qqq"));
  parlor_ui_wait (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);
  parlor_ui_type (fixture->window, "qqq, says one");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "qqq, says one"));
  g_assert_false (has_quit);
  parlor_ui_type (fixture->window, "qqq");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (has_quit);
  parlor_ui_wait (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);
  g_settings_reset (settings, "leave-at-qqq");
}

static void
test_answers (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  GtkWidget *dialog;

  parlor_ui_sign_in (fixture);
  parlor_ui_type (fixture->window, "/users");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_LINES_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_find_label (dialog, "@ben  Ben  online") != NULL);
  parlor_ui_settle (dialog);
  parlor_ui_screenshot (dialog, "command-answer");
  parlor_ui_press (dialog, "Escape");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_LINES_DIALOG) == NULL);
}

/* What a command leaves out, the window asks for. */
static void
test_bare (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorMessage *last;

  parlor_ui_sign_in (fixture);
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Which?");
  parlor_ui_wait (parlor_ui_reads (fixture, "Which?"));
  parlor_ui_type (fixture->window, "/reply");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);
  parlor_ui_type (fixture->window, "That");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "That"));
  last = parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture));
  g_assert_cmpint (parlor_message_get_reply_to (last), >, 0);

  parlor_ui_type (fixture->window, "/edit");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 4);
  assert_text (fixture, "That");
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);

  parlor_ui_type (fixture->window, "/settings");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_PREFERENCES) != NULL);
  gtk_window_close (GTK_WINDOW (parlor_ui_find_window (PARLOR_TYPE_PREFERENCES)));
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_PREFERENCES) == NULL);
}

static void
test_help (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *dialog;

  parlor_ui_sign_in (fixture);
  parlor_ui_type (fixture->window, "/help");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_COMMANDS_DIALOG)) != NULL);
  parlor_ui_settle (dialog);
  parlor_ui_screenshot (dialog, "commands");
  parlor_ui_type (dialog, "enter a ch");
  parlor_ui_screenshot (dialog, "commands-search");
  parlor_ui_press (dialog, "Return");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_COMMANDS_DIALOG) == NULL);
  assert_text (fixture, "/join ");
}

/* On a small window, from right to left, and where letters are large. */
static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  GtkSettings *settings = gtk_settings_get_default ();

  parlor_ui_sign_in (fixture);
  parlor_ui_present (fixture->window, 360, 640);
  type_and_wait (fixture, "/mu");
  g_assert_cmpint (gtk_widget_get_width (get_popover (fixture)), <=, 360);
  clear (fixture);
  type_and_wait (fixture, "/msg somebody-who-is-not-here It is late @be");
  parlor_ui_screenshot (get_popover (fixture), "completion-narrow");
  clear (fixture);

  g_object_set (settings, "gtk-xft-dpi", 144 * 1024, NULL);
  type_and_wait (fixture, "/");
  parlor_ui_screenshot (get_popover (fixture), "completion-large");
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  clear (fixture);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  parlor_ui_present (fixture->window, 700, 640);
  type_and_wait (fixture, "@be");
  parlor_ui_screenshot (get_popover (fixture), "completion-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/completion/people", test_people);
  PARLOR_UI_TEST ("/completion/not-disturbing", test_not_disturbing);
  PARLOR_UI_TEST ("/completion/heard", test_heard);
  PARLOR_UI_TEST ("/completion/conversations", test_conversations);
  PARLOR_UI_TEST ("/completion/emoji", test_emoji);
  PARLOR_UI_TEST ("/completion/commands", test_commands);
  PARLOR_UI_TEST ("/completion/join", test_join);
  PARLOR_UI_TEST ("/completion/mistakes", test_mistakes);
  PARLOR_UI_TEST ("/completion/qqq", test_qqq);
  PARLOR_UI_TEST ("/completion/answers", test_answers);
  PARLOR_UI_TEST ("/completion/bare", test_bare);
  PARLOR_UI_TEST ("/completion/help", test_help);
  PARLOR_UI_TEST ("/completion/looks", test_looks);

  return g_test_run ();
}
