/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-input"

#include "parlor-image-input.h"

#include "parlor-file-store.h"
#include "parlor-image-header.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The helper keeps all of it in its little memory. */
#define INPUT_MAX_BYTES (256 * 1024 * 1024)

static void
set_errno (GError **error)
{
  const int code = errno;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
}

/* A file that is nowhere: the helper reads it in its own time, and nobody has
 * to feed a pipe that may break. */
static int
open_content (GBytes *content)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (content, &size);
  int           fd = memfd_create ("parlor-image", MFD_CLOEXEC);
  gsize         n_done = 0;

  while (fd >= 0 && n_done < size) {
    gssize n_written = write (fd, data + n_done, size - n_done);

    if (n_written < 0 && errno == EINTR)
      continue;
    if (n_written < 0) {
      close (fd);
      return -1;
    }
    n_done += n_written;
  }

  return fd;
}

static gboolean
check_size (int      fd,
            GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0) {
    set_errno (error);
    return FALSE;
  }
  if (!S_ISREG (status.st_mode) || status.st_size > INPUT_MAX_BYTES) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("This is not an image that can be shown"));
    return FALSE;
  }

  return TRUE;
}

static gboolean
check_header (int      fd,
              GError **error)
{
  g_autofree guint8 *data = g_malloc (PARLOR_IMAGE_HEADER_MAX_BYTES);
  gssize             size = pread (fd, data, PARLOR_IMAGE_HEADER_MAX_BYTES, 0);
  ParlorImageHeader  header;

  if (size < 0) {
    set_errno (error);
    return FALSE;
  }
  if (!parlor_image_header_parse (data, size, &header)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("This is not an image that can be shown"));
    return FALSE;
  }
  if (!parlor_image_header_can_show (&header)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 _ ("The image is too large to be shown: %d × %d pixels"), header.width_px,
                 header.height_px);
    return FALSE;
  }

  return TRUE;
}

/**
 * parlor_image_input_open:
 * @request: what is to be decoded
 * @error: return location for a %G_IO_ERROR
 *
 * Opens an image for the helper to read, if its header says that it may be
 * decoded at all: of a kind that is known, and no larger than
 * %PARLOR_IMAGE_MAX_PX.
 *
 * Returns: a file descriptor, at the beginning of the file; -1 on error
 */
int
parlor_image_input_open (const ParlorImageRequest *request,
                         GError                  **error)
{
  int fd = request->path != NULL ? open (request->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
                                 : open_content (request->content);

  if (fd < 0) {
    set_errno (error);
    return -1;
  }
  if (request->path != NULL)
    parlor_file_store_touch (request->path);

  if (!check_size (fd, error) || !check_header (fd, error)) {
    close (fd);
    return -1;
  }
  if (lseek (fd, 0, SEEK_SET) != 0) {
    set_errno (error);
    close (fd);
    return -1;
  }

  return fd;
}
