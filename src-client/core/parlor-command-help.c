/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Explaining commands in plain lines. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include <glib/gi18n.h>

/* The columns of a terminal that a usage takes in a list. */
#define USAGE_COLUMNS 40

static void
say_usage (ParlorCommandRun    *run,
           const ParlorCommand *command)
{
  g_autofree char *usage = parlor_command_dup_usage (command);

  parlor_command_run_say (run, "%-*s %s", USAGE_COLUMNS, usage, parlor_command_get_help (command));
  parlor_command_run_note_cells (run, usage, parlor_command_get_help (command), NULL);
}

static void
explain (ParlorCommandRun    *run,
         const ParlorCommand *command)
{
  say_usage (run, command);
  for (guint i = 0; command->arguments[i].kind != PARLOR_ARGUMENT_NONE; i++) {
    g_autofree char *usage = parlor_argument_dup_usage (&command->arguments[i]);
    g_autofree char *text = parlor_argument_dup_explanation (&command->arguments[i]);

    parlor_command_run_say (run, "  %-*s %s", USAGE_COLUMNS - 2, usage, text);
    parlor_command_run_note_cells (run, usage, text, NULL);
  }
  if (command->aliases != NULL)
    /* Translators: %s are other names of a command */
    parlor_command_run_say (run, _ ("Also called: %s"), command->aliases);
}

static void
explain_all (ParlorCommandRun *run)
{
  const ParlorCommandContext context = { run->client, run->conversation, run->frontend,
                                         run->frontend_data };

  for (guint i = 0; i < parlor_command_get_n_commands (); i++) {
    const ParlorCommand *command = parlor_command_get (i);

    if (command->func != NULL || parlor_command_check (command, &context, NULL))
      say_usage (run, command);
  }

  parlor_command_run_say (
    run, "%s",
    _ ("Anything else is a message. Put a name with spaces into \"quotes\". A message that begins "
       "with a slash is written with two. WHICH is ^2 for the message before the newest one, ^3 "
       "for that before, or =N for the one with the number N."));
}

void
parlor_command_help (ParlorCommandRun *run)
{
  const char          *name = run->arguments[0];
  const ParlorCommand *command = NULL;

  if (name != NULL) {
    name += *name == '/';
    command = parlor_command_find (name);
    if (command == NULL && parlor_command_find_similar (name) != NULL) {
      /* Translators: the first is what was typed, the second the name of a command */
      parlor_command_run_fail (
        run, PARLOR_COMMAND_ERROR_UNKNOWN,
        _ ("There is no command /%1$s. Did you mean /%2$s? /help shows all."), name,
        parlor_command_find_similar (name)->name);
      return;
    }
    if (command == NULL) {
      parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_UNKNOWN,
                               _ ("There is no command “%s”. /help shows all."), name);
      return;
    }
    explain (run, command);
  } else {
    explain_all (run);
  }
  parlor_command_run_end (run, NULL);
}
