/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keys do in the composer that they do in no other text. */

#define G_LOG_DOMAIN "parlor-composer"

#include "parlor-composer-private.h"

/* Why nothing is sent stands above the text or below it. */
static void
send (ParlorComposer *self)
{
  g_autofree char *text = _parlor_composer_dup_text (self);

  if (!gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL) &&
      _parlor_composer_has_content (self, text))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

/* Returns: whether the cursor cannot go further up */
static gboolean
is_on_first_line (ParlorComposer *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                    gtk_text_buffer_get_insert (self->buffer));

  return !gtk_text_view_backward_display_line (self->text, &iter) &&
         !gtk_text_buffer_get_has_selection (self->buffer);
}

/* Returns: whether Enter sends, with these modifiers */
static gboolean
sends (ParlorComposer *self,
       GdkModifierType state)
{
  if ((state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  return g_settings_get_boolean (self->settings, "enter-sends") ||
         (state & GDK_CONTROL_MASK) != 0;
}

/* The text would open a chooser of its own for two of them. */
static gboolean
is_for_emoji (guint           keyval,
              GdkModifierType state)
{
  return (state & gtk_accelerator_get_default_mod_mask ()) == GDK_CONTROL_MASK &&
         (keyval == GDK_KEY_e || keyval == GDK_KEY_period || keyval == GDK_KEY_semicolon);
}

/* An input method comes first: its Enter ends what is being composed, its arrows
 * choose what it is. */
static gboolean
on_key_pressed (ParlorComposer        *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GdkEvent      *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  const gboolean is_up = (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up) &&
                         (state & gtk_accelerator_get_default_mod_mask ()) == 0;

  if (is_for_emoji (keyval, state)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "composer.emoji", NULL);
    return GDK_EVENT_STOP;
  }
  if (!(is_up && is_on_first_line (self)) && !(is_enter (keyval) && sends (self, state)))
    return GDK_EVENT_PROPAGATE;
  if (gtk_text_view_im_context_filter_keypress (self->text, event))
    return GDK_EVENT_STOP;
  if (is_up)
    return _parlor_composer_edit_before (self);

  send (self);

  return GDK_EVENT_STOP;
}

/**
 * _parlor_composer_add_keys:
 * @self: a composer
 *
 * Listens to keys before the text does.  Whoever listens later comes first.
 */
void
_parlor_composer_add_keys (ParlorComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
}
