/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What widgets in a conversation's view ask of each other by actions. */

#define G_LOG_DOMAIN "parlor-conversation-view"

#include "parlor-conversation-view-private.h"

/* Writing. */

static void
on_reply_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  parlor_composer_reply (PARLOR_CONVERSATION_VIEW (widget)->composer,
                         g_variant_get_int64 (parameter));
}

static void
on_edit_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_composer_edit (PARLOR_CONVERSATION_VIEW (widget)->composer,
                        g_variant_get_int64 (parameter));
}

static void
on_insert_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  parlor_composer_insert (PARLOR_CONVERSATION_VIEW (widget)->composer,
                          g_variant_get_string (parameter, NULL));
}

/* Between what was written and what is being written. */
static void
on_cycle_focus_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  ParlorConversationView *self = PARLOR_CONVERSATION_VIEW (widget);
  GtkWidget              *history = GTK_WIDGET (self->history);

  if (gtk_widget_get_focus_child (history) != NULL ||
      !gtk_widget_child_focus (history, GTK_DIR_TAB_BACKWARD))
    parlor_conversation_view_write (self);
}

/* Going elsewhere in the history. */

static void
on_show_message_activated (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  parlor_history_view_show_message (PARLOR_CONVERSATION_VIEW (widget)->history,
                                    g_variant_get_int64 (parameter));
}

static void
on_show_date_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  parlor_history_view_show_date (PARLOR_CONVERSATION_VIEW (widget)->history,
                                 g_variant_get_int64 (parameter));
}

static void
on_choose_date_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  parlor_history_view_choose_date (PARLOR_CONVERSATION_VIEW (widget)->history);
}

static void
on_back_to_place_activated (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  parlor_history_view_go_back (PARLOR_CONVERSATION_VIEW (widget)->history);
}

static void
on_toggle_members_activated (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  ParlorConversationView *self = PARLOR_CONVERSATION_VIEW (widget);

  if (gtk_widget_get_visible (self->members_button))
    adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
on_search_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.find", NULL);
}

/* clang-format off */
static const struct
{
  const char                 *name;
  const char                 *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "conversation.toggle-members", NULL, on_toggle_members_activated },
  { "conversation.search", NULL, on_search_activated },
  { "conversation.show-message", "x", on_show_message_activated },
  { "conversation.show-date", "x", on_show_date_activated },
  { "conversation.choose-date", NULL, on_choose_date_activated },
  { "conversation.back-to-place", NULL, on_back_to_place_activated },
  { "conversation.cycle-focus", NULL, on_cycle_focus_activated },
  { "conversation.reply", "x", on_reply_activated },
  { "conversation.edit", "x", on_edit_activated },
  { "conversation.insert", "s", on_insert_activated },
};
/* clang-format on */

void
_parlor_conversation_view_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "conversation.back-to-place", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "conversation.cycle-focus",
                                       NULL);
}
