/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-paged-dialog"

#include "parlor-paged-dialog.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"
#include "parlor-transient.h"

/* Nobody reads on; a server that never ends would fill the memory. */
#define MAX_ROWS 1000

/**
 * ParlorPagedDialog:
 *
 * A dialog with a list that the server tells page by page.  The next one is
 * asked for when one has scrolled to the end.
 *
 * ParlorPagedDialog::row-activated is emitted for rows that can be activated.
 */
typedef struct
{
  GtkListBox *list;
  GtkLabel   *message;

  ParlorClient *client;
  GCancellable *cancellable; /* (nullable): while a page is being asked for */
  char         *empty_text;
  gint64        after; /* where the next page begins; 0 if there is none */
  guint         n_rows;
} ParlorPagedDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ParlorPagedDialog, parlor_paged_dialog, ADW_TYPE_WINDOW)

enum {
  ROW_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static ParlorPagedDialogPrivate *
get_private (ParlorPagedDialog *self)
{
  return parlor_paged_dialog_get_instance_private (self);
}

static void
show_page (ParlorPagedDialog *self,
           gconstpointer      page)
{
  ParlorPagedDialogPrivate *priv = get_private (self);

  priv->after = PARLOR_PAGED_DIALOG_GET_CLASS (self)->take_page (self, page);
  if (priv->n_rows >= MAX_ROWS)
    priv->after = 0;
  gtk_label_set_label (priv->message, priv->empty_text);
}

static void
on_page_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ParlorPagedDialog) self = user_data;
  ParlorPagedDialogPrivate     *priv = get_private (self);
  g_autoptr (GError)            error = NULL;
  ParlorPacketType              type;
  gpointer                      page;

  page = parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&priv->cancellable);
  if (page == NULL) {
    gtk_label_set_label (priv->message, error->message);
    return;
  }

  if (type == PARLOR_PAGED_DIALOG_GET_CLASS (self)->page_type)
    show_page (self, page);
  parlor_packet_free (type, page);
}

static void
ask (ParlorPagedDialog *self,
     gint64             after)
{
  ParlorPagedDialogPrivate *priv = get_private (self);
  ParlorPacketType          type;
  gpointer                  packet;

  if (priv->cancellable != NULL)
    return;

  priv->cancellable = g_cancellable_new ();
  packet = PARLOR_PAGED_DIALOG_GET_CLASS (self)->make_request (self, after, &type);
  parlor_client_request_async (priv->client, type, packet, priv->cancellable, on_page_ready,
                               g_object_ref (self));
}

static void
on_edge_reached (ParlorPagedDialog *self,
                 GtkPositionType    edge)
{
  ParlorPagedDialogPrivate *priv = get_private (self);

  if (edge == GTK_POS_BOTTOM && priv->after != 0)
    ask (self, priv->after);
}

static void
on_row_activated (ParlorPagedDialog *self,
                  GtkListBoxRow     *row)
{
  g_signal_emit (self, signals[ROW_ACTIVATED], 0, row);
}

/* What the template made goes with the window: GTK 4.8 would look for the
 * template of the class that is derived from this one. */
static void
parlor_paged_dialog_dispose (GObject *object)
{
  ParlorPagedDialogPrivate *priv = get_private (PARLOR_PAGED_DIALOG (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->client);

  G_OBJECT_CLASS (parlor_paged_dialog_parent_class)->dispose (object);
}

static void
parlor_paged_dialog_finalize (GObject *object)
{
  g_free (get_private (PARLOR_PAGED_DIALOG (object))->empty_text);

  G_OBJECT_CLASS (parlor_paged_dialog_parent_class)->finalize (object);
}

static void
parlor_paged_dialog_class_init (ParlorPagedDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = parlor_paged_dialog_dispose;
  object_class->finalize = parlor_paged_dialog_finalize;

  /**
   * ParlorPagedDialog::row-activated:
   * @row: a row
   *
   * Somebody has chosen @row.
   */
  signals[ROW_ACTIVATED] =
    g_signal_new ("row-activated", PARLOR_TYPE_PAGED_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GTK_TYPE_LIST_BOX_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-paged-dialog.ui"));
  gtk_widget_class_bind_template_child_private (widget_class, ParlorPagedDialog, list);
  gtk_widget_class_bind_template_child_private (widget_class, ParlorPagedDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, on_edge_reached);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlor_paged_dialog_init (ParlorPagedDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_paged_dialog_present:
 * @self: a dialog
 * @parent: above which it opens
 * @client: to be asked
 * @empty_text: what to say if there is nothing to list
 *
 * Opens the dialog and asks for the first page.
 */
void
parlor_paged_dialog_present (ParlorPagedDialog *self,
                             GtkWindow         *parent,
                             ParlorClient      *client,
                             const char        *empty_text)
{
  ParlorPagedDialogPrivate *priv;

  g_return_if_fail (PARLOR_IS_PAGED_DIALOG (self));
  g_return_if_fail (PARLOR_IS_CLIENT (client));

  priv = get_private (self);
  priv->client = g_object_ref (client);
  priv->empty_text = g_strdup (empty_text);
  parlor_accessible_set_label (GTK_WIDGET (priv->list), gtk_window_get_title (GTK_WINDOW (self)));
  gtk_label_set_label (priv->message, _ ("Loading…"));
  ask (self, 0);

  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  parlor_transient_follow (GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * parlor_paged_dialog_add_row:
 * @self: a dialog
 * @row: (transfer floating): a #GtkListBoxRow
 *
 * Adds @row at the end, if there are not far too many already.
 */
void
parlor_paged_dialog_add_row (ParlorPagedDialog *self,
                             GtkWidget         *row)
{
  ParlorPagedDialogPrivate *priv;

  g_return_if_fail (PARLOR_IS_PAGED_DIALOG (self));

  priv = get_private (self);
  if (priv->n_rows >= MAX_ROWS) {
    g_object_ref_sink (row);
    g_object_unref (row);
    return;
  }

  gtk_list_box_append (priv->list, row);
  priv->n_rows++;
}

/**
 * parlor_paged_dialog_remove_row:
 * @self: a dialog
 * @row: a row of it
 */
void
parlor_paged_dialog_remove_row (ParlorPagedDialog *self,
                                GtkWidget         *row)
{
  ParlorPagedDialogPrivate *priv;

  g_return_if_fail (PARLOR_IS_PAGED_DIALOG (self));

  priv = get_private (self);
  gtk_list_box_remove (priv->list, row);
  priv->n_rows--;
}
