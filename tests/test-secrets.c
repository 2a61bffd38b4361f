/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-secrets.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SERVER "chat.example.org:7976"

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  g_assert_null (*result); /* never called back before it returns */
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
store (ParlorSecrets *secrets,
       const char    *name,
       const char    *token,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_secrets_store_async (secrets, SERVER, name, token, NULL, on_ready, &result);
  wait_for (&result);

  return parlor_secrets_store_finish (secrets, result, error);
}

static char *
look_up (ParlorSecrets *secrets,
         const char    *name,
         GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_secrets_lookup_async (secrets, SERVER, name, NULL, on_ready, &result);
  wait_for (&result);

  return parlor_secrets_lookup_finish (secrets, result, error);
}

static gboolean
clear (ParlorSecrets *secrets,
       const char    *name,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlor_secrets_clear_async (secrets, SERVER, name, NULL, on_ready, &result);
  wait_for (&result);

  return parlor_secrets_clear_finish (secrets, result, error);
}

static void
assert_token (ParlorSecrets *secrets,
              const char    *name,
              const char    *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *token = look_up (secrets, name, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
}

/* What holds wherever tokens are kept. */
static void
exercise (ParlorSecrets *secrets)
{
  g_autoptr (GError) error = NULL;

  assert_token (secrets, "ann", NULL);
  g_assert_true (store (secrets, "ann", "first", &error));
  g_assert_true (store (secrets, "ann", "second", &error));
  g_assert_true (store (secrets, "b=[ö]", "other", &error));
  g_assert_no_error (error);
  assert_token (secrets, "ann", "second");
  assert_token (secrets, "b=[ö]", "other");

  g_assert_true (clear (secrets, "ann", &error));
  g_assert_true (clear (secrets, "ann", &error));
  g_assert_no_error (error);
  assert_token (secrets, "ann", NULL);
  assert_token (secrets, "b=[ö]", "other");
}

static void
test_memory (void)
{
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);

  exercise (secrets);
}

static void
test_file (void)
{
  g_autofree char   *folder = g_dir_make_tmp ("parlor-secrets-XXXXXX", NULL);
  g_autofree char   *path = g_build_filename (folder, "token", NULL);
  g_autoptr (GError) error = NULL;
  ParlorSecrets     *secrets = parlor_secrets_new (PARLOR_SECRETS_FILE, path);
  struct stat        status;

  exercise (secrets);
  g_object_unref (secrets);

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  secrets = parlor_secrets_new (PARLOR_SECRETS_FILE, path);
  assert_token (secrets, "b=[ö]", "other");
  g_object_unref (secrets);

  /* Where nothing can be written it says so. */
  g_unlink (path);
  g_rmdir (folder);
  secrets = parlor_secrets_new (PARLOR_SECRETS_FILE, path);
  g_assert_false (store (secrets, "ann", "x", &error));
  g_assert_nonnull (error);
  g_object_unref (secrets);
}

/* libsecret with its own file instead of a keyring, as in a Flatpak.  What
 * libsecret decides on first use holds for the process, hence processes of their
 * own from here on. */
static void
test_libsecret_file (void)
{
  g_autofree char          *folder = NULL;
  g_autofree char          *path = NULL;
  g_autofree char          *backup = NULL;
  g_autoptr (ParlorSecrets) secrets = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }

  folder = g_dir_make_tmp ("parlor-secrets-XXXXXX", NULL);
  path = g_build_filename (folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);

  secrets = parlor_secrets_new (PARLOR_SECRETS_KEYRING, NULL);
  exercise (secrets);
  g_unlink (path);
  backup = g_strconcat (path, "~", NULL); /* which GFile makes */
  g_unlink (backup);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  _exit (0); /* what libsecret itself forgets to free is not ours to count */
}

static void
test_no_keyring (void)
{
  g_autoptr (ParlorSecrets) secrets = NULL;
  g_autoptr (GError)        error = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  secrets = parlor_secrets_new (PARLOR_SECRETS_KEYRING, NULL);
  g_assert_false (store (secrets, "ann", "x", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (look_up (secrets, "ann", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (clear (secrets, "ann", &error));
  g_assert_nonnull (error);
}

static GDBusMessage *
swallow (GDBusConnection *connection,
         GDBusMessage    *message,
         gboolean         is_incoming,
         gpointer         user_data)
{
  if (is_incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL) {
    g_object_unref (message);
    return NULL;
  }

  return message;
}

/* A keyring that is there and never answers, as one does that shows a prompt
 * which nobody sees. */
static void
test_silent_keyring (void)
{
  GTestDBus                  *bus;
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (ParlorSecrets)   secrets = NULL;
  g_autoptr (GVariant)        owned = NULL;
  g_autoptr (GError)          error = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  connection = g_dbus_connection_new_for_address_sync (
    g_test_dbus_get_bus_address (bus),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (connection, swallow, NULL, NULL);

  secrets = parlor_secrets_new (PARLOR_SECRETS_KEYRING, NULL);
  g_assert_null (look_up (secrets, "ann", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);

  g_test_dbus_stop (bus);
  _exit (0); /* the connection that libsecret keeps is not to be waited for */
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secrets/memory", test_memory);
  g_test_add_func ("/secrets/file", test_file);
  g_test_add_func ("/secrets/libsecret-file", test_libsecret_file);
  g_test_add_func ("/secrets/no-keyring", test_no_keyring);
  g_test_add_func ("/secrets/silent-keyring", test_silent_keyring);

  return g_test_run ();
}
