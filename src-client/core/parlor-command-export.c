/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetching all that the server keeps of oneself into a folder. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include "parlor-names.h"

#include <glib/gi18n.h>

typedef struct
{
  ParlorCommandRun       *run;
  char                   *folder;
  ParlorExportPagePacket *about;       /* all but the events */
  GOutputStream          *messages;    /* messages.json */
  GOutputStream          *file;        /* what is being downloaded */
  GQueue                  attachments; /* of ParlorAttachmentPacket: to be downloaded */
  gint64                  offset;
  guint                   n_events;
  guint                   n_files;
} Export;

static void fetch_page (Export *export,
                        const char *after);
static void fetch_piece (Export *export);

static void
finish (Export *export,
        GError *error)
{
  ParlorCommandRun       *run = export->run;
  ParlorAttachmentPacket *attachment;

  while ((attachment = g_queue_pop_head (&export->attachments)) != NULL)
    parlor_packet_free (PARLOR_PACKET_ATTACHMENT, attachment);
  parlor_packet_free (PARLOR_PACKET_EXPORT_PAGE, export->about);
  g_clear_object (&export->messages);
  g_clear_object (&export->file);
  if (error == NULL)
    parlor_command_run_say (run, _ ("%u events and %u files are in %s."), export->n_events,
                            export->n_files, export->folder);
  g_free (export->folder);
  g_free (export);
  parlor_command_run_end (run, error);
}

static GOutputStream *
create (Export *export,
        const char *name,
        GError    **error)
{
  g_autofree char  *path = g_build_filename (export->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return G_OUTPUT_STREAM (g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, error));
}

static gboolean
write_bytes (GOutputStream *stream,
             GBytes        *bytes,
             GError       **error)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return g_output_stream_write_all (stream, data, size, NULL, NULL, error);
}

/* Appends what came, and leaves nothing to whoever frees the page. */
static void
take_list (GPtrArray **all,
           GPtrArray **some)
{
  if (*some == NULL)
    return;
  if (*all == NULL)
    *all = g_ptr_array_new ();
  g_ptr_array_extend (*all, *some, NULL, NULL);
  g_ptr_array_set_size (*some, 0);
}

static gboolean
write_events (Export *export,
              GPtrArray *events,
              GError   **error)
{
  for (guint i = 0; events != NULL && i < events->len; i++) {
    ParlorEventPacket *event = events->pdata[i];
    g_autoptr (GBytes) line = parlor_packet_encode (PARLOR_PACKET_EVENT, event);

    if (!g_output_stream_printf (export->messages, NULL, NULL, error, "%s",
                                 export->n_events++ > 0 ? "," : "[\n") ||
        !write_bytes (export->messages, line, error))
      return FALSE;
    if (event->attachment != NULL)
      g_queue_push_tail (&export->attachments,
                         parlor_packet_copy (PARLOR_PACKET_ATTACHMENT, event->attachment));
  }

  return TRUE;
}

static gboolean
write_about (Export *export,
             GError **error)
{
  g_autoptr (GOutputStream) stream = create (export, "account.json", error);
  g_autoptr (GBytes)        json = NULL;

  if (stream == NULL)
    return FALSE;

  json = parlor_packet_encode (PARLOR_PACKET_EXPORT_PAGE, export->about);

  return write_bytes (stream, json, error) && g_output_stream_close (stream, NULL, error) &&
         g_output_stream_printf (export->messages, NULL, NULL, error, "%s",
                                 export->n_events > 0 ? "]\n" : "[]\n") &&
         g_output_stream_close (export->messages, NULL, error);
}

/* Downloads one file after another. */
static void
fetch_file (Export *export)
{
  ParlorAttachmentPacket *attachment = g_queue_peek_head (&export->attachments);
  g_autofree char        *clean = NULL;
  g_autofree char        *name = NULL;
  GError                 *error = NULL;

  if (attachment == NULL) {
    finish (export, NULL);
    return;
  }

  clean = parlor_file_name_clean (attachment->name);
  name = g_strdup_printf ("files/%s-%s", attachment->attachment, clean);
  export->offset = 0;
  export->file = create (export, name, &error);
  if (export->file != NULL)
    fetch_piece (export);
  else
    finish (export, error);
}

static void
on_piece (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Export *export = user_data;
  GError            *error = NULL;
  ParlorPacketType   type;
  ParlorPiecePacket *piece =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);
  gsize    size = piece != NULL ? g_bytes_get_size (piece->data) : 0;
  gint64   size_bytes = piece != NULL ? piece->size_bytes : 0;
  gboolean is_good = piece != NULL && write_bytes (export->file, piece->data, &error);

  if (piece != NULL)
    parlor_packet_free (type, piece);
  export->offset += size;
  if (!is_good) {
    finish (export, error);
  } else if (size > 0 && export->offset < size_bytes) {
    fetch_piece (export);
  } else {
    g_clear_object (&export->file);
    export->n_files++;
    parlor_packet_free (PARLOR_PACKET_ATTACHMENT, g_queue_pop_head (&export->attachments));
    fetch_file (export);
  }
}

static void
fetch_piece (Export *export)
{
  ParlorAttachmentPacket *attachment = g_queue_peek_head (&export->attachments);
  ParlorDownloadPacket   *packet = parlor_packet_new (PARLOR_PACKET_DOWNLOAD);

  packet->attachment = g_strdup (attachment->attachment);
  packet->offset = export->offset;
  parlor_client_request_async (export->run->client, PARLOR_PACKET_DOWNLOAD, packet,
                               NULL, on_piece, export);
}

static void
take_page (Export *export,
           ParlorExportPagePacket *page)
{
  ParlorExportPagePacket *about = export->about;

  if (page->account != NULL) {
    about->account = g_steal_pointer (&page->account);
    about->created_ms = page->created_ms;
  }
  take_list (&about->nicks, &page->nicks);
  take_list (&about->devices, &page->devices);
  take_list (&about->blocked, &page->blocked);
  take_list (&about->conversations, &page->conversations);
}

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Export *export = user_data;
  GError                 *error = NULL;
  ParlorPacketType        type;
  ParlorExportPagePacket *page =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);
  g_autofree char *next = page != NULL ? g_strdup (page->next) : NULL;
  gboolean         is_good = page != NULL && write_events (export, page->events, &error);

  if (page != NULL) {
    take_page (export, page);
    parlor_packet_free (type, page);
  }

  if (!is_good || (next == NULL && !write_about (export, &error)))
    finish (export, error);
  else if (next != NULL)
    fetch_page (export, next);
  else
    fetch_file (export);
}

static void
fetch_page (Export *export,
            const char *after)
{
  ParlorExportPacket *packet = parlor_packet_new (PARLOR_PACKET_EXPORT);

  packet->after = g_strdup (after);
  parlor_client_request_async (export->run->client, PARLOR_PACKET_EXPORT, packet,
                               NULL, on_page, export);
}

void
parlor_command_export (ParlorCommandRun *run)
{
  Export *export = g_new0 (Export, 1);
  g_autofree char *files = g_build_filename (run->arguments[0], "files", NULL);
  GError          *error = NULL;

  export->run = run;
  export->folder = g_strdup (run->arguments[0]);
  export->about = parlor_packet_new (PARLOR_PACKET_EXPORT_PAGE);
  g_queue_init (&export->attachments);

  if (g_mkdir_with_parents (files, 0700) < 0)
    g_set_error (&error, PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_FAILED,
                 _ ("The folder %s cannot be made."), files);
  else
    export->messages = create (export, "messages.json", &error);

  if (error != NULL)
    finish (export, error);
  else
    fetch_page (export, NULL);
}
