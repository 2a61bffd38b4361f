/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-bar"

#include "parlor-message-bar.h"

#include "parlor-accessible.h"
#include "parlor-resource.h"

/**
 * ParlorMessageBar:
 *
 * What is done with messages most often, over the one that is pointed at.
 *
 * Actions, to be found in a parent: message.react, message.reply, message.menu.
 */
struct _ParlorMessageBar
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlorMessageBar, parlor_message_bar, ADW_TYPE_BIN)

static void
parlor_message_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOR_TYPE_MESSAGE_BAR);

  G_OBJECT_CLASS (parlor_message_bar_parent_class)->dispose (object);
}

static void
parlor_message_bar_class_init (ParlorMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_message_bar_dispose;

  gtk_widget_class_set_css_name (widget_class, "messagebar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-message-bar.ui"));
}

static void
parlor_message_bar_init (ParlorMessageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/**
 * parlor_message_bar_new:
 *
 * Returns: (transfer floating): a bar
 */
GtkWidget *
parlor_message_bar_new (void)
{
  return g_object_new (PARLOR_TYPE_MESSAGE_BAR, NULL);
}
