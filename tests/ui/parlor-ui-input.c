/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-ui-input"

#include "parlor-ui-input.h"

#include <gdk/x11/gdkx.h>

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

/* Keys come from outside, as those of a keyboard do. */
static void
run_xdotool (GtkWidget         *window,
             const char *const *args)
{
  g_autoptr (GSubprocess)  process = NULL;
  g_autoptr (GError)       error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  parlor_ui_wait (gtk_window_is_active (GTK_WINDOW (window)));
  process = g_subprocess_newv (args, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, on_ended, &result);
  parlor_ui_wait (result != NULL);
  g_subprocess_wait_check_finish (process, result, &error);
  g_assert_no_error (error);

  /* The keys may have closed it. */
  if (gtk_widget_get_mapped (window))
    parlor_ui_settle (window);
  g_object_unref (window);
}

/**
 * parlor_ui_press:
 * @window: a window on screen
 * @keys: as xdotool names them: `ctrl+k`
 *
 * Presses keys.
 */
void
parlor_ui_press (GtkWidget  *window,
                 const char *keys)
{
  run_xdotool (window, (const char *[]){ "xdotool", "key", keys, NULL });
}

static GtkWidget *
get_content (GtkWidget *window)
{
  if (ADW_IS_APPLICATION_WINDOW (window))
    return adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));

  return adw_window_get_content (ADW_WINDOW (window));
}

static void
point (GtkWidget  *window,
       int         x_px,
       int         y_px,
       const char *button)
{
  GtkWidget       *content = get_content (window);
  GdkSurface      *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autofree char *id = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  double           dx, dy, native_x, native_y;

  gtk_widget_translate_coordinates (content, window, x_px, y_px, &dx, &dy);
  gtk_native_get_surface_transform (GTK_NATIVE (window), &native_x, &native_y);
  x = g_strdup_printf ("%d", (int) (dx + native_x));
  y = g_strdup_printf ("%d", (int) (dy + native_y));
  run_xdotool (window, (const char *[]){ "xdotool", "mousemove", "--window", id, x, y,
                                         button != NULL ? "click" : NULL, button, NULL });
}

/**
 * parlor_ui_click:
 * @window: an #AdwApplicationWindow on screen
 * @x_px: where in what is in it
 * @y_px: where in what is in it
 *
 * Clicks with the first button of a mouse.
 */
void
parlor_ui_click (GtkWidget *window,
                 int        x_px,
                 int        y_px)
{
  point (window, x_px, y_px, "1");
}

/**
 * parlor_ui_right_click:
 * @window: an #AdwApplicationWindow on screen
 * @x_px: where in what is in it
 * @y_px: where in what is in it
 *
 * Clicks with the second button of a mouse.
 */
void
parlor_ui_right_click (GtkWidget *window,
                       int        x_px,
                       int        y_px)
{
  point (window, x_px, y_px, "3");
}

/**
 * parlor_ui_double_click:
 * @window: an #AdwApplicationWindow or #AdwWindow on screen
 * @x_px: where in what is in it
 * @y_px: where in what is in it
 *
 * Clicks twice with the first button of a mouse.
 */
void
parlor_ui_double_click (GtkWidget *window,
                        int        x_px,
                        int        y_px)
{
  point (window, x_px, y_px, NULL);
  run_xdotool (window, (const char *[]){ "xdotool", "click", "--repeat", "2", "--delay", "50", "1",
                                         NULL });
}

/**
 * parlor_ui_turn_wheel_up:
 * @window: an #AdwApplicationWindow or #AdwWindow on screen
 * @x_px: where in what is in it
 * @y_px: where in what is in it
 *
 * Turns the wheel of a mouse by one step, away from oneself.
 */
void
parlor_ui_turn_wheel_up (GtkWidget *window,
                         int        x_px,
                         int        y_px)
{
  point (window, x_px, y_px, "4");
}

/**
 * parlor_ui_click_holding:
 * @window: an #AdwApplicationWindow on screen
 * @x_px: where in what is in it
 * @y_px: where in what is in it
 * @modifier: as xdotool names it: `ctrl`
 *
 * Clicks with the first button of a mouse, while a key is held.
 */
void
parlor_ui_click_holding (GtkWidget  *window,
                         int         x_px,
                         int         y_px,
                         const char *modifier)
{
  point (window, x_px, y_px, NULL);
  run_xdotool (window, (const char *[]){ "xdotool", "keydown", modifier, "click", "1", "keyup",
                                         modifier, NULL });
}

/**
 * parlor_ui_point:
 * @window: an #AdwApplicationWindow on screen
 * @x_px: where in what is in it
 * @y_px: where in what is in it
 *
 * Moves the pointer there.
 */
void
parlor_ui_point (GtkWidget *window,
                 int        x_px,
                 int        y_px)
{
  point (window, x_px, y_px, NULL);
}

/**
 * parlor_ui_click_widget:
 * @window: a window on screen, which gets the keys
 * @widget: what is in it, or in a popover of it
 *
 * Clicks in the middle of @widget with the first button of a mouse.
 */
void
parlor_ui_click_widget (GtkWidget *window,
                        GtkWidget *widget)
{
  GtkNative       *native = gtk_widget_get_native (widget);
  GdkSurface      *surface = gtk_native_get_surface (native);
  g_autofree char *id = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  double           middle_x, middle_y, native_x, native_y;

  parlor_ui_settle (widget);
  gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), gtk_widget_get_width (widget) / 2,
                                    gtk_widget_get_height (widget) / 2, &middle_x, &middle_y);
  gtk_native_get_surface_transform (native, &native_x, &native_y);
  x = g_strdup_printf ("%d", (int) (middle_x + native_x));
  y = g_strdup_printf ("%d", (int) (middle_y + native_y));
  run_xdotool (window, (const char *[]){ "xdotool", "mousemove", "--window", id, x, y, "click", "1",
                                         NULL });
}

/**
 * parlor_ui_type:
 * @window: a window on screen
 * @text: ASCII
 *
 * Types @text.
 */
void
parlor_ui_type (GtkWidget  *window,
                const char *text)
{
  run_xdotool (window, (const char *[]){ "xdotool", "type", "--delay", "5", text, NULL });
}
