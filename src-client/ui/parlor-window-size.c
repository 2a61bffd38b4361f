/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window comes back as large as it was. */

#define G_LOG_DOMAIN "parlor-window-size"

#include "parlor-window-private.h"

void
_parlor_window_restore_size (ParlorWindow *self,
                             GSettings    *settings)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

void
_parlor_window_save_size (ParlorWindow *self,
                          GSettings    *settings)
{
  const gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int            width_px, height_px;

  g_settings_set_boolean (settings, "window-maximized", is_maximized);
  gtk_window_get_default_size (GTK_WINDOW (self), &width_px, &height_px);
  if (is_maximized || width_px <= 0 || height_px <= 0)
    return;

  g_settings_set_int (settings, "window-width", MAX (width_px, 360));
  g_settings_set_int (settings, "window-height", MAX (height_px, 294));
}
