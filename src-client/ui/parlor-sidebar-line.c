/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a row of the list of conversations tells below its title. */

#define G_LOG_DOMAIN "parlor-sidebar-line"

#include "parlor-sidebar-line.h"

#include <glib/gi18n.h>

#include "parlor-presence-dot.h"
#include "parlor-summary.h"

/* No line is wider; a draft may be very long. */
#define LINE_MAX_CHARS 200

static char *
format_typists (ParlorConversation *conversation)
{
  const GPtrArray *typists = parlor_conversation_get_typists (conversation);

  if (parlor_conversation_get_peer (conversation) != NULL)
    return g_strdup (_ ("Writing…"));
  if (typists->len == 1) {
    /* Translators: somebody is writing a message now */
    return g_strdup_printf (_ ("%s is writing…"), parlor_account_get_nick (typists->pdata[0]));
  }

  return g_strdup (_ ("Several people are writing…"));
}

static char *
format_draft (const char *draft)
{
  g_autofree char *text = NULL;

  if (g_utf8_strlen (draft, -1) > LINE_MAX_CHARS)
    text = g_utf8_substring (draft, 0, LINE_MAX_CHARS);
  else
    text = g_strdup (draft);
  g_strdelimit (text, "\r\n\t", ' ');

  /* Translators: %s is a message that was begun but not sent */
  return g_strdup_printf (_ ("Draft: %s"), text);
}

/* What is being written tells more than what was written last. */
static char *
format_content (ParlorConversation *conversation)
{
  const char    *draft;
  ParlorMessage *last;

  if (conversation == NULL)
    return NULL;
  if (parlor_conversation_get_typists (conversation)->len > 0)
    return format_typists (conversation);

  draft = parlor_conversation_get_draft (conversation)->text;
  if (draft != NULL)
    return format_draft (draft);

  last = parlor_conversation_get_last_message (conversation);
  if (last != NULL)
    return parlor_summary_line (last, parlor_conversation_get_kind (conversation));

  return NULL;
}

/**
 * parlor_sidebar_line_new:
 * @account: (nullable): who a personal chat is with
 * @conversation: (nullable): if there is one
 *
 * Returns: (transfer full): a line to show; empty if there is nothing to tell
 */
char *
parlor_sidebar_line_new (ParlorAccount      *account,
                         ParlorConversation *conversation)
{
  char *content = format_content (conversation);

  if (content != NULL)
    return content;
  if (account == NULL)
    return g_strdup ("");

  return g_strconcat (parlor_presence_get_word (parlor_account_get_presence (account)), " · @",
                      parlor_account_get_name (account), NULL);
}

/**
 * parlor_sidebar_line_say:
 * @account: (nullable): who a personal chat is with
 * @conversation: (nullable): if there is one
 *
 * Returns: (transfer full): the line for whoever is told before whether @account
 *   is here
 */
char *
parlor_sidebar_line_say (ParlorAccount      *account,
                         ParlorConversation *conversation)
{
  char *content = format_content (conversation);

  if (content != NULL)
    return content;
  if (account == NULL)
    return g_strdup ("");

  return g_strconcat ("@", parlor_account_get_name (account), NULL);
}
