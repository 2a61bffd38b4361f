/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages as plain text, with who wrote them and when. */

#include "parlor-transcript.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parlor-local-time.h"
#include "parlor-time-format.h"

static char *
format_time (ParlorMessage *message)
{
  g_autoptr (GDateTime) time =
    parlor_local_time_new (parlor_message_get_time_ms (message));
  g_autofree char *day = g_date_time_format (time, "%x");
  g_autofree char *clock = parlor_time_format_clock (time);

  return g_strconcat (day, " ", clock, NULL);
}

/* What it says and what it carries. */
static char *
format_content (ParlorMessage *message)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (message);
  const char       *text = parlor_message_get_text (message);
  const gboolean    has_text = text != NULL && *text != '\0';

  if (attachment == NULL)
    return g_strdup (has_text ? text : "");

  return g_strconcat ("[", parlor_attachment_get_name (attachment), "]", has_text ? "\n" : NULL,
                      text, NULL);
}

static char *
format_message (ParlorMessage *message)
{
  const char      *nick = parlor_account_get_nick (parlor_message_get_author (message));
  g_autofree char *time = format_time (message);
  g_autofree char *content = format_content (message);

  if (parlor_message_is_action (message)) {
    /* Translators: a message as plain text: day and time, who, what they do, as with /me */
    return g_strdup_printf (_ ("[%1$s] * %2$s %3$s"), time, nick, content);
  }

  /* Translators: a message as plain text: day and time, who, what they wrote */
  return g_strdup_printf (_ ("[%1$s] %2$s: %3$s"), time, nick, content);
}

/* Nothing is left of it, or it is no message. */
static gboolean
is_empty (ParlorMessage *message)
{
  return parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE ||
         parlor_message_is_deleted (message);
}

/**
 * parlor_transcript_copy:
 * @messages: (element-type ParlorMessage): in the order to tell them
 *
 * Returns: (transfer full): them, to be put into the clipboard
 */
char *
parlor_transcript_copy (const GPtrArray *messages)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (messages != NULL, NULL);

  for (guint i = 0; i < messages->len; i++) {
    g_autofree char *line = NULL;

    if (is_empty (messages->pdata[i]))
      continue;
    line = format_message (messages->pdata[i]);
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, line);
  }

  return g_string_free (text, FALSE);
}

static char *
quote_message (ParlorMessage *message)
{
  g_autofree char *text = format_message (message);
  g_auto (GStrv)   lines = g_strsplit (text, "\n", -1);
  GString         *quote = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (quote, "> %s\n", lines[i]);

  return g_string_free (quote, FALSE);
}

/**
 * parlor_transcript_quote:
 * @messages: (element-type ParlorMessage): in the order to tell them
 * @max_bytes: how long it may get
 * @ret_n_quoted: (out) (optional): how many of them are in it
 *
 * Returns: (transfer full): the first of them that fit, as lines to be put into
 *   a message of one's own; empty if there is none
 */
char *
parlor_transcript_quote (const GPtrArray *messages,
                         gsize            max_bytes,
                         guint           *ret_n_quoted)
{
  GString *text = g_string_new (NULL);
  guint    n_quoted = 0;

  g_return_val_if_fail (messages != NULL, NULL);

  for (guint i = 0; i < messages->len; i++) {
    g_autofree char *quote = NULL;

    if (is_empty (messages->pdata[i]))
      continue;
    quote = quote_message (messages->pdata[i]);
    if (text->len + strlen (quote) > max_bytes)
      break;
    g_string_append (text, quote);
    n_quoted++;
  }

  if (ret_n_quoted != NULL)
    *ret_n_quoted = n_quoted;

  return g_string_free (text, FALSE);
}
