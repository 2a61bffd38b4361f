/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-sandbox.h"

/**
 * parlor_sandbox_has_portals:
 *
 * As GIO sees it, which then talks to portals instead of to the desktop.
 *
 * Returns: whether the program runs in a sandbox, or is to behave as if it did
 */
gboolean
parlor_sandbox_has_portals (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP") != NULL ||
         g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}
