/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is longer than the screen, a page at a time. */

#define G_LOG_DOMAIN "parlor-cli-pager"

#include "parlor-cli-pager.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Of a page, without what one types and is told below it. */
#define PAGE_MIN_ROWS 10
#define OTHER_ROWS 3

struct _ParlorCliPager
{
  ParlorCli *cli;
  gboolean   is_paged;
  GPtrArray *rest; /* of char: what had no room, or NULL */
};

/**
 * parlor_cli_pager_new:
 * @cli: the program
 * @is_paged: whether somebody reads it on a screen; all is printed at once otherwise
 *
 * Returns: (transfer full): prints what may be long
 */
ParlorCliPager *
parlor_cli_pager_new (ParlorCli *cli,
                      gboolean   is_paged)
{
  ParlorCliPager *self = g_new0 (ParlorCliPager, 1);

  self->cli = cli;
  self->is_paged = is_paged;

  return self;
}

/**
 * parlor_cli_pager_free:
 * @self: (transfer full): what was not printed is not
 */
void
parlor_cli_pager_free (ParlorCliPager *self)
{
  g_clear_pointer (&self->rest, g_ptr_array_unref);
  g_free (self);
}

/**
 * parlor_cli_pager_count_rows:
 *
 * Returns: how many rows there are for what one reads at once
 */
guint
parlor_cli_pager_count_rows (void)
{
  const guint n_rows = parlor_cli_style_measure_rows (STDOUT_FILENO);

  return MAX (n_rows, PAGE_MIN_ROWS + OTHER_ROWS) - OTHER_ROWS;
}

/* Returns: how many of @lines there is room for */
static guint
count_page (ParlorCliPager *self,
            GPtrArray      *lines)
{
  guint n_left = parlor_cli_pager_count_rows ();
  guint n_lines = 0;

  if (!self->is_paged)
    return lines->len;

  while (n_lines < lines->len && n_left > 0) {
    const char *line = lines->pdata[n_lines++];

    for (n_left--; n_left > 0 && (line = strchr (line, '\n')) != NULL; line++)
      n_left--;
  }

  return n_lines;
}

/**
 * parlor_cli_pager_print_more:
 * @self: prints what may be long
 *
 * Prints the next page of what had no room, if there is any.
 */
void
parlor_cli_pager_print_more (ParlorCliPager *self)
{
  g_autoptr (GPtrArray) lines = g_steal_pointer (&self->rest);
  guint                 n_shown;

  if (lines == NULL)
    return;

  n_shown = count_page (self, lines);
  for (guint i = 0; i < n_shown; i++)
    parlor_cli_print (self->cli, "%s", (char *) lines->pdata[i]);
  if (n_shown == lines->len)
    return;

  g_ptr_array_remove_range (lines, 0, n_shown);
  parlor_cli_print (self->cli,
                    ngettext ("%u more line: press Enter.", "%u more lines: press Enter.",
                              lines->len),
                    lines->len);
  self->rest = g_steal_pointer (&lines);
}

/**
 * parlor_cli_pager_print:
 * @self: prints what may be long
 * @lines: (transfer full) (element-type utf8): what to print; what is left of before is not
 *
 * Prints the first page of it.
 */
void
parlor_cli_pager_print (ParlorCliPager *self,
                        GPtrArray      *lines)
{
  g_clear_pointer (&self->rest, g_ptr_array_unref);
  self->rest = lines;
  parlor_cli_pager_print_more (self);
}
