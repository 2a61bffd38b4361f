/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-progress-ring"

#include "parlor-progress-ring.h"

#define LINE_PX 3.0

/* A transfer that has just begun shows a little, too. */
#define MIN_FRACTION 0.02

/**
 * ParlorProgressRing:
 *
 * Shows how far a transfer has come, as a ring around the button that cancels
 * it, in the colour of the text.
 */
struct _ParlorProgressRing
{
  GtkWidget parent_instance;

  double fraction;
};

G_DEFINE_FINAL_TYPE (ParlorProgressRing, parlor_progress_ring, GTK_TYPE_WIDGET)

static void
parlor_progress_ring_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  ParlorProgressRing *self = PARLOR_PROGRESS_RING (widget);
  const double        width = gtk_widget_get_width (widget);
  const double        height = gtk_widget_get_height (widget);
  const double        radius = (MIN (width, height) - LINE_PX) / 2;
  const double        fraction = MAX (self->fraction, MIN_FRACTION);
  GdkRGBA             color;
  cairo_t            *cr;

  if (radius <= 0)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_PX);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_arc (cr, width / 2, height / 2, radius, -G_PI_2, -G_PI_2 + fraction * 2 * G_PI);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
parlor_progress_ring_class_init (ParlorProgressRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = parlor_progress_ring_snapshot;

  gtk_widget_class_set_css_name (widget_class, "progressring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
parlor_progress_ring_init (ParlorProgressRing *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.0,
                                  -1);
}

/**
 * parlor_progress_ring_set_fraction:
 * @self: a ring
 * @fraction: 0 to 1
 */
void
parlor_progress_ring_set_fraction (ParlorProgressRing *self,
                                   double              fraction)
{
  g_return_if_fail (PARLOR_IS_PROGRESS_RING (self));

  fraction = CLAMP (fraction, 0, 1);
  if (self->fraction == fraction)
    return;

  self->fraction = fraction;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, fraction,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
