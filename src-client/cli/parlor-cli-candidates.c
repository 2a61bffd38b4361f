/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cli-candidates"

#include "parlor-cli-candidates.h"

#include "parlor-cli-print.h"
#include "parlor-cli-rows.h"

#include <glib/gi18n.h>
#include <string.h>

#define LABEL_MAX_COLUMNS 36
#define GAP_COLUMNS 2

static void
candidate_free (gpointer data)
{
  ParlorCliCandidate *candidate = data;

  g_free (candidate->text);
  g_free (candidate->label);
  g_free (candidate->detail);
  g_free (candidate);
}

/**
 * parlor_cli_candidates_free:
 * @self: (transfer full) (nullable): candidates
 */
void
parlor_cli_candidates_free (ParlorCliCandidates *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->items);
  g_free (self->hint);
  g_free (self);
}

/* Takes @text. */
static void
add (ParlorCliCandidates *self,
     char                *text,
     const char          *label,
     const char          *detail)
{
  ParlorCliCandidate *candidate = g_new0 (ParlorCliCandidate, 1);

  candidate->text = text;
  candidate->label = parlor_cli_clean (label);
  candidate->detail = detail != NULL ? parlor_cli_clean (detail) : NULL;
  g_ptr_array_add (self->items, candidate);
}

/* People and conversations are shown as they are written. */
static void
add_suggestion (ParlorCliCandidates    *self,
                const ParlorSuggestion *suggestion)
{
  g_autofree char *text = g_strchomp (g_strdup (suggestion->text));
  const char      *detail = suggestion->reason != NULL ? suggestion->reason : suggestion->detail;
  const char      *label = text;

  if (suggestion->kind == PARLOR_SUGGESTION_COMMAND || suggestion->kind == PARLOR_SUGGESTION_WORD)
    label = suggestion->title;
  else if (suggestion->kind == PARLOR_SUGGESTION_PERSON)
    detail = suggestion->title;
  else if (suggestion->kind == PARLOR_SUGGESTION_EMOJI)
    detail = suggestion->title;

  add (self, suggestion->reason != NULL ? NULL : g_strdup (suggestion->text), label, detail);
}

/* Files. */

static gboolean
is_offered (const ParlorCommand  *command,
            const ParlorArgument *argument,
            const char           *name,
            gboolean              is_folder)
{
  g_autofree char *type = NULL;

  if (is_folder || argument->kind == PARLOR_ARGUMENT_FOLDER)
    return is_folder;
  if (!g_str_equal (command->name, "image"))
    return TRUE;

  type = g_content_type_guess (name, NULL, 0, NULL);

  return g_content_type_is_a (type, "image/*") || g_str_has_prefix (type, "image/");
}

static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  const ParlorCliCandidate *one = *(ParlorCliCandidate *const *) a;
  const ParlorCliCandidate *other = *(ParlorCliCandidate *const *) b;

  return g_utf8_collate (one->label, other->label);
}

/* What is hidden is shown to who asks for it. */
static void
add_files (ParlorCliCandidates     *self,
           const ParlorSuggestions *suggestions,
           const char              *word)
{
  const char      *slash = strrchr (word, '/');
  const char      *base = slash != NULL ? slash + 1 : word;
  g_autofree char *before = g_strndup (word, base - word);
  g_autofree char *folder = g_strdup (*before != '\0' ? before : ".");
  g_autoptr (GDir) dir = NULL;
  const char      *name;

  if (g_str_has_prefix (word, "~/")) {
    g_free (folder);
    folder = g_build_filename (g_get_home_dir (), before + 2, NULL);
  }
  dir = g_dir_open (folder, 0, NULL);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *clean = NULL;
    const gboolean   is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

    if (!g_str_has_prefix (name, base) || (*name == '.' && *base != '.') ||
        !g_utf8_validate (name, -1, NULL) ||
        !is_offered (suggestions->command, suggestions->argument, name, is_folder))
      continue;

    clean = parlor_cli_clean (name);
    if (g_str_equal (clean, name)) {
      g_autofree char *label = g_strconcat (name, is_folder ? "/" : "", NULL);

      add (self, g_strconcat (before, label, NULL), label, NULL);
    }
  }
  g_ptr_array_sort (self->items, compare_labels);
}

static gboolean
is_file (const ParlorArgument *argument)
{
  return argument != NULL && (argument->kind == PARLOR_ARGUMENT_FILE ||
                              argument->kind == PARLOR_ARGUMENT_FOLDER);
}

static char *
make_hint (const ParlorSuggestions *suggestions)
{
  g_autofree char *usage = NULL;
  g_autofree char *argument = NULL;
  g_autofree char *explanation = NULL;

  if (suggestions->command == NULL)
    return NULL;

  usage = parlor_command_dup_usage (suggestions->command);
  if (suggestions->argument == NULL)
    return g_strdup (usage);

  argument = parlor_argument_dup_usage (suggestions->argument);
  explanation = parlor_argument_dup_explanation (suggestions->argument);

  /* Translators: how a command is written, what is to be written next, and what that means:
   * /join NAME [PASSWORD] — NAME: Name of a channel or group */
  return g_strdup_printf (_ ("%1$s — %2$s: %3$s"), usage, argument, explanation);
}

/**
 * parlor_cli_candidates_new:
 * @suggestions: what the core knows
 * @line: what is being typed
 * @cursor: where the cursor is in it, in bytes
 *
 * Returns: (transfer full): that, and files where a file is to be named
 */
ParlorCliCandidates *
parlor_cli_candidates_new (const ParlorSuggestions *suggestions,
                           const char              *line,
                           gsize                    cursor)
{
  ParlorCliCandidates *self = g_new0 (ParlorCliCandidates, 1);

  self->items = g_ptr_array_new_with_free_func (candidate_free);
  self->start = suggestions->start;
  self->hint = make_hint (suggestions);
  for (guint i = 0; i < suggestions->items->len; i++)
    add_suggestion (self, suggestions->items->pdata[i]);

  if (is_file (suggestions->argument)) {
    g_autofree char *word = NULL;

    if (line[self->start] == '"')
      self->start++;
    word = g_strndup (line + self->start, cursor - self->start);
    add_files (self, suggestions, word);
  }

  return self;
}

/**
 * parlor_cli_candidates_dup_prefix:
 * @self: candidates
 *
 * Returns: (transfer full) (nullable): what all that can be used begin with; %NULL if none can
 */
char *
parlor_cli_candidates_dup_prefix (ParlorCliCandidates *self)
{
  char *prefix = NULL;

  for (guint i = 0; i < self->items->len; i++) {
    const ParlorCliCandidate *candidate = self->items->pdata[i];
    gsize                     length = 0;

    if (candidate->text == NULL)
      continue;
    if (prefix == NULL)
      prefix = g_strdup (candidate->text);
    while (prefix[length] != '\0' && prefix[length] == candidate->text[length])
      length++;
    while (length > 0 && (prefix[length] & 0xc0) == 0x80) /* within a character */
      length--;
    prefix[length] = '\0';
  }

  return prefix;
}

static guint
measure_labels (ParlorCliCandidates *self,
                gboolean            *ret_has_details)
{
  guint n_columns = 1;

  *ret_has_details = FALSE;
  for (guint i = 0; i < self->items->len; i++) {
    const ParlorCliCandidate *candidate = self->items->pdata[i];

    n_columns = MAX (n_columns, parlor_cli_count_row_columns (candidate->label));
    *ret_has_details |= candidate->detail != NULL;
  }

  return MIN (n_columns, LABEL_MAX_COLUMNS);
}

static void
append_cell (GString                  *rows,
             const ParlorCliCandidate *candidate,
             gboolean                  is_chosen,
             guint                     n_label_columns,
             guint                     n_detail_columns,
             gboolean                  has_colors)
{
  g_autofree char *label = parlor_cli_fit_row (candidate->label, n_label_columns);
  g_autofree char *detail = NULL;

  /* The colour is not all that tells: what is chosen stands in the line. */
  g_string_append_printf (rows, is_chosen && has_colors ? "\033[7m%s\033[0m" : "%s", label);
  if (candidate->detail == NULL || n_detail_columns == 0)
    return;

  detail = g_strchomp (parlor_cli_fit_row (candidate->detail, n_detail_columns));
  g_string_append_printf (rows, has_colors ? "%*s\033[2m%s\033[0m" : "%*s%s", GAP_COLUMNS, "",
                          detail);
}

/* What has no details stands side by side, read row by row. */
static void
append_rows (ParlorCliCandidates *self,
             GString             *rows,
             int                  chosen,
             guint                n_columns,
             guint                n_rows,
             gboolean             has_colors)
{
  gboolean    has_details;
  const guint n_label = MIN (measure_labels (self, &has_details), n_columns - 1);
  const guint n_beside = has_details ? 1 : MAX (n_columns / (n_label + GAP_COLUMNS), 1);
  const guint n_detail = n_columns > n_label + GAP_COLUMNS + 1
                           ? n_columns - n_label - GAP_COLUMNS - 1
                           : 0;
  const guint n_shown = MIN (self->items->len, n_beside * n_rows);

  for (guint i = 0; i < n_shown; i++) {
    if (i > 0)
      g_string_append_printf (rows, i % n_beside == 0 ? "\n" : "%*s", GAP_COLUMNS, "");
    append_cell (rows, self->items->pdata[i], chosen == (int) i, n_label, n_detail, has_colors);
  }
  if (n_shown < self->items->len) {
    const guint n_more = self->items->len - n_shown;

    /* Translators: below a list that is cut off */
    g_string_append_printf (rows, ngettext ("\n… and %u more", "\n… and %u more", n_more), n_more);
  }
}

/**
 * parlor_cli_candidates_lay_out:
 * @self: candidates
 * @chosen: which one stands in the line, or -1
 * @n_columns: how wide the terminal is, at least 2
 * @n_rows: how many rows of candidates to show at most
 * @has_colors: whether it may be faint or reversed
 *
 * Returns: (transfer full) (nullable): rows to show below the line; %NULL if there is nothing to
 *   show
 */
char *
parlor_cli_candidates_lay_out (ParlorCliCandidates *self,
                               int                  chosen,
                               guint                n_columns,
                               guint                n_rows,
                               gboolean             has_colors)
{
  GString *rows;

  if (self->items->len == 0 && self->hint == NULL)
    return NULL;

  rows = g_string_new (NULL);
  if (self->items->len > 0) {
    append_rows (self, rows, chosen, n_columns, n_rows, has_colors);
  } else {
    g_autofree char *hint = g_strchomp (parlor_cli_fit_row (self->hint, n_columns - 1));

    g_string_append_printf (rows, has_colors ? "\033[2m%s\033[0m" : "%s", hint);
  }

  return g_string_free (rows, FALSE);
}
