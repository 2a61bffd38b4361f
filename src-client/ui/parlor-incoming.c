/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-incoming"

#include "parlor-incoming.h"

#include <glib/gi18n.h>

/* Images are taken as the bytes of their file: what others put on the
 * clipboard is not decoded in this process. */
static const char *const image_types[] = {
  "image/png", "image/jpeg", "image/webp", "image/gif", NULL
};

/* So many reasons are told; of the others, how many there are. */
#define REASONS_MAX 2

/* What was pasted, dropped or chosen together, until all of it is read. */
typedef struct
{
  ParlorIncomingFunc func;
  gpointer           user_data;
  gint64             max_bytes;
  GPtrArray         *files; /* of ParlorIncomingFile */
  GString           *links;
  guint              n_left; /* what is still to come */
  GdkDrop           *drop;   /* (nullable): what it is being read from */
} Batch;

/* One file of it. */
typedef struct
{
  Batch              *batch;
  ParlorIncomingFile *file;
} Reading;

static void
file_free (gpointer data)
{
  ParlorIncomingFile *file = data;

  g_free (file->name);
  g_clear_pointer (&file->content, g_bytes_unref);
  g_clear_error (&file->error);
  g_free (file);
}

/* Whoever makes it is one of those who are waited for. */
static Batch *
batch_new (gint64             max_bytes,
           ParlorIncomingFunc func,
           gpointer           user_data)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->func = func;
  batch->user_data = user_data;
  batch->max_bytes = max_bytes;
  batch->files = g_ptr_array_new_with_free_func (file_free);
  batch->links = g_string_new (NULL);
  batch->n_left = 1;

  return batch;
}

/* Something of it has come; the last of all hands it over. */
static void
batch_done (Batch *batch)
{
  if (--batch->n_left > 0)
    return;

  if (batch->drop != NULL)
    gdk_drop_finish (batch->drop, GDK_ACTION_COPY);
  batch->func (batch->files, batch->links->len > 0 ? batch->links->str : NULL, batch->user_data);

  g_clear_object (&batch->drop);
  g_ptr_array_unref (batch->files);
  g_string_free (batch->links, TRUE);
  g_free (batch);
}

/* Takes @name. */
static Reading *
reading_new (Batch *batch,
             char  *name)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->batch = batch;
  reading->file = g_new0 (ParlorIncomingFile, 1);
  reading->file->name = name;
  g_ptr_array_add (batch->files, reading->file);
  batch->n_left++;

  return reading;
}

static void
reading_done (Reading *reading)
{
  batch_done (reading->batch);
  g_free (reading);
}

/* Takes @text. */
static void
refuse (Reading *reading,
        char    *text)
{
  reading->file->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, text);
  g_free (text);
}

static void
refuse_unreadable (Reading      *reading,
                   const GError *cause)
{
  /* Translators: a file name, and why */
  refuse (reading,
          g_strdup_printf (_ ("“%1$s” cannot be read: %2$s"), reading->file->name, cause->message));
}

/* Also of what is empty or too large, though the file system did not say so. */
static void
check_size (Reading *reading,
            gint64   size_bytes)
{
  g_autofree char *max = g_format_size (reading->batch->max_bytes);

  if (size_bytes == 0)
    refuse (reading, g_strdup_printf (_ ("“%s” is empty."), reading->file->name));
  else if (size_bytes > reading->batch->max_bytes)
    refuse (reading, g_strdup_printf (_ ("“%1$s” is larger than %2$s, the most that this server "
                                         "takes."),
                                      reading->file->name, max));
}

/* Files. */

static void
on_content_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Reading           *reading = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (content == NULL)
    refuse_unreadable (reading, error);
  else
    check_size (reading, g_bytes_get_size (content));
  if (reading->file->error == NULL)
    reading->file->content = g_steal_pointer (&content);

  reading_done (reading);
}

/* What is no ordinary file may have no end. */
static void
check_info (Reading   *reading,
            GFileInfo *info)
{
  const GFileType type = g_file_info_get_file_type (info);

  g_free (reading->file->name);
  reading->file->name = g_strdup (g_file_info_get_display_name (info));

  if (type == G_FILE_TYPE_DIRECTORY)
    refuse (reading, g_strdup_printf (_ ("“%s” is a folder. Make an archive of it to send it."),
                                      reading->file->name));
  else if (type != G_FILE_TYPE_REGULAR)
    refuse (reading, g_strdup_printf (_ ("“%s” is not a file that can be sent."),
                                      reading->file->name));
  else
    check_size (reading, g_file_info_get_size (info));
}

static void
on_info_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Reading              *reading = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info != NULL)
    check_info (reading, info);
  else
    refuse_unreadable (reading, error);

  if (reading->file->error == NULL)
    g_file_load_bytes_async (G_FILE (source), NULL, on_content_ready, reading);
  else
    reading_done (reading);
}

static gboolean
is_link (GFile *file)
{
  return g_file_has_uri_scheme (file, "http") || g_file_has_uri_scheme (file, "https");
}

static void
read_file (Batch *batch,
           GFile *file)
{
  if (is_link (file)) {
    g_autofree char *uri = g_file_get_uri (file);

    if (batch->links->len > 0)
      g_string_append_c (batch->links, '\n');
    g_string_append (batch->links, uri);
    return;
  }

  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME
                           "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                           "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, on_info_ready,
                           reading_new (batch, g_file_get_basename (file)));
}

static void
read_file_list (Batch        *batch,
                const GValue *value)
{
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    read_file (batch, l->data);
}

/* Pastes and drops. */

static void
on_splice_ready (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Reading           *reading = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0) {
    refuse_unreadable (reading, error);
  } else {
    content = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
    check_size (reading, g_bytes_get_size (content));
  }
  if (reading->file->error == NULL)
    reading->file->content = g_steal_pointer (&content);

  reading_done (reading);
}

static void
read_image (Batch        *batch,
            GInputStream *stream,
            const char   *media_type)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  /* Translators: file name of a picture that was pasted; %s is png, jpeg … */
  char *name = g_strdup_printf (_ ("Picture.%s"), media_type + strlen ("image/"));

  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                  G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, on_splice_ready,
                                reading_new (batch, name));
}

/* Takes @stream, or @error. */
static void
take_image (Batch        *batch,
            GInputStream *stream,
            const char   *media_type,
            GError       *error)
{
  if (stream != NULL) {
    read_image (batch, stream, media_type);
  } else {
    Reading *reading = reading_new (batch, g_strdup (_ ("Picture")));

    refuse_unreadable (reading, error);
    reading_done (reading);
  }

  g_clear_object (&stream);
  g_clear_error (&error);
  batch_done (batch);
}

/* Takes @error, if there is one. */
static void
take_files (Batch        *batch,
            const GValue *value,
            GError       *error)
{
  if (value != NULL) {
    read_file_list (batch, value);
  } else {
    Reading *reading = reading_new (batch, g_strdup (_ ("Files")));

    refuse_unreadable (reading, error);
    reading_done (reading);
  }

  g_clear_error (&error);
  batch_done (batch);
}

static void
on_clipboard_image_ready (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  GError       *error = NULL;
  const char   *media_type = NULL;
  GInputStream *stream;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &media_type, &error);
  take_image (user_data, stream, media_type, error);
}

static void
on_clipboard_files_ready (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  GError       *error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  take_files (user_data, value, error);
}

static void
on_drop_image_ready (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  Batch        *batch = user_data;
  GError       *error = NULL;
  const char   *media_type = NULL;
  GInputStream *stream;

  batch->drop = g_object_ref (GDK_DROP (source));
  stream = gdk_drop_read_finish (batch->drop, result, &media_type, &error);
  take_image (batch, stream, media_type, error);
}

static gboolean
has_image (GdkContentFormats *formats)
{
  for (guint i = 0; image_types[i] != NULL; i++) {
    if (gdk_content_formats_contain_mime_type (formats, image_types[i]))
      return TRUE;
  }

  return FALSE;
}

static gboolean
has_text (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
         gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8");
}

static gboolean
are_links (const GValue *value)
{
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next) {
    if (!is_link (l->data))
      return FALSE;
  }

  return TRUE;
}

/* A browser tells where a picture is, and gives the picture along. */
static void
on_drop_files_ready (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GdkDrop      *drop = GDK_DROP (source);
  GError       *error = NULL;
  const GValue *value = gdk_drop_read_value_finish (drop, result, &error);

  if (value != NULL && are_links (value) && has_image (gdk_drop_get_formats (drop))) {
    gdk_drop_read_async (drop, (const char **) image_types, G_PRIORITY_DEFAULT, NULL,
                         on_drop_image_ready, user_data);
    return;
  }

  gdk_drop_finish (drop, value != NULL ? GDK_ACTION_COPY : 0);
  take_files (user_data, value, error);
}

/**
 * parlor_incoming_get_formats:
 *
 * Returns: (transfer full): what parlor_incoming_read_drop() can take
 */
GdkContentFormats *
parlor_incoming_get_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  for (guint i = 0; image_types[i] != NULL; i++)
    gdk_content_formats_builder_add_mime_type (builder, image_types[i]);

  return gdk_content_formats_union_deserialize_gtypes (
    gdk_content_formats_builder_free_to_formats (builder));
}

/**
 * parlor_incoming_read_files:
 * @files: (element-type GFile): files that were chosen
 * @max_bytes: the most that one of them may hold
 * @func: called when all are read
 * @user_data: for @func
 *
 * Reads files.
 */
void
parlor_incoming_read_files (GListModel        *files,
                            gint64             max_bytes,
                            ParlorIncomingFunc func,
                            gpointer           user_data)
{
  Batch *batch = batch_new (max_bytes, func, user_data);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    read_file (batch, file);
  }
  batch_done (batch);
}

/**
 * parlor_incoming_read_clipboard:
 * @clipboard: the clipboard
 * @max_bytes: the most that a file may hold
 * @func: called when all is read, if there is anything
 * @user_data: for @func
 *
 * Takes files or an image from @clipboard.  An office program offers a picture
 * of the text it copies: then the text is meant.
 *
 * Returns: whether there is anything of the kind
 */
gboolean
parlor_incoming_read_clipboard (GdkClipboard      *clipboard,
                                gint64             max_bytes,
                                ParlorIncomingFunc func,
                                gpointer           user_data)
{
  GdkContentFormats            *offered = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GdkContentFormats) formats =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (offered));

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)) {
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    on_clipboard_files_ready,
                                    batch_new (max_bytes, func, user_data));
    return TRUE;
  }

  if (has_text (offered))
    return FALSE;
  if (!has_image (offered) && !gdk_content_formats_contain_gtype (offered, GDK_TYPE_TEXTURE))
    return FALSE;

  gdk_clipboard_read_async (clipboard, (const char **) image_types, G_PRIORITY_DEFAULT, NULL,
                            on_clipboard_image_ready, batch_new (max_bytes, func, user_data));

  return TRUE;
}

/**
 * parlor_incoming_read_drop:
 * @drop: what was dropped
 * @max_bytes: the most that a file may hold
 * @func: called when all is read, if there is anything
 * @user_data: for @func
 *
 * Takes what was dropped and finishes @drop.
 *
 * Returns: whether there is anything that can be taken
 */
gboolean
parlor_incoming_read_drop (GdkDrop           *drop,
                           gint64             max_bytes,
                           ParlorIncomingFunc func,
                           gpointer           user_data)
{
  GdkContentFormats            *offered = gdk_drop_get_formats (drop);
  g_autoptr (GdkContentFormats) formats =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (offered));

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                               on_drop_files_ready, batch_new (max_bytes, func, user_data));
  else if (has_image (offered))
    gdk_drop_read_async (drop, (const char **) image_types, G_PRIORITY_DEFAULT, NULL,
                         on_drop_image_ready, batch_new (max_bytes, func, user_data));
  else
    return FALSE;

  return TRUE;
}

/**
 * parlor_incoming_join_reasons:
 * @reasons: (element-type utf8): why files were not taken
 *
 * Returns: (transfer full) (nullable): what to tell the person; %NULL if there
 *   is nothing to tell
 */
char *
parlor_incoming_join_reasons (GPtrArray *reasons)
{
  const guint n_more = reasons->len > REASONS_MAX ? reasons->len - REASONS_MAX : 0;
  GString    *text = g_string_new (NULL);

  for (guint i = 0; i < reasons->len - n_more; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (char *) reasons->pdata[i]);
  if (n_more > 0) {
    g_string_append_c (text, '\n');
    g_string_append_printf (
      text,
      ngettext ("%u more file cannot be attached.", "%u more files cannot be attached.", n_more),
      n_more);
  }

  return g_string_free (text, reasons->len == 0);
}
