/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images as terminals want them: sixel (VT330/VT340 Programmer Reference Manual, volume 2, chapter
 * 14) and kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol). */

#define G_LOG_DOMAIN "parlor-cli-sixel"

#include "parlor-cli-sixel.h"

#include "parlor-cli-palette.h"

#include <gio/gio.h>
#include <string.h>

#define SIXEL_ROWS 6

/* Fewer of the same are shorter as they are. */
#define REPEAT_MIN 4

/* Kitty takes at most as many bytes of base64 at once. */
#define CHUNK_BYTES 4096

static void
append_repeated (GString *output,
                 char     sixel,
                 guint    n)
{
  if (n >= REPEAT_MIN) {
    g_string_append_printf (output, "!%u%c", n, sixel);
    return;
  }

  for (guint i = 0; i < n; i++)
    g_string_append_c (output, sixel);
}

/* One colour of a band: for each column, a bit for each of its six pixels. */
static void
append_color (GString      *output,
              guint         color,
              const guint8 *bits,
              int           width)
{
  int last = width;
  int x = 0;

  while (last > 0 && bits[last - 1] == 0)
    last--;

  g_string_append_printf (output, "#%u", color);
  while (x < last) {
    const int start = x;

    while (x < last && bits[x] == bits[start])
      x++;
    append_repeated (output, '?' + bits[start], x - start);
  }
}

/* @bits: room for the columns of all colours */
static void
append_band (GString                *output,
             const ParlorCliPalette *palette,
             const ParlorImage      *image,
             int                     top,
             guint8                 *bits)
{
  const int width = image->width_px;
  gboolean  is_used[PARLOR_CLI_PALETTE_MAX] = { FALSE };
  gboolean  is_first = TRUE;

  memset (bits, 0, (gsize) width * palette->n_colors);
  for (int y = top; y < MIN (top + SIXEL_ROWS, image->height_px); y++) {
    for (int x = 0; x < width; x++) {
      const guint16 color = palette->pixels[(gsize) y * width + x];

      if (color == PARLOR_CLI_CLEAR)
        continue;
      bits[(gsize) color * width + x] |= 1 << (y - top);
      is_used[color] = TRUE;
    }
  }

  for (guint i = 0; i < palette->n_colors; i++) {
    if (!is_used[i])
      continue;
    if (!is_first)
      g_string_append_c (output, '$');
    append_color (output, i, bits + (gsize) i * width, width);
    is_first = FALSE;
  }
}

/**
 * parlor_cli_sixel_encode:
 * @image: an image; of an animation, it is the first frame
 *
 * Returns: (transfer full): what shows it at the cursor; what cannot be seen of it stays as it is
 */
GBytes *
parlor_cli_sixel_encode (const ParlorImage *image)
{
  g_autoptr (ParlorCliPalette) palette = parlor_cli_palette_new (image);
  g_autofree guint8           *bits =
    g_malloc0 ((gsize) image->width_px * MAX (palette->n_colors, 1));
  GString *output = g_string_new ("\033P0;1q");

  g_string_append_printf (output, "\"1;1;%d;%d", image->width_px, image->height_px);
  for (guint i = 0; i < palette->n_colors; i++)
    g_string_append_printf (output, "#%u;2;%d;%d;%d", i, (palette->colors[i][0] * 100 + 127) / 255,
                            (palette->colors[i][1] * 100 + 127) / 255,
                            (palette->colors[i][2] * 100 + 127) / 255);
  for (int top = 0; top < image->height_px; top += SIXEL_ROWS) {
    if (top > 0)
      g_string_append_c (output, '-');
    append_band (output, palette, image, top, bits);
  }
  g_string_append (output, "\033\\");

  return g_string_free_to_bytes (output);
}

/* Without what pads its rows. */
static GBytes *
pack_pixels (const ParlorImage *image)
{
  const gsize   row_bytes = 4 * (gsize) image->width_px;
  const guint8 *pixels = g_bytes_get_data (image->pixels, NULL);
  guint8       *packed = g_malloc (row_bytes * image->height_px);

  for (int y = 0; y < image->height_px; y++)
    memcpy (packed + y * row_bytes, pixels + (gsize) y * image->stride_bytes, row_bytes);

  return g_bytes_new_take (packed, row_bytes * image->height_px);
}

static char *
compress (GBytes *pixels)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6);
  g_autoptr (GInputStream)    plain = g_memory_input_stream_new_from_bytes (pixels);
  g_autoptr (GInputStream)    packed = g_converter_input_stream_new (plain, G_CONVERTER (zlib));
  g_autoptr (GOutputStream)   output = g_memory_output_stream_new_resizable ();

  /* Nothing of it can fail: it is all in memory. */
  g_output_stream_splice (output, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);

  return g_base64_encode (
    g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (output)),
    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (output)));
}

/**
 * parlor_cli_kitty_encode:
 * @image: an image; of an animation, it is the first frame
 *
 * Returns: (transfer full): what shows it at the cursor, and is not answered
 */
GBytes *
parlor_cli_kitty_encode (const ParlorImage *image)
{
  g_autoptr (GBytes) pixels = pack_pixels (image);
  g_autofree char   *base64 = compress (pixels);
  const gsize        size = strlen (base64);
  GString           *output = g_string_new (NULL);

  for (gsize at = 0; at < size; at += CHUNK_BYTES) {
    const gsize n = MIN (size - at, CHUNK_BYTES);

    if (at == 0)
      g_string_append_printf (output, "\033_Ga=T,f=32,o=z,q=2,s=%d,v=%d,m=%d;", image->width_px,
                              image->height_px, at + n < size);
    else
      g_string_append_printf (output, "\033_Gm=%d;", at + n < size);
    g_string_append_len (output, base64 + at, n);
    g_string_append (output, "\033\\");
  }

  return g_string_free_to_bytes (output);
}
