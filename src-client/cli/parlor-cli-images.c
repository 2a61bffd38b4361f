/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows images in the terminal: fetched, decoded by parlor-image-helper for the size at which they
 * are shown, and written below the line that tells of them. */

#define G_LOG_DOMAIN "parlor-cli-images"

#include "parlor-cli-images.h"

#include "parlor-cli-clean.h"
#include "parlor-cli-sixel.h"
#include "parlor-cli-style.h"
#include "parlor-image.h"

#include <glib/gi18n.h>
#include <unistd.h>

/* What one can see of a picture without losing sight of the talk. */
#define MAX_ROWS 16
#define MAX_WIDTH_PX 1000
#define MAX_HEIGHT_PX 600
#define MARGIN_COLUMNS 4

/* Of a terminal that does not tell. */
#define DEFAULT_CELL_WIDTH_PX 8
#define DEFAULT_CELL_HEIGHT_PX 16

/* Larger ones are fetched when somebody wants them. */
#define MAX_BYTES (16 * 1024 * 1024)
#define MAX_AT_ONCE 4

struct _ParlorCliImages
{
  ParlorCli          *cli;
  ParlorCliImagesMode mode;
  ParlorCliGraphics   graphics;
  GCancellable       *cancellable;
  GPtrArray          *showing; /* of Showing */
  guint               n_lines; /* that were printed */
};

/* An image on its way to the terminal. */
typedef struct
{
  ParlorCliImages  *images;
  ParlorAttachment *attachment;
  gulong            handler;
  guint             n_lines; /* that were printed when its own was */
} Showing;

static void
showing_free (Showing *showing)
{
  g_clear_signal_handler (&showing->handler, showing->attachment);
  g_object_unref (showing->attachment);
  g_free (showing);
}

/**
 * parlor_cli_images_new:
 * @cli: the program
 * @mode: how to show images
 *
 * Returns: (transfer full): shows images in the terminal
 */
ParlorCliImages *
parlor_cli_images_new (ParlorCli          *cli,
                       ParlorCliImagesMode mode)
{
  ParlorCliImages *self = g_new0 (ParlorCliImages, 1);

  self->cli = cli;
  self->mode = mode;
  self->cancellable = g_cancellable_new ();
  self->showing = g_ptr_array_new_with_free_func ((GDestroyNotify) showing_free);

  return self;
}

/**
 * parlor_cli_images_free:
 * @self: (transfer full): shows none any more
 */
void
parlor_cli_images_free (ParlorCliImages *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->showing);
  g_free (self);
}

/**
 * parlor_cli_images_start:
 * @self: shows images in the terminal
 *
 * Finds out what the terminal can do.  Nobody reads what is typed yet.
 *
 * Returns: (transfer full): what was typed in the meantime
 */
char *
parlor_cli_images_start (ParlorCliImages *self)
{
  GString *typed = g_string_new (NULL);

  if (self->mode == PARLOR_CLI_IMAGES_AUTO)
    self->graphics = parlor_cli_graphics_ask (STDIN_FILENO, STDOUT_FILENO, typed);
  self->graphics.has_kitty |= self->mode == PARLOR_CLI_IMAGES_KITTY;
  self->graphics.has_sixel |= self->mode == PARLOR_CLI_IMAGES_SIXEL;

  return g_string_free (typed, FALSE);
}

/**
 * parlor_cli_images_note_line:
 * @self: shows images in the terminal
 *
 * A line was printed: an image that comes now is no longer below its own.
 */
void
parlor_cli_images_note_line (ParlorCliImages *self)
{
  self->n_lines++;
}

static void
write_image (Showing           *showing,
             const ParlorImage *image)
{
  ParlorCliImages   *self = showing->images;
  g_autoptr (GBytes) bytes =
    self->graphics.has_kitty ? parlor_cli_kitty_encode (image) : parlor_cli_sixel_encode (image);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  gsize                  size;
  const guint8          *data = g_bytes_get_data (bytes, &size);

  if (self->n_lines != showing->n_lines) {
    g_autofree char *name =
      parlor_cli_clean_line (parlor_attachment_get_name (showing->attachment));

    parlor_cli_print (self->cli, "%*s%s:", PARLOR_CLI_INDENT_COLUMNS, "", name);
  }

  g_byte_array_append (output, data, size);
  g_byte_array_append (output, (const guint8 *) "\r\n", 2);
  parlor_cli_write_raw (self->cli, output->data, output->len);
}

static void
on_image_loaded (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (ParlorImage) image = parlor_image_load_finish (result, &error);
  Showing                *showing = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* all of it is gone */

  if (image != NULL)
    write_image (showing, image);
  else
    g_debug ("An image cannot be shown: %s", error->message);
  g_ptr_array_remove (showing->images->showing, showing);
}

static void
load (Showing *showing)
{
  ParlorCliImages   *self = showing->images;
  const int          cell_width_px = self->graphics.cell_width_px;
  const int          cell_height_px = self->graphics.cell_height_px;
  const int          n_columns = (int) parlor_cli_style_measure (STDOUT_FILENO) - MARGIN_COLUMNS;
  ParlorImageRequest request = { .path = parlor_attachment_get_path (showing->attachment) };

  request.max_width_px =
    MIN (n_columns * (cell_width_px > 0 ? cell_width_px : DEFAULT_CELL_WIDTH_PX), MAX_WIDTH_PX);
  request.max_height_px =
    MIN (MAX_ROWS * (cell_height_px > 0 ? cell_height_px : DEFAULT_CELL_HEIGHT_PX), MAX_HEIGHT_PX);
  parlor_image_load_async (&request, G_PRIORITY_DEFAULT, self->cancellable, on_image_loaded,
                           showing);
}

static void
check_transfer (Showing *showing)
{
  const ParlorTransferState state = parlor_attachment_get_state (showing->attachment);

  if (state == PARLOR_TRANSFER_LOCAL) {
    g_clear_signal_handler (&showing->handler, showing->attachment);
    load (showing);
  } else if (state == PARLOR_TRANSFER_FAILED) {
    g_ptr_array_remove (showing->images->showing, showing);
  } else if (showing->handler == 0) {
    showing->handler = g_signal_connect_swapped (showing->attachment, "notify::state",
                                                 G_CALLBACK (check_transfer), showing);
  }
}

/**
 * parlor_cli_images_show:
 * @self: shows images in the terminal
 * @message: whose line was just printed
 *
 * Shows its image, if it has one, as soon as it is here.
 */
void
parlor_cli_images_show (ParlorCliImages *self,
                        ParlorMessage   *message)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (message);
  Showing          *showing;

  if ((!self->graphics.has_kitty && !self->graphics.has_sixel) || attachment == NULL ||
      !parlor_attachment_is_image (attachment) ||
      parlor_attachment_get_size_bytes (attachment) > MAX_BYTES ||
      self->showing->len >= MAX_AT_ONCE)
    return;

  showing = g_new0 (Showing, 1);
  showing->images = self;
  showing->attachment = g_object_ref (attachment);
  showing->n_lines = self->n_lines;
  g_ptr_array_add (self->showing, showing);
  parlor_client_fetch (parlor_cli_get_client (self->cli), attachment);
  check_transfer (showing);
}
