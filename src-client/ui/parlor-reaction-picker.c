/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-reaction-picker"

#include "parlor-reaction-picker.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-frequent-emoji.h"

/* Shown at once; the rest is a click away. */
#define N_QUICK 6

/**
 * ParlorReactionPicker:
 *
 * A choice of the emoji that one reacts with most, and behind a button of all
 * there are.
 */
struct _ParlorReactionPicker
{
  GtkPopover parent_instance;

  GSettings *settings;
  GtkWidget *more;
  GtkWidget *chooser; /* (nullable): made when it is wanted */
};

G_DEFINE_FINAL_TYPE (ParlorReactionPicker, parlor_reaction_picker, GTK_TYPE_POPOVER)

enum {
  PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
pick (ParlorReactionPicker *self,
      const char           *emoji)
{
  g_autofree char *picked = g_strdup (emoji);

  parlor_frequent_emoji_note (self->settings, picked);
  g_signal_emit (self, signals[PICKED], 0, picked);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_button_clicked (ParlorReactionPicker *self,
                   GtkButton            *button)
{
  pick (self, gtk_button_get_label (button));
}

static void
on_more_clicked (ParlorReactionPicker *self)
{
  if (self->chooser == NULL) {
    self->chooser = gtk_emoji_chooser_new ();
    gtk_widget_set_parent (self->chooser, self->more);
    g_signal_connect_object (self->chooser, "emoji-picked",
                             G_CALLBACK (pick), self, G_CONNECT_SWAPPED);
  }

  gtk_popover_popup (GTK_POPOVER (self->chooser));
}

static void
parlor_reaction_picker_dispose (GObject *object)
{
  ParlorReactionPicker *self = PARLOR_REACTION_PICKER (object);

  g_clear_pointer (&self->chooser, gtk_widget_unparent);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (parlor_reaction_picker_parent_class)->dispose (object);
}

static void
parlor_reaction_picker_class_init (ParlorReactionPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_reaction_picker_dispose;

  /**
   * ParlorReactionPicker::picked:
   * @emoji: which
   *
   * Somebody has chosen.
   */
  signals[PICKED] =
    g_signal_new ("picked", PARLOR_TYPE_REACTION_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
button_new (ParlorReactionPicker *self,
            const char           *emoji)
{
  GtkWidget *button = gtk_button_new_with_label (emoji);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "emoji");
  g_signal_connect_object (button, "clicked",
                           G_CALLBACK (on_button_clicked), self, G_CONNECT_SWAPPED);

  return button;
}

static void
parlor_reaction_picker_init (ParlorReactionPicker *self)
{
  GtkWidget     *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_auto (GStrv) quick = NULL;

  self->settings = g_settings_new (PARLOR_APP_ID);
  quick = parlor_frequent_emoji_get (self->settings, N_QUICK);
  for (guint i = 0; quick[i] != NULL; i++)
    gtk_box_append (GTK_BOX (box), button_new (self, quick[i]));

  self->more = gtk_button_new_from_icon_name ("view-more-symbolic");
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_tooltip_text (self->more, _ ("More Emoji"));
  g_signal_connect_object (self->more, "clicked",
                           G_CALLBACK (on_more_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->more);

  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "reaction-picker");
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  /* Translators: name of a popover with emoji, for screen readers */
  parlor_accessible_set_label (GTK_WIDGET (self), _ ("React"));
}

/**
 * parlor_reaction_picker_new:
 *
 * Returns: (transfer floating): a popover
 */
GtkWidget *
parlor_reaction_picker_new (void)
{
  return g_object_new (PARLOR_TYPE_REACTION_PICKER, NULL);
}
