/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is opened at first, and getting to where a link or a notification leads. */

#define G_LOG_DOMAIN "parlor-window-landing"

#include "parlor-window-private.h"

#include <glib/gi18n.h>

#include "parlor-join-dialog.h"
#include "parlor-strings.h"

/* What a link is shown as in a dialog, if it cannot be followed. */
#define SHOWN_MAX_CHARS 200

/* At first. */

/* What is to be opened at first, once it is known: the place that a link names,
 * else what was open last, else the first channel there is. */
static ParlorConversation *
find_wanted (ParlorWindow *self)
{
  GListModel *conversations = parlor_client_get_conversations (self->client);

  if (self->wanted != NULL) {
    ParlorConversation *wanted = parlor_client_find_conversation (self->client, self->wanted);

    if (wanted != NULL)
      return wanted;
  }

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);

    if (parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_CHANNEL)
      return conversation;
  }

  return NULL;
}

/* In a narrow window one begins with the list. */
void
_parlor_window_open_wanted (ParlorWindow *self)
{
  ParlorConversation *wanted;

  if (parlor_window_get_conversation (self) != NULL)
    return;

  wanted = find_wanted (self);
  if (wanted == NULL)
    return;

  parlor_conversation_view_set_conversation (self->view, wanted);
  parlor_sidebar_select (self->sidebar, wanted);
  gtk_stack_set_visible_child_name (self->content, "conversation");
  if (!adw_leaflet_get_folded (self->leaflet))
    parlor_conversation_view_write (self->view);
  _parlor_window_update_title (self);
}

static gboolean
on_conversations_known (gpointer user_data)
{
  ParlorWindow *self = user_data;

  self->known_id = 0;
  if (_parlor_window_is_signed_in (self))
    _parlor_window_open_wanted (self);

  return G_SOURCE_REMOVE;
}

/* At the start they come one after the other, and the one that was open last may be the last. */
void
_parlor_window_open_wanted_later (ParlorWindow *self)
{
  if (self->known_id == 0 && parlor_window_get_conversation (self) == NULL)
    self->known_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_conversations_known, self, NULL);
}

static void
explain (ParlorWindow *self,
         const char   *heading,
         const char   *body)
{
  GtkWidget        *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "close", _ ("_Close"), NULL);
  adw_message_dialog_set_close_response (message, "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Conversations. */

/* One that was open all the time may be somewhere else in its history. */
static void
show (ParlorWindow       *self,
      ParlorConversation *conversation,
      gint64              seq)
{
  const gboolean was_open = parlor_window_get_conversation (self) == conversation;

  parlor_window_open_conversation (self, conversation);
  if (was_open && seq > 0)
    gtk_widget_activate_action (_parlor_window_get_view (self), "conversation.show-message", "x",
                                seq);
}

/* Of what was in a notification one has been a member. */
static void
on_notified_ended (ParlorWindow       *self,
                   ParlorConversation *conversation,
                   const GError       *error,
                   ParlorLanding      *landing)
{
  if (conversation != NULL)
    show (self, conversation, parlor_landing_get_seq (landing));
  else
    parlor_window_tell (self, _ ("You are not in this conversation any more"));
}

static void
on_followed_ended (ParlorWindow       *self,
                   ParlorConversation *conversation,
                   const GError       *error,
                   ParlorLanding      *landing)
{
  if (conversation != NULL)
    parlor_window_open_conversation (self, conversation);
  else
    parlor_join_dialog_present (GTK_WINDOW (self), parlor_window_get_client (self),
                                parlor_landing_get_place (landing));
}

static void
on_entered_ended (ParlorWindow       *self,
                  ParlorConversation *conversation,
                  const GError       *error,
                  ParlorLanding      *landing)
{
  const char      *place = parlor_landing_get_place (landing);
  g_autofree char *heading = NULL;

  if (conversation != NULL) {
    parlor_window_open_conversation (self, conversation);
  } else if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_WRONG_PASSWORD)) {
    parlor_join_dialog_ask_password (GTK_WINDOW (self), parlor_window_get_client (self), place);
  } else {
    /* Translators: %s is the name of a channel or group that a link leads to */
    heading = g_strdup_printf (_ ("You Cannot Enter “%s”"), place);
    explain (self, heading, error->message);
  }
}

static void
land (ParlorWindow     *self,
      const char       *place,
      gint64            seq,
      ParlorLandingMode mode,
      GCallback         on_ended)
{
  g_autoptr (ParlorLanding) landing =
    parlor_landing_new (parlor_window_get_client (self), place, seq, mode);

  _parlor_window_set_landing (self, landing);
  g_signal_connect_object (landing, "ended", on_ended, self, G_CONNECT_SWAPPED);
  parlor_landing_start (landing);
  if (parlor_landing_is_waiting (landing) && parlor_client_has_failed (self->client))
    parlor_window_tell (self, _ ("This opens as soon as there is a connection"));
}

/**
 * _parlor_window_land:
 * @self: a window whose account has just been entered
 * @place: id or name of the conversation that the link to it names
 *
 * Joins @place and opens it, or says why that cannot be.
 */
void
_parlor_window_land (ParlorWindow *self,
                     const char   *place)
{
  land (self, place, 0, PARLOR_LANDING_JOINING, G_CALLBACK (on_entered_ended));
}

static void
on_go_to_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorWindow *self = PARLOR_WINDOW (widget);
  const char   *place;
  gint64        seq;

  g_variant_get (parameter, "(&sx)", &place, &seq);
  if (_parlor_window_is_signed_in (self) && *place != '\0')
    land (self, place, seq, PARLOR_LANDING_IF_MEMBER, G_CALLBACK (on_notified_ended));
}

/* Links. */

/* What cannot be followed is shown, so that it can be told from others. */
static void
explain_broken (ParlorWindow *self,
                const char   *text,
                const GError *error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *shown = NULL;
  g_autofree char *body = NULL;

  if (g_utf8_strlen (valid, -1) > SHOWN_MAX_CHARS) {
    g_autofree char *start = g_utf8_substring (valid, 0, SHOWN_MAX_CHARS);

    shown = g_strconcat (start, "…", NULL);
  }
  body = g_strdup_printf ("%s\n\n%s", error->message, shown != NULL ? shown : valid);
  explain (self, _ ("This Link Cannot Be Opened"), body);
}

static gboolean
is_at_same_address (ParlorClient        *client,
                    const ParlorLinkUri *link)
{
  g_autofree char          *text = parlor_client_dup_server_address (client);
  g_autoptr (ParlorLinkUri) address = NULL;

  if (text != NULL)
    address = parlor_link_uri_parse_address (text, NULL);

  return address != NULL && address->port == link->port &&
         g_ascii_strcasecmp (address->host, link->host) == 0;
}

/* A server is known by its certificate, whatever its addresses are; one whose
 * certificate is signed, by its address. */
static gboolean
is_same_server (ParlorClient        *client,
                const ParlorLinkUri *link)
{
  const char *pinned = parlor_client_get_pinned_fingerprint (client);

  if (pinned != NULL && link->fingerprint != NULL)
    return g_str_equal (pinned, link->fingerprint);

  return is_at_same_address (client, link);
}

/* The link is followed when one has signed out, and not kept otherwise: what it
 * names might be sent a password that was meant for the server one is on. */
typedef struct
{
  ParlorWindow *window;
  char         *text;
} Departure;

static void
departure_free (Departure *departure)
{
  g_object_unref (departure->window);
  g_free (departure->text);
  g_free (departure);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Departure, departure_free)

static void
on_departed (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Departure) departure = user_data;
  g_autoptr (GError)    error = NULL;

  if (!parlor_client_sign_out_finish (PARLOR_CLIENT (source), result, &error)) {
    parlor_window_tell (departure->window, error->message);
    return;
  }

  _parlor_window_set_signed_in (departure->window, FALSE);
  parlor_window_enter (departure->window, departure->text, NULL, NULL, PARLOR_SIGN_IN_EXISTING);
}

static void
on_departure_response (AdwMessageDialog *dialog,
                       const char       *response,
                       gpointer          user_data)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  Departure *departure;

  if (window == NULL || g_strcmp0 (response, "yes") != 0)
    return;

  departure = g_new (Departure, 1);
  departure->window = g_object_ref (PARLOR_WINDOW (window));
  departure->text = g_strdup (user_data);
  parlor_client_sign_out_async (parlor_window_get_client (departure->window), NULL, on_departed,
                                departure);
}

static void
free_text (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

static void
offer_to_leave (ParlorWindow        *self,
                const ParlorLinkUri *link,
                const char          *text)
{
  g_autofree char *here = parlor_client_dup_server_address (parlor_window_get_client (self));
  g_autofree char *body = NULL;
  GtkWidget       *dialog;

  body = g_strdup_printf (
    /* Translators: the first is where a link leads to, the second where one is now, both
     * addresses of servers */
    _ ("The link leads to %1$s, and you are signed in to %2$s. To go there, sign out first. What "
       "is stored on this computer is removed then: conversations, drafts, and messages that were "
       "not sent yet."),
    link->host, here);
  dialog = _parlor_window_confirmation_new (self, _ ("Go to Another Server?"), body,
                                            _ ("_Sign Out"));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_departure_response), g_strdup (text),
                         free_text, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Either the link is old, or it is made to lead people astray. */
static void
explain_certificate (ParlorWindow *self)
{
  explain (self, _ ("This Link Names Another Certificate"),
           _ ("It leads to the address of your server, but not to your server: that one shows "
              "another certificate than the link names. Ask for a new link."));
}

static void
follow (ParlorWindow  *self,
        ParlorLinkUri *link,
        const char    *text)
{
  ParlorClient *client = parlor_window_get_client (self);

  if (!_parlor_window_is_signed_in (self)) {
    parlor_window_enter (self, text, NULL, NULL, PARLOR_SIGN_IN_EXISTING);
  } else if (is_same_server (client, link)) {
    if (link->conversation != NULL)
      land (self, link->conversation, 0, PARLOR_LANDING_IF_MEMBER,
            G_CALLBACK (on_followed_ended));
  } else if (is_at_same_address (client, link)) {
    explain_certificate (self);
  } else {
    offer_to_leave (self, link, text);
  }
}

/**
 * parlor_window_show_signed_in:
 * @self: a window
 *
 * Shows the conversations: the client has been signed in by something else than the
 * welcome page.
 */
void
parlor_window_show_signed_in (ParlorWindow *self)
{
  g_return_if_fail (PARLOR_IS_WINDOW (self));

  _parlor_window_set_signed_in (self, TRUE);
}

static gboolean
is_entering (ParlorWindow *self)
{
  gboolean is_busy;

  g_object_get (self->welcome, "is-busy", &is_busy, NULL);

  return is_busy;
}

/**
 * parlor_window_open_link:
 * @self: a window
 * @text: a parlor: link that somebody followed, whatever it is
 *
 * Goes where the link leads: to the welcome page, filled in, or to the place
 * that it names on the server one is signed in to.
 */
void
parlor_window_open_link (ParlorWindow *self,
                         const char   *text)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorLinkUri) link = NULL;

  g_return_if_fail (PARLOR_IS_WINDOW (self));

  link = parlor_link_uri_parse (text, &error);
  if (link == NULL)
    explain_broken (self, text, error);
  else if (is_entering (self))
    parlor_set_string (&self->next_link, text);
  else
    follow (self, link, text);
}

/* What was followed while somebody was signing in. */
void
_parlor_window_follow_next (ParlorWindow *self)
{
  g_autofree char *text = g_steal_pointer (&self->next_link);

  if (text != NULL)
    parlor_window_open_link (self, text);
}

static void
on_open_link_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  parlor_window_open_link (PARLOR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* clang-format off */
static const struct
{
  const char                  *name;
  const char                  *parameter;
  GtkWidgetActionActivateFunc  activate;
} actions[] = {
  { "win.go-to",     "(sx)", on_go_to_activated },
  { "win.open-link", "s",    on_open_link_activated },
};
/* clang-format on */

void
_parlor_window_install_landing_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
}
