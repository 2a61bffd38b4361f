/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-versions-dialog"

#include "parlor-versions-dialog.h"

#include <glib/gi18n.h>

#include "parlor-local-time.h"
#include "parlor-time-format.h"

/**
 * ParlorVersionsDialog:
 *
 * What a message said before it was edited, the newest first.
 */
struct _ParlorVersionsDialog
{
  ParlorPagedDialog parent_instance;

  char    *conversation;
  gint64   seq;
  gboolean is_first; /* the next row is what the message says now */
};

G_DEFINE_FINAL_TYPE (ParlorVersionsDialog, parlor_versions_dialog, PARLOR_TYPE_PAGED_DIALOG)

static gpointer
make_request (ParlorPagedDialog *dialog,
              gint64             after,
              ParlorPacketType  *ret_type)
{
  ParlorVersionsDialog *self = PARLOR_VERSIONS_DIALOG (dialog);
  ParlorVersionsPacket *packet = parlor_packet_new (PARLOR_PACKET_VERSIONS);

  packet->conversation = g_strdup (self->conversation);
  packet->seq = self->seq;
  *ret_type = PARLOR_PACKET_VERSIONS;

  return packet;
}

static GtkWidget *
time_label_new (gint64   time_ms,
                gboolean is_now)
{
  g_autoptr (GDateTime) time = parlor_local_time_new (time_ms);
  g_autofree char      *full = parlor_time_format_full (time);
  g_autofree char      *text = NULL;
  GtkWidget            *label;

  if (is_now) {
    /* Translators: of the text of a message: since when it has been as it is now */
    text = g_strdup_printf (_ ("%s (now)"), full);
  }
  label = g_object_new (GTK_TYPE_LABEL,
                        "label", is_now ? text : full,
                        "ellipsize", PANGO_ELLIPSIZE_END,
                        "xalign", 0.0,
                        NULL);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

/* As it was typed: what it means is seen in the message. */
static GtkWidget *
row_new (const ParlorVersionPacket *version,
         gboolean                   is_now)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), time_label_new (version->time_ms, is_now));
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL,
                                               "label", version->text != NULL ? version->text : "",
                                               "selectable", TRUE,
                                               "wrap", TRUE,
                                               "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                               "xalign", 0.0,
                                               NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}

static gint64
take_page (ParlorPagedDialog *dialog,
           gconstpointer      packet)
{
  ParlorVersionsDialog           *self = PARLOR_VERSIONS_DIALOG (dialog);
  const ParlorVersionsPagePacket *page = packet;

  for (guint i = 0; i < page->versions->len; i++) {
    parlor_paged_dialog_add_row (dialog, row_new (page->versions->pdata[i], self->is_first));
    self->is_first = FALSE;
  }

  return 0;
}

static void
parlor_versions_dialog_finalize (GObject *object)
{
  g_free (PARLOR_VERSIONS_DIALOG (object)->conversation);

  G_OBJECT_CLASS (parlor_versions_dialog_parent_class)->finalize (object);
}

static void
parlor_versions_dialog_class_init (ParlorVersionsDialogClass *klass)
{
  ParlorPagedDialogClass *dialog_class = PARLOR_PAGED_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = parlor_versions_dialog_finalize;
  dialog_class->page_type = PARLOR_PACKET_VERSIONS_PAGE;
  dialog_class->make_request = make_request;
  dialog_class->take_page = take_page;
}

static void
parlor_versions_dialog_init (ParlorVersionsDialog *self)
{
  self->is_first = TRUE;
}

/**
 * parlor_versions_dialog_present:
 * @parent: above which it opens
 * @client: to be asked
 * @conversation: where the message is
 * @seq: of the message
 *
 * Opens the dialog.
 */
void
parlor_versions_dialog_present (GtkWindow          *parent,
                                ParlorClient       *client,
                                ParlorConversation *conversation,
                                gint64              seq)
{
  ParlorVersionsDialog *self =
    g_object_new (PARLOR_TYPE_VERSIONS_DIALOG, "title", _ ("Edits"), NULL);

  self->conversation = g_strdup (parlor_conversation_get_id (conversation));
  self->seq = seq;
  parlor_paged_dialog_present (PARLOR_PAGED_DIALOG (self), parent, client,
                               _ ("This message has not been edited."));
}
