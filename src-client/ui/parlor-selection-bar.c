/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-selection-bar"

#include "parlor-selection-bar.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"

/**
 * ParlorSelectionBar:
 *
 * Stands in the place of the header bar while messages are selected, and is as
 * high, so that nothing moves: how many they are, and what can be done with
 * them.
 *
 * Actions, to be found in a parent: conversation.copy-selected,
 * conversation.quote-selected, conversation.delete-selected,
 * conversation.stop-selecting.
 */
struct _ParlorSelectionBar
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
};

G_DEFINE_FINAL_TYPE (ParlorSelectionBar, parlor_selection_bar, ADW_TYPE_BIN)

static void
parlor_selection_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOR_TYPE_SELECTION_BAR);

  G_OBJECT_CLASS (parlor_selection_bar_parent_class)->dispose (object);
}

static void
parlor_selection_bar_class_init (ParlorSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_selection_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-selection-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSelectionBar, title);
}

static void
parlor_selection_bar_init (ParlorSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/**
 * parlor_selection_bar_update:
 * @self: a bar
 * @selection: what is selected
 *
 * Says how many they are.
 */
void
parlor_selection_bar_update (ParlorSelectionBar *self,
                             ParlorSelection    *selection)
{
  const guint      n_messages = parlor_selection_get_n_messages (selection);
  g_autofree char *text = NULL;

  g_return_if_fail (PARLOR_IS_SELECTION_BAR (self));

  /* Translators: how many messages are selected */
  text = g_strdup_printf (ngettext ("%u Selected", "%u Selected", n_messages), n_messages);
  adw_window_title_set_title (self->title, text);
}
