/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-incoming"

#include "parlor-incoming.h"

#include <glib/gi18n.h>

/* A file is read whole before it is sent. */
#define FILE_MAX_BYTES (256 * 1024 * 1024)

/* Images are taken as the bytes of their file: what others put on the
 * clipboard is not decoded in this process. */
static const char *const image_types[] = {
  "image/png", "image/jpeg", "image/webp", "image/gif", NULL
};

/* One file, or one paste or drop, on its way. */
typedef struct
{
  ParlorIncomingFunc func;
  GObject           *owner;
  GdkDrop           *drop;
  char              *name;
} Incoming;

static Incoming *
incoming_new (ParlorIncomingFunc func,
              GObject           *owner)
{
  Incoming *incoming = g_new0 (Incoming, 1);

  incoming->func = func;
  incoming->owner = g_object_ref (owner);

  return incoming;
}

static void
incoming_free (Incoming *incoming)
{
  g_object_unref (incoming->owner);
  g_clear_object (&incoming->drop);
  g_free (incoming->name);
  g_free (incoming);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Incoming, incoming_free)

static void
end (Incoming     *incoming,
     GBytes       *content,
     const GError *error)
{
  if (incoming->drop != NULL)
    gdk_drop_finish (incoming->drop, content != NULL ? GDK_ACTION_COPY : 0);

  incoming->func (content, incoming->name, error, incoming->owner);
}

/* Files. */

static void
on_content_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Incoming) incoming = user_data;
  g_autoptr (GError)   error = NULL;
  g_autoptr (GBytes)   content = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  end (incoming, content, error);
}

static void
check_info (GFileInfo *info,
            GError   **error)
{
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                         _ ("Folders cannot be sent."));
  else if (g_file_info_get_size (info) > FILE_MAX_BYTES)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         _ ("The file is too large."));
}

static void
on_info_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Incoming)  incoming = user_data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info != NULL) {
    g_free (incoming->name);
    incoming->name = g_strdup (g_file_info_get_display_name (info));
    check_info (info, &error);
  }

  if (error != NULL)
    end (incoming, NULL, error);
  else
    g_file_load_bytes_async (G_FILE (source), NULL, on_content_ready,
                             g_steal_pointer (&incoming));
}

static void
read_file (GFile             *file,
           ParlorIncomingFunc func,
           GObject           *owner)
{
  Incoming *incoming = incoming_new (func, owner);

  incoming->name = g_file_get_basename (file);
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME
                           "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                           "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           on_info_ready, incoming);
}

/* Pastes and drops. */

static void
read_file_list (const GValue      *value,
                ParlorIncomingFunc func,
                GObject           *owner)
{
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    read_file (l->data, func, owner);
}

static void
on_splice_ready (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Incoming) incoming = user_data;
  g_autoptr (GError)   error = NULL;
  g_autoptr (GBytes)   content = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) >= 0)
    content = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));

  end (incoming, content, error);
}

static void
read_image (Incoming     *incoming,
            GInputStream *stream,
            const char   *media_type)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  /* Translators: file name of a picture that was pasted; %s is png, jpeg … */
  incoming->name = g_strdup_printf (_ ("Picture.%s"), media_type + strlen ("image/"));
  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                  G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, on_splice_ready, incoming);
}

static void
on_clipboard_image_ready (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  Incoming                *incoming = user_data;
  g_autoptr (GError)       error = NULL;
  const char              *media_type = NULL;
  g_autoptr (GInputStream) stream =
    gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &media_type, &error);

  if (stream != NULL) {
    read_image (incoming, stream, media_type);
  } else {
    end (incoming, NULL, error);
    incoming_free (incoming);
  }
}

static void
on_clipboard_files_ready (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr (Incoming) incoming = user_data;
  g_autoptr (GError)   error = NULL;
  const GValue        *value =
    gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value != NULL)
    read_file_list (value, incoming->func, incoming->owner);
  else
    end (incoming, NULL, error);
}

static void
on_drop_image_ready (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  Incoming                *incoming = user_data;
  g_autoptr (GError)       error = NULL;
  const char              *media_type = NULL;
  g_autoptr (GInputStream) stream =
    gdk_drop_read_finish (GDK_DROP (source), result, &media_type, &error);

  if (stream != NULL) {
    read_image (incoming, stream, media_type);
  } else {
    end (incoming, NULL, error);
    incoming_free (incoming);
  }
}

static void
on_drop_files_ready (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (Incoming) incoming = user_data;
  g_autoptr (GError)   error = NULL;
  const GValue        *value = gdk_drop_read_value_finish (GDK_DROP (source), result, &error);

  if (value == NULL) {
    end (incoming, NULL, error);
    return;
  }

  read_file_list (value, incoming->func, incoming->owner);
  gdk_drop_finish (incoming->drop, GDK_ACTION_COPY);
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

  return gdk_content_formats_builder_free_to_formats (builder);
}

/**
 * parlor_incoming_read_files:
 * @files: (element-type GFile): files that were chosen
 * @func: called for each of them, later
 * @owner: kept until then, handed to @func
 *
 * Reads files.
 */
void
parlor_incoming_read_files (GListModel        *files,
                            ParlorIncomingFunc func,
                            GObject           *owner)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    read_file (file, func, owner);
  }
}

/**
 * parlor_incoming_read_clipboard:
 * @clipboard: the clipboard
 * @func: called for each file or image, later
 * @owner: kept until then, handed to @func
 *
 * Takes files or an image from @clipboard.  An office program offers a picture
 * of the text it copies: then the text is meant.
 *
 * Returns: whether there is anything of the kind
 */
gboolean
parlor_incoming_read_clipboard (GdkClipboard      *clipboard,
                                ParlorIncomingFunc func,
                                GObject           *owner)
{
  GdkContentFormats            *offered = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GdkContentFormats) formats =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (offered));

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)) {
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    on_clipboard_files_ready, incoming_new (func, owner));
    return TRUE;
  }

  if (has_text (offered))
    return FALSE;
  if (!has_image (offered) && !gdk_content_formats_contain_gtype (offered, GDK_TYPE_TEXTURE))
    return FALSE;

  gdk_clipboard_read_async (clipboard, (const char **) image_types, G_PRIORITY_DEFAULT, NULL,
                            on_clipboard_image_ready, incoming_new (func, owner));

  return TRUE;
}

/**
 * parlor_incoming_read_drop:
 * @drop: what was dropped
 * @func: called for each file or image, later
 * @owner: kept until then, handed to @func
 *
 * Takes what was dropped and finishes @drop.
 *
 * Returns: whether there is anything that can be taken
 */
gboolean
parlor_incoming_read_drop (GdkDrop           *drop,
                           ParlorIncomingFunc func,
                           GObject           *owner)
{
  GdkContentFormats            *offered = gdk_drop_get_formats (drop);
  g_autoptr (GdkContentFormats) formats =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (offered));
  const gboolean has_files = gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST);
  Incoming      *incoming;

  if (!has_files && !has_image (offered))
    return FALSE;

  incoming = incoming_new (func, owner);
  incoming->drop = g_object_ref (drop);
  if (has_files)
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                               on_drop_files_ready, incoming);
  else
    gdk_drop_read_async (drop, (const char **) image_types, G_PRIORITY_DEFAULT, NULL,
                         on_drop_image_ready, incoming);

  return TRUE;
}
