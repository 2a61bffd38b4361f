/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-transient.h"

static void
on_parent_destroyed (GtkWindow *window)
{
  gtk_window_set_transient_for (window, NULL);
}

/**
 * parlor_transient_follow:
 * @window: a window that is above another one
 *
 * Has it forget the other one when that goes.  GTK 4.8 only closes it then: if
 * somebody still holds it, a request under way say, it would look for the other
 * one at its own end, when that is long gone.
 */
void
parlor_transient_follow (GtkWindow *window)
{
  GtkWindow *parent;

  g_return_if_fail (GTK_IS_WINDOW (window));

  parent = gtk_window_get_transient_for (window);
  if (parent != NULL)
    g_signal_connect_object (parent, "destroy", G_CALLBACK (on_parent_destroyed), window,
                             G_CONNECT_SWAPPED);
}
