/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-accelerators.h"

/* clang-format off */
static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit",              { "<Control>q" } },
  { "app.preferences",       { "<Control>comma" } },
  { "window.close",          { "<Control>w" } },
  { "win.new-chat",          { "<Control>n" } },
  { "win.join",              { "<Control>j" } },
  { "win.search",            { "<Control>k" } },
  { "win.find",              { "<Control>f" } },
  { "win.find-everywhere::", { "<Control><Shift>f" } },
  { "win.find-next",         { "F3", "<Control>g" } },
  { "win.find-previous",     { "<Shift>F3", "<Control><Shift>g" } },
  { "win.members",           { "F9" } },
  { "win.menu",              { "F10" } },
  { "win.next",              { "<Alt>Down", "<Control>Page_Down" } },
  { "win.previous",          { "<Alt>Up", "<Control>Page_Up" } },
  { "win.next-unread",       { "<Alt><Shift>Down", "<Control><Shift>Page_Down" } },
  { "win.previous-unread",   { "<Alt><Shift>Up", "<Control><Shift>Page_Up" } },
  { "win.back",              { "<Alt>Left" } },
  { "win.show-help-overlay", { "<Control>question" } },
};
/* clang-format on */

/**
 * parlor_accelerators_add:
 * @application: which has started
 *
 * Adds the keys by which actions are reached, from anywhere in a window.
 */
void
parlor_accelerators_add (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char **) accelerators[i].keys);
}
