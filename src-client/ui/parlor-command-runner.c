/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-command-runner"

#include "parlor-command-runner.h"

#include <glib/gi18n.h>

#include "parlor-commands-dialog.h"
#include "parlor-file-saver.h"
#include "parlor-lines-dialog.h"

#define HISTORY_DEFAULT_MESSAGES 50

/* What is longer is to be read at leisure, or copied. */
#define TOAST_MAX_CHARS 80

/**
 * ParlorCommandRunner:
 *
 * Carries out, in a window, what is typed with a slash: what the core knows, and what only a
 * window can do.
 *
 * Actions, to be found from its widget: app.preferences, app.quit, composer.attach,
 * conversation.edit, conversation.reply, conversation.show-message, win.find-everywhere, win.join,
 * win.open-conversation, win.toast.
 */
struct _ParlorCommandRunner
{
  GObject parent_instance;

  GtkWidget           *widget; /* not owned: it owns this */
  ParlorCommandContext context;
  GCancellable        *cancellable; /* of what is under way where one is */
};

G_DEFINE_FINAL_TYPE (ParlorCommandRunner, parlor_command_runner, G_TYPE_OBJECT)

enum {
  CARRIED_OUT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* One line that is being carried out. */
typedef struct
{
  ParlorCommandRunner *self;
  char                *line;
  ParlorConversation  *conversation; /* (nullable): where it was typed */
  const char          *action;       /* (nullable): what is left to do once the line is gone */
  gint64               seq;          /* for @action, or 0 */
  char                *words;        /* (nullable): the same */
} Line;

static void
line_free (Line *line)
{
  g_object_unref (line->self);
  g_clear_object (&line->conversation);
  g_free (line->line);
  g_free (line->words);
  g_free (line);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Line, line_free)

static GtkWindow *
get_window (ParlorCommandRunner *self)
{
  return GTK_WINDOW (gtk_widget_get_root (self->widget));
}

/* While something was being asked for, the window may have been closed. */
static gboolean
is_gone (ParlorCommandRunner *self)
{
  return self->widget == NULL || gtk_widget_get_root (self->widget) == NULL;
}

/* What only a window can do. */

static void
take_help (Line             *line,
           ParlorCommandRun *run)
{
  parlor_commands_dialog_present (line->self->widget, &line->self->context);
  parlor_command_run_end (run, NULL);
}

/* As far back as is loaded: scrolling goes on from there. */
static void
take_history (Line             *line,
              ParlorCommandRun *run)
{
  const char *number = parlor_command_run_get_argument (run, 0);
  GListModel *timeline = G_LIST_MODEL (
    parlor_conversation_get_timeline (parlor_command_run_get_conversation (run)));
  const guint n_items = g_list_model_get_n_items (timeline);
  guint64     n_wanted = HISTORY_DEFAULT_MESSAGES;
  GError     *error = NULL;

  if (number != NULL && !g_ascii_string_to_unsigned (number, 10, 1, G_MAXUINT, &n_wanted, NULL)) {
    error = g_error_new (PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_USAGE,
                         _ ("“%s” is not a number of messages."), number);
  } else if (n_items > 0) {
    g_autoptr (ParlorMessage) message =
      g_list_model_get_item (timeline, n_items - MIN (n_items, n_wanted));

    line->action = "conversation.show-message";
    line->seq = parlor_message_get_seq (message);
  }
  parlor_command_run_end (run, error);
}

static void
take_action (Line             *line,
             ParlorCommandRun *run)
{
  static const struct
  {
    const char *command;
    const char *action;
  } actions[] = {
    { "edit", "conversation.edit" },
    { "file", "composer.attach" },
    { "image", "composer.attach" },
    { "list", "win.join" },
    { "quit", "app.quit" },
    { "reply", "conversation.reply" },
    { "settings", "app.preferences" },
  };
  ParlorMessage *message = parlor_command_run_get_message (run);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (parlor_command_run_get_command (run)->name, actions[i].command))
      line->action = actions[i].action;
  line->seq = message != NULL ? parlor_message_get_seq (message) : 0;
  parlor_command_run_end (run, NULL);
}

/* Where what is found can be gone to. */
static void
take_search (Line             *line,
             ParlorCommandRun *run)
{
  line->action = "win.find-everywhere";
  line->words = g_strdup (parlor_command_run_get_argument (run, 0));
  parlor_command_run_end (run, NULL);
}

static void
take_save (Line             *line,
           ParlorCommandRun *run)
{
  ParlorMessage *message = parlor_command_run_get_message (run);

  if (parlor_message_get_attachment (message) != NULL)
    parlor_file_saver_ask (line->self->widget, parlor_message_get_attachment (message));
  parlor_command_run_end (run, NULL);
}

static void
take_settings (ParlorCommandRun *run)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);
  const char           *name = parlor_command_run_get_argument (run, 0);
  const char           *value = parlor_command_run_get_argument (run, 1);
  const gboolean        is_on = g_strcmp0 (value, "on") == 0;

  if (!g_str_equal (name, "qqq") || (!is_on && g_strcmp0 (value, "off") != 0)) {
    parlor_command_run_fail_setting (run);
  } else {
    g_settings_set_boolean (settings, "leave-at-qqq", is_on);
    parlor_command_run_say_qqq (run, is_on);
    parlor_command_run_end (run, NULL);
  }
}

/* Returns: whether nothing but perhaps which message was written: the window asks for the rest */
static gboolean
is_bare (ParlorCommandRun *run)
{
  const ParlorArgument *arguments = parlor_command_run_get_command (run)->arguments;
  guint                 i = 0;

  if (parlor_command_run_get_message (run) != NULL)
    i = 1;

  return arguments[i].kind == PARLOR_ARGUMENT_NONE ||
         parlor_command_run_get_argument (run, i) == NULL;
}

static const char *const own_names[] = { "edit", "file", "help", "history",
                                         "image", "list", "quit", "reply",
                                         "save", "search", "settings", NULL };

static gboolean
take (ParlorCommandRun *run,
      gpointer          user_data)
{
  Line       *line = user_data;
  const char *name = parlor_command_run_get_command (run)->name;

  if (is_gone (line->self))
    parlor_command_run_end (run, NULL);
  else if (g_str_equal (name, "history"))
    take_history (line, run);
  else if (g_str_equal (name, "search"))
    take_search (line, run);
  else if (g_str_equal (name, "settings") && !is_bare (run))
    take_settings (run);
  else if (!is_bare (run))
    return FALSE;
  else if (g_str_equal (name, "help"))
    take_help (line, run);
  else if (g_str_equal (name, "save"))
    take_save (line, run);
  else
    take_action (line, run);

  return TRUE;
}

static const ParlorCommandFrontend frontend = { own_names, take };

/* What comes of it. */

static void
show_lines (ParlorCommandRunner *self,
            const char          *line,
            GPtrArray           *lines)
{
  const char *first = lines->len > 0 ? lines->pdata[0] : NULL;

  if (lines->len == 1 && g_utf8_strlen (first, -1) <= TOAST_MAX_CHARS)
    gtk_widget_activate_action (self->widget, "win.toast", "s", first);
  else if (lines->len > 0)
    parlor_lines_dialog_present (get_window (self), line, lines);
}

static void
act (Line *line)
{
  GtkWidget *widget = line->self->widget;

  /* Elsewhere, the same number is another message. */
  if (line->action == NULL ||
      (line->seq > 0 && line->conversation != line->self->context.conversation))
    return;
  if (line->seq > 0)
    gtk_widget_activate_action (widget, line->action, "x", line->seq);
  else if (line->words != NULL)
    gtk_widget_activate_action (widget, line->action, "s", line->words);
  else
    gtk_widget_activate_action (widget, line->action, NULL);
}

static void
on_run (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Line)                 line = user_data;
  ParlorCommandRunner             *self = line->self;
  g_autoptr (GError)               error = NULL;
  g_autoptr (ParlorCommandOutcome) outcome = parlor_command_run_finish (result, &error);

  if (is_gone (self))
    return;
  if (outcome == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      gtk_widget_activate_action (self->widget, "win.toast", "s", error->message);
    return;
  }

  g_signal_emit (self, signals[CARRIED_OUT], 0, line->line, outcome->written != NULL);
  /* That one is in a conversation now, the window shows by opening it. */
  if (outcome->opened == NULL)
    show_lines (self, line->line, outcome->lines);
  if (outcome->opened != NULL)
    gtk_widget_activate_action (self->widget, "win.open-conversation", "s",
                                parlor_conversation_get_id (outcome->opened));
  act (line);
}

static void
on_widget_gone (gpointer user_data,
                GObject *widget)
{
  ((ParlorCommandRunner *) user_data)->widget = NULL;
}

static void
parlor_command_runner_dispose (GObject *object)
{
  ParlorCommandRunner *self = PARLOR_COMMAND_RUNNER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context.client);
  g_clear_object (&self->context.conversation);
  if (self->widget != NULL)
    g_object_weak_unref (G_OBJECT (self->widget), on_widget_gone, self);
  self->widget = NULL;

  G_OBJECT_CLASS (parlor_command_runner_parent_class)->dispose (object);
}

static void
parlor_command_runner_class_init (ParlorCommandRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_command_runner_dispose;

  /**
   * ParlorCommandRunner::carried-out:
   * @self: a runner
   * @line: what was typed
   * @has_written: whether it wrote a message
   *
   * It has been done, so it need not be typed again.  What fails is told in passing, and can be
   * mended.
   */
  signals[CARRIED_OUT] =
    g_signal_new ("carried-out", PARLOR_TYPE_COMMAND_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
parlor_command_runner_init (ParlorCommandRunner *self)
{
  self->cancellable = g_cancellable_new ();
  self->context.frontend = &frontend;
}

/**
 * parlor_command_runner_new:
 * @widget: from which the actions can be found
 *
 * Returns: (transfer full): a runner
 */
ParlorCommandRunner *
parlor_command_runner_new (GtkWidget *widget)
{
  ParlorCommandRunner *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (PARLOR_TYPE_COMMAND_RUNNER, NULL);
  self->widget = widget;
  g_object_weak_ref (G_OBJECT (widget), on_widget_gone, self);

  return self;
}

/**
 * parlor_command_runner_set_place:
 * @self: a runner
 * @client: (nullable): whose commands they are
 * @conversation: (nullable): where one is
 */
void
parlor_command_runner_set_place (ParlorCommandRunner *self,
                                 ParlorClient        *client,
                                 ParlorConversation  *conversation)
{
  g_return_if_fail (PARLOR_IS_COMMAND_RUNNER (self));

  g_set_object (&self->context.client, client);
  g_set_object (&self->context.conversation, conversation);
}

/**
 * parlor_command_runner_get_context:
 * @self: a runner
 *
 * Returns: (transfer none): who is where, and what the window can do
 */
const ParlorCommandContext *
parlor_command_runner_get_context (ParlorCommandRunner *self)
{
  g_return_val_if_fail (PARLOR_IS_COMMAND_RUNNER (self), NULL);

  return &self->context;
}

/**
 * parlor_command_runner_run:
 * @self: a runner
 * @line: what was typed, a command
 *
 * Carries it out.
 */
void
parlor_command_runner_run (ParlorCommandRunner *self,
                           const char          *line)
{
  ParlorCommandContext context;
  Line                *data;

  g_return_if_fail (PARLOR_IS_COMMAND_RUNNER (self));
  g_return_if_fail (line != NULL && parlor_command_is_command (line));

  if (self->context.client == NULL)
    return;

  data = g_new0 (Line, 1);
  data->self = g_object_ref (self);
  data->line = g_strdup (line);
  g_set_object (&data->conversation, self->context.conversation);
  context = self->context;
  context.frontend_data = data;
  parlor_command_run_async (&context, line, self->cancellable, on_run, data);
}
