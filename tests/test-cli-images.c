/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images as terminals want them, and what terminals say of themselves. */

#include "parlor-cli-graphics.h"
#include "parlor-cli-sixel.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_PX 200

/* What a sixel terminal has on its screen. */
typedef struct
{
  int      width_px;
  int      height_px;
  gboolean is_set[MAX_PX][MAX_PX];
  int      percent[MAX_PX][MAX_PX][3];
} Screen;

typedef struct
{
  Screen     *screen;
  const char *p;
  int         x;
  int         y;
  int         color;
  int         palette[256][3];
} Decoder;

static int
take_number (Decoder *decoder)
{
  char *end;
  int   number = (int) g_ascii_strtoll (decoder->p, &end, 10);

  g_assert_true (end > decoder->p);
  decoder->p = *end == ';' ? end + 1 : end;

  return number;
}

static void
take_color (Decoder *decoder)
{
  decoder->color = take_number (decoder);
  g_assert_cmpint (decoder->color, <, 256);
  if (decoder->p[-1] != ';')
    return;

  g_assert_cmpint (take_number (decoder), ==, 2);
  for (int channel = 0; channel < 3; channel++) {
    decoder->palette[decoder->color][channel] = take_number (decoder);
    g_assert_cmpint (decoder->palette[decoder->color][channel], <=, 100);
  }
}

static void
draw (Decoder *decoder,
      int      n)
{
  const int bits = *decoder->p++ - '?';

  g_assert_cmpint (bits, >=, 0);
  g_assert_cmpint (bits, <, 64);
  for (; n > 0; n--, decoder->x++) {
    for (int i = 0; i < 6; i++) {
      if ((bits & 1 << i) == 0)
        continue;
      g_assert_cmpint (decoder->x, <, decoder->screen->width_px);
      g_assert_cmpint (decoder->y + i, <, decoder->screen->height_px);
      g_assert_false (decoder->screen->is_set[decoder->y + i][decoder->x]);
      decoder->screen->is_set[decoder->y + i][decoder->x] = TRUE;
      memcpy (decoder->screen->percent[decoder->y + i][decoder->x],
              decoder->palette[decoder->color], sizeof decoder->palette[0]);
    }
  }
}

static void
decode (const char *sixels,
        Screen     *screen)
{
  Decoder decoder = { .screen = screen };

  g_assert_true (g_str_has_prefix (sixels, "\033P0;1q\"1;1;"));
  decoder.p = sixels + strlen ("\033P0;1q\"1;1;");
  screen->width_px = take_number (&decoder);
  screen->height_px = take_number (&decoder);

  while (*decoder.p != '\033') {
    const char c = *decoder.p;

    decoder.p += strchr ("#$-!", c) != NULL;
    if (c == '#') {
      take_color (&decoder);
    } else if (c == '$') {
      decoder.x = 0;
    } else if (c == '-') {
      decoder.x = 0;
      decoder.y += 6;
    } else {
      draw (&decoder, c == '!' ? take_number (&decoder) : 1);
    }
  }
  g_assert_cmpstr (decoder.p, ==, "\033\\");
}

/* @bytes: red, green, blue and alpha of each pixel; its rows are padded */
static ParlorImage *
make_image (int width_px,
            int height_px,
            void (*paint) (int     x,
                           int     y,
                           guint8 *pixel))
{
  ParlorImage *image = g_new0 (ParlorImage, 1);
  guint8      *pixels;

  image->width_px = width_px;
  image->height_px = height_px;
  image->stride_bytes = 4 * width_px + 12;
  image->n_frames = 1;
  pixels = g_malloc (image->stride_bytes * height_px);
  memset (pixels, 0xee, image->stride_bytes * height_px);
  for (int y = 0; y < height_px; y++)
    for (int x = 0; x < width_px; x++)
      paint (x, y, pixels + y * image->stride_bytes + 4 * x);
  image->pixels = g_bytes_new_take (pixels, image->stride_bytes * height_px);

  return image;
}

static void
drop_image (ParlorImage *image)
{
  g_bytes_unref (image->pixels);
  g_free (image);
}

static char *
to_text (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
paint_quadrants (int     x,
                 int     y,
                 guint8 *pixel)
{
  pixel[0] = x < 5 ? 255 : 0;
  pixel[1] = y < 4 ? 255 : 0;
  pixel[2] = 51;
  pixel[3] = x == 9 ? 0 : 255; /* the last column cannot be seen */
}

/* Few colours come back as they were. */
static void
test_sixel (void)
{
  ParlorImage       *image = make_image (10, 8, paint_quadrants);
  g_autoptr (GBytes) bytes = parlor_cli_sixel_encode (image);
  g_autofree char   *text = to_text (bytes);
  g_autofree Screen *screen = g_new0 (Screen, 1);

  decode (text, screen);
  g_assert_cmpint (screen->width_px, ==, 10);
  g_assert_cmpint (screen->height_px, ==, 8);
  for (int y = 0; y < 8; y++) {
    for (int x = 0; x < 10; x++) {
      g_assert_cmpint (screen->is_set[y][x], ==, x < 9);
      if (x == 9)
        continue;
      g_assert_cmpint (screen->percent[y][x][0], ==, x < 5 ? 100 : 0);
      g_assert_cmpint (screen->percent[y][x][1], ==, y < 4 ? 100 : 0);
      g_assert_cmpint (screen->percent[y][x][2], ==, 20);
    }
  }
  drop_image (image);
}

static void
paint_gradient (int     x,
                int     y,
                guint8 *pixel)
{
  pixel[0] = x * 255 / (MAX_PX - 1);
  pixel[1] = y * 255 / (MAX_PX - 1);
  pixel[2] = (x + y) * 255 / (2 * MAX_PX - 2);
  pixel[3] = 255;
}

/* Of forty thousand colours, 256 are enough to come close to each. */
static void
test_sixel_colors (void)
{
  ParlorImage       *image = make_image (MAX_PX, MAX_PX, paint_gradient);
  g_autoptr (GBytes) bytes = parlor_cli_sixel_encode (image);
  g_autofree char   *text = to_text (bytes);
  g_autofree Screen *screen = g_new0 (Screen, 1);
  gint64             error = 0;

  decode (text, screen);
  for (int y = 0; y < MAX_PX; y++) {
    for (int x = 0; x < MAX_PX; x++) {
      guint8 pixel[4];

      paint_gradient (x, y, pixel);
      g_assert_true (screen->is_set[y][x]);
      for (int channel = 0; channel < 3; channel++)
        error += ABS (screen->percent[y][x][channel] - pixel[channel] * 100 / 255);
    }
  }
  g_assert_cmpint (error / (3 * MAX_PX * MAX_PX), <=, 3); /* percent */
  drop_image (image);
}

static void
paint_nothing (int     x,
               int     y,
               guint8 *pixel)
{
  memset (pixel, 0, 4);
}

static void
test_sixel_clear (void)
{
  ParlorImage       *image = make_image (3, 7, paint_nothing);
  g_autoptr (GBytes) bytes = parlor_cli_sixel_encode (image);
  g_autofree char   *text = to_text (bytes);

  g_assert_cmpstr (text, ==, "\033P0;1q\"1;1;3;7-\033\\");
  drop_image (image);
}

/* Takes what is between `;` and the end of each part, and checks what is around it. */
static char *
join_chunks (const char *text,
             const char *first_keys)
{
  g_auto (GStrv) parts = g_strsplit (text, "\033\\", -1);
  const guint    n_parts = g_strv_length (parts) - 1;
  GString       *base64 = g_string_new (NULL);

  g_assert_cmpstr (parts[n_parts], ==, "");
  for (guint i = 0; i < n_parts; i++) {
    const char      *data = strchr (parts[i], ';');
    g_autofree char *keys = g_strndup (parts[i], data - parts[i]);
    g_autofree char *expected = g_strdup_printf (
      "\033_G%sm=%d", i == 0 ? first_keys : "", i + 1 < n_parts);

    g_assert_cmpstr (keys, ==, expected);
    g_assert_cmpuint (strlen (data + 1), <=, 4096);
    if (i + 1 < n_parts)
      g_assert_cmpuint (strlen (data + 1) % 4, ==, 0);
    g_string_append (base64, data + 1);
  }

  return g_string_free (base64, FALSE);
}

static void
paint_noise (int     x,
             int     y,
             guint8 *pixel)
{
  for (int i = 0; i < 4; i++)
    pixel[i] = (guint8) g_random_int ();
}

static void
check_kitty (ParlorImage *image,
             const char  *keys)
{
  g_autoptr (GBytes)            bytes = parlor_cli_kitty_encode (image);
  g_autofree char              *text = to_text (bytes);
  g_autofree char              *base64 = join_chunks (text, keys);
  gsize                         size;
  g_autofree guint8            *packed = g_base64_decode (base64, &size);
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  const gsize                   row_bytes = 4 * image->width_px;
  const gsize                   all_bytes = row_bytes * image->height_px;
  g_autofree guint8            *pixels = g_malloc (all_bytes + 1);
  const guint8                 *wanted = g_bytes_get_data (image->pixels, NULL);
  g_autoptr (GError)            error = NULL;
  gsize                         n_read;
  gsize                         n_written;

  g_converter_convert (G_CONVERTER (zlib), packed, size, pixels, all_bytes + 1,
                       G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_written, ==, all_bytes);
  for (int y = 0; y < image->height_px; y++)
    g_assert_cmpmem (pixels + y * row_bytes, row_bytes, wanted + y * image->stride_bytes,
                     row_bytes);
}

static void
test_kitty (void)
{
  ParlorImage *small = make_image (10, 8, paint_quadrants);
  ParlorImage *large = make_image (100, 60, paint_noise);

  check_kitty (small, "a=T,f=32,o=z,q=2,s=10,v=8,");
  check_kitty (large, "a=T,f=32,o=z,q=2,s=100,v=60,");
  drop_image (small);
  drop_image (large);
}

static void
assert_says (const char       *answer,
             gboolean          is_all,
             ParlorCliGraphics expected,
             const char       *typed_expected)
{
  g_autoptr (GString) typed = g_string_new (NULL);
  ParlorCliGraphics   graphics;

  g_assert_cmpint (parlor_cli_graphics_parse (answer, strlen (answer), &graphics, typed), ==,
                   is_all);
  g_assert_cmpint (graphics.has_kitty, ==, expected.has_kitty);
  g_assert_cmpint (graphics.has_sixel, ==, expected.has_sixel);
  g_assert_cmpint (graphics.cell_width_px, ==, expected.cell_width_px);
  g_assert_cmpint (graphics.cell_height_px, ==, expected.cell_height_px);
  g_assert_cmpstr (typed->str, ==, typed_expected);
}

/* What terminals answer, and what else comes from a keyboard. */
static void
test_answers (void)
{
  const ParlorCliGraphics none = { 0 };

  assert_says ("", FALSE, none, "");
  assert_says ("\033[?1;2c", TRUE, none, "");
  assert_says ("\033[?62;4;22c", TRUE, (ParlorCliGraphics){ .has_sixel = TRUE }, "");
  assert_says ("\033[?4;22c", TRUE, none, ""); /* a VT132 */
  assert_says ("\033_Gi=31;OK\033\\\033[6;20;10t\033[?62c", TRUE,
               (ParlorCliGraphics){ .has_kitty = TRUE, .cell_width_px = 10, .cell_height_px = 20 },
               "");
  assert_says ("\033_Gi=31;ENOTSUP:no\033\\\033[?62c", TRUE, none, "");
  assert_says ("he\033[?62;4cllo\n", TRUE, (ParlorCliGraphics){ .has_sixel = TRUE }, "hello\n");
  assert_says ("\033[6;0;-4t\033[6;99999999999;8t", FALSE, none, "");
  assert_says ("\033[?62;4", FALSE, none, "\033[?62;4");
  assert_says ("\033_Gi=31;O", FALSE, none, "\033_Gi=31;O");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-images/sixel", test_sixel);
  g_test_add_func ("/cli-images/sixel-colors", test_sixel_colors);
  g_test_add_func ("/cli-images/sixel-clear", test_sixel_clear);
  g_test_add_func ("/cli-images/kitty", test_kitty);
  g_test_add_func ("/cli-images/answers", test_answers);

  return g_test_run ();
}
