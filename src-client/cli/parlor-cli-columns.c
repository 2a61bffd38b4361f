/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines of the same kind, with what belongs together below one another. */

#define G_LOG_DOMAIN "parlor-cli-columns"

#include "parlor-cli-columns.h"

#include "parlor-cli-clean.h"
#include "parlor-cli-text.h"
#include "parlor-cli-width.h"

#define MAX_COLUMNS 4
#define GAP_COLUMNS 2

/* Where all but the last column take more than that of the line, the last one goes below. */
#define MAX_PART 0.6

/* What is longer is put below as well, rather than to push all others away. */
#define MAX_CELL_PART 0.45

#define BELOW_COLUMNS 6

/* Lines that have the same columns. */
typedef struct
{
  guint start;
  guint end;
  guint n_cells;
  guint widths[MAX_COLUMNS];
} Block;

static guint
count_cells (const ParlorCommandOutcome *outcome,
             guint                       i)
{
  char **cells = outcome->cells->pdata[i];

  return cells != NULL ? MIN (g_strv_length (cells), MAX_COLUMNS) : 0;
}

static void
measure_cells (const ParlorCliStyle *style,
               Block                *block,
               char                **cells)
{
  for (guint i = 0; i + 1 < block->n_cells; i++) {
    g_autofree char *clean = parlor_cli_clean_line (cells[i]);
    const guint      width = parlor_cli_count_columns (clean);

    if (width <= style->width_columns * MAX_CELL_PART)
      block->widths[i] = MAX (block->widths[i], width);
  }
}

/* The block that begins at @start. */
static Block
find_block (const ParlorCliStyle       *style,
            const ParlorCommandOutcome *outcome,
            guint                       start)
{
  Block block = { .start = start, .n_cells = count_cells (outcome, start) };

  for (block.end = start;
       block.end < outcome->lines->len && count_cells (outcome, block.end) == block.n_cells;
       block.end++)
    measure_cells (style, &block, outcome->cells->pdata[block.end]);

  return block;
}

static void
append_spaces (ParlorCliText *line,
               guint          n)
{
  g_autofree char *spaces = g_strnfill (n, ' ');

  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, spaces);
}

static char *
align_cells (const ParlorCliStyle *style,
             const Block          *block,
             char                **cells)
{
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();
  guint                     at = 0;   /* where the line is */
  guint                     stop = 0; /* where the next cell begins */
  gboolean                  is_below;

  for (guint i = 0; i + 1 < block->n_cells; i++) {
    g_autofree char *clean = parlor_cli_clean_line (cells[i]);

    append_spaces (line, stop > at ? stop - at : (i > 0) * GAP_COLUMNS);
    at = MAX (stop, at + (stop > at ? 0 : (i > 0) * GAP_COLUMNS));
    parlor_cli_text_append (line, i == 0 ? PARLOR_CLI_INK_BOLD : PARLOR_CLI_INK_PLAIN, clean);
    at += parlor_cli_count_columns (clean);
    stop += block->widths[i] + GAP_COLUMNS;
  }
  if (*cells[block->n_cells - 1] == '\0')
    return parlor_cli_text_render (line, style, BELOW_COLUMNS);

  is_below = at + 1 > stop || stop > style->width_columns * MAX_PART;
  if (is_below)
    parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "\n");
  else
    append_spaces (line, stop - at);
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, cells[block->n_cells - 1]);

  return parlor_cli_text_render (line, style, is_below ? BELOW_COLUMNS : stop);
}

static char *
wrap_line (const ParlorCliStyle *style,
           const char           *text)
{
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();

  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, text);

  return parlor_cli_text_render (line, style, 0);
}

/**
 * parlor_cli_align_lines:
 * @style: what the output can do; where it is no terminal, lines are as they came
 * @outcome: what came of a command
 *
 * Returns: (transfer full) (element-type utf8): its lines, as they are to be printed
 */
GPtrArray *
parlor_cli_align_lines (const ParlorCliStyle       *style,
                        const ParlorCommandOutcome *outcome)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  guint      i = 0;

  while (i < outcome->lines->len) {
    Block block;

    if (style->width_columns == 0) {
      g_ptr_array_add (lines, parlor_cli_clean (outcome->lines->pdata[i++]));
      continue;
    }
    if (count_cells (outcome, i) < 2) {
      g_ptr_array_add (lines, wrap_line (style, outcome->lines->pdata[i++]));
      continue;
    }
    for (block = find_block (style, outcome, i); i < block.end; i++)
      g_ptr_array_add (lines, align_cells (style, &block, outcome->cells->pdata[i]));
  }

  return lines;
}
