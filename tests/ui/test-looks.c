/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window with people in it, in all its shapes: nothing may be cut off or
 * leave the window.  What is seen is saved as pictures. */

#include "parlor-ui-input.h"
#include "parlor-ui-test.h"

#include "parlor-attachment-private.h"
#include "parlor-conversation-private.h"
#include "parlor-history-view.h"
#include "parlor-message-private.h"
#include "parlor-picture.h"
#include "parlor-timeline-private.h"
#include "parlor-window.h"

#define LONG_NICK "Wolfeschlegelsteinhausenbergerdorff von Königsb"
#define LONG_TITLE "Rindfleischetikettierungsüberwachungsaufgabenüb"

enum {
  BEN,
  CHLOE,
  EMILIA,
  FARID,
  GRACE,
  N_OTHERS
};

static const struct
{
  const char *name;
  const char *nick;
} others[N_OTHERS] = {
  [BEN] = { "ben", "Ben Carter" },
  [CHLOE] = { "chloe", "Chloé" },
  [EMILIA] = { "emilia", "Emilia Nowak" },
  [FARID] = { "farid", "Farid Rahimi" },
  [GRACE] = { "grace", "Grace Lin" },
};

typedef struct
{
  ParlorTestServer *server;
  ParlorClient     *ada;
  ParlorClient     *others[N_OTHERS];
  GtkWidget        *window;
} Fixture;

static void
say (ParlorClient *client,
     const char   *where,
     const char   *text)
{
  parlor_ui_say (parlor_client_find_conversation (client, where), text);
}

static void
talk_in_groups (Fixture *fixture)
{
  parlor_ui_create (fixture->others[CHLOE], PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_ui_join (fixture->ada, "garden", NULL);
  say (fixture->others[CHLOE], "garden", "The tomatoes are ripe 🍅");

  parlor_ui_create (fixture->others[FARID], PARLOR_CONVERSATION_GROUP, "Book club", "strawberry");
  parlor_ui_join (fixture->ada, "Book club", "strawberry");
  say (fixture->others[FARID], "Book club", "Who has finished chapter nine?");
  say (fixture->others[FARID], "Book club", "No spoilers!");

  parlor_ui_say (parlor_ui_chat (fixture->others[CHLOE], "ada"),
                 "Lunch at one? There is a new place by the river.");
  parlor_ui_say (parlor_ui_chat (fixture->ada, "grace"), "Thanks for the slides!");
}

static void
talk_in_lobby (Fixture *fixture)
{
  say (fixture->others[BEN], "lobby", "Good morning everyone! The new server is up.");
  say (fixture->others[BEN], "lobby",
       "How to get in is written at https://example.org/welcome (second part).");
  say (fixture->others[CHLOE], "lobby", "That was quick 👏");
  say (fixture->others[CHLOE], "lobby", "🎉🚀");
  say (fixture->ada, "lobby",
       "Thank you, Ben. I have moved the old notes over, and whoever was in the other place "
       "should find everything here. Tell me if something is missing.");
  say (fixture->ada, "lobby", "Now, who wants coffee?");
  say (fixture->others[EMILIA], "lobby", "Me! And I took this on the way here:");
  parlor_ui_send_picture (parlor_client_find_conversation (fixture->others[EMILIA], "lobby"),
                          "photo.webp", NULL);
  say (fixture->ada, "lobby", "What a light. Save me a place.");
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->ada = parlor_ui_person_new (fixture->server, "ada", "Ada Lovelace");
  for (guint i = 0; i < N_OTHERS; i++)
    fixture->others[i] = parlor_ui_person_new (fixture->server, others[i].name, others[i].nick);
  talk_in_groups (fixture);
  talk_in_lobby (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  parlor_ui_client_free (fixture->ada);
  for (guint i = 0; i < N_OTHERS; i++) {
    if (fixture->others[i] != NULL)
      parlor_ui_client_free (fixture->others[i]);
  }
  parlor_test_server_free (fixture->server);
}

static guint
count_pictures (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  guint                    n_pictures = 0;

  if (PARLOR_IS_PICTURE (widget)) {
    g_object_get (widget, "paintable", &paintable, NULL);
    return paintable != NULL;
  }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_pictures += count_pictures (child);

  return n_pictures;
}

/* With the lobby read and its picture there. */
static void
show (Fixture *fixture,
      int      width_px,
      int      height_px)
{
  ParlorConversation *lobby = parlor_client_find_conversation (fixture->ada, "lobby");

  parlor_conversation_mark_read (lobby, G_MAXINT64);
  fixture->window = parlor_window_new (parlor_ui_get_application (), fixture->ada);
  parlor_ui_present (fixture->window, width_px, height_px);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), lobby);
  parlor_ui_wait (count_pictures (fixture->window) == 1);
}

static void
take_picture (Fixture    *fixture,
              const char *name)
{
  parlor_ui_screenshot (fixture->window, name);
  parlor_ui_assert_fits (fixture->window);
}

static void
test_wide (Fixture      *fixture,
           gconstpointer data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  show (fixture, 1200, 800);
  take_picture (fixture, "wide-light");

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  take_picture (fixture, "wide-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

/* As the metainfo shows it to those who have not installed it yet. */
static void
test_store (Fixture      *fixture,
            gconstpointer data)
{
  AdwStyleManager    *style = adw_style_manager_get_default ();
  ParlorConversation *chat = parlor_ui_chat (fixture->others[CHLOE], "ada");
  const char         *id = parlor_conversation_get_id (chat);

  show (fixture, 1000, 700);
  parlor_ui_point (fixture->window, 150, 680); /* where there is nothing to show for it */
  take_picture (fixture, "store-conversation");

  parlor_ui_send_picture (chat, "rotated.jpg", "The lake this morning, before everybody came");
  say (fixture->ada, id, "I am on my way. At the river in ten minutes?");
  say (fixture->others[CHLOE], id, "Perfect 😊");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  chat = parlor_client_find_conversation (fixture->ada, id);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_ui_wait (parlor_conversation_get_unread (chat) == 0);
  parlor_ui_wait (count_pictures (fixture->window) == 1);
  take_picture (fixture, "store-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_destroy (GTK_WINDOW (fixture->window));

  show (fixture, 360, 640);
  take_picture (fixture, "store-narrow");
}

static void
test_narrow (Fixture      *fixture,
             gconstpointer data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  show (fixture, 360, 640);
  take_picture (fixture, "narrow");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  take_picture (fixture, "narrow-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  take_picture (fixture, "narrow-sidebar");
}

static void
test_pictures (Fixture      *fixture,
               gconstpointer data)
{
  ParlorConversation *chat = parlor_ui_chat (fixture->others[CHLOE], "ada");

  show (fixture, 1000, 800);
  parlor_ui_send_picture (chat, "alpha.png", NULL);
  parlor_ui_send_picture (chat, "rotated.jpg", "The lake this morning, before everybody came");
  chat = parlor_client_find_conversation (fixture->ada, parlor_conversation_get_id (chat));
  parlor_ui_send_picture (chat, "animated.gif", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_ui_wait (count_pictures (fixture->window) == 3);
  parlor_ui_wait (parlor_conversation_get_unread (chat) == 0);
  take_picture (fixture, "image-in-conversation");
}

/* Files and pictures in all states of their way, made by hand. */

static ParlorAttachment *
attachment_new (const char *name,
                const char *media_type,
                int         width_px,
                int         height_px)
{
  const ParlorAttachmentPacket packet = { .attachment = (char *) "a1",
                                          .name = (char *) name,
                                          .media_type = (char *) media_type,
                                          .size_bytes = 12345678,
                                          .width_px = width_px,
                                          .height_px = height_px };

  return parlor_attachment_new (&packet);
}

static void
test_transfers (Fixture      *fixture,
                gconstpointer data)
{
  ParlorAttachment              *all[] = { attachment_new ("Minutes of May.odt", "x/y", 0, 0),
                                           attachment_new ("holiday.mp4", "video/mp4", 0, 0),
                                           attachment_new ("notes.txt", "text/plain", 0, 0),
                                           attachment_new ("backup.tar.gz", "x/y", 0, 0),
                                           attachment_new ("a.jpg", "image/jpeg", 300, 120),
                                           attachment_new ("b.jpg", "image/jpeg", 300, 120),
                                           attachment_new ("c.jpg", "image/jpeg", 300, 120) };
  g_autoptr (ParlorConversation) conversation =
    parlor_conversation_new (NULL, "c1", PARLOR_CONVERSATION_PERSONAL, NULL);
  ParlorAccount     *ben = parlor_client_find_account (fixture->ada, "ben");
  ParlorHistoryView *view = g_object_new (PARLOR_TYPE_HISTORY_VIEW, NULL);

  parlor_attachment_set_running (all[1], 0.4);
  parlor_attachment_set_local (all[2], "/nowhere/notes.txt");
  parlor_attachment_set_failed (all[3], "The server does not answer.");
  parlor_attachment_set_running (all[4], 0.7);
  parlor_attachment_set_failed (all[5], "The server does not answer.");

  conversation->timeline = parlor_timeline_new (0, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (ParlorMessage) message = parlor_message_new (
      PARLOR_EVENT_MESSAGE, i + 1, i % 2 == 0 ? ben : parlor_client_get_self (fixture->ada),
      i == 1 ? "From the river" : NULL, G_GINT64_CONSTANT (1700000000000), all[i]);

    parlor_timeline_append (conversation->timeline, message);
    g_object_unref (all[i]);
  }

  fixture->window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application",
                                  parlor_ui_get_application (), NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window),
                                      GTK_WIDGET (view));
  parlor_history_view_set_conversation (view, fixture->ada, conversation);
  parlor_ui_present (fixture->window, 640, 780);
  take_picture (fixture, "transfers");
}

static void
test_large_text (Fixture      *fixture,
                 gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int          dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  show (fixture, 1100, 800);
  take_picture (fixture, "large-text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
test_rtl (Fixture      *fixture,
          gconstpointer data)
{
  say (fixture->others[FARID], "lobby", "صباح الخير جميعاً! هل تصل الرسائل بشكل صحيح؟");
  say (fixture->ada, "lobby", "نعم، كل شيء على ما يرام 👍");
  say (fixture->others[BEN], "lobby", "And English among it, too.");

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  show (fixture, 1000, 700);
  take_picture (fixture, "rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_long_names (Fixture      *fixture,
                 gconstpointer data)
{
  ParlorClient *wolf = parlor_ui_person_new (fixture->server, "wolf", LONG_NICK);

  parlor_ui_create (wolf, PARLOR_CONVERSATION_GROUP, LONG_TITLE, "strawberry");
  parlor_ui_join (fixture->ada, LONG_TITLE, "strawberry");
  say (wolf, LONG_TITLE, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
                         "gesellschaftsangehörigenversammlungsprotokollführerin");
  say (wolf, LONG_TITLE, "https://example.org/a/very/long/address/that/has/no/space/in/it/"
                         "and/goes/on/and/on/until/nobody/reads/it?really=yes&sure=1234567890");

  show (fixture, 360, 640);
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  take_picture (fixture, "long-names-sidebar");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window),
                                   parlor_client_find_conversation (fixture->ada, LONG_TITLE));
  take_picture (fixture, "long-names");
  parlor_ui_client_free (wolf);
}

static void
test_first_run (Fixture      *fixture,
                gconstpointer data)
{
  ParlorClient *newcomer = parlor_ui_client_new (fixture->server, "newcomer");

  fixture->window = parlor_window_new (parlor_ui_get_application (), newcomer);
  parlor_ui_present (fixture->window, 1000, 700);
  take_picture (fixture, "first-run");
  parlor_window_enter (PARLOR_WINDOW (fixture->window), "chat.example.org", "ada", "short",
                       PARLOR_SIGN_IN_REGISTER);
  parlor_ui_present (fixture->window, 360, 640);
  take_picture (fixture, "first-run-narrow");
  parlor_ui_client_free (newcomer);
}

#define ADD(name, function) g_test_add ("/looks/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("wide", test_wide);
  ADD ("store", test_store);
  ADD ("narrow", test_narrow);
  ADD ("pictures", test_pictures);
  ADD ("transfers", test_transfers);
  ADD ("large-text", test_large_text);
  ADD ("rtl", test_rtl);
  ADD ("long-names", test_long_names);
  ADD ("first-run", test_first_run);

  return g_test_run ();
}
