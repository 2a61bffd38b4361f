/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for a change of a message, and tells if it could not be had. */

#define G_LOG_DOMAIN "parlor-message-change"

#include "parlor-message-change.h"

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ParlorWindow) window = user_data;
  g_autoptr (GError)       error = NULL;

  if (!parlor_conversation_change_finish (PARLOR_CONVERSATION (source), result, &error) &&
      window != NULL)
    parlor_window_tell (window, error->message);
}

/**
 * parlor_message_change_find_window:
 * @widget: a widget of a window, or of a dialog above it
 *
 * Returns: (transfer none) (nullable): that window
 */
ParlorWindow *
parlor_message_change_find_window (GtkWidget *widget)
{
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  root = gtk_widget_get_root (widget);
  while (GTK_IS_WINDOW (root) && !PARLOR_IS_WINDOW (root))
    root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));

  return PARLOR_IS_WINDOW (root) ? PARLOR_WINDOW (root) : NULL;
}

/**
 * parlor_message_change:
 * @widget: where somebody asked for it
 * @conversation: where the message is
 * @kind: see parlor_conversation_change_async()
 * @seq: of the message, at least 1
 * @value: (nullable): see parlor_conversation_change_async()
 *
 * Asks the server to change a message.  What comes of it shows in the message,
 * or as a toast.
 */
void
parlor_message_change (GtkWidget          *widget,
                       ParlorConversation *conversation,
                       ParlorEventKind     kind,
                       gint64              seq,
                       const char         *value)
{
  ParlorWindow *window = parlor_message_change_find_window (widget);

  parlor_conversation_change_async (conversation, kind, seq, value, NULL, on_changed,
                                    window != NULL ? g_object_ref (window) : NULL);
}
