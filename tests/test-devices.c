/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Devices, signing out, passwords, and how often they may be tried. */

#include "parlor-test-people.h"

static ParlorTestPeer *
sign_in_as (ParlorTestServer *server,
            const char       *name,
            const char       *device)
{
  ParlorTestPeer       *peer = parlor_test_peer_new (server);
  g_autofree char      *password = parlor_test_password_of (name);
  ParlorSignedInPacket *signed_in;

  signed_in = parlor_test_peer_ask (peer, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN,
                                    "name", name, "password", password, "device", device, NULL);
  peer->account = ((ParlorAccountPacket *) signed_in->account)->account;
  peer->token = g_strdup (signed_in->token);

  return peer;
}

static GPtrArray *
list_devices (ParlorTestPeer *peer)
{
  ParlorDevicesPagePacket *page =
    parlor_test_peer_ask (peer, PARLOR_PACKET_DEVICES_PAGE, PARLOR_PACKET_DEVICES, NULL);

  return page->devices;
}

static ParlorDevicePacket *
find_device (ParlorTestPeer *peer,
             const char     *label)
{
  GPtrArray *devices = list_devices (peer);

  for (guint i = 0; i < devices->len; i++) {
    ParlorDevicePacket *device = devices->pdata[i];

    if (g_strcmp0 (device->label, label) == 0)
      return device;
  }

  return NULL;
}

static void
refuse_token (ParlorTestServer *server,
              const char       *token)
{
  g_autoptr (ParlorTestPeer) peer = parlor_test_peer_new (server);

  parlor_test_peer_refused (peer, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN_TOKEN,
                            "token", token, NULL);
}

static void
test_list (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  ParlorTestPeer              *phone = sign_in_as (server, "ada", "Phone ☎");
  ParlorDevicePacket          *device;

  g_assert_cmpuint (list_devices (bob)->len, ==, 1);
  g_assert_cmpuint (list_devices (ada)->len, ==, 2);
  device = find_device (ada, "Phone ☎");
  g_assert_true (device->is_connected);
  g_assert_false (device->is_current);
  g_assert_cmpint (device->created_ms, >, G_GINT64_CONSTANT (1700000000000));
  g_assert_cmpint (device->used_ms, >=, device->created_ms);
  device = find_device (ada, NULL);
  g_assert_true (device->is_connected);
  g_assert_true (device->is_current);
  g_assert_true (find_device (phone, "Phone ☎")->is_current);

  parlor_test_peer_free (phone);
  do
    device = find_device (ada, "Phone ☎");
  while (device->is_connected);
  g_assert_cmpint (device->used_ms, >=, device->created_ms);
}

static void
test_remove (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = sign_in_as (server, "ada", "Phone");
  g_autoptr (ParlorTestPeer)   same_phone = parlor_test_enter_again (phone);
  g_autoptr (ParlorTestPeer)   away = sign_in_as (server, "ada", "Away");
  g_autofree char             *id = g_strdup (find_device (ada, "Phone")->device);
  g_autofree char             *away_id = g_strdup (find_device (ada, "Away")->device);
  g_autofree char             *away_token = g_strdup (away->token);
  g_autofree char             *own_id = g_strdup (find_device (ada, NULL)->device);

  parlor_test_peer_refused (bob, "not-found", "device", PARLOR_PACKET_REMOVE_DEVICE,
                            "device", id, NULL);
  parlor_test_peer_refused (ada, "not-found", "device", PARLOR_PACKET_REMOVE_DEVICE,
                            "device", "0123456789abcdef", NULL);
  parlor_test_peer_settle (phone);

  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_REMOVE_DEVICE, "device", id, NULL);
  parlor_test_peer_expect_goodbye (phone, "disconnected");
  parlor_test_peer_expect_goodbye (same_phone, "disconnected");
  refuse_token (server, phone->token);
  parlor_test_peer_refused (ada, "not-found", "device", PARLOR_PACKET_REMOVE_DEVICE,
                            "device", id, NULL);

  /* One that is not connected. */
  parlor_test_peer_vanish (g_steal_pointer (&away));
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_REMOVE_DEVICE,
                        "device", away_id, NULL);
  refuse_token (server, away_token);
  g_assert_cmpuint (list_devices (ada)->len, ==, 1);

  /* The one that asks. */
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_REMOVE_DEVICE,
                        "device", own_id, NULL);
  parlor_test_peer_expect_goodbye (ada, "disconnected");
  refuse_token (server, ada->token);
  parlor_test_peer_settle (bob);
}

static void
test_sign_out_everywhere (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   bob = parlor_test_enter (server, "bob");
  g_autoptr (ParlorTestPeer)   phone = sign_in_as (server, "ada", "Phone");
  g_autoptr (ParlorTestPeer)   same = parlor_test_enter_again (ada);
  g_autoptr (ParlorTestPeer)   again = NULL;

  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SIGN_OUT, "everywhere", "true", NULL);
  parlor_test_peer_expect_end (ada);
  parlor_test_peer_expect_goodbye (phone, "disconnected");
  parlor_test_peer_expect_goodbye (same, "disconnected");
  refuse_token (server, ada->token);
  refuse_token (server, phone->token);

  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  refuse_token (server, phone->token);
  again = sign_in_as (server, "ada", NULL);
  g_assert_cmpuint (list_devices (again)->len, ==, 1);
}

/* A second connection with the same token is the same device. */
static void
test_sign_out_here (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   same = parlor_test_enter_again (ada);
  g_autoptr (ParlorTestPeer)   phone = sign_in_as (server, "ada", "Phone");

  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SIGN_OUT, NULL);
  parlor_test_peer_expect_goodbye (same, "disconnected");
  parlor_test_peer_settle (phone);
  g_assert_cmpuint (list_devices (phone)->len, ==, 1);
}

static void
test_set_password (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = sign_in_as (server, "ada", "Phone");
  g_autoptr (ParlorTestPeer)   other = parlor_test_peer_new (server);

  parlor_test_peer_refused (ada, "wrong-password", "password", PARLOR_PACKET_SET_PASSWORD,
                            "password", "guessed", "new_password", "another one", NULL);
  parlor_test_peer_refused (ada, "bad-value", "new_password", PARLOR_PACKET_SET_PASSWORD,
                            "password", "password of ada", "new_password", "7 chars", NULL);
  parlor_test_peer_refused (other, "not-now", "type", PARLOR_PACKET_SET_PASSWORD,
                            "password", "password of ada", "new_password", "another one", NULL);
  parlor_test_peer_ask (ada, PARLOR_PACKET_OK, PARLOR_PACKET_SET_PASSWORD,
                        "password", "password of ada", "new_password", "another one", NULL);

  /* Who is signed in stays so. */
  parlor_test_peer_settle (phone);
  parlor_test_peer_free (parlor_test_enter_again (phone));
  parlor_test_peer_refused (other, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                            "name", "ada", "password", "password of ada", NULL);
  parlor_test_server_kill (server);
  parlor_test_server_start (server);
  parlor_test_peer_free (g_steal_pointer (&other));
  other = parlor_test_peer_new (server);
  parlor_test_peer_ask (other, PARLOR_PACKET_SIGNED_IN, PARLOR_PACKET_SIGN_IN,
                        "name", "ada", "password", "another one", NULL);
}

/* Two devices change it at the same time: one of them has the old one by then. */
static void
test_set_password_at_once (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   phone = sign_in_as (server, "ada", "Phone");
  ParlorTestPeer              *peers[] = { ada, phone };
  guint                        n_changed = 0;

  for (guint i = 0; i < 2; i++) {
    g_autofree char        *wanted = g_strdup_printf ("password %u", i);
    ParlorSetPasswordPacket packet = { .password = (char *) "password of ada",
                                       .new_password = wanted };

    parlor_test_peer_request (peers[i], PARLOR_PACKET_SET_PASSWORD, &packet);
  }
  for (guint i = 0; i < 2; i++) {
    ParlorPacketType type = PARLOR_N_PACKETS;

    do
      parlor_test_peer_next (peers[i], &type);
    while (type != PARLOR_PACKET_OK && type != PARLOR_PACKET_ERROR);
    n_changed += type == PARLOR_PACKET_OK;
  }
  g_assert_cmpuint (n_changed, ==, 1);
}

static guint
count_compared (ParlorTestServer *server)
{
  g_autofree char *errors = parlor_test_server_dup_errors (server);
  guint            n_compared = 0;

  for (const char *p = errors; (p = strstr (p, "password is compared")) != NULL; p++)
    n_compared++;

  return n_compared;
}

/* Whether there is such an account or not, as much is computed. */
static void
test_constant_work (void)
{
  static const char *const     names[] = { "ada", "nobody", "not a name!", "guest-000000", "" };
  g_autoptr (ParlorTestServer) server =
    parlor_test_serve ("log-level = debug\nsign-in-failures-burst = 100");
  g_autoptr (ParlorTestPeer) ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer) stranger = parlor_test_peer_new (server);
  guint                      n_before = count_compared (server);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    parlor_test_peer_refused (stranger, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                              "name", names[i], "password", "guessed it", NULL);
    g_assert_cmpuint (count_compared (server), ==, n_before + i + 1);
  }
}

static void
fail_from (ParlorTestServer *server,
           const char       *source,
           guint             n_times)
{
  g_autoptr (ParlorTestPeer) stranger = parlor_test_come_from (server, source);

  for (guint i = 0; i < n_times; i++)
    parlor_test_peer_refused (stranger, "wrong-password", NULL, PARLOR_PACKET_SIGN_IN,
                              "name", "ada", "password", "guessed it", NULL);
}

/* Many addresses that try one account lock out other strangers, and not who was
 * here before. */
static void
test_many_addresses (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-failures-burst = 2");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");
  g_autoptr (ParlorTestPeer)   elsewhere = parlor_test_come_from (server, "127.0.9.1");
  g_autoptr (ParlorTestPeer)   here = NULL;

  for (guint i = 1; i <= 10; i++) {
    g_autofree char *source = g_strdup_printf ("127.0.1.%u", i);

    fail_from (server, source, 2);
  }
  parlor_test_peer_refused (elsewhere, "too-fast", NULL, PARLOR_PACKET_SIGN_IN,
                            "name", "ada", "password", "password of ada", NULL);
  here = sign_in_as (server, "ada", NULL);
  parlor_test_peer_refused (ada, "wrong-password", "password", PARLOR_PACKET_SET_PASSWORD,
                            "password", "guessed", "new_password", "another one", NULL);
}

/* The present password cannot be tried without end from a stolen device. */
static void
test_throttle (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve ("sign-in-failures-burst = 2");
  g_autoptr (ParlorTestPeer)   ada = parlor_test_enter (server, "ada");

  for (guint i = 0; i < 2; i++)
    parlor_test_peer_refused (ada, "wrong-password", "password", PARLOR_PACKET_SET_PASSWORD,
                              "password", "guessed", "new_password", "another one", NULL);
  parlor_test_peer_refused (ada, "too-fast", NULL, PARLOR_PACKET_SET_PASSWORD,
                            "password", "password of ada", "new_password", "another one", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/devices/list", test_list);
  g_test_add_func ("/devices/remove", test_remove);
  g_test_add_func ("/devices/sign-out/everywhere", test_sign_out_everywhere);
  g_test_add_func ("/devices/sign-out/here", test_sign_out_here);
  g_test_add_func ("/devices/set-password", test_set_password);
  g_test_add_func ("/devices/set-password/at-once", test_set_password_at_once);
  g_test_add_func ("/devices/constant-work", test_constant_work);
  g_test_add_func ("/devices/many-addresses", test_many_addresses);
  g_test_add_func ("/devices/throttle", test_throttle);

  return g_test_run ();
}
