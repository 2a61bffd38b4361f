/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands about channels, groups and invitations. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"
#include "parlor-sentence.h"

#include <glib/gi18n.h>
#include <string.h>

#define LIST_MAX_PAGES 100

static void
say_listing (ParlorCommandRun          *run,
             const ParlorListingPacket *listing)
{
  const char         *topic = listing->topic != NULL ? listing->topic : "";
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char    *name = NULL;

  /* Translators: these tell of a channel or group in a list what it is, that it takes a password,
   * and that one is in it already */
  parlor_sentence_add (facts, listing->kind == PARLOR_CONVERSATION_GROUP ? C_ ("list", "group")
                                                                         : C_ ("list", "channel"));
  if (listing->has_password)
    parlor_sentence_add (facts, C_ ("list", "password"));
  if (listing->joined)
    parlor_sentence_add (facts, C_ ("list", "joined"));

  name = g_strconcat ("#", listing->name, NULL);
  parlor_command_run_say (run, "%s  %s%s%s", name, facts->str, *topic != '\0' ? "  " : "", topic);
  parlor_command_run_note_cells (run, name, facts->str, topic, NULL);
}

static void ask_directory (ParlorCommandRun *run,
                           const char       *after);

static void
on_directory_page (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ParlorCommandRun          *run = user_data;
  GError                    *error = NULL;
  ParlorDirectoryPagePacket *page = parlor_client_finish_as (
    PARLOR_CLIENT (source), result, PARLOR_PACKET_DIRECTORY_PAGE, &error);
  const guint n_found = page != NULL ? page->conversations->len : 0;

  for (guint i = 0; i < n_found; i++)
    say_listing (run, page->conversations->pdata[i]);

  if (n_found > 0 && !page->complete &&
      run->outcome->lines->len < LIST_MAX_PAGES * PARLOR_PAGE_MAX_ITEMS) {
    ask_directory (run, ((ParlorListingPacket *) page->conversations->pdata[n_found - 1])->name);
  } else {
    if (error == NULL && run->outcome->lines->len == 0)
      parlor_command_run_say (run, "%s", _ ("There is no channel or group. /create makes one."));
    parlor_command_run_end (run, error);
  }
  if (page != NULL)
    parlor_packet_free (PARLOR_PACKET_DIRECTORY_PAGE, page);
}

static void
ask_directory (ParlorCommandRun *run,
               const char       *after)
{
  ParlorDirectoryPacket *packet = parlor_packet_new (PARLOR_PACKET_DIRECTORY);

  packet->query = g_strdup (run->arguments[0]);
  packet->after = g_strdup (after);
  parlor_client_request_async (run->client, PARLOR_PACKET_DIRECTORY, packet,
                               g_task_get_cancellable (run->task), on_directory_page, run);
}

void
parlor_command_list (ParlorCommandRun *run)
{
  ask_directory (run, NULL);
}

static void
on_entered (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ParlorCommandRun   *run = user_data;
  GError             *error = NULL;
  ParlorConversation *conversation =
    parlor_client_enter_finish (PARLOR_CLIENT (source), result, &error);

  if (conversation != NULL) {
    /* Translators: %s is the name of a channel or group */
    parlor_command_run_say (run, _ ("You are in #%s now."),
                            parlor_conversation_get_title (conversation));
    g_set_object (&run->outcome->opened, conversation);
  } else if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_FOUND)) {
    g_clear_error (&error);
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_NOT_FOUND,
                             _ ("There is no channel or group called “%s”. /list shows all, "
                                "/create makes one."),
                             run->arguments[0]);
    return;
  }
  parlor_command_run_end (run, error);
}

void
parlor_command_join (ParlorCommandRun *run)
{
  parlor_client_join_async (run->client, run->arguments[0], run->arguments[1],
                            g_task_get_cancellable (run->task), on_entered, run);
}

static void
create (ParlorCommandRun      *run,
        ParlorConversationKind kind,
        const char            *name,
        const char            *password)
{
  parlor_client_create_async (run->client, kind, name, password,
                              g_task_get_cancellable (run->task), on_entered, run);
}

void
parlor_command_create (ParlorCommandRun *run)
{
  if (g_str_equal (run->arguments[0], "channel"))
    create (run, PARLOR_CONVERSATION_CHANNEL, run->arguments[1], run->arguments[2]);
  else if (g_str_equal (run->arguments[0], "group"))
    create (run, PARLOR_CONVERSATION_GROUP, run->arguments[1], run->arguments[2]);
  else
    parlor_command_run_end (
      run, parlor_command_error_usage (run->command, _ ("One creates a channel or a group.")));
}

void
parlor_command_create_group (ParlorCommandRun *run)
{
  create (run, PARLOR_CONVERSATION_GROUP, run->arguments[0], run->arguments[1]);
}

void
parlor_command_create_channel (ParlorCommandRun *run)
{
  create (run, PARLOR_CONVERSATION_CHANNEL, run->arguments[0], NULL);
}

static void
on_left (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ParlorCommandRun *run = user_data;
  GError           *error = NULL;

  if (parlor_client_leave_finish (PARLOR_CLIENT (source), result, &error))
    /* Translators: %s is the name of a channel or group */
    parlor_command_run_say (run, _ ("You have left #%s."),
                            parlor_conversation_get_title (run->outcome->left));
  parlor_command_run_end (run, error);
}

void
parlor_command_leave (ParlorCommandRun *run)
{
  ParlorConversation *conversation = run->named != NULL ? run->named : run->conversation;

  if (conversation == NULL) {
    parlor_command_run_miss (run, 0);
  } else if (parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_PERSONAL) {
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_NOT_HERE,
                             _ ("A personal chat cannot be left. /block keeps somebody from "
                                "writing to you."));
  } else {
    g_set_object (&run->outcome->left, conversation);
    parlor_client_leave_async (run->client, conversation, g_task_get_cancellable (run->task),
                               on_left, run);
  }
}

/* Returns: (nullable): the id of the conversation that one is invited to by this name */
static const char *
find_invitation (ParlorClient *client,
                 const char   *name)
{
  GListModel *invitations = parlor_client_get_invitations (client);
  const char *plain = *name == '#' ? name + 1 : name;

  for (guint i = 0; i < g_list_model_get_n_items (invitations); i++) {
    g_autoptr (ParlorInvitation) invitation = g_list_model_get_item (invitations, i);

    if (g_str_equal (parlor_invitation_get_id (invitation), name) ||
        g_utf8_collate (parlor_invitation_get_name (invitation), plain) == 0)
      return parlor_invitation_get_id (invitation);
  }

  return NULL;
}

static void
on_declined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GError *error = NULL;

  parlor_client_decline_finish (PARLOR_CLIENT (source), result, &error);
  parlor_command_run_end (user_data, error);
}

void
parlor_command_decline (ParlorCommandRun *run)
{
  const char *id = find_invitation (run->client, run->arguments[0]);

  if (id == NULL)
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_NOT_FOUND,
                             _ ("Nobody invites you to “%s”."), run->arguments[0]);
  else
    parlor_client_decline_async (run->client, id, g_task_get_cancellable (run->task), on_declined,
                                 run);
}

void
parlor_command_topic (ParlorCommandRun *run)
{
  const char      *text = run->arguments[0];
  const char      *topic = parlor_conversation_get_topic (run->conversation);
  ParlorSetPacket *packet;

  if (text == NULL) {
    parlor_command_run_say (run, "%s",
                            topic != NULL && *topic != '\0' ? topic : _ ("There is no topic."));
    parlor_command_run_end (run, NULL);
    return;
  }

  packet = parlor_packet_new (PARLOR_PACKET_SET);
  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->setting = PARLOR_SETTING_TOPIC;
  packet->value = g_strdup (g_str_equal (text, "\"\"") ? "" : text);
  parlor_command_run_request (run, PARLOR_PACKET_SET, packet);
}

void
parlor_command_mark (ParlorCommandRun *run)
{
  const char           *word = run->arguments[0] != NULL ? run->arguments[0] : "read";
  const gint64          newest = parlor_conversation_get_known_seq (run->conversation);
  ParlorMessage        *last = parlor_conversation_get_last_event (run->conversation);
  ParlorMarkReadPacket *packet;

  if (!g_str_equal (word, "read") && !g_str_equal (word, "unread")) {
    parlor_command_run_end (
      run, parlor_command_error_usage (run->command, _ ("A conversation is read or unread.")));
    return;
  }
  if (g_str_equal (word, "read")) {
    parlor_conversation_mark_read (run->conversation, newest);
    parlor_command_run_end (run, NULL);
    return;
  }
  if (last == NULL) {
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_NOT_FOUND,
                             _ ("No message is here that could be unread."));
    return;
  }

  packet = parlor_packet_new (PARLOR_PACKET_MARK_READ);
  packet->conversation = g_strdup (parlor_conversation_get_id (run->conversation));
  packet->seq = MAX (parlor_message_get_seq (last) - 1, 0);
  parlor_command_run_request (run, PARLOR_PACKET_MARK_READ, packet);
}

/* Whether nobody but this computer would get there. */
static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

/* The link names the server as one reaches it oneself; if that is by way of this computer
 * alone, as the server knows its own address. */
static char *
make_link (ParlorClient                     *client,
           const ParlorInviteLinkMadePacket *made,
           GError                          **error)
{
  g_autofree char          *address = parlor_client_dup_server_address (client);
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse_address (address, error);

  if (uri != NULL && is_loopback (uri->host) && made->link != NULL) {
    g_autoptr (ParlorLinkUri) told = parlor_link_uri_parse (made->link, NULL);

    if (told != NULL) {
      parlor_link_uri_free (uri);
      uri = g_steal_pointer (&told);
    }
  }
  if (uri == NULL)
    return NULL;

  g_free (uri->fingerprint);
  uri->fingerprint = g_strdup (parlor_client_get_pinned_fingerprint (client));
  g_free (uri->invite);
  uri->invite = g_strdup (((ParlorInviteLinkPacket *) made->invite_link)->token);

  return parlor_link_uri_to_string (uri);
}

static void
on_link_made (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ParlorCommandRun           *run = user_data;
  GError                     *error = NULL;
  g_autofree char            *link = NULL;
  ParlorInviteLinkMadePacket *made = parlor_client_finish_as (
    PARLOR_CLIENT (source), result, PARLOR_PACKET_INVITE_LINK_MADE, &error);

  if (made != NULL) {
    link = make_link (run->client, made, &error);
    if (link != NULL)
      parlor_command_run_say (run, "%s", link);
    parlor_packet_free (PARLOR_PACKET_INVITE_LINK_MADE, made);
  }
  parlor_command_run_end (run, error);
}

void
parlor_command_invite_link (ParlorCommandRun *run)
{
  ParlorCreateInviteLinkPacket *packet;
  gint64                        max_uses = 0;
  gint64                        duration_ms = 0;

  if (run->arguments[0] != NULL &&
      !g_ascii_string_to_signed (run->arguments[0], 10, 1, G_MAXINT32, &max_uses, NULL)) {
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_USAGE,
                             _ ("“%s” is not a number of people."), run->arguments[0]);
    return;
  }
  if (run->arguments[1] != NULL && !parlor_duration_parse (run->arguments[1], &duration_ms)) {
    parlor_command_run_fail_duration (run, run->arguments[1]);
    return;
  }

  packet = parlor_packet_new (PARLOR_PACKET_CREATE_INVITE_LINK);
  packet->max_uses = max_uses;
  packet->until_ms = duration_ms > 0 ? g_get_real_time () / 1000 + duration_ms : 0;
  parlor_client_request_async (run->client, PARLOR_PACKET_CREATE_INVITE_LINK, packet,
                               g_task_get_cancellable (run->task), on_link_made, run);
}
