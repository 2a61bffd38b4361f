/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept of what somebody typed, and chose. */

#include "parlor-cli-lines.h"
#include "parlor-cli-rows.h"
#include "parlor-cli-settings.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("parlor-lines-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "lines", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_kept (Fixture      *fixture,
           gconstpointer unused)
{
  static const char *const typed[] = { "hello", "two\nrows", "a\\nb\\",
                                       "Grüße 👩‍👩‍👧", " " };
  ParlorCliLines          *lines = parlor_cli_lines_new (fixture->path);
  g_autofree char         *too_long = g_strnfill (100000, 'x');
  g_autoptr (GPtrArray)    none = parlor_cli_lines_read (lines);
  g_autoptr (GPtrArray)    read = NULL;
  GStatBuf                 info;

  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    parlor_cli_lines_add (lines, typed[i]);
  parlor_cli_lines_add (lines, too_long);
  parlor_cli_lines_free (lines);

  lines = parlor_cli_lines_new (fixture->path);
  read = parlor_cli_lines_read (lines);
  g_assert_cmpuint (read->len, ==, G_N_ELEMENTS (typed));
  for (guint i = 0; i < read->len; i++)
    g_assert_cmpstr (read->pdata[i], ==, typed[i]);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  parlor_cli_lines_free (lines);
}

/* A file grows no further than that, and nobody's nonsense does harm. */
static void
test_bounded (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorCliLines       *lines = parlor_cli_lines_new (fixture->path);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) again = NULL;

  for (guint i = 0; i < PARLOR_CLI_LINES_MAX + 50; i++) {
    g_autofree char *line = g_strdup_printf ("line %u", i);

    parlor_cli_lines_add (lines, line);
  }
  first = parlor_cli_lines_read (lines);
  g_assert_cmpuint (first->len, ==, PARLOR_CLI_LINES_MAX);
  g_assert_cmpstr (first->pdata[0], ==, "line 50");
  parlor_cli_lines_add (lines, "one more");
  again = parlor_cli_lines_read (lines);
  g_assert_cmpuint (again->len, ==, PARLOR_CLI_LINES_MAX);
  g_assert_cmpstr (again->pdata[PARLOR_CLI_LINES_MAX - 1], ==, "one more");
  parlor_cli_lines_free (lines);
}

static void
test_nonsense (Fixture      *fixture,
               gconstpointer unused)
{
  static const char     content[] = "good\n\n\xff\xfe\nhalf\\\nno end";
  ParlorCliLines       *lines = parlor_cli_lines_new (fixture->path);
  g_autoptr (GPtrArray) read = NULL;

  g_assert_true (g_file_set_contents (fixture->path, content, sizeof content - 1, NULL));
  read = parlor_cli_lines_read (lines);
  g_assert_cmpuint (read->len, ==, 3);
  g_assert_cmpstr (read->pdata[1], ==, "half\\");
  g_assert_cmpstr (read->pdata[2], ==, "no end");
  parlor_cli_lines_free (lines);
}

static void
test_settings (Fixture      *fixture,
               gconstpointer unused)
{
  g_autoptr (ParlorCliSettings) none = parlor_cli_settings_load (fixture->path);
  g_autoptr (ParlorCliSettings) settings = NULL;
  g_autoptr (ParlorCliSettings) odd = NULL;
  GStatBuf                      info;

  g_assert_null (none->folder);
  g_assert_false (none->leaves_at_qqq);
  none->folder = g_strdup ("/somewhere/else");
  none->conversation = g_strdup ("lobby");
  none->leaves_at_qqq = TRUE;
  g_assert_true (parlor_cli_settings_save (none, NULL));
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  settings = parlor_cli_settings_load (fixture->path);
  g_assert_cmpstr (settings->folder, ==, "/somewhere/else");
  g_assert_cmpstr (settings->conversation, ==, "lobby");
  g_assert_true (settings->leaves_at_qqq);

  /* What leads nowhere is as if it were not there. */
  g_assert_true (g_file_set_contents (fixture->path,
                                      "[last]\nfolder=../x\n[settings]\nqqq=perhaps\n", -1, NULL));
  odd = parlor_cli_settings_load (fixture->path);
  g_assert_null (odd->folder);
  g_assert_false (odd->leaves_at_qqq);
}

static void
test_rows (void)
{
  g_autofree char *fitted = parlor_cli_fit_row ("你好, world", 6);
  g_autofree char *padded = parlor_cli_fit_row ("ab", 4);

  g_assert_cmpuint (parlor_cli_count_rows ("> ", "", 10), ==, 1);
  g_assert_cmpuint (parlor_cli_count_rows ("\001\033[1m\002> ", "12345678", 10), ==, 2);
  g_assert_cmpuint (parlor_cli_count_rows ("> ", "1234567", 10), ==, 1);
  g_assert_cmpuint (parlor_cli_count_rows ("> ", "1234567你", 10), ==, 2); /* does not fit there */
  g_assert_cmpuint (parlor_cli_count_rows ("> ", "a\nb\n", 10), ==, 3);
  g_assert_cmpuint (parlor_cli_count_row_columns ("a你👩e\u0301"), ==, 6);
  g_assert_cmpstr (fitted, ==, "你好,…");
  g_assert_cmpstr (padded, ==, "ab  ");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-lines/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/cli-lines/bounded", Fixture, NULL, set_up, test_bounded, tear_down);
  g_test_add ("/cli-lines/nonsense", Fixture, NULL, set_up, test_nonsense, tear_down);
  g_test_add ("/cli-lines/settings", Fixture, NULL, set_up, test_settings, tear_down);
  g_test_add_func ("/cli-lines/rows", test_rows);

  return g_test_run ();
}
