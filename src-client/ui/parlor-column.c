/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-column"

#include "parlor-column.h"

/**
 * ParlorColumn:
 *
 * Holds one widget, whose height follows from its width and never the other way
 * round.
 *
 * Whatever is aligned, or stands in a row, is asked how narrow it can be at the
 * height that it has; a vertical #GtkBox tries one width after another then, and
 * lays out all the text in it a dozen times.
 */
struct _ParlorColumn
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlorColumn, parlor_column, ADW_TYPE_BIN)

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* It may be asked how high it is at a width that it would never take: with an
 * alignment, it is given the width that it wants. */
static int
clamp_width (GtkWidget *column,
             GtkWidget *child,
             int        width_px)
{
  int natural_px;

  if (width_px < 0 || gtk_widget_get_halign (column) == GTK_ALIGN_FILL)
    return width_px;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_px, NULL, NULL);

  return MIN (width_px, natural_px);
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child == NULL || !gtk_widget_should_layout (child))
    return;

  gtk_widget_measure (child, orientation,
                      orientation == GTK_ORIENTATION_HORIZONTAL
                        ? -1
                        : clamp_width (widget, child, for_size),
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
allocate (GtkWidget *widget,
          int        width,
          int        height,
          int        baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
parlor_column_class_init (ParlorColumnClass *klass)
{
}

static void
parlor_column_init (ParlorColumn *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self),
                                 gtk_custom_layout_new (get_request_mode, measure, allocate));
}
