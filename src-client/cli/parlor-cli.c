/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cli"

#include "parlor-cli-private.h"

#include "parlor-cli-commands.h"
#include "parlor-cli-json.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

static void read_line (ParlorCli *self);

/* The first failure is the one that is told. */
static void
fail (ParlorCli      *self,
      ParlorCliStatus status)
{
  if (self->status == PARLOR_CLI_STATUS_DONE)
    self->status = status;
  parlor_cli_quit (self);
}

/* Says on standard error what went wrong.  Whoever is typing can try again; from a script no more
 * lines are taken, but those before still have to reach the server. */
static void
complain (ParlorCli  *self,
          const char *text)
{
  g_autofree char *clean = parlor_cli_clean (text);
  g_autofree char *json = parlor_cli_describe_error_json (text);

  parlor_cli_print_json (self, json);
  if (self->editor != NULL)
    parlor_cli_editor_hide (self->editor);
  g_printerr ("parlor-cli: %s\n", clean);
  if (!self->options.is_interactive) {
    if (self->status == PARLOR_CLI_STATUS_DONE)
      self->status = PARLOR_CLI_STATUS_FAILED;
    parlor_cli_end (self);
  }
}

/**
 * parlor_cli_complain:
 * @self: the program
 * @error: what went wrong
 *
 * Says so on standard error, and ends the program unless somebody is typing, who can try again.
 */
void
parlor_cli_complain (ParlorCli    *self,
                     const GError *error)
{
  complain (self, error->message);
}

/* Says why it goes no further, whoever is typing. */
static void
give_up (ParlorCli      *self,
         ParlorCliStatus status,
         const char     *text)
{
  fail (self, status);
  complain (self, text);
}

static gboolean
on_timeout (gpointer user_data)
{
  ParlorCli *self = user_data;

  self->timeout = 0;
  give_up (self, PARLOR_CLI_STATUS_UNREACHABLE,
           _ ("Not everything could be sent in time. What is left is sent at the next start."));

  return G_SOURCE_REMOVE;
}

/* At the end of input: all that was written has to be acknowledged. */
static void
check_end (ParlorCli *self)
{
  if (!self->is_at_end || self->options.is_following || self->has_quit)
    return;

  if (parlor_client_is_outbox_empty (self->client))
    parlor_cli_quit (self);
  else if (self->timeout == 0)
    self->timeout = g_timeout_add_seconds (self->options.timeout_s, on_timeout, self);
}

/**
 * _parlor_cli_leaves_at_qqq:
 * @self: the program
 *
 * Returns: whether `qqq` alone on a line ends it
 */
gboolean
_parlor_cli_leaves_at_qqq (ParlorCli *self)
{
  return self->options.leaves_at_qqq ||
         (self->options.is_interactive && self->settings != NULL && self->settings->leaves_at_qqq);
}

/**
 * _parlor_cli_take_line:
 * @self: the program
 * @line: what to carry out; parlor_cli_done() is called when it is
 */
void
_parlor_cli_take_line (ParlorCli  *self,
                       const char *line)
{
  ParlorConversation *target = self->target;
  g_autoptr (GError)  error = NULL;

  line = parlor_command_translate (line, _parlor_cli_leaves_at_qqq (self));
  if (parlor_command_is_command (line)) {
    parlor_cli_command (self, line);
  } else if (line[strspn (line, " \t")] == '\0') {
    parlor_cli_news_print_more (self->news);
    parlor_cli_done (self, NULL);
  } else if (target != NULL) {
    parlor_cli_write (self, target, parlor_command_get_text (line));
  } else {
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _ ("No conversation is open. Say --to NAME, or /join one."));
    parlor_cli_done (self, error);
  }
}

static void
on_line_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ParlorCli         *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *line =
    g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (line == NULL) {
    if (error != NULL)
      complain (self, error->message);
    self->is_at_end = TRUE;
    check_end (self);
  } else if (!g_utf8_validate (line, -1, NULL)) {
    complain (self, _ ("The line is not valid UTF-8."));
    read_line (self);
  } else {
    _parlor_cli_take_line (self, g_strchomp (line));
  }
}

static void
read_line (ParlorCli *self)
{
  if (self->has_quit || self->is_at_end)
    return;

  g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, self->cancellable,
                                       on_line_read, self);
}

/**
 * parlor_cli_end:
 * @self: the program
 *
 * Takes no more lines, as at the end of input, and does not stay.
 */
void
parlor_cli_end (ParlorCli *self)
{
  self->options.is_following = FALSE;
  self->is_at_end = TRUE;
  check_end (self);
}

/**
 * parlor_cli_done:
 * @self: the program
 * @error: (nullable): why the line could not be carried out
 *
 * The line at hand is done: the next one is read.
 */
void
parlor_cli_done (ParlorCli    *self,
                 const GError *error)
{
  if (error != NULL)
    complain (self, error->message);

  if (self->editor != NULL) {
    _parlor_cli_next_typed (self, error);
  } else if (self->input != NULL) {
    read_line (self);
  } else {
    self->is_at_end = TRUE;
    check_end (self);
  }
}

static void
on_packet (ParlorClient    *client,
           ParlorPacketType type,
           gconstpointer    packet,
           gpointer         user_data)
{
  check_end (user_data);
}

static void
on_delivery_changed (ParlorMessage *message,
                     GParamSpec    *pspec,
                     gpointer       user_data)
{
  const char *error = parlor_message_get_error (message);

  if (parlor_message_get_delivery (message) == PARLOR_DELIVERY_FAILED)
    complain (user_data, error != NULL ? error : _ ("A message could not be sent."));
}

/**
 * parlor_cli_watch:
 * @self: the program
 * @message: one that was put into the outbox
 *
 * Complains if the server refuses @message.
 */
void
parlor_cli_watch (ParlorCli     *self,
                  ParlorMessage *message)
{
  g_ptr_array_add (self->written, g_object_ref (message));
  g_signal_connect (message, "notify::delivery", G_CALLBACK (on_delivery_changed), self);
}

static void
on_signed_out (ParlorClient *client,
               const char   *text,
               gpointer      user_data)
{
  ParlorCli *self = user_data;

  if (self->is_started) /* before that, a password may help */
    give_up (self, PARLOR_CLI_STATUS_NOT_SIGNED_IN, text);
}

/* Whoever read it may have read enough, and has gone; most programs do not even learn of that,
 * since SIGPIPE ends them. */
static void
flush (ParlorCli *self)
{
  if (fflush (stdout) != 0)
    fail (self, PARLOR_CLI_STATUS_FAILED);
}

/**
 * parlor_cli_print:
 * @self: the program
 * @format: see printf()
 * @...: see printf()
 *
 * Prints a line for people; with `--json`, nothing.
 */
void
parlor_cli_print (ParlorCli  *self,
                  const char *format,
                  ...)
{
  va_list arguments;

  if (self->options.is_json)
    return;

  if (self->editor != NULL)
    parlor_cli_editor_hide (self->editor);
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  flush (self);
  parlor_cli_news_note_line (self->news);
}

/**
 * parlor_cli_print_outcome:
 * @self: the program
 * @outcome: what came of a command
 *
 * Prints its lines, the first page of them where somebody reads them.
 */
void
parlor_cli_print_outcome (ParlorCli                  *self,
                          const ParlorCommandOutcome *outcome)
{
  parlor_cli_news_print_outcome (self->news, outcome);
}

/**
 * parlor_cli_print_json:
 * @self: the program
 * @line: JSON, in one line
 *
 * Prints a line for programs, at once; only with `--json`.
 */
void
parlor_cli_print_json (ParlorCli  *self,
                       const char *line)
{
  if (!self->options.is_json)
    return;

  puts (line);
  flush (self);
}

/**
 * parlor_cli_print_message:
 * @self: the program
 * @conversation: where
 * @message: what
 *
 * Prints a message, or what else happened; with `--json`, nothing.
 */
void
parlor_cli_print_message (ParlorCli          *self,
                          ParlorConversation *conversation,
                          ParlorMessage      *message)
{
  parlor_cli_news_print_message (self->news, conversation, message);
}

/**
 * parlor_cli_write_raw:
 * @self: the program
 * @data: bytes that the terminal obeys, which the caller vouches for: an image, a bell
 * @size: how many
 *
 * Writes to standard output, above what is being typed; with `--json`, nothing.
 */
void
parlor_cli_write_raw (ParlorCli    *self,
                      gconstpointer data,
                      gsize         size)
{
  if (self->options.is_json)
    return;

  if (self->editor != NULL)
    parlor_cli_editor_hide (self->editor);
  fwrite (data, 1, size, stdout);
  flush (self);
}

/**
 * parlor_cli_status_of_error:
 * @error: why one could not sign in, or could not go on
 *
 * Returns: what to exit with
 */
ParlorCliStatus
parlor_cli_status_of_error (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return PARLOR_CLI_STATUS_USAGE;
  if (error->domain != PARLOR_CLIENT_ERROR)
    return PARLOR_CLI_STATUS_FAILED;

  switch ((int) error->code) {
  case PARLOR_CLIENT_ERROR_NOT_CONNECTED:
  case PARLOR_CLIENT_ERROR_UNREACHABLE:
  case PARLOR_CLIENT_ERROR_BUSY:
    return PARLOR_CLI_STATUS_UNREACHABLE;
  case PARLOR_CLIENT_ERROR_WRONG_PASSWORD:
    return PARLOR_CLI_STATUS_NOT_SIGNED_IN;
  case PARLOR_CLIENT_ERROR_CERTIFICATE:
  case PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED:
    return PARLOR_CLI_STATUS_UNTRUSTED;
  default:
    return PARLOR_CLI_STATUS_FAILED;
  }
}

/**
 * parlor_cli_new:
 * @client: not signed in yet: what happens at sign-in is printed as well
 * @options: copied
 *
 * Returns: (transfer full): the program
 */
ParlorCli *
parlor_cli_new (ParlorClient           *client,
                const ParlorCliOptions *options)
{
  ParlorCli *self = g_new0 (ParlorCli, 1);

  self->client = g_object_ref (client);
  self->options = *options;
  self->options.to = g_strdup (options->to);
  self->options.link_to = g_strdup (options->link_to);
  self->options.last = g_strdup (options->last);
  self->options.line = g_strdup (options->line);
  self->options.history_path = g_strdup (options->history_path);
  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();

  self->written = g_ptr_array_new_with_free_func (g_object_unref);
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);

  self->news = parlor_cli_news_new (self, options);
  g_signal_connect (client, "packet", G_CALLBACK (on_packet), self);
  g_signal_connect (client, "signed-out", G_CALLBACK (on_signed_out), self);

  return self;
}

/**
 * parlor_cli_free:
 * @self: (transfer full): the program
 */
void
parlor_cli_free (ParlorCli *self)
{
  _parlor_cli_end_typing (self);
  parlor_cli_news_free (self->news);
  if (self->landing != NULL) {
    g_signal_handlers_disconnect_by_data (self->landing, self);
    parlor_landing_cancel (self->landing);
  }
  g_clear_object (&self->landing);
  g_signal_handlers_disconnect_by_data (self->client, self);
  for (guint i = 0; i < self->written->len; i++)
    g_signal_handlers_disconnect_by_data (self->written->pdata[i], self);
  g_ptr_array_unref (self->written);
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (self->watched->pdata[i], self);
  g_ptr_array_unref (self->watched);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->input);
  g_clear_object (&self->target);
  g_clear_object (&self->client);
  g_main_loop_unref (self->loop);
  g_free (self->options.to);
  g_free (self->options.link_to);
  g_free (self->options.last);
  g_free (self->options.line);
  g_free (self->options.history_path);
  g_free (self);
}

/**
 * _parlor_cli_start_input:
 * @self: the program
 *
 * It is known where lines go, as far as it is going to be.
 */
void
_parlor_cli_start_input (ParlorCli *self)
{
  g_autoptr (GInputStream) input = NULL;

  if (self->has_quit || self->is_at_end)
    return;
  if (self->options.line != NULL) {
    _parlor_cli_take_line (self, self->options.line);
    return;
  }

  if (self->options.is_interactive && !self->options.is_json &&
      parlor_cli_editor_is_possible ()) {
    _parlor_cli_start_typing (self);
    return;
  }

  input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  self->input = g_data_input_stream_new (input);
  g_data_input_stream_set_newline_type (self->input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  read_line (self);
}

/**
 * parlor_cli_set_settings:
 * @self: the program
 * @settings: what somebody chose, which can be changed; has to stay
 */
void
parlor_cli_set_settings (ParlorCli         *self,
                         ParlorCliSettings *settings)
{
  self->settings = settings;
}

/**
 * parlor_cli_start:
 * @self: the program, signed in
 *
 * Begins to take lines.
 */
void
parlor_cli_start (ParlorCli *self)
{
  parlor_cli_news_start (self->news);
  self->is_started = TRUE;
  _parlor_cli_find_place (self);
}

/**
 * parlor_cli_run:
 * @self: the program
 *
 * Returns: the exit status, once all is done
 */
int
parlor_cli_run (ParlorCli *self)
{
  if (!self->has_quit)
    g_main_loop_run (self->loop);

  return self->status;
}

/**
 * parlor_cli_quit:
 * @self: the program
 *
 * Ends parlor_cli_run().
 */
void
parlor_cli_quit (ParlorCli *self)
{
  self->has_quit = TRUE;
  g_main_loop_quit (self->loop);
}

/**
 * parlor_cli_interrupt:
 * @self: the program
 *
 * Somebody has pressed Ctrl+C.  While lines are edited, that is a key like others.
 */
void
parlor_cli_interrupt (ParlorCli *self)
{
  if (self->editor == NULL)
    parlor_cli_quit (self);
}

/**
 * parlor_cli_get_client:
 * @self: the program
 *
 * Returns: (transfer none): its account
 */
ParlorClient *
parlor_cli_get_client (ParlorCli *self)
{
  return self->client;
}

/**
 * parlor_cli_get_target:
 * @self: the program
 *
 * Returns: (transfer none) (nullable): where lines without a command go
 */
ParlorConversation *
parlor_cli_get_target (ParlorCli *self)
{
  return self->target;
}

/**
 * parlor_cli_set_target:
 * @self: the program
 * @conversation: (nullable): where lines without a command are to go
 */
void
parlor_cli_set_target (ParlorCli          *self,
                       ParlorConversation *conversation)
{
  if (!g_set_object (&self->target, conversation))
    return;

  _parlor_cli_update_prompt (self);
  if (conversation != NULL)
    parlor_cli_news_enter (self->news, conversation);
}
