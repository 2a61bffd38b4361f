/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is carried out and not sent, and what is suggested while one writes. */

#define G_LOG_DOMAIN "parlor-composer"

#include "parlor-composer-private.h"

#include "parlor-completion.h"

/* Some leave by a word. */
static const char *
translate (ParlorComposer *self,
           const char     *text)
{
  return parlor_command_translate (text, g_settings_get_boolean (self->settings, "leave-at-qqq"));
}

/* Empties the composer, unless something else is written there by now. */
static void
on_carried_out (ParlorComposer *self,
                const char     *line,
                gboolean        has_written)
{
  g_autofree char *text = _parlor_composer_dup_text (self);

  if (self->conversation != NULL && self->edit_of == 0 &&
      g_str_equal (translate (self, text), line)) {
    _parlor_composer_clear_draft (self);
    parlor_conversation_set_is_typing (self->conversation, FALSE);
  }
  if (has_written)
    g_signal_emit_by_name (self, "sent");
}

/**
 * _parlor_composer_init_commands:
 * @self: a composer with its children
 */
void
_parlor_composer_init_commands (ParlorComposer *self)
{
  self->runner = parlor_command_runner_new (GTK_WIDGET (self->text));
  g_signal_connect_object (self->runner, "carried-out",
                           G_CALLBACK (on_carried_out), self, G_CONNECT_SWAPPED);
  self->completion = parlor_completion_new (self->text, GTK_WIDGET (self));
}

/**
 * _parlor_composer_end_commands:
 * @self: a composer that is about to lose its children
 */
void
_parlor_composer_end_commands (ParlorComposer *self)
{
  g_clear_pointer (&self->completion, gtk_widget_unparent);
  g_clear_object (&self->runner);
}

/**
 * _parlor_composer_move_commands:
 * @self: a composer that has another conversation, or none
 */
void
_parlor_composer_move_commands (ParlorComposer *self)
{
  ParlorClient *client = NULL;

  if (self->runner == NULL)
    return;

  if (self->conversation != NULL)
    client = parlor_conversation_get_client (self->conversation);
  parlor_command_runner_set_place (self->runner, client, self->conversation);
  parlor_completion_set_context (PARLOR_COMPLETION (self->completion),
                                 parlor_command_runner_get_context (self->runner));
}

/**
 * _parlor_composer_is_command:
 * @self: a composer
 * @text: what is written
 *
 * What goes with files is said of them, and never a command; nor is what a
 * message is changed to.
 *
 * Returns: whether it is to be carried out, and nobody told
 */
gboolean
_parlor_composer_is_command (ParlorComposer *self,
                             const char     *text)
{
  return self->conversation != NULL && self->edit_of == 0 &&
         parlor_command_is_command (translate (self, text)) &&
         parlor_pending_files_is_empty (self->attachments);
}

/**
 * _parlor_composer_carry_out:
 * @self: a composer
 * @text: what is written
 *
 * What goes with files is said of them, and never a command.
 *
 * Returns: whether it is one, which is being carried out now; the text goes when it has been done
 */
gboolean
_parlor_composer_carry_out (ParlorComposer *self,
                            const char     *text)
{
  if (!_parlor_composer_is_command (self, text))
    return FALSE;

  parlor_command_runner_run (self->runner, translate (self, text));

  return TRUE;
}
