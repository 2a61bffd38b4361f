/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-event-row"

#include "parlor-event-row.h"

#include "parlor-accessible.h"
#include "parlor-summary.h"

/**
 * ParlorEventRow:
 *
 * A quiet line in the history of a conversation: somebody came or left.
 */
struct _ParlorEventRow
{
  GtkListBoxRow parent_instance;

  GtkLabel      *label;
  ParlorMessage *message;
};

G_DEFINE_FINAL_TYPE (ParlorEventRow, parlor_event_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (ParlorEventRow *self)
{
  g_autofree char *text = parlor_summary_event (self->message);

  gtk_label_set_label (self->label, text);
  parlor_accessible_set_label (GTK_WIDGET (self), text);
}

static void
parlor_event_row_dispose (GObject *object)
{
  g_clear_object (&PARLOR_EVENT_ROW (object)->message);

  G_OBJECT_CLASS (parlor_event_row_parent_class)->dispose (object);
}

static void
parlor_event_row_class_init (ParlorEventRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_event_row_dispose;
}

static void
parlor_event_row_init (ParlorEventRow *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "event");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->label));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
}

/**
 * parlor_event_row_new:
 * @message: an event other than a message
 *
 * Returns: (transfer floating): a row that tells it
 */
GtkWidget *
parlor_event_row_new (ParlorMessage *message)
{
  ParlorEventRow *self;

  g_return_val_if_fail (PARLOR_IS_MESSAGE (message), NULL);

  self = g_object_new (PARLOR_TYPE_EVENT_ROW, NULL);
  self->message = g_object_ref (message);
  g_signal_connect_object (parlor_message_get_author (message), "notify::nick",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * parlor_event_row_get_message:
 * @self: a row
 *
 * Returns: (transfer none): the event shown
 */
ParlorMessage *
parlor_event_row_get_message (ParlorEventRow *self)
{
  g_return_val_if_fail (PARLOR_IS_EVENT_ROW (self), NULL);

  return self->message;
}
