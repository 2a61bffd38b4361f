/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-pointer"

#include "parlor-message-pointer.h"

#include "parlor-label-link.h"

/**
 * ParlorMessagePointer:
 *
 * What pointer and keyboard do in a history: the menu of a message by the
 * second button, by a long press or by a key, the bar over the one that is
 * pointed at or has the focus, and selecting several.
 *
 * It hears of all that before the labels in the messages do, which have menus
 * of their own.
 */
struct _ParlorMessagePointer
{
  GObject parent_instance;

  GtkWidget       *history; /* not owned: it belongs to the owner of this */
  ParlorSelection *selection;
  GtkRoot         *root; /* (nullable): not owned */

  GtkWidget *pointed; /* (nullable): the row that is to have a bar, not owned */
  GtkWidget *barred;  /* (nullable): the row that has it, not owned */
  guint      bar_id;

  guint is_key : 1;       /* a key came last, not a click */
  guint is_click : 1;     /* there was a click since the focus came here */
  guint is_inside : 1;    /* the focus is in a message */
  guint is_extending : 1; /* with Shift, while messages are selected */
};

G_DEFINE_FINAL_TYPE (ParlorMessagePointer, parlor_message_pointer, G_TYPE_OBJECT)

static ParlorMessageRow *
row_of (GtkWidget *widget)
{
  GtkWidget *row =
    widget != NULL ? gtk_widget_get_ancestor (widget, PARLOR_TYPE_MESSAGE_ROW) : NULL;

  return row != NULL ? PARLOR_MESSAGE_ROW (row) : NULL;
}

static GtkWidget *
pick (ParlorMessagePointer *self,
      double                x,
      double                y)
{
  return gtk_widget_pick (self->history, x, y, GTK_PICK_DEFAULT);
}

static ParlorMessageRow *
focus_row (ParlorMessagePointer *self)
{
  GtkWidget *focus = self->root != NULL ? gtk_root_get_focus (self->root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->history))
    return NULL;

  return row_of (focus);
}

/* The bar. */

static gboolean
move_bar (gpointer user_data)
{
  ParlorMessagePointer *self = user_data;

  self->bar_id = 0;
  if (self->barred != NULL && self->barred != self->pointed)
    parlor_message_row_hide_bar (PARLOR_MESSAGE_ROW (self->barred));
  if (self->pointed != NULL)
    parlor_message_row_show_bar (PARLOR_MESSAGE_ROW (self->pointed));
  g_set_weak_pointer (&self->barred, self->pointed);

  return G_SOURCE_REMOVE;
}

/* Not at once: GTK is on its way through the widgets that the pointer leaves,
 * and the bar may be among them. */
static void
point_at (ParlorMessagePointer *self,
          ParlorMessageRow     *row)
{
  if (self->pointed == (GtkWidget *) row)
    return;

  g_set_weak_pointer (&self->pointed, (GtkWidget *) row);
  if (self->bar_id == 0)
    self->bar_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, move_bar, self, NULL);
}

static void
on_motion (ParlorMessagePointer *self,
           double                x,
           double                y)
{
  point_at (self, row_of (pick (self, x, y)));
}

static void
on_leave (ParlorMessagePointer *self)
{
  point_at (self, NULL);
}

/* The menu. */

/* Returns: (nullable): the address at that place; a name is none */
static char *
find_link (ParlorMessagePointer *self,
           GtkLabel             *label,
           double                x,
           double                y)
{
  g_autofree char *uri = NULL;
  double           label_x, label_y;

  gtk_widget_translate_coordinates (self->history, GTK_WIDGET (label), x, y, &label_x, &label_y);
  uri = parlor_label_link_find (label, label_x, label_y);

  return uri != NULL && *uri != '@' && *uri != '#' ? g_steal_pointer (&uri) : NULL;
}

static void
open_menu (ParlorMessagePointer *self,
           GtkWidget            *target,
           double                x,
           double                y)
{
  ParlorMessageRow *row = row_of (target);
  g_autofree char  *uri = NULL;
  double            row_x, row_y;

  gtk_widget_translate_coordinates (self->history, GTK_WIDGET (row), x, y, &row_x, &row_y);
  if (GTK_IS_LABEL (target))
    uri = find_link (self, GTK_LABEL (target), x, y);
  parlor_message_row_open_menu (row, &(GdkRectangle){ row_x, row_y, 1, 1 }, uri);
}

static void
on_long_press (ParlorMessagePointer *self,
               double                x,
               double                y,
               GtkGesture           *gesture)
{
  GtkWidget *target = pick (self, x, y);

  if (row_of (target) == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, target, x, y);
}

/* Selecting. */

static gboolean
select_row (ParlorMessagePointer *self,
            ParlorMessageRow     *row,
            GdkModifierType       state)
{
  ParlorMessage *message = parlor_message_row_get_message (row);

  if (!parlor_selection_is_active (self->selection)) {
    if ((state & GDK_CONTROL_MASK) == 0)
      return FALSE;
    return gtk_widget_activate_action (GTK_WIDGET (row), "message.select", NULL);
  }

  if ((state & GDK_SHIFT_MASK) != 0)
    parlor_selection_extend (self->selection, message);
  else
    parlor_selection_toggle (self->selection, message);

  return TRUE;
}

static void
on_pressed (ParlorMessagePointer *self,
            int                   n_press,
            double                x,
            double                y,
            GtkGesture           *gesture)
{
  GdkEvent         *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget        *target = pick (self, x, y);
  ParlorMessageRow *row = row_of (target);
  gboolean          is_taken = FALSE;

  self->is_key = FALSE;
  self->is_click = TRUE;
  if (row == NULL || GTK_IS_POPOVER (gtk_widget_get_native (target)))
    return;

  if (event != NULL && gdk_event_triggers_context_menu (event)) {
    is_taken = TRUE;
    open_menu (self, target, x, y);
  } else if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) ==
             GDK_BUTTON_PRIMARY) {
    is_taken = select_row (self, row,
                           gtk_event_controller_get_current_event_state (
                             GTK_EVENT_CONTROLLER (gesture)));
  }

  if (is_taken) {
    gtk_widget_grab_focus (GTK_WIDGET (row));
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  }
}

/* Keys. */

static gboolean
is_menu_key (guint           keyval,
             GdkModifierType state)
{
  return keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0);
}

/* A label in which nothing is selected would copy nothing. */
static gboolean
copies_message (ParlorMessagePointer *self,
                guint                 keyval,
                GdkModifierType       state)
{
  GtkWidget *focus = gtk_root_get_focus (self->root);

  return keyval == GDK_KEY_c &&
         (state & gtk_accelerator_get_default_mod_mask ()) == GDK_CONTROL_MASK &&
         GTK_IS_LABEL (focus) &&
         !gtk_label_get_selection_bounds (GTK_LABEL (focus), NULL, NULL);
}

static gboolean
on_key_pressed (ParlorMessagePointer *self,
                guint                 keyval,
                guint                 keycode,
                GdkModifierType       state)
{
  ParlorMessageRow *row = focus_row (self);

  self->is_key = TRUE;
  self->is_extending = FALSE;
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  if (is_menu_key (keyval, state))
    return gtk_widget_activate_action (GTK_WIDGET (row), "message.menu", NULL);
  if (copies_message (self, keyval, state))
    return gtk_widget_activate_action (GTK_WIDGET (row), "message.copy", NULL);
  if ((keyval == GDK_KEY_Up || keyval == GDK_KEY_Down) && (state & GDK_SHIFT_MASK) != 0) {
    if (!parlor_selection_is_active (self->selection))
      gtk_widget_activate_action (GTK_WIDGET (row), "message.select", NULL);
    self->is_extending = parlor_selection_is_active (self->selection);
  }

  return GDK_EVENT_PROPAGATE;
}

/* Who comes by Tab comes to a message, not to its text: the arrows go on from
 * there.  A click on the text is meant for it. */
static gboolean
enters_by_key (ParlorMessagePointer *self,
               ParlorMessageRow     *row)
{
  const gboolean was_inside = self->is_inside;

  self->is_inside = row != NULL;
  if (row == NULL)
    self->is_click = FALSE;

  return row != NULL && !was_inside && !self->is_click;
}

static void
on_focus_changed (ParlorMessagePointer *self)
{
  ParlorMessageRow *row = focus_row (self);

  if (enters_by_key (self, row)) {
    self->is_key = TRUE;
    gtk_widget_grab_focus (GTK_WIDGET (row));
  }
  if (!self->is_key)
    return;

  point_at (self, row);
  if (row == NULL)
    return;

  if (self->is_extending)
    parlor_selection_extend (self->selection, parlor_message_row_get_message (row));
}

static void
on_root_changed (ParlorMessagePointer *self)
{
  if (self->root != NULL)
    g_signal_handlers_disconnect_by_func (self->root, on_focus_changed, self);

  g_set_weak_pointer (&self->root, gtk_widget_get_root (self->history));
  if (self->root != NULL)
    g_signal_connect_object (self->root, "notify::focus-widget",
                             G_CALLBACK (on_focus_changed), self, G_CONNECT_SWAPPED);
}

static void
add_gestures (ParlorMessagePointer *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *long_press = gtk_gesture_long_press_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->history, GTK_EVENT_CONTROLLER (click));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (long_press),
                                              GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (long_press), TRUE);
  g_signal_connect_object (long_press, "pressed",
                           G_CALLBACK (on_long_press), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->history, GTK_EVENT_CONTROLLER (long_press));
}

static void
add_controllers (ParlorMessagePointer *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "enter", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->history, motion);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->history, keys);
}

static void
parlor_message_pointer_dispose (GObject *object)
{
  ParlorMessagePointer *self = PARLOR_MESSAGE_POINTER (object);

  g_clear_weak_pointer (&self->root);
  g_clear_handle_id (&self->bar_id, g_source_remove);
  g_clear_weak_pointer (&self->pointed);
  g_clear_weak_pointer (&self->barred);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (parlor_message_pointer_parent_class)->dispose (object);
}

static void
parlor_message_pointer_class_init (ParlorMessagePointerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_message_pointer_dispose;
}

static void
parlor_message_pointer_init (ParlorMessagePointer *self)
{
}

/**
 * parlor_message_pointer_new:
 * @history: with rows of messages in it; has to live as long as this
 * @selection: of these messages
 *
 * Returns: (transfer full): what points at messages in @history
 */
ParlorMessagePointer *
parlor_message_pointer_new (GtkWidget       *history,
                            ParlorSelection *selection)
{
  ParlorMessagePointer *self = g_object_new (PARLOR_TYPE_MESSAGE_POINTER, NULL);

  self->history = history;
  self->selection = g_object_ref (selection);
  add_gestures (self);
  add_controllers (self);
  g_signal_connect_object (history, "notify::root",
                           G_CALLBACK (on_root_changed), self, G_CONNECT_SWAPPED);
  on_root_changed (self);

  return self;
}
