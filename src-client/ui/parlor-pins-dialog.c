/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-pins-dialog"

#include "parlor-pins-dialog.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-message-change.h"
#include "parlor-pin-row.h"

/**
 * ParlorPinsDialog:
 *
 * The pinned messages of a conversation, the newest pin first.  Choosing one
 * shows it where it was written.
 *
 * Action, to be found in the window above: win.show-message.
 */
struct _ParlorPinsDialog
{
  ParlorPagedDialog parent_instance;

  ParlorConversation *conversation;
};

G_DEFINE_FINAL_TYPE (ParlorPinsDialog, parlor_pins_dialog, PARLOR_TYPE_PAGED_DIALOG)

static gpointer
make_request (ParlorPagedDialog *dialog,
              gint64             after,
              ParlorPacketType  *ret_type)
{
  ParlorPinsPacket *packet = parlor_packet_new (PARLOR_PACKET_PINS);

  packet->conversation =
    g_strdup (parlor_conversation_get_id (PARLOR_PINS_DIALOG (dialog)->conversation));
  packet->after = after;
  *ret_type = PARLOR_PACKET_PINS;

  return packet;
}

static void
on_unpinned (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  g_autoptr (GError)    error = NULL;
  GtkWidget            *dialog = gtk_widget_get_ancestor (row, PARLOR_TYPE_PINS_DIALOG);
  const gboolean        is_done =
    parlor_conversation_change_finish (PARLOR_CONVERSATION (source), result, &error);

  /* Closed in the meantime: the history shows what came of it. */
  if (dialog == NULL)
    return;

  if (is_done) {
    parlor_paged_dialog_remove_row (PARLOR_PAGED_DIALOG (dialog), row);
    return;
  }

  gtk_widget_set_sensitive (row, TRUE);
  parlor_window_tell (parlor_message_change_find_window (dialog), error->message);
}

static void
on_unpin (ParlorPinsDialog *self,
          ParlorPinRow     *row)
{
  gtk_widget_set_sensitive (GTK_WIDGET (row), FALSE);
  parlor_conversation_change_async (self->conversation, PARLOR_EVENT_UNPIN,
                                    parlor_pin_row_get_seq (row), NULL, NULL, on_unpinned,
                                    g_object_ref (row));
}

static gint64
take_page (ParlorPagedDialog *dialog,
           gconstpointer      packet)
{
  ParlorPinsDialog           *self = PARLOR_PINS_DIALOG (dialog);
  const ParlorPinsPagePacket *page = packet;
  const gboolean              can_unpin = parlor_conversation_can_pin (self->conversation);

  for (guint i = 0; i < page->messages->len; i++) {
    GtkWidget *row = parlor_pin_row_new (page->messages->pdata[i], can_unpin);

    g_signal_connect_object (row, "unpin", G_CALLBACK (on_unpin), self, G_CONNECT_SWAPPED);
    parlor_paged_dialog_add_row (dialog, row);
  }

  return page->next;
}

static void
on_row_activated (ParlorPinsDialog *self,
                  GtkListBoxRow    *row)
{
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))),
                              "win.show-message", "(sx)",
                              parlor_conversation_get_id (self->conversation),
                              parlor_pin_row_get_seq (PARLOR_PIN_ROW (row)));
  gtk_window_close (GTK_WINDOW (self));
}

static void
parlor_pins_dialog_dispose (GObject *object)
{
  g_clear_object (&PARLOR_PINS_DIALOG (object)->conversation);

  G_OBJECT_CLASS (parlor_pins_dialog_parent_class)->dispose (object);
}

static void
parlor_pins_dialog_class_init (ParlorPinsDialogClass *klass)
{
  ParlorPagedDialogClass *dialog_class = PARLOR_PAGED_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_pins_dialog_dispose;
  dialog_class->page_type = PARLOR_PACKET_PINS_PAGE;
  dialog_class->make_request = make_request;
  dialog_class->take_page = take_page;
}

static void
parlor_pins_dialog_init (ParlorPinsDialog *self)
{
  g_signal_connect_object (self, "row-activated",
                           G_CALLBACK (on_row_activated), self, G_CONNECT_SWAPPED);
}

/**
 * parlor_pins_dialog_present:
 * @parent: above which it opens
 * @client: to be asked
 * @conversation: whose pins to show
 *
 * Opens the dialog.
 */
void
parlor_pins_dialog_present (GtkWindow          *parent,
                            ParlorClient       *client,
                            ParlorConversation *conversation)
{
  ParlorPinsDialog *self =
    g_object_new (PARLOR_TYPE_PINS_DIALOG, "title", _ ("Pinned Messages"), NULL);

  self->conversation = g_object_ref (conversation);
  parlor_paged_dialog_present (PARLOR_PAGED_DIALOG (self), parent, client,
                               _ ("No message is pinned here."));
}
