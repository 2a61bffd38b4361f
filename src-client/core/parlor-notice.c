/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-notice"

#include "parlor-notice.h"

#include <glib/gi18n.h>

#include "parlor-rich-text.h"

/* What a notification has room for, on a screen that others may see. */
#define NAME_MAX_CHARS 60
#define TEXT_MAX_CHARS 200

/* Characters that turn the text around them, UAX #9: of a stranger's name, they would
 * turn what is said of it, too. */
static gboolean
is_turning (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/* One line of text that does nothing to what is beside it. */
static char *
clean (const char *text,
       guint       max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString         *line = g_string_new (NULL);
  guint            n_chars = 0;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);
    const gboolean is_space = g_unichar_isspace (c) || g_unichar_iscntrl (c);

    if (is_turning (c) || (is_space && (line->len == 0 || line->str[line->len - 1] == ' ')))
      continue;
    if (n_chars == max_chars) {
      g_string_append (line, "…");
      break;
    }
    g_string_append_unichar (line, is_space ? ' ' : c);
    n_chars++;
  }

  return g_strchomp (g_string_free (line, FALSE));
}

static char *
clean_nick (ParlorMessage *message)
{
  return clean (parlor_account_get_nick (parlor_message_get_author (message)), NAME_MAX_CHARS);
}

static char *
describe_attachment (ParlorAttachment *attachment)
{
  if (parlor_attachment_is_image (attachment)) {
    /* Translators: stands for a message that is a picture */
    return g_strdup (_ ("Picture"));
  }

  return clean (parlor_attachment_get_name (attachment), TEXT_MAX_CHARS);
}

/* Of a text, more than is shown: some of it is left out, and what is cut off is told. */
static char *
describe_content (ParlorMessage *message)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (message);
  const char       *text = parlor_message_get_text (message);
  g_autofree char  *line = NULL;

  if ((text == NULL || *text == '\0') && attachment != NULL)
    return describe_attachment (attachment);

  line = parlor_rich_text_summarize (text != NULL ? text : "", 2 * TEXT_MAX_CHARS);

  return clean (line, TEXT_MAX_CHARS);
}

static char *
count (guint n_messages)
{
  /* Translators: in a notification; %u is how many messages came */
  return g_strdup_printf (ngettext ("%u new message", "%u new messages", n_messages), n_messages);
}

static char *
make_title (const ParlorNoticeFacts *facts)
{
  const char      *name = parlor_conversation_get_title (facts->conversation);
  g_autofree char *title = clean (name, NAME_MAX_CHARS);
  g_autofree char *nick = clean_nick (facts->newest);

  if (facts->mentions_self && facts->shows_text &&
      parlor_conversation_get_peer (facts->conversation) == NULL) {
    /* Translators: title of a notification: the first is a person, the second a channel or group */
    return g_strdup_printf (_ ("%1$s mentions you in “%2$s”"), nick, title);
  }
  if (facts->n_messages == 1 || !facts->shows_text)
    return g_steal_pointer (&title);

  /* Translators: title of a notification: the first is a person, a channel or a group, the second
   * how many messages came */
  return g_strdup_printf (ngettext ("%1$s – %2$u new message", "%1$s – %2$u new messages",
                                    facts->n_messages),
                          title, facts->n_messages);
}

static char *
make_body (const ParlorNoticeFacts *facts)
{
  g_autofree char *content = NULL;
  g_autofree char *nick = NULL;

  if (!facts->shows_text)
    return count (facts->n_messages);

  content = describe_content (facts->newest);
  nick = clean_nick (facts->newest);
  if (parlor_message_is_action (facts->newest)) {
    /* Translators: somebody does something, as with /me: the first is a name */
    return g_strdup_printf (_ ("* %1$s %2$s"), nick, content);
  }
  if (parlor_conversation_get_peer (facts->conversation) != NULL)
    return g_steal_pointer (&content);

  /* Translators: in a notification; the first is a name, the second the message */
  return g_strdup_printf (_ ("%1$s: %2$s"), nick, content);
}

/**
 * parlor_notice_new:
 * @facts: what it is about
 *
 * Puts into words what came.  Of what others wrote, nothing is left in it that has
 * an effect on the words beside it, and no line break; markup is for who shows it
 * to see to.
 *
 * Returns: (transfer full): what a notification says
 */
ParlorNotice *
parlor_notice_new (const ParlorNoticeFacts *facts)
{
  ParlorNotice *self = g_new0 (ParlorNotice, 1);

  self->title = make_title (facts);
  self->body = make_body (facts);
  self->seq = parlor_message_get_seq (facts->oldest);
  self->is_urgent = facts->mentions_self ||
                    parlor_conversation_get_peer (facts->conversation) != NULL;

  return self;
}

/**
 * parlor_notice_free:
 * @self: (transfer full) (nullable): a notice
 */
void
parlor_notice_free (ParlorNotice *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->body);
  g_free (self);
}
