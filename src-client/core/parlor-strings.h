/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * parlor_set_string:
 * @slot: a string that its owner frees, or %NULL
 * @value: (nullable): what it is to say
 *
 * What setters of properties do with a string.
 *
 * Returns: whether it says something else than before
 */
static inline gboolean
parlor_set_string (char      **slot,
                   const char *value)
{
  char *old = *slot;

  if (g_strcmp0 (old, value) == 0)
    return FALSE;

  *slot = g_strdup (value);
  g_free (old);

  return TRUE;
}

G_END_DECLS
