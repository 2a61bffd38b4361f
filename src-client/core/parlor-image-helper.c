/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-image-helper: decodes one image and ends.
 *
 *   parlor-image-helper decode WIDTH HEIGHT   pixels, behind a ParlorImageFrame
 *   parlor-image-helper preview               a small JPEG or PNG
 *   parlor-image-helper shrink                a JPEG or PNG of moderate size
 *
 * The file comes on standard input, what was asked for goes to standard output.
 * All that strangers' bytes touch happens inside of the sandbox. */

#define G_LOG_DOMAIN "parlor-image-helper"

#include "parlor-image-codec.h"
#include "parlor-image-frame.h"
#include "parlor-image-sandbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

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
  ParlorImageFrame frame = { PARLOR_IMAGE_FRAME_MAGIC, gdk_pixbuf_get_width (pixbuf),
                             gdk_pixbuf_get_height (pixbuf) };
  const guint8    *pixels = gdk_pixbuf_read_pixels (pixbuf);
  gboolean         is_written = write_all (&frame, sizeof frame);

  for (int y = 0; is_written && y < frame.height_px; y++)
    is_written = write_all (pixels + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf),
                            4 * (gsize) frame.width_px);

  return is_written;
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
        const ParlorImageHeader *header,
        GError                 **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GBytes)    smaller = NULL;

  if (argc == 4 && strcmp (argv[1], "decode") == 0) {
    pixbuf = parlor_image_codec_decode (content->data, content->len, header,
                                        read_px (argv[2]), read_px (argv[3]), error);
    return pixbuf != NULL && write_pixels (pixbuf);
  }

  if (argc == 2 && strcmp (argv[1], "shrink") == 0)
    smaller = parlor_image_codec_shrink (content->data, content->len, header, error);
  else
    smaller = parlor_image_codec_make_preview (content->data, content->len, header, error);

  return smaller != NULL &&
         write_all (g_bytes_get_data (smaller, NULL), g_bytes_get_size (smaller));
}

/* Ends at once: whatever libraries do at exit is not worth a single call more. */
int
main (int    argc,
      char **argv)
{
  const char        *failed = NULL;
  GByteArray        *content;
  ParlorImageHeader  header;
  g_autoptr (GError) error = NULL;

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

  _exit (answer (argc, argv, content, &header, &error) ? 0 : 1);
}
