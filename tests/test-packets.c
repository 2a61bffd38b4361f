/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds for every packet that is declared: when it may be sent, how its
 * members are checked, who may send it, and that it tells nothing to those who
 * are not to know. */

#include "parlor-test-people.h"
#include "parlor-test-sample.h"

/* What must not be answered by anything but this. */
static void
assert_refused (ParlorTestPeer *peer,
                json_t         *packet,
                const char     *code,
                const char     *field)
{
  ParlorErrorPacket *error = parlor_test_sample_refused (peer, packet);

  if (g_strcmp0 (error->code, code) != 0 || g_strcmp0 (error->field, field) != 0) {
    g_autofree char *line = json_dumps (packet, JSON_COMPACT);

    g_error ("%.400s\nwas refused with %s (%s), not %s (%s): %s", line, error->code, error->field,
             code, field, error->text);
  }
}

static gboolean
is_of_client (guint type)
{
  return parlor_packet_info (type)->sender == PARLOR_SENDER_CLIENT;
}

/* Frees what came: there is much of it. */
static void
tidy (ParlorTestPeer *peer)
{
  parlor_test_peer_forget (peer);
}

static void
test_before_hello (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new_encrypted (server, NULL);

  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    json_t *packet = parlor_test_sample (type);

    if (is_of_client (type) && type != PARLOR_PACKET_HELLO)
      assert_refused (peer, packet, "not-now", "type");
    json_decref (packet);
  }

  parlor_test_peer_ask (peer, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO, "version", "1", NULL);
}

static void
check_largest (ParlorTestPeer    *peer,
               ParlorPacketType   type,
               const ParlorField *field)
{
  json_t *packet = parlor_test_sample (type);

  json_object_set_new (packet, field->name, parlor_test_sample_largest (field));
  assert_refused (peer, packet, "not-now", "type");
  json_decref (packet);
}

/* A packet is read before it is asked who sends it: so each member may be as
 * large as is said. */
static void
test_before_sign_in (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   peer = parlor_test_peer_new (server);

  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    const ParlorPacketInfo *info = parlor_packet_info (type);
    json_t                 *packet = parlor_test_sample (type);

    if (is_of_client (type) && info->access != PARLOR_ANYONE) {
      assert_refused (peer, packet, "not-now", "type");
      for (guint i = 0; i < info->n_fields; i++)
        check_largest (peer, type, &info->fields[i]);
    }
    json_decref (packet);
    tidy (peer);
  }
}

static void
test_after_sign_in (void)
{
  static const ParlorPacketType types[] = {
    PARLOR_PACKET_HELLO,
    PARLOR_PACKET_REGISTER,
    PARLOR_PACKET_SIGN_IN,
    PARLOR_PACKET_SIGN_IN_TOKEN,
    PARLOR_PACKET_SIGN_IN_GUEST,
  };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    json_t *packet = parlor_test_sample (types[i]);

    assert_refused (ada, packet, "not-now", "type");
    json_decref (packet);
  }
}

static void
check_member (ParlorTestPeer    *peer,
              ParlorPacketType   type,
              const ParlorField *field)
{
  json_t *values = parlor_test_sample_bad (field);
  json_t *packet = parlor_test_sample (type);
  json_t *value;
  gsize   i;

  json_array_foreach (values, i, value)
  {
    json_object_set (packet, field->name, value);
    assert_refused (peer, packet, "bad-packet", field->name);
  }

  if (field->need == PARLOR_REQUIRED) {
    json_object_set_new (packet, field->name, json_null ());
    assert_refused (peer, packet, "bad-packet", field->name);
    json_object_del (packet, field->name);
    assert_refused (peer, packet, "bad-packet", field->name);
  }
  json_decref (packet);
  json_decref (values);
}

static void
test_members (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    const ParlorPacketInfo *info = parlor_packet_info (type);

    for (guint i = 0; is_of_client (type) && i < info->n_fields; i++)
      check_member (ada, type, &info->fields[i]);
    tidy (ada);
  }
}

static void
check_access (ParlorTestPeer *peer,
              ParlorAccess    access)
{
  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    json_t *packet = parlor_test_sample (type);

    if (is_of_client (type) && parlor_packet_info (type)->access >= access)
      assert_refused (peer, packet, "not-allowed", NULL);
    json_decref (packet);
  }
}

static void
test_access (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "owner");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  check_access (ada, PARLOR_ADMIN);
  check_access (owner, PARLOR_LOCAL);
}

static void
test_guest (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("guests = yes");
  g_autoptr (ParlorTestPeer)   guest = parlor_test_peer_new (server);

  parlor_test_peer_ask (guest, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN_GUEST,
                        "nick", "Somebody", NULL);
  check_access (guest, PARLOR_ADMIN);
}

/* What only the server says, and what travels only inside of something. */
static void
test_not_of_clients (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    json_t *packet = parlor_test_sample (type);

    json_object_set_new (packet, "type", json_string (parlor_packet_info (type)->name));
    if (!is_of_client (type) && type != PARLOR_PACKET_REACTION)
      assert_refused (ada, packet, "bad-packet", "type");
    json_decref (packet);
  }
}

static gboolean
has_field (ParlorPacketType type,
           const char      *name)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  for (guint i = 0; i < info->n_fields; i++)
    if (g_str_equal (info->fields[i].name, name))
      return TRUE;

  return FALSE;
}

/* Gives those members of @packet that a handler looks at good values. */
static void
make_plausible (json_t          *packet,
                ParlorPacketType type)
{
  static const char *const values[][2] = {
    { "nonce", "00112233445566778899aabbccddeeff" },
    { "text", "Hello" },
    { "emoji", "👍" },
    { "setting", "topic" },
    { "value", "Something else" },
    { "role", "member" },
    { "query", "hello" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (has_field (type, values[i][0]))
      json_object_set_new (packet, values[i][0], json_string (values[i][1]));
}

/* Whether @type is about a conversation that one has to be in.  Who may make
 * invite links is said by the server first. */
static gboolean
is_about_conversation (guint type)
{
  return is_of_client (type) && has_field (type, "conversation") &&
         type != PARLOR_PACKET_CREATE_INVITE_LINK;
}

static char *
refusal_of (ParlorTestPeer  *peer,
            ParlorPacketType type,
            const char      *conversation)
{
  json_t            *packet = parlor_test_sample (type);
  ParlorErrorPacket *error;

  make_plausible (packet, type);
  json_object_set_new (packet, "conversation", json_string (conversation));
  error = parlor_test_sample_refused (peer, packet);
  json_decref (packet);

  return g_strdup_printf ("%s %s: %s", error->code, error->field, error->text);
}

/* Whether there is a conversation must not show in what is said of it. */
static void
check_hidden (ParlorTestPeer *outsider,
              const char     *there,
              const char     *nowhere)
{
  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    g_autofree char *refusal = NULL;
    g_autofree char *same = NULL;

    if (!is_about_conversation (type))
      continue;
    refusal = refusal_of (outsider, type, there);
    same = refusal_of (outsider, type, nowhere);
    g_test_message ("%s: %s", parlor_packet_info (type)->name, refusal);
    g_assert_cmpstr (refusal, ==, same);
    g_assert_true (g_str_has_prefix (refusal, "not-found conversation: "));
  }
}

static void
test_not_a_member (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   ben = parlor_test_enter (server, "ben");
  g_autoptr (ParlorTestPeer)   mal = parlor_test_enter (server, "mal");
  ParlorConversationPacket    *made;
  g_autofree char             *secret = NULL;
  g_autofree char             *chat = NULL;

  made = parlor_test_peer_ask (ada, PARLOR_PACKET_CONVERSATION, PARLOR_PACKET_CREATE,
                               "kind", "group", "name", "Secret", "is_private", "true", NULL);
  secret = g_strdup (made->conversation);
  chat = g_strdup_printf ("p%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, ada->account, ben->account);
  parlor_test_say (ada, secret, "Nobody reads this.");
  parlor_test_say (ada, chat, "Nor this.");
  parlor_test_peer_forget (ada);

  check_hidden (mal, secret, "g0123456789abcdef");
  check_hidden (mal, chat, "p1001-1002");
  parlor_test_hear_nothing (ada, secret);
  parlor_test_hear_nothing (ada, chat);
  g_assert_null (parlor_test_peer_take (mal, PARLOR_PACKET_EVENT));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  json_set_alloc_funcs (g_malloc, g_free);
  g_test_add_func ("/packets/before-hello", test_before_hello);
  g_test_add_func ("/packets/before-sign-in", test_before_sign_in);
  g_test_add_func ("/packets/after-sign-in", test_after_sign_in);
  g_test_add_func ("/packets/members", test_members);
  g_test_add_func ("/packets/access", test_access);
  g_test_add_func ("/packets/guest", test_guest);
  g_test_add_func ("/packets/not-of-clients", test_not_of_clients);
  g_test_add_func ("/packets/not-a-member", test_not_a_member);

  return g_test_run ();
}
