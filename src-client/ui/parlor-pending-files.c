/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-pending-files"

#include "parlor-pending-files.h"

#include <glib/gi18n.h>

#include "parlor-incoming.h"
#include "parlor-pending-file.h"
#include "parlor-resource.h"

/**
 * ParlorPendingFiles:
 *
 * The files that go with the next message; hidden while there are none.
 *
 * Action, to be found in a parent: win.toast.
 */
struct _ParlorPendingFiles
{
  AdwBin parent_instance;

  GtkWidget *box; /* of ParlorPendingFile */
};

G_DEFINE_FINAL_TYPE (ParlorPendingFiles, parlor_pending_files, ADW_TYPE_BIN)

enum {
  CHANGED,
  SENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Takes @text. */
static void
tell (ParlorPendingFiles *self,
      char               *text)
{
  g_autofree char *told = text;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", told);
}

static void
changed (ParlorPendingFiles *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (adw_bin_get_child (ADW_BIN (self))),
                                 !parlor_pending_files_is_empty (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_file_removed (ParlorPendingFiles *self,
                 ParlorPendingFile  *file)
{
  gtk_box_remove (GTK_BOX (self->box), GTK_WIDGET (file));
  changed (self);
}

static void
on_incoming (GBytes       *content,
             const char   *name,
             const GError *error,
             GObject      *owner)
{
  ParlorPendingFiles *self = PARLOR_PENDING_FILES (owner);
  GtkWidget          *file;

  /* Gone meanwhile. */
  if (self->box == NULL)
    return;

  if (content == NULL) {
    /* Translators: %s is why */
    tell (self, g_strdup_printf (_ ("Cannot attach: %s"), error->message));
    return;
  }

  file = parlor_pending_file_new (content, name);
  g_signal_connect_object (file, "removed", G_CALLBACK (on_file_removed), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), file);
  changed (self);
}

static void
parlor_pending_files_dispose (GObject *object)
{
  ParlorPendingFiles *self = PARLOR_PENDING_FILES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PENDING_FILES);
  self->box = NULL;

  G_OBJECT_CLASS (parlor_pending_files_parent_class)->dispose (object);
}

static void
parlor_pending_files_class_init (ParlorPendingFilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_pending_files_dispose;

  /**
   * ParlorPendingFiles::changed:
   *
   * A file came or went.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PARLOR_TYPE_PENDING_FILES, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ParlorPendingFiles::sent:
   *
   * A file is on its way: it stands at the end of the history.
   */
  signals[SENT] =
    g_signal_new ("sent", PARLOR_TYPE_PENDING_FILES, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "pendingfiles");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-pending-files.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFiles, box);
}

static void
parlor_pending_files_init (ParlorPendingFiles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static ParlorPendingFile *
first_file (ParlorPendingFiles *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->box);

  return child != NULL ? PARLOR_PENDING_FILE (child) : NULL;
}

/**
 * parlor_pending_files_is_empty:
 * @self: pending files
 *
 * Returns: whether there are no files
 */
gboolean
parlor_pending_files_is_empty (ParlorPendingFiles *self)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILES (self), TRUE);

  return first_file (self) == NULL;
}

/**
 * parlor_pending_files_clear:
 * @self: pending files
 *
 * Leaves all files out.
 */
void
parlor_pending_files_clear (ParlorPendingFiles *self)
{
  ParlorPendingFile *file;

  g_return_if_fail (PARLOR_IS_PENDING_FILES (self));

  while ((file = first_file (self)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), GTK_WIDGET (file));
  changed (self);
}

/**
 * parlor_pending_files_take_files:
 * @self: pending files
 * @files: a list of #GFile
 *
 * Adds files that were chosen.
 */
void
parlor_pending_files_take_files (ParlorPendingFiles *self,
                                 GListModel         *files)
{
  g_return_if_fail (PARLOR_IS_PENDING_FILES (self));

  parlor_incoming_read_files (files, on_incoming, G_OBJECT (self));
}

/**
 * parlor_pending_files_take_clipboard:
 * @self: pending files
 * @clipboard: what is pasted from
 *
 * Returns: whether files or images were there, which are added now or soon
 */
gboolean
parlor_pending_files_take_clipboard (ParlorPendingFiles *self,
                                     GdkClipboard       *clipboard)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILES (self), FALSE);

  return parlor_incoming_read_clipboard (clipboard, on_incoming, G_OBJECT (self));
}

/**
 * parlor_pending_files_take_drop:
 * @self: pending files
 * @drop: what was dropped
 *
 * Returns: whether it holds files or images, which are added now or soon
 */
gboolean
parlor_pending_files_take_drop (ParlorPendingFiles *self,
                                GdkDrop            *drop)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILES (self), FALSE);

  return parlor_incoming_read_drop (drop, on_incoming, G_OBJECT (self));
}

static void
on_send_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ParlorPendingFiles) self = user_data;
  g_autoptr (ParlorMessage)      message = NULL;
  g_autoptr (GError)             error = NULL;

  message =
    parlor_conversation_send_file_finish (PARLOR_CONVERSATION (source), result, &error);
  if (message == NULL)
    /* Translators: %s is why */
    tell (self, g_strdup_printf (_ ("Cannot send: %s"), error->message));
  else
    g_signal_emit (self, signals[SENT], 0);
}

/**
 * parlor_pending_files_send:
 * @self: pending files that is not empty
 * @conversation: where to
 * @body: what is written with the files; its text goes below the last of them
 *
 * Sends all files, each in a message of its own.
 */
void
parlor_pending_files_send (ParlorPendingFiles      *self,
                           ParlorConversation      *conversation,
                           const ParlorMessageBody *body)
{
  g_return_if_fail (PARLOR_IS_PENDING_FILES (self));

  for (GtkWidget *child = GTK_WIDGET (first_file (self)); child != NULL;) {
    ParlorPendingFile *file = PARLOR_PENDING_FILE (child);
    ParlorMessageBody  with = *body;

    child = gtk_widget_get_next_sibling (child);
    if (child != NULL)
      with.text = NULL;
    parlor_conversation_send_file_async (conversation, parlor_pending_file_get_content (file),
                                         parlor_pending_file_get_name (file), &with, NULL,
                                         on_send_ready, g_object_ref (self));
  }

  parlor_pending_files_clear (self);
}
