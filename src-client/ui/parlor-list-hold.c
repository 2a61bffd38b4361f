/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-list-hold"

#include "parlor-list-hold.h"

/* Long enough to decide on what to click, once the pointer has come to rest. */
#define HOLD_MS 4000

/**
 * ParlorListHold:
 *
 * Knows whether somebody is about to choose from a list, with the pointer or
 * with the keyboard: nothing may move away from below the pointer then.
 */
struct _ParlorListHold
{
  GObject parent_instance;

  double x_px; /* where the pointer was last */
  double y_px;
  guint  end_id;
};

G_DEFINE_FINAL_TYPE (ParlorListHold, parlor_list_hold, G_TYPE_OBJECT)

enum {
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
end (ParlorListHold *self)
{
  if (self->end_id == 0)
    return;

  g_clear_handle_id (&self->end_id, g_source_remove);
  g_signal_emit (self, signals[ENDED], 0);
}

static gboolean
on_timeout (gpointer user_data)
{
  ParlorListHold *self = user_data;

  self->end_id = 0;
  g_signal_emit (self, signals[ENDED], 0);

  return G_SOURCE_REMOVE;
}

/* Rows that move below a pointer at rest look like a pointer that moves. */
static void
on_motion (ParlorListHold *self,
           double          x_px,
           double          y_px)
{
  if (x_px == self->x_px && y_px == self->y_px)
    return;

  self->x_px = x_px;
  self->y_px = y_px;
  parlor_list_hold_begin (self);
}

static gboolean
on_key_pressed (ParlorListHold *self)
{
  parlor_list_hold_begin (self);

  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_scroll (ParlorListHold *self)
{
  parlor_list_hold_begin (self);

  return GDK_EVENT_PROPAGATE;
}

static void
add_controllers (ParlorListHold *self,
                 GtkWidget      *widget)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
    GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect_object (motion, "enter", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (end), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, motion);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, keys);

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (on_scroll), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, scroll);
}

static void
parlor_list_hold_dispose (GObject *object)
{
  g_clear_handle_id (&PARLOR_LIST_HOLD (object)->end_id, g_source_remove);

  G_OBJECT_CLASS (parlor_list_hold_parent_class)->dispose (object);
}

static void
parlor_list_hold_class_init (ParlorListHoldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_list_hold_dispose;

  /**
   * ParlorListHold::ended:
   *
   * The list may move.
   */
  signals[ENDED] =
    g_signal_new ("ended", PARLOR_TYPE_LIST_HOLD, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlor_list_hold_init (ParlorListHold *self)
{
}

/**
 * parlor_list_hold_new:
 * @widget: what has the list in it
 *
 * Returns: (transfer full): what watches @widget
 */
ParlorListHold *
parlor_list_hold_new (GtkWidget *widget)
{
  ParlorListHold *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (PARLOR_TYPE_LIST_HOLD, NULL);
  add_controllers (self, widget);

  return self;
}

/**
 * parlor_list_hold_is_held:
 * @self: a hold
 *
 * Returns: whether the list is to stay as it is
 */
gboolean
parlor_list_hold_is_held (ParlorListHold *self)
{
  g_return_val_if_fail (PARLOR_IS_LIST_HOLD (self), FALSE);

  return self->end_id != 0;
}

/**
 * parlor_list_hold_begin:
 * @self: a hold
 *
 * Holds the list for a while from now on.
 */
void
parlor_list_hold_begin (ParlorListHold *self)
{
  g_return_if_fail (PARLOR_IS_LIST_HOLD (self));

  g_clear_handle_id (&self->end_id, g_source_remove);
  self->end_id = g_timeout_add (HOLD_MS, on_timeout, self);
}
