/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking lines apart. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include "parlor-names.h"

#include <glib/gi18n.h>
#include <string.h>

#define SPACE " \t\r\n"
#define BACK_MAX 1000 /* one reads on before one counts further */
#define DURATION_MAX_MS (G_GINT64_CONSTANT (3650) * 24 * 60 * 60 * 1000)
#define ATTACHMENT_ID_BYTES 33

/**
 * parlor_command_is_command:
 * @line: what was typed
 *
 * Returns: whether it is a command, and no message: a slash and a letter
 */
gboolean
parlor_command_is_command (const char *line)
{
  g_return_val_if_fail (line != NULL, FALSE);

  return line[0] == '/' && g_ascii_isalpha (line[1]);
}

/**
 * parlor_command_get_text:
 * @line: what was typed, and is no command
 *
 * Returns: the message: of two slashes at its beginning, one
 */
const char *
parlor_command_get_text (const char *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  return g_str_has_prefix (line, "//") ? line + 1 : line;
}

static const char *
skip_space (const char *text)
{
  return text + strspn (text, SPACE);
}

/* Takes the next word off @rest; one in quotes may hold spaces. */
static char *
take_word (const char **rest)
{
  const char *begin = skip_space (*rest);
  const char *end = begin + strcspn (begin, SPACE);
  const char *quote = *begin == '"' ? strchr (begin + 1, '"') : NULL;

  if (quote != NULL) {
    *rest = quote + 1;
    return g_strndup (begin + 1, quote - begin - 1);
  }

  *rest = end;

  return g_strndup (begin, end - begin);
}

/* Takes all that is left. */
static char *
take_rest (const char **rest)
{
  char *text = g_strchomp (g_strdup (skip_space (*rest)));

  *rest += strlen (*rest);

  return text;
}

/**
 * parlor_command_take_name:
 * @rest: (inout): a line; then what follows the name of the command
 * @ret_name: (out) (transfer full): what was written as the name
 *
 * Returns: (transfer none) (nullable): the command
 */
const ParlorCommand *
parlor_command_take_name (const char **rest,
                          char       **ret_name)
{
  const char *begin = *rest + 1;
  gsize       length = strcspn (begin, SPACE);

  *ret_name = g_strndup (begin, length);
  *rest = begin + length;

  return parlor_command_find (*ret_name);
}

/**
 * parlor_duration_parse:
 * @text: a number and s, m, h, d or w
 * @ret_ms: (out): what it means, at least a second and at most ten years
 *
 * Returns: whether it is one
 */
gboolean
parlor_duration_parse (const char *text,
                       gint64     *ret_ms)
{
  static const struct
  {
    char   unit;
    gint64 seconds;
  } units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
  char   *end;
  guint64 number;

  g_return_val_if_fail (text != NULL && ret_ms != NULL, FALSE);

  if (!g_ascii_isdigit (*text))
    return FALSE;
  number = g_ascii_strtoull (text, &end, 10);
  if (number == 0 || number > DURATION_MAX_MS / 1000 || *end == '\0' || end[1] != '\0')
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_tolower (*end) == units[i].unit) {
      *ret_ms = (gint64) number * units[i].seconds * 1000;
      return *ret_ms <= DURATION_MAX_MS;
    }

  return FALSE;
}

/**
 * parlor_which_parse:
 * @text: `^`, `^N` or `=SEQ`
 * @ret_back: (out): of the last ones, which: 1 for the newest; 0 for `=SEQ`
 * @ret_seq: (out): the number, 0 for the others
 *
 * Returns: whether it says which message
 */
gboolean
parlor_which_parse (const char *text,
                    gint64     *ret_back,
                    gint64     *ret_seq)
{
  *ret_back = 0;
  *ret_seq = 0;
  if (g_str_equal (text, "^")) {
    *ret_back = 1;
    return TRUE;
  }
  if (*text == '^')
    return g_ascii_string_to_signed (text + 1, 10, 1, BACK_MAX, ret_back, NULL);

  return *text == '=' &&
         g_ascii_string_to_signed (text + 1, 10, 1, G_MAXINT64, ret_seq, NULL);
}

static gboolean
is_which (ParlorArgumentKind kind,
          const char        *rest)
{
  g_autofree char *word = take_word (&rest);
  gint64           back;
  gint64           seq;

  if (kind == PARLOR_ARGUMENT_FILE_MESSAGE && strlen (word) == ATTACHMENT_ID_BYTES &&
      *word == 'a' && parlor_hex_check (word + 1, ATTACHMENT_ID_BYTES - 1))
    return TRUE;

  return parlor_which_parse (word, &back, &seq);
}

/* Whether what comes next is meant for an argument that can be left out. */
static gboolean
is_meant (const ParlorArgument *argument,
          const char           *rest)
{
  switch ((int) argument->kind) {
  case PARLOR_ARGUMENT_MESSAGE:
  case PARLOR_ARGUMENT_OWN_MESSAGE:
  case PARLOR_ARGUMENT_OTHERS_MESSAGE:
  case PARLOR_ARGUMENT_FILE_MESSAGE:
    return is_which (argument->kind, rest);
  case PARLOR_ARGUMENT_DURATION:
    return g_ascii_isdigit (*rest);
  default:
    return TRUE;
  }
}

/* The last argument need not be quoted where no second one can begin. */
static gboolean
takes_rest (const ParlorArgument *argument,
            const char           *rest)
{
  if (argument->kind == PARLOR_ARGUMENT_TEXT)
    return TRUE;
  if (argument[1].kind != PARLOR_ARGUMENT_NONE || *rest == '"')
    return FALSE;

  switch ((int) argument->kind) {
  case PARLOR_ARGUMENT_NAME:
  case PARLOR_ARGUMENT_FILE:
  case PARLOR_ARGUMENT_FOLDER:
  case PARLOR_ARGUMENT_LISTED:
  case PARLOR_ARGUMENT_CONVERSATION:
  case PARLOR_ARGUMENT_INVITATION:
  case PARLOR_ARGUMENT_PERSON:
  case PARLOR_ARGUMENT_MEMBER:
    return TRUE;
  default:
    return FALSE;
  }
}

/**
 * parlor_command_error_usage:
 * @command: a command
 * @what: what is wrong, a sentence
 *
 * Returns: (transfer full): an error that says that and how to write it
 */
GError *
parlor_command_error_usage (const ParlorCommand *command,
                            const char          *what)
{
  g_autofree char *usage = parlor_command_dup_usage (command);

  /* Translators: what is wrong, a sentence; and how to write it: /join NAME [PASSWORD] */
  return g_error_new (PARLOR_COMMAND_ERROR, PARLOR_COMMAND_ERROR_USAGE, _ ("%1$s Write %2$s"),
                      what, usage);
}

static GError *
make_missing (const ParlorCommand  *command,
              const ParlorArgument *argument)
{
  g_autofree char *hint = parlor_argument_dup_usage (argument);
  /* Translators: %s is what has to be written: NAME, TEXT… */
  g_autofree char *what = g_strdup_printf (_ ("%s is missing."), hint);

  return parlor_command_error_usage (command, what);
}

/**
 * parlor_command_split:
 * @command: a command
 * @rest: what follows its name
 * @ret_arguments: (out) (array fixed-size=3): where to put its arguments; %NULL for those that
 *   are left out
 * @error: return location for %PARLOR_COMMAND_ERROR_USAGE
 *
 * Returns: whether there are neither too few nor too many
 */
gboolean
parlor_command_split (const ParlorCommand *command,
                      const char          *rest,
                      char               **ret_arguments,
                      GError             **error)
{
  for (guint i = 0; command->arguments[i].kind != PARLOR_ARGUMENT_NONE; i++) {
    const ParlorArgument *argument = &command->arguments[i];

    rest = skip_space (rest);
    if (*rest != '\0' && (argument->is_needed || is_meant (argument, rest)))
      ret_arguments[i] = takes_rest (argument, rest) ? take_rest (&rest) : take_word (&rest);

    if (argument->is_needed && (ret_arguments[i] == NULL || *ret_arguments[i] == '\0')) {
      g_propagate_error (error, make_missing (command, argument));
      return FALSE;
    }
  }

  rest = skip_space (rest);
  if (*rest != '\0') {
    /* Translators: %s is what was written behind all that a command takes */
    g_autofree char *what = g_strdup_printf (_ ("“%s” is too much."), rest);

    g_propagate_error (error, parlor_command_error_usage (command, what));
    return FALSE;
  }

  return TRUE;
}

/**
 * parlor_command_translate:
 * @line: what was typed
 * @leaves_at_qqq: whether somebody has switched on that `qqq` leaves
 *
 * Some are used to a chat in which one leaves by `qqq` alone on a line; all others may well want to
 * write that.
 *
 * Returns: @line, or the command that it stands for
 */
const char *
parlor_command_translate (const char *line,
                          gboolean    leaves_at_qqq)
{
  const char *word;

  g_return_val_if_fail (line != NULL, NULL);

  word = skip_space (line);
  if (leaves_at_qqq && g_str_has_prefix (word, "qqq") && *skip_space (word + 3) == '\0')
    return "/quit";

  return line;
}

/**
 * parlor_command_is_known:
 * @line: what was typed, a command
 *
 * Returns: whether there is a command of its name
 */
gboolean
parlor_command_is_known (const char *line)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (line != NULL && *line == '/', FALSE);

  return parlor_command_take_name (&line, &name) != NULL;
}

/**
 * parlor_command_has_secret:
 * @line: what was typed, a command
 *
 * Returns: whether there is a password in it, be it right or not
 */
gboolean
parlor_command_has_secret (const char *line)
{
  char                *arguments[PARLOR_COMMAND_MAX_ARGUMENTS] = { NULL };
  gboolean             has_secret = FALSE;
  g_autofree char     *name = NULL;
  const ParlorCommand *command;

  g_return_val_if_fail (line != NULL && *line == '/', FALSE);

  command = parlor_command_take_name (&line, &name);
  if (command == NULL)
    return FALSE;

  parlor_command_split (command, line, arguments, NULL);
  for (guint i = 0; i < PARLOR_COMMAND_MAX_ARGUMENTS; i++) {
    if (arguments[i] != NULL && command->arguments[i].kind == PARLOR_ARGUMENT_PASSWORD)
      has_secret = TRUE;
    g_free (arguments[i]);
  }

  return has_secret;
}

/* Whether the word from @begin ends before the cursor, where @rest ends. */
static gboolean
is_word_done (const char *begin)
{
  const char *end = begin;

  if (*begin == '"')
    end = strchr (begin + 1, '"');
  else
    end = begin + strcspn (begin, SPACE);

  return end != NULL && *end != '\0';
}

/* Goes over the arguments that are complete. */
static void
find_argument (const ParlorCommand *command,
               const char         **rest,
               ParlorCommandPoint  *point)
{
  guint i;

  for (i = 0; command->arguments[i].kind != PARLOR_ARGUMENT_NONE; i++) {
    const ParlorArgument *argument = &command->arguments[i];
    g_autofree char      *word = NULL;

    *rest = skip_space (*rest);
    if (**rest != '\0' && !argument->is_needed && !is_meant (argument, *rest))
      continue;
    if (takes_rest (argument, *rest) || !is_word_done (*rest)) {
      point->argument = argument;
      return;
    }
    word = take_word (rest);
  }
}

/**
 * parlor_command_point_at:
 * @line: what is being typed
 * @cursor: where the cursor is, in bytes
 * @ret_point: (out caller-allocates): what is there; its word is to be freed
 *
 * Returns: whether @line is or may become a command and the cursor is in it
 */
gboolean
parlor_command_point_at (const char         *line,
                         gsize               cursor,
                         ParlorCommandPoint *ret_point)
{
  g_autofree char *typed = NULL;
  g_autofree char *name = NULL;
  const char      *rest;

  g_return_val_if_fail (line != NULL && ret_point != NULL, FALSE);

  *ret_point = (ParlorCommandPoint){ 0 };
  if (cursor == 0 || (!parlor_command_is_command (line) && !(line[0] == '/' && line[1] == '\0')))
    return FALSE;

  typed = g_strndup (line, cursor);
  rest = typed;
  ret_point->command = parlor_command_take_name (&rest, &name);
  if (*rest == '\0') {
    ret_point->command = NULL;
    ret_point->word = g_steal_pointer (&name);
    ret_point->start = 0;
    return TRUE;
  }
  if (ret_point->command == NULL)
    return FALSE;

  find_argument (ret_point->command, &rest, ret_point);
  rest = skip_space (rest);
  ret_point->start = rest - typed;
  ret_point->word = g_strdup (*rest == '"' ? rest + 1 : rest);

  return TRUE;
}
