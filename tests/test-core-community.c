/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What those who run a conversation or the server do, as the client cores of
 * others see it. */

#include "parlor-test-client.h"

#define PASSWORD "correct horse"

/* Ann owns the server. */
typedef struct
{
  ParlorTestServer *server;
  ParlorTestClient *ann;
  ParlorTestClient *bob;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer config)
{
  g_autoptr (ParlorLinkUri) owners = NULL;
  g_autoptr (GError)        error = NULL;

  fixture->server = parlor_test_serve (config);
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  owners = parlor_test_server_read_owner_link (fixture->server);
  g_free (owners->host);
  owners->host = g_strdup ("127.0.0.1");
  parlor_test_client_sign_in (fixture->ann, owners, "ann", PASSWORD, PARLOR_SIGN_IN_REGISTER,
                              &error);
  g_assert_no_error (error);
}

static void
set_up_both (Fixture      *fixture,
             gconstpointer config)
{
  set_up (fixture, config);
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer config)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

/* Takes @packet. */
static void
request (ParlorTestClient *client,
         ParlorPacketType  type,
         gpointer          packet)
{
  g_autoptr (GError) error = NULL;
  gpointer           ok = parlor_test_client_request (client, type, packet, &error);

  g_assert_no_error (error);
  parlor_packet_free (PARLOR_PACKET_OK, ok);
}

static gint64
get_id (ParlorTestClient *client)
{
  return parlor_account_get_id (parlor_client_get_self (client->client));
}

/* What a model is waited for to be. */
typedef struct
{
  gpointer    object;
  const char *property;
  gint64      value;
  const char *text;
} Expected;

static gboolean
is_as_expected (gpointer user_data)
{
  const Expected *expected = user_data;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) number = G_VALUE_INIT;

  g_object_get_property (expected->object, expected->property, &value);
  if (G_VALUE_HOLDS_STRING (&value))
    return g_strcmp0 (g_value_get_string (&value), expected->text) == 0;

  g_value_init (&number, G_TYPE_INT64);
  g_assert_true (g_value_transform (&value, &number));

  return g_value_get_int64 (&number) == expected->value;
}

static void
wait_number (gpointer    object,
             const char *property,
             gint64      value)
{
  parlor_test_wait (is_as_expected, &(Expected){ object, property, value, NULL });
}

static void
wait_string (gpointer    object,
             const char *property,
             const char *text)
{
  parlor_test_wait (is_as_expected, &(Expected){ object, property, 0, text });
}

typedef struct
{
  GListModel *list;
  guint       n_items;
} Length;

static gboolean
is_as_long (gpointer user_data)
{
  const Length *length = user_data;

  return g_list_model_get_n_items (length->list) == length->n_items;
}

static void
wait_length (GListModel *list,
             guint       n_items)
{
  parlor_test_wait (is_as_long, &(Length){ list, n_items });
}

static void
set (ParlorTestClient   *client,
     ParlorConversation *conversation,
     ParlorSetting       setting,
     const char         *value)
{
  ParlorSetPacket *packet = parlor_packet_new (PARLOR_PACKET_SET);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->setting = setting;
  packet->value = g_strdup (value);
  request (client, PARLOR_PACKET_SET, packet);
}

/* In a club of Ann's. */
static void
test_settings (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorConversation *anns =
    parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_GROUP, "club", "strawberry", NULL);
  ParlorConversation *bobs =
    parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "club", "strawberry",
                              NULL);

  wait_number (bobs, "has-password", TRUE);
  g_assert_true (parlor_client_find_conversation (fixture->bob->client, "CLUB") == bobs);
  set (fixture->ann, anns, PARLOR_SETTING_TOPIC, "Books");
  set (fixture->ann, anns, PARLOR_SETTING_DESCRIPTION, "Where we read");
  set (fixture->ann, anns, PARLOR_SETTING_SLOW_MODE, "30");
  set (fixture->ann, anns, PARLOR_SETTING_READ_ONLY, "on");
  set (fixture->ann, anns, PARLOR_SETTING_PASSWORD, NULL);
  set (fixture->ann, anns, PARLOR_SETTING_NAME, "Book club");
  wait_string (bobs, "title", "Book club");
  g_assert_true (parlor_client_find_conversation (fixture->bob->client, "book Club") == bobs);
  g_assert_null (parlor_client_find_conversation (fixture->bob->client, "club"));
  wait_string (bobs, "topic", "Books");
  wait_string (bobs, "description", "Where we read");
  wait_number (bobs, "slow-mode-s", 30);
  wait_number (bobs, "is-read-only", TRUE);
  wait_number (bobs, "has-password", FALSE);

  /* They are remembered, and taken back. */
  parlor_test_client_restart (fixture->bob);
  bobs = parlor_test_client_find (fixture->bob, "Book club");
  wait_number (bobs, "slow-mode-s", 30);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  set (fixture->ann, anns, PARLOR_SETTING_TOPIC, NULL);
  set (fixture->ann, anns, PARLOR_SETTING_SLOW_MODE, "0");
  set (fixture->ann, anns, PARLOR_SETTING_ARCHIVED, "on");
  wait_string (bobs, "topic", NULL);
  wait_number (bobs, "slow-mode-s", 0);
  wait_number (bobs, "is-archived", TRUE);
}

static void
set_role (Fixture            *fixture,
          ParlorConversation *conversation,
          ParlorRole          role)
{
  ParlorSetRolePacket *packet = parlor_packet_new (PARLOR_PACKET_SET_ROLE);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = get_id (fixture->bob);
  packet->role = role;
  request (fixture->ann, PARLOR_PACKET_SET_ROLE, packet);
}

static void
mute (Fixture            *fixture,
      ParlorConversation *conversation,
      gint64              until_ms)
{
  ParlorMutePacket *packet = parlor_packet_new (PARLOR_PACKET_MUTE);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = get_id (fixture->bob);
  packet->until_ms = until_ms;
  request (fixture->ann, PARLOR_PACKET_MUTE, packet);
}

static void
unmute (Fixture            *fixture,
        ParlorConversation *conversation)
{
  ParlorUnmutePacket *packet = parlor_packet_new (PARLOR_PACKET_UNMUTE);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = get_id (fixture->bob);
  request (fixture->ann, PARLOR_PACKET_UNMUTE, packet);
}

static void
kick (Fixture            *fixture,
      ParlorConversation *conversation)
{
  ParlorKickPacket *packet = parlor_packet_new (PARLOR_PACKET_KICK);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = get_id (fixture->bob);
  packet->reason = g_strdup ("slammed the door");
  request (fixture->ann, PARLOR_PACKET_KICK, packet);
}

static void
ban (Fixture            *fixture,
     ParlorConversation *conversation)
{
  ParlorBanPacket *packet = parlor_packet_new (PARLOR_PACKET_BAN);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = get_id (fixture->bob);
  request (fixture->ann, PARLOR_PACKET_BAN, packet);
}

static void
test_moderation (Fixture      *fixture,
                 gconstpointer unused)
{
  ParlorConversation *anns =
    parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_CHANNEL, "club", NULL, NULL);
  ParlorConversation *bobs =
    parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN, "club", NULL, NULL);
  const gint64           until_ms = g_get_real_time () / 1000 + 3600000;
  g_autoptr (GListModel) members = NULL;

  members = parlor_test_client_load_members (fixture->ann, anns);
  wait_length (members, 2);
  wait_number (anns, "n-members", 2);
  set_role (fixture, anns, PARLOR_ROLE_MODERATOR);
  wait_number (bobs, "role", PARLOR_ROLE_MODERATOR);
  set_role (fixture, anns, PARLOR_ROLE_MEMBER);
  wait_number (bobs, "role", PARLOR_ROLE_MEMBER);
  wait_number (anns, "role", PARLOR_ROLE_OWNER);

  mute (fixture, anns, until_ms);
  wait_number (bobs, "muted-until-ms", until_ms);
  unmute (fixture, anns);
  wait_number (bobs, "muted-until-ms", 0);
  mute (fixture, anns, 0);
  wait_number (bobs, "muted-until-ms", PARLOR_FOREVER_MS);
  wait_number (anns, "muted-until-ms", 0);

  kick (fixture, anns);
  wait_number (bobs, "is-member", FALSE);
  wait_number (anns, "n-members", 1);
  wait_length (members, 1);

  /* Somebody can be banned who is no member. */
  ban (fixture, anns);
  set (fixture->ann, anns, PARLOR_SETTING_TOPIC, "After it");
  wait_string (anns, "topic", "After it");
  wait_number (anns, "n-members", 1);
}

static void
announce (Fixture    *fixture,
          const char *text)
{
  ParlorAnnouncePacket *packet = parlor_packet_new (PARLOR_PACKET_ANNOUNCE);

  packet->text = g_strdup (text);
  request (fixture->ann, PARLOR_PACKET_ANNOUNCE, packet);
}

static void
test_announcement (Fixture      *fixture,
                   gconstpointer unused)
{
  GListModel                    *bobs = parlor_client_get_announcements (fixture->bob->client);
  g_autoptr (ParlorAnnouncement) first = NULL;
  g_autoptr (ParlorAnnouncement) second = NULL;

  announce (fixture, "Back in an hour");
  announce (fixture, "Back again");
  wait_length (bobs, 2);
  wait_length (parlor_client_get_announcements (fixture->ann->client), 2);
  first = g_list_model_get_item (bobs, 0);
  g_assert_cmpstr (parlor_announcement_get_text (first), ==, "Back in an hour");
  g_assert_cmpstr (parlor_account_get_name (parlor_announcement_get_author (first)), ==, "ann");
  g_assert_cmpint (parlor_announcement_get_time_ms (first), >, 0);

  parlor_client_dismiss_announcement (fixture->bob->client, first);
  second = g_list_model_get_item (bobs, 0);
  g_assert_cmpstr (parlor_announcement_get_text (second), ==, "Back again");
}

static void
invite (Fixture            *fixture,
        ParlorConversation *conversation)
{
  ParlorInvitePacket *packet = parlor_packet_new (PARLOR_PACKET_INVITE);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->account = get_id (fixture->bob);
  request (fixture->ann, PARLOR_PACKET_INVITE, packet);
}

static void
on_declined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (parlor_client_decline_finish (PARLOR_CLIENT (source), result, &error));
  g_assert_no_error (error);
}

static void
test_invitations (Fixture      *fixture,
                  gconstpointer unused)
{
  ParlorConversation *club =
    parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_GROUP, "club", "strawberry", NULL);
  ParlorConversation *other =
    parlor_test_client_enter (fixture->ann, PARLOR_CONVERSATION_CHANNEL, "other", NULL, NULL);
  GListModel                  *invitations = parlor_client_get_invitations (fixture->bob->client);
  g_autoptr (ParlorInvitation) first = NULL;
  g_autoptr (GError)           error = NULL;

  invite (fixture, club);
  invite (fixture, other);
  wait_length (invitations, 2);

  /* They stand until one has said something. */
  parlor_test_client_restart (fixture->bob);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  invitations = parlor_client_get_invitations (fixture->bob->client);
  g_assert_cmpuint (g_list_model_get_n_items (invitations), ==, 2);
  parlor_client_decline_async (fixture->bob->client, parlor_conversation_get_id (other), NULL,
                               on_declined, NULL);
  wait_length (invitations, 1);
  first = g_list_model_get_item (invitations, 0);
  g_assert_cmpstr (parlor_invitation_get_name (first), ==, "club");
  g_assert_cmpstr (parlor_account_get_name (parlor_invitation_get_author (first)), ==, "ann");

  parlor_test_client_enter (fixture->bob, PARLOR_CONVERSATION_UNKNOWN,
                            parlor_invitation_get_id (first), NULL, &error);
  g_assert_no_error (error);
  wait_length (invitations, 0);
  parlor_test_client_restart (fixture->bob);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
  g_assert_cmpuint (
    g_list_model_get_n_items (parlor_client_get_invitations (fixture->bob->client)), ==, 0);
}

static gboolean
has_two_messages (gpointer user_data)
{
  ParlorTimeline *timeline = parlor_conversation_get_timeline (user_data);

  return parlor_timeline_is_complete (timeline) && !parlor_timeline_is_loading (timeline) &&
         g_list_model_get_n_items (G_LIST_MODEL (timeline)) <= 2;
}

/* What the server no longer keeps is not kept here either. */
static void
test_trimmed (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorConversation *anns = parlor_test_client_find (fixture->ann, "lobby");
  ParlorConversation *bobs = parlor_test_client_find (fixture->bob, "lobby");

  for (guint i = 0; i < 10; i++)
    parlor_test_say (anns, i < 9 ? "old" : "new");
  parlor_test_client_wait_text (fixture->bob, bobs, "new");
  parlor_test_wait (has_two_messages, bobs);
  parlor_test_wait (has_two_messages, anns);
  wait_number (bobs, "unread", 2);

  parlor_test_server_stop (fixture->server);
  parlor_test_client_restart (fixture->bob);
  bobs = parlor_test_client_find (fixture->bob, "lobby");
  parlor_test_client_wait_text (fixture->bob, bobs, "new");
  parlor_test_wait (has_two_messages, bobs);
  g_assert_cmpuint (parlor_conversation_get_unread (bobs), ==, 2);
}

static void
on_state_changed (ParlorClient *client,
                  GParamSpec   *pspec,
                  gpointer      user_data)
{
  guint *n_changes = user_data;

  (*n_changes)++;
}

static void
test_banned (Fixture      *fixture,
             gconstpointer unused)
{
  ParlorServerBanPacket    *packet = parlor_packet_new (PARLOR_PACKET_SERVER_BAN);
  g_autoptr (ParlorLinkUri) link = parlor_test_link (fixture->server);
  g_autoptr (GError)        error = NULL;
  guint                     n_changes = 0;

  g_signal_connect (fixture->bob->client, "notify::state", G_CALLBACK (on_state_changed),
                    &n_changes);
  packet->account = get_id (fixture->bob);
  packet->reason = g_strdup ("slammed the door");
  request (fixture->ann, PARLOR_PACKET_SERVER_BAN, packet);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_OFFLINE);
  g_assert_cmpuint (n_changes, ==, 1);
  g_signal_handlers_disconnect_by_func (fixture->bob->client, on_state_changed, &n_changes);
  g_assert_nonnull (strstr (parlor_client_get_status_text (fixture->bob->client),
                            "slammed the door"));

  /* Nor does it help to knock. */
  parlor_client_reconnect (fixture->bob->client);
  g_assert_cmpint (parlor_client_get_state (fixture->bob->client), !=, PARLOR_LINK_OFFLINE);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_OFFLINE);
  g_assert_nonnull (strstr (parlor_client_get_status_text (fixture->bob->client),
                            "slammed the door"));
  g_assert_false (parlor_test_client_sign_in (fixture->bob, link, "bob", PASSWORD,
                                              PARLOR_SIGN_IN_EXISTING, &error));
  g_assert_error (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BANNED);
}

/* Whose connection was ended comes back. */
static void
test_disconnected (Fixture      *fixture,
                   gconstpointer unused)
{
  ParlorDisconnectPacket *packet = parlor_packet_new (PARLOR_PACKET_DISCONNECT);

  packet->account = get_id (fixture->bob);
  request (fixture->ann, PARLOR_PACKET_DISCONNECT, packet);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_WAITING);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
}

/* By invitation, and guests. */
static void
test_door (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (ParlorLinkUri) link = parlor_test_link (fixture->server);
  g_autoptr (GError)        error = NULL;
  ParlorConversation       *anns;

  g_assert_false (parlor_test_client_sign_in (fixture->bob, link, "bob", PASSWORD,
                                              PARLOR_SIGN_IN_REGISTER, &error));
  g_assert_error (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CLOSED);
  g_assert_nonnull (strstr (error->message, "invite link"));
  g_assert_nonnull (strstr (error->message, "Guests"));
  g_clear_error (&error);

  parlor_test_client_sign_in (fixture->bob, link, "Bob the guest", NULL, PARLOR_SIGN_IN_GUEST,
                              &error);
  g_assert_no_error (error);
  anns = parlor_test_client_find (fixture->ann, "lobby");
  parlor_test_say (parlor_test_client_find (fixture->bob, "lobby"), "Hello from outside");
  parlor_test_client_wait_text (fixture->ann, anns, "Hello from outside");
  g_assert_cmpstr (parlor_account_get_nick (parlor_message_get_author (
                     parlor_conversation_get_last_message (anns))),
                   ==, "Bob the guest");

  /* The token is all that a guest has. */
  parlor_test_client_restart (fixture->bob);
  parlor_test_client_wait_state (fixture->bob, PARLOR_LINK_ONLINE);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    const char *config;
    void (*set_up) (Fixture      *fixture,
                    gconstpointer config);
    void (*test) (Fixture      *fixture,
                  gconstpointer config);
  } tests[] = {
    { "/core-community/settings", NULL, set_up_both, test_settings },
    { "/core-community/moderation", NULL, set_up_both, test_moderation },
    { "/core-community/announcement", NULL, set_up_both, test_announcement },
    { "/core-community/invitations", NULL, set_up_both, test_invitations },
    { "/core-community/trimmed", "retention-count = 2\nupkeep-interval-ms = 100\n", set_up_both,
      test_trimmed },
    { "/core-community/banned", NULL, set_up_both, test_banned },
    { "/core-community/disconnected", NULL, set_up_both, test_disconnected },
    { "/core-community/door", "registration = invite\nguests = yes\n", set_up, test_door },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].config, tests[i].set_up, tests[i].test,
                tear_down);

  return g_test_run ();
}
