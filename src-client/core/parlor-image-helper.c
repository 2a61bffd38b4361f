/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-image-helper: decodes one image and ends.
 *
 *   parlor-image-helper decode WIDTH HEIGHT PIXELS   pixels, behind a ParlorImageAnswer
 *   parlor-image-helper preview                      a small JPEG or PNG
 *   parlor-image-helper shrink                       a JPEG or PNG of moderate size
 *
 * The file comes on standard input, what was asked for goes to standard output.
 * All that strangers' bytes touch happens inside of the sandbox. */

#define G_LOG_DOMAIN "parlor-image-helper"

#include "parlor-image-answer.h"
#include "parlor-image-codec.h"
#include "parlor-image-sandbox.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* An animation that is too long is shown smaller, but not smaller than that. */
#define SHRINK_MIN 0.5

/* What is wanted. */
typedef struct
{
  int    max_width_px;
  int    max_height_px;
  gint64 max_animation_px;
} Wish;

static gboolean
write_all (gconstpointer data,
           gsize         size_bytes)
{
  const guint8 *rest = data;

  while (size_bytes > 0) {
    gssize n_written = write (STDOUT_FILENO, rest, size_bytes);

    if (n_written < 0 && errno == EINTR)
      continue;
    if (n_written <= 0)
      return FALSE;
    rest += n_written;
    size_bytes -= n_written;
  }

  return TRUE;
}

static GByteArray *
read_all (void)
{
  GByteArray *content = g_byte_array_new ();
  guint8      buffer[64 * 1024];
  gssize      n_read;

  while ((n_read = read (STDIN_FILENO, buffer, sizeof buffer)) > 0)
    g_byte_array_append (content, buffer, n_read);

  return content;
}

static gboolean
write_pixels (GdkPixbuf *pixbuf)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  gboolean      is_written = TRUE;

  for (int y = 0; is_written && y < gdk_pixbuf_get_height (pixbuf); y++)
    is_written = write_all (pixels + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf),
                            4 * (gsize) gdk_pixbuf_get_width (pixbuf));

  return is_written;
}

static gboolean
write_still (GdkPixbuf *pixbuf,
             gboolean   is_animated)
{
  const ParlorImageAnswer answer = { PARLOR_IMAGE_ANSWER_MAGIC, gdk_pixbuf_get_width (pixbuf),
                                     gdk_pixbuf_get_height (pixbuf), is_animated, 1, 1 };
  const gint32            delay_ms = 0;

  return write_all (&answer, sizeof answer) && write_all (&delay_ms, sizeof delay_ms) &&
         write_pixels (pixbuf);
}

/* How small all frames have to be to be few enough pixels; more than 1 if they
 * are anyway. */
static double
shrink (const ParlorImageHeader *header,
        guint                    n_frames,
        Wish                    *wish)
{
  const double width_px = header->width_px;
  const double height_px = header->height_px;
  double       scale = 1;
  double       shrunk;

  if (wish->max_width_px > 0)
    scale = MIN (scale, wish->max_width_px / width_px);
  if (wish->max_height_px > 0)
    scale = MIN (scale, wish->max_height_px / height_px);

  shrunk = sqrt (wish->max_animation_px / (scale * width_px * scale * height_px * n_frames));
  if (shrunk < 1) {
    wish->max_width_px = MAX (1, (int) (width_px * scale * shrunk));
    wish->max_height_px = MAX (1, (int) (height_px * scale * shrunk));
  }

  return shrunk;
}

static gboolean
is_same_size (GdkPixbuf *one,
              GdkPixbuf *other)
{
  return gdk_pixbuf_get_width (one) == gdk_pixbuf_get_width (other) &&
         gdk_pixbuf_get_height (one) == gdk_pixbuf_get_height (other);
}

/* A frame that cannot be had is the one before once more. */
static gboolean
write_frames (ParlorImageAnimation    *animation,
              const ParlorImageHeader *header,
              const Wish              *wish)
{
  const guint           n_frames = parlor_image_animation_get_n_frames (animation);
  g_autoptr (GdkPixbuf) shown = NULL;
  ParlorImageAnswer     answer;
  gboolean              is_written;

  shown = parlor_image_codec_decode_next (animation, header, wish->max_width_px,
                                          wish->max_height_px);
  if (shown == NULL)
    return FALSE;

  answer = (ParlorImageAnswer){ PARLOR_IMAGE_ANSWER_MAGIC,
                                gdk_pixbuf_get_width (shown),
                                gdk_pixbuf_get_height (shown),
                                TRUE,
                                n_frames,
                                parlor_image_animation_get_n_loops (animation) };
  is_written = write_all (&answer, sizeof answer);
  for (guint i = 0; i < n_frames; i++) {
    const gint32 delay_ms = parlor_image_animation_get_delay_ms (animation, i);

    is_written = is_written && write_all (&delay_ms, sizeof delay_ms);
  }

  is_written = is_written && write_pixels (shown);
  for (guint i = 1; is_written && i < n_frames; i++) {
    g_autoptr (GdkPixbuf) next =
      parlor_image_codec_decode_next (animation, header, gdk_pixbuf_get_width (shown),
                                      gdk_pixbuf_get_height (shown));

    if (next != NULL && is_same_size (next, shown))
      g_set_object (&shown, next);
    is_written = write_pixels (shown);
  }

  return is_written;
}

static gboolean
answer_decode (GByteArray              *content,
               const ParlorImageHeader *header,
               Wish                     wish)
{
  g_autoptr (ParlorImageAnimation) animation = NULL;
  g_autoptr (GdkPixbuf)            pixbuf = NULL;
  Wish                             smaller = wish;
  guint                            n_frames;

  animation = parlor_image_animation_open (content->data, content->len, header,
                                           PARLOR_IMAGE_FRAMES_MAX);
  n_frames = animation != NULL ? parlor_image_animation_get_n_frames (animation) : 1;
  if (n_frames > 1 && n_frames < PARLOR_IMAGE_FRAMES_MAX &&
      shrink (header, n_frames, &smaller) >= SHRINK_MIN)
    return write_frames (animation, header, &smaller);

  g_clear_pointer (&animation, parlor_image_animation_free);
  pixbuf = parlor_image_codec_decode (content->data, content->len, header, wish.max_width_px,
                                      wish.max_height_px, NULL);

  return pixbuf != NULL && write_still (pixbuf, n_frames > 1);
}

/* Takes @bytes. */
static gboolean
answer_bytes (GBytes *bytes)
{
  g_autoptr (GBytes) owned = bytes;

  return bytes != NULL && write_all (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* 0, which is any size, for what is not a number. */
static int
read_px (const char *text)
{
  return (int) MIN (g_ascii_strtoull (text, NULL, 10), G_MAXINT);
}

static gboolean
answer (int                      argc,
        char                   **argv,
        GByteArray              *content,
        const ParlorImageHeader *header)
{
  if (argc == 5 && strcmp (argv[1], "decode") == 0)
    return answer_decode (content, header,
                          (Wish){ read_px (argv[2]), read_px (argv[3]), read_px (argv[4]) });
  if (argc == 2 && strcmp (argv[1], "shrink") == 0)
    return answer_bytes (parlor_image_codec_shrink (content->data, content->len, header, NULL));

  return answer_bytes (parlor_image_codec_make_preview (content->data, content->len, header, NULL));
}

/* Ends at once: whatever libraries do at exit is not worth a single call more. */
int
main (int    argc,
      char **argv)
{
  const char       *failed = NULL;
  GByteArray       *content;
  ParlorImageHeader header;

  parlor_image_codec_preload ();
  if (!parlor_image_sandbox_enter (&failed)) {
    g_printerr ("parlor-image-helper: no sandbox (%s), so no image\n", failed);
    _exit (2);
  }

  content = read_all ();
  if (!parlor_image_header_parse (content->data,
                                  MIN (content->len, PARLOR_IMAGE_HEADER_MAX_BYTES), &header) ||
      !parlor_image_header_can_show (&header))
    _exit (1);

  _exit (answer (argc, argv, content, &header) ? 0 : 1);
}
