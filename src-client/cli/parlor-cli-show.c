/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Showing conversations, people and what was written. */

#define G_LOG_DOMAIN "parlor-cli-show"

#include "parlor-cli-commands.h"

#include "parlor-cli-print.h"

#include <glib/gi18n.h>

#define HISTORY_DEFAULT_ITEMS 20

static void
print_listing (ParlorCli                 *cli,
               const ParlorListingPacket *listing)
{
  g_autofree char *name = parlor_cli_clean (listing->name);
  g_autofree char *topic = parlor_cli_clean (listing->topic != NULL ? listing->topic : "");

  parlor_cli_print (cli, "#%s  %s%s%s%s%s", name,
                    listing->kind == PARLOR_CONVERSATION_GROUP ? _ ("group") : _ ("channel"),
                    listing->has_password ? _ (", password") : "",
                    listing->joined ? _ (", joined") : "", *topic != '\0' ? "  " : "", topic);
}

static void on_directory_page (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);

static void
ask_directory (ParlorCli  *cli,
               const char *after)
{
  ParlorDirectoryPacket *packet = parlor_packet_new (PARLOR_PACKET_DIRECTORY);

  packet->after = g_strdup (after);
  parlor_client_request_async (parlor_cli_get_client (cli), PARLOR_PACKET_DIRECTORY, packet, NULL,
                               on_directory_page, cli);
}

static void
on_directory_page (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ParlorCli                 *cli = user_data;
  g_autoptr (GError)         error = NULL;
  ParlorPacketType           type;
  ParlorDirectoryPagePacket *page =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);
  guint n_found = page != NULL ? page->conversations->len : 0;

  for (guint i = 0; i < n_found; i++)
    print_listing (cli, page->conversations->pdata[i]);

  if (page == NULL || page->complete || n_found == 0)
    parlor_cli_done (cli, error);
  else
    ask_directory (cli, ((ParlorListingPacket *) page->conversations->pdata[n_found - 1])->name);

  if (page != NULL)
    parlor_packet_free (type, page);
}

/**
 * parlor_cli_command_list:
 * @cli: the program
 * @arguments: (array zero-terminated=1): see the table of commands
 */
void
parlor_cli_command_list (ParlorCli *cli,
                         char     **arguments)
{
  ask_directory (cli, NULL);
}

static void
print_person (ParlorCli     *cli,
              ParlorAccount *account)
{
  g_autofree char *nick = parlor_cli_clean (parlor_account_get_nick (account));

  parlor_cli_print (
    cli, "@%s  %s  %s", parlor_account_get_name (account), nick,
    parlor_account_get_presence (account) == PARLOR_PRESENCE_ONLINE ? _ ("online") : _ ("offline"));
}

static void
on_members_loaded (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ParlorCli             *cli = user_data;
  g_autoptr (GError)     error = NULL;
  g_autoptr (GListModel) members =
    parlor_conversation_load_members_finish (PARLOR_CONVERSATION (source), result, &error);

  for (guint i = 0; members != NULL && i < g_list_model_get_n_items (members); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (members, i);

    print_person (cli, account);
  }
  parlor_cli_done (cli, error);
}

/**
 * parlor_cli_command_users:
 * @cli: the program
 * @arguments: (array zero-terminated=1): see the table of commands
 */
void
parlor_cli_command_users (ParlorCli *cli,
                          char     **arguments)
{
  ParlorConversation *target = parlor_cli_get_target (cli);
  GListModel         *people = parlor_client_get_people (parlor_cli_get_client (cli));

  if (target != NULL) {
    parlor_conversation_load_members_async (target, NULL, on_members_loaded, cli);
    return;
  }

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);

    print_person (cli, account);
  }
  parlor_cli_done (cli, NULL);
}

typedef struct
{
  ParlorCli          *cli;
  ParlorConversation *conversation;
  guint               n_wanted;
} Reading;

static void
print_history (Reading *reading)
{
  GListModel *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (reading->conversation));
  guint       n_items = g_list_model_get_n_items (timeline);

  for (guint i = n_items - MIN (n_items, reading->n_wanted); i < n_items; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);
    g_autofree char          *line = parlor_cli_describe_message (reading->conversation, message);

    parlor_cli_print (reading->cli, "%s", line);
  }
}

static void
finish_reading (Reading      *reading,
                const GError *error)
{
  ParlorCli *cli = reading->cli;

  if (error == NULL)
    print_history (reading);
  g_object_unref (reading->conversation);
  g_free (reading);
  parlor_cli_done (cli, error);
}

static void read_more (Reading *reading);

static void
on_older_loaded (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  int                n_loaded =
    parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error);

  if (n_loaded > 0)
    read_more (user_data);
  else
    finish_reading (user_data, error);
}

static void
read_more (Reading *reading)
{
  ParlorTimeline *timeline = parlor_conversation_get_timeline (reading->conversation);
  guint           n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  if (n_items >= reading->n_wanted || parlor_timeline_is_complete (timeline))
    finish_reading (reading, NULL);
  else
    parlor_timeline_load_older_async (timeline, reading->n_wanted - n_items, NULL, on_older_loaded,
                                      reading);
}

/**
 * parlor_cli_command_history:
 * @cli: the program
 * @arguments: (array zero-terminated=1): see the table of commands
 */
void
parlor_cli_command_history (ParlorCli *cli,
                            char     **arguments)
{
  ParlorConversation *target = parlor_cli_need_target (cli);
  guint64             n_wanted = HISTORY_DEFAULT_ITEMS;
  Reading            *reading;

  if (target == NULL)
    return;
  if (arguments[0] != NULL &&
      !g_ascii_string_to_unsigned (arguments[0], 10, 1, 100000, &n_wanted, NULL)) {
    parlor_cli_fail (cli, _ ("“%s” is not a number of messages."), arguments[0]);
    return;
  }

  reading = g_new0 (Reading, 1);
  reading->cli = cli;
  reading->conversation = g_object_ref (target);
  reading->n_wanted = n_wanted;
  read_more (reading);
}
