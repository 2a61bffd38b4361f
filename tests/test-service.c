/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server as a service manager sees it: sd_notify(3), the configuration that
 * nobody names, a certificate that is lent, the status with which it ends. */

#include "parlor-test-server.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct
{
  int   fd;
  char *name; /* as NOTIFY_SOCKET has it */
  char *folder;
} Manager;

static void
set_up (Manager      *manager,
        gconstpointer is_abstract)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = NULL;
  gsize              length;

  manager->folder = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (manager->folder, "notify", NULL);
  manager->name = g_strconcat (is_abstract != NULL ? "@" : "", path, NULL);
  length = strlen (manager->name);
  memcpy (address.sun_path, manager->name, length);
  if (is_abstract != NULL)
    address.sun_path[0] = '\0';

  manager->fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (manager->fd, (struct sockaddr *) &address,
                         offsetof (struct sockaddr_un, sun_path) + length),
                   ==, 0);
  g_setenv ("NOTIFY_SOCKET", manager->name, TRUE);
}

static void
tear_down (Manager      *manager,
           gconstpointer is_abstract)
{
  g_unsetenv ("NOTIFY_SOCKET");
  close (manager->fd);
  if (is_abstract == NULL)
    g_assert_cmpint (g_remove (manager->name), ==, 0);
  g_assert_cmpint (g_rmdir (manager->folder), ==, 0);
  g_free (manager->name);
  g_free (manager->folder);
}

static char *
read_state (Manager *manager)
{
  struct pollfd poll_fd = { manager->fd, POLLIN, 0 };
  char          state[1024];
  gssize        size;

  g_assert_cmpint (poll (&poll_fd, 1, PARLOR_TEST_PATIENCE_MS), ==, 1);
  size = recv (manager->fd, state, sizeof state, 0);
  g_assert_cmpint (size, >, 0);

  return g_strndup (state, size);
}

/* It is ready when it listens, not before, and says so when it begins to end. */
static void
test_notify (Manager      *manager,
             gconstpointer data)
{
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  g_autofree char             *ready = read_state (manager);
  g_autofree char             *expected = NULL;
  g_autofree char             *stopping = NULL;

  expected =
    g_strdup_printf ("READY=1\nSTATUS=listening on 127.0.0.1:%u, fingerprint %s",
                     parlor_test_server_get_port (server),
                     parlor_test_server_get_fingerprint (server));
  g_assert_cmpstr (ready, ==, expected);

  parlor_test_server_stop (server);
  stopping = read_state (manager);
  g_assert_cmpstr (stopping, ==, "STOPPING=1");
}

/* A manager that cannot be told is no reason not to serve. */
static void
test_notify_in_vain (void)
{
  g_autofree char *long_name = g_strnfill (200, '/');
  const char      *cases[][2] = {
         { "nonsense", "NOTIFY_SOCKET is no socket's name: nonsense" },
         { long_name, "NOTIFY_SOCKET is no socket's name: ///" },
         { "/nonexistent/notify", "Cannot tell the service manager: " },
         { "@parlor-nobody-is-there", "Cannot tell the service manager: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
    g_autofree char             *errors = NULL;

    g_setenv ("NOTIFY_SOCKET", cases[i][0], TRUE);
    parlor_test_server_start (server);
    parlor_test_server_stop (server);
    errors = parlor_test_server_dup_errors (server);
    if (strstr (errors, cases[i][1]) == NULL)
      g_error ("It does not say “%s” but: %s", cases[i][1], errors);
  }
  g_unsetenv ("NOTIFY_SOCKET");
}

/* The configuration of the user, or of the system's unit, is read without being
 * named, and only where nothing else is named. */
static void
test_usual_config (void)
{
  g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
  g_autoptr (GError)           error = NULL;
  g_autofree char             *folder = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_autofree char             *path = g_build_filename (folder, "parlor-server.conf", NULL);
  g_autofree char             *errors = NULL;

  g_file_set_contents (path, "[server]\nregistration = maybe\n", -1, &error);
  g_assert_no_error (error);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  errors = parlor_test_server_fail_to_start (
    server, (const char *const[]){ "--data", parlor_test_server_get_folder (server), "--listen",
                                   "127.0.0.1:0", NULL });
  g_assert_nonnull (strstr (errors, path));
  g_assert_nonnull (strstr (errors, "registration"));

  parlor_test_server_start (server); /* that one names its file */
  g_unsetenv ("XDG_CONFIG_HOME");
  g_remove (path);
  g_rmdir (folder);
}

/* Key and certificate may be links to where a service manager lends them.  While it does not, no
 * others take their place. */
static void
test_lent_certificate (void)
{
  static const char           *names[] = { "server.crt", "server.key" };
  g_autoptr (ParlorTestServer) server = parlor_test_serve (NULL);
  const char                  *folder = parlor_test_server_get_folder (server);
  g_autofree char             *fingerprint = NULL;
  g_autofree char             *errors = NULL;

  fingerprint = g_strdup (parlor_test_server_get_fingerprint (server));
  parlor_test_server_stop (server);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *link = g_build_filename (folder, names[i], NULL);
    g_autofree char *lent = g_strconcat (link, ".lent", NULL);

    g_assert_cmpint (g_rename (link, lent), ==, 0);
    g_assert_cmpint (symlink (lent, link), ==, 0);
  }
  parlor_test_server_start (server);
  g_assert_cmpstr (parlor_test_server_get_fingerprint (server), ==, fingerprint);
  parlor_test_server_stop (server);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *link = g_build_filename (folder, names[i], NULL);
    g_autofree char *lent = g_strconcat (link, ".lent", NULL);

    g_assert_cmpint (g_unlink (lent), ==, 0);
  }
  errors = parlor_test_server_fail_as_configured (server);
  g_assert_nonnull (strstr (errors, "server.crt"));
}

static void
test_restore_misused (void)
{
  static const char *const cases[][5] = {
    { "restore" },
    { "restore", "one", "two" },
    { "restore", "--loud", "one" },
    { "restore", "one", "--data" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ParlorTestServer) server = parlor_test_server_new (NULL);
    g_autofree char             *errors = NULL;
    g_autofree char             *output = NULL;
    int                          status;

    output = parlor_test_server_run (server, cases[i], &status, &errors);
    g_assert_cmpstr (output, ==, "");
    g_assert_true (g_str_has_prefix (errors, "parlor-server: "));
    g_assert_cmpint (status, ==, 2);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/service/notify", Manager, NULL, set_up, test_notify, tear_down);
  g_test_add ("/service/notify/abstract", Manager, "abstract", set_up, test_notify, tear_down);
  g_test_add_func ("/service/notify/in-vain", test_notify_in_vain);
  g_test_add_func ("/service/usual-config", test_usual_config);
  g_test_add_func ("/service/lent-certificate", test_lent_certificate);
  g_test_add_func ("/service/restore-misused", test_restore_misused);

  return g_test_run ();
}
