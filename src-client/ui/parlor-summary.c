/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-summary.h"

#include <glib/gi18n.h>

#include "parlor-time-format.h"

/* A line of a list shows no more than that; a text may be very long. */
#define LINE_MAX_CHARS 120

/* One line of it, whatever it holds. */
static char *
flatten (const char *text)
{
  GString    *line = g_string_new (NULL);
  const char *at = text;

  for (int n = 0; *at != '\0' && n < LINE_MAX_CHARS; n++, at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (line, g_unichar_isspace (c) || g_unichar_iscntrl (c) ? ' ' : c);
  }

  return g_strstrip (g_string_free (line, FALSE));
}

static char *
content_line (ParlorMessage *message)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (message);
  const char       *text = parlor_message_get_text (message);

  if (text != NULL && *text != '\0')
    return flatten (text);
  if (attachment == NULL)
    return g_strdup ("");
  if (parlor_attachment_is_image (attachment)) {
    /* Translators: stands for a message that is a picture */
    return g_strdup (_ ("Picture"));
  }

  return flatten (parlor_attachment_get_name (attachment));
}

/**
 * parlor_summary_event:
 * @message: what happened in a conversation, other than a message
 *
 * Returns: (transfer full): a sentence for it, without a full stop
 */
char *
parlor_summary_event (ParlorMessage *message)
{
  const char *nick = parlor_account_get_nick (parlor_message_get_author (message));

  switch (parlor_message_get_kind (message)) {
  case PARLOR_EVENT_CREATE:
    /* Translators: %s is a name; a channel or a group began */
    return g_strdup_printf (_ ("%s created this conversation"), nick);
  case PARLOR_EVENT_JOIN:
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s joined"), nick);
  case PARLOR_EVENT_LEAVE:
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s left"), nick);
  case PARLOR_EVENT_MESSAGE:
  case PARLOR_EVENT_EDIT:
  case PARLOR_EVENT_DELETE:
  case PARLOR_EVENT_PURGE:
  case PARLOR_EVENT_REACT:
  case PARLOR_EVENT_UNREACT:
  case PARLOR_EVENT_PIN:
  case PARLOR_EVENT_UNPIN:
  case PARLOR_EVENT_SET:
  case PARLOR_EVENT_ROLE:
  case PARLOR_EVENT_KICK:
  case PARLOR_EVENT_BAN:
  case PARLOR_EVENT_UNBAN:
  case PARLOR_EVENT_MUTE:
  case PARLOR_EVENT_UNMUTE:
  case PARLOR_EVENT_UNKNOWN:
  case PARLOR_N_EVENTS:
  default:
    return g_strdup (nick);
  }
}

/**
 * parlor_summary_line:
 * @message: the last message of a conversation
 * @kind: which kind of conversation it is of
 *
 * Returns: (transfer full): one line of plain text that stands for it in a list
 */
char *
parlor_summary_line (ParlorMessage         *message,
                     ParlorConversationKind kind)
{
  g_autofree char *content = NULL;

  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE)
    return parlor_summary_event (message);

  content = content_line (message);
  if (parlor_message_is_own (message)) {
    /* Translators: a line in a list of conversations; %s is one's own last message */
    return g_strdup_printf (_ ("You: %s"), content);
  }
  if (kind == PARLOR_CONVERSATION_PERSONAL)
    return g_steal_pointer (&content);

  /* Translators: a line in a list of conversations; the first is a name, the second the message */
  return g_strdup_printf (_ ("%1$s: %2$s"),
                          parlor_account_get_nick (parlor_message_get_author (message)),
                          content);
}

static char *
describe_attachment (ParlorAttachment *attachment)
{
  const char *name = parlor_attachment_get_name (attachment);

  if (parlor_attachment_is_image (attachment)) {
    /* Translators: read by screen readers; %s is a file name */
    return g_strdup_printf (_ ("Picture %s"), name);
  }

  /* Translators: read by screen readers; %s is a file name */
  return g_strdup_printf (_ ("File %s"), name);
}

/* Returns: (nullable): what is to be said of its delivery */
static const char *
describe_delivery (ParlorMessage *message)
{
  switch (parlor_message_get_delivery (message)) {
  case PARLOR_DELIVERY_PENDING:
    return _ ("Waiting to be sent");
  case PARLOR_DELIVERY_FAILED:
    return _ ("Not sent");
  case PARLOR_DELIVERY_SENT:
  default:
    return NULL;
  }
}

static void
append_sentence (GString    *text,
                 const char *sentence)
{
  if (sentence == NULL || *sentence == '\0')
    return;

  if (text->len > 0)
    g_string_append (text, ". ");
  g_string_append (text, sentence);
}

/**
 * parlor_summary_sentence:
 * @message: a message or another event
 *
 * Returns: (transfer full): all that its row shows, to be read aloud
 */
char *
parlor_summary_sentence (ParlorMessage *message)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_from_unix_local (parlor_message_get_time_ms (message) / 1000);
  g_autofree char *clock = parlor_time_format_clock (time);
  g_autofree char *attachment = NULL;
  GString         *content = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE) {
    g_string_free (content, TRUE);
    return parlor_summary_event (message);
  }

  if (parlor_message_get_attachment (message) != NULL)
    attachment = describe_attachment (parlor_message_get_attachment (message));
  append_sentence (content, attachment);
  append_sentence (content, parlor_message_get_text (message));
  append_sentence (content, describe_delivery (message));
  text = g_string_free (content, FALSE);

  /* Translators: a message, read by screen readers: name, time of day, what was written */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s"),
                          parlor_account_get_nick (parlor_message_get_author (message)),
                          clock,
                          text);
}
