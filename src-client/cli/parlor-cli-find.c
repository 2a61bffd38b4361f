/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what a name means. */

#define G_LOG_DOMAIN "parlor-cli-find"

#include "parlor-cli-commands.h"

#include <glib/gi18n.h>

#define FIND_TIMEOUT_MS 5000

/* Finding a conversation or a person; the list of people may still be on its
 * way. */
typedef struct
{
  ParlorCli     *cli;
  char          *name;
  ParlorCliFound func;
  gpointer       user_data;
  gulong         handler;
  guint          timeout;
} Finding;

static void
finish_finding (Finding            *finding,
                ParlorConversation *conversation,
                const GError       *error)
{
  if (finding->handler != 0)
    g_signal_handler_disconnect (parlor_client_get_people (parlor_cli_get_client (finding->cli)),
                                 finding->handler);
  g_clear_handle_id (&finding->timeout, g_source_remove);
  finding->func (finding->cli, conversation, error, finding->user_data);
  g_free (finding->name);
  g_free (finding);
}

static ParlorConversation *
find_now (ParlorClient *client,
          const char   *name)
{
  ParlorConversation *conversation = NULL;
  ParlorAccount      *account;

  if (*name != '@')
    conversation = parlor_client_find_conversation (client, name);
  if (conversation != NULL || *name == '#')
    return conversation;

  account = parlor_client_find_account (client, name);

  return account != NULL ? parlor_client_open_personal (client, account) : NULL;
}

static void
on_people_changed (GListModel *people,
                   guint       position,
                   guint       n_removed,
                   guint       n_added,
                   gpointer    user_data)
{
  Finding            *finding = user_data;
  ParlorConversation *found = find_now (parlor_cli_get_client (finding->cli), finding->name);

  if (found != NULL)
    finish_finding (finding, found, NULL);
}

static gboolean
on_find_timeout (gpointer user_data)
{
  Finding           *finding = user_data;
  g_autoptr (GError) error = NULL;

  finding->timeout = 0;
  g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("You are in no conversation called “%s”, and nobody has this name."),
               finding->name);
  finish_finding (finding, NULL, error);

  return G_SOURCE_REMOVE;
}

/**
 * parlor_cli_find:
 * @cli: the program
 * @name: `#name` or id of a conversation, `@name` of a person, or a name alone
 * @func: told what was found, now or within some seconds
 * @user_data: for @func
 */
void
parlor_cli_find (ParlorCli     *cli,
                 const char    *name,
                 ParlorCliFound func,
                 gpointer       user_data)
{
  ParlorConversation *found = find_now (parlor_cli_get_client (cli), name);
  Finding            *finding = g_new0 (Finding, 1);

  *finding = (Finding){ cli, g_strdup (name), func, user_data, 0, 0 };
  if (found != NULL) {
    finish_finding (finding, found, NULL);
    return;
  }

  finding->handler = g_signal_connect (parlor_client_get_people (parlor_cli_get_client (cli)),
                                       "items-changed", G_CALLBACK (on_people_changed), finding);
  finding->timeout = g_timeout_add (FIND_TIMEOUT_MS, on_find_timeout, finding);
}
