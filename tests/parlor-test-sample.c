/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-sample"

#include "parlor-test-sample.h"

static json_t *
text_of (gsize size_bytes)
{
  g_autofree char *text = g_strnfill (size_bytes, 'a');

  return json_string (text);
}

/* In base64, of as many bytes. */
static json_t *
bytes_of (gsize size_bytes)
{
  g_autofree guchar *bytes = g_malloc0 (size_bytes);
  g_autofree char   *text = g_base64_encode (bytes, size_bytes);

  return json_string (text);
}

static json_t *
items_of (const ParlorField *field,
          gint64             n_items)
{
  json_t *items = json_array ();

  for (gint64 i = 0; i < n_items; i++)
    json_array_append_new (items, parlor_test_sample (field->item));

  return items;
}

static json_t *
value_of (const ParlorField *field,
          gint64             size)
{
  switch (field->kind) {
  case PARLOR_STR:
    return text_of (size);
  case PARLOR_INT:
    return json_integer (size);
  case PARLOR_BOOL:
    return json_true ();
  case PARLOR_ENUM:
    return json_string (field->words[0]);
  case PARLOR_BYTES:
    return bytes_of (size);
  case PARLOR_LIST:
    return items_of (field, size);
  case PARLOR_ITEM:
    return parlor_test_sample (field->item);
  default:
    g_assert_not_reached ();
  }
}

/**
 * parlor_test_sample:
 * @type: a type of packet
 *
 * Returns: (transfer full): a well-formed packet of @type that has what is
 *   required and nothing else
 */
json_t *
parlor_test_sample (ParlorPacketType type)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);
  json_t                 *packet = json_object ();

  if (info->sender != PARLOR_SENDER_PART)
    json_object_set_new (packet, "type", json_string (info->name));
  for (guint i = 0; i < info->n_fields; i++)
    if (info->fields[i].need == PARLOR_REQUIRED)
      json_object_set_new (packet, info->fields[i].name, value_of (&info->fields[i], 1));

  return packet;
}

/**
 * parlor_test_sample_largest:
 * @field: a member of a packet
 *
 * Returns: (transfer full): the largest value that it may have
 */
json_t *
parlor_test_sample_largest (const ParlorField *field)
{
  return value_of (field, field->max);
}

/* What is a little more than @field may be, or NULL if nothing is. */
static json_t *
too_large (const ParlorField *field)
{
  switch (field->kind) {
  case PARLOR_STR:
  case PARLOR_BYTES:
  case PARLOR_LIST:
    return value_of (field, field->max + 1);
  case PARLOR_INT:
    return field->max < G_MAXINT64 ? json_integer (field->max + 1) : NULL;
  case PARLOR_ENUM:
    return json_string ("no such word");
  case PARLOR_BOOL:
  case PARLOR_ITEM:
  default:
    return NULL;
  }
}

/* What is nearly right: it shows only when one looks closely. */
static json_t *
nearly_right (const ParlorField *field)
{
  switch (field->kind) {
  case PARLOR_INT:
    return json_integer (-1);
  case PARLOR_BYTES:
    return json_string ("not base64");
  case PARLOR_LIST:
    return json_pack ("[{}]");
  case PARLOR_ITEM:
    return json_object ();
  case PARLOR_STR:
  case PARLOR_BOOL:
  case PARLOR_ENUM:
  default:
    return NULL;
  }
}

static void
append_new (json_t *values,
            json_t *value)
{
  if (value != NULL)
    json_array_append_new (values, value);
}

/**
 * parlor_test_sample_bad:
 * @field: a member of a packet
 *
 * Returns: (transfer full): an array of values that it must not have: too large
 *   ones, and those of each other type
 */
json_t *
parlor_test_sample_bad (const ParlorField *field)
{
  json_t *values = json_array ();

  append_new (values, too_large (field));
  append_new (values, nearly_right (field));
  if (field->kind != PARLOR_STR)
    append_new (values, json_string ("some text"));
  if (field->kind != PARLOR_INT)
    append_new (values, json_integer (7));
  if (field->kind != PARLOR_BOOL)
    append_new (values, json_false ());
  if (field->kind != PARLOR_ITEM)
    append_new (values, json_pack ("{s: s}", "member", "value"));
  if (field->kind != PARLOR_LIST)
    append_new (values, json_pack ("[s]", "item"));
  append_new (values, json_real (0.5));

  return values;
}

/**
 * parlor_test_sample_refused:
 * @peer: a connection
 * @packet: (transfer none): what to send; it is given a tag
 *
 * Returns: (transfer none): the error, which has to be the answer
 */
ParlorErrorPacket *
parlor_test_sample_refused (ParlorTestPeer *peer,
                            json_t         *packet)
{
  g_autofree char   *line = NULL;
  ParlorErrorPacket *error;

  json_object_set_new (packet, "tag", json_integer (++peer->last_tag));
  line = json_dumps (packet, JSON_COMPACT);
  parlor_test_peer_write_line (peer, line);
  error = parlor_test_peer_answer (peer, peer->last_tag, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->text, !=, "");

  return error;
}
