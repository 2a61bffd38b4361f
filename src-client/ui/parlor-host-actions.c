/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * app.host: for the window, the launcher, and whoever asks by D-Bus. */

#define G_LOG_DOMAIN "parlor-host-actions"

#include "parlor-host-actions.h"

#include "parlor-host-dialog.h"

static ParlorWindow *
find_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (PARLOR_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static void
on_host_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ParlorWindow *window;

  /* D-Bus may have started the program for this. */
  g_application_activate (user_data);
  window = find_window (user_data);
  if (window == NULL)
    return;

  gtk_window_present (GTK_WINDOW (window));
  parlor_host_dialog_present (window);
}

static const GActionEntry entries[] = {
  { .name = "host", .activate = on_host_activated },
};

/**
 * parlor_host_actions_add:
 * @application: the program
 *
 * Adds app.host, which opens what is needed to host a server on this computer.
 */
void
parlor_host_actions_add (GtkApplication *application)
{
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
}
