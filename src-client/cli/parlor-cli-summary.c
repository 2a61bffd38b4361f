/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was written while one was away. */

#define G_LOG_DOMAIN "parlor-cli-summary"

#include "parlor-cli-summary.h"

#include "parlor-rich-text.h"

#include <glib/gi18n.h>

#define MAX_LINES 10
#define NEWEST_MAX_CHARS 60

static char *
describe_counts (ParlorConversation *conversation)
{
  const guint      n_unread = parlor_conversation_get_unread (conversation);
  const guint      n_mentions = parlor_conversation_get_mentions (conversation);
  g_autofree char *unread =
    g_strdup_printf (ngettext ("%u unread", "%u unread", n_unread), n_unread);
  g_autofree char *mentions = NULL;

  if (n_mentions == 0)
    return g_steal_pointer (&unread);

  mentions = g_strdup_printf (ngettext ("%u mention", "%u mentions", n_mentions), n_mentions);

  /* Translators: how many messages are unread, and how many of them mention one:
   * “12 unread, 1 mention” */
  return g_strdup_printf (_ ("%1$s, %2$s"), unread, mentions);
}

/* Returns: (nullable): the beginning of the last message, if somebody else wrote it */
static char *
describe_newest (ParlorMessage *newest)
{
  const char       *text;
  ParlorAttachment *attachment;

  if (newest == NULL || parlor_message_is_own (newest) || parlor_message_is_deleted (newest))
    return NULL;

  text = parlor_message_get_text (newest);
  attachment = parlor_message_get_attachment (newest);
  if (text != NULL && *text != '\0')
    return parlor_rich_text_summarize (text, NEWEST_MAX_CHARS);

  return attachment != NULL ? g_strdup (parlor_attachment_get_name (attachment)) : NULL;
}

/**
 * parlor_cli_describe_unread:
 * @view: how to show it
 * @conversation: one with unread messages
 *
 * Returns: (transfer full): `#lobby: 12 unread, 1 mention; newest from Ben: Hello`
 */
char *
parlor_cli_describe_unread (const ParlorCliView *view,
                            ParlorConversation  *conversation)
{
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();
  ParlorMessage            *newest = parlor_conversation_get_last_message (conversation);
  g_autofree char          *where = parlor_cli_describe_conversation (conversation);
  g_autofree char          *counts = describe_counts (conversation);
  g_autofree char          *text = describe_newest (newest);
  g_autofree char          *whole = NULL;

  if (text == NULL)
    /* Translators: a conversation, and “12 unread” */
    whole = g_strdup_printf (_ ("%1$s: %2$s"), where, counts);
  else if (parlor_conversation_get_peer (conversation) != NULL)
    /* Translators: a person, “12 unread”, and the beginning of their last message */
    whole = g_strdup_printf (_ ("%1$s: %2$s; newest: %3$s"), where, counts, text);
  else
    /* Translators: a conversation, “12 unread”, a name, and the beginning of their message */
    whole = g_strdup_printf (_ ("%1$s: %2$s; newest from %3$s: %4$s"), where, counts,
                             parlor_account_get_nick (parlor_message_get_author (newest)), text);

  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "  ");
  parlor_cli_text_append (line,
                          parlor_conversation_get_mentions (conversation) > 0
                            ? PARLOR_CLI_INK_BOLD
                            : PARLOR_CLI_INK_PLAIN,
                          whole);

  return parlor_cli_text_render (line, &view->style, 4);
}

/* Who mentions one, or writes to nobody else, waits for an answer. */
static int
compare (gconstpointer a,
         gconstpointer b)
{
  ParlorConversation *one = *(ParlorConversation *const *) a;
  ParlorConversation *other = *(ParlorConversation *const *) b;
  const int           one_waits = parlor_conversation_get_mentions (one) > 0 ||
                        parlor_conversation_get_peer (one) != NULL;
  const int other_waits = parlor_conversation_get_mentions (other) > 0 ||
                          parlor_conversation_get_peer (other) != NULL;

  if (one_waits != other_waits)
    return other_waits - one_waits;

  return (parlor_conversation_get_unread (other) > parlor_conversation_get_unread (one)) -
         (parlor_conversation_get_unread (other) < parlor_conversation_get_unread (one));
}

static GPtrArray *
find_unread (ParlorClient *client)
{
  GListModel *conversations = parlor_client_get_conversations (client);
  GPtrArray  *unread = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);

    if (parlor_conversation_is_member (conversation) &&
        parlor_conversation_get_unread (conversation) > 0)
      g_ptr_array_add (unread, g_steal_pointer (&conversation));
  }
  g_ptr_array_sort (unread, compare);

  return unread;
}

/* Takes @text. */
static void
print_wrapped (ParlorCli           *cli,
               const ParlorCliView *view,
               char                *text)
{
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();
  g_autofree char          *wrapped = NULL;

  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, text);
  wrapped = parlor_cli_text_render (line, &view->style, 2);
  parlor_cli_print (cli, "%s", wrapped);
  g_free (text);
}

static void
print_greeting (ParlorCli           *cli,
                const ParlorCliView *view)
{
  ParlorClient    *client = parlor_cli_get_client (cli);
  ParlorAccount   *account = parlor_client_get_self (client);
  const char      *server = parlor_client_get_server_name (client);
  g_autofree char *where = server != NULL ? parlor_cli_clean_line (server)
                                          : parlor_client_dup_server_address (client);

  if (account != NULL)
    /* Translators: the name of a server, and of an account */
    print_wrapped (cli, view,
                   g_strdup_printf (_ ("You are on %1$s as %2$s. /help shows what you can type."),
                                    where, parlor_account_get_name (account)));
}

/**
 * parlor_cli_print_summary:
 * @cli: the program
 * @view: how to show it
 *
 * Says where something was written, how much, and what last.
 */
void
parlor_cli_print_summary (ParlorCli           *cli,
                          const ParlorCliView *view)
{
  g_autoptr (GPtrArray) unread = find_unread (parlor_cli_get_client (cli));
  const guint           n_shown = MIN (unread->len, MAX_LINES);

  print_greeting (cli, view);
  if (unread->len > 0)
    parlor_cli_print (cli, "%s", _ ("While you were away:"));
  for (guint i = 0; i < n_shown; i++) {
    g_autofree char *line = parlor_cli_describe_unread (view, unread->pdata[i]);

    parlor_cli_print (cli, "%s", line);
  }
  if (unread->len > n_shown)
    print_wrapped (cli, view,
                   g_strdup_printf (ngettext ("  and %u more conversation",
                                              "  and %u more conversations", unread->len - n_shown),
                                    unread->len - n_shown));
}
