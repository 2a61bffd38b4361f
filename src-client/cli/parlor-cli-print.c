/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, as lines for people or for programs.  Nothing here prints. */

#define G_LOG_DOMAIN "parlor-cli-print"

#include "parlor-cli-print.h"

#include <glib/gi18n.h>

/* Below these, a line of a message's text stands indented. */
#define CONTINUATION "\n        "

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

static char *
describe_written (ParlorMessage *message,
                  const char    *author)
{
  ParlorAttachment   *attachment = parlor_message_get_attachment (message);
  g_autoptr (GString) line = g_string_new (author);

  g_string_append_c (line, ':');
  if (attachment != NULL) {
    g_autofree char *described = describe_attachment (attachment);

    g_string_append_printf (line, " %s", described);
  }
  if (parlor_message_get_text (message) != NULL) {
    g_autofree char *text = parlor_cli_clean (parlor_message_get_text (message));

    g_string_append_printf (line, " %s", text);
  }

  return g_strdup (line->str);
}

static char *
describe_event (ParlorMessage *message,
                const char    *author)
{
  switch (parlor_message_get_kind (message)) {
  case PARLOR_EVENT_MESSAGE:
    return describe_written (message, author);
  case PARLOR_EVENT_CREATE:
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("* %s made this conversation"), author);
  case PARLOR_EVENT_JOIN:
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("* %s joined"), author);
  case PARLOR_EVENT_LEAVE:
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("* %s left"), author);
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
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("* %s did something that this program is too old to show"), author);
  }
}

/**
 * parlor_cli_describe_message:
 * @conversation: where
 * @message: what
 *
 * Returns: (transfer full): a line for people: `[14:05] #lobby Ada: Hello`
 */
char *
parlor_cli_describe_message (ParlorConversation *conversation,
                             ParlorMessage      *message)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_from_unix_local (parlor_message_get_time_ms (message) / 1000);
  g_autofree char *clock = g_date_time_format (time, "%H:%M");
  g_autofree char *where = parlor_cli_describe_conversation (conversation);
  g_autofree char *author =
    parlor_cli_clean (parlor_account_get_nick (parlor_message_get_author (message)));
  g_autofree char *what = describe_event (message, author);

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
