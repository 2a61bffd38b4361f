/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-pending-files"

#include "parlor-pending-files.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-incoming.h"
#include "parlor-names.h"
#include "parlor-pending-file.h"
#include "parlor-resource.h"
#include "parlor-size-choice.h"

/* They are held in memory until they are sent. */
#define FILES_MAX 50
#define TOTAL_MAX_BYTES (512 * 1024 * 1024)

/**
 * ParlorPendingFiles:
 *
 * The files that go with the next message; hidden while there are none.  Each
 * conversation has its own, which are there again when one comes back to it.
 *
 * Actions, to be found in a parent: win.toast, conversation.insert.
 */
struct _ParlorPendingFiles
{
  AdwBin parent_instance;

  GtkRevealer      *revealer;
  GtkWidget        *box; /* of ParlorPendingFile */
  GtkRevealer      *problem_revealer;
  GtkLabel         *problem;
  ParlorSizeChoice *size_choice;

  ParlorConversation *conversation;  /* (nullable) */
  GHashTable         *others;        /* of other conversations: GPtrArray of ParlorPendingFile */
  gboolean            is_waited_for; /* they are to be sent once they are ready */
};

G_DEFINE_FINAL_TYPE (ParlorPendingFiles, parlor_pending_files, ADW_TYPE_BIN)

enum {
  ADDED,
  CHANGED,
  READY,
  SENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What is being read, and for whom. */
typedef struct
{
  ParlorPendingFiles *files;
  ParlorConversation *conversation;
} Target;

static Target *
target_new (ParlorPendingFiles *self)
{
  Target *target = g_new (Target, 1);

  *target = (Target){ g_object_ref (self), g_object_ref (self->conversation) };

  return target;
}

static void
target_free (Target *target)
{
  g_object_unref (target->files);
  g_object_unref (target->conversation);
  g_free (target);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Target, target_free)

static ParlorPendingFile *
first_file (ParlorPendingFiles *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->box);

  return child != NULL ? PARLOR_PENDING_FILE (child) : NULL;
}

static ParlorPendingFile *
next_file (ParlorPendingFile *file)
{
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (file));

  return next != NULL ? PARLOR_PENDING_FILE (next) : NULL;
}

/* Takes @text, or %NULL. */
static void
tell (ParlorPendingFiles *self,
      char               *text)
{
  if (text != NULL)
    gtk_label_set_label (self->problem, text);
  gtk_revealer_set_reveal_child (self->problem_revealer, text != NULL);
  g_free (text);
}

static void
on_dismiss_clicked (ParlorPendingFiles *self)
{
  tell (self, NULL);
}

/* How large they are. */

static gboolean
are_ready (ParlorPendingFiles *self)
{
  if (!parlor_size_choice_is_smaller (self->size_choice))
    return TRUE;

  for (ParlorPendingFile *file = first_file (self); file != NULL; file = next_file (file)) {
    if (parlor_pending_file_is_shrinking (file))
      return FALSE;
  }

  return TRUE;
}

/* Of those pictures of which there is a smaller one. */
static void
update_sizes (ParlorPendingFiles *self)
{
  const gboolean is_smaller = parlor_size_choice_is_smaller (self->size_choice);
  gint64         original_bytes = 0;
  gint64         smaller_bytes = 0;

  for (ParlorPendingFile *file = first_file (self); file != NULL; file = next_file (file)) {
    gint64 less_bytes;
    gint64 size_bytes = parlor_pending_file_get_size (file, &less_bytes);

    parlor_pending_file_set_smaller (file, is_smaller);
    if (less_bytes < size_bytes) {
      original_bytes += size_bytes;
      smaller_bytes += less_bytes;
    }
  }

  parlor_size_choice_set_sizes (self->size_choice, original_bytes, smaller_bytes);
}

static void
go_on (ParlorPendingFiles *self)
{
  if (!self->is_waited_for || !are_ready (self))
    return;

  self->is_waited_for = FALSE;
  g_signal_emit (self, signals[READY], 0);
}

/* What is known of sizes, or wanted of them, has changed. */
static void
on_sizes_changed (ParlorPendingFiles *self)
{
  update_sizes (self);
  go_on (self);
}

static void
changed (ParlorPendingFiles *self)
{
  update_sizes (self);
  gtk_revealer_set_reveal_child (self->revealer, !parlor_pending_files_is_empty (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The focus goes to the next one, or back to writing. */
static void
on_file_removed (ParlorPendingFiles *self,
                 ParlorPendingFile  *file)
{
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (file));

  if (next == NULL)
    next = gtk_widget_get_prev_sibling (GTK_WIDGET (file));
  if (next != NULL)
    gtk_widget_grab_focus (next);

  gtk_box_remove (GTK_BOX (self->box), GTK_WIDGET (file));
  tell (self, NULL);
  changed (self);
  if (next == NULL)
    g_signal_emit (self, signals[ADDED], 0);
}

/* Adding. */

static GPtrArray *
get_others (ParlorPendingFiles *self,
            ParlorConversation *conversation)
{
  GPtrArray *files = g_hash_table_lookup (self->others, conversation);

  if (files == NULL) {
    files = g_ptr_array_new_with_free_func (g_object_unref);
    g_hash_table_insert (self->others, g_object_ref (conversation), files);
  }

  return files;
}

/* Whether there is room for @file; if not, says so once. */
static gboolean
has_room (ParlorPendingFiles       *self,
          const ParlorIncomingFile *file,
          GPtrArray                *reasons)
{
  guint            n_files = 0;
  gint64           total_bytes = g_bytes_get_size (file->content);
  gint64           smaller_bytes;
  g_autofree char *reason = NULL;

  for (ParlorPendingFile *other = first_file (self); other != NULL; other = next_file (other)) {
    n_files++;
    total_bytes += parlor_pending_file_get_size (other, &smaller_bytes);
  }

  if (n_files >= FILES_MAX)
    reason = g_strdup_printf (ngettext ("Only %d file can be sent at once. Send it first.",
                                        "Only %d files can be sent at once. Send these first.",
                                        FILES_MAX),
                              FILES_MAX);
  else if (total_bytes > TOTAL_MAX_BYTES)
    reason = g_strdup (_ ("These files are too large to be sent at once. Send some first."));

  if (reason == NULL)
    return TRUE;
  if (!g_ptr_array_find_with_equal_func (reasons, reason, g_str_equal, NULL))
    g_ptr_array_add (reasons, g_steal_pointer (&reason));

  return FALSE;
}

static void
add_file (ParlorPendingFiles       *self,
          ParlorConversation       *conversation,
          const ParlorIncomingFile *incoming)
{
  GtkWidget *file = parlor_pending_file_new (incoming->content, incoming->name);

  g_signal_connect_object (file, "removed", G_CALLBACK (on_file_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (file, "shrunk", G_CALLBACK (on_sizes_changed), self, G_CONNECT_SWAPPED);
  if (conversation == self->conversation)
    gtk_box_append (GTK_BOX (self->box), file);
  else
    g_ptr_array_add (get_others (self, conversation), g_object_ref_sink (file));
}

static void
on_incoming (GPtrArray  *files,
             const char *links,
             gpointer    user_data)
{
  g_autoptr (Target)    target = user_data;
  ParlorPendingFiles   *self = target->files;
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);

  /* Gone meanwhile. */
  if (self->box == NULL)
    return;

  for (guint i = 0; i < files->len; i++) {
    const ParlorIncomingFile *file = files->pdata[i];

    if (file->error != NULL)
      g_ptr_array_add (reasons, g_strdup (file->error->message));
    else if (has_room (self, file, reasons))
      add_file (self, target->conversation, file);
  }

  tell (self, parlor_incoming_join_reasons (reasons));
  if (links != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "conversation.insert", "s", links);
  if (target->conversation == self->conversation) {
    changed (self);
    g_signal_emit (self, signals[ADDED], 0);
  }
}

static void
parlor_pending_files_dispose (GObject *object)
{
  ParlorPendingFiles *self = PARLOR_PENDING_FILES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PENDING_FILES);
  self->box = NULL;
  g_clear_pointer (&self->others, g_hash_table_unref);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (parlor_pending_files_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  /**
   * ParlorPendingFiles::added:
   *
   * Files were added, or the last one was left out: one goes on writing.
   */
  signals[ADDED] = g_signal_new ("added", PARLOR_TYPE_PENDING_FILES, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ParlorPendingFiles::changed:
   *
   * A file came or went.
   */
  signals[CHANGED] = g_signal_new ("changed", PARLOR_TYPE_PENDING_FILES, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ParlorPendingFiles::ready:
   *
   * What parlor_pending_files_send() could not do can be done now.
   */
  signals[READY] = g_signal_new ("ready", PARLOR_TYPE_PENDING_FILES, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ParlorPendingFiles::sent:
   *
   * A file is on its way: it stands at the end of the history.
   */
  signals[SENT] = g_signal_new ("sent", PARLOR_TYPE_PENDING_FILES, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlor_pending_files_class_init (ParlorPendingFilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_pending_files_dispose;

  install_signals ();
  g_type_ensure (PARLOR_TYPE_SIZE_CHOICE);
  gtk_widget_class_set_css_name (widget_class, "pendingfiles");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-pending-files.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFiles, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFiles, box);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFiles, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFiles, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFiles, size_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_sizes_changed);
}

static void
free_files (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
parlor_pending_files_init (ParlorPendingFiles *self)
{
  self->others = g_hash_table_new_full (NULL, NULL, g_object_unref, free_files);
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/* Takes all files out of sight. */
static GPtrArray *
take_out (ParlorPendingFiles *self)
{
  GPtrArray         *files = g_ptr_array_new_with_free_func (g_object_unref);
  ParlorPendingFile *file;

  while ((file = first_file (self)) != NULL) {
    g_ptr_array_add (files, g_object_ref (file));
    gtk_box_remove (GTK_BOX (self->box), GTK_WIDGET (file));
  }

  return files;
}

/**
 * parlor_pending_files_set_conversation:
 * @self: pending files
 * @conversation: (nullable): where they are to go
 *
 * Shows the files that were added for @conversation, and keeps the others.
 */
void
parlor_pending_files_set_conversation (ParlorPendingFiles *self,
                                       ParlorConversation *conversation)
{
  g_autoptr (GPtrArray) files = NULL;

  g_return_if_fail (PARLOR_IS_PENDING_FILES (self));

  if (self->conversation == conversation)
    return;

  files = take_out (self);
  if (files->len > 0)
    g_hash_table_insert (self->others, g_object_ref (self->conversation),
                         g_steal_pointer (&files));

  self->is_waited_for = FALSE;
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL) {
    GPtrArray *shown = g_hash_table_lookup (self->others, conversation);

    for (guint i = 0; shown != NULL && i < shown->len; i++)
      gtk_box_append (GTK_BOX (self->box), shown->pdata[i]);
    g_hash_table_remove (self->others, conversation);
  }

  tell (self, NULL);
  changed (self);
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
 * parlor_pending_files_take_files:
 * @self: pending files of a conversation
 * @files: a list of #GFile
 *
 * Adds files that were chosen.
 */
void
parlor_pending_files_take_files (ParlorPendingFiles *self,
                                 GListModel         *files)
{
  g_return_if_fail (PARLOR_IS_PENDING_FILES (self));
  g_return_if_fail (self->conversation != NULL);

  parlor_incoming_read_files (files, parlor_conversation_get_file_max_bytes (self->conversation),
                              on_incoming, target_new (self));
}

/**
 * parlor_pending_files_take_clipboard:
 * @self: pending files of a conversation
 * @clipboard: what is pasted from
 *
 * Returns: whether files or images were there, which are added now or soon
 */
gboolean
parlor_pending_files_take_clipboard (ParlorPendingFiles *self,
                                     GdkClipboard       *clipboard)
{
  Target *target;

  g_return_val_if_fail (PARLOR_IS_PENDING_FILES (self), FALSE);
  g_return_val_if_fail (self->conversation != NULL, FALSE);

  target = target_new (self);
  if (parlor_incoming_read_clipboard (clipboard,
                                      parlor_conversation_get_file_max_bytes (self->conversation),
                                      on_incoming, target))
    return TRUE;
  target_free (target);

  return FALSE;
}

/**
 * parlor_pending_files_take_drop:
 * @self: pending files of a conversation
 * @drop: what was dropped
 *
 * Returns: whether it holds files or images, which are added now or soon
 */
gboolean
parlor_pending_files_take_drop (ParlorPendingFiles *self,
                                GdkDrop            *drop)
{
  Target *target;

  g_return_val_if_fail (PARLOR_IS_PENDING_FILES (self), FALSE);
  g_return_val_if_fail (self->conversation != NULL, FALSE);

  target = target_new (self);
  if (parlor_incoming_read_drop (drop, parlor_conversation_get_file_max_bytes (self->conversation),
                                 on_incoming, target))
    return TRUE;
  target_free (target);

  return FALSE;
}

/* Sending. */

static void
tell_unsent (ParlorPendingFiles *self,
             const GError       *error)
{
  /* Translators: %s is why */
  g_autofree char *reason = g_strdup_printf (_ ("Cannot send: %s"), error->message);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", reason);
}

static void
on_send_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ParlorPendingFiles) self = user_data;
  g_autoptr (ParlorMessage)      message = NULL;
  g_autoptr (GError)             error = NULL;

  message = parlor_conversation_send_file_finish (PARLOR_CONVERSATION (source), result, &error);
  if (message != NULL)
    g_signal_emit (self, signals[SENT], 0);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_unsent (self, error);
}

/**
 * parlor_pending_files_send:
 * @self: pending files that is not empty
 * @body: what is written with the files; its text goes below the last of them,
 *   and it is the first of them that replies
 *
 * Sends all files, each in a message of its own.
 *
 * Returns: %FALSE if that cannot be done yet, see ParlorPendingFiles::ready, or
 *   at all, which is told; nothing is lost then
 */
gboolean
parlor_pending_files_send (ParlorPendingFiles      *self,
                           const ParlorMessageBody *body)
{
  ParlorMessageBody     with = *body;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError)    error = NULL;

  g_return_val_if_fail (PARLOR_IS_PENDING_FILES (self), FALSE);
  g_return_val_if_fail (self->conversation != NULL, FALSE);

  if (body->text != NULL && *body->text != '\0' && !parlor_text_check (body->text, &error)) {
    tell_unsent (self, error);
    return FALSE;
  }
  self->is_waited_for = !are_ready (self);
  if (self->is_waited_for)
    return FALSE;

  files = take_out (self);
  for (guint i = 0; i < files->len; i++) {
    ParlorPendingFile *file = files->pdata[i];

    with.text = i + 1 == files->len ? body->text : NULL;
    with.reply_to = i == 0 ? body->reply_to : 0;
    parlor_conversation_send_file_async (self->conversation,
                                         parlor_pending_file_get_content (file),
                                         parlor_pending_file_get_name (file), &with, NULL,
                                         on_send_ready, g_object_ref (self));
  }
  tell (self, NULL);
  changed (self);

  return TRUE;
}
