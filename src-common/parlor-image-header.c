/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-header"

#include "parlor-image-header.h"

#include "parlor-limits.h"

#include <string.h>

#define EXIF_TAG_ORIENTATION 0x0112
#define EXIF_TYPE_SHORT 3

/* What is left to read, in the byte order of the format.  A read past the end
 * gives 0 and spoils the reader, so that callers check once, at the end. */
typedef struct
{
  const guint8 *data;
  gsize         size_bytes;
  gboolean      is_little_endian;
  gboolean      is_spoilt;
} Reader;

static const guint8 *
take (Reader *reader,
      gsize   n_bytes)
{
  const guint8 *data = reader->data;

  if (reader->is_spoilt || n_bytes > reader->size_bytes) {
    reader->is_spoilt = TRUE;
    return NULL;
  }

  reader->data += n_bytes;
  reader->size_bytes -= n_bytes;

  return data;
}

static guint32
read_uint (Reader *reader,
           guint   n_bytes)
{
  const guint8 *data = take (reader, n_bytes);
  guint32       value = 0;

  for (guint i = 0; data != NULL && i < n_bytes; i++)
    value = value << 8 | data[reader->is_little_endian ? n_bytes - 1 - i : i];

  return value;
}

static gboolean
starts_with (Reader     *reader,
             const char *magic,
             gsize       n_bytes)
{
  const guint8 *data = take (reader, n_bytes);

  return data != NULL && memcmp (data, magic, n_bytes) == 0;
}

/* Section 11.2.2 of the PNG specification: IHDR is the first chunk. */
static gboolean
parse_png (Reader             reader,
           ParlorImageHeader *ret)
{
  guint32 width;
  guint32 height;

  if (!starts_with (&reader, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16))
    return FALSE;

  width = read_uint (&reader, 4);
  height = read_uint (&reader, 4);
  if (reader.is_spoilt || width > G_MAXINT32 || height > G_MAXINT32)
    return FALSE;

  *ret = (ParlorImageHeader){ "image/png", width, height, 1 };

  return TRUE;
}

/* Section 18 of GIF89a: the logical screen. */
static gboolean
parse_gif (Reader             reader,
           ParlorImageHeader *ret)
{
  const guint8 *magic = take (&reader, 6);
  int           width;
  int           height;

  if (magic == NULL || (memcmp (magic, "GIF87a", 6) != 0 && memcmp (magic, "GIF89a", 6) != 0))
    return FALSE;

  reader.is_little_endian = TRUE;
  width = read_uint (&reader, 2);
  height = read_uint (&reader, 2);

  *ret = (ParlorImageHeader){ "image/gif", width, height, 1 };

  return !reader.is_spoilt;
}

/* RFC 9649: a lossy, a lossless or an extended file. */
static gboolean
parse_webp (Reader             reader,
            ParlorImageHeader *ret)
{
  const guint8 *kind;
  guint32       width = 0;
  guint32       height = 0;
  guint32       bits;

  reader.is_little_endian = TRUE;
  if (!starts_with (&reader, "RIFF", 4) || take (&reader, 4) == NULL ||
      !starts_with (&reader, "WEBP", 4) || (kind = take (&reader, 4)) == NULL ||
      take (&reader, 4) == NULL)
    return FALSE;

  if (memcmp (kind, "VP8 ", 4) == 0 && take (&reader, 3) != NULL &&
      starts_with (&reader, "\x9d\x01\x2a", 3)) {
    width = read_uint (&reader, 2) & 0x3fff;
    height = read_uint (&reader, 2) & 0x3fff;
  } else if (memcmp (kind, "VP8L", 4) == 0 && read_uint (&reader, 1) == 0x2f) {
    bits = read_uint (&reader, 4);
    width = (bits & 0x3fff) + 1;
    height = (bits >> 14 & 0x3fff) + 1;
  } else if (memcmp (kind, "VP8X", 4) == 0 && take (&reader, 4) != NULL) {
    width = read_uint (&reader, 3) + 1;
    height = read_uint (&reader, 3) + 1;
  }

  *ret = (ParlorImageHeader){ "image/webp", width, height, 1 };

  return !reader.is_spoilt;
}

/* The orientation in the first directory of the TIFF file that EXIF is
 * (CIPA DC-008, section 4.6.4); 1 if there is none that makes sense. */
static int
read_orientation (Reader reader)
{
  Reader  tiff;
  guint32 offset;
  guint   n_entries;

  if (!starts_with (&reader, "Exif\0\0", 6))
    return 1;

  tiff = reader;
  reader.is_little_endian = read_uint (&reader, 2) == 0x4949;
  tiff.is_little_endian = reader.is_little_endian;
  if (read_uint (&reader, 2) != 42)
    return 1;

  offset = read_uint (&reader, 4);
  take (&tiff, offset);
  n_entries = read_uint (&tiff, 2);

  for (guint i = 0; i < n_entries && !tiff.is_spoilt; i++) {
    guint   tag = read_uint (&tiff, 2);
    guint   type = read_uint (&tiff, 2);
    guint32 count = read_uint (&tiff, 4);
    guint   value = read_uint (&tiff, 2);

    take (&tiff, 2);
    if (tag == EXIF_TAG_ORIENTATION && type == EXIF_TYPE_SHORT && count == 1)
      return !tiff.is_spoilt && value >= 1 && value <= 8 ? (int) value : 1;
  }

  return 1;
}

/* SOF0 to SOF15 but DHT, JPG and DAC: ITU-T T.81, table B.1. */
static gboolean
is_start_of_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Goes to the next marker that a segment follows; 0 at the end or in nonsense. */
static guint8
next_marker (Reader *reader)
{
  guint8 marker;

  if (read_uint (reader, 1) != 0xff)
    return 0;

  do
    marker = read_uint (reader, 1);
  while (marker == 0xff);

  return marker;
}

/* Walks over the segments up to the frame header: ITU-T T.81, annex B. */
static gboolean
parse_jpeg (Reader             reader,
            ParlorImageHeader *ret)
{
  int    orientation = 1;
  guint8 marker;

  if (!starts_with (&reader, "\xff\xd8", 2))
    return FALSE;

  while ((marker = next_marker (&reader)) != 0) {
    gsize         segment_bytes = read_uint (&reader, 2);
    const guint8 *segment;
    Reader        inside;

    if (segment_bytes < 2)
      return FALSE;
    /* The frame header may be cut off behind what is needed of it. */
    if (is_start_of_frame (marker))
      break;
    segment = take (&reader, segment_bytes - 2);
    if (segment == NULL)
      return FALSE;
    inside = (Reader){ segment, segment_bytes - 2, FALSE, FALSE };
    if (marker == 0xe1 && orientation == 1)
      orientation = read_orientation (inside);
  }

  take (&reader, 1); /* the precision of a sample */
  *ret = (ParlorImageHeader){ "image/jpeg", 0, 0, orientation };
  ret->height_px = read_uint (&reader, 2);
  ret->width_px = read_uint (&reader, 2);
  if (orientation >= 5) {
    int width_px = ret->height_px;

    ret->height_px = ret->width_px;
    ret->width_px = width_px;
  }

  return marker != 0 && !reader.is_spoilt;
}

/**
 * parlor_image_header_parse:
 * @data: the beginning of a file, up to %PARLOR_IMAGE_HEADER_MAX_BYTES of it
 * @size_bytes: size of @data
 * @ret: (out caller-allocates): what was found, set on success only
 *
 * Finds out whether a file is an image that Parlor shows, and how large.  Looks
 * at headers only: whether the rest is sound is for who decodes it.
 *
 * Returns: whether the file is a PNG, JPEG, GIF or WebP of at least one pixel
 */
gboolean
parlor_image_header_parse (const guint8      *data,
                           gsize              size_bytes,
                           ParlorImageHeader *ret)
{
  Reader            reader = { data, size_bytes, FALSE, FALSE };
  ParlorImageHeader header;

  if (!parse_png (reader, &header) && !parse_jpeg (reader, &header) &&
      !parse_gif (reader, &header) && !parse_webp (reader, &header))
    return FALSE;
  if (header.width_px < 1 || header.height_px < 1)
    return FALSE;

  *ret = header;

  return TRUE;
}

/**
 * parlor_image_header_can_show:
 * @header: what parlor_image_header_parse() found
 *
 * Returns: whether an image so large may be decoded; a larger one is a file
 */
gboolean
parlor_image_header_can_show (const ParlorImageHeader *header)
{
  return header->width_px <= PARLOR_IMAGE_MAX_SIDE_PX &&
         header->height_px <= PARLOR_IMAGE_MAX_SIDE_PX &&
         (gint64) header->width_px * header->height_px <= PARLOR_IMAGE_MAX_PX;
}
