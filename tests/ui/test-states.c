/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of messages, as it is shown: all of it made by hand. */

#include "parlor-ui-test.h"

#include "parlor-account-private.h"
#include "parlor-attachment-private.h"
#include "parlor-conversation-private.h"
#include "parlor-history-view.h"
#include "parlor-message-private.h"
#include "parlor-message-row.h"
#include "parlor-timeline-private.h"

#define LONG_TEXT                                                                           \
  "The second of the two, the one with the blue door, which is not locked at that time of " \
  "day, as far as I know. Ring twice if it is."

typedef struct
{
  char               *folder;
  ParlorClient       *client;
  ParlorAccount      *ada;
  ParlorAccount      *ben;
  ParlorConversation *conversation;
  GtkWidget          *window;
} Fixture;

static ParlorMessage *
add (Fixture           *fixture,
     ParlorEventPacket *event,
     ParlorAttachment  *attachment)
{
  const gboolean            is_own = event->author == (gpointer) fixture->ada;
  ParlorAccount            *author = is_own ? fixture->ada : fixture->ben;
  const ParlorAccountPacket who = { .account = parlor_account_get_id (author),
                                    .name = (char *) parlor_account_get_name (author),
                                    .nick = (char *) parlor_account_get_nick (author) };
  g_autoptr (ParlorMessage) message = NULL;

  event->author = (gpointer) &who;
  event->seq = parlor_conversation_get_known_seq (fixture->conversation) + 1;
  event->time_ms = G_GINT64_CONSTANT (1700000000000) + event->seq * 1000;
  if (event->kind == PARLOR_EVENT_UNKNOWN)
    event->kind = PARLOR_EVENT_MESSAGE;
  message = parlor_message_new_of_event (event, author, fixture->ben, attachment);
  parlor_conversation_apply (fixture->conversation, message);

  return parlor_conversation_find_message (fixture->conversation, event->seq);
}

static void
react (Fixture    *fixture,
       gint64      target,
       const char *emoji,
       gboolean    is_own)
{
  add (fixture,
       &(ParlorEventPacket){ .kind = PARLOR_EVENT_REACT,
                             .author = is_own ? fixture->ada : fixture->ben,
                             .target = target,
                             .emoji = (char *) emoji },
       NULL);
}

static void
write_all (Fixture *fixture)
{
  static const char *const     emoji[] = { "😀", "🎉", "🚀", "❤️", "🍅", "👏",
                                           "🙈", "💡", "🔥", "☕", "🌧️", "🏳️‍🌈" };
  const ParlorAttachmentPacket packet = { .attachment = (char *) "a1",
                                          .name = (char *) "photo.jpg",
                                          .media_type = (char *) "image/jpeg",
                                          .size_bytes = 1234567,
                                          .width_px = 300,
                                          .height_px = 100 };
  g_autoptr (ParlorAttachment) image = parlor_attachment_new (&packet);
  ParlorEventPacket            event;

  event = (ParlorEventPacket){ .text = (char *) "Which of the doors is it?" };
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .author = fixture->ada, .text = (char *) LONG_TEXT };
  event.reply_to = 1;
  event.edited_ms = 1700000001000;
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .reply_to = 2, .text = (char *) "👍" };
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .reply_to = 999, .text = (char *) "As was said long ago" };
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .is_action = TRUE, .text = (char *) "waves & goes <in>" };
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .author = fixture->ada, .text = (char *) "waves back" };
  event.is_action = TRUE;
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .text = (char *) "what nobody is to read" };
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .author = fixture->ada, .text = (char *) "nor this" };
  add (fixture, &event, image);
  event = (ParlorEventPacket){ .reply_to = 1, .edited_ms = 1700000001000 };
  add (fixture, &event, image);
  event = (ParlorEventPacket){ .kind = PARLOR_EVENT_DELETE, .target = 7 };
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .kind = PARLOR_EVENT_DELETE, .target = 8 };
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .kind = PARLOR_EVENT_SET, .setting = PARLOR_SETTING_TOPIC };
  event.text = (char *) "Doors, blue and other";
  add (fixture, &event, NULL);
  event = (ParlorEventPacket){ .kind = PARLOR_EVENT_MUTE, .text = (char *) "slammed doors" };
  add (fixture, &event, NULL);

  react (fixture, 1, "👍", TRUE);
  react (fixture, 1, "👍", FALSE);
  react (fixture, 2, "👏", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (emoji); i++)
    react (fixture, 9, emoji[i], i == 3);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  g_autoptr (GError)        error = NULL;

  fixture->folder = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->client = parlor_client_new (fixture->folder, secrets, &error);
  g_assert_no_error (error);
  fixture->ada = parlor_account_new (1, "ada", "Ada Lovelace");
  fixture->ben = parlor_account_new (2, "ben", "Ben Carter");
  parlor_account_set_is_self (fixture->ada, TRUE);
  fixture->conversation = parlor_conversation_new (NULL, "c1", PARLOR_CONVERSATION_CHANNEL, NULL);
  parlor_conversation_get_timeline (fixture->conversation);
  write_all (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->conversation);
  g_clear_object (&fixture->ada);
  g_clear_object (&fixture->ben);
  parlor_ui_client_free (fixture->client);
  g_free (fixture->folder);
}

static void
show (Fixture *fixture,
      int      width_px)
{
  ParlorHistoryView *view = g_object_new (PARLOR_TYPE_HISTORY_VIEW, NULL);

  fixture->window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application",
                                  parlor_ui_get_application (), NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window),
                                      GTK_WIDGET (view));
  parlor_history_view_set_conversation (view, fixture->client, fixture->conversation);
  parlor_ui_present (fixture->window, width_px, 800);
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

  show (fixture, 640);
  take_picture (fixture, "states");
  g_assert_nonnull (
    parlor_ui_find_label (fixture->window, "Ben Carter: Which of the doors is it?"));
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "An earlier message"));
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "Message deleted"));
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "👍 2"));
  g_assert_null (parlor_ui_find_label (fixture->window, "what nobody is to read"));
  g_assert_null (parlor_ui_find_label (fixture->window, "nor this"));
  g_assert_nonnull (
    parlor_ui_find_label (fixture->window, "Ben Carter set the topic to “Doors, blue and other”"));

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  take_picture (fixture, "states-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_narrow (Fixture      *fixture,
             gconstpointer data)
{
  show (fixture, 360);
  take_picture (fixture, "states-narrow");
}

static void
test_rtl (Fixture      *fixture,
          gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  show (fixture, 640);
  take_picture (fixture, "states-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* What is quoted changes with the message, and goes with it. */
static void
test_quote_follows (Fixture      *fixture,
                    gconstpointer data)
{
  ParlorEventPacket event;

  show (fixture, 640);
  event = (ParlorEventPacket){ .kind = PARLOR_EVENT_EDIT, .target = 1, .text = (char *) "Which?" };
  add (fixture, &event, NULL);
  parlor_ui_settle (fixture->window);
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "Ben Carter: Which?"));
  event = (ParlorEventPacket){ .kind = PARLOR_EVENT_DELETE, .target = 1 };
  add (fixture, &event, NULL);
  parlor_ui_settle (fixture->window);
  g_assert_nonnull (parlor_ui_find_label (fixture->window, "Ben Carter: Message deleted"));
  g_assert_null (parlor_ui_find_label (fixture->window, "Ben Carter: Which?"));
}

#define ADD(name, function) g_test_add ("/states/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("wide", test_wide);
  ADD ("narrow", test_narrow);
  ADD ("rtl", test_rtl);
  ADD ("quote-follows", test_quote_follows);

  return g_test_run ();
}
