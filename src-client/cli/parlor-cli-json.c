/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, as lines of JSON for programs: the packets of the server as they are, and three
 * more that this program adds: `error` with `local`, `outcome` and `history`. */

#define G_LOG_DOMAIN "parlor-cli-json"

#include "parlor-cli-json.h"

#include "parlor-attachment-private.h"

#include <jansson.h>
#include <string.h>

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

/* Takes @object. */
static char *
to_line (json_t *object)
{
  char *dumped = json_dumps (object, JSON_COMPACT);
  char *line = g_strdup (dumped);

  free (dumped);
  json_decref (object);

  return line;
}

static json_t *
to_string (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return json_string (valid);
}

/**
 * parlor_cli_describe_error_json:
 * @text: what went wrong, for people
 *
 * Returns: (transfer full): `{"type":"error","local":true,"text":"…"}`: nothing of it came from
 *   the server, but what the server refused is told so as well, behind its own error
 */
char *
parlor_cli_describe_error_json (const char *text)
{
  json_t *object = json_object ();

  json_object_set_new (object, "type", json_string ("error"));
  json_object_set_new (object, "local", json_true ());
  json_object_set_new (object, "text", to_string (text));

  return to_line (object);
}

/**
 * parlor_cli_describe_outcome_json:
 * @outcome: what came of a command
 *
 * Returns: (transfer full): `{"type":"outcome","lines":["…"],"opened":"…"}`: it is done, this is
 *   what people are told of it, and where lines go from now on, if they did not before
 */
char *
parlor_cli_describe_outcome_json (const ParlorCommandOutcome *outcome)
{
  json_t *object = json_object ();
  json_t *lines = json_array ();

  for (guint i = 0; i < outcome->lines->len; i++)
    json_array_append_new (lines, to_string (outcome->lines->pdata[i]));
  json_object_set_new (object, "type", json_string ("outcome"));
  json_object_set_new (object, "lines", lines);
  if (outcome->opened != NULL)
    json_object_set_new (object, "opened",
                         json_string (parlor_conversation_get_id (outcome->opened)));

  return to_line (object);
}

/* As the server tells it, with its file. */
static json_t *
describe_event (ParlorMessage *message)
{
  ParlorEventPacket event = *parlor_message_get_event (message);
  ParlorAttachment *attachment = parlor_message_get_attachment (message);
  g_autofree char  *line = NULL;

  if (attachment != NULL)
    event.attachment = (gpointer) parlor_attachment_get_facts (attachment);
  line = parlor_cli_describe_packet (PARLOR_PACKET_EVENT, &event);

  return json_loads (line, 0, NULL);
}

/**
 * parlor_cli_describe_history_json:
 * @conversation: one whose last messages are at hand
 * @n_wanted: how many of them
 *
 * Returns: (transfer full): `{"type":"history","conversation":"…","events":[…]}`, each as the
 *   packet `event` has it, the oldest first; what the server does not have yet is not among them
 */
char *
parlor_cli_describe_history_json (ParlorConversation *conversation,
                                  guint               n_wanted)
{
  GListModel *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (conversation));
  const guint n_items = g_list_model_get_n_items (timeline);
  json_t     *object = json_object ();
  json_t     *events = json_array ();

  for (guint i = n_items - MIN (n_items, n_wanted); i < n_items; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);

    if (parlor_message_get_seq (message) > 0)
      json_array_append_new (events, describe_event (message));
  }
  json_object_set_new (object, "type", json_string ("history"));
  json_object_set_new (object, "conversation",
                       json_string (parlor_conversation_get_id (conversation)));
  json_object_set_new (object, "events", events);

  return to_line (object);
}
