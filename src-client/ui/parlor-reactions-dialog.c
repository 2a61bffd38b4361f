/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-reactions-dialog"

#include "parlor-reactions-dialog.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"

#define AVATAR_PX 32

/* What is no emoji is cut. */
#define EMOJI_MAX_CHARS 8

/**
 * ParlorReactionsDialog:
 *
 * Who reacted to a message, and with what, in the order in which they did.
 */
struct _ParlorReactionsDialog
{
  ParlorPagedDialog parent_instance;

  char  *conversation;
  gint64 seq;
};

G_DEFINE_FINAL_TYPE (ParlorReactionsDialog, parlor_reactions_dialog, PARLOR_TYPE_PAGED_DIALOG)

static gpointer
make_request (ParlorPagedDialog *dialog,
              gint64             after,
              ParlorPacketType  *ret_type)
{
  ParlorReactionsDialog *self = PARLOR_REACTIONS_DIALOG (dialog);
  ParlorReactionsPacket *packet = parlor_packet_new (PARLOR_PACKET_REACTIONS);

  packet->conversation = g_strdup (self->conversation);
  packet->seq = self->seq;
  packet->after = after;
  *ret_type = PARLOR_PACKET_REACTIONS;

  return packet;
}

static GtkWidget *
row_new (const ParlorReactorPacket *reactor)
{
  const ParlorAccountPacket *account = reactor->account;
  const char                *nick = account->nick;
  GtkWidget                 *row = gtk_list_box_row_new ();
  GtkWidget                 *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget                 *avatar = adw_avatar_new (AVATAR_PX, nick, TRUE);
  g_autofree char           *sentence = NULL;

  gtk_accessible_update_state (GTK_ACCESSIBLE (avatar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL,
                                               "label", nick,
                                               "ellipsize", PANGO_ELLIPSIZE_END,
                                               "hexpand", TRUE,
                                               "xalign", 0.0,
                                               NULL));
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL,
                                               "label", reactor->emoji,
                                               "ellipsize", PANGO_ELLIPSIZE_END,
                                               "max-width-chars", EMOJI_MAX_CHARS,
                                               NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  /* Translators: read by screen readers: the first is a name, the second an emoji */
  sentence = g_strdup_printf (_ ("%1$s: %2$s"), nick, reactor->emoji);
  parlor_accessible_set_label (row, sentence);

  return row;
}

static gint64
take_page (ParlorPagedDialog *dialog,
           gconstpointer      packet)
{
  const ParlorReactionsPagePacket *page = packet;

  for (guint i = 0; i < page->reactors->len; i++)
    parlor_paged_dialog_add_row (dialog, row_new (page->reactors->pdata[i]));

  return page->next;
}

static void
parlor_reactions_dialog_finalize (GObject *object)
{
  g_free (PARLOR_REACTIONS_DIALOG (object)->conversation);

  G_OBJECT_CLASS (parlor_reactions_dialog_parent_class)->finalize (object);
}

static void
parlor_reactions_dialog_class_init (ParlorReactionsDialogClass *klass)
{
  ParlorPagedDialogClass *dialog_class = PARLOR_PAGED_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = parlor_reactions_dialog_finalize;
  dialog_class->page_type = PARLOR_PACKET_REACTIONS_PAGE;
  dialog_class->make_request = make_request;
  dialog_class->take_page = take_page;
}

static void
parlor_reactions_dialog_init (ParlorReactionsDialog *self)
{
}

/**
 * parlor_reactions_dialog_present:
 * @parent: above which it opens
 * @client: to be asked
 * @conversation: where the message is
 * @seq: of the message
 *
 * Opens the dialog.
 */
void
parlor_reactions_dialog_present (GtkWindow          *parent,
                                 ParlorClient       *client,
                                 ParlorConversation *conversation,
                                 gint64              seq)
{
  ParlorReactionsDialog *self =
    g_object_new (PARLOR_TYPE_REACTIONS_DIALOG, "title", _ ("Reactions"), NULL);

  self->conversation = g_strdup (parlor_conversation_get_id (conversation));
  self->seq = seq;
  parlor_paged_dialog_present (PARLOR_PAGED_DIALOG (self), parent, client,
                               _ ("Nobody has reacted to this message."));
}
