/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-suggestions"

#include "parlor-suggestions-private.h"

#include "parlor-emoji-names.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nobody means anything by a longer word. */
#define WORD_MAX_BYTES 128

/* Fewer letters after a colon are rather a face. */
#define EMOJI_MIN_CHARS 2
#define FORGIVEN_MIN_CHARS 3

#define VARIATION_SELECTOR "\ufe0f"

ParlorSuggestion *
parlor_suggestion_new (ParlorSuggestionKind kind,
                       char                *title,
                       char                *text)
{
  ParlorSuggestion *self = g_new0 (ParlorSuggestion, 1);

  self->kind = kind;
  self->title = title;
  self->text = text;

  return self;
}

void
parlor_suggestion_free (gpointer data)
{
  ParlorSuggestion *self = data;

  g_free (self->title);
  g_free (self->detail);
  g_free (self->reason);
  g_free (self->text);
  g_clear_object (&self->account);
  g_clear_object (&self->conversation);
  g_free (self);
}

/**
 * parlor_suggestions_free:
 * @self: (transfer full) (nullable): suggestions
 */
void
parlor_suggestions_free (ParlorSuggestions *self)
{
  if (self == NULL)
    return;

  g_free (self->word);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static gboolean
begins_word (const char *folded,
             const char *at)
{
  const gunichar before = g_utf8_get_char (g_utf8_prev_char (at));

  return at > folded && !g_unichar_isalnum (before);
}

/**
 * parlor_fit:
 * @folded: a name, in small letters
 * @folded_word: what was written, in small letters
 *
 * Returns: how well it fits
 */
ParlorFit
parlor_fit (const char *folded,
            const char *folded_word)
{
  const char *at;
  ParlorFit   fit = PARLOR_FIT_NONE;

  if (g_str_has_prefix (folded, folded_word))
    return g_str_equal (folded, folded_word) ? PARLOR_FIT_WHOLE : PARLOR_FIT_BEGINNING;

  for (at = strstr (folded, folded_word); at != NULL; at = strstr (at + 1, folded_word)) {
    if (begins_word (folded, at))
      return PARLOR_FIT_WORD;
    fit = PARLOR_FIT_INSIDE;
  }

  return fit;
}

/* The best few. */

typedef struct
{
  gint64   rank;
  gpointer item;
} Ranked;

void
parlor_best_init (ParlorBest *self,
                  guint       n_max)
{
  self->n_max = n_max;
  self->ranked = g_array_sized_new (FALSE, FALSE, sizeof (Ranked), n_max + 1);
}

/* Of equals the first stays first. */
void
parlor_best_add (ParlorBest *self,
                 gint64      rank,
                 gpointer    item)
{
  const Ranked ranked = { rank, item };
  guint        position = self->ranked->len;

  while (position > 0 && g_array_index (self->ranked, Ranked, position - 1).rank < rank)
    position--;
  if (position >= self->n_max)
    return;

  g_array_insert_val (self->ranked, position, ranked);
  if (self->ranked->len > self->n_max)
    g_array_set_size (self->ranked, self->n_max);
}

gpointer
parlor_best_get (ParlorBest *self,
                 guint       position)
{
  return position < self->ranked->len ? g_array_index (self->ranked, Ranked, position).item : NULL;
}

void
parlor_best_clear (ParlorBest *self)
{
  g_array_unref (self->ranked);
}

/* Emoji. */

/* What asks for an image rather than a character makes no other emoji. */
static gboolean
is_same_emoji (const char *one,
               const char *other)
{
  const char *longer = g_str_has_prefix (one, other) ? one : other;
  const char *shorter = longer == one ? other : one;

  if (!g_str_has_prefix (longer, shorter))
    return FALSE;

  return longer[strlen (shorter)] == '\0' ||
         g_str_equal (longer + strlen (shorter), VARIATION_SELECTOR);
}

/**
 * parlor_suggestions_add_emoji:
 * @self: suggestions
 * @emoji: an emoji
 * @name: what it is called
 *
 * Adds it, unless it is among them.
 */
void
parlor_suggestions_add_emoji (ParlorSuggestions *self,
                              const char        *emoji,
                              const char        *name)
{
  ParlorSuggestion *suggestion;

  g_return_if_fail (self != NULL && emoji != NULL && name != NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (is_same_emoji (((ParlorSuggestion *) self->items->pdata[i])->detail, emoji))
      return;

  suggestion = parlor_suggestion_new (PARLOR_SUGGESTION_EMOJI, g_strdup_printf (":%s:", name),
                                      g_strconcat (emoji, " ", NULL));
  suggestion->detail = g_strdup (emoji);
  g_ptr_array_add (self->items, suggestion);
}

static ParlorFit
fit_names (const ParlorEmojiName *emoji,
           const char            *folded_word)
{
  g_auto (GStrv) names = g_strsplit (emoji->names, " ", -1);
  ParlorFit      best = PARLOR_FIT_NONE;

  for (guint i = 0; names[i] != NULL; i++)
    best = MAX (best, parlor_fit (names[i], folded_word));

  return best;
}

static void
take_emoji_called (ParlorSuggestions *self,
                   const char        *folded_word,
                   guint              n_max)
{
  const ParlorEmojiName *emoji;
  ParlorBest             best;

  parlor_best_init (&best, n_max);
  for (guint i = 0; i < parlor_emoji_names_get_n (); i++) {
    const ParlorFit fit = fit_names (parlor_emoji_names_get (i), folded_word);

    if (fit != PARLOR_FIT_NONE)
      parlor_best_add (&best, fit, (gpointer) parlor_emoji_names_get (i));
  }

  for (guint i = 0; (emoji = parlor_best_get (&best, i)) != NULL; i++) {
    g_autofree char *name = g_strndup (emoji->names, strcspn (emoji->names, " "));

    parlor_suggestions_add_emoji (self, emoji->emoji, name);
  }
  parlor_best_clear (&best);
}

/* Nobody has to know how it ends: one wrong letter there is forgiven. */
static void
take_emoji (ParlorSuggestions *self,
            guint              n_max)
{
  g_autofree char *folded = g_ascii_strdown (self->word, -1);

  self->wants_emoji = TRUE;
  take_emoji_called (self, folded, n_max);
  if (self->items->len == 0 && g_utf8_strlen (folded, -1) >= FORGIVEN_MIN_CHARS) {
    *g_utf8_prev_char (folded + strlen (folded)) = '\0';
    take_emoji_called (self, folded, n_max);
  }
}

/* Commands and fixed words. */

static void
add_command (ParlorSuggestions          *self,
             const ParlorCommandContext *context,
             const ParlorCommand        *command)
{
  g_autoptr (GError) error = NULL;
  ParlorSuggestion  *suggestion = parlor_suggestion_new (
     PARLOR_SUGGESTION_COMMAND, parlor_command_dup_usage (command),
     g_strdup_printf (self->argument != NULL ? "%s " : "/%s ", command->name));

  suggestion->detail = g_strdup (parlor_command_get_help (command));
  if (!parlor_command_check (command, context, &error))
    suggestion->reason = g_strdup (error->message);
  g_ptr_array_add (self->items, suggestion);
}

/* What can be used comes first, and what this program does not have is left out. */
static void
take_commands (ParlorSuggestions          *self,
               const ParlorCommandContext *context,
               guint                       n_max)
{
  g_autofree char     *folded = g_ascii_strdown (self->word, -1);
  const ParlorCommand *command;
  ParlorBest           best;

  parlor_best_init (&best, n_max);
  for (guint i = 0; i < parlor_command_get_n_commands (); i++) {
    ParlorFit      fit;
    gboolean       can_use;
    const gboolean has_it = parlor_command_get (i)->func != NULL ||
                            (context->frontend != NULL &&
                             g_strv_contains (context->frontend->names,
                                              parlor_command_get (i)->name));

    command = parlor_command_get (i);
    fit = parlor_fit (command->name, folded);
    if (command->aliases != NULL)
      fit = MAX (fit, parlor_fit (command->aliases, folded));
    can_use = parlor_command_check (command, context, NULL);
    if (has_it && fit >= PARLOR_FIT_WORD)
      parlor_best_add (&best, fit == PARLOR_FIT_WHOLE ? 3 : can_use + (fit > PARLOR_FIT_WORD),
                       (gpointer) command);
  }

  for (guint i = 0; (command = parlor_best_get (&best, i)) != NULL; i++)
    add_command (self, context, command);
  parlor_best_clear (&best);
}

static void
take_choices (ParlorSuggestions *self)
{
  g_auto (GStrv) words = g_strsplit (self->argument->hint, "|", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], self->word))
      g_ptr_array_add (self->items,
                       parlor_suggestion_new (PARLOR_SUGGESTION_WORD, g_strdup (words[i]),
                                              g_strconcat (words[i], " ", NULL)));
}

/* Signs within a text. */

/* Where the word at the cursor begins, without brackets and quotes before it. */
static gsize
find_word (const char *text,
           gsize       cursor)
{
  const char *p = text + cursor;
  const char *begin = p;

  while (p > text && text + cursor - p <= WORD_MAX_BYTES) {
    p = g_utf8_prev_char (p);
    if (g_unichar_isspace (g_utf8_get_char (p)))
      break;
    begin = p;
  }
  while (begin < text + cursor && strchr ("([{\"'*_~", *begin) != NULL)
    begin++;

  return begin - text;
}

static gboolean
is_emoji_word (const char *word)
{
  if (g_utf8_strlen (word, -1) < EMOJI_MIN_CHARS)
    return FALSE;

  for (const char *p = word; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("_+-", *p) == NULL)
      return FALSE;

  return TRUE;
}

/* A colon that a letter or digit comes before is part of a time or an address. */
static gboolean
find_emoji (ParlorSuggestions *self,
            const char        *text,
            gsize              cursor)
{
  const char *begin = text + self->start;
  const char *colon = g_strrstr_len (begin, cursor - self->start, ":");

  if (colon == NULL ||
      (colon > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (colon)))))
    return FALSE;

  g_free (self->word);
  self->word = g_strndup (colon + 1, text + cursor - colon - 1);
  self->start = colon - text;

  return is_emoji_word (self->word);
}

static void
take_signs (ParlorSuggestions          *self,
            const ParlorCommandContext *context,
            const char                 *text,
            gsize                       cursor,
            guint                       n_max)
{
  self->start = find_word (text, cursor);
  g_free (self->word);
  self->word = g_strndup (text + self->start, cursor - self->start);
  if (strlen (self->word) > WORD_MAX_BYTES)
    return;

  if (*self->word == '@' || *self->word == '#') {
    const char sign = *self->word;

    memmove (self->word, self->word + 1, strlen (self->word));
    if (sign == '@')
      parlor_suggestions_take_people (self, context, n_max);
    else
      parlor_suggestions_take_conversations (self, context, n_max);
  } else if (find_emoji (self, text, cursor)) {
    take_emoji (self, n_max);
  }
}

/* Arguments. */

static void
strip_sign (ParlorSuggestions *self,
            const char        *signs)
{
  if (*self->word != '\0' && strchr (signs, *self->word) != NULL)
    memmove (self->word, self->word + 1, strlen (self->word));
}

static void
take_recipients (ParlorSuggestions          *self,
                 const ParlorCommandContext *context,
                 guint                       n_max)
{
  const char sign = *self->word;

  strip_sign (self, "@#");
  if (sign != '#')
    parlor_suggestions_take_people (self, context, n_max);
  if (sign != '@' && self->items->len < n_max)
    parlor_suggestions_take_conversations (self, context, n_max - self->items->len);
}

static void
take_argument (ParlorSuggestions          *self,
               const ParlorCommandContext *context,
               guint                       n_max)
{
  switch ((int) self->argument->kind) {
  case PARLOR_ARGUMENT_PERSON:
  case PARLOR_ARGUMENT_MEMBER:
    strip_sign (self, "@");
    parlor_suggestions_take_people (self, context, n_max);
    break;
  case PARLOR_ARGUMENT_RECIPIENT:
    take_recipients (self, context, n_max);
    break;
  case PARLOR_ARGUMENT_CONVERSATION:
    strip_sign (self, "#");
    parlor_suggestions_take_conversations (self, context, n_max);
    break;
  case PARLOR_ARGUMENT_LISTED:
    strip_sign (self, "#");
    parlor_suggestions_take_invitations (self, context, n_max);
    break;
  case PARLOR_ARGUMENT_INVITATION:
    parlor_suggestions_take_invitations (self, context, n_max);
    break;
  case PARLOR_ARGUMENT_COMMAND:
    strip_sign (self, "/");
    take_commands (self, context, n_max);
    break;
  case PARLOR_ARGUMENT_CHOICE:
    take_choices (self);
    break;
  case PARLOR_ARGUMENT_EMOJI:
    strip_sign (self, ":");
    if (is_emoji_word (self->word))
      take_emoji (self, n_max);
    break;
  default:
    break;
  }
}

static gboolean
is_free_text (const ParlorArgument *argument)
{
  return argument == NULL || argument->kind == PARLOR_ARGUMENT_TEXT;
}

/**
 * parlor_suggestions_new:
 * @context: who writes, and where
 * @text: what has been written, UTF-8
 * @cursor: where the cursor is in it, in bytes
 * @n_max: how many to give at most
 *
 * What one may mean by the word that ends at the cursor: a person after `@`, a conversation after
 * `#`, an emoji after `:`, a command after `/` at the beginning, or an argument of a command.
 *
 * Returns: (transfer full): suggestions, perhaps none
 */
ParlorSuggestions *
parlor_suggestions_new (const ParlorCommandContext *context,
                        const char                 *text,
                        gsize                       cursor,
                        guint                       n_max)
{
  ParlorSuggestions *self;
  ParlorCommandPoint point = { 0 };

  g_return_val_if_fail (context != NULL && PARLOR_IS_CLIENT (context->client), NULL);
  g_return_val_if_fail (text != NULL && cursor <= strlen (text), NULL);

  self = g_new0 (ParlorSuggestions, 1);
  self->items = g_ptr_array_new_with_free_func (parlor_suggestion_free);
  self->start = cursor;

  if (parlor_command_point_at (text, cursor, &point)) {
    self->command = point.command;
    self->argument = point.argument;
    self->start = point.start;
    self->word = point.word;
  }

  if (self->word != NULL && self->command == NULL)
    take_commands (self, context, n_max);
  else if (self->word == NULL || is_free_text (self->argument))
    take_signs (self, context, text, cursor, n_max);
  else
    take_argument (self, context, n_max);

  return self;
}
