/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching messages: in one conversation and everywhere, going through what
 * was found, and back to where it began. */

#include "parlor-ui-fixture.h"

#include "parlor-search-pane.h"
#include "parlor-search-row.h"
#include "parlor-window.h"

static GtkWidget *
get_pane (ParlorUiFixture *fixture)
{
  return parlor_ui_get (fixture, PARLOR_TYPE_SEARCH_PANE, NULL);
}

static GtkListBox *
get_list (ParlorUiFixture *fixture)
{
  return GTK_LIST_BOX (parlor_ui_find (get_pane (fixture), GTK_TYPE_LIST_BOX, "list"));
}

static guint
count_hits (ParlorUiFixture *fixture)
{
  guint n_hits = 0;

  while (gtk_list_box_get_row_at_index (get_list (fixture), n_hits) != NULL)
    n_hits++;

  return n_hits;
}

static gboolean
pane_reads (ParlorUiFixture *fixture,
            const char      *text)
{
  return parlor_ui_is_shown (parlor_ui_find_label (get_pane (fixture), text));
}

static gboolean
history_reads (ParlorUiFixture *fixture,
               const char      *text)
{
  return parlor_ui_is_shown (
    parlor_ui_find_label (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"), text));
}

static const char *
get_open (ParlorUiFixture *fixture)
{
  return parlor_conversation_get_title (
    parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)));
}

static void
type_query (ParlorUiFixture *fixture,
            const char      *query)
{
  GtkWidget *entry = parlor_ui_find (get_pane (fixture), GTK_TYPE_SEARCH_ENTRY, "entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_widget_grab_focus (entry);
  parlor_ui_type (fixture->window, query);
}

/* Ben has talked of tea in the lobby and in the garden, and of much else. */
static void
sign_in_and_talk (ParlorUiFixture *fixture)
{
  ParlorConversation *garden =
    parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);

  parlor_ui_sign_in (fixture);
  parlor_ui_join (fixture->ada, "garden", NULL);
  parlor_ui_say (garden, "Green tea grows slowly here, and <b>nobody</b> &amp; nothing helps");
  for (guint i = 0; i < 60; i++)
    parlor_ui_say (garden, "The beans grow fast");
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Is there tea?");
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Or coffee?");
  parlor_ui_wait (parlor_ui_reads (fixture, "Or coffee?"));
}

static void
test_here (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  sign_in_and_talk (fixture);
  gtk_widget_activate_action (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "view"),
                              "conversation.search", NULL);
  parlor_ui_wait (pane_reads (fixture, "Words that occur in messages, and where to look:"));
  parlor_ui_screenshot (fixture->window, "search-hint");
  parlor_ui_type (fixture->window, "tea");
  parlor_ui_wait (count_hits (fixture) == 1);
  g_assert_true (pane_reads (fixture, "Is there tea?"));
  g_assert_true (pane_reads (fixture, "1 message found"));

  type_query (fixture, "lemonade");
  parlor_ui_wait (pane_reads (fixture, "No message has these words in it."));
  g_assert_cmpuint (count_hits (fixture), ==, 0);
  parlor_ui_screenshot (fixture->window, "search-nothing");

  /* What the server cannot make sense of, in its words. */
  type_query (fixture, "has:nothing");
  parlor_ui_wait (pane_reads (fixture, "One can look for has:image, has:file and has:link."));

  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (!parlor_ui_is_shown (get_pane (fixture)));
  g_assert_cmpstr (get_open (fixture), ==, "lobby");
}

/* Everywhere, to what is far up in another conversation, and back. */
static void
test_everywhere (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  GtkWidget *label;

  sign_in_and_talk (fixture);
  gtk_widget_activate_action (fixture->window, "win.find-everywhere", "s", "tea");
  parlor_ui_wait (count_hits (fixture) == 2);
  label = parlor_ui_find_label (
    get_pane (fixture), "Green tea grows slowly here, and <b>nobody</b> &amp; nothing helps");
  g_assert_nonnull (label);
  g_assert_nonnull (gtk_label_get_attributes (GTK_LABEL (label)));
  g_assert_true (pane_reads (fixture, "#garden"));
  parlor_ui_screenshot (fixture->window, "search-everywhere");

  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_str_equal (get_open (fixture), "lobby"));
  g_signal_emit_by_name (get_list (fixture), "row-activated",
                         gtk_widget_get_ancestor (label, PARLOR_TYPE_SEARCH_ROW));
  parlor_ui_wait (g_str_equal (get_open (fixture), "garden"));
  parlor_ui_wait (history_reads (
    fixture, "Green tea grows slowly here, and <b>nobody</b> &amp; nothing helps"));
  parlor_ui_screenshot (fixture->window, "search-shown");

  /* To and fro, wherever the focus is. */
  parlor_ui_press (fixture->window, "shift+F3");
  parlor_ui_wait (g_str_equal (get_open (fixture), "lobby"));
  parlor_ui_press (fixture->window, "F3");
  parlor_ui_wait (g_str_equal (get_open (fixture), "garden"));
  parlor_ui_press (fixture->window, "ctrl+g");
  parlor_ui_settle (fixture->window);
  g_assert_cmpstr (get_open (fixture), ==, "garden");

  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (!parlor_ui_is_shown (get_pane (fixture)));
  g_assert_cmpstr (get_open (fixture), ==, "lobby");
}

/* Whoever closes the search stays with what was found. */
static void
test_stay (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  sign_in_and_talk (fixture);
  gtk_widget_activate_action (fixture->window, "win.find-everywhere", "s", "green");
  parlor_ui_wait (count_hits (fixture) == 1);
  gtk_widget_activate_action (fixture->window, "win.find-next", NULL);
  parlor_ui_wait (g_str_equal (get_open (fixture), "garden"));
  gtk_widget_activate_action (get_pane (fixture), "search.close", NULL);
  parlor_ui_wait (!parlor_ui_is_shown (get_pane (fixture)));
  g_assert_cmpstr (get_open (fixture), ==, "garden");

  /* Nothing is left of it. */
  parlor_ui_press (fixture->window, "ctrl+f");
  parlor_ui_settle (fixture->window);
  g_assert_cmpuint (count_hits (fixture), ==, 0);
}

/* The next page comes when the end of the one before is near. */
static void
test_pages (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  GtkAdjustment *adjustment;

  sign_in_and_talk (fixture);
  gtk_widget_activate_action (fixture->window, "win.find-everywhere", "s", "beans");
  parlor_ui_wait (count_hits (fixture) >= 30);
  parlor_ui_settle (fixture->window);
  g_assert_cmpuint (count_hits (fixture), ==, 30);
  g_assert_true (pane_reads (fixture, "30 messages found so far"));
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (
    gtk_widget_get_ancestor (GTK_WIDGET (get_list (fixture)), GTK_TYPE_SCROLLED_WINDOW)));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  parlor_ui_wait (count_hits (fixture) == 60);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  parlor_ui_wait (pane_reads (fixture, "60 messages found"));
}

/* What cannot be searched now is when the server is back. */
static void
test_offline (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  sign_in_and_talk (fixture);
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  gtk_widget_activate_action (fixture->window, "win.find-everywhere", "s", "tea");
  parlor_ui_wait (pane_reads (fixture, "There is no connection to the server"));
  parlor_ui_screenshot (fixture->window, "search-offline");

  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->ada);
  parlor_ui_wait (count_hits (fixture) == 2);
}

/* By the command that parlor-cli has, too; here one can go to what it finds. */
static void
test_command (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  sign_in_and_talk (fixture);
  parlor_ui_type (fixture->window, "/search green");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (count_hits (fixture) == 1);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_str_equal (get_open (fixture), "garden"));
}

/* From the list of conversations, where somebody looked for a name. */
static void
test_from_list (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  GtkWidget *button;

  sign_in_and_talk (fixture);
  parlor_ui_press (fixture->window, "ctrl+k");
  parlor_ui_type (fixture->window, "coffee");
  button = parlor_ui_get (fixture, GTK_TYPE_BUTTON, "find_button");
  parlor_ui_wait (parlor_ui_is_shown (button));
  parlor_ui_screenshot (fixture->window, "search-from-list");
  g_signal_emit_by_name (button, "clicked");
  parlor_ui_wait (count_hits (fixture) == 1);
  g_assert_true (pane_reads (fixture, "Or coffee?"));
}

/* In a narrow window it has the whole width, and Back leads to it. */
static void
test_narrow (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  sign_in_and_talk (fixture);
  parlor_ui_present (fixture->window, 360, 640);
  gtk_widget_activate_action (fixture->window, "win.find-everywhere", "s", "tea");
  parlor_ui_wait (count_hits (fixture) == 2);
  parlor_ui_settle (fixture->window);
  parlor_ui_assert_fits (fixture->window);
  parlor_ui_screenshot (fixture->window, "search-narrow");
  gtk_widget_activate_action (fixture->window, "win.find-next", NULL);
  gtk_widget_activate_action (fixture->window, "win.find-next", NULL);
  parlor_ui_wait (g_str_equal (get_open (fixture), "garden"));
  parlor_ui_wait (!parlor_ui_is_shown (get_pane (fixture)));
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (parlor_ui_is_shown (get_pane (fixture)));
  g_assert_cmpuint (count_hits (fixture), ==, 2);
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (g_str_equal (get_open (fixture), "lobby"));
}

static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkSettings     *settings = gtk_settings_get_default ();
  int              dpi;

  sign_in_and_talk (fixture);
  parlor_ui_say (parlor_ui_ben_lobby (fixture),
                 "Whoever comes tomorrow is asked to bring a cup of their own, for there are "
                 "only seven, and then there will be tea for everybody who likes tea");
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "شاي tea للجميع");
  gtk_widget_activate_action (fixture->window, "win.find-everywhere", "s", "tea");
  parlor_ui_wait (count_hits (fixture) == 4);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_settle (fixture->window);
  parlor_ui_screenshot (fixture->window, "search-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  parlor_ui_settle (fixture->window);
  parlor_ui_screenshot (fixture->window, "search-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  parlor_ui_settle (fixture->window);
  parlor_ui_assert_fits (fixture->window);
  parlor_ui_screenshot (fixture->window, "search-large-text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/search-pane/here", test_here);
  PARLOR_UI_TEST ("/search-pane/everywhere", test_everywhere);
  PARLOR_UI_TEST ("/search-pane/stay", test_stay);
  PARLOR_UI_TEST ("/search-pane/pages", test_pages);
  PARLOR_UI_TEST ("/search-pane/offline", test_offline);
  PARLOR_UI_TEST ("/search-pane/command", test_command);
  PARLOR_UI_TEST ("/search-pane/from-list", test_from_list);
  PARLOR_UI_TEST ("/search-pane/narrow", test_narrow);
  PARLOR_UI_TEST ("/search-pane/looks", test_looks);

  return g_test_run ();
}
