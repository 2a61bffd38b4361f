/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-completion"

#include "parlor-completion-private.h"

static gboolean
can_be_taken (ParlorCompletion *self,
              GtkListBoxRow    *row)
{
  const ParlorSuggestion *suggestion = _parlor_completion_get_suggestion (self, row);

  return suggestion != NULL && suggestion->reason == NULL;
}

/* The next row that can be taken, round about. */
static void
select_next (ParlorCompletion *self,
             int               step)
{
  const int      n_rows = self->suggestions->items->len;
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int            position = step > 0 ? -1 : n_rows;

  if (selected != NULL)
    position = gtk_list_box_row_get_index (selected);

  for (int i = 0; i < n_rows; i++) {
    GtkListBoxRow *row;

    position = (position + step + n_rows) % n_rows;
    row = gtk_list_box_get_row_at_index (self->list, position);
    if (can_be_taken (self, row)) {
      _parlor_completion_select (self, row);
      return;
    }
  }
}

static gboolean
take_selected (ParlorCompletion *self)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  if (!can_be_taken (self, selected))
    return GDK_EVENT_PROPAGATE;

  _parlor_completion_take (self, _parlor_completion_get_suggestion (self, selected));

  return GDK_EVENT_STOP;
}

/* Tab goes on as ever where there is nothing to take. */
static gboolean
take_first (ParlorCompletion *self)
{
  if (gtk_list_box_get_selected_row (self->list) == NULL)
    select_next (self, 1);

  return take_selected (self);
}

static gboolean
on_key_pressed (ParlorCompletion      *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  if (self->suggestions == NULL || self->is_composing ||
      !gtk_widget_get_visible (GTK_WIDGET (self)) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Escape) {
    _parlor_completion_close (self);
    return GDK_EVENT_STOP;
  }
  if (self->suggestions->items->len == 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval) {
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    select_next (self, 1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    select_next (self, -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Tab:
  case GDK_KEY_KP_Tab:
    return take_first (self);
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
    return take_selected (self);
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

/**
 * _parlor_completion_add_keys:
 * @self: a completion
 *
 * Lets the keyboard choose while the text has the focus, before anything else hears of keys.
 */
void
_parlor_completion_add_keys (ParlorCompletion *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
}
