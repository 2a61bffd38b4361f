/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of conversations: its sections and their order, what a row tells,
 * and what is done with a conversation by its menu. */

#include "parlor-ui-list.h"

#include "parlor-account-private.h"
#include "parlor-badge.h"
#include "parlor-client-private.h"
#include "parlor-sidebar-list.h"
#include "parlor-sidebar-row.h"
#include "parlor-window.h"

/* What is on screen for half a second is read. */
#define STAYS_US (800 * 1000)

/* Sections: shown as far as there is something in them, collapsed by mouse and
 * keyboard, and remembered. */

static void
test_sections (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);
  ParlorConversation   *garden = parlor_ui_list_sign_in (fixture);
  ParlorSidebarSection *channels = parlor_ui_list_find_section (fixture, PARLOR_SECTION_CHANNELS);
  ParlorSidebarSection *mentions = parlor_ui_list_find_section (fixture, PARLOR_SECTION_MENTIONS);
  g_auto (GStrv)        collapsed = NULL;

  g_assert_cmpint (parlor_ui_list_section_of (fixture, "garden"), ==, PARLOR_SECTION_CHANNELS);
  g_assert_cmpint (parlor_ui_list_section_of (fixture, "Summer party"), ==, PARLOR_SECTION_GROUPS);
  g_assert_cmpint (parlor_ui_list_section_of (fixture, "Ben"), ==, PARLOR_SECTION_PEOPLE);
  g_assert_false (gtk_widget_get_child_visible (GTK_WIDGET (mentions)));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (channels), GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_state (channels, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);

  parlor_ui_list_click (fixture, channels);
  parlor_ui_wait (!parlor_ui_list_is_listed (fixture, "garden"));
  gtk_test_accessible_assert_state (channels, GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  g_assert_true (parlor_ui_list_is_listed (fixture, "Summer party"));
  collapsed = g_settings_get_strv (settings, "collapsed-sections");
  g_assert_cmpuint (g_strv_length (collapsed), ==, 1);
  g_assert_cmpstr (collapsed[0], ==, "channels");

  /* What is new in it shows all the same. */
  parlor_ui_say (garden, "The tomatoes are ripe");
  parlor_ui_wait (g_str_equal (parlor_ui_list_badge_of (channels), "1"));
  parlor_ui_screenshot (fixture->window, "sidebar-collapsed");

  /* A search finds what is in it. */
  parlor_ui_press (fixture->window, "ctrl+k");
  parlor_ui_type (fixture->window, "gard");
  parlor_ui_wait (parlor_ui_list_is_listed (fixture, "garden"));
  g_assert_false (parlor_ui_list_is_listed (fixture, "Summer party"));
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (!parlor_ui_list_is_listed (fixture, "garden"));

  gtk_widget_grab_focus (GTK_WIDGET (channels));
  parlor_ui_press (fixture->window, "Right");
  g_assert_true (parlor_ui_list_is_listed (fixture, "garden"));
  parlor_ui_press (fixture->window, "Left");
  g_assert_false (parlor_ui_list_is_listed (fixture, "garden"));
  parlor_ui_press (fixture->window, "space");
  g_assert_true (parlor_ui_list_is_listed (fixture, "garden"));
  parlor_ui_press (fixture->window, "Return");
  g_assert_false (parlor_ui_list_is_listed (fixture, "garden"));
  parlor_ui_press (fixture->window, "Down");
  g_assert_true (gtk_widget_has_focus (
    GTK_WIDGET (parlor_ui_list_find_section (fixture, PARLOR_SECTION_GROUPS))));
}

/* The next window has them as they were left. */
static void
test_remembered (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);
  const char *const     collapsed[] = { "groups", "nonsense", NULL };
  GtkWidget            *old = fixture->window;

  g_settings_set_strv (settings, "collapsed-sections", collapsed);
  gtk_window_destroy (GTK_WINDOW (old));
  g_object_unref (old);
  fixture->window =
    g_object_ref (parlor_window_new (parlor_ui_get_application (), fixture->ada));
  parlor_ui_list_sign_in (fixture);
  g_assert_false (parlor_ui_list_is_listed (fixture, "Summer party"));
  g_assert_true (parlor_ui_list_is_listed (fixture, "garden"));
  g_settings_reset (settings, "collapsed-sections");
}

/* Who is mentioned finds it on top, until it is read; nothing moves away from
 * below the pointer. */
static void
test_mentions (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  ParlorConversation *garden = parlor_ui_list_sign_in (fixture);
  GtkWidget          *row;

  parlor_ui_say (garden, "Who waters it today? @ada");
  parlor_ui_wait (parlor_ui_list_section_of (fixture, "garden") == PARLOR_SECTION_MENTIONS);
  row = parlor_ui_list_find_row (fixture, "garden");
  parlor_ui_wait (parlor_ui_list_is_listed (fixture, "garden"));
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)), ==, 1);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find (row, GTK_TYPE_LABEL, "mention")));
  g_assert_cmpstr (parlor_ui_list_badge_of (row), ==, "1");
  g_assert_true (parlor_ui_list_says (fixture, "garden", "1 mention"));
  parlor_ui_screenshot (fixture->window, "sidebar-mentions");

  parlor_ui_list_click (fixture, row);
  parlor_ui_wait (parlor_conversation_get_mentions (
                    parlor_client_find_conversation (fixture->ada, "garden")) == 0);
  parlor_ui_settle (fixture->window);
  g_assert_cmpint (parlor_ui_list_section_of (fixture, "garden"), ==, PARLOR_SECTION_MENTIONS);
  parlor_ui_list_point_away (fixture);
  parlor_ui_wait (parlor_ui_list_section_of (fixture, "garden") == PARLOR_SECTION_CHANNELS);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
}

/* The newest first, what is pinned before. */
static void
test_order (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  ParlorConversation *garden = parlor_ui_list_sign_in (fixture);
  ParlorConversation *lobby = parlor_client_find_conversation (fixture->ada, "lobby");

  parlor_ui_say (garden, "One");
  parlor_ui_wait (parlor_ui_list_is_above (fixture, "garden", "lobby"));
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Two");
  parlor_ui_wait (parlor_ui_list_is_above (fixture, "lobby", "garden"));
  parlor_ui_say (garden, "Three");
  parlor_ui_wait (parlor_ui_list_is_above (fixture, "garden", "lobby"));

  parlor_conversation_set_is_pinned (lobby, TRUE);
  parlor_ui_wait (parlor_ui_list_is_above (fixture, "lobby", "garden"));
  g_assert_true (parlor_ui_list_says (fixture, "lobby", "pinned"));
  parlor_ui_say (garden, "Four");
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "Four"));
  parlor_ui_settle (fixture->window);
  g_assert_true (parlor_ui_list_is_above (fixture, "lobby", "garden"));
  parlor_conversation_set_is_pinned (lobby, FALSE);
  parlor_ui_wait (parlor_ui_list_is_above (fixture, "garden", "lobby"));
}

/* Muted: counted, but in gray, and where it always is. */
static void
test_mute (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget          *focus;
  ParlorConversation *garden = parlor_ui_list_sign_in (fixture);
  GtkWidget          *row = parlor_ui_list_find_row (fixture, "garden");

  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_nonnull (focus);
  parlor_ui_list_choose_item (fixture, "garden", "Mute Notifications");
  /* One goes on where one was, and the row is not held down. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == focus);
  g_assert_cmpuint (gtk_widget_get_state_flags (parlor_ui_list_find_row (fixture, "garden")) &
                      GTK_STATE_FLAG_ACTIVE,
                    ==, 0);
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "notifications muted"));
  parlor_ui_say (garden, "This is not urgent, @ada");
  parlor_ui_wait (g_str_equal (parlor_ui_list_badge_of (row), "1"));
  parlor_ui_settle (fixture->window);
  g_assert_cmpint (parlor_ui_list_section_of (fixture, "garden"), ==, PARLOR_SECTION_CHANNELS);
  g_assert_true (gtk_widget_has_css_class (parlor_ui_find (row, PARLOR_TYPE_BADGE, NULL), "quiet"));
  g_assert_false (gtk_widget_has_css_class (row, "unread"));
  parlor_ui_screenshot (fixture->window, "sidebar-muted");

  parlor_ui_list_choose_item (fixture, "garden", "Unmute Notifications");
  parlor_ui_list_point_away (fixture);
  parlor_ui_wait (parlor_ui_list_section_of (fixture, "garden") == PARLOR_SECTION_MENTIONS);
  g_assert_true (gtk_widget_has_css_class (row, "unread"));
}

/* What is marked as unread stays so while it is open, until something newer is
 * read or one comes back to it. */
static void
test_mark_unread (ParlorUiFixture *fixture,
                  gconstpointer    data)
{
  ParlorConversation *lobby;
  gint64              end_us;

  parlor_ui_list_sign_in (fixture);
  lobby = parlor_client_find_conversation (fixture->ada, "lobby");
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Could you look at the budget?");
  parlor_ui_wait (parlor_ui_reads (fixture, "Could you look at the budget?"));
  parlor_ui_wait (parlor_conversation_get_unread (lobby) == 0);

  parlor_ui_list_choose_item (fixture, "lobby", "Mark as Unread");
  g_assert_cmpuint (parlor_conversation_get_unread (lobby), ==, 1);
  g_assert_cmpstr (parlor_ui_list_badge_of (parlor_ui_list_find_row (fixture, "lobby")), ==, "1");
  parlor_ui_list_point_away (fixture);
  parlor_ui_present (fixture->window, 900, 600);
  end_us = g_get_monotonic_time () + STAYS_US;
  parlor_ui_wait (g_get_monotonic_time () > end_us);
  g_assert_cmpuint (parlor_conversation_get_unread (lobby), ==, 1);
  parlor_ui_screenshot (fixture->window, "sidebar-marked-unread");

  parlor_ui_say (parlor_ui_ben_lobby (fixture), "It is urgent");
  parlor_ui_wait (parlor_conversation_get_unread (lobby) == 0);

  parlor_ui_list_choose_item (fixture, "lobby", "Mark as Unread");
  g_assert_cmpuint (parlor_conversation_get_unread (lobby), ==, 1);
  parlor_ui_list_choose_item (fixture, "lobby", "Mark as Read");
  g_assert_cmpuint (parlor_conversation_get_unread (lobby), ==, 0);

  /* Coming back to it by a click, and from elsewhere. */
  parlor_ui_list_choose_item (fixture, "lobby", "Mark as Unread");
  parlor_ui_list_click (fixture, parlor_ui_list_find_row (fixture, "lobby"));
  parlor_ui_wait (parlor_conversation_get_unread (lobby) == 0);
  parlor_ui_list_choose_item (fixture, "lobby", "Mark as Unread");
  parlor_ui_press (fixture->window, "ctrl+Page_Down");
  g_assert_true (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != lobby);
  g_assert_cmpuint (parlor_conversation_get_unread (lobby), ==, 1);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), lobby);
  parlor_ui_wait (parlor_conversation_get_unread (lobby) == 0);
}

/* By keyboard alone. */

static void
test_keys (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorConversation *garden = parlor_ui_list_sign_in (fixture);
  GtkWidget          *list = parlor_ui_get (fixture, PARLOR_TYPE_SIDEBAR_LIST, NULL);
  GtkWidget          *row = parlor_ui_list_find_row (fixture, "Summer party");
  ParlorConversation *party = parlor_sidebar_row_get_conversation (PARLOR_SIDEBAR_ROW (row));

  parlor_ui_say (garden, "The tomatoes are ripe");
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "1 new message"));
  parlor_ui_press (fixture->window, "ctrl+shift+Page_Down");
  g_assert_cmpstr (parlor_conversation_get_title (parlor_window_get_conversation (
                     PARLOR_WINDOW (fixture->window))),
                   ==, "garden");
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "new message") == FALSE);
  parlor_ui_press (fixture->window, "ctrl+shift+Page_Down");
  g_assert_cmpstr (parlor_conversation_get_title (parlor_window_get_conversation (
                     PARLOR_WINDOW (fixture->window))),
                   ==, "garden");

  gtk_widget_grab_focus (row);
  parlor_ui_press (fixture->window, "Menu");
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find_label (list, "Pin")));
  parlor_ui_screenshot (fixture->window, "sidebar-menu");
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (!parlor_ui_is_shown (parlor_ui_find_label (list, "Pin")));
  gtk_widget_grab_focus (row);
  parlor_ui_press (fixture->window, "shift+F10");
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find_label (list, "Pin")));
  parlor_ui_press (fixture->window, "p");
  parlor_ui_wait (parlor_conversation_is_pinned (party));
  g_assert_true (parlor_ui_is_shown (parlor_ui_find (row, GTK_TYPE_IMAGE, "pin")));
  g_assert_true (parlor_ui_is_shown (parlor_ui_find (row, GTK_TYPE_IMAGE, "lock")));
  g_assert_true (parlor_ui_list_says (fixture, "Summer party", "needs a password to join"));
}

/* What is open comes in sight, however far down it is. */
static void
test_in_sight (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  GtkWidget      *row;
  GtkWidget      *list;
  graphene_rect_t bounds;

  parlor_ui_list_sign_in (fixture);
  for (gint64 i = 0; i < 100; i++) {
    g_autofree char    *name = g_strdup_printf ("person%03d", (int) i);
    ParlorAccountPacket packet = { .account = 1000 + i, .name = name, .nick = name };

    parlor_client_peek_account (fixture->ada, &packet);
  }
  parlor_ui_wait (parlor_ui_list_find_row (fixture, "person099") != NULL);
  row = parlor_ui_list_find_row (fixture, "person099");
  parlor_window_open_conversation (
    PARLOR_WINDOW (fixture->window),
    parlor_client_open_personal (fixture->ada,
                                 parlor_sidebar_row_get_account (PARLOR_SIDEBAR_ROW (row))));
  parlor_ui_settle (fixture->window);
  list = parlor_ui_get (fixture, PARLOR_TYPE_SIDEBAR_LIST, NULL);
  g_assert_true (gtk_widget_compute_bounds (row, list, &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=,
                     gtk_widget_get_height (list));
}

/* Whoever is writing is told of before what is written. */
static void
test_line (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorConversation *garden = parlor_ui_list_sign_in (fixture);
  g_autofree char    *draft = g_strnfill (PARLOR_TEXT_MAX_BYTES, 'x');

  g_assert_true (parlor_ui_list_says (fixture, "Ben", "Online, @ben"));
  parlor_ui_say (garden, "The tomatoes\nare ripe");
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "Ben: The tomatoes are ripe"));
  parlor_conversation_set_draft (parlor_client_find_conversation (fixture->ada, "garden"),
                                 &(ParlorDraft){ .text = draft });
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "Draft: xxx"));
  parlor_conversation_set_is_typing (garden, TRUE);
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "Ben is writing…"));
  parlor_conversation_set_is_typing (garden, FALSE);
  parlor_ui_wait (parlor_ui_list_says (fixture, "garden", "Draft: xxx"));
}

static void
test_leave (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  parlor_ui_list_sign_in (fixture);
  parlor_ui_list_choose_item (fixture, "Summer party", "Leave…");
  parlor_ui_answer ("Leave");
  parlor_ui_wait (parlor_ui_list_find_row (fixture, "Summer party") == NULL);
  parlor_ui_wait (parlor_ui_reads (fixture, "Left “Summer party”"));

  /* What is open is another one, and stays so. */
  g_assert_nonnull (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)));
  gtk_widget_activate_action (fixture->window, "win.leave-conversation", "s", "nowhere");
  gtk_widget_activate_action (fixture->window, "win.mark-unread", "s", "nowhere");
  gtk_widget_activate_action (fixture->window, "win.pin", "s", "");
}

static void
test_block (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  ParlorAccount *ben;

  parlor_ui_list_sign_in (fixture);
  ben = parlor_client_find_account (fixture->ada, "ben");
  parlor_ui_list_choose_item (fixture, "Ben", "Block…");
  parlor_ui_answer ("Block");
  parlor_ui_wait (parlor_account_is_blocked (ben));
  g_assert_true (parlor_ui_list_says (fixture, "Ben", "blocked"));

  /* It is the server that remembers. */
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_state (fixture->ada) != PARLOR_LINK_ONLINE);
  parlor_account_set_is_blocked (ben, FALSE);
  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->ada);
  parlor_ui_wait (parlor_account_is_blocked (ben));
  parlor_ui_list_choose_item (fixture, "Ben", "Unblock");
  parlor_ui_wait (!parlor_account_is_blocked (ben));
  gtk_widget_activate_action (fixture->window, "win.block", "x", G_MAXINT64);
}

/* A team of ten thousand makes no list of ten thousand; a search finds each. */
static void
test_many_people (ParlorUiFixture *fixture,
                  gconstpointer    data)
{
  int n_rows = 0;

  parlor_ui_list_sign_in (fixture);
  for (gint64 i = 0; i < 10000; i++) {
    g_autofree char    *name = g_strdup_printf ("person%" G_GINT64_FORMAT, i);
    ParlorAccountPacket packet = { .account = 1000 + i, .name = name, .nick = name };

    parlor_client_peek_account (fixture->ada, &packet);
  }
  parlor_ui_wait (parlor_ui_list_find_row (fixture, "person0") != NULL);
  parlor_ui_settle (fixture->window);
  while (parlor_ui_list_get_row (fixture, n_rows) != NULL)
    n_rows++;
  g_assert_cmpint (n_rows, <, 250);

  g_assert_null (parlor_ui_list_find_row (fixture, "person9998"));
  parlor_ui_press (fixture->window, "ctrl+k");
  parlor_ui_type (fixture->window, "person9998");
  parlor_ui_wait (parlor_ui_list_find_row (fixture, "person9998") != NULL);
  g_assert_true (parlor_ui_list_is_listed (fixture, "person9998"));
}

/* All of it at once, in every shape. */

static void
fill (ParlorUiFixture *fixture)
{
  ParlorConversation *garden = parlor_ui_list_sign_in (fixture);
  ParlorConversation *lobby = parlor_client_find_conversation (fixture->ada, "lobby");
  ParlorConversation *chat;

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL,
                    "Rindfleischetikettierungsüberwachungsaufgabenüb", NULL);
  parlor_ui_join (fixture->ada, "Rindfleischetikettierungsüberwachungsaufgabenüb", NULL);
  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_GROUP, "فريق التصميم", NULL);
  parlor_ui_join (fixture->ada, "فريق التصميم", NULL);
  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_GROUP, "🎉🌻", NULL);
  parlor_ui_join (fixture->ada, "🎉🌻", NULL);
  parlor_ui_say (garden, "Who waters it today? @ada");
  parlor_conversation_set_is_pinned (lobby, TRUE);
  parlor_conversation_set_draft (parlor_client_find_conversation (fixture->ada, "🎉🌻"),
                                 &(ParlorDraft){ .text = "I was about to say\nthat" });

  chat = parlor_client_find_conversation (fixture->ben, "فريق التصميم");
  for (guint i = 0; i < 100; i++)
    parlor_ui_say (chat, "مرحبا بالجميع");
  parlor_ui_wait (parlor_conversation_get_unread (parlor_client_find_conversation (
                    fixture->ada, "فريق التصميم")) == 100);
  parlor_conversation_set_notifications_muted (
    parlor_client_find_conversation (fixture->ada, "فريق التصميم"), TRUE);
  parlor_ui_say (parlor_ui_chat (fixture->ben, "ada"), "Lunch at one?");
  parlor_ui_wait (parlor_ui_list_says (fixture, "Ben", "Lunch at one?"));
  parlor_ui_wait (parlor_ui_list_section_of (fixture, "garden") == PARLOR_SECTION_MENTIONS);
  g_assert_cmpstr (parlor_ui_list_badge_of (parlor_ui_list_find_row (fixture, "فريق التصميم")), ==,
                   "99+");
  g_assert_true (parlor_ui_list_says (fixture, "🎉🌻", "Draft: I was about to say that"));
}

static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkSettings     *settings = gtk_settings_get_default ();
  int              dpi;

  fill (fixture);
  parlor_ui_screenshot (fixture->window, "sidebar");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_screenshot (fixture->window, "sidebar-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  parlor_ui_settle (fixture->window);
  parlor_ui_screenshot (fixture->window, "sidebar-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);

  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  parlor_ui_present (fixture->window, 360, 640);
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  parlor_ui_settle (fixture->window);
  parlor_ui_assert_fits (fixture->window);
  parlor_ui_screenshot (fixture->window, "sidebar-narrow");

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  parlor_ui_settle (fixture->window);
  parlor_ui_assert_fits (fixture->window);
  parlor_ui_screenshot (fixture->window, "sidebar-large-text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/sidebar/sections", test_sections);
  PARLOR_UI_TEST ("/sidebar/remembered", test_remembered);
  PARLOR_UI_TEST ("/sidebar/mentions", test_mentions);
  PARLOR_UI_TEST ("/sidebar/order", test_order);
  PARLOR_UI_TEST ("/sidebar/mute", test_mute);
  PARLOR_UI_TEST ("/sidebar/mark-unread", test_mark_unread);
  PARLOR_UI_TEST ("/sidebar/keys", test_keys);
  PARLOR_UI_TEST ("/sidebar/in-sight", test_in_sight);
  PARLOR_UI_TEST ("/sidebar/line", test_line);
  PARLOR_UI_TEST ("/sidebar/leave", test_leave);
  PARLOR_UI_TEST ("/sidebar/block", test_block);
  PARLOR_UI_TEST ("/sidebar/many-people", test_many_people);
  PARLOR_UI_TEST ("/sidebar/looks", test_looks);

  return g_test_run ();
}
