/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sockets in folders whose paths do not fit into a socket's address. */

#include "parlor-admin-socket.h"

#include <glib/gstdio.h>
#include <unistd.h>

static char *
make_folder (guint n_levels)
{
  g_autoptr (GError) error = NULL;
  char              *folder = g_dir_make_tmp ("parlor-admin-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n_levels; i++) {
    g_autofree char *parent = folder;

    folder = g_build_filename (parent, "a-folder-with-a-rather-long-name-in-it", NULL);
    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  }

  return folder;
}

static void
remove_folder (const char *folder,
               guint       n_levels)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  g_assert_cmpint (g_rmdir (folder), ==, 0);
  if (n_levels > 0)
    remove_folder (parent, n_levels - 1);
}

static void
test_path (gconstpointer data)
{
  guint              n_levels = GPOINTER_TO_UINT (data);
  g_autofree char   *folder = make_folder (n_levels);
  g_autofree char   *path = g_build_filename (folder, "admin.sock", NULL);
  g_autoptr (GError) error = NULL;
  ParlorAdminSocket *admin_socket = parlor_admin_socket_new (folder, NULL, &error);
  int                fd;

  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  fd = parlor_admin_socket_connect (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fd, >=, 0);
  close (fd);

  parlor_admin_socket_free (admin_socket);
  g_assert_cmpint (parlor_admin_socket_connect (folder, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, folder));
  remove_folder (folder, n_levels);
}

static void
test_no_folder (void)
{
  g_autofree char   *folder = make_folder (4);
  g_autoptr (GError) error = NULL;

  remove_folder (folder, 4);
  g_assert_null (parlor_admin_socket_new (folder, NULL, &error));
  g_assert_nonnull (strstr (error->message, folder));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/admin-path/short", GUINT_TO_POINTER (0), test_path);
  g_test_add_data_func ("/admin-path/long", GUINT_TO_POINTER (5), test_path);
  g_test_add_func ("/admin-path/no-folder", test_no_folder);

  return g_test_run ();
}
