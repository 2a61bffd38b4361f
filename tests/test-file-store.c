/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-file-store.h"

#include <glib/gstdio.h>
#include <utime.h>

typedef struct
{
  char *data_dir;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char   *files = NULL;
  g_autoptr (GError) error = NULL;

  fixture->data_dir = g_dir_make_tmp ("parlor-file-store-XXXXXX", &error);
  g_assert_no_error (error);
  files = g_build_filename (fixture->data_dir, "files", NULL);
  g_assert_cmpint (g_mkdir (files, 0700), ==, 0);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *files = g_build_filename (fixture->data_dir, "files", NULL);

  parlor_file_store_trim (fixture->data_dir, 0);
  g_assert_cmpint (g_rmdir (files), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->data_dir), ==, 0);
  g_free (fixture->data_dir);
}

static void
add (Fixture    *fixture,
     const char *name,
     gsize       size_bytes,
     time_t      used)
{
  g_autofree char     *path = g_build_filename (fixture->data_dir, "files", name, NULL);
  g_autofree char     *content = g_malloc0 (size_bytes);
  const struct utimbuf times = { used, used };

  g_assert_true (g_file_set_contents (path, content, size_bytes, NULL));
  g_assert_cmpint (utime (path, &times), ==, 0);
}

static gboolean
has (Fixture    *fixture,
     const char *name)
{
  g_autofree char *path = g_build_filename (fixture->data_dir, "files", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_path (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const bad[] = {
    NULL, "", ".", "..", "../cache.db", "a/b", "a b", "ä", "a.part"
  };
  g_autofree char *good = parlor_file_store_get_path (fixture->data_dir, "Abc-1_2");

  g_assert_nonnull (good);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (parlor_file_store_get_path (fixture->data_dir, bad[i]));
}

/* What was used last stays. */
static void
test_trim (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *touched = parlor_file_store_get_path (fixture->data_dir, "one");

  add (fixture, "one", 100, 1000);
  add (fixture, "two", 100, 2000);
  add (fixture, "three.part", 100, 3000);
  add (fixture, "four", 100, 4000);
  parlor_file_store_trim (fixture->data_dir, 400);
  g_assert_true (has (fixture, "one") && has (fixture, "two"));

  parlor_file_store_touch (touched);
  parlor_file_store_trim (fixture->data_dir, 250);
  g_assert_true (has (fixture, "one") && has (fixture, "four"));
  g_assert_false (has (fixture, "two") || has (fixture, "three.part"));

  parlor_file_store_trim (fixture->data_dir, 99);
  g_assert_false (has (fixture, "one") || has (fixture, "four"));
}

static void
test_remove (Fixture      *fixture,
             gconstpointer data)
{
  add (fixture, "one", 10, 1);
  add (fixture, "one.part", 10, 1);
  add (fixture, "two", 10, 1);
  parlor_file_store_remove (fixture->data_dir, "one");
  parlor_file_store_remove (fixture->data_dir, "never");
  parlor_file_store_remove (fixture->data_dir, "../files/two");
  g_assert_false (has (fixture, "one") || has (fixture, "one.part"));
  g_assert_true (has (fixture, "two"));
}

static void
test_no_folder (void)
{
  parlor_file_store_trim ("/nonexistent", 0);
  parlor_file_store_touch ("/nonexistent/file");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/file-store/path", Fixture, NULL, set_up, test_path, tear_down);
  g_test_add ("/file-store/trim", Fixture, NULL, set_up, test_trim, tear_down);
  g_test_add ("/file-store/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add_func ("/file-store/no-folder", test_no_folder);

  return g_test_run ();
}
