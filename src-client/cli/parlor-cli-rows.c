/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many rows of a terminal readline takes.  It counts character by character, and knows nothing
 * of emoji that are joined of several. */

#define G_LOG_DOMAIN "parlor-cli-rows"

#include "parlor-cli-rows.h"

#include <wchar.h>

#define TAB_COLUMNS 8

/**
 * parlor_cli_count_row_columns:
 * @text: UTF-8, of one row; what is between \001 and \002 is not seen
 *
 * Returns: how many columns it takes
 */
guint
parlor_cli_count_row_columns (const char *text)
{
  guint    n_columns = 0;
  gboolean is_seen = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (*p == '\001' || *p == '\002')
      is_seen = *p == '\002';
    else if (is_seen)
      n_columns += MAX (wcwidth (g_utf8_get_char (p)), 0);

  return n_columns;
}

/**
 * parlor_cli_count_rows:
 * @prompt: what stands before @text
 * @text: UTF-8, perhaps with breaks
 * @n_columns: how wide the terminal is
 *
 * Returns: the rows that both take, at least 1
 */
guint
parlor_cli_count_rows (const char *prompt,
                       const char *text,
                       guint       n_columns)
{
  const guint n_before = parlor_cli_count_row_columns (prompt);
  guint       n_rows = 1 + n_before / n_columns;
  guint       column = n_before % n_columns;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    guint width = MAX (wcwidth (g_utf8_get_char (p)), 0);

    if (*p == '\t')
      width = TAB_COLUMNS - column % TAB_COLUMNS;
    if (*p == '\n' || column + width > n_columns) {
      n_rows++;
      column = 0;
    }
    column += width;
  }

  return n_rows + column / n_columns;
}

/**
 * parlor_cli_fit_row:
 * @text: UTF-8, of one row
 * @n_columns: the room that there is, at least 1
 *
 * Returns: (transfer full): @text, with spaces behind it or cut off so that it takes just that
 */
char *
parlor_cli_fit_row (const char *text,
                    guint       n_columns)
{
  GString *row = g_string_new (NULL);
  guint    n_taken = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    const guint width = MAX (wcwidth (g_utf8_get_char (p)), 0);

    if (n_taken + width > n_columns - (*g_utf8_next_char (p) != '\0')) {
      g_string_append (row, "…");
      n_taken++;
      break;
    }
    g_string_append_unichar (row, g_utf8_get_char (p));
    n_taken += width;
  }
  g_string_append_printf (row, "%*s", (int) (n_columns - MIN (n_taken, n_columns)), "");

  return g_string_free (row, FALSE);
}
