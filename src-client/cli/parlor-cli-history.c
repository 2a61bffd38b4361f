/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Showing what was written. */

#define G_LOG_DOMAIN "parlor-cli-history"

#include "parlor-cli-history.h"

#include "parlor-cli-print.h"

#include <glib/gi18n.h>

#define HISTORY_DEFAULT_ITEMS 20
#define HISTORY_MAX_ITEMS 100000

typedef struct
{
  ParlorCli          *cli;
  ParlorCommandRun   *run;
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

    if (line != NULL)
      parlor_cli_print (reading->cli, "%s", line);
  }
}

static void
finish_reading (Reading *reading,
                GError  *error)
{
  ParlorCommandRun *run = reading->run;

  if (error == NULL)
    print_history (reading);
  g_object_unref (reading->conversation);
  g_free (reading);
  parlor_command_run_end (run, error);
}

static void read_more (Reading *reading);

static void
on_older_loaded (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GError *error = NULL;
  int     n_loaded = parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error);

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
  reading->conversation = g_object_ref (parlor_command_run_get_conversation (run));
  reading->n_wanted = n_wanted;
  read_more (reading);
}
