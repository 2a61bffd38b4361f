/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What strangers wrote, made harmless: nothing of it is obeyed by a terminal. */

#define G_LOG_DOMAIN "parlor-cli-clean"

#include "parlor-cli-clean.h"

#define REPLACEMENT 0xfffd

/* What would change the terminal's state, or turn the text around. */
static gboolean
is_dangerous (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

/* @line_break: what becomes of one */
static char *
clean (const char *text,
       const char *line_break)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString         *output = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    const gunichar c = g_utf8_get_char (p);

    if (c == '\n')
      g_string_append (output, line_break);
    else if (c == '\t')
      g_string_append_c (output, ' ');
    else if (c != '\r' || p[1] != '\n')
      g_string_append_unichar (output, is_dangerous (c) ? REPLACEMENT : c);
  }

  return g_string_free (output, FALSE);
}

/**
 * parlor_cli_clean:
 * @text: what somebody else wrote
 *
 * Returns: (transfer full): @text without anything that a terminal would obey;
 *   its lines after the first are indented, so that none looks like an event
 */
char *
parlor_cli_clean (const char *text)
{
  return clean (text, "\n        ");
}

/**
 * parlor_cli_clean_lines:
 * @text: what somebody else wrote
 *
 * Returns: (transfer full): the same, with lines that are not indented: for who wraps them
 */
char *
parlor_cli_clean_lines (const char *text)
{
  return clean (text, "\n");
}

/**
 * parlor_cli_clean_line:
 * @text: what somebody else wrote
 *
 * Returns: (transfer full): the same in one line
 */
char *
parlor_cli_clean_line (const char *text)
{
  return clean (text, " ");
}
