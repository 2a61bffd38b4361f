/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-test-hosting.h"

#include <ftw.h>
#include <glib/gstdio.h>

#define PASSWORD "correct horse"

/**
 * parlor_test_hosting_configure:
 * @fixture: a fixture
 * @lines: more lines for the configuration
 *
 * Writes what the next start reads.
 */
void
parlor_test_hosting_configure (ParlorTestHosting *fixture,
                               const char        *lines)
{
  g_autofree char   *text = g_strdup_printf ("[server]\n"
                                               "# Mine\n"
                                               "listen = [::]:%u\n"
                                               "password-hash-memory-kib = 64\n"
                                               "%s",
                                             fixture->port, lines);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->config_path, text, -1, &error);
  g_assert_no_error (error);
}

/**
 * parlor_test_hosting_set_up:
 * @fixture: to be filled
 * @data: unused
 *
 * Makes a home for a server that does not run yet.
 */
void
parlor_test_hosting_set_up (ParlorTestHosting *fixture,
                            gconstpointer      data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->root, "data", NULL);
  fixture->config_path = g_build_filename (fixture->root, "parlor-server.conf", NULL);
  fixture->port = g_random_int_range (20000, 30000);
  parlor_test_hosting_configure (fixture, "");
  g_setenv ("PARLOR_SERVER", g_getenv ("PARLOR_TEST_SERVER"), TRUE);
  fixture->server = parlor_local_server_new (fixture->folder, fixture->config_path);
}

static int
remove_entry (const char        *path,
              const struct stat *status,
              int                type,
              struct FTW        *place)
{
  return g_remove (path);
}

/**
 * parlor_test_hosting_is_set:
 * @user_data: (not nullable): of a pointer
 *
 * Returns: whether it is set
 */
gboolean
parlor_test_hosting_is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/**
 * parlor_test_hosting_on_ready:
 * @source: unused
 * @result: what came of it
 * @user_data: where to keep @result
 */
void
parlor_test_hosting_on_ready (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/**
 * parlor_test_hosting_refresh:
 * @server: a server
 * @error: return location for an error
 *
 * Returns: what parlor_local_server_refresh_finish() returns
 */
gboolean
parlor_test_hosting_refresh (ParlorLocalServer *server,
                             GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_local_server_refresh_async (server, NULL, parlor_test_hosting_on_ready, &result);
  parlor_test_wait (parlor_test_hosting_is_set, &result);

  return parlor_local_server_refresh_finish (server, result, error);
}

/**
 * parlor_test_hosting_start:
 * @server: a server
 * @name: (nullable): what to call it
 * @cancellable: (nullable): ends the start
 * @error: return location for an error
 *
 * Returns: what parlor_local_server_start_finish() returns
 */
gboolean
parlor_test_hosting_start (ParlorLocalServer *server,
                           const char        *name,
                           GCancellable      *cancellable,
                           GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_local_server_start_async (server, name, cancellable, parlor_test_hosting_on_ready,
                                   &result);
  g_assert_cmpint (parlor_local_server_get_state (server), ==, PARLOR_LOCAL_SERVER_STARTING);
  parlor_test_wait (parlor_test_hosting_is_set, &result);

  return parlor_local_server_start_finish (server, result, error);
}

/**
 * parlor_test_hosting_start_well:
 * @server: a server
 * @name: (nullable): what to call it
 *
 * Starts it, which has to go well.
 */
void
parlor_test_hosting_start_well (ParlorLocalServer *server,
                                const char        *name)
{
  g_autoptr (GError) error = NULL;
  gboolean           is_good = parlor_test_hosting_start (server, name, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (is_good);
  g_assert_cmpint (parlor_local_server_get_state (server), ==, PARLOR_LOCAL_SERVER_RUNNING);
}

/**
 * parlor_test_hosting_start_badly:
 * @server: a server
 * @code: how it has to fail
 * @reason: what people have to read of it
 */
void
parlor_test_hosting_start_badly (ParlorLocalServer     *server,
                                 ParlorLocalServerError code,
                                 const char            *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (parlor_test_hosting_start (server, NULL, NULL, &error));
  g_assert_error (error, PARLOR_LOCAL_SERVER_ERROR, (int) code);
  if (strstr (error->message, reason) == NULL)
    g_error ("“%s” is not in: %s", reason, error->message);
  g_assert_cmpint (parlor_local_server_get_state (server), ==, PARLOR_LOCAL_SERVER_FAILED);
}

/**
 * parlor_test_hosting_stop:
 * @server: a server
 * @error: return location for an error
 *
 * Returns: what parlor_local_server_stop_finish() returns
 */
gboolean
parlor_test_hosting_stop (ParlorLocalServer *server,
                          GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_local_server_stop_async (server, NULL, parlor_test_hosting_on_ready, &result);
  parlor_test_wait (parlor_test_hosting_is_set, &result);

  return parlor_local_server_stop_finish (server, result, error);
}

/**
 * parlor_test_hosting_stop_well:
 * @server: a server
 *
 * Stops it, which has to go well.
 */
void
parlor_test_hosting_stop_well (ParlorLocalServer *server)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (parlor_test_hosting_stop (server, &error));
  g_assert_no_error (error);
  g_assert_cmpint (parlor_local_server_get_state (server), ==, PARLOR_LOCAL_SERVER_ABSENT);
}

/**
 * parlor_test_hosting_tear_down:
 * @fixture: a fixture
 * @data: unused
 *
 * Stops the server if it runs, and removes all of it.
 */
void
parlor_test_hosting_tear_down (ParlorTestHosting *fixture,
                               gconstpointer      data)
{
  parlor_test_hosting_refresh (fixture->server, NULL);
  if (parlor_local_server_get_state (fixture->server) == PARLOR_LOCAL_SERVER_RUNNING)
    parlor_test_hosting_stop_well (fixture->server);
  g_object_add_weak_pointer (G_OBJECT (fixture->server), (gpointer *) &fixture->server);
  g_object_unref (fixture->server);
  while (fixture->server != NULL)
    g_main_context_iteration (NULL, FALSE);
  nftw (fixture->root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  g_free (fixture->root);
  g_free (fixture->folder);
  g_free (fixture->config_path);
}

/**
 * parlor_test_hosting_get_facts:
 * @server: a server that runs
 *
 * Returns: (transfer none): what it tells
 */
const ParlorLocalServerFacts *
parlor_test_hosting_get_facts (ParlorLocalServer *server)
{
  const ParlorLocalServerFacts *facts = parlor_local_server_get_facts (server);

  g_assert_nonnull (facts);

  return facts;
}

/**
 * parlor_test_hosting_enter:
 * @uri: how to get there
 * @name: of the account to make
 *
 * Returns: (transfer full): somebody who is signed in
 */
ParlorTestClient *
parlor_test_hosting_enter (ParlorLinkUri *uri,
                           const char    *name)
{
  ParlorTestClient  *client = parlor_test_client_new ();
  g_autoptr (GError) error = NULL;

  parlor_test_client_sign_in (client, uri, name, PASSWORD, PARLOR_SIGN_IN_REGISTER, &error);
  g_assert_no_error (error);

  return client;
}

/**
 * parlor_test_hosting_enter_as_owner:
 * @server: a server that nobody owns
 *
 * Returns: (transfer full): its owner, as Ada
 */
ParlorTestClient *
parlor_test_hosting_enter_as_owner (ParlorLocalServer *server)
{
  g_autoptr (ParlorLinkUri) uri = parlor_local_server_dup_own_uri (server);

  g_assert_nonnull (uri->invite);

  return parlor_test_hosting_enter (uri, "ada");
}

/**
 * parlor_test_hosting_enter_by_link:
 * @server: a server that somebody owns
 * @name: of the account to make
 *
 * Returns: (transfer full): who has come by the invite link
 */
ParlorTestClient *
parlor_test_hosting_enter_by_link (ParlorLocalServer *server,
                                   const char        *name)
{
  g_autofree char          *link = parlor_local_server_dup_link (server, "localhost");
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse (link, NULL);

  g_assert_nonnull (uri->invite);

  return parlor_test_hosting_enter (uri, name);
}

/**
 * parlor_test_hosting_make_home:
 *
 * Gives the program folders of its own, where a server of this person's would be.  To be
 * called before anything else.
 *
 * Returns: (transfer full): the folder of all of them
 */
char *
parlor_test_hosting_make_home (void)
{
  char *home = g_dir_make_tmp ("parlor-test-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/dev/null", TRUE);

  return home;
}

/**
 * parlor_test_hosting_remove_home:
 * @home: (transfer full): see parlor_test_hosting_make_home()
 */
void
parlor_test_hosting_remove_home (char *home)
{
  nftw (home, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  g_free (home);
}
