/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-pin-row"

#include "parlor-pin-row.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-local-time.h"
#include "parlor-rich-text.h"
#include "parlor-time-format.h"

/* Of a long message its beginning: a whole one may take seconds to lay out. */
#define MAX_LINES 4
#define MAX_CHARS 400

/**
 * ParlorPinRow:
 *
 * A pinned message in a list: who wrote it, when, and how it begins.
 */
struct _ParlorPinRow
{
  GtkListBoxRow parent_instance;

  gint64 seq;
};

G_DEFINE_FINAL_TYPE (ParlorPinRow, parlor_pin_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  UNPIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_unpin_clicked (ParlorPinRow *self)
{
  g_signal_emit (self, signals[UNPIN], 0);
}

static void
parlor_pin_row_class_init (ParlorPinRowClass *klass)
{
  /**
   * ParlorPinRow::unpin:
   *
   * Somebody wants the pin to be taken off.
   */
  signals[UNPIN] = g_signal_new ("unpin", PARLOR_TYPE_PIN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
parlor_pin_row_init (ParlorPinRow *self)
{
}

static GtkWidget *
label_new (const char *text,
           const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", text,
                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                   "xalign", 0.0,
                                   NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static const char *
nick_of (const ParlorEventPacket *message)
{
  const ParlorAccountPacket *author = message->author;

  return author->nick;
}

static GtkWidget *
heading_new (const ParlorEventPacket *message)
{
  g_autoptr (GDateTime) time = parlor_local_time_new (message->time_ms);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *when = parlor_time_format_short (time, now);
  GtkWidget            *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget            *clock = gtk_label_new (when);

  gtk_box_append (GTK_BOX (box), label_new (nick_of (message), "heading"));
  gtk_widget_add_css_class (clock, "caption");
  gtk_widget_add_css_class (clock, "dim-label");
  gtk_box_append (GTK_BOX (box), clock);

  return box;
}

static char *
dup_content (const ParlorEventPacket *message)
{
  const ParlorAttachmentPacket *attachment = message->attachment;

  if (message->text != NULL && *message->text != '\0')
    return parlor_rich_text_summarize (message->text, MAX_CHARS);

  return g_strdup (attachment != NULL ? attachment->name : "");
}

static GtkWidget *
unpin_button_new (ParlorPinRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Unpin"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  parlor_accessible_name_buttons (button);
  g_signal_connect_object (button, "clicked",
                           G_CALLBACK (on_unpin_clicked), self, G_CONNECT_SWAPPED);

  return button;
}

/**
 * parlor_pin_row_new:
 * @message: a pinned message
 * @can_unpin: whether one may take the pin off
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
parlor_pin_row_new (const ParlorEventPacket *message,
                    gboolean                 can_unpin)
{
  ParlorPinRow    *self = g_object_new (PARLOR_TYPE_PIN_ROW, NULL);
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *content = dup_content (message);
  GtkWidget       *text = label_new (content, NULL);
  g_autofree char *sentence = NULL;

  self->seq = message->seq;
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (text), MAX_LINES);
  gtk_box_append (GTK_BOX (box), heading_new (message));
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (line), box);
  if (can_unpin)
    gtk_box_append (GTK_BOX (line), unpin_button_new (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), line);

  /* Translators: a message, read by screen readers: who wrote it, and what */
  sentence = g_strdup_printf (_ ("%1$s: %2$s"), nick_of (message), content);
  parlor_accessible_set_label (GTK_WIDGET (self), sentence);

  return GTK_WIDGET (self);
}

/**
 * parlor_pin_row_get_seq:
 * @self: a row
 *
 * Returns: the place of its message in the log
 */
gint64
parlor_pin_row_get_seq (ParlorPinRow *self)
{
  g_return_val_if_fail (PARLOR_IS_PIN_ROW (self), 0);

  return self->seq;
}
