/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-composer"

#include "parlor-composer.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-pending-files.h"
#include "parlor-resource.h"

/* A draft is kept when nothing was typed for so long. */
#define DRAFT_AFTER_MS 700

/**
 * ParlorComposer:
 *
 * Where a message is written: its text, and files that go with it.  Each
 * conversation has a draft, which is there again after a restart.
 *
 * Actions: composer.send, composer.attach.
 */
struct _ParlorComposer
{
  AdwBin parent_instance;

  GtkStack           *stack;
  ParlorPendingFiles *attachments;
  GtkWidget          *entry;
  GtkTextView        *text;
  GtkWidget          *placeholder;
  GtkMenuButton      *emoji;

  GtkTextBuffer        *buffer;
  GtkFileChooserNative *chooser; /* while it is open */
  GSettings            *settings;
  ParlorConversation   *conversation;
  guint                 draft_id;
};

G_DEFINE_FINAL_TYPE (ParlorComposer, parlor_composer, ADW_TYPE_BIN)

enum {
  SENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
get_text (ParlorComposer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
}

static void
tell (ParlorComposer *self,
      const char     *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
update_send (ParlorComposer *self)
{
  g_autofree char *text = get_text (self);

  gtk_widget_action_set_enabled (
    GTK_WIDGET (self), "composer.send",
    self->conversation != NULL &&
      (*text != '\0' || !parlor_pending_files_is_empty (self->attachments)));
}

/* Drafts. */

static void
save_draft (ParlorComposer *self)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->draft_id, g_source_remove);
  if (self->conversation == NULL)
    return;

  text = get_text (self);
  parlor_conversation_set_draft (self->conversation, &(ParlorDraft){ .text = text });
}

static gboolean
on_draft_timeout (gpointer user_data)
{
  ParlorComposer *self = user_data;

  self->draft_id = 0;
  save_draft (self);

  return G_SOURCE_REMOVE;
}

static void
update_placeholder (ParlorComposer *self)
{
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
}

static void
on_text_changed (ParlorComposer *self)
{
  update_placeholder (self);
  update_send (self);

  g_clear_handle_id (&self->draft_id, g_source_remove);
  if (self->conversation != NULL)
    self->draft_id = g_timeout_add (DRAFT_AFTER_MS, on_draft_timeout, self);
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
  if (self->conversation == NULL)
    return;

  update_send (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
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
  if (parlor_pending_files_take_clipboard (self->attachments,
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
send_text (ParlorComposer *self,
           const char     *text)
{
  g_autoptr (GError) error = NULL;

  if (parlor_conversation_send_text (self->conversation, text, &error) == NULL) {
    /* Translators: %s is why */
    g_autofree char *reason = g_strdup_printf (_ ("Cannot send: %s"), error->message);

    tell (self, reason);
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
  ParlorComposer  *self = PARLOR_COMPOSER (widget);
  g_autofree char *text = get_text (self);

  if (!parlor_pending_files_is_empty (self->attachments))
    parlor_pending_files_send (self->attachments, self->conversation,
                               &(ParlorMessageBody){ .text = text });
  else if (!send_text (self, text))
    return;

  gtk_text_buffer_set_text (self->buffer, "", -1);
  save_draft (self);
  update_send (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

/* An input method comes first: its Enter ends what is being composed. */
static gboolean
on_key_pressed (ParlorComposer        *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GdkEvent      *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  const gboolean enter_sends = g_settings_get_boolean (self->settings, "enter-sends");
  const gboolean has_control = (state & GDK_CONTROL_MASK) != 0;

  if (!is_enter (keyval) || (state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (!enter_sends && !has_control)
    return GDK_EVENT_PROPAGATE;
  if (gtk_text_view_im_context_filter_keypress (self->text, event))
    return GDK_EVENT_STOP;

  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);

  return GDK_EVENT_STOP;
}

/* Emoji. */

static void
on_emoji_picked (ParlorComposer *self,
                 const char     *emoji)
{
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, emoji, -1);
}

/* GTK would leave the focus on the button, where Enter opens the chooser again. */
static void
on_emoji_closed (ParlorComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
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

static void
on_member_changed (ParlorComposer *self)
{
  gboolean is_member = TRUE;

  if (self->conversation != NULL)
    g_object_get (self->conversation, "is-member", &is_member, NULL);
  gtk_stack_set_visible_child_name (self->stack, is_member ? "write" : "left");
}

static gboolean
parlor_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PARLOR_COMPOSER (widget)->text));
}

static void
parlor_composer_dispose (GObject *object)
{
  ParlorComposer *self = PARLOR_COMPOSER (object);

  if (self->buffer != NULL)
    parlor_composer_set_conversation (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_COMPOSER);
  self->buffer = NULL;
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (parlor_composer_parent_class)->dispose (object);
}

static void
parlor_composer_class_init (ParlorComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_composer_dispose;
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
  gtk_widget_class_set_css_name (widget_class, "composer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-composer.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, attachments);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, entry);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, text);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ParlorComposer, emoji);
  gtk_widget_class_bind_template_callback (widget_class, on_attachments_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_attachment_sent);
  gtk_widget_class_bind_template_callback (widget_class, on_paste);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_changed);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_activated);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, on_attach_activated);
}

static void
parlor_composer_init (ParlorComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->settings = g_settings_new (PARLOR_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->text), _ ("Message"));

  self->buffer = gtk_text_view_get_buffer (self->text);
  g_signal_connect_object (self->buffer, "changed",
                           G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "preedit-changed",
                           G_CALLBACK (on_preedit_changed), self, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);

  gtk_menu_button_set_create_popup_func (self->emoji, create_emoji_chooser, self, NULL);
  update_send (self);
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
  const char *draft = NULL;

  g_return_if_fail (PARLOR_IS_COMPOSER (self));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL) {
    save_draft (self);
    g_signal_handlers_disconnect_by_func (self->conversation, on_member_changed, self);
  }
  g_clear_object (&self->conversation);
  parlor_pending_files_clear (self->attachments);

  if (conversation != NULL)
    draft = parlor_conversation_get_draft (conversation)->text;
  gtk_text_buffer_set_text (self->buffer, draft != NULL ? draft : "", -1);
  if (conversation != NULL) {
    self->conversation = g_object_ref (conversation);
    g_signal_connect_object (conversation, "notify::is-member",
                             G_CALLBACK (on_member_changed), self, G_CONNECT_SWAPPED);
  }

  on_member_changed (self);
  update_send (self);
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

  return parlor_pending_files_take_drop (self->attachments, drop);
}
