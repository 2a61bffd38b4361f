/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server of one's own on this computer: the real one, found, started and stopped. */

#include "parlor-test-commands.h"
#include "parlor-test-hosting.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* All of it: the owner comes in, others by the link, another program finds it, and after it
 * was stopped it goes on where it was. */
static void
test_life (ParlorTestHosting *fixture,
           gconstpointer      data)
{
  g_autoptr (ParlorLocalServer) other =
    parlor_local_server_new (fixture->folder, fixture->config_path);
  ParlorTestClient              *ada, *ben;
  const ParlorLocalServerFacts  *facts;
  const ParlorLocalServerPerson *person;
  g_autofree char               *link = NULL;
  g_autofree char               *same_link = NULL;

  g_assert_false (parlor_local_server_has_data (fixture->server));
  g_assert_true (parlor_test_hosting_refresh (fixture->server, NULL));
  g_assert_cmpint (parlor_local_server_get_state (fixture->server), ==,
                   PARLOR_LOCAL_SERVER_ABSENT);

  parlor_test_hosting_start_well (fixture->server, "Ada’s Place");
  facts = parlor_test_hosting_get_facts (fixture->server);
  g_assert_cmpstr (facts->server_name, ==, "Ada’s Place");
  g_assert_cmpint (ABS (facts->started_ms - g_get_real_time () / 1000), <, 60000);
  g_assert_true (facts->is_everywhere);
  g_assert_nonnull (facts->owner_invite);
  g_assert_null (facts->invite);
  g_assert_cmpuint (facts->people->len, ==, 0);
  g_assert_true (parlor_local_server_has_data (fixture->server));

  ada = parlor_test_hosting_enter_as_owner (fixture->server);
  g_assert_cmpint (parlor_client_get_server_role (ada->client), ==, PARLOR_SERVER_ROLE_OWNER);

  /* Another program, or this one another time. */
  g_assert_true (parlor_test_hosting_refresh (other, NULL));
  facts = parlor_test_hosting_get_facts (other);
  g_assert_null (facts->owner_invite);
  link = parlor_local_server_dup_link (other, NULL);
  g_assert_true (g_str_has_prefix (link, "parlor://"));
  ben = parlor_test_hosting_enter_by_link (other, "ben");

  g_assert_true (parlor_test_hosting_refresh (fixture->server, NULL));
  facts = parlor_test_hosting_get_facts (fixture->server);
  g_assert_cmpuint (facts->people->len, ==, 2);
  person = facts->people->pdata[1];
  g_assert_cmpstr (person->name, ==, "ben");
  same_link = parlor_local_server_dup_link (fixture->server, NULL);
  g_assert_cmpstr (same_link, ==, link);

  parlor_test_hosting_stop_well (other);
  parlor_test_client_wait_state (ben, PARLOR_LINK_WAITING);
  g_assert_true (parlor_test_hosting_refresh (fixture->server, NULL));
  g_assert_cmpint (parlor_local_server_get_state (fixture->server), ==,
                   PARLOR_LOCAL_SERVER_ABSENT);

  parlor_test_hosting_start_well (fixture->server, NULL);
  g_assert_cmpstr (parlor_test_hosting_get_facts (fixture->server)->server_name, ==, "Ada’s Place");
  g_assert_null (parlor_test_hosting_get_facts (fixture->server)->owner_invite);
  g_free (same_link);
  same_link = parlor_local_server_dup_link (fixture->server, NULL);
  g_assert_cmpstr (same_link, ==, link);
  parlor_client_reconnect (ben->client);
  parlor_test_client_wait_state (ben, PARLOR_LINK_ONLINE);

  parlor_test_client_free (ada);
  parlor_test_client_free (ben);
}

/* What somebody has configured stays, but for the port that was taken. */
static void
test_port (ParlorTestHosting *fixture,
           gconstpointer      data)
{
  g_autoptr (GSocketListener) taken = g_socket_listener_new ();
  g_autofree char            *text = NULL;
  g_autofree char            *line = NULL;
  guint16                     port;

  while (!g_socket_listener_add_inet_port (taken, fixture->port, NULL, NULL))
    fixture->port++;
  parlor_test_hosting_configure (fixture, "");
  parlor_test_hosting_start_well (fixture->server, NULL);
  port = parlor_test_hosting_get_facts (fixture->server)->link->port;
  g_assert_cmpuint (port, >, fixture->port);

  g_assert_true (g_file_get_contents (fixture->config_path, &text, NULL, NULL));
  line = g_strdup_printf ("[server]\nlisten = [::]:%u\n# Mine\npassword-hash-memory-kib = 64\n",
                          port);
  g_assert_cmpstr (text, ==, line);

  /* Links carry it: it is kept, though the other one is free. */
  g_socket_listener_close (taken);
  parlor_test_hosting_stop_well (fixture->server);
  parlor_test_hosting_start_well (fixture->server, NULL);
  g_assert_cmpuint (parlor_test_hosting_get_facts (fixture->server)->link->port, ==, port);
}

/* It is not ours to say where somebody listens. */
static void
test_single_address (ParlorTestHosting *fixture,
                     gconstpointer      data)
{
  g_autofree char  *line = g_strdup_printf ("listen = 127.0.0.1:%u\n", fixture->port);
  g_autofree char  *link = NULL;
  g_autofree char  *prefix = g_strdup_printf ("parlor://127.0.0.1:%u/", fixture->port);
  ParlorTestClient *ada;

  parlor_test_hosting_configure (fixture, line);
  parlor_test_hosting_start_well (fixture->server, NULL);
  g_assert_false (parlor_test_hosting_get_facts (fixture->server)->is_everywhere);
  g_assert_cmpuint (parlor_test_hosting_get_facts (fixture->server)->hosts->len, ==, 1);
  ada = parlor_test_hosting_enter_as_owner (fixture->server);
  g_assert_true (parlor_test_hosting_refresh (fixture->server, NULL));
  link = parlor_local_server_dup_link (fixture->server, "192.0.2.7");
  g_assert_true (g_str_has_prefix (link, prefix));
  parlor_test_client_free (ada);
}

/* Whichever address of this computer somebody is given, IPv6 ones, too. */
static void
test_hosts (ParlorTestHosting *fixture,
            gconstpointer      data)
{
  static const char *const      hosts[] = { "127.0.0.1", "::1" };
  g_autoptr (ParlorLinkUri)     uri = NULL;
  const ParlorLocalServerFacts *facts;
  ParlorTestClient             *ada;

  parlor_test_hosting_start_well (fixture->server, NULL);
  ada = parlor_test_hosting_enter_as_owner (fixture->server);
  g_assert_true (parlor_test_hosting_refresh (fixture->server, NULL));
  facts = parlor_test_hosting_get_facts (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (hosts) + facts->hosts->len; i++) {
    const char *host =
      i < G_N_ELEMENTS (hosts) ? hosts[i] : facts->hosts->pdata[i - G_N_ELEMENTS (hosts)];
    g_autofree char  *link = parlor_local_server_dup_link (fixture->server, host);
    g_autofree char  *name = g_strdup_printf ("person-%u", i);
    ParlorTestClient *client;

    uri = parlor_link_uri_parse (link, NULL);
    g_assert_cmpstr (uri->host, ==, host);
    client = parlor_test_hosting_enter (uri, name);
    parlor_test_client_free (client);
    g_clear_pointer (&uri, parlor_link_uri_free);
  }
  parlor_test_client_free (ada);
}

static void
test_dies (ParlorTestHosting *fixture,
           gconstpointer      data)
{
  parlor_test_hosting_configure (fixture, "colour = green\n");
  parlor_test_hosting_start_badly (fixture->server, PARLOR_LOCAL_SERVER_ERROR_DIED,
                                   "there is no such key");
  g_assert_null (parlor_local_server_get_facts (fixture->server));

  parlor_test_hosting_configure (fixture, "");
  parlor_test_hosting_start_well (fixture->server, NULL);
}

/* What cannot be read may be what somebody needs. */
static void
test_unreadable (ParlorTestHosting *fixture,
                 gconstpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (fixture->config_path), ==, 0);
  g_assert_cmpint (symlink (fixture->config_path, fixture->config_path), ==, 0);
  g_assert_false (parlor_test_hosting_start (fixture->server, "Ours", NULL, &error));
  g_assert_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, fixture->config_path));
  g_assert_true (g_file_test (fixture->config_path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_missing (ParlorTestHosting *fixture,
              gconstpointer      data)
{
  g_setenv ("PARLOR_SERVER", "/no/such/parlor-server", TRUE);
  parlor_test_hosting_start_badly (fixture->server, PARLOR_LOCAL_SERVER_ERROR_MISSING,
                                   "not installed");
}

static void
test_in_use (ParlorTestHosting *fixture,
             gconstpointer      data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  int              fd;

  g_mkdir (fixture->folder, 0700);
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  parlor_test_hosting_start_badly (fixture->server, PARLOR_LOCAL_SERVER_ERROR_IN_USE,
                                   fixture->folder);
  close (fd);
  parlor_test_hosting_start_well (fixture->server, NULL);
}

/* Where a folder should be is something else. */
static void
test_no_folder (ParlorTestHosting *fixture,
                gconstpointer      data)
{
  g_assert_true (g_file_set_contents (fixture->folder, "", 0, NULL));
  parlor_test_hosting_start_badly (fixture->server, PARLOR_LOCAL_SERVER_ERROR_FAILED,
                                   fixture->folder);
}

/* Nothing that was started stays. */
static void
test_cancelled (ParlorTestHosting *fixture,
                gconstpointer      data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  g_autofree char         *path = g_build_filename (fixture->folder, "lock", NULL);
  int                      fd;

  parlor_local_server_start_async (fixture->server, NULL, cancellable, parlor_test_hosting_on_ready,
                                   &result);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  parlor_test_wait (parlor_test_hosting_is_set, &result);
  g_assert_false (parlor_local_server_start_finish (fixture->server, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  fd = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  close (fd);
}

/* Returns: the process at the other end of the socket */
static GPid
find_process (ParlorTestHosting *fixture)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  struct ucred       credentials;
  socklen_t          size = sizeof credentials;
  g_autofree char   *path = g_build_filename (fixture->folder, "admin.sock", NULL);
  int                fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size), ==, 0);
  close (fd);

  return credentials.pid;
}

/* The program that has started it ends; it goes on, out of reach of what the program's
 * terminal says, and the next one finds it. */
static void
test_outlives (ParlorTestHosting *fixture,
               gconstpointer      data)
{
  if (g_test_subprocess ()) {
    g_autoptr (ParlorLocalServer) server = parlor_local_server_new (
      g_getenv ("PARLOR_TEST_FOLDER"), g_getenv ("PARLOR_TEST_CONFIG"));

    parlor_test_hosting_start_well (server, NULL);
    return;
  }

  g_setenv ("PARLOR_TEST_FOLDER", fixture->folder, TRUE);
  g_setenv ("PARLOR_TEST_CONFIG", fixture->config_path, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();

  g_assert_true (parlor_test_hosting_refresh (fixture->server, NULL));
  g_assert_cmpint (parlor_local_server_get_state (fixture->server), ==,
                   PARLOR_LOCAL_SERVER_RUNNING);
  g_assert_cmpint (getsid (find_process (fixture)), ==, find_process (fixture));
}

static gboolean
has_failed (gpointer user_data)
{
  return parlor_local_server_get_state (user_data) == PARLOR_LOCAL_SERVER_FAILED;
}

static void
test_killed (ParlorTestHosting *fixture,
             gconstpointer      data)
{
  parlor_test_hosting_start_well (fixture->server, NULL);
  kill (find_process (fixture), SIGKILL);
  parlor_test_wait (has_failed, fixture->server);
  g_assert_true (parlor_test_hosting_refresh (fixture->server, NULL));
  g_assert_null (parlor_local_server_get_facts (fixture->server));
  parlor_test_hosting_start_well (fixture->server, NULL);
}

/* Nobody but its owner hosts there.  Root may go anywhere. */
static void
test_not_ours (ParlorTestHosting *fixture,
               gconstpointer      data)
{
  if (geteuid () == 0) {
    g_test_skip ("root may write into every folder");
    return;
  }

  g_mkdir (fixture->folder, 0500);
  parlor_test_hosting_start_badly (fixture->server, PARLOR_LOCAL_SERVER_ERROR_NOT_OURS,
                                   fixture->folder);
  g_chmod (fixture->folder, 0700);
}

/* A second start finds what is there, which may be called something else from then on; a
 * second stop, that nothing is. */
static void
test_twice (ParlorTestHosting *fixture,
            gconstpointer      data)
{
  GPid pid;

  parlor_test_hosting_start_well (fixture->server, "Mine");
  pid = find_process (fixture);
  parlor_test_hosting_start_well (fixture->server, "Ours");
  g_assert_cmpint (find_process (fixture), ==, pid);
  g_assert_cmpstr (parlor_test_hosting_get_facts (fixture->server)->server_name, ==, "Ours");
  parlor_test_hosting_stop_well (fixture->server);
  parlor_test_hosting_stop_well (fixture->server);
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (output, user_data, strlen (user_data), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

/* What answers in the folder is no server, or none of ours. */
static void
test_nonsense (ParlorTestHosting *fixture,
               gconstpointer      data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "admin.sock", NULL);
  g_autofree char *endless = g_strnfill (PARLOR_FRAME_MAX_BYTES + 10, 'x');
  const char      *answers[] = { "", "\n", "Hello\n", "{\"type\":\"ok\",\"tag\":1}\n", endless };

  g_mkdir (fixture->folder, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GSocketService) service = g_socket_service_new ();
    g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
    g_autoptr (GError)         error = NULL;

    g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                   G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
    g_assert_no_error (error);
    g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), (gpointer) answers[i]);
    g_assert_false (parlor_test_hosting_refresh (fixture->server, &error));
    g_assert_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_FAILED);
    g_assert_cmpstr (error->message, !=, "");
    g_socket_service_stop (service);
    g_socket_listener_close (G_SOCKET_LISTENER (service));
    g_remove (path);
  }
}

/* Who is connected by way of this computer alone invites others by its address. */
static void
test_command (ParlorTestHosting *fixture,
              gconstpointer      data)
{
  ParlorTestClient *ada;
  g_autofree char  *answer = NULL;
  g_autofree char  *start = NULL;
  const GPtrArray  *hosts;

  parlor_test_hosting_start_well (fixture->server, NULL);
  hosts = parlor_test_hosting_get_facts (fixture->server)->hosts;
  ada = parlor_test_hosting_enter_as_owner (fixture->server);
  answer = parlor_test_ask (ada, NULL, "/invite-link");
  start = g_strdup_printf ("parlor://%s:",
                           hosts->len > 0 ? (const char *) hosts->pdata[0] : "localhost");
  if (strstr (answer, start) == NULL)
    g_error ("It should begin with %s: %s", start, answer);
  parlor_test_client_free (ada);
}

static void
test_words (void)
{
  static const struct
  {
    const char            *last_line;
    ParlorLocalServerError code;
  } cases[] = {
    { "Cannot open the database: database or disk is full", PARLOR_LOCAL_SERVER_ERROR_DISK_FULL },
    { "Cannot make the folder: No space left on device", PARLOR_LOCAL_SERVER_ERROR_DISK_FULL },
    { "Something else", PARLOR_LOCAL_SERVER_ERROR_DIED },
    { "", PARLOR_LOCAL_SERVER_ERROR_DIED },
    { NULL, PARLOR_LOCAL_SERVER_ERROR_DIED },
  };
  g_autoptr (GError) denied =
    g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_ACCES, "/srv/x: Permission denied");
  g_autoptr (GError) error = parlor_local_server_error_of_file (denied);

  g_assert_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_NOT_OURS);
  g_assert_nonnull (strstr (error->message, "/srv/x"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) death = parlor_local_server_error_of_death (cases[i].last_line);

    g_assert_error (death, PARLOR_LOCAL_SERVER_ERROR, (int) cases[i].code);
  }
}

#define ADD(name, function)                                                               \
  g_test_add ("/local-server/" name, ParlorTestHosting, NULL, parlor_test_hosting_set_up, \
              function, parlor_test_hosting_tear_down)

int
main (int   argc,
      char *argv[])
{
  char *home = parlor_test_hosting_make_home ();
  int   status;

  g_test_init (&argc, &argv, NULL);

  ADD ("life", test_life);
  ADD ("port", test_port);
  ADD ("single-address", test_single_address);
  ADD ("hosts", test_hosts);
  ADD ("dies", test_dies);
  ADD ("unreadable", test_unreadable);
  ADD ("missing", test_missing);
  ADD ("in-use", test_in_use);
  ADD ("no-folder", test_no_folder);
  ADD ("cancelled", test_cancelled);
  ADD ("outlives", test_outlives);
  ADD ("killed", test_killed);
  ADD ("not-ours", test_not_ours);
  ADD ("twice", test_twice);
  ADD ("nonsense", test_nonsense);
  ADD ("command", test_command);
  g_test_add_func ("/local-server/words", test_words);

  status = g_test_run ();
  parlor_test_hosting_remove_home (home);

  return status;
}
