/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lies over a message for a while: its bar, its menu, the mark of those
 * that are selected.  None of it changes how high the row is. */

#define G_LOG_DOMAIN "parlor-message-row"

#include "parlor-message-row-private.h"

#include <glib/gi18n.h>

#include "parlor-message-bar.h"
#include "parlor-message-change.h"
#include "parlor-message-menu.h"
#include "parlor-reaction-picker.h"

static GtkOverlay *
get_overlay (ParlorMessageRow *self)
{
  return GTK_OVERLAY (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self)));
}

/* At the side where the bubble does not begin. */
static GtkAlign
free_side (ParlorMessageRow *self)
{
  return parlor_message_is_own (self->message) ? GTK_ALIGN_START : GTK_ALIGN_END;
}

static void
set_css_class (GtkWidget  *widget,
               const char *css_class,
               gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* The bar. */

/* Beside the bubble where there is room, else over its upper corner. */
static gboolean
on_get_child_position (ParlorMessageRow *self,
                       GtkWidget        *child,
                       GdkRectangle     *ret_place,
                       GtkOverlay       *overlay)
{
  const int       width_px = gtk_widget_get_width (GTK_WIDGET (overlay));
  const gboolean  is_rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;
  GtkRequisition  size;
  graphene_rect_t bubble;

  if (child != self->bar ||
      !gtk_widget_compute_bounds (self->bubble, GTK_WIDGET (overlay), &bubble))
    return FALSE;

  gtk_widget_get_preferred_size (child, &size, NULL);
  *ret_place = (GdkRectangle){ 0, 0, size.width, size.height };
  if ((free_side (self) == GTK_ALIGN_END) != is_rtl)
    ret_place->x = MIN (bubble.origin.x + bubble.size.width, width_px - size.width);
  else
    ret_place->x = MAX (bubble.origin.x - size.width, 0);

  return TRUE;
}

/**
 * parlor_message_row_show_bar:
 * @self: a row
 *
 * Offers what is done most often.
 */
void
parlor_message_row_show_bar (ParlorMessageRow *self)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  if (self->bar != NULL || self->check != NULL || parlor_message_is_deleted (self->message) ||
      gtk_widget_has_css_class (GTK_WIDGET (self), "going"))
    return;

  _parlor_message_row_update_actions (self);
  self->bar = parlor_message_bar_new ();
  if (!self->has_overlay)
    g_signal_connect_object (get_overlay (self), "get-child-position",
                             G_CALLBACK (on_get_child_position), self, G_CONNECT_SWAPPED);
  self->has_overlay = TRUE;
  gtk_overlay_add_overlay (get_overlay (self), self->bar);
}

/**
 * parlor_message_row_hide_bar:
 * @self: a row
 *
 * Takes it away again; not while the menu is open that came from it.
 */
void
parlor_message_row_hide_bar (ParlorMessageRow *self)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  if (self->bar != NULL && self->popover == NULL)
    gtk_overlay_remove_overlay (get_overlay (self), g_steal_pointer (&self->bar));
}

/* Popovers. */

static gboolean
is_attended (ParlorMessageRow *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self)) &
          (GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUS_WITHIN)) != 0;
}

static gboolean
on_popover_idle (gpointer user_data)
{
  g_autoptr (GtkWidget) popover = user_data;
  GtkWidget            *row = gtk_widget_get_parent (popover);
  ParlorMessageRow     *self;

  /* The row may be gone. */
  if (row == NULL)
    return G_SOURCE_REMOVE;

  self = PARLOR_MESSAGE_ROW (row);
  gtk_widget_unparent (popover);
  if (self->popover != popover)
    return G_SOURCE_REMOVE;

  self->popover = NULL;
  if (!is_attended (self))
    parlor_message_row_hide_bar (self);

  return G_SOURCE_REMOVE;
}

/* What was chosen in it is activated only after it has closed. */
static void
on_popover_closed (ParlorMessageRow *self,
                   GtkWidget        *popover)
{
  g_idle_add (on_popover_idle, g_object_ref (popover));
}

static void
pop_up (ParlorMessageRow   *self,
        GtkWidget          *popover,
        const GdkRectangle *at)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 1, 1);
  GdkRectangle    rect;

  if (self->popover != NULL)
    gtk_widget_unparent (self->popover);
  self->popover = popover;
  gtk_widget_set_parent (popover, GTK_WIDGET (self));

  if (at != NULL) {
    rect = *at;
  } else if (gtk_widget_compute_bounds (self->bar != NULL ? self->bar : self->bubble,
                                        GTK_WIDGET (self), &bounds)) {
    rect = (GdkRectangle){ bounds.origin.x, bounds.origin.y, bounds.size.width,
                           bounds.size.height };
  }
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &rect);
  g_signal_connect_object (popover, "closed", G_CALLBACK (on_popover_closed), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/**
 * parlor_message_row_open_menu:
 * @self: a row
 * @at: (nullable): where in it; else at its bubble
 * @uri: (nullable): the link that is there
 *
 * Offers all that can be done with the message.
 */
void
parlor_message_row_open_menu (ParlorMessageRow   *self,
                              const GdkRectangle *at,
                              const char         *uri)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  _parlor_message_row_update_actions (self);
  pop_up (self, parlor_message_menu_new (uri), at);
}

static void
on_emoji_picked (ParlorMessageRow *self,
                 const char       *emoji)
{
  parlor_message_change (GTK_WIDGET (self), self->conversation, PARLOR_EVENT_REACT,
                         parlor_message_get_seq (self->message), emoji);
}

/**
 * parlor_message_row_open_picker:
 * @self: a row
 *
 * Lets the person choose an emoji to react with.
 */
void
parlor_message_row_open_picker (ParlorMessageRow *self)
{
  GtkWidget *picker;

  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  picker = parlor_reaction_picker_new ();
  g_signal_connect_object (picker, "picked", G_CALLBACK (on_emoji_picked), self,
                           G_CONNECT_SWAPPED);
  pop_up (self, picker, NULL);
}

/* Marks. */

static GtkWidget *
check_new (ParlorMessageRow *self)
{
  GtkWidget *check = gtk_image_new ();

  gtk_widget_set_can_target (check, FALSE);
  gtk_widget_set_halign (check, free_side (self));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (check, "select-mark");
  gtk_accessible_update_state (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_overlay_add_overlay (get_overlay (self), check);

  return check;
}

static void
show_check (ParlorMessageRow *self,
            gboolean          is_shown,
            gboolean          is_selected)
{
  if (self->check != NULL && !is_shown)
    gtk_overlay_remove_overlay (get_overlay (self), g_steal_pointer (&self->check));
  if (!is_shown)
    return;

  if (self->bar != NULL)
    gtk_overlay_remove_overlay (get_overlay (self), g_steal_pointer (&self->bar));
  if (self->check == NULL)
    self->check = check_new (self);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->check),
                                is_selected ? "object-select-symbolic" : NULL);
  set_css_class (self->check, "checked", is_selected);
}

/**
 * parlor_message_row_set_marks:
 * @self: a row
 * @marks: what is being done with its message
 *
 * Shows it.
 */
void
parlor_message_row_set_marks (ParlorMessageRow *self,
                              ParlorRowMarks    marks)
{
  const gboolean is_selected = (marks & PARLOR_ROW_SELECTED) != 0;

  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  show_check (self, (marks & PARLOR_ROW_SELECTING) != 0, is_selected);
  set_css_class (GTK_WIDGET (self), "marked", is_selected);
  set_css_class (GTK_WIDGET (self), "going", (marks & PARLOR_ROW_GOING) != 0);
  if ((marks & PARLOR_ROW_GOING) != 0)
    parlor_message_row_hide_bar (self);
  if ((marks & PARLOR_ROW_SELECTING) != 0)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED,
                                 is_selected, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED);
}

/* The row goes. */
void
_parlor_message_row_close_overlay (ParlorMessageRow *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->bar = NULL;
  self->check = NULL;
}
