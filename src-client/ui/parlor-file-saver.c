/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-file-saver"

#include "parlor-file-saver.h"

#include <glib/gi18n.h>

/* Lives from the question where to save a file until it is saved. */
typedef struct
{
  GtkFileChooserNative *chooser;
  GtkWidget            *widget;
  GFile                *from;
} Saving;

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
tell (GtkWidget  *widget,
      const char *text)
{
  gtk_widget_activate_action (widget, "win.toast", "s", text);
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
  g_file_copy_async (saving->from, to, G_FILE_COPY_OVERWRITE, G_PRIORITY_DEFAULT,
                     NULL, NULL, NULL, on_copy_ready, saving);
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
  Saving *saving = g_new0 (Saving, 1);

  g_return_if_fail (parlor_attachment_get_path (attachment) != NULL);

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

/**
 * parlor_file_saver_open:
 * @widget: in the window that asks
 * @attachment: a file that is here
 *
 * Opens @attachment in the application that is meant for its type.
 */
void
parlor_file_saver_open (GtkWidget        *widget,
                        ParlorAttachment *attachment)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (parlor_attachment_get_path (attachment) != NULL);

  uri = g_filename_to_uri (parlor_attachment_get_path (attachment), NULL, NULL);
  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME,
                     NULL, on_show_ready, g_object_ref (widget));
}
