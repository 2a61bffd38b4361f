/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-preferences"

#include "parlor-preferences.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <locale.h>

#include "parlor-dictionary.h"
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
  GtkWidget *leave_at_qqq;
  GtkWidget *send_typing;
  GtkWidget *show_images;
  GtkWidget *spelling;
  GtkWidget *notifications;
  GtkWidget *notification_text;
  GtkWidget *notification_text_row;
  GtkWidget *run_in_background;

  GSettings *settings;
  char     **wishes; /* what the setting may be, as they stand in the list */
};

G_DEFINE_FINAL_TYPE (ParlorPreferences, parlor_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The locale's own name for its language, if there is such a locale. */
static char *
format_language (const char *language)
{
  g_autofree char *name = g_strconcat (language, ".UTF-8", NULL);
  locale_t         locale = newlocale (LC_ALL_MASK, name, 0);
  char            *text = NULL;

  if (locale != (locale_t) 0) {
    text = g_strdup (nl_langinfo_l (_NL_IDENTIFICATION_LANGUAGE, locale));
    freelocale (locale);
  }
  if (text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL))
    return text;
  g_free (text);

  return g_strdup (language);
}

static void
on_spelling_selected (ParlorPreferences *self)
{
  const guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->spelling));

  if (selected != GTK_INVALID_LIST_POSITION)
    g_settings_set_string (self->settings, "spelling", self->wishes[selected]);
}

/* What does nothing is not shown. */
static void
fill_spelling (ParlorPreferences *self)
{
  g_auto (GStrv)            languages = parlor_dictionary_list_languages ();
  g_autofree char          *now = g_settings_get_string (self->settings, "spelling");
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder)  wishes = g_strv_builder_new ();
  guint                     selected = 0;

  gtk_widget_set_visible (self->spelling, languages[0] != NULL);
  g_strv_builder_add_many (wishes, "auto", "off", NULL);
  /* Translators: of the language whose spelling is checked: that of the desktop */
  gtk_string_list_append (names, _ ("Automatic"));
  /* Translators: spelling is not checked */
  gtk_string_list_append (names, _ ("Off"));
  for (guint i = 0; languages[i] != NULL; i++) {
    g_autofree char *name = format_language (languages[i]);

    g_strv_builder_add (wishes, languages[i]);
    gtk_string_list_append (names, name);
  }

  self->wishes = g_strv_builder_end (wishes);
  for (guint i = 0; self->wishes[i] != NULL; i++)
    if (g_str_equal (self->wishes[i], now))
      selected = i;
  adw_combo_row_set_model (ADW_COMBO_ROW (self->spelling), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->spelling), selected);
  g_signal_connect_object (self->spelling, "notify::selected",
                           G_CALLBACK (on_spelling_selected), self, G_CONNECT_SWAPPED);
}

static void
parlor_preferences_dispose (GObject *object)
{
  ParlorPreferences *self = PARLOR_PREFERENCES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PREFERENCES);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wishes, g_strfreev);

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
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, leave_at_qqq);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, send_typing);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, show_images);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, spelling);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, notification_text);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, notification_text_row);
  gtk_widget_class_bind_template_child (widget_class, ParlorPreferences, run_in_background);
}

static void
bind (ParlorPreferences *self,
      const char        *key,
      GtkWidget         *toggle)
{
  g_settings_bind (self->settings, key, toggle, "active", G_SETTINGS_BIND_DEFAULT);
}

static void
parlor_preferences_init (ParlorPreferences *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  bind (self, "enter-sends", self->enter_sends);
  bind (self, "leave-at-qqq", self->leave_at_qqq);
  bind (self, "send-typing", self->send_typing);
  bind (self, "show-images", self->show_images);
  bind (self, "notifications", self->notifications);
  bind (self, "notification-text", self->notification_text);
  bind (self, "run-in-background", self->run_in_background);
  g_settings_bind (self->settings, "notifications", self->notification_text_row, "sensitive",
                   G_SETTINGS_BIND_GET);
  fill_spelling (self);
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
