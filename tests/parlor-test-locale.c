/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locales for tests: few systems have all. */

#include "parlor-test-locale.h"

#include <locale.h>

/**
 * parlor_test_locale_begin:
 * @name: such as "de_DE"
 *
 * Makes a locale of UTF-8 where nobody else sees it, and takes it for this program and those
 * that it starts.  C.UTF-8 will not do: glibc 2.41 translates nothing there.
 *
 * Returns: (transfer full) (nullable): what parlor_test_locale_end() takes; %NULL if localedef or
 *   its sources, the package locales, are missing
 */
char *
parlor_test_locale_begin (const char *name)
{
  g_autoptr (GError) error = NULL;
  char              *folder = g_dir_make_tmp ("parlor-XXXXXX", &error);
  g_autofree char   *locale = g_strconcat (name, ".UTF-8", NULL);
  g_autofree char   *path = g_build_filename (folder, locale, NULL);
  const char        *args[] = { "localedef", "--quiet", "--no-archive", "-i", name,
                                "-f", "UTF-8", path, NULL };

  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) args, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_setenv ("LOCPATH", folder, TRUE);
  g_setenv ("LC_ALL", locale, TRUE);
  if (setlocale (LC_ALL, "") != NULL)
    return folder;

  g_print ("1..0 # SKIP localedef cannot make the locale %s: see the package locales\n", name);
  parlor_test_locale_end (folder);

  return NULL;
}

/**
 * parlor_test_locale_end:
 * @folder: (transfer full): what parlor_test_locale_begin() returned
 *
 * Removes the locale.
 */
void
parlor_test_locale_end (char *folder)
{
  const char *args[] = { "rm", "-r", folder, NULL };

  g_spawn_sync (NULL, (char **) args, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (folder);
}
