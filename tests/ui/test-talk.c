/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Talking to somebody at the other end of the real server.
 */

#include "parlor-ui-fixture.h"

#include "parlor-image-viewer.h"
#include "parlor-message-row.h"
#include "parlor-pending-file.h"
#include "parlor-window.h"
#include "parlor-zoom-view.h"

/* Talking. */

static void
test_talk (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  parlor_ui_type (fixture->window, "Good morning <b>Ben</b> & all");
  parlor_ui_press (fixture->window, "shift+Return");
  parlor_ui_type (fixture->window, "second line");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "Good morning <b>Ben</b> & all\nsecond line"));
  g_assert_true (parlor_ui_reads (fixture, "Good morning <b>Ben</b> & all\nsecond line"));

  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Good morning, Ada");
  parlor_ui_wait (parlor_ui_reads (fixture, "Good morning, Ada"));

  parlor_ui_send (fixture, "👩‍🚀🇩🇪👍🏽");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "👩‍🚀🇩🇪👍🏽"));
  parlor_ui_wait (parlor_ui_reads (fixture, "👩‍🚀🇩🇪👍🏽"));

  /* What was sent is gone from the composer, and nothing is sent twice. */
  parlor_ui_press (fixture->window, "Return");
  g_assert_true (parlor_ui_ben_reads (fixture, "👩‍🚀🇩🇪👍🏽"));
}

static void
test_picture (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  ParlorAttachment *attachment;
  GtkWidget        *row;

  parlor_ui_sign_in (fixture);
  parlor_ui_paste_file (fixture, "rotated.jpg");
  parlor_ui_screenshot (fixture->window, "composer-with-picture");
  parlor_ui_type (fixture->window, "On the way here");
  parlor_ui_press (fixture->window, "Return");

  parlor_ui_wait (parlor_ui_ben_reads (fixture, "On the way here"));
  attachment = parlor_message_get_attachment (
    parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture)));
  g_assert_nonnull (attachment);
  g_assert_true (parlor_attachment_is_image (attachment));
  g_assert_null (parlor_ui_find (fixture->window, PARLOR_TYPE_PENDING_FILE, NULL));

  /* It is larger on a click, and goes by Escape. */
  row = parlor_ui_find_picture_row (fixture);
  gtk_widget_activate_action (row, "message.open", NULL);
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER) != NULL);
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (
    parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER), PARLOR_TYPE_ZOOM_VIEW, "view")));
  parlor_ui_screenshot (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER), "image-viewer");
  parlor_ui_press (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER), "Escape");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER) == NULL);
}

static gboolean
is_banner_shown (ParlorUiFixture *fixture)
{
  GtkWidget *view = parlor_ui_get (fixture, GTK_TYPE_WIDGET, "view");

  return parlor_ui_is_shown (parlor_ui_find (view, GTK_TYPE_BUTTON, "win.reconnect"));
}

static void
test_offline (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "The server will be away for a moment");
  parlor_ui_wait (parlor_ui_reads (fixture, "The server will be away for a moment"));

  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  parlor_ui_wait (is_banner_shown (fixture));
  parlor_ui_send (fixture, "I write this all the same");
  parlor_ui_wait (parlor_ui_reads (fixture, "I write this all the same"));
  parlor_ui_screenshot (fixture->window, "reconnecting");

  parlor_test_server_start (fixture->server);
  gtk_widget_activate_action (fixture->window, "win.reconnect", NULL);
  parlor_client_reconnect (fixture->ben);
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "I write this all the same"));
  parlor_ui_wait (!is_banner_shown (fixture));
}

/* Wherever the focus is in the conversation, typing is writing. */
static void
test_type_anywhere (ParlorUiFixture *fixture,
                    gconstpointer    data)
{
  GtkWidget *label;

  parlor_ui_sign_in (fixture);
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Click on me");
  parlor_ui_wait (parlor_ui_reads (fixture, "Click on me"));
  label = parlor_ui_find_label (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"), "Click on me");
  gtk_widget_grab_focus (label);
  parlor_ui_type (fixture->window, "Clicked");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "Clicked"));
}

/* A link into Parlor leads there without leaving it. */
static void
test_link (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  g_autofree char    *server = parlor_ui_server_link (fixture->server);
  g_autofree char    *link = g_strconcat (server, "#garden", NULL);
  ParlorConversation *garden;
  GtkWidget          *label;
  gboolean            is_handled;

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_ui_sign_in (fixture);
  garden = parlor_ui_join (fixture->ada, "garden", NULL);
  parlor_ui_say (parlor_ui_ben_lobby (fixture), link);
  parlor_ui_wait (parlor_ui_reads (fixture, link));

  label = parlor_ui_find_label (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"), link);
  g_signal_emit_by_name (label, "activate-link", link, &is_handled);
  g_assert_true (is_handled);
  g_assert_true (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) == garden);
}

/* What the server refuses is not lost: one may try again, or give it up. */
static void
test_refused (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  GtkWidget     *row;
  ParlorMessage *message;

  parlor_ui_sign_in (fixture);
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  parlor_ui_paste_file (fixture, "photo.webp");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait ((row = parlor_ui_find_picture_row (fixture)) != NULL);

  parlor_test_server_configure (fixture->server, "upload-max-bytes = 1024\n");
  parlor_test_server_start (fixture->server);
  gtk_widget_activate_action (fixture->window, "win.reconnect", NULL);
  message = parlor_message_row_get_message (PARLOR_MESSAGE_ROW (row));
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_FAILED);
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (row, GTK_TYPE_BUTTON, "message.retry")));
  parlor_ui_screenshot (fixture->window, "refused");

  gtk_widget_activate_action (row, "message.retry", NULL);
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_PENDING);
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_FAILED);
  gtk_widget_activate_action (row, "message.discard", NULL);
  parlor_ui_wait (parlor_ui_find_picture_row (fixture) == NULL);
  g_assert_true (parlor_client_is_outbox_empty (fixture->ada));
}

/* A draft is kept where it was written. */
static void
test_draft (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  ParlorConversation *lobby, *chat;

  parlor_ui_sign_in (fixture);
  lobby = parlor_window_get_conversation (PARLOR_WINDOW (fixture->window));
  chat = parlor_ui_chat (fixture->ada, "ben");

  parlor_ui_type (fixture->window, "half a thought");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_ui_settle (fixture->window);
  g_assert_cmpstr (parlor_conversation_get_draft (lobby)->text, ==, "half a thought");
  g_assert_true (parlor_ui_reads (fixture, "Draft: half a thought"));
  g_assert_true (parlor_ui_reads (fixture, "Write a message"));

  parlor_ui_press (fixture->window, "alt+Up");
  g_assert_true (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) == lobby);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "half a thought"));
  g_assert_null (parlor_conversation_get_draft (lobby)->text);
}

/* Only what was on screen is read. */
static void
test_unread (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  ParlorConversation *lobby, *chat;

  parlor_ui_sign_in (fixture);
  lobby = parlor_window_get_conversation (PARLOR_WINDOW (fixture->window));
  chat = parlor_ui_chat (fixture->ben, "ada");
  parlor_ui_say (chat, "Psst");
  parlor_ui_wait (parlor_client_find_conversation (
                    fixture->ada, parlor_conversation_get_id (chat)) != NULL);
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Hello");
  parlor_ui_wait (parlor_ui_reads (fixture, "Hello"));
  parlor_ui_wait (parlor_conversation_get_unread (lobby) == 0);

  chat = parlor_client_find_conversation (fixture->ada, parlor_conversation_get_id (chat));
  g_assert_cmpuint (parlor_conversation_get_unread (chat), ==, 1);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_ui_wait (parlor_conversation_get_unread (chat) == 0);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/talk/talk", test_talk);
  PARLOR_UI_TEST ("/talk/type-anywhere", test_type_anywhere);
  PARLOR_UI_TEST ("/talk/link", test_link);
  PARLOR_UI_TEST ("/talk/picture", test_picture);
  PARLOR_UI_TEST ("/talk/offline", test_offline);
  PARLOR_UI_TEST ("/talk/refused", test_refused);
  PARLOR_UI_TEST ("/talk/draft", test_draft);
  PARLOR_UI_TEST ("/talk/unread", test_unread);

  return g_test_run ();
}
