/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-summary.h"

#include <glib/gi18n.h>

#include "parlor-local-time.h"
#include "parlor-rich-text.h"
#include "parlor-sentence.h"
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

  if (parlor_message_is_deleted (message))
    return g_strdup (_ ("Message deleted"));
  if (text != NULL && *text != '\0')
    return parlor_rich_text_summarize (text, LINE_MAX_CHARS);
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
  char *sentence = parlor_sentence_of_event (message);

  return sentence != NULL ? sentence : g_strdup ("");
}

static char *
say_action (ParlorMessage *message,
            const char    *content)
{
  /* Translators: somebody does something, as with /me: the first is a name */
  return g_strdup_printf (_ ("* %1$s %2$s"),
                          parlor_account_get_nick (parlor_message_get_author (message)), content);
}

/**
 * parlor_summary_content:
 * @message: (nullable): a message; %NULL if it is not at hand
 *
 * Returns: (transfer full): one line of plain text for what it says, without
 *   who said it
 */
char *
parlor_summary_content (ParlorMessage *message)
{
  return message != NULL ? content_line (message) : g_strdup (_ ("An earlier message"));
}

/**
 * parlor_summary_quote:
 * @message: (nullable): a message that another one answers; %NULL if it is not
 *   at hand
 *
 * Returns: (transfer full): one line of plain text that stands for it
 */
char *
parlor_summary_quote (ParlorMessage *message)
{
  g_autofree char *content = NULL;

  if (message == NULL) {
    /* Translators: stands for a message that others answer and that is not at hand */
    return g_strdup (_ ("An earlier message"));
  }
  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE)
    return parlor_summary_event (message);

  content = content_line (message);
  if (parlor_message_is_action (message) && !parlor_message_is_deleted (message))
    return say_action (message, content);

  return g_strdup_printf (_ ("%1$s: %2$s"),
                          parlor_account_get_nick (parlor_message_get_author (message)),
                          content);
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
  if (parlor_message_is_action (message) && !parlor_message_is_deleted (message))
    return say_action (message, content);
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

  parlor_sentence_follow (text, sentence);
}

static void
append_reactions (GString       *text,
                  ParlorMessage *message)
{
  const GPtrArray *reactions = parlor_message_get_reactions (message);

  for (guint i = 0; reactions != NULL && i < reactions->len; i++) {
    const ParlorReactionPacket *reaction = reactions->pdata[i];
    g_autofree char            *sentence = NULL;

    /* Translators: read by screen readers: how many reacted to a message with an emoji */
    sentence = g_strdup_printf (_ ("%1$d × %2$s"), (int) reaction->count, reaction->emoji);
    append_sentence (text, sentence);
  }
}

/* Signs that style are not read aloud. */
static char *
dup_plain (ParlorMessage *message)
{
  const char                *text = parlor_message_get_text (message);
  g_autoptr (ParlorRichText) rich = text != NULL ? parlor_rich_text_new (text, NULL, NULL) : NULL;

  return rich != NULL ? parlor_rich_text_dup_plain (rich) : NULL;
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
    parlor_local_time_new (parlor_message_get_time_ms (message));
  g_autofree char *clock = parlor_time_format_clock (time);
  g_autofree char *attachment = NULL;
  g_autofree char *written = NULL;
  GString         *content = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE) {
    g_string_free (content, TRUE);
    return parlor_summary_event (message);
  }

  if (parlor_message_get_attachment (message) != NULL)
    attachment = describe_attachment (parlor_message_get_attachment (message));
  append_sentence (content, attachment);
  if (parlor_message_is_deleted (message))
    append_sentence (content, _ ("Message deleted"));
  written = dup_plain (message);
  append_sentence (content, written);
  if (parlor_message_is_edited (message)) {
    /* Translators: of a message whose text was changed */
    append_sentence (content, _ ("Edited"));
  }
  append_reactions (content, message);
  append_sentence (content, describe_delivery (message));
  text = g_string_free (content, FALSE);

  /* Translators: a message, read by screen readers: name, time of day, what was written */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s"),
                          parlor_account_get_nick (parlor_message_get_author (message)),
                          clock,
                          text);
}
