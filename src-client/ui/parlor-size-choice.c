/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-size-choice"

#include "parlor-size-choice.h"

#include <glib/gi18n.h>

#include "parlor-resource.h"

/**
 * ParlorSizeChoice:
 *
 * Whether pictures are sent with fewer pixels or as they are, and how large they
 * are then.  What was chosen is remembered.
 */
struct _ParlorSizeChoice
{
  AdwBin parent_instance;

  GtkToggleButton *smaller;
  GtkToggleButton *original;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (ParlorSizeChoice, parlor_size_choice, ADW_TYPE_BIN)

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_toggled (ParlorSizeChoice *self)
{
  if (self->settings == NULL)
    return;

  g_settings_set_boolean (self->settings, "send-smaller", parlor_size_choice_is_smaller (self));
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
parlor_size_choice_dispose (GObject *object)
{
  ParlorSizeChoice *self = PARLOR_SIZE_CHOICE (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_SIZE_CHOICE);

  G_OBJECT_CLASS (parlor_size_choice_parent_class)->dispose (object);
}

static void
parlor_size_choice_class_init (ParlorSizeChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_size_choice_dispose;

  /**
   * ParlorSizeChoice::chosen:
   *
   * The person has chosen the other one.
   */
  signals[CHOSEN] = g_signal_new ("chosen", PARLOR_TYPE_SIZE_CHOICE, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "sizechoice");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-size-choice.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSizeChoice, smaller);
  gtk_widget_class_bind_template_child (widget_class, ParlorSizeChoice, original);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
parlor_size_choice_init (ParlorSizeChoice *self)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);

  gtk_widget_init_template (GTK_WIDGET (self));
  if (!g_settings_get_boolean (settings, "send-smaller"))
    gtk_toggle_button_set_active (self->original, TRUE);
  self->settings = g_steal_pointer (&settings);
}

/**
 * parlor_size_choice_set_sizes:
 * @self: a size choice
 * @original_bytes: size of all pictures of which there is a smaller one
 * @smaller_bytes: size of the smaller ones
 *
 * Hides itself where there is nothing to choose.
 */
void
parlor_size_choice_set_sizes (ParlorSizeChoice *self,
                              gint64            original_bytes,
                              gint64            smaller_bytes)
{
  g_autofree char *original = g_format_size (original_bytes);
  g_autofree char *smaller = g_format_size (smaller_bytes);
  g_autofree char *original_label = NULL;
  g_autofree char *smaller_label = NULL;

  g_return_if_fail (PARLOR_IS_SIZE_CHOICE (self));

  /* Translators: pictures are sent with fewer pixels; %s is how large they are then */
  smaller_label = g_strdup_printf (_ ("Send Smaller: %s"), smaller);
  /* Translators: pictures are sent as they are; %s is how large they are */
  original_label = g_strdup_printf (_ ("Original: %s"), original);
  gtk_button_set_label (GTK_BUTTON (self->smaller), smaller_label);
  gtk_button_set_label (GTK_BUTTON (self->original), original_label);
  gtk_widget_set_visible (GTK_WIDGET (self), smaller_bytes < original_bytes);
}

/**
 * parlor_size_choice_is_smaller:
 * @self: a size choice
 *
 * Returns: whether the smaller ones are to be sent
 */
gboolean
parlor_size_choice_is_smaller (ParlorSizeChoice *self)
{
  g_return_val_if_fail (PARLOR_IS_SIZE_CHOICE (self), FALSE);

  return gtk_toggle_button_get_active (self->smaller);
}
