/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens in a conversation besides messages, in a sentence. */

#define G_LOG_DOMAIN "parlor-cli-event"

#include "parlor-cli-event.h"

#include "parlor-sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* As much of a message is quoted as is needed to know which one it is. */
#define TARGET_MAX_CHARS 40

/* What a change is about: the beginning of a text that is at hand. */
static char *
describe_target (ParlorConversation *conversation,
                 gint64              seq)
{
  ParlorMessage   *target = parlor_conversation_find_message (conversation, seq);
  const char      *text = target != NULL ? parlor_message_get_text (target) : NULL;
  g_autofree char *first = NULL;

  if (text == NULL || *text == '\0')
    return g_strdup (_ ("a message"));

  first = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), TARGET_MAX_CHARS));
  first[strcspn (first, "\r\n")] = '\0';

  /* Translators: %s is the beginning of a message */
  return g_strdup_printf (_ ("“%s”"), first);
}

static char *
describe_change (ParlorConversation *conversation,
                 ParlorMessage      *message,
                 const char         *author)
{
  const ParlorEventPacket *event = parlor_message_get_event (message);
  ParlorAccount           *member = parlor_message_get_member (message);
  g_autofree char         *target = describe_target (conversation, event->target);
  const char              *text = event->text != NULL ? event->text : "";
  const char              *emoji = event->emoji != NULL ? event->emoji : "";
  const char              *whom = member != NULL ? parlor_account_get_nick (member) : "";

  switch ((int) event->kind) {
  case PARLOR_EVENT_EDIT:
    /* Translators: the first is a name, the second what a message says now */
    return g_strdup_printf (_ ("* %1$s edited: %2$s"), author, text);
  case PARLOR_EVENT_DELETE:
    if (*text == '\0') {
      /* Translators: %s is a name */
      return g_strdup_printf (_ ("* %s deleted a message"), author);
    }
    /* Translators: the first is a name, the second a reason */
    return g_strdup_printf (_ ("* %1$s deleted a message: %2$s"), author, text);
  case PARLOR_EVENT_PURGE:
    /* Translators: both are names */
    return g_strdup_printf (_ ("* %1$s deleted what %2$s wrote"), author, whom);
  case PARLOR_EVENT_REACT:
    /* Translators: a name, an emoji, and the beginning of a message or “a message” */
    return g_strdup_printf (_ ("* %1$s reacted with %2$s to %3$s"), author, emoji, target);
  case PARLOR_EVENT_UNREACT:
    /* Translators: a name, an emoji, and the beginning of a message or “a message” */
    return g_strdup_printf (_ ("* %1$s took %2$s back from %3$s"), author, emoji, target);
  case PARLOR_EVENT_PIN:
    /* Translators: a name, and the beginning of a message or “a message” */
    return g_strdup_printf (_ ("* %1$s pinned %2$s"), author, target);
  case PARLOR_EVENT_UNPIN:
    /* Translators: a name, and the beginning of a message or “a message” */
    return g_strdup_printf (_ ("* %1$s took the pin off %2$s"), author, target);
  default:
    return NULL;
  }
}

/**
 * parlor_cli_describe_event:
 * @conversation: where
 * @message: what happened, other than a message
 *
 * Returns: (transfer full) (nullable): `* Ada joined`, with what people wrote in it as they wrote
 *   it; %NULL for what this program does not know
 */
char *
parlor_cli_describe_event (ParlorConversation *conversation,
                           ParlorMessage      *message)
{
  const char      *author = parlor_account_get_nick (parlor_message_get_author (message));
  g_autofree char *sentence = parlor_sentence_of_event (message);

  if (sentence != NULL)
    return g_strconcat ("* ", sentence, NULL);

  return describe_change (conversation, message, author);
}

static char *
describe_joined (const char *first,
                 const char *second,
                 guint       n_all)
{
  if (n_all == 1) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s joined"), first);
  }
  if (n_all == 2) {
    /* Translators: both are names */
    return g_strdup_printf (_ ("%1$s and %2$s joined"), first, second);
  }

  /* Translators: two names, and how many people besides */
  return g_strdup_printf (ngettext ("%1$s, %2$s and %3$u other joined",
                                    "%1$s, %2$s and %3$u others joined", n_all - 2),
                          first, second, n_all - 2);
}

static char *
describe_left (const char *first,
               const char *second,
               guint       n_all)
{
  if (n_all == 1) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s left"), first);
  }
  if (n_all == 2) {
    /* Translators: both are names */
    return g_strdup_printf (_ ("%1$s and %2$s left"), first, second);
  }

  /* Translators: two names, and how many people besides */
  return g_strdup_printf (ngettext ("%1$s, %2$s and %3$u other left",
                                    "%1$s, %2$s and %3$u others left", n_all - 2),
                          first, second, n_all - 2);
}

/**
 * parlor_cli_describe_crowd:
 * @kind: %PARLOR_EVENT_JOIN or %PARLOR_EVENT_LEAVE
 * @first: who did it
 * @second: (nullable): who did it as well
 * @n_all: how many people did, these two among them
 *
 * Returns: (transfer full): what they did, in one line: `* Ada, Ben and 5 others joined`
 */
char *
parlor_cli_describe_crowd (ParlorEventKind kind,
                           const char     *first,
                           const char     *second,
                           guint           n_all)
{
  g_autofree char *sentence = kind == PARLOR_EVENT_JOIN ? describe_joined (first, second, n_all)
                                                        : describe_left (first, second, n_all);

  return g_strconcat ("* ", sentence, NULL);
}
