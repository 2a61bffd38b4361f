/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changing what one has written. */

#define G_LOG_DOMAIN "parlor-composer"

#include "parlor-composer-private.h"

#include <glib/gi18n.h>

/* What it says now: it may have been edited elsewhere meanwhile, which is then
 * replaced knowingly. */
static const char *
get_edited (ParlorComposer *self)
{
  ParlorMessage *message = parlor_reply_bar_get_message (self->reply);
  const char    *text = message != NULL ? parlor_message_get_text (message) : self->edited;

  return text != NULL ? text : "";
}

/**
 * _parlor_composer_is_unchanged:
 * @self: a composer in which a message is changed
 * @text: what it is to say
 *
 * Returns: whether it says that already, as far as is known
 */
gboolean
_parlor_composer_is_unchanged (ParlorComposer *self,
                               const char     *text)
{
  return (self->edited != NULL || parlor_reply_bar_get_message (self->reply) != NULL) &&
         g_str_equal (text, get_edited (self));
}

/**
 * _parlor_composer_end_edit:
 * @self: a composer in which a message is changed
 *
 * Goes back to what was being written before.
 */
void
_parlor_composer_end_edit (ParlorComposer *self)
{
  g_autofree char *text = g_steal_pointer (&self->waiting);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->edited, g_free);
  self->edit_of = 0;
  _parlor_composer_fill (self, text);
  _parlor_composer_show_bar (self);
  _parlor_composer_update_voice (self);
  _parlor_composer_changed (self);
  _parlor_composer_save_draft (self);
}

/* What is being written waits until the message is changed. */
static void
start_edit (ParlorComposer *self,
            ParlorMessage  *message)
{
  const char *text = parlor_message_get_text (message);

  if (self->edit_of == 0)
    self->waiting = _parlor_composer_dup_raw_text (self);
  g_clear_pointer (&self->edited, g_free);
  self->edited = g_strdup (text != NULL ? text : "");
  self->edit_of = parlor_message_get_seq (message);
  _parlor_composer_fill (self, self->edited);
  _parlor_composer_show_bar (self);
  _parlor_composer_update_voice (self);
  _parlor_composer_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/**
 * _parlor_composer_edit_before:
 * @self: a composer
 *
 * Goes back to the message that one wrote last, or, where nothing was changed in
 * that one, to the one before it.
 *
 * Returns: whether there is anything to do: it is empty, or nothing was changed
 */
gboolean
_parlor_composer_edit_before (ParlorComposer *self)
{
  g_autofree char *text = _parlor_composer_dup_raw_text (self);
  ParlorMessage   *message;

  if (self->conversation == NULL ||
      (self->edit_of == 0 ? *text != '\0' || !parlor_pending_files_is_empty (self->attachments)
                          : !_parlor_composer_is_unchanged (self, text)))
    return FALSE;

  message = parlor_conversation_find_editable (self->conversation, self->edit_of);
  if (message != NULL)
    start_edit (self, message);

  return message != NULL;
}

/**
 * parlor_composer_edit:
 * @self: a composer
 * @seq: of one's own message
 *
 * Lets the person change the text of a message.
 */
void
parlor_composer_edit (ParlorComposer *self,
                      gint64          seq)
{
  ParlorMessage *message = NULL;

  g_return_if_fail (PARLOR_IS_COMPOSER (self));

  if (self->conversation != NULL && seq > 0)
    message = parlor_conversation_find_message (self->conversation, seq);
  if (message == NULL || (parlor_conversation_get_rights (self->conversation, message) &
                          PARLOR_MESSAGE_CAN_EDIT) == 0) {
    _parlor_composer_tell (self, g_strdup (_ ("This message cannot be edited")));
    return;
  }

  if (!parlor_pending_files_is_empty (self->attachments)) {
    _parlor_composer_tell (self, g_strdup (_ ("Send or remove the files first")));
    return;
  }
  start_edit (self, message);
}

/* Saving what was changed. */

typedef struct
{
  GWeakRef        composer;
  ParlorEventKind kind;
  gint64          seq;
  char           *text; /* (nullable): of an edit */
} Saving;

static Saving *
saving_new (ParlorComposer *self,
            ParlorEventKind kind,
            const char     *text)
{
  Saving *saving = g_new0 (Saving, 1);

  g_weak_ref_init (&saving->composer, self);
  saving->kind = kind;
  saving->seq = self->edit_of;
  saving->text = g_strdup (text);

  return saving;
}

static void
saving_free (Saving *saving)
{
  g_weak_ref_clear (&saving->composer);
  g_free (saving->text);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* Somebody has gone to another conversation meanwhile. */
static void
forget_edit (ParlorConversation *conversation,
             gint64              seq)
{
  ParlorDraft      draft = *parlor_conversation_get_draft (conversation);
  g_autofree char *text = g_strdup (draft.text);

  if (draft.edit_of != seq)
    return;

  draft.text = text;
  draft.edit_of = 0;
  draft.edit_text = NULL;
  parlor_conversation_set_draft (conversation, &draft);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ParlorConversation        *conversation = PARLOR_CONVERSATION (source);
  g_autoptr (Saving)         saving = user_data;
  g_autoptr (ParlorComposer) self = g_weak_ref_get (&saving->composer);
  g_autoptr (GError)         error = NULL;
  gboolean                   is_shown = self != NULL && self->conversation == conversation &&
                      self->edit_of == saving->seq;

  if (parlor_conversation_change_finish (conversation, result, &error)) {
    if (is_shown)
      _parlor_composer_end_edit (self);
    else
      forget_edit (conversation, saving->seq);
    return;
  }

  if (is_shown)
    g_clear_object (&self->cancellable);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Translators: %s is why */
  _parlor_composer_tell (self, g_strdup_printf (saving->kind == PARLOR_EVENT_DELETE
                                                  ? _ ("Cannot delete the message: %s")
                                                  : _ ("Cannot save the change: %s"),
                                                error->message));
  if (is_shown)
    _parlor_composer_changed (self);
}

static void
save (ParlorComposer *self,
      ParlorEventKind kind,
      const char     *text)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  parlor_conversation_change_async (self->conversation, kind, self->edit_of, text,
                                    self->cancellable, on_saved, saving_new (self, kind, text));
}

static void
on_delete_response (ParlorComposer *self,
                    const char     *response)
{
  if (self->edit_of == 0)
    return;

  if (g_str_equal (response, "delete"))
    save (self, PARLOR_EVENT_DELETE, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* Who takes the whole text away wants the message to go. */
static void
ask_to_delete (ParlorComposer *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), _ ("Delete Message?"),
                                              _ ("Nothing is left of its text. Deleting "
                                                 "removes it for everybody."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "delete", _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response",
                           G_CALLBACK (on_delete_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * _parlor_composer_save_edit:
 * @self: a composer in which a message is changed
 * @text: what it is to say
 *
 * Has the message say so.  The text stays until that is done.
 */
void
_parlor_composer_save_edit (ParlorComposer *self,
                            const char     *text)
{
  ParlorMessage *message = parlor_reply_bar_get_message (self->reply);

  if (self->cancellable != NULL)
    return;

  if (_parlor_composer_is_unchanged (self, text))
    _parlor_composer_end_edit (self);
  else if (*text != '\0' || (message != NULL && parlor_message_get_attachment (message) != NULL))
    save (self, PARLOR_EVENT_EDIT, text);
  else
    ask_to_delete (self);
}
