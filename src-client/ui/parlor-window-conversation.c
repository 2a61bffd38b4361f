/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done with a conversation as a whole: marking, pinning, leaving it,
 * and blocking somebody. */

#define G_LOG_DOMAIN "parlor-window-conversation"

#include "parlor-window-private.h"

#include <glib/gi18n.h>

/**
 * parlor_window_get_on_screen:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the conversation that somebody looks at
 */
ParlorConversation *
parlor_window_get_on_screen (ParlorWindow *self)
{
  g_return_val_if_fail (PARLOR_IS_WINDOW (self), NULL);

  if (!gtk_window_is_active (GTK_WINDOW (self)) ||
      !gtk_widget_get_mapped (_parlor_window_get_view (self)))
    return NULL;

  return parlor_window_get_conversation (self);
}

/* Asking. */

GtkWidget *
_parlor_window_confirmation_new (ParlorWindow *self,
                                 const char   *heading,
                                 const char   *body,
                                 const char   *label)
{
  GtkWidget        *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "yes", label, NULL);
  adw_message_dialog_set_response_appearance (message, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (message, "cancel");

  return dialog;
}

/* What a question is about, and what to do if it is answered with yes. */
typedef struct
{
  GObject *object;
  void (*act) (ParlorWindow *window,
               gpointer      object);
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->object);
  g_free (question);
}

/* A window that is gone leaves its dialogs without one. */
static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question  *question = user_data;
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (window != NULL && g_strcmp0 (response, "yes") == 0)
    question->act (PARLOR_WINDOW (window), question->object);
}

static void
ask (GtkWidget *dialog,
     gpointer   object,
     void (*act) (ParlorWindow *window,
                  gpointer      object))
{
  Question *question = g_new (Question, 1);

  question->object = g_object_ref (object);
  question->act = act;
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Marks of one's own. */

static ParlorConversation *
find (GtkWidget *widget,
      GVariant  *parameter)
{
  return parlor_client_find_conversation (parlor_window_get_client (PARLOR_WINDOW (widget)),
                                          g_variant_get_string (parameter, NULL));
}

static void
on_mark_read_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  ParlorConversation *conversation = find (widget, parameter);

  if (conversation != NULL)
    parlor_conversation_mark_read (conversation, G_MAXINT64);
}

static void
on_mark_unread_activated (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  ParlorConversation *conversation = find (widget, parameter);

  if (conversation != NULL && !parlor_conversation_mark_unread (conversation, 0))
    parlor_window_tell (PARLOR_WINDOW (widget), _ ("Nobody else has written here lately"));
}

static void
on_pin_activated (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ParlorConversation *conversation = find (widget, parameter);

  if (conversation != NULL)
    parlor_conversation_set_is_pinned (conversation, g_str_equal (action_name, "win.pin"));
}

static void
on_mute_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorConversation *conversation = find (widget, parameter);

  if (conversation != NULL)
    parlor_conversation_set_notifications_muted (
      conversation, g_str_equal (action_name, "win.mute-notifications"));
}

/* Leaving. */

typedef struct
{
  ParlorWindow       *window;
  ParlorConversation *conversation;
} Leaving;

static void
leaving_free (Leaving *leaving)
{
  g_object_unref (leaving->window);
  g_object_unref (leaving->conversation);
  g_free (leaving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaving, leaving_free)

static void
on_leave_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Leaving) leaving = user_data;
  g_autoptr (GError)  error = NULL;
  g_autofree char    *text = NULL;

  if (!parlor_client_leave_finish (PARLOR_CLIENT (source), result, &error)) {
    parlor_window_tell (leaving->window, error->message);
    return;
  }

  /* Translators: %s is the name of a channel or group that one is no longer in */
  text = g_strdup_printf (_ ("Left “%s”"), parlor_conversation_get_title (leaving->conversation));
  parlor_window_tell (leaving->window, text);
  if (parlor_window_get_conversation (leaving->window) == leaving->conversation)
    _parlor_window_show_nothing (leaving->window);
}

static void
leave (ParlorWindow *self,
       gpointer      conversation)
{
  Leaving *leaving = g_new (Leaving, 1);

  leaving->window = g_object_ref (self);
  leaving->conversation = g_object_ref (conversation);
  parlor_client_leave_async (parlor_window_get_client (self), conversation, NULL, on_leave_ready,
                             leaving);
}

static void
ask_to_leave (ParlorWindow       *self,
              ParlorConversation *conversation)
{
  g_autofree char *heading = NULL;

  /* Translators: %s is the name of a channel or group */
  heading = g_strdup_printf (_ ("Leave “%s”?"), parlor_conversation_get_title (conversation));
  ask (_parlor_window_confirmation_new (
         self, heading,
         _ ("The others are told, and nothing more comes from it. To read and write in it again, "
            "one has to join again."),
         _ ("_Leave")),
       conversation, leave);
}

static void
on_leave_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorConversation *conversation = parlor_window_get_conversation (PARLOR_WINDOW (widget));

  if (conversation != NULL && parlor_conversation_get_peer (conversation) == NULL)
    ask_to_leave (PARLOR_WINDOW (widget), conversation);
}

static void
on_leave_conversation_activated (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  ParlorConversation *conversation = find (widget, parameter);

  if (conversation != NULL && parlor_conversation_get_peer (conversation) == NULL)
    ask_to_leave (PARLOR_WINDOW (widget), conversation);
}

/* Blocking. */

static void
on_block_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorWindow) self = user_data;
  g_autoptr (GError)       error = NULL;

  if (!parlor_client_block_finish (PARLOR_CLIENT (source), result, &error))
    parlor_window_tell (self, error->message);
}

static void
block (ParlorWindow *self,
       gpointer      account)
{
  parlor_client_block_async (parlor_window_get_client (self), account, TRUE, NULL, on_block_ready,
                             g_object_ref (self));
}

static void
on_block_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorWindow    *self = PARLOR_WINDOW (widget);
  ParlorAccount   *account = _parlor_window_find_account (self, g_variant_get_int64 (parameter));
  g_autofree char *heading = NULL;

  if (account == NULL || parlor_account_is_self (account))
    return;

  /* Translators: %s is what a person is called */
  heading = g_strdup_printf (_ ("Block %s?"), parlor_account_get_nick (account));
  ask (_parlor_window_confirmation_new (
         self, heading,
         _ ("No more personal messages come from this account, and its mentions are not "
            "counted. Nobody is told."),
         _ ("_Block")),
       account, block);
}

static void
on_unblock_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorWindow  *self = PARLOR_WINDOW (widget);
  ParlorAccount *account = _parlor_window_find_account (self, g_variant_get_int64 (parameter));

  if (account != NULL)
    parlor_client_block_async (parlor_window_get_client (self), account, FALSE, NULL,
                               on_block_ready, g_object_ref (self));
}

/* clang-format off */
static const struct
{
  const char                  *name;
  const char                  *parameter;
  GtkWidgetActionActivateFunc  activate;
} actions[] = {
  { "win.mark-read",            "s",  on_mark_read_activated },
  { "win.mark-unread",          "s",  on_mark_unread_activated },
  { "win.pin",                  "s",  on_pin_activated },
  { "win.unpin",                "s",  on_pin_activated },
  { "win.mute-notifications",   "s",  on_mute_activated },
  { "win.unmute-notifications", "s",  on_mute_activated },
  { "win.leave",                NULL, on_leave_activated },
  { "win.leave-conversation",   "s",  on_leave_conversation_activated },
  { "win.block",                "x",  on_block_activated },
  { "win.unblock",              "x",  on_unblock_activated },
};
/* clang-format on */

void
_parlor_window_install_conversation_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
}
