/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window with people in it, in all its shapes; what is seen is saved as
 * pictures, by which the looks are judged. */

#include "parlor-ui-test.h"

#include "parlor-window.h"

#define LONG_NICK "Wolfeschlegelsteinhausenbergerdorff von Königsb"

typedef struct
{
  ParlorTestServer *server;
  ParlorClient     *ada;
  ParlorClient     *ben;
  ParlorClient     *chloe;
  ParlorClient     *daniel;
  GtkWidget        *window;
} Fixture;

static void
begin_conversations (Fixture *fixture)
{
  ParlorConversation *lobby = parlor_client_find_conversation (fixture->ben, "lobby");
  ParlorConversation *group;
  ParlorConversation *garden;

  garden = parlor_ui_create (fixture->chloe, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_ui_join (fixture->ada, "garden", NULL);
  parlor_ui_say (garden, "The tomatoes are ripe 🍅");

  group = parlor_ui_create (fixture->daniel, PARLOR_CONVERSATION_GROUP, "Summer party",
                            "strawberry");
  parlor_ui_join (fixture->ada, "Summer party", "strawberry");
  parlor_ui_say (group, "Who brings the lanterns?");
  parlor_ui_say (group, "And the music?");

  parlor_ui_say (parlor_ui_chat (fixture->chloe, "ada"),
                 "Lunch at one? There is a new place by the river.");

  parlor_ui_say (lobby, "Good morning everyone! The new server is up.");
  parlor_ui_say (lobby, "Details are at https://example.org/parlor (in the second part).");
  parlor_ui_say (parlor_client_find_conversation (fixture->chloe, "lobby"),
                 "That was quick 👏");
  parlor_ui_say (parlor_client_find_conversation (fixture->chloe, "lobby"), "🎉🚀");
  parlor_ui_say (parlor_client_find_conversation (fixture->ada, "lobby"),
                 "Thank you, Ben. I have moved the old notes over, and everybody who was in the "
                 "other place should find them here. Tell me if anything is missing.");
  parlor_ui_say (parlor_client_find_conversation (fixture->ada, "lobby"), "Now, who wants coffee?");
  parlor_ui_say (parlor_client_find_conversation (fixture->daniel, "lobby"),
                 "Me! And I took this on the way here:");
  parlor_ui_send_picture (parlor_client_find_conversation (fixture->daniel, "lobby"),
                          "rotated.jpg", NULL);
  parlor_ui_say (lobby, "Beautiful.");
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->ada = parlor_ui_person_new (fixture->server, "ada", "Ada Lovelace");
  fixture->ben = parlor_ui_person_new (fixture->server, "ben", "Ben");
  fixture->chloe = parlor_ui_person_new (fixture->server, "chloe", "Chloé Martin");
  fixture->daniel = parlor_ui_person_new (fixture->server, "daniel", LONG_NICK);
  begin_conversations (fixture);

  fixture->window = parlor_window_new (parlor_ui_get_application (), fixture->ada);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  parlor_ui_client_free (fixture->ada);
  parlor_ui_client_free (fixture->ben);
  parlor_ui_client_free (fixture->chloe);
  parlor_ui_client_free (fixture->daniel);
  parlor_test_server_free (fixture->server);
}

static void
test_wide (Fixture      *fixture,
           gconstpointer data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  parlor_ui_present (fixture->window, 1200, 800);
  parlor_ui_wait (parlor_ui_find_label (fixture->window, "Beautiful.") != NULL);
  parlor_ui_screenshot (fixture->window, "wide-light");

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_screenshot (fixture->window, "wide-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_narrow (Fixture      *fixture,
             gconstpointer data)
{
  parlor_ui_present (fixture->window, 360, 640);
  parlor_ui_screenshot (fixture->window, "narrow-sidebar");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window),
                                   parlor_client_find_conversation (fixture->ada, "lobby"));
  parlor_ui_screenshot (fixture->window, "narrow");
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  g_test_add ("/looks/wide", Fixture, NULL, set_up, test_wide, tear_down);
  g_test_add ("/looks/narrow", Fixture, NULL, set_up, test_narrow, tear_down);

  return g_test_run ();
}
