/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in a column is asked for its height at a width, and never the
 * other way round, however the column is aligned. */

#include "parlor-column.h"
#include "parlor-ui-test.h"

#define WIDTH_PX 120
#define WINDOW_PX 400
#define AREA_PX 12000

/* At no width in particular, GTK wants the least height that there can be. */
static int widest_px;

static guint n_heights_asked;
static guint n_widths_asked; /* at a height */

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    n_widths_asked += for_size >= 0;
    *minimum = WIDTH_PX / 2;
    *natural = WIDTH_PX;
  } else {
    n_heights_asked++;
    *minimum = *natural = AREA_PX / (for_size > 0 ? for_size : widest_px);
  }
}

static void
allocate (GtkWidget *widget,
          int        width,
          int        height,
          int        baseline)
{
}

static GtkWidget *
content_new (void)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *flowing = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_layout_manager (flowing,
                                 gtk_custom_layout_new (get_request_mode, measure, allocate));
  gtk_box_append (GTK_BOX (content), flowing);

  return content;
}

static void
test_column (GtkAlign align)
{
  GtkWidget *column = g_object_new (PARLOR_TYPE_COLUMN,
                                    "child", content_new (),
                                    "halign", align,
                                    "hexpand", TRUE,
                                    NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, NULL);

  widest_px = align == GTK_ALIGN_FILL ? WINDOW_PX : WIDTH_PX;
  n_heights_asked = n_widths_asked = 0;
  gtk_box_append (GTK_BOX (line), column);
  gtk_box_append (GTK_BOX (lines), line);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), lines);
  parlor_ui_present (window, WINDOW_PX, 300);

  g_assert_cmpuint (n_widths_asked, ==, 0);
  g_assert_cmpuint (n_heights_asked, >, 0);
  g_assert_cmpuint (n_heights_asked, <=, 16);
  g_assert_cmpint (gtk_widget_get_width (column), ==, widest_px);
  g_assert_cmpint (gtk_widget_get_height (column), ==, AREA_PX / gtk_widget_get_width (column));

  /* What is hidden takes no room. */
  gtk_widget_set_visible (adw_bin_get_child (ADW_BIN (column)), FALSE);
  parlor_ui_settle (window);
  g_assert_cmpint (gtk_widget_get_height (column), ==, 0);
  adw_bin_set_child (ADW_BIN (column), NULL);
  parlor_ui_settle (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_aligned (void)
{
  test_column (GTK_ALIGN_START);
  test_column (GTK_ALIGN_END);
}

static void
test_filling (void)
{
  test_column (GTK_ALIGN_FILL);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  g_test_add_func ("/column/aligned", test_aligned);
  g_test_add_func ("/column/filling", test_filling);

  return g_test_run ();
}
