/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that can be done with a message. */

#include "parlor-message-menu.h"

#include <glib/gi18n.h>

#include "parlor-resource.h"

static void
append_link (GMenu      *menu,
             const char *uri)
{
  g_autoptr (GMenu)     section = g_menu_new ();
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Copy _Link"), NULL);

  g_menu_item_set_action_and_target (item, "message.copy-text", "s", uri);
  g_menu_append_item (section, item);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/**
 * parlor_message_menu_new:
 * @uri: (nullable): a link in the message that can be copied
 *
 * Returns: (transfer floating): a #GtkPopoverMenu of the actions of a message
 *   row, of those that can be activated
 */
GtkWidget *
parlor_message_menu_new (const char *uri)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource (PARLOR_RESOURCE ("parlor-message-menu.ui"));
  GMenuModel       *acts = G_MENU_MODEL (gtk_builder_get_object (builder, "menu"));
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget        *popover;

  if (uri != NULL)
    append_link (menu, uri);
  for (int i = 0; i < g_menu_model_get_n_items (acts); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (acts, i, G_MENU_LINK_SECTION);

    g_menu_append_section (menu, NULL, section);
  }

  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);

  return popover;
}
