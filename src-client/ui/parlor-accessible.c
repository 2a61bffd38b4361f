/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-accessible.h"

/**
 * parlor_accessible_set_label:
 * @widget: a widget
 * @label: what a screen reader says of it
 */
void
parlor_accessible_set_label (GtkWidget  *widget,
                             const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/**
 * parlor_accessible_name_buttons:
 * @widget: a widget whose template is in place
 *
 * Gives every button below @widget that has a tooltip the same text as its
 * name for screen readers: GTK before 4.10 would say "GtkImage".
 */
void
parlor_accessible_name_buttons (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (tooltip != NULL && (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)))
    parlor_accessible_set_label (widget, tooltip);
  /* What has the focus is the button within. */
  if (tooltip != NULL && GTK_IS_MENU_BUTTON (widget))
    parlor_accessible_set_label (gtk_widget_get_first_child (widget), tooltip);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    parlor_accessible_name_buttons (child);
}
