/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-reaction-chip"

#include "parlor-reaction-chip.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"

/* An emoji takes one or two; what is no emoji is cut. */
#define MAX_CHARS 12

/* More than that is told as so many. */
#define MAX_COUNT 9999

/**
 * ParlorReactionChip:
 *
 * An emoji and how many reacted with it; pressed if one is among them.  Whoever
 * presses it reacts, too, or takes it back.
 */
struct _ParlorReactionChip
{
  GtkToggleButton parent_instance;

  GtkLabel *label;
  char     *emoji;
  gint64    count;
  gboolean  is_mine;
  gboolean  is_setting;
};

G_DEFINE_FINAL_TYPE (ParlorReactionChip, parlor_reaction_chip, GTK_TYPE_TOGGLE_BUTTON)

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_toggled (ParlorReactionChip *self)
{
  if (!self->is_setting)
    g_signal_emit (self, signals[CHOSEN], 0,
                   gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self)));
}

static void
parlor_reaction_chip_finalize (GObject *object)
{
  g_free (PARLOR_REACTION_CHIP (object)->emoji);

  G_OBJECT_CLASS (parlor_reaction_chip_parent_class)->finalize (object);
}

static void
parlor_reaction_chip_class_init (ParlorReactionChipClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_reaction_chip_finalize;

  /**
   * ParlorReactionChip::chosen:
   * @is_wanted: whether one reacts, or takes it back
   *
   * Somebody has pressed it.
   */
  signals[CHOSEN] =
    g_signal_new ("chosen", PARLOR_TYPE_REACTION_CHIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
parlor_reaction_chip_init (ParlorReactionChip *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL,
                              "ellipsize", PANGO_ELLIPSIZE_END,
                              "max-width-chars", MAX_CHARS,
                              "single-line-mode", TRUE,
                              NULL);
  gtk_button_set_child (GTK_BUTTON (self), GTK_WIDGET (self->label));
  gtk_widget_add_css_class (GTK_WIDGET (self), "reaction");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (self, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
}

/**
 * parlor_reaction_chip_new:
 * @emoji: what people reacted with, whatever that is
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
parlor_reaction_chip_new (const char *emoji)
{
  ParlorReactionChip *self = g_object_new (PARLOR_TYPE_REACTION_CHIP, NULL);

  self->emoji = g_strdup (emoji);

  return GTK_WIDGET (self);
}

static void
update (ParlorReactionChip *self)
{
  const int        count = (int) CLAMP (self->count, 0, MAX_COUNT);
  g_autofree char *text = g_strdup_printf ("%s %d", self->emoji, count);
  g_autofree char *sentence = NULL;

  gtk_label_set_label (self->label, text);

  /* Translators: read by screen readers: an emoji, and how many reacted with it */
  sentence = g_strdup_printf (ngettext ("%1$s: %2$d reaction", "%1$s: %2$d reactions", count),
                              self->emoji, count);
  parlor_accessible_set_label (GTK_WIDGET (self), sentence);
}

static void
set_active (ParlorReactionChip *self,
            gboolean            is_active)
{
  self->is_setting = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self), is_active);
  self->is_setting = FALSE;
}

/**
 * parlor_reaction_chip_set:
 * @self: a chip
 * @reaction: how it is now
 * @is_asking: whether the server is being asked for what was chosen, so that
 *   this stays to be seen
 */
void
parlor_reaction_chip_set (ParlorReactionChip         *self,
                          const ParlorReactionPacket *reaction,
                          gboolean                    is_asking)
{
  g_return_if_fail (PARLOR_IS_REACTION_CHIP (self));

  self->is_mine = reaction->mine;
  if (!is_asking)
    set_active (self, self->is_mine);
  if (self->count == reaction->count)
    return;

  self->count = reaction->count;
  update (self);
}

/**
 * parlor_reaction_chip_reset:
 * @self: a chip
 *
 * Shows whether one has reacted, not what was chosen.
 */
void
parlor_reaction_chip_reset (ParlorReactionChip *self)
{
  g_return_if_fail (PARLOR_IS_REACTION_CHIP (self));

  set_active (self, self->is_mine);
}

/**
 * parlor_reaction_chip_get_emoji:
 * @self: a chip
 *
 * Returns: (transfer none): which
 */
const char *
parlor_reaction_chip_get_emoji (ParlorReactionChip *self)
{
  g_return_val_if_fail (PARLOR_IS_REACTION_CHIP (self), NULL);

  return self->emoji;
}
