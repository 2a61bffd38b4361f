/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody at a terminal: what is done with the lines, and where they go. */

#define G_LOG_DOMAIN "parlor-cli-typing"

#include "parlor-cli-private.h"

#include "parlor-cli-commands.h"
#include "parlor-cli-prompt.h"
#include "parlor-limits.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * _parlor_cli_has_colors:
 * @self: the program
 *
 * Returns: whether it may write in colours, or faintly
 */
gboolean
_parlor_cli_has_colors (ParlorCli *self)
{
  return parlor_cli_news_get_view (self->news).style.n_colors > 0;
}

static gboolean
on_update_prompt (gpointer user_data)
{
  ParlorCli           *self = user_data;
  const ParlorCliView  view = parlor_cli_news_get_view (self->news);
  const ParlorCliPlace place = { self->client, self->target,
                                 parlor_cli_editor_get_n_columns (self->editor),
                                 view.style.n_colors > 0 };
  g_autofree char     *prompt = parlor_cli_prompt_new (&place);

  self->prompt_update = 0;
  parlor_cli_editor_set_prompt (self->editor, prompt);

  return G_SOURCE_REMOVE;
}

/**
 * _parlor_cli_update_prompt:
 * @self: the program
 *
 * What the prompt tells has changed.
 */
void
_parlor_cli_update_prompt (ParlorCli *self)
{
  if (self->editor != NULL && self->prompt_update == 0)
    self->prompt_update = g_idle_add_full (G_PRIORITY_DEFAULT, on_update_prompt, self, NULL);
}

/**
 * parlor_cli_take_settings:
 * @cli: the program
 * @run: (transfer full): /settings
 *
 * Shows the settings, or changes one and keeps it.
 */
void
parlor_cli_take_settings (ParlorCli        *cli,
                          ParlorCommandRun *run)
{
  const char *name = parlor_command_run_get_argument (run, 0);
  const char *value = parlor_command_run_get_argument (run, 1);
  GError     *error = NULL;

  if (cli->settings == NULL || (name != NULL && !g_str_equal (name, "qqq")) ||
      (value != NULL && !g_str_equal (value, "on") && !g_str_equal (value, "off"))) {
    parlor_command_run_fail_setting (run);
    return;
  }

  if (value != NULL) {
    cli->settings->leaves_at_qqq = g_str_equal (value, "on");
    parlor_cli_settings_save (cli->settings, &error);
  }
  parlor_command_run_say_qqq (run, cli->settings->leaves_at_qqq);
  parlor_command_run_end (run, error);
}

/* A message is shown when it is in the conversation. */
static gboolean
judge (const char         *line,
       ParlorCliLineFlags *ret_flags,
       GError            **error,
       gpointer            user_data)
{
  ParlorCli *self = user_data;

  line = parlor_command_translate (line, _parlor_cli_leaves_at_qqq (self));
  if (parlor_command_is_command (line)) {
    if (parlor_command_has_secret (line))
      *ret_flags = PARLOR_CLI_LINE_VANISHES | PARLOR_CLI_LINE_IS_SECRET;
    else if (!parlor_command_is_known (line))
      *ret_flags = PARLOR_CLI_LINE_IS_UNSAVED;
    return TRUE;
  }

  if (strlen (parlor_command_get_text (line)) > PARLOR_TEXT_MAX_BYTES) {
    g_autofree char *max = g_format_size_full (PARLOR_TEXT_MAX_BYTES, G_FORMAT_SIZE_IEC_UNITS);

    /* Translators: %s is a size: 32 KiB */
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                 _ ("The message is too long: it can have %s. Send it in parts, or as a file."),
                 max);
    return FALSE;
  }
  if (self->target != NULL || line[strspn (line, " \t\n")] == '\0')
    *ret_flags = PARLOR_CLI_LINE_VANISHES;

  return TRUE;
}

static void
take (const char *line,
      gpointer    user_data)
{
  ParlorCli *self = user_data;

  if (self->has_quit)
    return;

  g_queue_push_tail (&self->waiting, g_strdup (line));
  if (self->line == NULL)
    _parlor_cli_next_typed (self, NULL);
}

/**
 * _parlor_cli_next_typed:
 * @self: the program, with an editor
 * @error: (nullable): what became of the line at hand
 *
 * Carries out the next line that was typed, if there is one already.
 */
void
_parlor_cli_next_typed (ParlorCli    *self,
                        const GError *error)
{
  g_autofree char *done = g_steal_pointer (&self->line);

  /* A command can be gone back to; a message would be lost, and so would a password. */
  if (error != NULL && done != NULL &&
      (!parlor_command_is_command (done) || parlor_command_has_secret (done)))
    parlor_cli_editor_give_back (self->editor, done);

  if (self->has_quit)
    return;
  self->line = g_queue_pop_head (&self->waiting);
  if (self->line != NULL)
    _parlor_cli_take_line (self, self->line);
}

/* Whoever does not want to wait presses Ctrl+C once more. */
static void
leave (gpointer user_data)
{
  ParlorCli *self = user_data;

  if (self->is_at_end) {
    parlor_cli_quit (self);
    return;
  }

  parlor_cli_end (self);
  if (!self->has_quit)
    parlor_cli_print (self, "%s",
                      _ ("The server does not have all that you wrote yet. Press Ctrl+C not to "
                         "wait: it is sent at the next start then."));
}

static void
complete (const char *line,
          gsize       cursor,
          gpointer    user_data)
{
  _parlor_cli_complete (user_data, line, cursor);
}

static void
resize (gpointer user_data)
{
  _parlor_cli_update_prompt (user_data);
}

static guint
find_position (GListModel         *conversations,
               ParlorConversation *wanted)
{
  const guint n_items = g_list_model_get_n_items (conversations);

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);

    if (conversation == wanted)
      return i;
  }

  return n_items;
}

/* Returns: (transfer full) (nullable): the next one in the order of the list */
static ParlorConversation *
find_step (ParlorCli    *self,
           ParlorCliStep step)
{
  GListModel *conversations = parlor_client_get_conversations (self->client);
  const guint n_items = g_list_model_get_n_items (conversations);
  const guint stride = step == PARLOR_CLI_STEP_PREVIOUS ? n_items - 1 : 1;
  const guint position = find_position (conversations, self->target);

  for (guint i = 1; i <= n_items; i++) {
    g_autoptr (ParlorConversation) conversation =
      g_list_model_get_item (conversations, (position + i * stride) % n_items);

    if (conversation != self->target && parlor_conversation_is_member (conversation) &&
        (step != PARLOR_CLI_STEP_UNREAD || parlor_conversation_get_unread (conversation) > 0))
      return g_steal_pointer (&conversation);
  }

  return NULL;
}

static void
step_elsewhere (ParlorCliStep step,
                gpointer      user_data)
{
  ParlorCli                     *self = user_data;
  g_autoptr (ParlorConversation) conversation = find_step (self, step);

  if (conversation != NULL)
    parlor_cli_set_target (self, conversation);
  else if (step == PARLOR_CLI_STEP_UNREAD)
    parlor_cli_print (self, "%s", _ ("Nothing is unread."));
}

static const ParlorCliEditorFuncs funcs = { judge, take, leave, step_elsewhere, complete, resize };

static void
on_conversations_changed (GListModel *conversations,
                          guint       position,
                          guint       n_removed,
                          guint       n_added,
                          ParlorCli  *self)
{
  for (guint i = position; i < position + n_added; i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);

    if (g_ptr_array_find (self->watched, conversation, NULL))
      continue;
    g_ptr_array_add (self->watched, g_object_ref (conversation));
    g_signal_connect_swapped (conversation, "notify::unread",
                              G_CALLBACK (_parlor_cli_update_prompt), self);
    g_signal_connect_swapped (conversation, "notify::title",
                              G_CALLBACK (_parlor_cli_update_prompt), self);
  }
  _parlor_cli_update_prompt (self);
}

/* What was typed while nobody took it; what is behind a key that is no letter is not. */
static void
take_typed_before (ParlorCli *self)
{
  g_autofree char *typed = parlor_cli_news_take_typed (self->news);
  g_auto (GStrv)   lines = NULL;
  guint            i;

  if (typed == NULL || *typed == '\0')
    return;

  typed[strcspn (typed, "\033")] = '\0';
  if (!g_utf8_validate (typed, -1, NULL))
    return;

  lines = g_strsplit (typed, "\n", -1);
  for (i = 0; lines[i + 1] != NULL; i++)
    take (lines[i], self);
  if (*lines[i] != '\0')
    parlor_cli_editor_give_back (self->editor, lines[i]);
}

/**
 * _parlor_cli_start_typing:
 * @self: the program, signed in, at a terminal
 *
 * Lets somebody type lines.
 */
void
_parlor_cli_start_typing (ParlorCli *self)
{
  GListModel *conversations = parlor_client_get_conversations (self->client);

  self->editor = parlor_cli_editor_new (self->options.history_path, &funcs, self);
  g_signal_connect (conversations, "items-changed", G_CALLBACK (on_conversations_changed), self);
  on_conversations_changed (conversations, 0, 0, g_list_model_get_n_items (conversations), self);
  g_signal_connect_swapped (self->client, "notify::state",
                            G_CALLBACK (_parlor_cli_update_prompt), self);
  take_typed_before (self);
}

/**
 * _parlor_cli_end_typing:
 * @self: the program
 *
 * Leaves the terminal.
 */
void
_parlor_cli_end_typing (ParlorCli *self)
{
  g_signal_handlers_disconnect_by_data (parlor_client_get_conversations (self->client), self);
  g_clear_handle_id (&self->prompt_update, g_source_remove);
  g_clear_pointer (&self->completion, _parlor_cli_completion_free);
  g_clear_pointer (&self->editor, parlor_cli_editor_free);
  g_queue_clear_full (&self->waiting, g_free);
  g_clear_pointer (&self->line, g_free);
}
