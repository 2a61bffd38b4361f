/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The menu of a row: by the second button of the mouse, a long press, or the
 * Menu key. */

#define G_LOG_DOMAIN "parlor-sidebar-list"

#include "parlor-sidebar-list-private.h"

#include "parlor-conversation-menu.h"

/* Back to where it was, unless what was chosen has given it to something else. */
static void
restore_focus (ParlorSidebarList *self)
{
  GtkWidget *now = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->focus != NULL && gtk_widget_get_mapped (self->focus) &&
      (now == NULL || gtk_widget_is_ancestor (now, GTK_WIDGET (self->menu))))
    gtk_widget_grab_focus (self->focus);
  g_clear_weak_pointer (&self->focus);
}

static void
on_menu_closed (ParlorSidebarList *self)
{
  if (self->menu_row != NULL) {
    gtk_widget_remove_css_class (self->menu_row, "has-menu");
    /* The menu took the button's release, so that the row would look pressed for good. */
    gtk_widget_unset_state_flags (self->menu_row, GTK_STATE_FLAG_ACTIVE);
  }
  g_clear_weak_pointer (&self->menu_row);
  restore_focus (self);
  _parlor_sidebar_list_arrange_later (self);
}

static void
ensure_menu (ParlorSidebarList *self)
{
  if (self->menu != NULL)
    return;

  self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (NULL));
  gtk_popover_set_has_arrow (self->menu, FALSE);
  gtk_popover_set_position (self->menu, GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (on_menu_closed), self,
                           G_CONNECT_SWAPPED);
}

static void
fill (GMenu            *menu,
      ParlorSidebarRow *row)
{
  ParlorConversation *conversation = parlor_sidebar_row_get_conversation (row);

  if (conversation == NULL) {
    parlor_conversation_menu_fill_for_account (menu, parlor_sidebar_row_get_account (row));
    return;
  }

  /* What can be marked as unread depends on what is in it. */
  parlor_conversation_get_timeline (conversation);
  parlor_conversation_menu_fill (menu, conversation);
}

/* @x_px and @y_px are within the list. */
static void
open_menu (ParlorSidebarList *self,
           GtkListBoxRow     *row,
           double             x_px,
           double             y_px)
{
  g_autoptr (GMenu) model = g_menu_new ();
  GdkRectangle      at = { 0, 0, 1, 1 };
  double            x, y;

  if (!PARLOR_IS_SIDEBAR_ROW (row))
    return;

  ensure_menu (self);
  fill (model, PARLOR_SIDEBAR_ROW (row));
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (model));
  gtk_widget_translate_coordinates (GTK_WIDGET (self->list), GTK_WIDGET (self), x_px, y_px, &x, &y);
  at.x = x;
  at.y = y;
  gtk_popover_set_pointing_to (self->menu, &at);
  g_set_weak_pointer (&self->menu_row, GTK_WIDGET (row));
  gtk_widget_add_css_class (self->menu_row, "has-menu");
  g_set_weak_pointer (&self->focus,
                      gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_popover_popup (self->menu);
}

static void
on_secondary_pressed (ParlorSidebarList *self,
                      int                n_press,
                      double             x_px,
                      double             y_px,
                      GtkGesture        *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, gtk_list_box_get_row_at_y (self->list, y_px), x_px, y_px);
}

static void
on_long_pressed (ParlorSidebarList *self,
                 double             x_px,
                 double             y_px,
                 GtkGesture        *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, gtk_list_box_get_row_at_y (self->list, y_px), x_px, y_px);
}

/* Of the row that has the focus, else of the one that is open. */
static void
on_menu_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorSidebarList *self = PARLOR_SIDEBAR_LIST (widget);
  GtkWidget         *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  double             x, y;

  if (row == NULL)
    row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  if (row != NULL &&
      gtk_widget_translate_coordinates (row, GTK_WIDGET (self->list),
                                        gtk_widget_get_width (row) / 4.0,
                                        gtk_widget_get_height (row), &x, &y))
    open_menu (self, GTK_LIST_BOX_ROW (row), x, y);
}

void
_parlor_sidebar_list_init_menu (ParlorSidebarList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed",
                           G_CALLBACK (on_secondary_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed",
                           G_CALLBACK (on_long_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (press));
}

void
_parlor_sidebar_list_install_menu (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sidebar.menu", NULL, on_menu_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "sidebar.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "sidebar.menu",
                                       NULL);
}
