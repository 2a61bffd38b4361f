/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-file-saver"

#include "parlor-file-saver.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "parlor-file-kind.h"
#include "parlor-file-store.h"

/* Lives from the question where to save a file until it is saved. */
typedef struct
{
  GtkFileChooserNative *chooser;
  GtkWidget            *widget;
  GFile                *from;
} Saving;

/* A copy of a file on its way to another application. */
typedef struct
{
  GtkWidget *widget;
  GFile     *copy;
} Opening;

static void
saving_free (Saving *saving)
{
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (saving->chooser));
  g_object_unref (saving->chooser);
  g_object_unref (saving->widget);
  g_object_unref (saving->from);
  g_free (saving);
}

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->widget);
  g_object_unref (opening->copy);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
tell (GtkWidget  *widget,
      const char *text)
{
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

/* It may have been removed to make room for others. */
static gboolean
is_here (GtkWidget        *widget,
         ParlorAttachment *attachment)
{
  if (g_file_test (parlor_attachment_get_path (attachment), G_FILE_TEST_IS_REGULAR)) {
    parlor_file_store_touch (parlor_attachment_get_path (attachment));
    return TRUE;
  }

  tell (widget, _ ("The file is being fetched again. Try once more when it is here."));
  gtk_widget_activate_action (widget, "message.fetch", NULL);

  return FALSE;
}

static void
on_copy_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Saving            *saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;

  if (g_file_copy_finish (G_FILE (source), result, &error)) {
    tell (saving->widget, _ ("Saved"));
  } else {
    /* Translators: %s is why */
    text = g_strdup_printf (_ ("Cannot save: %s"), error->message);
    tell (saving->widget, text);
  }

  saving_free (saving);
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  Saving           *saving = user_data;
  g_autoptr (GFile) to = NULL;

  if (response != GTK_RESPONSE_ACCEPT) {
    saving_free (saving);
    return;
  }

  to = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_file_copy_async (saving->from, to, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                     G_PRIORITY_DEFAULT, NULL, NULL, NULL, on_copy_ready, saving);
}

/**
 * parlor_file_saver_ask:
 * @widget: in the window that asks
 * @attachment: a file that is here
 *
 * Asks where to save @attachment and puts a copy there.
 */
void
parlor_file_saver_ask (GtkWidget        *widget,
                       ParlorAttachment *attachment)
{
  Saving *saving;

  g_return_if_fail (parlor_attachment_get_path (attachment) != NULL);

  if (!is_here (widget, attachment))
    return;

  saving = g_new0 (Saving, 1);
  saving->widget = g_object_ref (widget);
  saving->from = g_file_new_for_path (parlor_attachment_get_path (attachment));
  saving->chooser = gtk_file_chooser_native_new (_ ("Save As"),
                                                 GTK_WINDOW (gtk_widget_get_root (widget)),
                                                 GTK_FILE_CHOOSER_ACTION_SAVE,
                                                 _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (saving->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (saving->chooser),
                                     parlor_attachment_get_name (attachment));
  g_signal_connect_data (saving->chooser, "response", G_CALLBACK (on_response), saving, NULL, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->chooser));
}

static gboolean
is_program (ParlorAttachment *attachment)
{
  g_autoptr (GFile)            file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  guint8                       begin[PARLOR_FILE_KIND_BYTES];
  gssize                       begin_bytes = 0;

  file = g_file_new_for_path (parlor_attachment_get_path (attachment));
  stream = g_file_read (file, NULL, NULL);
  if (stream != NULL)
    begin_bytes = g_input_stream_read (G_INPUT_STREAM (stream), begin, sizeof begin, NULL, NULL);

  return parlor_file_kind_is_program (parlor_attachment_get_name (attachment), begin,
                                      MAX (begin_bytes, 0));
}

static void
on_show_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError)    error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    tell (widget, _ ("There is no application for this file. It can be saved."));
}

static void
on_copied_to_open (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError)  error = NULL;
  g_autofree char    *uri = g_file_get_uri (opening->copy);
  g_autofree char    *text = NULL;
  GtkRoot            *root = gtk_widget_get_root (opening->widget);

  if (!g_file_copy_finish (G_FILE (source), result, &error)) {
    /* Translators: %s is why */
    text = g_strdup_printf (_ ("Cannot open: %s"), error->message);
    tell (opening->widget, text);
  } else if (GTK_IS_WINDOW (root)) {
    /* What is changed there would not come back here. */
    g_chmod (g_file_peek_path (opening->copy), 0400);
    gtk_show_uri_full (GTK_WINDOW (root), uri, GDK_CURRENT_TIME, NULL, on_show_ready,
                       g_object_ref (opening->widget));
  }
}

/**
 * parlor_file_saver_get_open_folder:
 *
 * Returns: (transfer full) (type filename): where copies are that other
 *   applications have opened; to be emptied when the program begins
 */
char *
parlor_file_saver_get_open_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "parlor", "opened", NULL);
}

/**
 * parlor_file_saver_open:
 * @widget: in the window that asks
 * @attachment: a file that is here
 *
 * Opens @attachment in the application that is meant for its type: a copy of
 * it, which has its name.  A program is not run: it can be saved.
 */
void
parlor_file_saver_open (GtkWidget        *widget,
                        ParlorAttachment *attachment)
{
  g_autofree char  *parent = parlor_file_saver_get_open_folder ();
  g_autofree char  *folder = g_build_filename (parent, "XXXXXX", NULL);
  g_autoptr (GFile) from = NULL;
  Opening          *opening;

  g_return_if_fail (parlor_attachment_get_path (attachment) != NULL);

  if (!is_here (widget, attachment))
    return;
  if (is_program (attachment)) {
    tell (widget, _ ("Programs are not run from here. Save it if you trust who sent it."));
    return;
  }
  if (g_mkdir_with_parents (parent, 0700) != 0 || g_mkdtemp (folder) == NULL) {
    tell (widget, _ ("There is no place for a copy of the file."));
    return;
  }

  from = g_file_new_for_path (parlor_attachment_get_path (attachment));
  opening = g_new (Opening, 1);
  opening->widget = g_object_ref (widget);
  opening->copy = g_file_new_build_filename (folder, parlor_attachment_get_name (attachment), NULL);
  g_file_copy_async (from, opening->copy, G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT,
                     NULL, NULL, NULL, on_copied_to_open, opening);
}

static void
remove_file (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_remove (path) != 0)
    g_debug ("Cannot remove %s", path);
}

/**
 * parlor_file_saver_forget_opened:
 *
 * Removes the copies that were made when files were opened.
 */
void
parlor_file_saver_forget_opened (void)
{
  g_autofree char *parent = parlor_file_saver_get_open_folder ();
  g_autoptr (GDir) folders = g_dir_open (parent, 0, NULL);
  const char      *folder_name;

  while (folders != NULL && (folder_name = g_dir_read_name (folders)) != NULL) {
    g_autofree char *folder = g_build_filename (parent, folder_name, NULL);
    g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
    const char      *name;

    while (files != NULL && (name = g_dir_read_name (files)) != NULL)
      remove_file (folder, name);
    remove_file (parent, folder_name);
  }
}
