/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody wrote, with what is bold shown as bold, and so on. */

#define G_LOG_DOMAIN "parlor-cli-rich"

#include "parlor-cli-rich.h"

#include "parlor-client.h"
#include "parlor-mentions.h"
#include "parlor-rich-text.h"

#include <string.h>

static gboolean
is_known (ParlorSpanKind kind,
          const char    *name,
          gpointer       user_data)
{
  ParlorClient *client = user_data;

  if (client == NULL)
    return FALSE;
  if (kind == PARLOR_SPAN_CHANNEL)
    return parlor_client_find_conversation (client, name) != NULL;

  return g_str_equal (name, PARLOR_MENTION_ALL) ||
         parlor_client_find_account (client, name) != NULL;
}

static ParlorCliInk
choose_ink (const ParlorSpan   *span,
            const char         *written,
            ParlorConversation *conversation)
{
  ParlorCliInk ink = PARLOR_CLI_INK_PLAIN;

  if (span->style & PARLOR_STYLE_BOLD)
    ink |= PARLOR_CLI_INK_BOLD;
  if (span->style & PARLOR_STYLE_ITALIC)
    ink |= PARLOR_CLI_INK_ITALIC;
  if (span->style & PARLOR_STYLE_STRIKE)
    ink |= PARLOR_CLI_INK_STRIKE;
  if (span->style & PARLOR_STYLE_CODE)
    ink |= PARLOR_CLI_INK_CODE;

  if (span->kind == PARLOR_SPAN_LINK)
    ink |= PARLOR_CLI_INK_UNDERLINE;
  else if (span->kind != PARLOR_SPAN_TEXT)
    ink |= PARLOR_CLI_INK_BOLD;
  if (span->kind == PARLOR_SPAN_MENTION &&
      parlor_conversation_mentions_self (conversation, written))
    ink |= PARLOR_CLI_INK_REVERSE;

  return ink;
}

static void
append_span (ParlorCliText      *output,
             ParlorConversation *conversation,
             const char         *text,
             const ParlorSpan   *span,
             ParlorCliInk        block_ink)
{
  g_autofree char   *written = g_strndup (text + span->start, span->length);
  g_autofree char   *uri = NULL;
  const ParlorCliInk ink = block_ink | choose_ink (span, written, conversation);

  if (span->kind == PARLOR_SPAN_LINK)
    uri = g_strconcat (span->prefix != NULL ? span->prefix : "", written, NULL);
  parlor_cli_text_append_link (output, ink, written, uri);
}

/**
 * parlor_cli_append_rich:
 * @output: where to write
 * @conversation: where it was written
 * @text: what somebody wrote
 *
 * Writes it without the signs that say how it is shown, in inks that do.
 */
void
parlor_cli_append_rich (ParlorCliText      *output,
                        ParlorConversation *conversation,
                        const char         *text)
{
  ParlorClient              *client = parlor_conversation_get_client (conversation);
  g_autoptr (ParlorRichText) rich = parlor_rich_text_new (text, is_known, client);

  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    const ParlorBlock *block = parlor_rich_text_get_block (rich, i);
    const ParlorCliInk ink =
      block->kind == PARLOR_BLOCK_CODE ? PARLOR_CLI_INK_CODE : PARLOR_CLI_INK_PLAIN;

    /* What stands in a quote, or is code, begins a line of its own. */
    if (i > 0 || block->depth > 0 || block->kind == PARLOR_BLOCK_CODE)
      parlor_cli_text_append (output, PARLOR_CLI_INK_PLAIN, "\n");
    parlor_cli_text_set_margin (output, block->depth);
    for (guint j = 0; j < block->n_spans; j++)
      append_span (output, conversation, parlor_rich_text_get_text (rich),
                   parlor_rich_text_get_span (rich, block->first_span + j), ink);
  }
  parlor_cli_text_set_margin (output, 0);
}
