/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Carrying out what is typed, by the table that all frontends share.  Each line ends, now or
 * later, with parlor_cli_done(). */

#define G_LOG_DOMAIN "parlor-cli-commands"

#include "parlor-cli-commands.h"

#include "parlor-cli-history.h"
#include "parlor-cli-json.h"
#include "parlor-cli-clean.h"

/**
 * parlor_cli_write:
 * @cli: the program
 * @conversation: where to
 * @text: what
 *
 * Puts a message into the outbox and ends the line.
 */
void
parlor_cli_write (ParlorCli          *cli,
                  ParlorConversation *conversation,
                  const char         *text)
{
  g_autoptr (GError) error = NULL;
  ParlorMessage     *message = parlor_conversation_send_text (conversation, text, &error);

  if (message != NULL)
    parlor_cli_watch (cli, message);
  parlor_cli_done (cli, error);
}

static gboolean
take (ParlorCommandRun *run,
      gpointer          user_data)
{
  const char *name = parlor_command_run_get_command (run)->name;

  if (g_str_equal (name, "history")) {
    parlor_cli_show_history (user_data, run);
  } else if (g_str_equal (name, "settings")) {
    parlor_cli_take_settings (user_data, run);
  } else {
    parlor_cli_end (user_data);
    parlor_command_run_end (run, NULL);
  }

  return TRUE;
}

static const char *const own_names[] = { "history", "quit", "settings", NULL };

static const ParlorCommandFrontend frontend = { own_names, take };

static void
show_outcome (ParlorCli                  *cli,
              const ParlorCommandOutcome *outcome)
{
  g_autofree char *json = parlor_cli_describe_outcome_json (outcome);

  parlor_cli_print_json (cli, json);
  parlor_cli_print_outcome (cli, outcome);
  if (outcome->written != NULL)
    parlor_cli_watch (cli, outcome->written);
  if (outcome->left != NULL && outcome->left == parlor_cli_get_target (cli))
    parlor_cli_set_target (cli, NULL);
  if (outcome->opened != NULL)
    parlor_cli_set_target (cli, outcome->opened);
}

static void
on_run (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  ParlorCli                       *cli = user_data;
  g_autoptr (GError)               error = NULL;
  g_autoptr (ParlorCommandOutcome) outcome = parlor_command_run_finish (result, &error);

  if (outcome != NULL)
    show_outcome (cli, outcome);
  parlor_cli_done (cli, error);
}

/**
 * parlor_cli_get_context:
 * @cli: the program
 * @ret_context: (out caller-allocates): who is where, and what this program can do
 */
void
parlor_cli_get_context (ParlorCli            *cli,
                        ParlorCommandContext *ret_context)
{
  *ret_context = (ParlorCommandContext){
    .client = parlor_cli_get_client (cli),
    .conversation = parlor_cli_get_target (cli),
    .frontend = &frontend,
    .frontend_data = cli,
  };
}

/**
 * parlor_cli_command:
 * @cli: the program
 * @line: what was typed, a command
 *
 * Carries it out; parlor_cli_done() is called when it is.
 */
void
parlor_cli_command (ParlorCli  *cli,
                    const char *line)
{
  ParlorCommandContext context;

  parlor_cli_get_context (cli, &context);
  parlor_command_run_async (&context, line, NULL, on_run, cli);
}
