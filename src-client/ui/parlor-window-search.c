/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching messages. */

#define G_LOG_DOMAIN "parlor-window-search"

#include "parlor-window-private.h"

static void
find (ParlorWindow *self,
      const char   *words)
{
  _parlor_window_show_sidebar (self);
  parlor_sidebar_search_messages (_parlor_window_get_sidebar (self),
                                  parlor_window_get_conversation (self), words);
}

static void
on_find_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  find (PARLOR_WINDOW (widget), NULL);
}

static void
on_find_everywhere_activated (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  find (PARLOR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_find_next_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  parlor_sidebar_step_hit (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)), PARLOR_HIT_NEXT);
}

static void
on_find_previous_activated (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  parlor_sidebar_step_hit (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)),
                           PARLOR_HIT_PREVIOUS);
}

/* Out of a search that is on screen, else out of the conversation where that has
 * the whole window. */
static void
on_escape_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ParlorSidebar *sidebar = _parlor_window_get_sidebar (PARLOR_WINDOW (widget));

  if (parlor_sidebar_is_searching (sidebar) && gtk_widget_get_mapped (GTK_WIDGET (sidebar)))
    parlor_sidebar_end_search (sidebar);
  else
    gtk_widget_activate_action (widget, "win.back", NULL);
}

/* clang-format off */
static const struct
{
  const char                  *name;
  const char                  *parameter;
  GtkWidgetActionActivateFunc  activate;
} actions[] = {
  { "win.find",            NULL, on_find_activated },
  { "win.find-everywhere", "s",  on_find_everywhere_activated },
  { "win.find-next",       NULL, on_find_next_activated },
  { "win.find-previous",   NULL, on_find_previous_activated },
  { "win.escape",          NULL, on_escape_activated },
};
/* clang-format on */

void
_parlor_window_install_search_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);

  /* After whatever has the focus, which may have something to close. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.escape", NULL);
}
