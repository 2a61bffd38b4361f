/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tab: the first time, as much as is certain; then one candidate after another. */

#define G_LOG_DOMAIN "parlor-cli-complete"

#include "parlor-cli-private.h"

#include "parlor-cli-candidates.h"
#include "parlor-cli-commands.h"
#include "parlor-emoji-names.h"

#include <string.h>

#define MAX_CANDIDATES 60

/* What Tab was pressed for, and what came of it. */
struct _ParlorCliCompletion
{
  char                *line; /* as it was left */
  gsize                cursor;
  ParlorSuggestions   *suggestions;
  ParlorCliCandidates *candidates;
  int                  chosen;
  GCancellable        *cancellable;
};

/**
 * _parlor_cli_completion_free:
 * @completion: (transfer full): what Tab was pressed for
 */
void
_parlor_cli_completion_free (ParlorCliCompletion *completion)
{
  g_cancellable_cancel (completion->cancellable);
  g_object_unref (completion->cancellable);
  parlor_cli_candidates_free (completion->candidates);
  parlor_suggestions_free (completion->suggestions);
  g_free (completion->line);
  g_free (completion);
}

/* Whether nothing was typed since. */
static gboolean
is_current (ParlorCli *self)
{
  return self->completion != NULL &&
         g_str_equal (parlor_cli_editor_get_line (self->editor), self->completion->line) &&
         parlor_cli_editor_get_cursor (self->editor) == self->completion->cursor;
}

static void
put (ParlorCli  *self,
     const char *text)
{
  ParlorCliCompletion *completion = self->completion;

  parlor_cli_editor_replace (self->editor, completion->candidates->start, completion->cursor,
                             text);
  g_free (completion->line);
  completion->line = g_strdup (parlor_cli_editor_get_line (self->editor));
  completion->cursor = parlor_cli_editor_get_cursor (self->editor);
}

static void
show (ParlorCli *self)
{
  g_autofree char *rows =
    parlor_cli_candidates_lay_out (self->completion->candidates, self->completion->chosen,
                                   MAX (parlor_cli_editor_get_n_columns (self->editor), 2),
                                   MAX (parlor_cli_editor_get_n_rows (self->editor) / 3, 1),
                                   _parlor_cli_has_colors (self));

  if (rows != NULL)
    parlor_cli_editor_show_below (self->editor, rows);
}

/* A sign may come before what was typed: @ of a person, say. */
static gboolean
begins_with (const char *text,
             const char *typed)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *folded_typed = g_utf8_casefold (typed, -1);

  return g_str_has_prefix (folded, folded_typed) ||
         (*folded != '\0' && strchr ("@#/", *folded) != NULL &&
          g_str_has_prefix (folded + 1, folded_typed));
}

/* Only one candidate, and one may use it: that is it. */
static void
fill_in (ParlorCli *self)
{
  ParlorCliCompletion *completion = self->completion;
  GPtrArray           *items = completion->candidates->items;
  g_autofree char     *typed = g_strndup (completion->line + completion->candidates->start,
                                          completion->cursor - completion->candidates->start);
  g_autofree char     *prefix = parlor_cli_candidates_dup_prefix (completion->candidates);

  if (items->len == 1 && prefix != NULL) {
    put (self, prefix);
    g_clear_pointer (&self->completion, _parlor_cli_completion_free);
    return;
  }

  if (prefix != NULL && strlen (prefix) > strlen (typed) && begins_with (prefix, typed))
    put (self, prefix);
  show (self);
}

static void
go_on (ParlorCli *self)
{
  ParlorCliCompletion *completion = self->completion;
  const GPtrArray     *items = completion->candidates->items;
  const int            n_items = items->len;

  for (int i = 1; i <= n_items; i++) {
    const int                 at = (completion->chosen + i) % n_items;
    const ParlorCliCandidate *candidate = items->pdata[at];

    if (candidate->text != NULL) {
      completion->chosen = at;
      put (self, candidate->text);
      break;
    }
  }
  show (self);
}

static void
take_suggestions (ParlorCli *self)
{
  ParlorCliCompletion *completion = self->completion;

  parlor_cli_candidates_free (completion->candidates);
  completion->candidates =
    parlor_cli_candidates_new (completion->suggestions, completion->line, completion->cursor);
  fill_in (self);
}

static void
on_directory_page (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ParlorPacketType type;
  gpointer         page =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, NULL);
  ParlorCli *self;

  if (page == NULL)
    return;

  self = user_data; /* it lives: what it no longer waits for was cancelled */
  if (type == PARLOR_PACKET_DIRECTORY_PAGE && is_current (self)) {
    parlor_suggestions_add_listings (self->completion->suggestions, page, MAX_CANDIDATES);
    take_suggestions (self);
  }
  parlor_packet_free (type, page);
}

/* What one is not in yet, only the server knows. */
static void
ask_directory (ParlorCli *self)
{
  ParlorDirectoryPacket *packet = parlor_packet_new (PARLOR_PACKET_DIRECTORY);

  packet->query = g_strdup (self->completion->suggestions->word);
  packet->limit = MAX_CANDIDATES;
  parlor_client_request_async (self->client, PARLOR_PACKET_DIRECTORY, packet,
                               self->completion->cancellable, on_directory_page, self);
}

/* The next Tab puts those who are here first. */
static void
want_members (ParlorCli *self)
{
  if (self->target != NULL &&
      parlor_conversation_get_kind (self->target) != PARLOR_CONVERSATION_PERSONAL)
    parlor_conversation_load_members_async (self->target, NULL, NULL, NULL);
}

/* Returns: whether the word before the cursor is a whole name of an emoji, which stands there
 * now */
static gboolean
put_emoji (ParlorCli  *self,
           const char *line,
           gsize       cursor)
{
  const char      *end = line + cursor;
  const char      *begin = end - 1;
  g_autofree char *name = NULL;
  const char      *emoji;

  if (cursor < 3 || *begin != ':')
    return FALSE;

  do
    begin--;
  while (begin > line && *begin != ':' && !g_ascii_isspace (*begin));
  if (*begin != ':')
    return FALSE;

  name = g_strndup (begin + 1, end - begin - 2);
  emoji = parlor_emoji_find (name);
  if (emoji != NULL)
    parlor_cli_editor_replace (self->editor, begin - line, cursor, emoji);

  return emoji != NULL;
}

/**
 * _parlor_cli_complete:
 * @self: the program, with an editor
 * @line: what is being typed
 * @cursor: where the cursor is in it, in bytes
 *
 * Completes the word before the cursor, and shows what else it may become.
 */
void
_parlor_cli_complete (ParlorCli  *self,
                      const char *line,
                      gsize       cursor)
{
  ParlorCommandContext context;
  ParlorCliCompletion *completion;

  if (is_current (self) && self->completion->candidates != NULL) {
    go_on (self);
    return;
  }
  if (put_emoji (self, line, cursor))
    return;

  g_clear_pointer (&self->completion, _parlor_cli_completion_free);
  completion = g_new0 (ParlorCliCompletion, 1);
  completion->line = g_strdup (line);
  completion->cursor = cursor;
  completion->chosen = -1;
  completion->cancellable = g_cancellable_new ();
  parlor_cli_get_context (self, &context);
  completion->suggestions = parlor_suggestions_new (&context, line, cursor, MAX_CANDIDATES);
  self->completion = completion;

  if (completion->suggestions->argument != NULL &&
      completion->suggestions->argument->kind == PARLOR_ARGUMENT_LISTED) {
    ask_directory (self);
  } else {
    want_members (self);
    take_suggestions (self);
  }
}
