/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The composer in all its shapes: nothing may be cut off or leave the window.
 */

#include "parlor-ui-fixture.h"

#include "parlor-preferences.h"
#include "parlor-reply-bar.h"
#include "parlor-window.h"

#define LONG_NICK "Wolfeschlegelsteinhausenbergerdorff von Königsb"

/* Ada answers somebody with a long name, and waits in slow mode, while two
 * others write. */
static void
begin (ParlorUiFixture *fixture,
       int              width_px)
{
  ParlorClient       *wolf = parlor_ui_person_new (fixture->server, "wolf", LONG_NICK);
  ParlorConversation *mine = parlor_ui_create (wolf, PARLOR_CONVERSATION_CHANNEL, "woods", NULL);
  ParlorConversation *adas;
  ParlorSetPacket    *packet = parlor_packet_new (PARLOR_PACKET_SET);

  parlor_ui_join (fixture->ben, "woods", NULL);
  packet->conversation = g_strdup (parlor_conversation_get_id (mine));
  packet->setting = PARLOR_SETTING_SLOW_MODE;
  packet->value = g_strdup ("600");
  parlor_client_request_async (wolf, PARLOR_PACKET_SET, packet, NULL, NULL, NULL);

  parlor_ui_sign_in (fixture);
  adas = parlor_ui_join (fixture->ada, "woods", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), adas);
  parlor_ui_say (adas, "How long is the way through these woods?");
  parlor_ui_say (mine, "That depends on whom one meets, and on how much there is to talk about "
                       "while one goes along.");
  parlor_ui_wait (!parlor_message_is_own (parlor_conversation_get_last_message (adas)));
  parlor_ui_present (fixture->window, width_px, 640);
  gtk_widget_activate_action (
    parlor_ui_get (fixture, GTK_TYPE_WIDGET, "composer"), "conversation.reply", "x",
    parlor_message_get_seq (parlor_conversation_get_last_message (adas)));
  parlor_ui_type (fixture->window, "Then I shall take something to eat with me");
  parlor_conversation_set_is_typing (mine, TRUE);
  parlor_conversation_set_is_typing (parlor_client_find_conversation (fixture->ben, "woods"), TRUE);
  parlor_ui_wait (parlor_conversation_get_typists (adas)->len == 2);
  parlor_ui_client_free (wolf);
}

static void
take_picture (ParlorUiFixture *fixture,
              const char      *name)
{
  parlor_ui_settle (fixture->window);
  parlor_ui_assert_fits (fixture->window);
  g_assert_true (parlor_ui_is_shown (parlor_ui_find (
    parlor_ui_get (fixture, PARLOR_TYPE_REPLY_BAR, NULL), GTK_TYPE_BUTTON, "composer.drop")));
  parlor_ui_screenshot (fixture->window, name);
}

static void
test_wide (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  begin (fixture, 1000);
  take_picture (fixture, "composer-wide");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  take_picture (fixture, "composer-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

/* Escape drops the answer first, and goes back to the list then. */
static void
test_narrow (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  begin (fixture, 360);
  take_picture (fixture, "composer-narrow");
  parlor_ui_press (fixture->window, "Escape");
  g_assert_true (parlor_ui_reads (fixture, "woods"));
  g_assert_true (gtk_widget_get_mapped (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text")));
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (!gtk_widget_get_mapped (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text")));
}

static void
test_large_text (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int          dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  begin (fixture, 1000);
  take_picture (fixture, "composer-large-text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
test_rtl (ParlorUiFixture *fixture,
          gconstpointer    data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  begin (fixture, 800);
  take_picture (fixture, "composer-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_preferences (ParlorUiFixture *fixture,
                  gconstpointer    data)
{
  GtkWidget *preferences;

  parlor_ui_sign_in (fixture);
  parlor_preferences_present (GTK_WINDOW (fixture->window));
  preferences = parlor_ui_find_window (PARLOR_TYPE_PREFERENCES);
  parlor_ui_settle (preferences);
  parlor_ui_screenshot (preferences, "preferences-messages");
  gtk_window_destroy (GTK_WINDOW (preferences));
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/composer-looks/wide", test_wide);
  PARLOR_UI_TEST ("/composer-looks/narrow", test_narrow);
  PARLOR_UI_TEST ("/composer-looks/large-text", test_large_text);
  PARLOR_UI_TEST ("/composer-looks/rtl", test_rtl);
  PARLOR_UI_TEST ("/composer-looks/preferences", test_preferences);

  return g_test_run ();
}
