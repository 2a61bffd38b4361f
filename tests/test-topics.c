/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each packet that a client may send is carried out, and tried by a test that
 * knows what it is for. */

#include "parlor-topics.h"

#include <string.h>

static gboolean
is_of_client (guint type)
{
  return parlor_packet_info (type)->sender == PARLOR_SENDER_CLIENT;
}

static void
test_handlers (void)
{
  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    if (is_of_client (type) != (parlor_topics[type] != NULL)) {
      g_test_message ("%s", parlor_packet_info (type)->name);
      g_test_fail ();
    }
  }
}

/* Those that send whatever there is say nothing of a single packet. */
static gboolean
knows_what_it_tests (const char *name)
{
  static const char *const others[] = { "test-protocol", "parlor-test-deeds", "parlor-test-model",
                                        "parlor-test-crowd", "test-packets", "test-topics" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_has_prefix (name, others[i]))
      return FALSE;

  return g_str_has_suffix (name, ".c");
}

/* Returns what is written in all tests. */
static char *
read_tests (void)
{
  const char        *folder = g_getenv ("G_TEST_SRCDIR");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir)   dir = g_dir_open (folder, 0, &error);
  GString           *all = g_string_new (NULL);
  const char        *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *text = NULL;

    if (!knows_what_it_tests (name))
      continue;
    g_file_get_contents (path, &text, NULL, &error);
    g_assert_no_error (error);
    g_string_append (all, text);
  }

  return g_string_free (all, FALSE);
}

/* Whether @word stands in @text, not as the beginning of a longer one. */
static gboolean
contains_word (const char *text,
               const char *word)
{
  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    if (!g_ascii_isalpha (p[strlen (word)]) && p[strlen (word)] != '_')
      return TRUE;

  return FALSE;
}

static void
test_tests (void)
{
  g_autofree char *tests = read_tests ();

  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    g_autofree char *upper = g_ascii_strup (parlor_packet_info (type)->name, -1);
    g_autofree char *word = g_strconcat ("PARLOR_PACKET_", g_strdelimit (upper, "-", '_'), NULL);

    if (is_of_client (type) && !contains_word (tests, word)) {
      g_test_message ("No test sends %s", parlor_packet_info (type)->name);
      g_test_fail ();
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topics/handlers", test_handlers);
  g_test_add_func ("/topics/tests", test_tests);

  return g_test_run ();
}
