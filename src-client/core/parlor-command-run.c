/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Carrying out what was typed. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include <glib/gi18n.h>

/**
 * parlor_command_outcome_free:
 * @outcome: (transfer full) (nullable): what came of a command
 */
void
parlor_command_outcome_free (ParlorCommandOutcome *outcome)
{
  if (outcome == NULL)
    return;

  g_ptr_array_unref (outcome->lines);
  g_ptr_array_unref (outcome->cells);
  g_clear_object (&outcome->opened);
  g_clear_object (&outcome->left);
  g_clear_object (&outcome->written);
  g_free (outcome);
}

static void
run_free (ParlorCommandRun *run)
{
  for (guint i = 0; i < PARLOR_COMMAND_MAX_ARGUMENTS; i++)
    g_free (run->arguments[i]);
  parlor_command_outcome_free (run->outcome);
  g_clear_object (&run->task);
  g_clear_object (&run->client);
  g_clear_object (&run->conversation);
  g_clear_object (&run->named);
  g_clear_object (&run->account);
  g_clear_object (&run->message);
  g_free (run);
}

static gboolean
is_taken (ParlorCommandRun *run)
{
  return run->frontend != NULL && g_strv_contains (run->frontend->names, run->command->name) &&
         run->frontend->take (run, run->frontend_data);
}

static void
on_arguments_found (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  ParlorCommandRun *run = user_data;
  GError           *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    parlor_command_run_end (run, error);
  else if (is_taken (run))
    return;
  else if (run->command->func != NULL)
    run->command->func (run);
  else
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_NOT_HERE, _ ("This program has no /%s."),
                             run->command->name);
}

static ParlorCommandRun *
make_run (const ParlorCommandContext *context,
          const ParlorCommand        *command,
          GTask                      *task)
{
  ParlorCommandRun *run = g_new0 (ParlorCommandRun, 1);

  run->task = g_object_ref (task);
  run->command = command;
  run->client = g_object_ref (context->client);
  g_set_object (&run->conversation, context->conversation);
  run->frontend = context->frontend;
  run->frontend_data = context->frontend_data;
  run->outcome = g_new0 (ParlorCommandOutcome, 1);
  run->outcome->lines = g_ptr_array_new_with_free_func (g_free);
  run->outcome->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  return run;
}

static GError *
make_unknown (const char *name)
{
  const ParlorCommand *similar = parlor_command_find_similar (name);

  if (similar == NULL)
    return g_error_new (PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_UNKNOWN,
                        _ ("There is no command /%s. /help shows all, // sends a slash."), name);

  /* Translators: the first is what was typed, the second the name of a command */
  return g_error_new (PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_UNKNOWN,
                      _ ("There is no command /%1$s. Did you mean /%2$s? /help shows all."), name,
                      similar->name);
}

/**
 * parlor_command_run_async:
 * @context: who does it, and where; its frontend has to stay until the callback
 * @line: what was typed, beginning with a slash, UTF-8
 * @cancellable: (nullable): ends the waiting
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Carries out a command.
 */
void
parlor_command_run_async (const ParlorCommandContext *context,
                          const char                 *line,
                          GCancellable               *cancellable,
                          GAsyncReadyCallback         callback,
                          gpointer                    user_data)
{
  g_autoptr (GTask)    task = NULL;
  g_autofree char     *name = NULL;
  const char          *rest = line;
  const ParlorCommand *command;
  ParlorCommandRun    *run;
  GError              *error = NULL;

  g_return_if_fail (context != NULL && PARLOR_IS_CLIENT (context->client));
  g_return_if_fail (line != NULL && *line == '/');

  task = g_task_new (context->client, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_command_run_async);

  command = parlor_command_take_name (&rest, &name);
  if (command == NULL) {
    g_task_return_error (task, make_unknown (name));
    return;
  }

  run = make_run (context, command, task);
  if (!parlor_command_check (command, context, &error) ||
      !parlor_command_split (command, rest, run->arguments, &error))
    parlor_command_run_end (run, error);
  else
    parlor_command_find_arguments_async (run, on_arguments_found, run);
}

/**
 * parlor_command_run_finish:
 * @result: what the callback got
 * @error: return location for a #ParlorCommandError or #ParlorClientError: its text says what to
 *   do
 *
 * Returns: (transfer full) (nullable): what came of it
 */
ParlorCommandOutcome *
parlor_command_run_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const ParlorCommand *
parlor_command_run_get_command (ParlorCommandRun *run)
{
  return run->command;
}

/**
 * parlor_command_run_get_argument:
 * @run: a command being carried out
 * @position: of the argument, in the table
 *
 * Returns: (nullable): what was written, without quotes; %NULL if it was left out
 */
const char *
parlor_command_run_get_argument (ParlorCommandRun *run,
                                 guint             position)
{
  g_return_val_if_fail (position < PARLOR_COMMAND_MAX_ARGUMENTS, NULL);

  return run->arguments[position];
}

/**
 * parlor_command_run_get_conversation:
 * @run: a command being carried out
 *
 * Returns: (transfer none) (nullable): where one is
 */
ParlorConversation *
parlor_command_run_get_conversation (ParlorCommandRun *run)
{
  return run->conversation;
}

/**
 * parlor_command_run_get_message:
 * @run: a command being carried out
 *
 * Returns: (transfer none) (nullable): the message that it is about
 */
ParlorMessage *
parlor_command_run_get_message (ParlorCommandRun *run)
{
  return run->message;
}

/**
 * parlor_command_run_say:
 * @run: a command being carried out
 * @format: see printf()
 * @...: see printf()
 *
 * Adds a line to what is shown of it.
 */
void
parlor_command_run_say (ParlorCommandRun *run,
                        const char       *format,
                        ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (run->outcome->lines, g_strdup_vprintf (format, arguments));
  va_end (arguments);
  g_ptr_array_add (run->outcome->cells, NULL);
}

/**
 * parlor_command_run_note_cells:
 * @run: a command being carried out
 * @...: what stands in the columns of the last line, strings, and %NULL
 *
 * For frontends that show lines of the same kind below one another.
 */
void
parlor_command_run_note_cells (ParlorCommandRun *run,
                               ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GPtrArray               *cells = run->outcome->cells;
  const char              *cell;
  va_list                  arguments;

  g_return_if_fail (cells->len > 0);

  va_start (arguments, run);
  while ((cell = va_arg (arguments, const char *)) != NULL)
    g_strv_builder_add (builder, cell);
  va_end (arguments);

  g_strfreev (cells->pdata[cells->len - 1]);
  cells->pdata[cells->len - 1] = g_strv_builder_end (builder);
}

/**
 * parlor_command_run_say_qqq:
 * @run: /settings
 * @is_on: whether `qqq` leaves
 *
 * Tells that it is so.
 */
void
parlor_command_run_say_qqq (ParlorCommandRun *run,
                            gboolean          is_on)
{
  parlor_command_run_say (run, "%s",
                          is_on ? _ ("“qqq” alone on a line leaves.")
                                : _ ("“qqq” is a message like any other."));
}

/**
 * parlor_command_run_fail_setting:
 * @run: (transfer full): /settings with arguments that name no setting
 *
 * Ends it.
 */
void
parlor_command_run_fail_setting (ParlorCommandRun *run)
{
  /* Translators: what is between “ and ” is to be typed as it is, and so is off */
  parlor_command_run_end (
    run, g_error_new_literal (PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_USAGE,
                              _ ("Write “/settings qqq on” or “/settings qqq off”.")));
}

/**
 * parlor_command_run_end:
 * @run: (transfer full): a command being carried out
 * @error: (transfer full) (nullable): why it was not
 *
 * It is done.
 */
void
parlor_command_run_end (ParlorCommandRun *run,
                        GError           *error)
{
  if (error != NULL)
    g_task_return_error (run->task, error);
  else
    g_task_return_pointer (run->task, g_steal_pointer (&run->outcome),
                           (GDestroyNotify) parlor_command_outcome_free);

  run_free (run);
}

/**
 * parlor_command_run_fail:
 * @run: (transfer full): a command being carried out
 * @code: what kind of mistake
 * @format: see printf(): what went wrong and what to do
 * @...: see printf()
 *
 * Ends what could not be carried out.
 */
void
parlor_command_run_fail (ParlorCommandRun  *run,
                         ParlorCommandError code,
                         const char        *format,
                         ...)
{
  GError *error;
  va_list arguments;

  va_start (arguments, format);
  error = g_error_new_valist (PARLOR_COMMAND_ERROR, code, format, arguments);
  va_end (arguments);
  parlor_command_run_end (run, error);
}

/**
 * parlor_command_run_fail_duration:
 * @run: (transfer full): a command being carried out
 * @text: what was written and is no duration
 *
 * Ends it.
 */
void
parlor_command_run_fail_duration (ParlorCommandRun *run,
                                  const char       *text)
{
  parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_USAGE,
                           _ ("“%s” is not a time. Write 10m, 2h, 7d or 4w; for good, nothing."),
                           text);
}

/**
 * parlor_command_run_miss:
 * @run: (transfer full): a command being carried out
 * @position: of an argument that this program cannot do without
 *
 * Ends it.
 */
void
parlor_command_run_miss (ParlorCommandRun *run,
                         guint             position)
{
  const ParlorArgument needed = { .kind = run->command->arguments[position].kind,
                                  .is_needed = TRUE,
                                  .hint = run->command->arguments[position].hint };
  g_autofree char     *hint = parlor_argument_dup_usage (&needed);
  /* Translators: %s is what has to be written: NAME, TEXT… */
  g_autofree char *what = g_strdup_printf (_ ("%s is missing."), hint);

  parlor_command_run_end (run, parlor_command_error_usage (run->command, what));
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GError          *error = NULL;
  ParlorPacketType type;
  gpointer         answer;

  answer = parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);
  if (answer != NULL)
    parlor_packet_free (type, answer);
  parlor_command_run_end (user_data, error);
}

/**
 * parlor_command_run_request:
 * @run: (transfer full): a command being carried out
 * @type: the type of @packet
 * @packet: (transfer full): a request that is answered by ok
 *
 * Makes it and ends @run.
 */
void
parlor_command_run_request (ParlorCommandRun *run,
                            ParlorPacketType  type,
                            gpointer          packet)
{
  parlor_client_request_async (run->client, type, packet, g_task_get_cancellable (run->task),
                               on_answered, run);
}

/**
 * parlor_command_run_write:
 * @run: (transfer full): a command being carried out
 * @conversation: where to
 * @body: what
 *
 * Puts a message into the outbox and ends @run.
 */
void
parlor_command_run_write (ParlorCommandRun        *run,
                          ParlorConversation      *conversation,
                          const ParlorMessageBody *body)
{
  GError        *error = NULL;
  ParlorMessage *message = parlor_conversation_send (conversation, body, &error);

  g_set_object (&run->outcome->written, message);
  parlor_command_run_end (run, error);
}
