/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colours that do an image the least harm: median cut.  All colours are put into one box; the
 * box in which the most pixels differ the most is cut in two, at the median of the channel in
 * which it is longest, until there are as many boxes as there may be colours. */

#define G_LOG_DOMAIN "parlor-cli-palette"

#include "parlor-cli-palette.h"

/* Colours that are closer together than this count as the same. */
#define BITS 5
#define N_CELLS (1 << (3 * BITS))

/* Half of a pixel, and more, has to be seen. */
#define OPAQUE_MIN 128

/* All pixels of about the same colour. */
typedef struct
{
  guint64 sums[3];
  guint   n_pixels;
  guint16 index; /* among all that there might be */
} Cell;

typedef struct
{
  guint   start; /* in the list of cells */
  guint   n_cells;
  int     channel; /* in which it is longest */
  guint64 weight;
} Box;

static guint
get_index (const guint8 *pixel)
{
  return (pixel[0] >> (8 - BITS)) << (2 * BITS) | (pixel[1] >> (8 - BITS)) << BITS |
         pixel[2] >> (8 - BITS);
}

static int
get_level (const Cell *cell,
           int         channel)
{
  return (cell->index >> ((2 - channel) * BITS)) & ((1 << BITS) - 1);
}

static const guint8 *
get_pixel (const ParlorImage *image,
           int                x,
           int                y)
{
  const guint8 *pixels = g_bytes_get_data (image->pixels, NULL);

  return pixels + (gsize) y * image->stride_bytes + 4 * (gsize) x;
}

/* Returns: the cells that have pixels */
static GArray *
count_pixels (const ParlorImage *image)
{
  g_autofree Cell *all = g_new0 (Cell, N_CELLS);
  GArray          *cells = g_array_new (FALSE, FALSE, sizeof (Cell));

  for (int y = 0; y < image->height_px; y++) {
    for (int x = 0; x < image->width_px; x++) {
      const guint8 *pixel = get_pixel (image, x, y);
      Cell         *cell = &all[get_index (pixel)];

      if (pixel[3] < OPAQUE_MIN)
        continue;
      for (int channel = 0; channel < 3; channel++)
        cell->sums[channel] += pixel[channel];
      cell->n_pixels++;
    }
  }

  for (guint i = 0; i < N_CELLS; i++) {
    all[i].index = i;
    if (all[i].n_pixels > 0)
      g_array_append_val (cells, all[i]);
  }

  return cells;
}

static void
measure_box (const GArray *cells,
             Box          *box)
{
  int     longest = 0;
  guint64 n_pixels = 0;

  for (int channel = 0; channel < 3; channel++) {
    int min = 1 << BITS;
    int max = -1;

    for (guint i = box->start; i < box->start + box->n_cells; i++) {
      const int level = get_level (&g_array_index (cells, Cell, i), channel);

      min = MIN (min, level);
      max = MAX (max, level);
    }
    if (max - min > longest) {
      longest = max - min;
      box->channel = channel;
    }
  }
  for (guint i = box->start; i < box->start + box->n_cells; i++)
    n_pixels += g_array_index (cells, Cell, i).n_pixels;

  box->weight = n_pixels * longest;
}

static int
compare_cells (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const int channel = GPOINTER_TO_INT (user_data);

  return get_level (a, channel) - get_level (b, channel);
}

/* Returns: the other half */
static Box
cut_box (GArray *cells,
         Box    *box)
{
  Box     other = { 0 };
  guint64 n_all = 0;
  guint64 n_before = 0;
  guint   middle;

  g_qsort_with_data (&g_array_index (cells, Cell, box->start), (int) box->n_cells, sizeof (Cell),
                     compare_cells, GINT_TO_POINTER (box->channel));
  for (guint i = 0; i < box->n_cells; i++)
    n_all += g_array_index (cells, Cell, box->start + i).n_pixels;
  for (middle = 0; middle < box->n_cells - 1 && 2 * n_before < n_all; middle++)
    n_before += g_array_index (cells, Cell, box->start + middle).n_pixels;
  middle = MAX (middle, 1);

  other.start = box->start + middle;
  other.n_cells = box->n_cells - middle;
  box->n_cells = middle;
  measure_box (cells, box);
  measure_box (cells, &other);

  return other;
}

static guint
cut (GArray *cells,
     Box    *boxes)
{
  guint n_boxes = cells->len > 0 ? 1 : 0;

  boxes[0] = (Box){ 0, cells->len, 0, 0 };
  if (n_boxes > 0)
    measure_box (cells, &boxes[0]);

  while (n_boxes > 0 && n_boxes < PARLOR_CLI_PALETTE_MAX) {
    guint heaviest = 0;

    for (guint i = 1; i < n_boxes; i++)
      if (boxes[i].weight > boxes[heaviest].weight)
        heaviest = i;
    if (boxes[heaviest].weight == 0)
      break;
    boxes[n_boxes] = cut_box (cells, &boxes[heaviest]);
    n_boxes++;
  }

  return n_boxes;
}

/* The colour of a box is the mean of its pixels; @numbers gets which it is of each cell. */
static void
name_colors (ParlorCliPalette *self,
             const GArray     *cells,
             const Box        *boxes,
             guint16          *numbers)
{
  for (guint i = 0; i < self->n_colors; i++) {
    guint64 sums[3] = { 0 };
    guint64 n_pixels = 0;

    for (guint j = boxes[i].start; j < boxes[i].start + boxes[i].n_cells; j++) {
      const Cell *cell = &g_array_index (cells, Cell, j);

      for (int channel = 0; channel < 3; channel++)
        sums[channel] += cell->sums[channel];
      n_pixels += cell->n_pixels;
      numbers[cell->index] = i;
    }
    for (int channel = 0; channel < 3; channel++)
      self->colors[i][channel] = sums[channel] / n_pixels;
  }
}

/**
 * parlor_cli_palette_new:
 * @image: an image; of an animation, it is the first frame
 *
 * Returns: (transfer full): the same in few colours
 */
ParlorCliPalette *
parlor_cli_palette_new (const ParlorImage *image)
{
  ParlorCliPalette   *self = g_new0 (ParlorCliPalette, 1);
  g_autoptr (GArray)  cells = count_pixels (image);
  g_autofree Box     *boxes = g_new0 (Box, PARLOR_CLI_PALETTE_MAX);
  g_autofree guint16 *numbers = g_new0 (guint16, N_CELLS);
  guint16            *next;

  self->n_colors = cut (cells, boxes);
  name_colors (self, cells, boxes, numbers);

  next = self->pixels = g_new (guint16, (gsize) image->width_px * image->height_px);
  for (int y = 0; y < image->height_px; y++) {
    for (int x = 0; x < image->width_px; x++) {
      const guint8 *pixel = get_pixel (image, x, y);

      *next++ = pixel[3] < OPAQUE_MIN ? PARLOR_CLI_CLEAR : numbers[get_index (pixel)];
    }
  }

  return self;
}

void
parlor_cli_palette_free (ParlorCliPalette *self)
{
  g_free (self->pixels);
  g_free (self);
}
