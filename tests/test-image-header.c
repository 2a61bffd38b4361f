/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-image-header.h"

#include <string.h>

#define BYTES(literal) literal, sizeof (literal) - 1

/* clang-format off */
/* A JPEG's beginning: EXIF in the byte order named, with one entry. */
#define JPEG_EXIF_II(entry)                                      \
  "\xff\xd8\xff\xe1\0\x22" "Exif\0\0II\x2a\0\x08\0\0\0\x01\0" entry \
  "\0\0\0\0"
#define JPEG_EXIF_MM(entry)                                      \
  "\xff\xd8\xff\xe1\0\x22" "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01" entry \
  "\0\0\0\0"
#define JPEG_400_X_300 "\xff\xc0\0\x11\x08\x01\x2c\x01\x90\x03"

static const struct
{
  const char *name;
  const char *data;
  gsize       size_bytes;
  const char *media_type; /* NULL: to be refused */
  int         width_px;
  int         height_px;
  int         orientation;
} cases[] = {
  { "png", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x00\x02"),
    "image/png", 30000, 2, 1 },
  { "png-cut-off", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x00"), NULL },
  { "png-empty", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\x02"), NULL },
  { "png-too-wide-to-count", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x80\0\0\0\0\0\0\x02"), NULL },
  { "png-other-chunk-first", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rtEXt\0\0\0\1\0\0\0\1"), NULL },
  { "gif", BYTES ("GIF89a\x40\x01\xf0\x00"), "image/gif", 320, 240, 1 },
  { "gif-87", BYTES ("GIF87a\x01\x00\x02\x00"), "image/gif", 1, 2, 1 },
  { "gif-cut-off", BYTES ("GIF89a\x40\x01\xf0"), NULL },
  { "webp-lossy", BYTES ("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\x30\x01\0\x9d\x01\x2a\x40\x01\xf0\x40"),
    "image/webp", 320, 240, 1 },
  { "webp-lossless", BYTES ("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x3b\0"),
    "image/webp", 320, 240, 1 },
  { "webp-extended", BYTES ("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\x3f\x01\0\xef\0\0"),
    "image/webp", 320, 240, 1 },
  { "webp-extended-cut-off", BYTES ("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\x3f\x01\0\xef\0"),
    NULL },
  { "webp-of-another-kind", BYTES ("RIFF\0\0\0\0WEBPVP9 \x0a\0\0\0\x10\0\0\0\x3f\x01\0\xef\0\0"),
    NULL },
  { "wave", BYTES ("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0"), NULL },
  { "jpeg", BYTES ("\xff\xd8\xff\xe0\0\x04\1\2" JPEG_400_X_300), "image/jpeg", 400, 300, 1 },
  { "jpeg-with-fill-bytes", BYTES ("\xff\xd8\xff\xff\xff\xe0\0\x02" JPEG_400_X_300),
    "image/jpeg", 400, 300, 1 },
  { "jpeg-turned", BYTES (JPEG_EXIF_II ("\x12\x01\x03\0\x01\0\0\0\x06\0\0\0") JPEG_400_X_300),
    "image/jpeg", 300, 400, 6 },
  { "jpeg-turned-big-endian",
    BYTES (JPEG_EXIF_MM ("\x01\x12\0\x03\0\0\0\x01\0\x08\0\0") JPEG_400_X_300),
    "image/jpeg", 300, 400, 8 },
  { "jpeg-upside-down", BYTES (JPEG_EXIF_II ("\x12\x01\x03\0\x01\0\0\0\x03\0\0\0") JPEG_400_X_300),
    "image/jpeg", 400, 300, 3 },
  { "jpeg-impossible-orientation",
    BYTES (JPEG_EXIF_II ("\x12\x01\x03\0\x01\0\0\0\x09\0\0\0") JPEG_400_X_300),
    "image/jpeg", 400, 300, 1 },
  { "jpeg-orientation-of-other-type",
    BYTES (JPEG_EXIF_II ("\x12\x01\x04\0\x01\0\0\0\x06\0\0\0") JPEG_400_X_300),
    "image/jpeg", 400, 300, 1 },
  { "jpeg-directory-outside",
    BYTES ("\xff\xd8\xff\xe1\0\x10" "Exif\0\0II\x2a\0\xff\xff\xff\xff" JPEG_400_X_300),
    "image/jpeg", 400, 300, 1 },
  { "jpeg-no-frame", BYTES ("\xff\xd8\xff\xe0\0\x04\1\2"), NULL },
  { "jpeg-frame-cut-off", BYTES ("\xff\xd8\xff\xc2\0\x11\x08\x01\x2c\x01"), NULL },
  { "jpeg-segment-too-short", BYTES ("\xff\xd8\xff\xe0\0\x01" JPEG_400_X_300), NULL },
  { "jpeg-tables-only", BYTES ("\xff\xd8\xff\xc4\0\x11\x08\x01\x2c\x01\x90\x03"), NULL },
  { "text", BYTES ("I am not an image, whatever my name says."), NULL },
  { "empty", BYTES (""), NULL },
};
/* clang-format on */

static void
test_case (gconstpointer user_data)
{
  guint              i = GPOINTER_TO_UINT (user_data);
  g_autofree guint8 *data = g_memdup2 (cases[i].data, cases[i].size_bytes);
  ParlorImageHeader  header = { 0 };

  g_assert_cmpint (parlor_image_header_parse (data, cases[i].size_bytes, &header), ==,
                   cases[i].media_type != NULL);
  g_assert_cmpstr (header.media_type, ==, cases[i].media_type);
  g_assert_cmpint (header.width_px, ==, cases[i].width_px);
  g_assert_cmpint (header.height_px, ==, cases[i].height_px);
  g_assert_cmpint (header.orientation, ==, cases[i].orientation);
}

/* Copied to memory of just their size, so that the sanitizer sees any read
 * beyond. */
static gboolean
parse_beginning (guint i,
                 gsize size)
{
  g_autofree guint8 *data = g_memdup2 (cases[i].data, size);
  ParlorImageHeader  header;

  return parlor_image_header_parse (data, size, &header);
}

static void
test_every_beginning (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize size = 0; size < cases[i].size_bytes; size++)
      g_assert_true (!parse_beginning (i, size) || cases[i].media_type != NULL);
}

static void
test_can_show (void)
{
  g_assert_true (parlor_image_header_can_show (&(ParlorImageHeader){ NULL, 16384, 3000, 1 }));
  g_assert_false (parlor_image_header_can_show (&(ParlorImageHeader){ NULL, 16385, 1, 1 }));
  g_assert_false (parlor_image_header_can_show (&(ParlorImageHeader){ NULL, 1, 16385, 1 }));
  g_assert_false (parlor_image_header_can_show (&(ParlorImageHeader){ NULL, 30000, 30000, 1 }));
  g_assert_false (parlor_image_header_can_show (&(ParlorImageHeader){ NULL, 16384, 16384, 1 }));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/image-header/", cases[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/image-header/every-beginning", test_every_beginning);
  g_test_add_func ("/image-header/can-show", test_can_show);

  return g_test_run ();
}
