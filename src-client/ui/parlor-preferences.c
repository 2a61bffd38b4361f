/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-preferences"

#include "parlor-preferences.h"

#include "parlor-resource.h"

/**
 * ParlorPreferences:
 *
 * What people like otherwise than it is by default.
 */
struct _ParlorPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkWidget *enter_sends;
  GtkWidget *send_typing;
  GtkWidget *show_images;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (ParlorPreferences, parlor_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
parlor_preferences_dispose (GObject *object)
{
  ParlorPreferences *self = PARLOR_PREFERENCES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PREFERENCES);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (parlor_preferences_parent_class)->dispose (object);
}

static void
parlor_preferences_class_init (ParlorPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-preferences.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, enter_sends);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, send_typing);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, show_images);
}

static void
parlor_preferences_init (ParlorPreferences *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind (self->settings, "enter-sends", self->enter_sends, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "send-typing", self->send_typing, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-images", self->show_images, "active",
                   G_SETTINGS_BIND_DEFAULT);
}

/**
 * parlor_preferences_present:
 * @parent: (nullable): above which it opens
 *
 * Opens the preferences.
 */
void
parlor_preferences_present (GtkWindow *parent)
{
  GtkWidget *self = g_object_new (PARLOR_TYPE_PREFERENCES,
                                  "modal", TRUE,
                                  "transient-for", parent,
                                  NULL);

  gtk_window_present (GTK_WINDOW (self));
}
