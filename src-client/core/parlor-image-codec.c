/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-codec"

#include "parlor-image-codec.h"

#include "parlor-image-animation.h"
#include "parlor-image-gif.h"
#include "parlor-image-webp.h"
#include "parlor-limits.h"

/* Images of one pixel, by which each decoder is loaded before it matters. */
static const char tiny_png[] =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAIGNIUk0AAHomAACAhAAA+gAAAIDoAAB1MAAA"
  "6mAAADqYAAAXcJy6UTwAAAAGYktHRAD/AP8A/6C9p5MAAAAMSURBVAjXY2BgYAAAAAQAASc0JwoAAAAASUVO"
  "RK5CYII=";
static const char tiny_gif[] =
  "R0lGODlhAQABAPAAAAAAAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

static GdkPixbuf *
decode (const guint8 *data,
        gsize         size_bytes,
        const char   *media_type,
        GCallback     on_size_prepared,
        gpointer      user_data,
        GError      **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  GdkPixbuf                  *pixbuf;
  gboolean                    is_written;

  loader = gdk_pixbuf_loader_new_with_mime_type (media_type, error);
  if (loader == NULL)
    return NULL;

  if (on_size_prepared != NULL)
    g_signal_connect_data (loader, "size-prepared", on_size_prepared, user_data, NULL, 0);
  is_written = gdk_pixbuf_loader_write (loader, data, size_bytes, error);
  if (!gdk_pixbuf_loader_close (loader, is_written ? error : NULL) || !is_written)
    return NULL;

  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No image came out");
    return NULL;
  }

  return g_object_ref (pixbuf);
}

static void
preload (const char *base64,
         const char *media_type)
{
  gsize                 size;
  g_autofree guint8    *data = g_base64_decode (base64, &size);
  g_autoptr (GError)    error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  pixbuf = decode (data, size, media_type, NULL, NULL, &error);
  if (pixbuf == NULL)
    g_debug ("%s cannot be shown on this computer: %s", media_type, error->message);
}

/**
 * parlor_image_codec_preload:
 *
 * Loads what decoding and encoding take, so that no file has to be opened
 * later.  A kind of image that this computer has no decoder for is left out.
 */
void
parlor_image_codec_preload (void)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 1, 1);
  g_autofree char      *jpeg = NULL;
  gsize                 size;
  g_autofree char      *base64 = NULL;

  gdk_pixbuf_fill (pixbuf, 0);
  preload (tiny_png, "image/png");
  preload (tiny_gif, "image/gif");
  if (gdk_pixbuf_save_to_buffer (pixbuf, &jpeg, &size, "jpeg", NULL, NULL)) {
    base64 = g_base64_encode ((guint8 *) jpeg, size);
    preload (base64, "image/jpeg");
  }
}

/* The box to fit into. */
typedef struct
{
  int width_px;
  int height_px;
} Box;

/* At least one pixel each way; never larger than it is. */
static void
fit (int *width_px,
     int *height_px,
     Box  box)
{
  double scale = 1;

  if (box.width_px > 0)
    scale = MIN (scale, (double) box.width_px / *width_px);
  if (box.height_px > 0)
    scale = MIN (scale, (double) box.height_px / *height_px);

  *width_px = MAX (1, (int) (*width_px * scale + 0.5));
  *height_px = MAX (1, (int) (*height_px * scale + 0.5));
}

/* Some decoders are much faster for a smaller image. */
static void
on_size_prepared (GdkPixbufLoader *loader,
                  int              width_px,
                  int              height_px,
                  gpointer         user_data)
{
  const Box *box = user_data;

  fit (&width_px, &height_px, *box);
  gdk_pixbuf_loader_set_size (loader, width_px, height_px);
}

/* As CIPA DC-008 has it, section 4.6.4: which row and column of what is stored
 * are to be the top and the left. */
static GdkPixbuf *
turn (GdkPixbuf *pixbuf,
      int        orientation)
{
  static const struct
  {
    GdkPixbufRotation rotation;
    gboolean          is_mirrored;
  } turns[] = {
    [1] = { GDK_PIXBUF_ROTATE_NONE, FALSE },
    [2] = { GDK_PIXBUF_ROTATE_NONE, TRUE },
    [3] = { GDK_PIXBUF_ROTATE_UPSIDEDOWN, FALSE },
    [4] = { GDK_PIXBUF_ROTATE_UPSIDEDOWN, TRUE },
    [5] = { GDK_PIXBUF_ROTATE_CLOCKWISE, TRUE },
    [6] = { GDK_PIXBUF_ROTATE_CLOCKWISE, FALSE },
    [7] = { GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE, TRUE },
    [8] = { GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE, FALSE },
  };
  g_autoptr (GdkPixbuf) rotated = NULL;

  if (orientation == 1)
    return g_object_ref (pixbuf);

  rotated = gdk_pixbuf_rotate_simple (pixbuf, turns[orientation].rotation);
  if (rotated == NULL || !turns[orientation].is_mirrored)
    return g_steal_pointer (&rotated);

  return gdk_pixbuf_flip (rotated, TRUE);
}

/* Only as much of a GIF as its first frame takes: it may have thousands. */
static GdkPixbuf *
decode_gif (const guint8 *data,
            gsize         size_bytes,
            GError      **error)
{
  g_autoptr (GByteArray) first = g_byte_array_new ();
  ParlorImageGif         gif;
  gsize                  end;

  parlor_image_gif_scan (data, size_bytes, 1, &gif);
  end = gif.first_end;
  parlor_image_gif_clear (&gif);
  if (end == 0)
    return decode (data, size_bytes, "image/gif", NULL, NULL, error);

  g_byte_array_append (first, data, end);
  g_byte_array_append (first, (const guint8 *) ";", 1);

  return decode (first->data, first->len, "image/gif", NULL, NULL, error);
}

static GdkPixbuf *
decode_webp (const guint8            *data,
             gsize                    size_bytes,
             const ParlorImageHeader *header,
             Box                      box,
             GError                 **error)
{
  g_autoptr (ParlorImageAnimation) animation = NULL;
  GdkPixbuf                       *pixbuf;
  int                              width_px = header->width_px;
  int                              height_px = header->height_px;

  animation = parlor_image_animation_open (data, size_bytes, header, 2);
  if (animation != NULL)
    return parlor_image_codec_decode_next (animation, header, box.width_px, box.height_px);

  fit (&width_px, &height_px, box);
  pixbuf = parlor_image_webp_decode (data, size_bytes, width_px, height_px);
  if (pixbuf == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No image came out");

  return pixbuf;
}

/* Makes of what came out of a decoder, which need not heed what it was asked
 * for, what is shown. */
static GdkPixbuf *
finish (GdkPixbuf               *pixbuf,
        const ParlorImageHeader *header,
        Box                      box)
{
  int                   width_px = header->width_px;
  int                   height_px = header->height_px;
  g_autoptr (GdkPixbuf) upright = turn (pixbuf, header->orientation);
  g_autoptr (GdkPixbuf) scaled = NULL;

  if (upright == NULL)
    return NULL;

  fit (&width_px, &height_px, box);
  if (gdk_pixbuf_get_width (upright) > width_px || gdk_pixbuf_get_height (upright) > height_px)
    scaled = gdk_pixbuf_scale_simple (upright, width_px, height_px, GDK_INTERP_BILINEAR);
  else
    scaled = g_object_ref (upright);

  return scaled != NULL ? gdk_pixbuf_add_alpha (scaled, FALSE, 0, 0, 0) : NULL;
}

/**
 * parlor_image_codec_decode:
 * @data: a file
 * @size_bytes: size of @data
 * @header: what its header says
 * @max_width_px: the width to fit into, 0 for any
 * @max_height_px: the height to fit into, 0 for any
 * @error: return location for an error
 *
 * Decodes an image, of an animation the first frame, and turns it upright.
 *
 * Returns: (transfer full) (nullable): the image, with an alpha channel
 */
GdkPixbuf *
parlor_image_codec_decode (const guint8            *data,
                           gsize                    size_bytes,
                           const ParlorImageHeader *header,
                           int                      max_width_px,
                           int                      max_height_px,
                           GError                 **error)
{
  gboolean              is_turned = header->orientation >= 5;
  Box                   box = { max_width_px, max_height_px };
  Box                   box_before = is_turned ? (Box){ max_height_px, max_width_px } : box;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (g_str_equal (header->media_type, "image/gif"))
    pixbuf = decode_gif (data, size_bytes, error);
  else if (g_str_equal (header->media_type, "image/webp"))
    pixbuf = decode_webp (data, size_bytes, header, box, error);
  else
    pixbuf = decode (data, size_bytes, header->media_type, G_CALLBACK (on_size_prepared),
                     &box_before, error);

  return pixbuf != NULL ? finish (pixbuf, header, box) : NULL;
}

/**
 * parlor_image_codec_decode_next:
 * @animation: an animation
 * @header: what the header of the file says
 * @max_width_px: the width to fit into, 0 for any
 * @max_height_px: the height to fit into, 0 for any
 *
 * Returns: (transfer full) (nullable): the next frame, with an alpha channel
 */
GdkPixbuf *
parlor_image_codec_decode_next (ParlorImageAnimation    *animation,
                                const ParlorImageHeader *header,
                                int                      max_width_px,
                                int                      max_height_px)
{
  g_autoptr (GdkPixbuf) frame = parlor_image_animation_next (animation);

  return frame != NULL ? finish (frame, header, (Box){ max_width_px, max_height_px }) : NULL;
}

static gboolean
is_opaque (GdkPixbuf *pixbuf)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  int           stride_bytes = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < gdk_pixbuf_get_height (pixbuf); y++)
    for (int x = 0; x < gdk_pixbuf_get_width (pixbuf); x++)
      if (pixels[y * stride_bytes + 4 * x + 3] != 255)
        return FALSE;

  return TRUE;
}

/**
 * parlor_image_codec_make_preview:
 * @data: a file
 * @size_bytes: size of @data
 * @header: what its header says
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a small JPEG, or PNG if one can see
 *   through it, of at most %PARLOR_PREVIEW_MAX_BYTES
 */
GBytes *
parlor_image_codec_make_preview (const guint8            *data,
                                 gsize                    size_bytes,
                                 const ParlorImageHeader *header,
                                 GError                 **error)
{
  static const int      sides_px[] = { 160, 112, 80, 56, 40, 24 };
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  gboolean              is_jpeg;

  pixbuf = parlor_image_codec_decode (data, size_bytes, header, sides_px[0], sides_px[0], error);
  if (pixbuf == NULL)
    return NULL;

  is_jpeg = is_opaque (pixbuf);
  for (guint i = 0; i < G_N_ELEMENTS (sides_px); i++) {
    Box                   box = { sides_px[i], sides_px[i] };
    int                   width_px = gdk_pixbuf_get_width (pixbuf);
    int                   height_px = gdk_pixbuf_get_height (pixbuf);
    g_autoptr (GdkPixbuf) scaled = NULL;
    char                 *preview = NULL;
    gsize                 preview_bytes;

    fit (&width_px, &height_px, box);
    scaled = gdk_pixbuf_scale_simple (pixbuf, width_px, height_px, GDK_INTERP_BILINEAR);
    if (!gdk_pixbuf_save_to_buffer (scaled, &preview, &preview_bytes, is_jpeg ? "jpeg" : "png",
                                    error, is_jpeg ? "quality" : NULL, "60", NULL))
      return NULL;
    if (preview_bytes <= PARLOR_PREVIEW_MAX_BYTES)
      return g_bytes_new_take (preview, preview_bytes);
    g_free (preview);
  }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Too large however small");

  return NULL;
}

static GBytes *
encode (GdkPixbuf  *pixbuf,
        const char *format,
        const char *quality,
        GError    **error)
{
  char *data = NULL;
  gsize size;

  if (!gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, format, error,
                                  quality != NULL ? "quality" : NULL, quality, NULL))
    return NULL;

  return g_bytes_new_take (data, size);
}

/* At first in a quality of which nobody sees a difference; what was compressed
 * more than that already is not to grow. */
static GBytes *
encode_jpeg (GdkPixbuf *pixbuf,
             gsize      max_bytes,
             GError   **error)
{
  static const char *const qualities[] = { "85", "75", "65" };
  g_autoptr (GBytes)       jpeg = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (qualities); i++) {
    g_clear_pointer (&jpeg, g_bytes_unref);
    jpeg = encode (pixbuf, "jpeg", qualities[i], error);
    if (jpeg == NULL || g_bytes_get_size (jpeg) < max_bytes)
      break;
  }

  return g_steal_pointer (&jpeg);
}

/**
 * parlor_image_codec_shrink:
 * @data: a file
 * @size_bytes: size of @data
 * @header: what its header says
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the same picture, upright, at most
 *   %PARLOR_IMAGE_SHRUNK_MAX_PX on each side and without anything but pixels:
 *   a JPEG, or a PNG if one can see through it or a PNG is smaller, as that of
 *   a drawing is
 */
GBytes *
parlor_image_codec_shrink (const guint8            *data,
                           gsize                    size_bytes,
                           const ParlorImageHeader *header,
                           GError                 **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GBytes)    jpeg = NULL;
  g_autoptr (GBytes)    png = NULL;

  pixbuf = parlor_image_codec_decode (data, size_bytes, header, PARLOR_IMAGE_SHRUNK_MAX_PX,
                                      PARLOR_IMAGE_SHRUNK_MAX_PX, error);
  if (pixbuf == NULL)
    return NULL;

  if (!is_opaque (pixbuf))
    return encode (pixbuf, "png", NULL, error);

  jpeg = encode_jpeg (pixbuf, size_bytes, error);
  if (jpeg == NULL || !g_str_equal (header->media_type, "image/png"))
    return g_steal_pointer (&jpeg);

  png = encode (pixbuf, "png", NULL, error);
  if (png != NULL && g_bytes_get_size (png) <= g_bytes_get_size (jpeg))
    return g_steal_pointer (&png);
  g_clear_error (error);

  return g_steal_pointer (&jpeg);
}
