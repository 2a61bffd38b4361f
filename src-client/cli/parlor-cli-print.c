/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, as lines for people or for programs.  Nothing here prints. */

#define G_LOG_DOMAIN "parlor-cli-print"

#include "parlor-cli-print.h"

#include "parlor-local-time.h"
#include "parlor-sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* Below these, a line of a message's text stands indented. */
#define CONTINUATION "\n        "

/* As much of a message is quoted as is needed to know which one it is. */
#define TARGET_MAX_CHARS 40

/* What would change the terminal's state, or turn the text around. */
static gboolean
is_dangerous (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

/**
 * parlor_cli_clean:
 * @text: what somebody else wrote
 *
 * Returns: (transfer full): @text without anything that a terminal would obey;
 *   its lines after the first are indented, so that none looks like an event
 */
char *
parlor_cli_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString         *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\n')
      g_string_append (clean, CONTINUATION);
    else if (c == '\t')
      g_string_append_c (clean, ' ');
    else
      g_string_append_unichar (clean, is_dangerous (c) ? 0xfffd : c);
  }

  return g_string_free (clean, FALSE);
}

/**
 * parlor_cli_describe_conversation:
 * @conversation: a conversation
 *
 * Returns: (transfer full): what one would type to name it
 */
char *
parlor_cli_describe_conversation (ParlorConversation *conversation)
{
  ParlorAccount   *peer = parlor_conversation_get_peer (conversation);
  g_autofree char *title = parlor_cli_clean (parlor_conversation_get_title (conversation));

  if (peer != NULL)
    return g_strconcat ("@", parlor_account_get_name (peer), NULL);

  return g_strconcat ("#", title, NULL);
}

static char *
describe_attachment (ParlorAttachment *attachment)
{
  g_autofree char *name = parlor_cli_clean (parlor_attachment_get_name (attachment));
  g_autofree char *size = g_format_size (parlor_attachment_get_size_bytes (attachment));
  const char      *id = parlor_attachment_get_id (attachment);

  if (!parlor_attachment_is_image (attachment))
    return g_strdup_printf ("[%s, %s] %s", name, size, id != NULL ? id : "");

  return g_strdup_printf ("[%s, %d×%d, %s] %s", name,
                          parlor_attachment_get_width_px (attachment),
                          parlor_attachment_get_height_px (attachment), size, id != NULL ? id : "");
}

static void
append_clean (GString    *line,
              const char *text)
{
  g_autofree char *clean = parlor_cli_clean (text);

  g_string_append (line, clean);
}

/* The first line of what a message answers, and then a new one. */
static void
append_quote (GString            *line,
              ParlorConversation *conversation,
              gint64              seq)
{
  ParlorMessage   *quoted = parlor_conversation_find_message (conversation, seq);
  const char      *text = quoted != NULL ? parlor_message_get_text (quoted) : NULL;
  g_autofree char *first = NULL;

  if (seq == 0)
    return;

  first = text != NULL ? g_strndup (text, strcspn (text, "\r\n")) : g_strdup ("…");
  g_string_append (line, " > ");
  if (quoted != NULL) {
    append_clean (line, parlor_account_get_nick (parlor_message_get_author (quoted)));
    g_string_append (line, ": ");
  }
  append_clean (line, first);
  g_string_append (line, CONTINUATION);
}

static void
append_marks (GString       *line,
              ParlorMessage *message)
{
  const GPtrArray *reactions = parlor_message_get_reactions (message);

  if (parlor_message_is_edited (message)) {
    /* Translators: behind a message whose text was changed */
    g_string_append_printf (line, " %s", _ ("(edited)"));
  }
  for (guint i = 0; reactions != NULL && i < reactions->len; i++) {
    const ParlorReactionPacket *reaction = reactions->pdata[i];

    g_string_append (line, i == 0 ? "  [" : " ");
    append_clean (line, reaction->emoji);
    g_string_append_printf (line, " %d%s", (int) reaction->count,
                            i + 1 == reactions->len ? "]" : "");
  }
}

static char *
describe_written (ParlorConversation *conversation,
                  ParlorMessage      *message,
                  const char         *author)
{
  ParlorAttachment   *attachment = parlor_message_get_attachment (message);
  const char         *text = parlor_message_get_text (message);
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, parlor_message_is_action (message) ? "* %s" : "%s:", author);
  if (parlor_message_is_deleted (message))
    return g_strdup_printf ("%s: %s", author, _ ("(message deleted)"));

  append_quote (line, conversation, parlor_message_get_reply_to (message));
  if (attachment != NULL) {
    g_autofree char *described = describe_attachment (attachment);

    g_string_append_printf (line, " %s", described);
  }
  if (text != NULL) {
    if (line->str[line->len - 1] != ' ')
      g_string_append_c (line, ' ');
    append_clean (line, text);
  }
  append_marks (line, message);

  return g_strdup (line->str);
}

/* What a change is about: the beginning of a text that is at hand. */
static char *
describe_target (ParlorConversation *conversation,
                 gint64              seq)
{
  ParlorMessage   *target = parlor_conversation_find_message (conversation, seq);
  const char      *text = target != NULL ? parlor_message_get_text (target) : NULL;
  g_autofree char *first = NULL;
  g_autofree char *clean = NULL;

  if (text == NULL || *text == '\0')
    return g_strdup (_ ("a message"));

  first = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), TARGET_MAX_CHARS));
  first[strcspn (first, "\r\n")] = '\0';
  clean = parlor_cli_clean (first);

  /* Translators: %s is the beginning of a message */
  return g_strdup_printf (_ ("“%s”"), clean);
}

static char *
describe_change (ParlorConversation *conversation,
                 ParlorMessage      *message,
                 const char         *author)
{
  const ParlorEventPacket *event = parlor_message_get_event (message);
  ParlorAccount           *member = parlor_message_get_member (message);
  g_autofree char         *target = describe_target (conversation, event->target);
  g_autofree char         *text = parlor_cli_clean (event->text != NULL ? event->text : "");
  g_autofree char         *emoji = parlor_cli_clean (event->emoji != NULL ? event->emoji : "");
  g_autofree char         *whom =
    parlor_cli_clean (member != NULL ? parlor_account_get_nick (member) : "");

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

static char *
describe_event (ParlorConversation *conversation,
                ParlorMessage      *message,
                const char         *author)
{
  g_autofree char *sentence = NULL;
  g_autofree char *clean = NULL;

  if (parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE)
    return describe_written (conversation, message, author);

  sentence = parlor_sentence_of_event (message);
  if (sentence == NULL)
    return describe_change (conversation, message, author);

  clean = parlor_cli_clean (sentence);

  return g_strconcat ("* ", clean, NULL);
}

/**
 * parlor_cli_describe_message:
 * @conversation: where
 * @message: what
 *
 * Returns: (transfer full) (nullable): a line for people: `[14:05] #lobby Ada:
 *   Hello`; %NULL for what this program does not know
 */
char *
parlor_cli_describe_message (ParlorConversation *conversation,
                             ParlorMessage      *message)
{
  g_autoptr (GDateTime) time =
    parlor_local_time_new (parlor_message_get_time_ms (message));
  g_autofree char *clock = g_date_time_format (time, "%H:%M");
  g_autofree char *where = parlor_cli_describe_conversation (conversation);
  g_autofree char *author =
    parlor_cli_clean (parlor_account_get_nick (parlor_message_get_author (message)));
  g_autofree char *what = describe_event (conversation, message, author);

  if (what == NULL)
    return NULL;

  return g_strdup_printf ("[%s] %s %s", clock, where, what);
}

/**
 * parlor_cli_describe_packet:
 * @type: the type of @packet
 * @packet: what the server sent
 *
 * Returns: (transfer full) (nullable): @packet as one line of JSON, without
 *   secrets; NULL for what is no answer and no event: pieces of files and signs
 *   of life
 */
char *
parlor_cli_describe_packet (ParlorPacketType type,
                            gconstpointer    packet)
{
  gpointer           copy;
  g_autoptr (GBytes) frame = NULL;

  if (type == PARLOR_PACKET_PONG || type == PARLOR_PACKET_PIECE ||
      (type == PARLOR_PACKET_UPLOAD_AT &&
       ((const ParlorUploadAtPacket *) packet)->attachment == NULL))
    return NULL;

  copy = parlor_packet_copy (type, packet);
  if (type == PARLOR_PACKET_SIGNED_IN)
    g_clear_pointer (&((ParlorSignedInPacket *) copy)->token, g_free);
  frame = parlor_packet_encode (type, copy);
  parlor_packet_free (type, copy);

  return g_strchomp (g_strndup (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
}

/**
 * parlor_cli_describe_announcement:
 * @packet: what an administrator tells everyone
 *
 * Returns: (transfer full): a line for people
 */
char *
parlor_cli_describe_announcement (const ParlorAnnouncementPacket *packet)
{
  const ParlorAccountPacket *author = packet->author;
  g_autofree char           *text = parlor_cli_clean (packet->text);
  g_autofree char           *nick = parlor_cli_clean (author != NULL ? author->nick : "");

  if (author == NULL)
    return g_strdup_printf (_ ("*** Announcement: %s"), text);

  /* Translators: the first is a name, the second a text */
  return g_strdup_printf (_ ("*** Announcement from %1$s: %2$s"), nick, text);
}

/**
 * parlor_cli_describe_invitation:
 * @packet: somebody invites one
 *
 * Returns: (transfer full): a line for people
 */
char *
parlor_cli_describe_invitation (const ParlorInvitedPacket *packet)
{
  const ParlorListingPacket *listing = packet->conversation;
  const ParlorAccountPacket *author = packet->author;
  g_autofree char           *nick = parlor_cli_clean (author->nick);
  g_autofree char           *name = parlor_cli_clean (listing->name);

  /* Translators: a name, the name of a channel or group, and what the server calls it */
  return g_strdup_printf (_ ("*** %1$s invites you to #%2$s: /join %3$s or /decline %3$s"), nick,
                          name, listing->conversation);
}
