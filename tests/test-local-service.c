/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server of one's own as a service of the session's manager. */

#include "parlor-test-hosting.h"
#include "parlor-test-manager.h"

#include <glib/gstdio.h>

/* The usual places: it is the manager who says where. */
static void
set_up (ParlorTestHosting *fixture,
        gconstpointer      data)
{
  parlor_test_hosting_set_up (fixture, data);
  g_object_unref (fixture->server);
  g_unsetenv ("PARLOR_SERVER");
  g_free (fixture->config_path);
  fixture->config_path = g_build_filename (g_get_user_config_dir (), "parlor-server.conf", NULL);
  g_mkdir_with_parents (g_get_user_config_dir (), 0700);
  parlor_test_hosting_configure (fixture, "");
  fixture->server = parlor_local_server_new (NULL, NULL);
}

static void
test_service (ParlorTestHosting *fixture,
              gconstpointer      data)
{
  g_autoptr (ParlorTestManager) manager = parlor_test_manager_new (PARLOR_TEST_MANAGER_STARTS);

  parlor_test_hosting_start_well (fixture->server, "Ada’s Place");
  g_assert_cmpuint (manager->n_started, ==, 1);
  g_assert_true (manager->is_enabled);
  g_assert_true (parlor_test_hosting_get_facts (fixture->server)->is_service);
  g_assert_cmpstr (parlor_test_hosting_get_facts (fixture->server)->server_name, ==, "Ada’s Place");

  parlor_test_hosting_stop_well (fixture->server);
  g_assert_false (manager->is_enabled);
  parlor_test_hosting_start_well (fixture->server, NULL);
  g_assert_cmpuint (manager->n_started, ==, 2);
  parlor_test_hosting_stop_well (fixture->server);
}

static void
test_service_refused (ParlorTestHosting *fixture,
                      gconstpointer      data)
{
  g_autoptr (ParlorTestManager) manager = parlor_test_manager_new (PARLOR_TEST_MANAGER_REFUSES);

  parlor_test_hosting_start_badly (fixture->server, PARLOR_LOCAL_SERVER_ERROR_REFUSED,
                                   "The unit is not to be started");
  manager->mood = PARLOR_TEST_MANAGER_FAILS;
  parlor_test_hosting_start_badly (fixture->server, PARLOR_LOCAL_SERVER_ERROR_DIED,
                                   "ended as soon as");
}

/* A manager that has not heard of it is as good as none. */
static void
test_service_unknown (ParlorTestHosting *fixture,
                      gconstpointer      data)
{
  g_autoptr (ParlorTestManager) manager =
    parlor_test_manager_new (PARLOR_TEST_MANAGER_KNOWS_NONE);
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *programs = g_path_get_dirname (g_getenv ("PARLOR_TEST_SERVER"));
  g_autofree char *longer = g_strconcat (programs, ":", path, NULL);

  g_setenv ("PATH", longer, TRUE);
  parlor_test_hosting_start_well (fixture->server, NULL);
  g_assert_cmpuint (manager->n_started, ==, 0);
  g_assert_false (parlor_test_hosting_get_facts (fixture->server)->is_service);
  parlor_test_hosting_stop_well (fixture->server);
  g_setenv ("PATH", path, TRUE);
}

#define ADD(name, function)                                                      \
  g_test_add ("/local-service/" name, ParlorTestHosting, NULL, set_up, function, \
              parlor_test_hosting_tear_down)

int
main (int   argc,
      char *argv[])
{
  char *home = parlor_test_hosting_make_home ();
  int   status;

  g_test_init (&argc, &argv, NULL);

  ADD ("life", test_service);
  ADD ("refused", test_service_refused);
  ADD ("unknown", test_service_unknown);

  status = g_test_run ();
  parlor_test_hosting_remove_home (home);

  return status;
}
