/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-animation"

#include "parlor-image-animation.h"

#include "parlor-image-gif.h"

#include <string.h>
#include <webp/demux.h>

/* The frames of a GIF or WebP, one after another, each whole. */
struct _ParlorImageAnimation
{
  const guint8 *data; /* not owned */
  gsize         size_bytes;
  gboolean      is_gif;
  int           width_px;
  int           height_px;

  GArray *delays_ms; /* of int */
  int     n_loops;

  /* One of the two, from the first frame on. */
  GdkPixbufAnimationIter *gif;
  WebPAnimDecoder        *webp;

  gboolean   is_begun;
  gint64     time_ms;
  GdkPixbuf *last;
};

static void
scan_webp (ParlorImageAnimation *animation,
           guint                 frames_max)
{
  WebPData     file = { animation->data, animation->size_bytes };
  WebPDemuxer *demuxer = WebPDemux (&file);
  WebPIterator frame;
  guint        n_loops;

  if (demuxer == NULL)
    return;

  n_loops = WebPDemuxGetI (demuxer, WEBP_FF_LOOP_COUNT);
  animation->n_loops = MIN (n_loops, G_MAXUINT16);
  if (WebPDemuxGetI (demuxer, WEBP_FF_FRAME_COUNT) > 1 && WebPDemuxGetFrame (demuxer, 1, &frame)) {
    do
      g_array_append_val (animation->delays_ms, frame.duration);
    while (animation->delays_ms->len < frames_max && WebPDemuxNextFrame (&frame));
    WebPDemuxReleaseIterator (&frame);
  }
  WebPDemuxDelete (demuxer);
}

static void
scan_gif (ParlorImageAnimation *animation,
          guint                 frames_max)
{
  ParlorImageGif gif;

  parlor_image_gif_scan (animation->data, animation->size_bytes, frames_max, &gif);
  g_array_append_vals (animation->delays_ms, gif.delays_ms->data, gif.delays_ms->len);
  animation->n_loops = gif.n_loops;
  parlor_image_gif_clear (&gif);
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

/* The loader's clock is ours: it goes from one frame to the next. */
static GTimeVal
get_time (ParlorImageAnimation *animation)
{
  return (GTimeVal){ animation->time_ms / 1000, animation->time_ms % 1000 * 1000 };
}

static void
begin_gif (ParlorImageAnimation *animation)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type ("image/gif", NULL);
  GdkPixbufAnimation         *frames;
  GTimeVal                    begin = get_time (animation);

  if (loader == NULL)
    return;

  /* It may be cut off: what came is shown. */
  gdk_pixbuf_loader_write (loader, animation->data, animation->size_bytes, NULL);
  gdk_pixbuf_loader_close (loader, NULL);
  frames = gdk_pixbuf_loader_get_animation (loader);
  if (frames != NULL)
    animation->gif = gdk_pixbuf_animation_get_iter (frames, &begin);
}

static GdkPixbuf *
next_of_gif (ParlorImageAnimation *animation)
{
  GTimeVal now;

  if (animation->gif == NULL)
    return NULL;

  if (animation->last != NULL) {
    animation->time_ms += MAX (gdk_pixbuf_animation_iter_get_delay_time (animation->gif), 1);
    now = get_time (animation);
    gdk_pixbuf_animation_iter_advance (animation->gif, &now);
  }

  return gdk_pixbuf_copy (gdk_pixbuf_animation_iter_get_pixbuf (animation->gif));
}

G_GNUC_END_IGNORE_DEPRECATIONS

static void
begin_webp (ParlorImageAnimation *animation)
{
  WebPData               file = { animation->data, animation->size_bytes };
  WebPAnimDecoderOptions options;

  if (!WebPAnimDecoderOptionsInit (&options))
    return;
  options.color_mode = MODE_RGBA;
  animation->webp = WebPAnimDecoderNew (&file, &options);
}

static GdkPixbuf *
next_of_webp (ParlorImageAnimation *animation)
{
  guint8 *canvas;
  int     end_ms;

  if (animation->webp == NULL ||
      !WebPAnimDecoderGetNext (animation->webp, &canvas, &end_ms))
    return NULL;

  return gdk_pixbuf_new_from_data (canvas, GDK_COLORSPACE_RGB, TRUE, 8, animation->width_px,
                                   animation->height_px, 4 * animation->width_px, NULL, NULL);
}

/**
 * parlor_image_animation_open:
 * @data: a file, which has to stay
 * @size_bytes: size of @data
 * @header: what its header says
 * @frames_max: not to look for more frames than that
 *
 * Looks for frames, but decodes none yet.
 *
 * Returns: (transfer full) (nullable): the frames of an animation; %NULL if
 *   there is but one
 */
ParlorImageAnimation *
parlor_image_animation_open (const guint8            *data,
                             gsize                    size_bytes,
                             const ParlorImageHeader *header,
                             guint                    frames_max)
{
  g_autoptr (ParlorImageAnimation) animation = g_new0 (ParlorImageAnimation, 1);

  animation->data = data;
  animation->size_bytes = size_bytes;
  animation->is_gif = g_str_equal (header->media_type, "image/gif");
  animation->width_px = header->width_px;
  animation->height_px = header->height_px;
  animation->delays_ms = g_array_new (FALSE, FALSE, sizeof (int));
  if (animation->is_gif)
    scan_gif (animation, frames_max);
  else if (g_str_equal (header->media_type, "image/webp"))
    scan_webp (animation, frames_max);

  return animation->delays_ms->len > 1 ? g_steal_pointer (&animation) : NULL;
}

void
parlor_image_animation_free (ParlorImageAnimation *animation)
{
  g_clear_object (&animation->gif);
  g_clear_pointer (&animation->webp, WebPAnimDecoderDelete);
  g_clear_object (&animation->last);
  g_array_unref (animation->delays_ms);
  g_free (animation);
}

guint
parlor_image_animation_get_n_frames (ParlorImageAnimation *animation)
{
  return animation->delays_ms->len;
}

int
parlor_image_animation_get_n_loops (ParlorImageAnimation *animation)
{
  return animation->n_loops;
}

int
parlor_image_animation_get_delay_ms (ParlorImageAnimation *animation,
                                     guint                 n)
{
  return g_array_index (animation->delays_ms, int, n);
}

/**
 * parlor_image_animation_next:
 * @animation: an animation
 *
 * Returns: (transfer full) (nullable): the next frame, in place of one that is
 *   damaged the one before; good until the next call
 */
GdkPixbuf *
parlor_image_animation_next (ParlorImageAnimation *animation)
{
  GdkPixbuf *next;

  if (!animation->is_begun && animation->is_gif)
    begin_gif (animation);
  else if (!animation->is_begun)
    begin_webp (animation);
  animation->is_begun = TRUE;

  next = animation->is_gif ? next_of_gif (animation) : next_of_webp (animation);
  if (next != NULL)
    g_set_object (&animation->last, next);
  g_clear_object (&next);

  return animation->last != NULL ? g_object_ref (animation->last) : NULL;
}
