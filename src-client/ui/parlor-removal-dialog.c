/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-removal-dialog"

#include "parlor-removal-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parlor-accessible.h"

#define YES "delete"

/**
 * ParlorRemovalDialog:
 *
 * Asks a moderator who deletes what others wrote, and why.
 */
struct _ParlorRemovalDialog
{
  AdwMessageDialog parent_instance;

  GtkEditable *reason;

  ParlorMessageRemover *remover;
  ParlorConversation   *conversation;
  GPtrArray            *messages; /* of ParlorMessage */
};

G_DEFINE_FINAL_TYPE (ParlorRemovalDialog, parlor_removal_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
parlor_removal_dialog_response (AdwMessageDialog *dialog,
                                const char       *response)
{
  ParlorRemovalDialog *self = PARLOR_REMOVAL_DIALOG (dialog);
  ParlorWindow        *window = PARLOR_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
  g_autofree char     *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));

  if (g_strcmp0 (response, YES) != 0)
    return;

  for (guint i = 0; i < self->messages->len; i++)
    parlor_message_remover_remove_now (self->remover, window, self->conversation,
                                       self->messages->pdata[i],
                                       *reason != '\0' ? reason : NULL);
}

static void
parlor_removal_dialog_dispose (GObject *object)
{
  ParlorRemovalDialog *self = PARLOR_REMOVAL_DIALOG (object);

  g_clear_object (&self->remover);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->messages, g_ptr_array_unref);

  G_OBJECT_CLASS (parlor_removal_dialog_parent_class)->dispose (object);
}

static void
parlor_removal_dialog_class_init (ParlorRemovalDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_removal_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = parlor_removal_dialog_response;
}

static void
on_reason_changed (ParlorRemovalDialog *self)
{
  const gboolean is_too_long =
    strlen (gtk_editable_get_text (self->reason)) > PARLOR_REASON_MAX_BYTES;

  if (is_too_long)
    gtk_widget_add_css_class (GTK_WIDGET (self->reason), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->reason), "error");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), YES, !is_too_long);
}

static void
parlor_removal_dialog_init (ParlorRemovalDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  self->reason = GTK_EDITABLE (gtk_entry_new ());
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reason), _ ("Reason (optional)"));
  gtk_entry_set_activates_default (GTK_ENTRY (self->reason), TRUE);
  parlor_accessible_set_label (GTK_WIDGET (self->reason), _ ("Reason"));
  g_signal_connect_object (self->reason, "changed",
                           G_CALLBACK (on_reason_changed), self, G_CONNECT_SWAPPED);
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (self->reason));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), YES, _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (dialog, YES, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
}

static char *
format_heading (const GPtrArray *messages)
{
  ParlorMessage *first = messages->pdata[0];

  if (messages->len > 1)
    return g_strdup_printf (ngettext ("Delete %u Message?", "Delete %u Messages?", messages->len),
                            messages->len);

  /* Translators: %s is a name */
  return g_strdup_printf (_ ("Delete Message of %s?"),
                          parlor_account_get_nick (parlor_message_get_author (first)));
}

/**
 * parlor_removal_dialog_present:
 * @parent: above which it opens
 * @remover: deletes them
 * @conversation: where they are
 * @messages: (element-type ParlorMessage): at least one
 *
 * Asks whether to delete what others wrote.
 */
void
parlor_removal_dialog_present (ParlorWindow         *parent,
                               ParlorMessageRemover *remover,
                               ParlorConversation   *conversation,
                               const GPtrArray      *messages)
{
  g_autofree char     *heading = NULL;
  ParlorRemovalDialog *self;

  g_return_if_fail (messages->len > 0);

  self = g_object_new (PARLOR_TYPE_REMOVAL_DIALOG, "transient-for", parent, NULL);
  heading = format_heading (messages);
  self->remover = g_object_ref (remover);
  self->conversation = g_object_ref (conversation);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (self->messages, g_object_ref (messages->pdata[i]));
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self),
                               _ ("Nothing of it is left, for anybody. Everybody here is told who "
                                  "deleted it, and the reason if there is one."));
  gtk_window_present (GTK_WINDOW (self));
}
