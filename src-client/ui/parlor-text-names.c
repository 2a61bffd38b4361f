/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who and what is named in a text, and how to get there. */

#include "parlor-text-names.h"

#include "parlor-mentions.h"

/* Returns: (nullable): the channel that @name, with or without `#`, is of */
static ParlorConversation *
find_channel (ParlorClient *client,
              const char   *name)
{
  ParlorConversation *found = parlor_client_find_conversation (client, name);

  if (found == NULL || parlor_conversation_get_kind (found) != PARLOR_CONVERSATION_CHANNEL)
    return NULL;

  return found;
}

/**
 * parlor_text_names_is_known:
 * @client: who reads the text
 * @conversation: where it stands
 * @kind: %PARLOR_SPAN_MENTION or %PARLOR_SPAN_CHANNEL
 * @name: of somebody, or of a channel
 *
 * Returns: whether the reader knows who or what that is
 */
gboolean
parlor_text_names_is_known (ParlorClient       *client,
                            ParlorConversation *conversation,
                            ParlorSpanKind      kind,
                            const char         *name)
{
  const gboolean is_personal =
    parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_PERSONAL;

  if (kind == PARLOR_SPAN_CHANNEL)
    return find_channel (client, name) != NULL;
  if (g_str_equal (name, PARLOR_MENTION_ALL))
    return !is_personal;

  return parlor_client_find_account (client, name) != NULL;
}

/**
 * parlor_text_names_is_reader:
 * @client: who reads the text
 * @mention: `@name` of somebody who is known
 *
 * Returns: whether the reader is meant, alone or with all others
 */
gboolean
parlor_text_names_is_reader (ParlorClient *client,
                             const char   *mention)
{
  ParlorAccount *account = parlor_client_find_account (client, mention);

  return account == NULL || parlor_account_is_self (account);
}

static gboolean
is_reader_span (ParlorClient         *client,
                const ParlorRichText *rich,
                const ParlorSpan     *span)
{
  g_autofree char *mention = NULL;

  if (span->kind != PARLOR_SPAN_MENTION)
    return FALSE;

  mention = g_strndup (parlor_rich_text_get_text (rich) + span->start, span->length);

  return parlor_text_names_is_reader (client, mention);
}

/**
 * parlor_text_names_have_reader:
 * @client: who reads the text
 * @rich: the text, taken apart
 *
 * Returns: whether the reader is mentioned in it
 */
gboolean
parlor_text_names_have_reader (ParlorClient         *client,
                               const ParlorRichText *rich)
{
  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    const ParlorBlock *block = parlor_rich_text_get_block (rich, i);

    for (guint j = 0; j < block->n_spans; j++) {
      if (is_reader_span (client, rich, parlor_rich_text_get_span (rich, block->first_span + j)))
        return TRUE;
    }
  }

  return FALSE;
}

/**
 * parlor_text_names_hash:
 * @rich: a text taken apart
 *
 * Returns: what changes when other names are known in the same text
 */
guint
parlor_text_names_hash (const ParlorRichText *rich)
{
  guint hash = 0;

  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    const ParlorBlock *block = parlor_rich_text_get_block (rich, i);

    for (guint j = 0; j < block->n_spans; j++) {
      const ParlorSpan *span = parlor_rich_text_get_span (rich, block->first_span + j);

      if (span->kind == PARLOR_SPAN_MENTION || span->kind == PARLOR_SPAN_CHANNEL)
        hash = hash * 31 + (guint) (span->start * 64 + span->length);
    }
  }

  return hash;
}

/**
 * parlor_text_names_open:
 * @client: who reads the text
 * @widget: what was activated
 * @name: `@name` or `#name`
 *
 * Goes to somebody, or to a channel.
 *
 * Actions, to be found in a parent of @widget: win.open-account,
 * win.open-conversation.
 */
void
parlor_text_names_open (ParlorClient *client,
                        GtkWidget    *widget,
                        const char   *name)
{
  ParlorAccount      *account = NULL;
  ParlorConversation *channel = NULL;

  if (*name == '@')
    account = parlor_client_find_account (client, name);
  else
    channel = find_channel (client, name);

  if (account != NULL && !parlor_account_is_self (account))
    gtk_widget_activate_action (widget, "win.open-account", "x",
                                parlor_account_get_id (account));
  if (channel != NULL)
    gtk_widget_activate_action (widget, "win.open-conversation", "s",
                                parlor_conversation_get_id (channel));
}
