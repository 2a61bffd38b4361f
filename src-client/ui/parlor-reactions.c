/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-reactions"

#include "parlor-reactions.h"

#include "parlor-protocol.h"

#define GAP_PX 4

/**
 * ParlorReactions:
 *
 * How many reacted to a message with which emoji: chips in as many lines as it
 * takes.
 */
struct _ParlorReactions
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlorReactions, parlor_reactions, GTK_TYPE_WIDGET)

/* Places the chips, or only says how high they are. */
static int
lay_out (ParlorReactions *self,
         int              width_px,
         gboolean         is_placing)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int            x_px = 0;
  int            y_px = 0;
  int            line_px = 0;

  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip)) {
    GtkAllocation place = { 0 };

    gtk_widget_measure (chip, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &place.width, NULL, NULL);
    gtk_widget_measure (chip, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height, NULL, NULL);
    if (x_px > 0 && x_px + place.width > width_px) {
      x_px = 0;
      y_px += line_px + GAP_PX;
      line_px = 0;
    }

    place.x = is_rtl ? width_px - x_px - place.width : x_px;
    place.y = y_px;
    x_px += place.width + GAP_PX;
    line_px = MAX (line_px, place.height);
    if (is_placing)
      gtk_widget_size_allocate (chip, &place, -1);
  }

  return y_px + line_px;
}

static void
measure_width (ParlorReactions *self,
               int             *minimum,
               int             *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip)) {
    int chip_px;

    gtk_widget_measure (chip, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &chip_px, NULL, NULL);
    *minimum = MAX (*minimum, chip_px);
    *natural += chip_px + (*natural > 0 ? GAP_PX : 0);
  }
}

static GtkSizeRequestMode
parlor_reactions_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parlor_reactions_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  ParlorReactions *self = PARLOR_REACTIONS (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    *minimum = *natural = lay_out (self, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
}

static void
parlor_reactions_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  lay_out (PARLOR_REACTIONS (widget), width, TRUE);
}

static void
clear (ParlorReactions *self)
{
  GtkWidget *chip;

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (chip);
}

static void
parlor_reactions_dispose (GObject *object)
{
  clear (PARLOR_REACTIONS (object));

  G_OBJECT_CLASS (parlor_reactions_parent_class)->dispose (object);
}

static void
parlor_reactions_class_init (ParlorReactionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_reactions_dispose;

  widget_class->get_request_mode = parlor_reactions_get_request_mode;
  widget_class->measure = parlor_reactions_measure;
  widget_class->size_allocate = parlor_reactions_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "reactions");
}

static void
parlor_reactions_init (ParlorReactions *self)
{
}

static GtkWidget *
chip_new (const ParlorReactionPacket *reaction)
{
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT, reaction->emoji,
                                           reaction->count);
  GtkWidget       *chip = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (chip), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (chip), 12);
  gtk_widget_add_css_class (chip, "reaction");
  if (reaction->mine)
    gtk_widget_add_css_class (chip, "mine");

  return chip;
}

/**
 * parlor_reactions_set:
 * @self: reactions
 * @reactions: (nullable) (element-type ParlorReactionPacket): what to show;
 *   hidden if there are none
 */
void
parlor_reactions_set (ParlorReactions *self,
                      const GPtrArray *reactions)
{
  const guint n_reactions = reactions != NULL ? reactions->len : 0;

  g_return_if_fail (PARLOR_IS_REACTIONS (self));

  clear (self);
  for (guint i = 0; i < n_reactions; i++)
    gtk_widget_set_parent (chip_new (reactions->pdata[i]), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), n_reactions > 0);
}
