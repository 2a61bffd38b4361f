/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-gif"

#include "parlor-image-gif.h"

#include <string.h>

#define HEADER_BYTES 13
#define BLOCK_EXTENSION 0x21
#define BLOCK_IMAGE 0x2c
#define LABEL_GRAPHIC_CONTROL 0xf9
#define LABEL_APPLICATION 0xff

/* What is left of the file; nothing once something did not fit into it. */
typedef struct
{
  const guint8 *data;
  gsize         size_bytes;
  gsize         at;
  int           delay_ms; /* of the next frame */
} Scan;

static const guint8 *
take (Scan *scan,
      gsize n_bytes)
{
  const guint8 *taken = scan->data + scan->at;

  if (n_bytes > scan->size_bytes - scan->at) {
    scan->at = scan->size_bytes;
    return NULL;
  }

  scan->at += n_bytes;

  return taken;
}

/* The table of colours that flags tell of. */
static gboolean
skip_colors (Scan  *scan,
             guint8 flags)
{
  return (flags & 0x80) == 0 || take (scan, (gsize) 3 << ((flags & 7) + 1)) != NULL;
}

/* Returns the data of a sub-block, NULL behind the last one; *ret_size is then 0,
 * or else the file has ended. */
static const guint8 *
take_sub_block (Scan  *scan,
                gsize *ret_size)
{
  const guint8 *size = take (scan, 1);

  *ret_size = size != NULL ? *size : 1;

  return *ret_size > 0 && size != NULL ? take (scan, *size) : NULL;
}

static gboolean
skip_sub_blocks (Scan *scan)
{
  gsize size;

  while (take_sub_block (scan, &size) != NULL)
    ;

  return size == 0;
}

/* Netscape's way to say how often to play it again, which all others took over. */
static void
read_application (Scan           *scan,
                  ParlorImageGif *gif)
{
  gsize         size;
  const guint8 *name = take_sub_block (scan, &size);
  const guint8 *value;

  if (name == NULL || size != 11 ||
      (memcmp (name, "NETSCAPE2.0", 11) != 0 && memcmp (name, "ANIMEXTS1.0", 11) != 0))
    return;

  value = take_sub_block (scan, &size);
  if (value != NULL && size == 3 && value[0] == 1) {
    gif->n_loops = value[1] | value[2] << 8;
    if (gif->n_loops > 0)
      gif->n_loops++;
  }
}

static gboolean
read_extension (Scan           *scan,
                ParlorImageGif *gif)
{
  const guint8 *label = take (scan, 1);
  const guint8 *control;
  gsize         size;

  if (label == NULL)
    return FALSE;

  if (*label == LABEL_APPLICATION) {
    read_application (scan, gif);
  } else if (*label == LABEL_GRAPHIC_CONTROL) {
    control = take_sub_block (scan, &size);
    if (control != NULL && size >= 4)
      scan->delay_ms = 10 * (control[1] | control[2] << 8);
  }

  return skip_sub_blocks (scan);
}

static gboolean
read_image (Scan           *scan,
            ParlorImageGif *gif)
{
  const guint8 *descriptor = take (scan, 9);

  if (descriptor == NULL || !skip_colors (scan, descriptor[8]) || take (scan, 1) == NULL ||
      !skip_sub_blocks (scan))
    return FALSE;

  g_array_append_val (gif->delays_ms, scan->delay_ms);
  scan->delay_ms = 0;
  if (gif->first_end == 0)
    gif->first_end = scan->at;

  return TRUE;
}

/**
 * parlor_image_gif_scan:
 * @data: a file
 * @size_bytes: size of @data
 * @frames_max: not to count more frames than that
 * @ret: (out caller-allocates): to be freed with parlor_image_gif_clear()
 *
 * Walks over the blocks of a GIF (sections 17 to 27 of GIF89a), as far as they
 * make sense.
 */
void
parlor_image_gif_scan (const guint8   *data,
                       gsize           size_bytes,
                       guint           frames_max,
                       ParlorImageGif *ret)
{
  Scan          scan = { data, size_bytes, 0, 0 };
  const guint8 *header = take (&scan, HEADER_BYTES);
  const guint8 *block;
  gboolean      is_good = header != NULL && skip_colors (&scan, header[10]);

  *ret = (ParlorImageGif){ g_array_new (FALSE, FALSE, sizeof (int)), 1, 0 };

  while (is_good && ret->delays_ms->len < frames_max && (block = take (&scan, 1)) != NULL) {
    if (*block == BLOCK_EXTENSION)
      is_good = read_extension (&scan, ret);
    else
      is_good = *block == BLOCK_IMAGE && read_image (&scan, ret);
  }
}

/**
 * parlor_image_gif_clear:
 * @gif: what parlor_image_gif_scan() found
 */
void
parlor_image_gif_clear (ParlorImageGif *gif)
{
  g_clear_pointer (&gif->delays_ms, g_array_unref);
}
