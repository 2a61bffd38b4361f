/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where one may not write, or not now, and who else is writing.
 */

#include "parlor-ui-fixture.h"

#include "parlor-typing-line.h"
#include "parlor-window.h"

/* Ben's channel, which Ada is in, too, and looks at. */
typedef struct
{
  ParlorConversation *bens;
  ParlorConversation *adas;
} Garden;

static void
enter_garden (ParlorUiFixture *fixture,
              Garden          *garden)
{
  garden->bens = parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_ui_sign_in (fixture);
  garden->adas = parlor_ui_join (fixture->ada, "garden", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), garden->adas);
  parlor_ui_settle (fixture->window);
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

/* Takes @packet, which the server is to answer with ok. */
static void
ask (ParlorClient    *client,
     ParlorPacketType type,
     gpointer         packet)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  ParlorPacketType         answer_type;
  gpointer                 answer;

  parlor_client_request_async (client, type, packet, NULL, on_ready, &result);
  parlor_ui_wait (result != NULL);
  answer = parlor_client_request_finish (client, result, &answer_type, &error);
  g_assert_no_error (error);
  parlor_packet_free (answer_type, answer);
}

static void
set (ParlorUiFixture    *fixture,
     ParlorConversation *conversation,
     ParlorSetting       setting,
     const char         *value)
{
  ParlorSetPacket *packet = parlor_packet_new (PARLOR_PACKET_SET);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->setting = setting;
  packet->value = g_strdup (value);
  ask (fixture->ben, PARLOR_PACKET_SET, packet);
}

static void
mute_ada (ParlorUiFixture    *fixture,
          ParlorConversation *conversation,
          gint64              until_ms)
{
  ParlorMutePacket *packet = parlor_packet_new (PARLOR_PACKET_MUTE);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = parlor_account_get_id (parlor_client_find_account (fixture->ben, "ada"));
  packet->until_ms = until_ms;
  ask (fixture->ben, PARLOR_PACKET_MUTE, packet);
}

static void
unmute_ada (ParlorUiFixture    *fixture,
            ParlorConversation *conversation)
{
  ParlorUnmutePacket *packet = parlor_packet_new (PARLOR_PACKET_UNMUTE);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = parlor_account_get_id (parlor_client_find_account (fixture->ben, "ada"));
  ask (fixture->ben, PARLOR_PACKET_UNMUTE, packet);
}

static gboolean
can_write (ParlorUiFixture *fixture)
{
  return gtk_widget_get_mapped (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text"));
}

static const char *
get_label (ParlorUiFixture *fixture,
           const char      *name)
{
  return gtk_label_get_label (GTK_LABEL (parlor_ui_get (fixture, GTK_TYPE_LABEL, name)));
}

static void
assert_text (ParlorUiFixture *fixture,
             const char      *text)
{
  GtkTextView     *view = GTK_TEXT_VIEW (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text"));
  g_autofree char *now = NULL;

  g_object_get (gtk_text_view_get_buffer (view), "text", &now, NULL);
  g_assert_cmpstr (now, ==, text);
}

static void
test_closed (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  Garden garden;

  enter_garden (fixture, &garden);
  g_assert_true (can_write (fixture));

  set (fixture, garden.bens, PARLOR_SETTING_READ_ONLY, "on");
  parlor_ui_wait (!can_write (fixture));
  g_assert_cmpstr (get_label (fixture, "closed"), ==,
                   "Only moderators write here. You can read and react.");
  parlor_ui_screenshot (fixture->window, "voice-read-only");
  set (fixture, garden.bens, PARLOR_SETTING_READ_ONLY, "off");
  parlor_ui_wait (can_write (fixture));

  mute_ada (fixture, garden.bens, 0);
  parlor_ui_wait (!can_write (fixture));
  g_assert_cmpstr (get_label (fixture, "closed"), ==,
                   "A moderator has muted you here. You can read, but not write.");
  unmute_ada (fixture, garden.bens);
  parlor_ui_wait (can_write (fixture));

  set (fixture, garden.bens, PARLOR_SETTING_ARCHIVED, "on");
  parlor_ui_wait (!can_write (fixture));
  g_assert_true (g_str_has_prefix (get_label (fixture, "closed"), "This conversation is archived"));
  set (fixture, garden.bens, PARLOR_SETTING_ARCHIVED, "off");
  parlor_ui_wait (can_write (fixture));
}

/* Until it is over, and then one may write again, with nobody doing anything. */
static void
test_muted_for_a_while (ParlorUiFixture *fixture,
                        gconstpointer    data)
{
  Garden garden;

  enter_garden (fixture, &garden);
  mute_ada (fixture, garden.bens, g_get_real_time () / 1000 + 3 * 60 * 60 * 1000);
  parlor_ui_wait (!can_write (fixture));
  g_assert_true (g_str_has_suffix (get_label (fixture, "closed"),
                                   "You can write again in 3 hours."));
  parlor_ui_screenshot (fixture->window, "voice-muted");

  mute_ada (fixture, garden.bens, g_get_real_time () / 1000 + 2200);
  parlor_ui_wait (g_str_has_suffix (get_label (fixture, "closed"), "in 2 seconds."));
  parlor_ui_wait (g_str_has_suffix (get_label (fixture, "closed"), "in 1 second."));
  parlor_ui_wait (can_write (fixture));
}

/* What was typed stays in sight, and is not sent. */
static void
test_text_stays (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  Garden     garden;
  GtkWidget *notice;

  enter_garden (fixture, &garden);
  parlor_ui_type (fixture->window, "As I was saying");
  mute_ada (fixture, garden.bens, 0);
  notice = parlor_ui_get (fixture, GTK_TYPE_LABEL, "notice");
  parlor_ui_wait (parlor_ui_is_shown (notice));
  g_assert_true (can_write (fixture));
  parlor_ui_press (fixture->window, "Return");
  assert_text (fixture, "As I was saying");
  g_assert_true (parlor_client_is_outbox_empty (fixture->ada));
  parlor_ui_screenshot (fixture->window, "voice-muted-with-text");

  unmute_ada (fixture, garden.bens);
  parlor_ui_wait (!gtk_widget_get_visible (notice));
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_conversation_get_last_message (garden.bens) != NULL &&
                  g_strcmp0 (parlor_message_get_text (
                               parlor_conversation_get_last_message (garden.bens)),
                             "As I was saying") == 0);
}

/* Who was removed sees why. */
static void
test_left (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  Garden            garden;
  ParlorKickPacket *packet = parlor_packet_new (PARLOR_PACKET_KICK);

  enter_garden (fixture, &garden);
  parlor_ui_type (fixture->window, "Wait");
  packet->conversation = g_strdup (parlor_conversation_get_id (garden.bens));
  packet->account = parlor_account_get_id (parlor_client_find_account (fixture->ben, "ada"));
  ask (fixture->ben, PARLOR_PACKET_KICK, packet);
  parlor_ui_wait (!parlor_conversation_is_member (garden.adas));
  if (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) == garden.adas) {
    parlor_ui_wait (g_str_equal (get_label (fixture, "notice"),
                                 "You are no longer in this conversation."));
    assert_text (fixture, "Wait");
  }
}

static void
test_slow_mode (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  Garden garden;

  enter_garden (fixture, &garden);
  set (fixture, garden.bens, PARLOR_SETTING_SLOW_MODE, "3");
  parlor_ui_type (fixture->window, "one");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_str_has_prefix (get_label (fixture, "hint"), "Slow mode: 0:0"));

  /* One may go on writing meanwhile. */
  parlor_ui_type (fixture->window, "two");
  parlor_ui_press (fixture->window, "Return");
  assert_text (fixture, "two");
  g_assert_false (gtk_widget_is_sensitive (
    parlor_ui_get (fixture, GTK_TYPE_BUTTON, "composer.send")));
  parlor_ui_screenshot (fixture->window, "voice-slow-mode");

  /* Nor does a command have to wait. */
  parlor_ui_press (fixture->window, "ctrl+a");
  parlor_ui_type (fixture->window, "/topic Roses");
  g_assert_true (gtk_widget_is_sensitive (
    parlor_ui_get (fixture, GTK_TYPE_BUTTON, "composer.send")));
  parlor_ui_press (fixture->window, "ctrl+a");
  parlor_ui_type (fixture->window, "two");
  parlor_ui_wait (*get_label (fixture, "hint") == '\0');
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_strcmp0 (parlor_message_get_text (
                               parlor_conversation_get_last_message (garden.bens)),
                             "two") == 0);
}

static gboolean
is_unblock_shown (ParlorUiFixture *fixture)
{
  return parlor_ui_is_shown (parlor_ui_get (fixture, GTK_TYPE_BUTTON, "unblock"));
}

static void
test_blocked (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  ParlorConversation *chat;

  parlor_ui_sign_in (fixture);
  chat = parlor_ui_chat (fixture->ada, "ben");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_client_block_async (fixture->ada, parlor_conversation_get_peer (chat), TRUE, NULL, NULL,
                             NULL);
  parlor_ui_wait (!can_write (fixture));
  g_assert_cmpstr (get_label (fixture, "closed"), ==, "You have blocked this person.");
  parlor_ui_wait (is_unblock_shown (fixture));
  parlor_ui_screenshot (fixture->window, "voice-blocked");

  gtk_widget_activate (parlor_ui_get (fixture, GTK_TYPE_BUTTON, "unblock"));
  parlor_ui_wait (can_write (fixture));
}

/* Nothing is cut off: who writes too much is told how much. */
static void
test_too_long (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  g_autofree char *text = g_strnfill (PARLOR_TEXT_MAX_BYTES + 1, 'a');
  GtkWidget       *send;

  parlor_ui_sign_in (fixture);
  send = parlor_ui_get (fixture, GTK_TYPE_BUTTON, "composer.send");
  for (gsize i = 80; i < strlen (text); i += 80)
    text[i] = ' ';
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->window), text);
  parlor_ui_press (fixture->window, "ctrl+v");
  parlor_ui_wait (g_str_equal (get_label (fixture, "hint"), "Too long by 1 byte"));
  g_assert_false (gtk_widget_is_sensitive (send));
  parlor_ui_press (fixture->window, "Return");
  assert_text (fixture, text);
  parlor_ui_screenshot (fixture->window, "voice-too-long");

  parlor_ui_press (fixture->window, "BackSpace");
  g_assert_cmpstr (get_label (fixture, "hint"), ==, "0 bytes left");
  g_assert_true (gtk_widget_is_sensitive (send));
  parlor_ui_press (fixture->window, "Return");
  text[PARLOR_TEXT_MAX_BYTES] = '\0';
  parlor_ui_wait (parlor_ui_ben_reads (fixture, text));
}

static gboolean
is_told (ParlorUiFixture *fixture,
         const char      *text)
{
  GtkWidget *line = parlor_ui_get (fixture, PARLOR_TYPE_TYPING_LINE, NULL);

  return parlor_ui_find_label (line, text) != NULL;
}

static int
get_history_height (ParlorUiFixture *fixture)
{
  return gtk_widget_get_height (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"));
}

static void
test_typing (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);
  ParlorConversation   *lobby = parlor_ui_ben_lobby (fixture);
  ParlorClient         *eve = parlor_ui_person_new (fixture->server, "eve", "Eve");
  int                   height;

  parlor_ui_sign_in (fixture);
  height = get_history_height (fixture);
  parlor_conversation_set_is_typing (lobby, TRUE);
  parlor_ui_wait (is_told (fixture, "Ben is writing…"));
  parlor_ui_settle (fixture->window);
  g_assert_cmpint (get_history_height (fixture), ==, height);
  parlor_conversation_set_is_typing (parlor_client_find_conversation (eve, "lobby"), TRUE);
  parlor_ui_wait (is_told (fixture, "Ben and Eve are writing…") ||
                  is_told (fixture, "Eve and Ben are writing…"));
  parlor_ui_screenshot (fixture->window, "voice-typing");

  /* Whose message has come writes no more. */
  parlor_ui_say (lobby, "Here it is");
  parlor_ui_wait (is_told (fixture, "Eve is writing…"));
  parlor_ui_client_free (eve);

  /* Others are told when one writes, if one wants them to. */
  parlor_ui_type (fixture->window, "H");
  parlor_ui_wait (parlor_conversation_get_typists (lobby)->len == 1);
  parlor_ui_press (fixture->window, "BackSpace");
  parlor_ui_wait (parlor_conversation_get_typists (lobby)->len == 0);
  g_settings_set_boolean (settings, "send-typing", FALSE);
  parlor_ui_type (fixture->window, "Hello");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "Hello"));
  g_assert_cmpuint (parlor_conversation_get_typists (lobby)->len, ==, 0);
  g_settings_reset (settings, "send-typing");
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/voice/closed", test_closed);
  PARLOR_UI_TEST ("/voice/muted-for-a-while", test_muted_for_a_while);
  PARLOR_UI_TEST ("/voice/text-stays", test_text_stays);
  PARLOR_UI_TEST ("/voice/left", test_left);
  PARLOR_UI_TEST ("/voice/slow-mode", test_slow_mode);
  PARLOR_UI_TEST ("/voice/blocked", test_blocked);
  PARLOR_UI_TEST ("/voice/too-long", test_too_long);
  PARLOR_UI_TEST ("/voice/typing", test_typing);

  return g_test_run ();
}
