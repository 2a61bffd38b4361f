/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Showing what was written. */

#define G_LOG_DOMAIN "parlor-cli-history"

#include "parlor-cli-history.h"

#include "parlor-cli-backlog.h"
#include "parlor-cli-json.h"

#include <glib/gi18n.h>

#define HISTORY_DEFAULT_ITEMS 20
#define HISTORY_MAX_ITEMS 100000

typedef struct
{
  ParlorCli        *cli;
  ParlorCommandRun *run;
  guint             n_wanted;
} Reading;

static void
print_history (Reading            *reading,
               ParlorConversation *conversation)
{
  GListModel      *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (conversation));
  const guint      n_items = g_list_model_get_n_items (timeline);
  g_autofree char *json = parlor_cli_describe_history_json (conversation, reading->n_wanted);

  parlor_cli_print_json (reading->cli, json);
  for (guint i = n_items - MIN (n_items, reading->n_wanted); i < n_items; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);

    parlor_cli_print_message (reading->cli, conversation, message);
  }
}

static void
on_loaded (ParlorConversation *conversation,
           const GError       *error,
           gpointer            user_data)
{
  Reading          *reading = user_data;
  ParlorCommandRun *run = reading->run;

  if (error == NULL)
    print_history (reading, conversation);
  g_free (reading);
  parlor_command_run_end (run, error != NULL ? g_error_copy (error) : NULL);
}

/**
 * parlor_cli_show_history:
 * @cli: the program
 * @run: (transfer full): /history
 *
 * Prints the last messages of the conversation.
 */
void
parlor_cli_show_history (ParlorCli        *cli,
                         ParlorCommandRun *run)
{
  const char *number = parlor_command_run_get_argument (run, 0);
  guint64     n_wanted = HISTORY_DEFAULT_ITEMS;
  Reading    *reading;

  if (number != NULL &&
      !g_ascii_string_to_unsigned (number, 10, 1, HISTORY_MAX_ITEMS, &n_wanted, NULL)) {
    parlor_command_run_end (run, g_error_new (PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_USAGE,
                                              _ ("“%s” is not a number of messages."), number));
    return;
  }

  reading = g_new0 (Reading, 1);
  reading->cli = cli;
  reading->run = run;
  reading->n_wanted = n_wanted;
  parlor_cli_load_last (parlor_command_run_get_conversation (run), n_wanted, on_loaded, reading);
}
