/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-log-writer.h"

#include <glib/gstdio.h>
#include <stdio.h>

#define MIB (1024 * 1024)

static void
expect_line (GLogLevelFlags level,
             const char    *message,
             gssize         length,
             const char    *expected)
{
  const GLogField  fields[] = { { "GLIB_DOMAIN", "parlor-test", -1 },
                                { "MESSAGE", message, length } };
  g_autofree char *line =
    parlor_log_writer_format_json (level, fields, G_N_ELEMENTS (fields), 1700000000123456);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_json (void)
{
  expect_line (G_LOG_LEVEL_MESSAGE, "Hello, “world”", -1,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"info\","
               "\"domain\":\"parlor-test\",\"message\":\"Hello, “world”\"}\n");
  expect_line (G_LOG_LEVEL_WARNING, "a \"b\" \\ \n\t\x01", -1,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"warning\","
               "\"domain\":\"parlor-test\",\"message\":\"a \\\"b\\\" \\\\ \\n\\t\\u0001\"}\n");
  expect_line (G_LOG_LEVEL_CRITICAL, "\xff!", -1,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"error\","
               "\"domain\":\"parlor-test\",\"message\":\"\357\277\275!\"}\n");
  expect_line (G_LOG_LEVEL_DEBUG, "cut off", 3,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"debug\","
               "\"domain\":\"parlor-test\",\"message\":\"cut\"}\n");
}

/* Lines of GLib's own, which may lack a domain. */
static void
test_no_domain (void)
{
  const GLogField  field = { "MESSAGE", "x", -1 };
  g_autofree char *line = parlor_log_writer_format_json (G_LOG_LEVEL_INFO, &field, 1, 0);

  g_assert_cmpstr (line, ==,
                   "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"info\",\"domain\":\"\","
                   "\"message\":\"x\"}\n");
}

/* In a process of its own: there is one log for all of it. */
static void
fill_log (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = g_strnfill (1000, 'x');

  g_assert_true (parlor_log_writer_open_file (path, &error));
  g_assert_no_error (error);
  parlor_log_writer_install (0);
  fputs ("first words\n", stderr);
  for (guint i = 0; i < 3000; i++)
    g_message ("%s", text);
  g_message ("last words");
}

/* What is logged takes no more of the disk than two files, and the newest is there. */
static void
test_file (void)
{
  g_autofree char   *folder = NULL;
  g_autofree char   *path = NULL;
  g_autofree char   *old_path = NULL;
  g_autofree char   *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf           status;

  if (g_test_subprocess ()) {
    fill_log (g_getenv ("PARLOR_TEST_LOG"));
    return;
  }

  folder = g_dir_make_tmp ("parlor-test-XXXXXX", NULL);
  path = g_build_filename (folder, "log", NULL);
  old_path = g_strconcat (path, ".old", NULL);
  g_setenv ("PARLOR_TEST_LOG", path, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (text), <=, MIB + 2000);
  g_assert_true (g_str_has_suffix (text, "last words\n"));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (old_path, &status), ==, 0);
  g_assert_cmpint (status.st_size, >=, MIB);
  g_assert_cmpint (status.st_size, <=, MIB + 2000);

  g_remove (path);
  g_remove (old_path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (parlor_log_writer_open_file ("/no/such/folder/log", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log-writer/json", test_json);
  g_test_add_func ("/log-writer/no-domain", test_no_domain);
  g_test_add_func ("/log-writer/file", test_file);
  g_test_add_func ("/log-writer/no-file", test_no_file);

  return g_test_run ();
}
