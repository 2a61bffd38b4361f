/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may make an account, and invite links. */

#include "parlor-test-people.h"

#define INVITE "registration = invite"

/* An invite link of @peer's, with members of create-invite-link and their values. */
#define make_link(peer, ...)                             \
  ((ParlorInviteLinkMadePacket *) parlor_test_peer_ask ( \
    peer, PARLOR_PACKET_INVITE_LINK_MADE, PARLOR_PACKET_CREATE_INVITE_LINK, __VA_ARGS__))

static const char *
token_of (ParlorInviteLinkMadePacket *made)
{
  return ((ParlorInviteLinkPacket *) made->invite_link)->token;
}

static ParlorTestPeer *
enter_by (ParlorTestServer *server,
          const char       *name,
          const char       *token)
{
  ParlorTestPeer *peer = parlor_test_peer_new (server);

  parlor_test_register (peer, name, token);
  parlor_test_resume (peer);
  parlor_test_peer_forget (peer);

  return peer;
}

static void
expect_closed (ParlorTestServer *server,
               const char       *token,
               const char       *field)
{
  g_autoptr (ParlorTestPeer) stranger = parlor_test_peer_new (server);

  parlor_test_peer_refused (stranger, "closed", field, PARLOR_PACKET_REGISTER, "name", "stranger",
                            "password", "password", "invite", token, NULL);
}

static void
test_by_invitation (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (INVITE);
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   owner = NULL;
  g_autoptr (ParlorTestPeer)   bob = NULL;
  ParlorErrorPacket           *error;
  ParlorInviteLinkMadePacket  *made;
  g_autoptr (ParlorLinkUri)    uri = NULL;
  g_autoptr (GError)           failure = NULL;

  /* Without an owner, people are told how there will be one. */
  error = parlor_test_peer_refused (stranger, "closed", NULL, PARLOR_PACKET_REGISTER,
                                    "name", "eve", "password", "password", NULL);
  g_assert_nonnull (strstr (error->text, "owner's link"));
  owner = parlor_test_enter_as_owner (server, "ada");
  error = parlor_test_peer_refused (stranger, "closed", NULL, PARLOR_PACKET_REGISTER,
                                    "name", "eve", "password", "password", NULL);
  g_assert_null (strstr (error->text, "owner's link"));
  expect_closed (server, "no-such-token", "invite");

  made = make_link (owner, "note", "For friends", NULL);
  uri = parlor_link_uri_parse (made->link, &failure);
  g_assert_no_error (failure);
  g_assert_cmpstr (uri->invite, ==, token_of (made));
  g_assert_cmpstr (uri->fingerprint, ==, parlor_test_server_get_fingerprint (server));
  g_assert_cmpuint (uri->port, ==, parlor_test_server_get_port (server));

  bob = enter_by (server, "bob", token_of (made));
  parlor_test_say (bob, "lobby", "I was let in");
  parlor_test_hear_text (owner, "lobby", "I was let in");

  /* The token is nowhere in the database. */
  {
    g_autofree char *path =
      g_build_filename (parlor_test_server_get_folder (server), "parlor.db", NULL);
    g_autofree char *log = g_strconcat (path, "-wal", NULL);
    g_autofree char *content = NULL;
    gsize            size = 0;

    g_assert_true (g_file_get_contents (path, &content, &size, NULL));
    g_assert_null (memmem (content, size, uri->invite, strlen (uri->invite)));
    g_clear_pointer (&content, g_free);
    if (g_file_get_contents (log, &content, &size, NULL))
      g_assert_null (memmem (content, size, uri->invite, strlen (uri->invite)));
  }
}

static void
test_welcome (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (INVITE);
  g_autoptr (ParlorTestPeer)   stranger = parlor_test_peer_new_encrypted (server, NULL);
  ParlorWelcomePacket         *welcome;

  welcome = parlor_test_peer_ask (stranger, PARLOR_PACKET_WELCOME, PARLOR_PACKET_HELLO,
                                  "version", "1", NULL);
  g_assert_cmpint (welcome->registration, ==, PARLOR_REGISTRATION_INVITE);
  g_assert_false (welcome->guests);
}

/* Closed is closed, even to who has a link; the owner's works. */
static void
test_closed (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (INVITE);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autofree char             *token = g_strdup (token_of (make_link (owner, NULL)));
  g_autoptr (ParlorTestPeer)   bob = NULL;

  parlor_test_server_stop (server);
  parlor_test_server_configure (server, "registration = closed");
  parlor_test_server_start (server);
  expect_closed (server, token, NULL);

  /* The link was not used up by that. */
  parlor_test_server_stop (server);
  parlor_test_server_configure (server, INVITE);
  parlor_test_server_start (server);
  bob = enter_by (server, "bob", token);
}

static void
test_uses (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (INVITE);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autofree char             *token = g_strdup (token_of (make_link (owner, "max_uses", "2",
                                                                      NULL)));
  g_autoptr (ParlorTestPeer)   bob = NULL;
  g_autoptr (ParlorTestPeer)   eve = NULL;
  g_autoptr (ParlorTestPeer)   late = parlor_test_peer_new (server);
  ParlorInviteLinksPagePacket *page;

  bob = enter_by (server, "bob", token);

  /* A registration that fails takes no use. */
  parlor_test_peer_refused (late, "exists", "name", PARLOR_PACKET_REGISTER, "name", "bob",
                            "password", "password", "invite", token, NULL);
  page = parlor_test_peer_ask (owner, PARLOR_PACKET_INVITE_LINKS_PAGE, PARLOR_PACKET_INVITE_LINKS,
                               NULL);
  g_assert_cmpuint (page->invite_links->len, ==, 1);
  g_assert_cmpint (((ParlorInviteLinkPacket *) page->invite_links->pdata[0])->uses, ==, 1);

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  eve = enter_by (server, "eve", token);
  expect_closed (server, token, "invite");
}

/* Two follow a link at the same time that has one use left. */
static void
test_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (INVITE);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autofree char             *token = g_strdup (token_of (make_link (owner, "max_uses", "1",
                                                                      NULL)));
  ParlorTestPeer              *people[4];
  guint                        n_in = 0;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    people[i] = parlor_test_peer_new (server);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autofree char     *name = g_strdup_printf ("person%u", i);
    ParlorRegisterPacket packet = { .name = name,
                                    .password = (char *) "password",
                                    .invite = token };

    parlor_test_peer_request (people[i], PARLOR_PACKET_REGISTER, &packet);
  }
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    ParlorPacketType   type = PARLOR_N_PACKETS;
    ParlorErrorPacket *error = parlor_test_peer_next (people[i], &type);

    if (type == PARLOR_PACKET_SIGNED_IN) {
      n_in++;
    } else {
      g_assert_cmpint (type, ==, PARLOR_PACKET_ERROR);
      g_assert_cmpstr (error->code, ==, "closed");
    }
    parlor_test_peer_free (people[i]);
  }
  g_assert_cmpuint (n_in, ==, 1);
}

static void
test_term (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (INVITE);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = NULL;
  gint64                       now_ms = g_get_real_time () / 1000;
  g_autofree char             *past = g_strdup_printf ("%" G_GINT64_FORMAT, now_ms - 1000);
  g_autofree char             *soon = g_strdup_printf ("%" G_GINT64_FORMAT, now_ms + 300);
  g_autofree char             *later = g_strdup_printf ("%" G_GINT64_FORMAT, now_ms + 3600000);
  g_autofree char             *token = NULL;
  g_autofree char             *short_token = NULL;

  parlor_test_peer_refused (owner, "bad-value", "until_ms", PARLOR_PACKET_CREATE_INVITE_LINK,
                            "until_ms", past, NULL);
  token = g_strdup (token_of (make_link (owner, "until_ms", later, NULL)));
  short_token = g_strdup (token_of (make_link (owner, "until_ms", soon, NULL)));
  bob = enter_by (server, "bob", token);

  while (g_get_real_time () / 1000 <= now_ms + 300)
    parlor_test_peer_settle (owner);
  expect_closed (server, short_token, "invite");
}

/* Administrators by default, everybody where the server says so, guests never. */
static void
test_rights (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("guests = yes");
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   eve = parlor_test_enter (server, "eve");
  g_autoptr (ParlorTestPeer)   guest = NULL;
  g_autoptr (ParlorTestPeer)   bob_again = NULL;
  g_autoptr (ParlorTestPeer)   eve_again = NULL;
  g_autoptr (ParlorTestPeer)   owner_again = NULL;
  g_autoptr (ParlorTestPeer) new = NULL;
  g_autofree char             *id = NULL;
  g_autofree char             *token = NULL;
  g_autofree char             *owners_id = NULL;
  ParlorInviteLinkMadePacket  *made;
  ParlorInviteLinksPagePacket *page;

  made = make_link (owner, NULL);
  owners_id = g_strdup (((ParlorInviteLinkPacket *) made->invite_link)->invite_link);
  parlor_test_peer_refused (bob, "not-allowed", NULL, PARLOR_PACKET_CREATE_INVITE_LINK, NULL);

  parlor_test_server_stop (server);
  parlor_test_server_configure (server, "guests = yes\ninvites-by = user\nregistration = invite");
  parlor_test_server_start (server);
  bob_again = parlor_test_enter_again (bob);
  eve_again = parlor_test_enter_again (eve);
  owner_again = parlor_test_enter_again (owner);
  guest = parlor_test_peer_new (server);
  parlor_test_peer_ask (guest, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN_GUEST,
                        "nick", "Passer-by", NULL);
  parlor_test_peer_refused (guest, "not-allowed", NULL, PARLOR_PACKET_CREATE_INVITE_LINK, NULL);

  made = make_link (bob_again, NULL);
  id = g_strdup (((ParlorInviteLinkPacket *) made->invite_link)->invite_link);
  token = g_strdup (token_of (made));

  /* One's own, an administrator all; the token is told once. */
  page = parlor_test_peer_ask (eve_again, PARLOR_PACKET_INVITE_LINKS_PAGE,
                               PARLOR_PACKET_INVITE_LINKS, NULL);
  g_assert_cmpuint (page->invite_links->len, ==, 0);
  page = parlor_test_peer_ask (bob_again, PARLOR_PACKET_INVITE_LINKS_PAGE,
                               PARLOR_PACKET_INVITE_LINKS, NULL);
  g_assert_cmpuint (page->invite_links->len, ==, 1);
  g_assert_null (((ParlorInviteLinkPacket *) page->invite_links->pdata[0])->token);
  page = parlor_test_peer_ask (owner_again, PARLOR_PACKET_INVITE_LINKS_PAGE,
                               PARLOR_PACKET_INVITE_LINKS, NULL);
  g_assert_cmpuint (page->invite_links->len, ==, 2);
  g_assert_true (page->complete);

  parlor_test_peer_refused (eve_again, "not-found", "invite_link",
                            PARLOR_PACKET_REVOKE_INVITE_LINK, "invite_link", id, NULL);
  parlor_test_peer_refused (bob_again, "not-found", "invite_link",
                            PARLOR_PACKET_REVOKE_INVITE_LINK, "invite_link", owners_id, NULL);
  new = enter_by (server, "new", token);
  parlor_test_peer_ask (owner_again, PARLOR_PACKET_OK, PARLOR_PACKET_REVOKE_INVITE_LINK,
                        "invite_link", id, NULL);
  expect_closed (server, token, "invite");
  parlor_test_peer_refused (bob_again, "not-found", "invite_link",
                            PARLOR_PACKET_REVOKE_INVITE_LINK, "invite_link", id, NULL);
}

static void
test_conversation (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (INVITE "\ninvites-by = user");
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autofree char             *any = g_strdup (token_of (make_link (owner, NULL)));
  g_autoptr (ParlorTestPeer)   bob = enter_by (server, "bob", any);
  g_autoptr (ParlorTestPeer)   dan = NULL;
  g_autoptr (ParlorTestPeer)   eve = NULL;
  g_autofree char             *club = parlor_test_create (owner, "group", "club", "password");
  g_autofree char             *token = NULL;
  g_autofree char             *bobs = NULL;
  ParlorEventPacket           *event;

  parlor_test_peer_refused (bob, "not-found", "conversation", PARLOR_PACKET_CREATE_INVITE_LINK,
                            "conversation", club, NULL);
  parlor_test_peer_refused (owner, "not-found", "conversation", PARLOR_PACKET_CREATE_INVITE_LINK,
                            "conversation", "p1-2", NULL);
  token = g_strdup (token_of (make_link (owner, "conversation", club, NULL)));
  dan = enter_by (server, "dan", token);
  event = parlor_test_hear (owner, club);
  g_assert_cmpint (event->kind, ==, PARLOR_EVENT_JOIN);
  g_assert_cmpint (((ParlorAccountPacket *) event->author)->account, ==, dan->account);
  parlor_test_say (dan, club, "Thanks");
  parlor_test_hear_text (owner, club, "Thanks");

  /* Who is no longer there can no longer let others in. */
  parlor_test_join (bob, club, "password");
  bobs = g_strdup (token_of (make_link (bob, "conversation", club, NULL)));
  parlor_test_leave (bob, club);
  eve = enter_by (server, "eve", bobs);
  parlor_test_peer_refused (eve, "not-found", "conversation", PARLOR_PACKET_HISTORY,
                            "conversation", club, NULL);
}

static void
test_refused (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   owner = parlor_test_enter_as_owner (server, "ada");
  g_autoptr (ParlorTestPeer)   eve = parlor_test_peer_new (server);

  parlor_test_peer_refused (owner, "bad-value", "note", PARLOR_PACKET_CREATE_INVITE_LINK,
                            "note", "a\nb", NULL);
  parlor_test_peer_refused (owner, "not-found", "conversation", PARLOR_PACKET_CREATE_INVITE_LINK,
                            "conversation", "nowhere", NULL);
  parlor_test_peer_refused (eve, "not-now", "type", PARLOR_PACKET_CREATE_INVITE_LINK, NULL);
  parlor_test_peer_refused (eve, "bad-value", "name", PARLOR_PACKET_REGISTER,
                            "name", "guest-1", "password", "password", NULL);
  parlor_test_peer_refused (eve, "bad-value", "name", PARLOR_PACKET_REGISTER,
                            "name", "Deleted-1", "password", "password", NULL);
}

static void
test_too_many (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("registrations-per-hour = 2");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   late = parlor_test_peer_new (server);
  g_autoptr (ParlorTestPeer)   elsewhere = parlor_test_come_from (server, "127.0.0.2");
  g_autoptr (ParlorTestPeer)   bob = NULL;
  ParlorErrorPacket           *error;

  /* Names that are taken are no accounts. */
  for (guint i = 0; i < 5; i++)
    parlor_test_peer_refused (late, "exists", "name", PARLOR_PACKET_REGISTER, "name", "ada",
                              "password", "password", NULL);
  bob = parlor_test_enter (server, "bob");
  error = parlor_test_peer_refused (late, "too-fast", NULL, PARLOR_PACKET_REGISTER,
                                    "name", "eve", "password", "password", NULL);
  g_assert_cmpint (error->retry_ms, >, 0);
  parlor_test_register (elsewhere, "eve", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/registration/by-invitation", test_by_invitation);
  g_test_add_func ("/registration/welcome", test_welcome);
  g_test_add_func ("/registration/closed", test_closed);
  g_test_add_func ("/registration/uses", test_uses);
  g_test_add_func ("/registration/at-once", test_at_once);
  g_test_add_func ("/registration/term", test_term);
  g_test_add_func ("/registration/rights", test_rights);
  g_test_add_func ("/registration/conversation", test_conversation);
  g_test_add_func ("/registration/refused", test_refused);
  g_test_add_func ("/registration/too-many", test_too_many);

  return g_test_run ();
}
