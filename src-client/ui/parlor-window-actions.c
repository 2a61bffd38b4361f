/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-window-actions"

#include "parlor-window-private.h"

#include <glib/gi18n.h>

#include "parlor-certificate-dialog.h"
#include "parlor-create-dialog.h"
#include "parlor-join-dialog.h"
#include "parlor-people-dialog.h"

/* Telling. */

/**
 * parlor_window_tell:
 * @self: a window
 * @text: a short sentence
 *
 * Tells what became of something, without waiting for an answer.
 */
void
parlor_window_tell (ParlorWindow *self,
                    const char   *text)
{
  g_return_if_fail (PARLOR_IS_WINDOW (self));

  parlor_toasts_tell (_parlor_window_get_toasts (self), text);
}

/**
 * parlor_window_offer_undo:
 * @self: a window
 * @text: what has been done, as far as the person can see
 * @deferral: has it be done, or not
 *
 * Tells of it with a button that takes it back; carries it out when that is
 * gone, and when the window is closed.
 */
void
parlor_window_offer_undo (ParlorWindow   *self,
                          const char     *text,
                          ParlorDeferral *deferral)
{
  g_return_if_fail (PARLOR_IS_WINDOW (self));

  parlor_toasts_offer_undo (_parlor_window_get_toasts (self), text, deferral);
}

/* Going somewhere. */

static void
on_back_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  _parlor_window_show_sidebar (PARLOR_WINDOW (widget));
  parlor_sidebar_focus_open (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)));
}

static void
on_search_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  _parlor_window_show_sidebar (PARLOR_WINDOW (widget));
  parlor_sidebar_search (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)));
}

static void
on_menu_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  _parlor_window_show_sidebar (PARLOR_WINDOW (widget));
  parlor_sidebar_open_menu (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)));
}

static void
on_next_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_sidebar_step (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)), PARLOR_STEP_NEXT);
}

static void
on_previous_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  parlor_sidebar_step (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)), PARLOR_STEP_PREVIOUS);
}

static void
on_next_unread_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  parlor_sidebar_step (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)),
                       PARLOR_STEP_NEXT_UNREAD);
}

static void
on_previous_unread_activated (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  parlor_sidebar_step (_parlor_window_get_sidebar (PARLOR_WINDOW (widget)),
                       PARLOR_STEP_PREVIOUS_UNREAD);
}

static void
on_members_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  gtk_widget_activate_action (_parlor_window_get_view (PARLOR_WINDOW (widget)),
                              "conversation.toggle-members", NULL);
}

static void
on_open_conversation_activated (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  ParlorWindow       *self = PARLOR_WINDOW (widget);
  ParlorConversation *conversation =
    parlor_client_find_conversation (parlor_window_get_client (self),
                                     g_variant_get_string (parameter, NULL));

  if (conversation != NULL)
    parlor_window_open_conversation (self, conversation);
}

/* Opens a conversation at one of its messages. */
static void
on_show_message_activated (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  ParlorWindow       *self = PARLOR_WINDOW (widget);
  ParlorConversation *conversation;
  const char         *id;
  gint64              seq;

  g_variant_get (parameter, "(&sx)", &id, &seq);
  conversation = parlor_client_find_conversation (parlor_window_get_client (self), id);
  if (conversation == NULL) {
    parlor_window_tell (self, _ ("You are not in this conversation any more"));
    return;
  }

  parlor_window_open_conversation (self, conversation);
  gtk_widget_activate_action (_parlor_window_get_view (self), "conversation.show-message", "x",
                              seq);
}

ParlorAccount *
_parlor_window_find_account (ParlorWindow *self,
                             gint64        id)
{
  GListModel *people = parlor_client_get_people (parlor_window_get_client (self));

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);

    if (parlor_account_get_id (account) == id)
      return account;
  }

  return NULL;
}

static void
on_open_account_activated (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  ParlorWindow       *self = PARLOR_WINDOW (widget);
  ParlorClient       *client = parlor_window_get_client (self);
  ParlorAccount      *account = _parlor_window_find_account (self, g_variant_get_int64 (parameter));
  ParlorConversation *conversation = NULL;

  if (account != NULL && !parlor_account_is_self (account))
    conversation = parlor_client_open_personal (client, account);
  if (conversation != NULL)
    parlor_window_open_conversation (self, conversation);
}

/* Dialogs. */

static void
on_new_chat_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  parlor_people_dialog_present (GTK_WINDOW (widget),
                                parlor_window_get_client (PARLOR_WINDOW (widget)));
}

static void
on_join_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_join_dialog_present (GTK_WINDOW (widget),
                              parlor_window_get_client (PARLOR_WINDOW (widget)), NULL);
}

static void
on_create_channel_activated (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  parlor_create_dialog_present (GTK_WINDOW (widget),
                                parlor_window_get_client (PARLOR_WINDOW (widget)),
                                PARLOR_CONVERSATION_CHANNEL);
}

static void
on_create_group_activated (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  parlor_create_dialog_present (GTK_WINDOW (widget),
                                parlor_window_get_client (PARLOR_WINDOW (widget)),
                                PARLOR_CONVERSATION_GROUP);
}

/* The link to the server. */

static void
on_reconnect_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  parlor_client_reconnect (parlor_window_get_client (PARLOR_WINDOW (widget)));
}

static void
on_certificate_response (ParlorWindow *self,
                         const char   *response)
{
  if (g_strcmp0 (response, PARLOR_CERTIFICATE_TRUST) == 0)
    parlor_client_accept_certificate (parlor_window_get_client (self));
}

static void
on_review_certificate_activated (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  ParlorClient *client = parlor_window_get_client (PARLOR_WINDOW (widget));
  const char   *pinned = parlor_client_get_pinned_fingerprint (client);
  const char   *offered = parlor_client_get_offered_fingerprint (client);
  GtkWidget    *dialog;

  if (pinned == NULL || offered == NULL)
    return;

  dialog = parlor_certificate_dialog_new_changed (GTK_WINDOW (widget), pinned, offered);
  g_signal_connect_object (dialog, "response",
                           G_CALLBACK (on_certificate_response), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_sign_out_ready (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ParlorWindow) self = user_data;
  g_autoptr (GError)       error = NULL;

  if (parlor_client_sign_out_finish (PARLOR_CLIENT (source), result, &error))
    _parlor_window_set_signed_in (self, FALSE);
  else
    parlor_window_tell (self, error->message);
}

static void
on_sign_out_response (ParlorWindow *self,
                      const char   *response)
{
  if (g_strcmp0 (response, "yes") == 0)
    parlor_client_sign_out_async (parlor_window_get_client (self), NULL,
                                  on_sign_out_ready, g_object_ref (self));
}

static void
on_sign_out_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  GtkWidget *dialog = _parlor_window_confirmation_new (
    PARLOR_WINDOW (widget), _ ("Sign Out?"),
    _ ("What is stored on this computer is removed: conversations, drafts, and "
       "messages that were not sent yet. The server keeps what it has."),
    _ ("_Sign Out"));

  g_signal_connect_object (dialog, "response",
                           G_CALLBACK (on_sign_out_response), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_toast_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  parlor_window_tell (PARLOR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* Takes back what was done last, as long as its toast is there. */
static void
on_undo_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_toasts_undo (_parlor_window_get_toasts (PARLOR_WINDOW (widget)));
}

/* clang-format off */
static const struct
{
  const char                  *name;
  const char                  *parameter;
  GtkWidgetActionActivateFunc  activate;
} actions[] = {
  { "win.back",               NULL, on_back_activated },
  { "win.search",             NULL, on_search_activated },
  { "win.menu",               NULL, on_menu_activated },
  { "win.next",               NULL, on_next_activated },
  { "win.previous",           NULL, on_previous_activated },
  { "win.next-unread",        NULL, on_next_unread_activated },
  { "win.previous-unread",    NULL, on_previous_unread_activated },
  { "win.members",            NULL, on_members_activated },
  { "win.open-conversation",  "s",  on_open_conversation_activated },
  { "win.show-message",       "(sx)", on_show_message_activated },
  { "win.open-account",       "x",  on_open_account_activated },
  { "win.new-chat",           NULL, on_new_chat_activated },
  { "win.join",               NULL, on_join_activated },
  { "win.create-channel",     NULL, on_create_channel_activated },
  { "win.create-group",       NULL, on_create_group_activated },
  { "win.reconnect",          NULL, on_reconnect_activated },
  { "win.review-certificate", NULL, on_review_certificate_activated },
  { "win.sign-out",           NULL, on_sign_out_activated },
  { "win.toast",              "s",  on_toast_activated },
  { "win.undo",               NULL, on_undo_activated },
};
/* clang-format on */

void
_parlor_window_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  _parlor_window_install_conversation_actions (widget_class);
  _parlor_window_install_landing_actions (widget_class);
  _parlor_window_install_search_actions (widget_class);
}
