/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-acts"

#include "parlor-message-acts.h"

#include <glib/gi18n.h>

#include "parlor-conversation-view.h"
#include "parlor-message-change.h"
#include "parlor-message-pointer.h"
#include "parlor-message-remover.h"
#include "parlor-pins-dialog.h"
#include "parlor-removal-dialog.h"
#include "parlor-transcript.h"

/* What is quoted leaves room for an answer. */
#define QUOTE_MAX_BYTES (PARLOR_TEXT_MAX_BYTES - 1024)

/**
 * ParlorMessageActs:
 *
 * What is done with the messages of the conversation that a view shows: select
 * several, copy, quote and delete them, look at those that are pinned.
 *
 * Actions of the view: conversation.select (seq), conversation.delete (seq),
 * conversation.copy-selected, conversation.quote-selected,
 * conversation.delete-selected, conversation.stop-selecting,
 * conversation.show-pins.
 */
struct _ParlorMessageActs
{
  GObject parent_instance;

  GtkWidget            *view; /* not owned: it owns this */
  GPtrArray            *rows; /* of GtkWidget, not owned: those there are now, in any order */
  ParlorSelection      *selection;
  ParlorMessageRemover *remover;
  ParlorMessagePointer *pointer;

  ParlorClient       *client;
  ParlorConversation *conversation;
};

G_DEFINE_FINAL_TYPE (ParlorMessageActs, parlor_message_acts, G_TYPE_OBJECT)

/* Marks. */

static void
mark_row (ParlorMessageActs *self,
          ParlorMessageRow  *row)
{
  ParlorMessage *message = parlor_message_row_get_message (row);
  ParlorRowMarks marks = 0;

  if (parlor_selection_is_active (self->selection) && parlor_selection_can_contain (message))
    marks |= PARLOR_ROW_SELECTING;
  if (parlor_selection_contains (self->selection, message))
    marks |= PARLOR_ROW_SELECTED;
  if (parlor_message_remover_is_going (self->remover, message))
    marks |= PARLOR_ROW_GOING;

  parlor_message_row_set_marks (row, marks);
}

static void
mark_rows (ParlorMessageActs *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    mark_row (self, self->rows->pdata[i]);
}

static void
on_row_added (ParlorMessageActs *self,
              GtkWidget         *row)
{
  if (!PARLOR_IS_MESSAGE_ROW (row))
    return;

  g_ptr_array_add (self->rows, row);
  mark_row (self, PARLOR_MESSAGE_ROW (row));
}

static void
on_row_removed (ParlorMessageActs *self,
                GtkWidget         *row)
{
  g_ptr_array_remove_fast (self->rows, row);
}

/* What one may do with what is selected. */

static gboolean
can_delete_all (ParlorMessageActs *self,
                GPtrArray         *messages)
{
  for (guint i = 0; i < messages->len; i++)
    if ((parlor_conversation_get_rights (self->conversation, messages->pdata[i]) &
         PARLOR_MESSAGE_CAN_DELETE) == 0)
      return FALSE;

  return messages->len > 0;
}

static void
on_selection_changed (ParlorMessageActs *self)
{
  g_autoptr (GPtrArray) messages = parlor_selection_get_messages (self->selection);

  mark_rows (self);
  gtk_widget_action_set_enabled (self->view, "conversation.copy-selected", messages->len > 0);
  gtk_widget_action_set_enabled (self->view, "conversation.quote-selected", messages->len > 0);
  gtk_widget_action_set_enabled (self->view, "conversation.delete-selected",
                                 self->conversation != NULL && can_delete_all (self, messages));
}

/* Deleting. */

static gboolean
are_all_own (GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    if (!parlor_message_is_own (messages->pdata[i]))
      return FALSE;

  return TRUE;
}

/* What is one's own goes at once and can be taken back; for others' one is asked. */
static void
delete_messages (ParlorMessageActs *self,
                 GPtrArray         *messages)
{
  ParlorWindow *window = parlor_message_change_find_window (self->view);

  if (window == NULL || !can_delete_all (self, messages))
    return;

  if (are_all_own (messages))
    parlor_message_remover_remove (self->remover, window, self->conversation, messages);
  else
    parlor_removal_dialog_present (window, self->remover, self->conversation, messages);
}

/* Actions. */

static ParlorMessageActs *
acts_of (GtkWidget *view)
{
  return parlor_conversation_view_get_acts (PARLOR_CONVERSATION_VIEW (view));
}

/* Returns: (transfer none) (nullable): the message that an action is about */
static ParlorMessage *
find_message (ParlorMessageActs *self,
              GVariant          *parameter)
{
  if (self->conversation == NULL)
    return NULL;

  return parlor_conversation_find_message (self->conversation, g_variant_get_int64 (parameter));
}

static void
on_select_activated (GtkWidget  *view,
                     const char *action_name,
                     GVariant   *parameter)
{
  ParlorMessageActs *self = acts_of (view);
  ParlorMessage     *message = find_message (self, parameter);

  if (message == NULL)
    return;

  if (parlor_selection_is_active (self->selection))
    parlor_selection_toggle (self->selection, message);
  else
    parlor_selection_start (self->selection, self->conversation, message);
}

static void
on_delete_activated (GtkWidget  *view,
                     const char *action_name,
                     GVariant   *parameter)
{
  ParlorMessageActs    *self = acts_of (view);
  ParlorMessage        *message = find_message (self, parameter);
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();

  if (message == NULL)
    return;

  g_ptr_array_add (messages, message);
  delete_messages (self, messages);
}

static void
on_stop_selecting_activated (GtkWidget  *view,
                             const char *action_name,
                             GVariant   *parameter)
{
  parlor_selection_stop (acts_of (view)->selection);
}

static void
on_copy_selected_activated (GtkWidget  *view,
                            const char *action_name,
                            GVariant   *parameter)
{
  ParlorMessageActs    *self = acts_of (view);
  g_autoptr (GPtrArray) messages = parlor_selection_get_messages (self->selection);
  g_autofree char      *text = parlor_transcript_copy (messages);
  g_autofree char      *told = NULL;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (view), text);
  told = g_strdup_printf (ngettext ("%u message copied", "%u messages copied", messages->len),
                          messages->len);
  gtk_widget_activate_action (view, "win.toast", "s", told);
  parlor_selection_stop (self->selection);
}

static void
on_quote_selected_activated (GtkWidget  *view,
                             const char *action_name,
                             GVariant   *parameter)
{
  ParlorMessageActs    *self = acts_of (view);
  g_autoptr (GPtrArray) messages = parlor_selection_get_messages (self->selection);
  guint                 n_quoted;
  g_autofree char      *text = parlor_transcript_quote (messages, QUOTE_MAX_BYTES, &n_quoted);
  g_autofree char      *told = NULL;

  if (n_quoted < messages->len) {
    told = g_strdup_printf (ngettext ("There was room for %u message only",
                                      "There was room for %u messages only", n_quoted),
                            n_quoted);
    gtk_widget_activate_action (view, "win.toast", "s", told);
  }
  parlor_selection_stop (self->selection);
  gtk_widget_activate_action (view, "conversation.insert", "s", text);
}

static void
on_delete_selected_activated (GtkWidget  *view,
                              const char *action_name,
                              GVariant   *parameter)
{
  ParlorMessageActs    *self = acts_of (view);
  g_autoptr (GPtrArray) messages = parlor_selection_get_messages (self->selection);

  parlor_selection_stop (self->selection);
  delete_messages (self, messages);
}

static void
on_show_pins_activated (GtkWidget  *view,
                        const char *action_name,
                        GVariant   *parameter)
{
  ParlorMessageActs *self = acts_of (view);
  ParlorWindow      *window = parlor_message_change_find_window (view);

  if (self->conversation != NULL && window != NULL)
    parlor_pins_dialog_present (GTK_WINDOW (window), self->client, self->conversation);
}

/* clang-format off */
static const struct
{
  const char                 *name;
  const char                 *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "conversation.select",          "x",  on_select_activated },
  { "conversation.delete",          "x",  on_delete_activated },
  { "conversation.stop-selecting",  NULL, on_stop_selecting_activated },
  { "conversation.copy-selected",   NULL, on_copy_selected_activated },
  { "conversation.quote-selected",  NULL, on_quote_selected_activated },
  { "conversation.delete-selected", NULL, on_delete_selected_activated },
  { "conversation.show-pins",       NULL, on_show_pins_activated },
};
/* clang-format on */

/**
 * parlor_message_acts_install:
 * @widget_class: of #ParlorConversationView
 *
 * Gives it the actions.
 */
void
parlor_message_acts_install (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
}

/* Escape ends selecting or, from a message, leads back to the composer. */
static gboolean
on_key_pressed (ParlorMessageActs *self,
                guint              keyval,
                guint              keycode,
                GdkModifierType    state)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (self->view));

  if (keyval != GDK_KEY_Escape || focus == NULL)
    return GDK_EVENT_PROPAGATE;

  if (parlor_selection_is_active (self->selection))
    parlor_selection_stop (self->selection);
  else if (gtk_widget_get_ancestor (focus, PARLOR_TYPE_HISTORY_LIST) != NULL)
    parlor_conversation_view_write (PARLOR_CONVERSATION_VIEW (self->view));
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
add_key_controller (ParlorMessageActs *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->view, keys);
}

static void
parlor_message_acts_dispose (GObject *object)
{
  ParlorMessageActs *self = PARLOR_MESSAGE_ACTS (object);

  if (self->remover != NULL)
    parlor_message_remover_carry_out (self->remover);
  g_clear_object (&self->pointer);
  g_clear_object (&self->remover);
  g_clear_object (&self->selection);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_message_acts_parent_class)->dispose (object);
}

static void
parlor_message_acts_finalize (GObject *object)
{
  g_ptr_array_unref (PARLOR_MESSAGE_ACTS (object)->rows);

  G_OBJECT_CLASS (parlor_message_acts_parent_class)->finalize (object);
}

static void
parlor_message_acts_class_init (ParlorMessageActsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_message_acts_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlor_message_acts_finalize;
}

static void
parlor_message_acts_init (ParlorMessageActs *self)
{
  self->rows = g_ptr_array_new ();
  self->selection = parlor_selection_new ();
  self->remover = parlor_message_remover_new ();
  g_signal_connect_object (self->selection, "changed",
                           G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->remover, "changed",
                           G_CALLBACK (mark_rows), self, G_CONNECT_SWAPPED);
}

/**
 * parlor_message_acts_new:
 * @view: a #ParlorConversationView, which is to own this
 * @list: its messages
 *
 * Returns: (transfer full): what is done with them
 */
ParlorMessageActs *
parlor_message_acts_new (GtkWidget         *view,
                         ParlorHistoryList *list)
{
  ParlorMessageActs *self = g_object_new (PARLOR_TYPE_MESSAGE_ACTS, NULL);

  self->view = view;
  self->pointer = parlor_message_pointer_new (GTK_WIDGET (list), self->selection);
  add_key_controller (self);
  g_signal_connect_object (list, "row-added",
                           G_CALLBACK (on_row_added), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "row-removed",
                           G_CALLBACK (on_row_removed), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * parlor_message_acts_set_conversation:
 * @self: acts
 * @client: what @conversation belongs to
 * @conversation: (nullable): what the view shows now
 *
 * Ends what was being done in the conversation before.
 */
void
parlor_message_acts_set_conversation (ParlorMessageActs  *self,
                                      ParlorClient       *client,
                                      ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_ACTS (self));

  parlor_selection_stop (self->selection);
  parlor_message_remover_carry_out (self->remover);
  g_set_object (&self->client, client);
  g_set_object (&self->conversation, conversation);
}

/**
 * parlor_message_acts_get_selection:
 * @self: acts
 *
 * Returns: (transfer none): the messages that are selected
 */
ParlorSelection *
parlor_message_acts_get_selection (ParlorMessageActs *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_ACTS (self), NULL);

  return self->selection;
}
