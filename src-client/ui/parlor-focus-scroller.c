/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-focus-scroller"

#include "parlor-focus-scroller.h"

/**
 * ParlorFocusScroller:
 *
 * Brings the row that gets the focus into view, if it was a key that moved the
 * focus.  GTK does so after a click as well, which takes the row away from
 * under the pointer.
 */
struct _ParlorFocusScroller
{
  GObject parent_instance;

  GtkWidget         *content;  /* not owned: of the scroller */
  GtkScrolledWindow *scroller; /* not owned: it owns this */
  GtkRoot           *root;     /* not owned */

  gboolean is_key; /* a key came last, not a click */
};

G_DEFINE_FINAL_TYPE (ParlorFocusScroller, parlor_focus_scroller, G_TYPE_OBJECT)

static void
show_row (ParlorFocusScroller *self,
          GtkWidget           *row)
{
  double x, y;

  if (gtk_widget_translate_coordinates (row, self->content, 0, 0, &x, &y))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroller), y,
                               y + gtk_widget_get_height (row));
}

static void
on_focus_changed (ParlorFocusScroller *self)
{
  GtkWidget *focus = gtk_root_get_focus (self->root);
  GtkWidget *row;

  if (!self->is_key || focus == NULL || !gtk_widget_is_ancestor (focus, self->content))
    return;

  /* The day above a row is not a part of it. */
  row = gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW);
  show_row (self, row != NULL ? row : focus);
}

static void
on_root_changed (ParlorFocusScroller *self)
{
  if (self->root != NULL)
    g_signal_handlers_disconnect_by_func (self->root, on_focus_changed, self);

  g_set_weak_pointer (&self->root, gtk_widget_get_root (GTK_WIDGET (self->scroller)));
  if (self->root != NULL)
    g_signal_connect_object (self->root, "notify::focus-widget",
                             G_CALLBACK (on_focus_changed), self, G_CONNECT_SWAPPED);
}

static gboolean
on_key_pressed (ParlorFocusScroller *self)
{
  self->is_key = TRUE;

  return GDK_EVENT_PROPAGATE;
}

static void
on_clicked (ParlorFocusScroller *self)
{
  self->is_key = FALSE;
}

/* Both hear of what happens before it has moved the focus. */
static void
add_controllers (ParlorFocusScroller *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), keys);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_clicked), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), GTK_EVENT_CONTROLLER (click));
}

static void
parlor_focus_scroller_dispose (GObject *object)
{
  g_clear_weak_pointer (&PARLOR_FOCUS_SCROLLER (object)->root);

  G_OBJECT_CLASS (parlor_focus_scroller_parent_class)->dispose (object);
}

static void
parlor_focus_scroller_class_init (ParlorFocusScrollerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_focus_scroller_dispose;
}

static void
parlor_focus_scroller_init (ParlorFocusScroller *self)
{
}

/**
 * parlor_focus_scroller_new:
 * @content: what is scrolled, with rows in it
 * @scroller: around it; has to live as long as this
 *
 * Returns: (transfer full): what follows the focus in @content
 */
ParlorFocusScroller *
parlor_focus_scroller_new (GtkWidget         *content,
                           GtkScrolledWindow *scroller)
{
  ParlorFocusScroller *self = g_object_new (PARLOR_TYPE_FOCUS_SCROLLER, NULL);

  self->content = content;
  self->scroller = scroller;
  add_controllers (self);
  g_signal_connect_object (scroller, "notify::root",
                           G_CALLBACK (on_root_changed), self, G_CONNECT_SWAPPED);
  on_root_changed (self);

  return self;
}
