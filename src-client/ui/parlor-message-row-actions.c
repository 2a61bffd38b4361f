/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done with a message.  That in which others take part is found in
 * a parent: conversation.reply, conversation.edit, conversation.insert,
 * conversation.select, conversation.delete. */

#define G_LOG_DOMAIN "parlor-message-row"

#include "parlor-message-row-private.h"

#include <string.h>

#include "parlor-file-saver.h"
#include "parlor-image-viewer.h"
#include "parlor-message-change.h"
#include "parlor-reactions-dialog.h"
#include "parlor-transcript.h"
#include "parlor-versions-dialog.h"

static void
on_open_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);
  ParlorAttachment *attachment = parlor_message_get_attachment (self->message);

  if (attachment == NULL)
    return;

  if (parlor_attachment_get_path (attachment) == NULL)
    parlor_client_fetch (self->client, attachment);
  else if (parlor_attachment_is_image (attachment))
    parlor_image_viewer_present (widget, self->client, self->conversation, self->message);
  else
    parlor_file_saver_open (widget, attachment);
}

static void
on_save_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_file_saver_ask (widget,
                         parlor_message_get_attachment (PARLOR_MESSAGE_ROW (widget)->message));
}

static void
on_fetch_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_client_fetch (self->client, parlor_message_get_attachment (self->message));
}

static void
on_cancel_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  if (parlor_message_get_delivery (self->message) == PARLOR_DELIVERY_SENT)
    parlor_client_cancel_fetch (self->client, parlor_message_get_attachment (self->message));
  else
    parlor_conversation_discard (self->conversation, self->message);
}

/* Returns: (transfer full) (nullable): what is selected of the text at or below @widget */
static char *
dup_selected_text (GtkWidget *widget)
{
  char *text = NULL;
  int   start, end;

  if (GTK_IS_LABEL (widget) &&
      gtk_label_get_selection_bounds (GTK_LABEL (widget), &start, &end)) {
    const char *all = gtk_label_get_text (GTK_LABEL (widget));

    return g_utf8_substring (all, start, end);
  }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = dup_selected_text (child);

  return text;
}

static void
on_copy_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);
  g_autofree char  *selected = dup_selected_text (self->bubble);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          selected != NULL ? selected : parlor_message_get_text (self->message));
}

static void
on_copy_text_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
}

static void
on_retry_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_conversation_retry (self->conversation, self->message);
}

static void
on_discard_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_conversation_discard (self->conversation, self->message);
}

/* What the conversation does with a message: its action has the same name. */
static void
on_conversation_activated (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);
  g_autofree char  *name = g_strconcat ("conversation.", strchr (action_name, '.') + 1, NULL);

  gtk_widget_activate_action (widget, name, "x", parlor_message_get_seq (self->message));
}

/* Somebody else's: one is asked first. */
static void
on_moderate_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  on_conversation_activated (widget, "message.delete", NULL);
}

static void
on_quote_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorMessageRow     *self = PARLOR_MESSAGE_ROW (widget);
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();
  g_autofree char      *quote = NULL;

  g_ptr_array_add (messages, self->message);
  quote = parlor_transcript_quote (messages, PARLOR_TEXT_MAX_BYTES, NULL);
  gtk_widget_activate_action (widget, "conversation.insert", "s", quote);
}

static void
change (ParlorMessageRow *self,
        ParlorEventKind   kind,
        const char       *value)
{
  parlor_message_change (GTK_WIDGET (self), self->conversation, kind,
                         parlor_message_get_seq (self->message), value);
}

static void
on_pin_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  change (PARLOR_MESSAGE_ROW (widget), PARLOR_EVENT_PIN, NULL);
}

static void
on_unpin_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  change (PARLOR_MESSAGE_ROW (widget), PARLOR_EVENT_UNPIN, NULL);
}

static void
on_react_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  parlor_message_row_open_picker (PARLOR_MESSAGE_ROW (widget));
}

static void
on_menu_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_message_row_open_menu (PARLOR_MESSAGE_ROW (widget), NULL, NULL);
}

static void
on_show_reactions_activated (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_reactions_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), self->client,
                                   self->conversation, parlor_message_get_seq (self->message));
}

static void
on_show_versions_activated (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (widget);

  parlor_versions_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), self->client,
                                  self->conversation, parlor_message_get_seq (self->message));
}

/* What one may do. */

static gboolean
has_text (ParlorMessageRow *self)
{
  const char *text = parlor_message_get_text (self->message);

  return text != NULL && *text != '\0';
}

static void
update_attachment_actions (ParlorMessageRow *self)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (self->message);
  const gboolean    is_here =
    attachment != NULL && parlor_attachment_get_path (attachment) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.open", attachment != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.save", is_here);
}

/* Brings up to date what can be activated: the menu shows nothing else. */
void
_parlor_message_row_update_actions (ParlorMessageRow *self)
{
  const ParlorMessageRights rights =
    parlor_conversation_get_rights (self->conversation, self->message);
  const gboolean is_failed =
    parlor_message_get_delivery (self->message) == PARLOR_DELIVERY_FAILED;
  const gboolean is_there =
    parlor_message_get_seq (self->message) > 0 && !parlor_message_is_deleted (self->message);
  const gboolean   is_own = parlor_message_is_own (self->message);
  const gboolean   is_pinned = parlor_message_is_pinned (self->message);
  const GPtrArray *reactions = parlor_message_get_reactions (self->message);
  const struct
  {
    const char *name;
    gboolean    is_enabled;
  } actions[] = {
    { "message.reply", (rights & PARLOR_MESSAGE_CAN_ANSWER) != 0 },
    { "message.react", (rights & PARLOR_MESSAGE_CAN_REACT) != 0 },
    { "message.edit", (rights & PARLOR_MESSAGE_CAN_EDIT) != 0 },
    { "message.copy", has_text (self) },
    { "message.quote", is_there && (rights & PARLOR_MESSAGE_CAN_ANSWER) != 0 },
    { "message.pin", (rights & PARLOR_MESSAGE_CAN_PIN) != 0 && !is_pinned },
    { "message.unpin", (rights & PARLOR_MESSAGE_CAN_PIN) != 0 && is_pinned },
    { "message.select", is_there },
    { "message.show-reactions", is_there && reactions != NULL && reactions->len > 0 },
    { "message.show-versions", (rights & PARLOR_MESSAGE_CAN_SEE_VERSIONS) != 0 },
    { "message.delete", (rights & PARLOR_MESSAGE_CAN_DELETE) != 0 && is_own },
    { "message.moderate", (rights & PARLOR_MESSAGE_CAN_DELETE) != 0 && !is_own },
    { "message.retry", is_failed },
    { "message.discard", is_failed },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, actions[i].is_enabled);
  update_attachment_actions (self);
}

static gboolean
on_delete_key (GtkWidget *widget,
               GVariant  *unused,
               gpointer   user_data)
{
  const gboolean is_own = parlor_message_is_own (PARLOR_MESSAGE_ROW (widget)->message);

  return gtk_widget_activate_action (widget, is_own ? "message.delete" : "message.moderate", NULL);
}

/* One key for both: which of them it is, one sees. */
static gboolean
on_pin_key (GtkWidget *widget,
            GVariant  *unused,
            gpointer   user_data)
{
  const gboolean is_pinned = parlor_message_is_pinned (PARLOR_MESSAGE_ROW (widget)->message);

  return gtk_widget_activate_action (widget, is_pinned ? "message.unpin" : "message.pin", NULL);
}

/* clang-format off */
static const struct
{
  const char                 *name;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "message.open",           on_open_activated },
  { "message.save",           on_save_activated },
  { "message.fetch",          on_fetch_activated },
  { "message.cancel",         on_cancel_activated },
  { "message.copy",           on_copy_activated },
  { "message.retry",          on_retry_activated },
  { "message.discard",        on_discard_activated },
  { "message.reply",          on_conversation_activated },
  { "message.edit",           on_conversation_activated },
  { "message.select",         on_conversation_activated },
  { "message.delete",         on_conversation_activated },
  { "message.moderate",       on_moderate_activated },
  { "message.quote",          on_quote_activated },
  { "message.pin",            on_pin_activated },
  { "message.unpin",          on_unpin_activated },
  { "message.react",          on_react_activated },
  { "message.menu",           on_menu_activated },
  { "message.show-reactions", on_show_reactions_activated },
  { "message.show-versions",  on_show_versions_activated },
};

/* Letters alone go to the composer, see ParlorConversationView. */
static const struct
{
  guint           keyval;
  GdkModifierType modifiers;
  const char     *action;
} keys[] = {
  { GDK_KEY_Return,    0,                                   "message.reply" },
  { GDK_KEY_KP_Enter,  0,                                   "message.reply" },
  { GDK_KEY_r,         GDK_CONTROL_MASK,                    "message.reply" },
  { GDK_KEY_r,         GDK_CONTROL_MASK | GDK_SHIFT_MASK,   "message.quote" },
  { GDK_KEY_e,         GDK_CONTROL_MASK,                    "message.edit" },
  { GDK_KEY_semicolon, GDK_CONTROL_MASK,                    "message.react" },
  { GDK_KEY_period,    GDK_CONTROL_MASK,                    "message.react" },
  { GDK_KEY_c,         GDK_CONTROL_MASK,                    "message.copy" },
  { GDK_KEY_space,     0,                                   "message.select" },
  { GDK_KEY_z,         GDK_CONTROL_MASK,                    "win.undo" },
};
/* clang-format on */

void
_parlor_message_row_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_action (widget_class, "message.copy-text", "s", on_copy_text_activated);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].keyval, keys[i].modifiers,
                                         keys[i].action, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_p, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                on_pin_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_delete_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, on_delete_key, NULL);
}
