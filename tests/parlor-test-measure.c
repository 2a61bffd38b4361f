/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-measure"

#include "parlor-test-measure.h"

#include <unistd.h>

/**
 * parlor_test_resident_kib:
 * @self: a server that runs
 *
 * Returns: how much memory it takes now
 */
gsize
parlor_test_resident_kib (ParlorTestServer *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", parlor_test_server_get_pid (self));
  g_autofree char *text = NULL;
  g_auto (GStrv)   words = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  words = g_strsplit (text, " ", 3);

  return g_ascii_strtoull (words[1], NULL, 10) * sysconf (_SC_PAGESIZE) / 1024;
}

/**
 * parlor_test_count_descriptors:
 * @self: a server that runs
 *
 * Returns: how many files and connections it has open
 */
guint
parlor_test_count_descriptors (ParlorTestServer *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", parlor_test_server_get_pid (self));
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint            n_descriptors = 0;

  while (g_dir_read_name (dir) != NULL)
    n_descriptors++;

  return n_descriptors;
}
