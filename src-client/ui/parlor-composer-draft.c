/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is being written: it is kept for each conversation, with the message that
 * it answers or is to change. */

#define G_LOG_DOMAIN "parlor-composer"

#include "parlor-composer-private.h"

/* Whoever is interrupted loses less than a second of work. */
#define DRAFT_AFTER_MS 300

/**
 * _parlor_composer_dup_raw_text:
 * @self: a composer
 *
 * Returns: (transfer full): what is written, with all that is around it
 */
char *
_parlor_composer_dup_raw_text (ParlorComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/**
 * _parlor_composer_fill:
 * @self: a composer
 * @text: (nullable): what is to be in it
 *
 * Shows another text.  What was there before cannot be undone back into it.
 */
void
_parlor_composer_fill (ParlorComposer *self,
                       const char     *text)
{
  self->is_filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  self->is_filling = FALSE;
}

/**
 * _parlor_composer_show_bar:
 * @self: a composer
 *
 * Shows to which message it belongs what is written.
 */
void
_parlor_composer_show_bar (ParlorComposer *self)
{
  if (self->edit_of != 0)
    parlor_reply_bar_show (self->reply, PARLOR_REPLY_BAR_CHANGES, self->conversation,
                           self->edit_of);
  else if (self->reply_to != 0)
    parlor_reply_bar_show (self->reply, PARLOR_REPLY_BAR_ANSWERS, self->conversation,
                           self->reply_to);
  else
    parlor_reply_bar_hide (self->reply);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.drop",
                                 self->edit_of != 0 || self->reply_to != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach", self->edit_of == 0);
}

/**
 * _parlor_composer_save_draft:
 * @self: a composer
 *
 * Keeps what is being written, now.
 */
void
_parlor_composer_save_draft (ParlorComposer *self)
{
  g_autofree char *text = NULL;
  g_autofree char *bare = NULL;
  ParlorDraft      draft = { .reply_to = self->reply_to };

  g_clear_handle_id (&self->draft_id, g_source_remove);
  if (self->conversation == NULL)
    return;

  text = _parlor_composer_dup_raw_text (self);
  bare = g_strstrip (g_strdup (text));
  if (self->edit_of == 0) {
    draft.text = *bare != '\0' ? text : NULL;
  } else {
    draft.text = self->waiting;
    draft.edit_of = _parlor_composer_is_unchanged (self, bare) ? 0 : self->edit_of;
    draft.edit_text = text;
  }
  parlor_conversation_set_draft (self->conversation, &draft);
}

static gboolean
on_draft_timeout (gpointer user_data)
{
  ParlorComposer *self = user_data;

  self->draft_id = 0;
  _parlor_composer_save_draft (self);

  return G_SOURCE_REMOVE;
}

/**
 * _parlor_composer_save_draft_later:
 * @self: a composer
 *
 * Keeps what is being written, soon, also while somebody writes on and on.
 */
void
_parlor_composer_save_draft_later (ParlorComposer *self)
{
  if (self->conversation != NULL && self->draft_id == 0)
    self->draft_id = g_timeout_add (DRAFT_AFTER_MS, on_draft_timeout, self);
}

/**
 * _parlor_composer_load_draft:
 * @self: a composer
 *
 * Shows what was being written in its conversation.
 */
void
_parlor_composer_load_draft (ParlorComposer *self)
{
  const ParlorDraft nothing = { 0 };
  const ParlorDraft draft =
    self->conversation != NULL ? *parlor_conversation_get_draft (self->conversation) : nothing;
  g_autofree char *text = g_strdup (draft.edit_of != 0 ? draft.edit_text : draft.text);

  g_clear_pointer (&self->edited, g_free);
  g_clear_pointer (&self->waiting, g_free);
  self->reply_to = draft.reply_to;
  self->edit_of = draft.edit_of;
  if (draft.edit_of != 0)
    self->waiting = g_strdup (draft.text);
  _parlor_composer_fill (self, text);
  _parlor_composer_show_bar (self);
  _parlor_composer_changed (self);
}

/**
 * _parlor_composer_clear_draft:
 * @self: a composer whose text is on its way
 */
void
_parlor_composer_clear_draft (ParlorComposer *self)
{
  self->reply_to = 0;
  _parlor_composer_fill (self, NULL);
  _parlor_composer_show_bar (self);
  _parlor_composer_changed (self);
  _parlor_composer_save_draft (self);
}

/**
 * parlor_composer_reply:
 * @self: a composer
 * @seq: of a message
 *
 * Makes of what is written next an answer to it.
 */
void
parlor_composer_reply (ParlorComposer *self,
                       gint64          seq)
{
  g_return_if_fail (PARLOR_IS_COMPOSER (self));

  if (self->conversation == NULL || seq <= 0 ||
      (self->voice != PARLOR_VOICE_FREE && self->voice != PARLOR_VOICE_WAIT))
    return;

  if (self->edit_of != 0)
    _parlor_composer_end_edit (self);
  self->reply_to = seq;
  _parlor_composer_show_bar (self);
  _parlor_composer_save_draft (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/**
 * _parlor_composer_drop:
 * @self: a composer
 *
 * Leaves a message unchanged, or unanswered.  What was written stays.
 *
 * Returns: whether there was one
 */
gboolean
_parlor_composer_drop (ParlorComposer *self)
{
  if (self->edit_of == 0 && self->reply_to == 0)
    return FALSE;

  if (self->edit_of != 0) {
    _parlor_composer_end_edit (self);
  } else {
    self->reply_to = 0;
    _parlor_composer_show_bar (self);
    _parlor_composer_save_draft (self);
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->text));

  return TRUE;
}
