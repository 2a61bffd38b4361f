/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-composer"

#include "parlor-composer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parlor-accessible.h"
#include "parlor-command.h"
#include "parlor-dictionary.h"
#include "parlor-resource.h"

/**
 * ParlorComposer:
 *
 * Where a message is written: its text, files that go with it, and which message
 * it answers; or where one's own message is changed.  Each conversation has a
 * draft, which is there again after a restart.
 *
 * Actions: composer.send, composer.attach, composer.drop, composer.emoji.
 */
G_DEFINE_FINAL_TYPE (ParlorComposer, parlor_composer, ADW_TYPE_BIN)

enum {
  SENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/**
 * _parlor_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): what is written, as it would be sent
 */
char *
_parlor_composer_dup_text (ParlorComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
}

/**
 * _parlor_composer_tell:
 * @self: a composer
 * @text: (transfer full): a sentence
 *
 * Tells the person, in passing.
 */
void
_parlor_composer_tell (ParlorComposer *self,
                       char           *text)
{
  g_autofree char *told = text;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", told);
}

static void
update_placeholder (ParlorComposer *self)
{
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
}

/**
 * _parlor_composer_has_content:
 * @self: a composer
 * @text: what is written
 *
 * Returns: whether there is anything to send; a message that is changed may be
 *   emptied, who does that is asked
 */
gboolean
_parlor_composer_has_content (ParlorComposer *self,
                              const char     *text)
{
  return *text != '\0' || self->edit_of != 0 ||
         !parlor_pending_files_is_empty (self->attachments);
}

/**
 * _parlor_composer_changed:
 * @self: a composer
 *
 * Brings up to date what depends on the text, and on whether one may send it.
 */
void
_parlor_composer_changed (ParlorComposer *self)
{
  g_autofree char *text = _parlor_composer_dup_text (self);
  const gsize      n_bytes = strlen (text);

  update_placeholder (self);
  _parlor_composer_update_hint (self, n_bytes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 (_parlor_composer_may_send (self) ||
                                  _parlor_composer_is_command (self, text)) &&
                                   _parlor_composer_has_content (self, text) &&
                                   n_bytes <= PARLOR_TEXT_MAX_BYTES);
}

/* Nobody is told that one corrects what was said before, or asks for something. */
static void
tell_typing (ParlorComposer *self)
{
  g_autofree char *text = _parlor_composer_dup_text (self);

  if (self->conversation != NULL)
    parlor_conversation_set_is_typing (
      self->conversation, *text != '\0' && self->edit_of == 0 &&
                            !_parlor_composer_is_command (self, text) &&
                            g_settings_get_boolean (self->settings, "send-typing"));
}

static void
on_text_changed (ParlorComposer *self)
{
  if (self->is_filling)
    return;

  _parlor_composer_changed (self);
  _parlor_composer_save_draft_later (self);
  tell_typing (self);
}

/* What is being composed by an input method is not in the buffer yet. */
static void
on_preedit_changed (ParlorComposer *self,
                    const char     *preedit)
{
  if (*preedit != '\0')
    gtk_widget_set_visible (self->placeholder, FALSE);
  else
    update_placeholder (self);
}

/* Files that go with the message. */

static void
on_attachments_changed (ParlorComposer *self)
{
  if (self->conversation != NULL)
    _parlor_composer_changed (self);
}

/* One goes on with the caption. */
static void
on_attachments_added (ParlorComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* What was asked for while they were not ready. */
static void
on_attachments_ready (ParlorComposer *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
}

static void
on_attachment_sent (ParlorComposer *self)
{
  g_signal_emit (self, signals[SENT], 0);
}

static void
on_paste (ParlorComposer *self,
          GtkTextView    *text)
{
  if (self->edit_of == 0 &&
      parlor_pending_files_take_clipboard (self->attachments,
                                           gtk_widget_get_clipboard (GTK_WIDGET (text))))
    g_signal_stop_emission_by_name (text, "paste-clipboard");
}

static void
on_chooser_response (ParlorComposer *self,
                     int             response)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));

    parlor_pending_files_take_files (self->attachments, files);
  }

  g_clear_object (&self->chooser);
}

static void
on_attach_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ParlorComposer *self = PARLOR_COMPOSER (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Attach Files"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("_Attach"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response",
                           G_CALLBACK (on_chooser_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Sending. */

static gboolean
send_text (ParlorComposer          *self,
           const ParlorMessageBody *body)
{
  g_autoptr (GError) error = NULL;

  if (parlor_conversation_send (self->conversation, body, &error) == NULL) {
    /* Translators: %s is why */
    _parlor_composer_tell (self, g_strdup_printf (_ ("Cannot send: %s"), error->message));
    return FALSE;
  }

  g_signal_emit (self, signals[SENT], 0);

  return TRUE;
}

static void
on_send_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorComposer         *self = PARLOR_COMPOSER (widget);
  g_autofree char        *text = _parlor_composer_dup_text (self);
  const ParlorMessageBody body = { .text = parlor_command_get_text (text),
                                   .reply_to = self->reply_to };

  if (self->edit_of != 0) {
    _parlor_composer_save_edit (self, text);
    _parlor_composer_changed (self);
    return;
  }
  if (_parlor_composer_carry_out (self, text))
    return;

  if (parlor_pending_files_is_empty (self->attachments)
        ? !send_text (self, &body)
        : !parlor_pending_files_send (self->attachments, &body))
    return;

  _parlor_composer_clear_draft (self);
  tell_typing (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
on_drop_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  _parlor_composer_drop (PARLOR_COMPOSER (widget));
}

static void
on_emoji_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorComposer *self = PARLOR_COMPOSER (widget);

  if (gtk_widget_get_mapped (GTK_WIDGET (self->emoji)))
    gtk_menu_button_popup (self->emoji);
}

/* Emoji. */

static void
on_emoji_picked (ParlorComposer *self,
                 const char     *emoji)
{
  parlor_composer_insert (self, emoji);
}

static gboolean
on_emoji_idle (gpointer user_data)
{
  g_autoptr (ParlorComposer) self = user_data;
  GtkRoot                   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget                 *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root != NULL &&
      (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->emoji))))
    gtk_widget_grab_focus (GTK_WIDGET (self->text));

  return G_SOURCE_REMOVE;
}

/* GTK would leave the focus on the button, where Enter opens the chooser again.  Some releases put
 * it there only after they have told that the chooser is closed. */
static void
on_emoji_closed (ParlorComposer *self)
{
  g_idle_add (on_emoji_idle, g_object_ref (self));
}

/* Made when first wanted: it is a large widget. */
static void
create_emoji_chooser (GtkMenuButton *button,
                      gpointer       user_data)
{
  ParlorComposer *self = user_data;
  GtkWidget      *chooser;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  chooser = gtk_emoji_chooser_new ();
  g_signal_connect_object (chooser, "emoji-picked",
                           G_CALLBACK (on_emoji_picked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chooser, "closed",
                           G_CALLBACK (on_emoji_closed), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, chooser);
}

static void
on_focus_changed (ParlorComposer *self)
{
  if (gtk_widget_has_focus (GTK_WIDGET (self->text)))
    gtk_widget_add_css_class (self->entry, "focused");
  else
    gtk_widget_remove_css_class (self->entry, "focused");
}

static gboolean
parlor_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PARLOR_COMPOSER (widget)->text));
}

/* GTK would grab the focus again, by the function above, when Tab has come to
 * the end of what is in here. */
static gboolean
parlor_composer_focus (GtkWidget       *widget,
                       GtkDirectionType direction)
{
  return gtk_widget_child_focus (adw_bin_get_child (ADW_BIN (widget)), direction);
}

static void
on_spelling_changed (ParlorComposer *self)
{
  g_auto (GStrv)   languages = parlor_dictionary_list_languages ();
  g_autofree char *wish = g_settings_get_string (self->settings, "spelling");
  g_autofree char *language = parlor_dictionary_choose_language (
    wish, (const char *const *) languages, g_get_language_names ());

  parlor_spell_checker_set_language (self->spelling, language);
}

static void
add_spelling (ParlorComposer *self)
{
  self->spelling = parlor_spell_checker_new (self->text);
  g_signal_connect_object (self->settings, "changed::spelling",
                           G_CALLBACK (on_spelling_changed), self, G_CONNECT_SWAPPED);
  on_spelling_changed (self);
}

static void
parlor_composer_dispose (GObject *object)
{
  ParlorComposer *self = PARLOR_COMPOSER (object);

  if (self->buffer != NULL)
    parlor_composer_set_conversation (self, NULL);
  if (self->spelling != NULL)
    g_object_run_dispose (G_OBJECT (self->spelling));
  g_clear_object (&self->spelling);
  _parlor_composer_end_commands (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_COMPOSER);
  self->buffer = NULL;
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->edited, g_free);
  g_clear_pointer (&self->waiting, g_free);

  G_OBJECT_CLASS (parlor_composer_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, closed);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, unblock);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, notice);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, reply);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, attachments);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, entry);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, text);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, emoji);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, typing);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, hint);
}

static void
parlor_composer_class_init (ParlorComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_composer_dispose;
  widget_class->focus = parlor_composer_focus;
  widget_class->grab_focus = parlor_composer_grab_focus;

  /**
   * ParlorComposer::sent:
   *
   * A message is on its way: it stands at the end of the history.
   */
  signals[SENT] =
    g_signal_new ("sent", PARLOR_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PARLOR_TYPE_PENDING_FILES);
  g_type_ensure (PARLOR_TYPE_REPLY_BAR);
  g_type_ensure (PARLOR_TYPE_TYPING_LINE);
  gtk_widget_class_set_css_name (widget_class, "composer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-composer.ui"));
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_attachments_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_attachments_added);
  gtk_widget_class_bind_template_callback (widget_class, on_attachments_ready);
  gtk_widget_class_bind_template_callback (widget_class, on_attachment_sent);
  gtk_widget_class_bind_template_callback (widget_class, on_paste);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_changed);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_activated);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, on_attach_activated);
  gtk_widget_class_install_action (widget_class, "composer.drop", NULL, on_drop_activated);
  gtk_widget_class_install_action (widget_class, "composer.emoji", NULL, on_emoji_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "composer.drop", NULL);
}

static void
parlor_composer_init (ParlorComposer *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->text), _ ("Message"));

  self->buffer = gtk_text_view_get_buffer (self->text);
  g_signal_connect_object (self->buffer, "changed",
                           G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "preedit-changed",
                           G_CALLBACK (on_preedit_changed), self, G_CONNECT_SWAPPED);

  _parlor_composer_add_keys (self);
  _parlor_composer_init_commands (self); /* whose keys come before */
  add_spelling (self);

  gtk_menu_button_set_create_popup_func (self->emoji, create_emoji_chooser, self, NULL);
  _parlor_composer_load_draft (self);
}

static void
leave (ParlorComposer *self)
{
  ParlorAccount *peer = parlor_conversation_get_peer (self->conversation);

  _parlor_composer_save_draft (self);
  parlor_conversation_set_is_typing (self->conversation, FALSE);
  g_signal_handlers_disconnect_by_data (parlor_conversation_get_timeline (self->conversation),
                                        self);
  g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (peer != NULL)
    g_signal_handlers_disconnect_by_data (peer, self);
  g_clear_handle_id (&self->voice_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->conversation);
  parlor_pending_files_set_conversation (self->attachments, NULL);
}

/**
 * parlor_composer_set_conversation:
 * @self: a composer
 * @conversation: (nullable): what is written to
 *
 * Keeps the draft of the conversation before and shows that of @conversation.
 */
void
parlor_composer_set_conversation (ParlorComposer     *self,
                                  ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_COMPOSER (self));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    leave (self);
  if (conversation != NULL) {
    self->conversation = g_object_ref (conversation);
    _parlor_composer_follow_voice (self, conversation);
  }
  parlor_typing_line_set_conversation (self->typing, conversation);
  _parlor_composer_load_draft (self);
  parlor_pending_files_set_conversation (self->attachments, conversation);
  _parlor_composer_move_commands (self);
  _parlor_composer_update_voice (self);
}

/**
 * parlor_composer_insert:
 * @self: a composer
 * @text: UTF-8
 *
 * Puts @text where the cursor is, and the focus there.
 */
void
parlor_composer_insert (ParlorComposer *self,
                        const char     *text)
{
  g_return_if_fail (PARLOR_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  if (self->conversation == NULL)
    return;

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (self->text, gtk_text_buffer_get_insert (self->buffer));
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/**
 * parlor_composer_take_drop:
 * @self: a composer
 * @drop: what was dropped on the conversation
 *
 * Adds files or images that were dropped to the message.
 *
 * Returns: whether there were any
 */
gboolean
parlor_composer_take_drop (ParlorComposer *self,
                           GdkDrop        *drop)
{
  g_return_val_if_fail (PARLOR_IS_COMPOSER (self), FALSE);

  return self->edit_of == 0 && parlor_pending_files_take_drop (self->attachments, drop);
}
