/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images that are made to hurt: each ends as an image or as an error, in time,
 * and the next one works. */

#include "parlor-image.h"

#include "parlor-image-header.h"
#include "parlor-limits.h"

#include <glib/gstdio.h>
#include <string.h>

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ParlorImage *
load (GBytes  *content,
      gint64   max_animation_px,
      GError **error)
{
  const ParlorImageRequest request = { .content = content,
                                       .max_width_px = 400,
                                       .max_height_px = 400,
                                       .max_animation_px = max_animation_px };
  g_autoptr (GAsyncResult) result = NULL;

  parlor_image_load_async (&request, G_PRIORITY_DEFAULT, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return parlor_image_load_finish (result, error);
}

static GBytes *
read_media (const char *name)
{
  g_autofree char   *path = g_test_build_filename (G_TEST_DIST, "media", name, NULL);
  g_autoptr (GError) error = NULL;
  char              *content;
  gsize              size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (content, size);
}

static GBytes *
take (GByteArray *array)
{
  return g_byte_array_free_to_bytes (array);
}

static void
append (GByteArray *array,
        const char *data,
        gsize       size)
{
  g_byte_array_append (array, (const guint8 *) data, size);
}

static void
append_u32 (GByteArray *array,
            guint32     value)
{
  value = GUINT32_TO_BE (value);
  append (array, (const char *) &value, 4);
}

static guint32
crc_of (const guint8 *data,
        gsize         size)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < size; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }

  return crc ^ 0xffffffff;
}

static void
append_chunk (GByteArray *array,
              const char *kind,
              const char *data,
              gsize       size)
{
  guint begin;

  append_u32 (array, size);
  begin = array->len;
  append (array, kind, 4);
  append (array, data, size);
  append_u32 (array, crc_of (array->data + begin, array->len - begin));
}

static GByteArray *
begin_png (guint32 width_px,
           guint32 height_px)
{
  GByteArray            *png = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();

  append (png, "\x89PNG\r\n\x1a\n", 8);
  append_u32 (header, width_px);
  append_u32 (header, height_px);
  append (header, "\1\0\0\0\0", 5);
  append_chunk (png, "IHDR", (const char *) header->data, header->len);

  return png;
}

static GBytes *
make_png (guint32 width_px,
          guint32 height_px)
{
  GByteArray *png = begin_png (width_px, height_px);

  append_chunk (png, "IDAT", "x", 1);
  append_chunk (png, "IEND", "", 0);

  return take (png);
}

static GBytes *
make_webp (guint32 width_px,
           guint32 height_px)
{
  GByteArray *webp = g_byte_array_new ();
  guint32     bits = GUINT32_TO_LE ((width_px - 1) | (height_px - 1) << 14);

  append (webp, "RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f", 21);
  append (webp, (const char *) &bits, 4);
  append (webp, "\0\0\0\0\0", 5);

  return take (webp);
}

static GBytes *
make_gif (guint16 width_px,
          guint16 height_px,
          guint   n_frames)
{
  GByteArray   *gif = g_byte_array_new ();
  const guint16 size[2] = { GUINT16_TO_LE (width_px), GUINT16_TO_LE (height_px) };

  append (gif, "GIF89a", 6);
  append (gif, (const char *) size, 4);
  append (gif, "\x80\0\0\x1a\x5f\xb4\xf6\xd3\x2d", 9);
  for (guint i = 0; i < n_frames; i++)
    append (gif, "\x21\xf9\4\4\0\0\0\0\x2c\0\0\0\0\1\0\1\0\0\2\2\x4c\1\0", 23);
  append (gif, ";", 1);

  return take (gif);
}

static void
assert_too_large (GBytes *content)
{
  g_autofree char        *helper = g_strdup (g_getenv ("PARLOR_IMAGE_HELPER"));
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = NULL;

  /* No helper is started at all. */
  g_setenv ("PARLOR_IMAGE_HELPER", "/nonexistent/helper", TRUE);
  image = load (content, 0, &error);
  g_setenv ("PARLOR_IMAGE_HELPER", helper, TRUE);
  g_assert_null (image);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_bytes_unref (content);
}

static void
test_too_large (void)
{
  assert_too_large (make_png (32768, 15694));
  assert_too_large (make_png (16385, 1));
  assert_too_large (make_png (1, 16385));
  assert_too_large (make_png (16384, 3052));
  assert_too_large (make_png (7072, 7072));
  assert_too_large (make_png (G_MAXINT32, G_MAXINT32));
  assert_too_large (make_png (0xffffffff, 0xffffffff));
  assert_too_large (make_png (0, 100));
  assert_too_large (make_webp (16384, 16384));
  assert_too_large (make_webp (7072, 7072));
  assert_too_large (make_gif (65535, 65535, 1));
  assert_too_large (make_gif (0, 0, 1));
}

/* Just not too large: decoded with what memory and time there are. */
static void
test_largest (gconstpointer user_data)
{
  g_autoptr (GBytes)      content = read_media (user_data);
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = load (content, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (MAX (image->width_px, image->height_px), ==, 400);
}

/* What comes of it does not matter, but that something does. */
static void
assert_ends (GBytes *content)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = load (content, 1000 * 1000, &error);

  g_assert_true ((image != NULL) != (error != NULL));
  if (error != NULL)
    g_assert_cmpuint (error->domain, ==, G_IO_ERROR);
  g_bytes_unref (content);
}

static void
test_nothing_behind_the_header (void)
{
  assert_ends (make_png (16384, 3051));
  assert_ends (make_png (1, 1));
  assert_ends (make_webp (7000, 7000));
  assert_ends (make_gif (7000, 7000, 0));
}

static void
test_many_chunks (void)
{
  GByteArray *png = begin_png (8, 8);

  for (guint i = 0; i < 200000; i++)
    append_chunk (png, "tEXt", "Comment\0and so on", 17);
  append_chunk (png, "IDAT", "x", 1);
  assert_ends (take (png));
}

/* Sampling factors of four, and of none. */
static void
test_sampling (void)
{
  static const guint8 factors[] = { 0x44, 0x41, 0x14, 0x00, 0xff };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++) {
    g_autoptr (GBytes) whole = read_media ("quadrants.jpg");
    gsize              size;
    guint8            *data = g_bytes_unref_to_data (g_steal_pointer (&whole), &size);
    const guint8      *frame = memmem (data, size, "\xff\xc0", 2);

    g_assert_nonnull (frame);
    data[frame - data + 11] = factors[i];
    assert_ends (g_bytes_new_take (data, size));
  }
}

static void
test_many_frames (void)
{
  g_autoptr (GBytes)      content = make_gif (100, 100, 100000);
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = load (content, PARLOR_IMAGE_MAX_PX, &error);

  g_assert_no_error (error);
  g_assert_true (image->is_animated);
  g_assert_cmpuint (image->n_frames, ==, 1);
}

static void
test_animation (gconstpointer user_data)
{
  g_autoptr (GBytes)      content = read_media (user_data);
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = NULL;
  g_autoptr (ParlorImage) small = NULL;
  g_autoptr (ParlorImage) still = NULL;
  g_autoptr (GBytes)      first = NULL;
  g_autoptr (GBytes)      other = NULL;

  image = load (content, 240 * 160 * 12, &error);
  g_assert_no_error (error);
  g_assert_true (image->is_animated);
  g_assert_cmpuint (image->n_frames, ==, 12);
  g_assert_cmpuint (image->n_loops, ==, 0);
  g_assert_cmpint (image->width_px, ==, 240);
  g_assert_cmpint (image->height_px, ==, 160);
  g_assert_cmpint (image->delays_ms[3], ==, 80);
  first = parlor_image_get_frame (image, 0);
  other = parlor_image_get_frame (image, 6);
  g_assert_false (g_bytes_equal (first, other));

  /* A little too long: smaller.  Much too long: the first frame. */
  small = load (content, 240 * 160 * 12 / 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (small->n_frames, ==, 12);
  g_assert_cmpint (small->width_px, <, 240);
  g_assert_cmpint (small->width_px * small->height_px * 12, <=, 240 * 160 * 12 / 2);
  still = load (content, 240 * 160, &error);
  g_assert_no_error (error);
  g_assert_true (still->is_animated);
  g_assert_cmpuint (still->n_frames, ==, 1);
  g_assert_cmpint (still->width_px, ==, 240);
}

/* As browsers do it: one that is as fast as can be is not meant. */
static void
test_no_delay (void)
{
  g_autoptr (GBytes)      content = make_gif (16, 16, 3);
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = load (content, 16 * 16 * 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image->n_frames, ==, 3);
  g_assert_cmpuint (image->n_loops, ==, 1);
  g_assert_cmpint (image->delays_ms[0], ==, 100);
}

/* The file with EXIF data that say nothing but @orientation. */
static GBytes *
make_turned (int orientation)
{
  g_autoptr (GBytes) upright = read_media ("quadrants.jpg");
  gsize              size;
  const char        *data = g_bytes_get_data (upright, &size);
  GByteArray        *turned = g_byte_array_new ();
  const guint8       low = orientation;

  append (turned, data, 2);
  append (turned, "\xff\xe1\0\x22"
                  "Exif\0\0"
                  "MM\0\x2a\0\0\0\x08"
                  "\0\1\1\x12\0\3\0\0\0\1\0",
          29);
  g_byte_array_append (turned, &low, 1);
  append (turned, "\0\0\0\0\0\0", 6);
  /* The length of the segment counts itself and what follows. */
  turned->data[5] = (guint8) (turned->len - 4);
  append (turned, data + 2, size - 2);

  return take (turned);
}

static char
get_color (ParlorImage *image,
           double       x,
           double       y)
{
  const guint8 *pixels = g_bytes_get_data (image->pixels, NULL);
  const guint8 *p = pixels + (int) (y * image->height_px) * image->stride_bytes +
                    4 * (int) (x * image->width_px);
  const int bits = (p[0] > 128) | (p[1] > 128) << 1 | (p[2] > 128) << 2;

  return "krgy b"[bits == 4 ? 5 : bits];
}

static void
test_orientation (gconstpointer user_data)
{
  /* Top left, top right, bottom left, bottom right. */
  static const char *const expected[] = {
    NULL,
    "rgby",
    "gryb",
    "ybgr",
    "byrg",
    "rbgy",
    "bryg",
    "ygbr",
    "gyrb",
  };
  const int               orientation = GPOINTER_TO_INT (user_data);
  g_autoptr (GBytes)      content = make_turned (orientation);
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = load (content, 0, &error);
  const char              seen[] = { get_color (image, 0.2, 0.2), get_color (image, 0.8, 0.2),
                                     get_color (image, 0.2, 0.8), get_color (image, 0.8, 0.8),
                                     '\0' };
  ParlorImageHeader       header;

  g_assert_no_error (error);
  g_assert_cmpstr (seen, ==, expected[orientation]);

  /* The place that was reserved fits. */
  g_assert_true (parlor_image_header_parse (g_bytes_get_data (content, NULL),
                                            g_bytes_get_size (content), &header));
  g_assert_cmpint (header.orientation, ==, orientation);
  g_assert_cmpint (image->width_px, ==, header.width_px);
  g_assert_cmpint (image->height_px, ==, header.height_px);
  g_assert_cmpint (image->width_px, ==, orientation >= 5 ? 48 : 64);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/image-limits/too-large", test_too_large);
  g_test_add_data_func ("/image-limits/largest-png", "16384x3051.png", test_largest);
  g_test_add_data_func ("/image-limits/largest-webp", "7000x7000.webp", test_largest);
  g_test_add_func ("/image-limits/nothing-behind-the-header", test_nothing_behind_the_header);
  g_test_add_func ("/image-limits/many-chunks", test_many_chunks);
  g_test_add_func ("/image-limits/sampling", test_sampling);
  g_test_add_func ("/image-limits/many-frames", test_many_frames);
  g_test_add_data_func ("/image-limits/animated-gif", "animated.gif", test_animation);
  g_test_add_data_func ("/image-limits/animated-webp", "animated.webp", test_animation);
  g_test_add_func ("/image-limits/no-delay", test_no_delay);
  for (int i = 1; i <= 8; i++) {
    g_autofree char *path = g_strdup_printf ("/image-limits/orientation/%d", i);

    g_test_add_data_func (path, GINT_TO_POINTER (i), test_orientation);
  }

  return g_test_run ();
}
