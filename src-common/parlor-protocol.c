/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-protocol"

#include "parlor-protocol.h"

#include <jansson.h>

#define TAG_MAX (G_GINT64_CONSTANT (1) << 53) /* what every JSON library can count to */

G_DEFINE_QUARK (parlor_protocol_error, parlor_protocol_error)

#define WORDS(Name, NAME, ...) static const char *const words_##Name[] = { __VA_ARGS__ NULL };
#define WORD(NAME, ID, word) word,
#include "parlor-protocol.def"

/* clang-format off */
#define PACKET(ID, Struct, wire, sender, access, cost, summary, ...) \
  static const ParlorField fields_##ID[] = { __VA_ARGS__ };
#define FIELD(Struct, name, kind, need, max, item, words, summary) \
  { #name, PARLOR_##kind, PARLOR_##need, max, item, words,         \
    G_STRUCT_OFFSET (Parlor##Struct##Packet, name), summary },
#define STR(Struct, name, need, max, summary) FIELD (Struct, name, STR, need, max, 0, NULL, summary)
#define INT(Struct, name, need, max, summary) FIELD (Struct, name, INT, need, max, 0, NULL, summary)
#define BOOL(Struct, name, need, summary) FIELD (Struct, name, BOOL, need, 1, 0, NULL, summary)
#define ENUM(Struct, name, need, Name, summary) \
  FIELD (Struct, name, ENUM, need, G_N_ELEMENTS (words_##Name) - 1, 0, words_##Name, summary)
#define BYTES(Struct, name, need, max, summary) \
  FIELD (Struct, name, BYTES, need, max, 0, NULL, summary)
#define ITEM(Struct, name, need, ID, summary) \
  FIELD (Struct, name, ITEM, need, 1, PARLOR_PACKET_##ID, NULL, summary)
#define LIST(Struct, name, need, max, ID, summary) \
  FIELD (Struct, name, LIST, need, max, PARLOR_PACKET_##ID, NULL, summary)
#include "parlor-protocol.def"

static const ParlorPacketInfo packets[] = {
#define PACKET(ID, Struct, wire, sender, access, cost, summary, ...) \
  { wire, PARLOR_SENDER_##sender, PARLOR_##access, cost, summary,    \
    sizeof (Parlor##Struct##Packet), fields_##ID, G_N_ELEMENTS (fields_##ID) },
#include "parlor-protocol.def"
};
/* clang-format on */

/**
 * parlor_packet_info:
 * @type: a type of packet
 *
 * Looks up what the protocol declares about @type.
 *
 * Returns: (transfer none): its declaration
 */
const ParlorPacketInfo *
parlor_packet_info (ParlorPacketType type)
{
  g_return_val_if_fail (type < PARLOR_N_PACKETS, NULL);

  return &packets[type];
}

/**
 * parlor_packet_new:
 * @type: a type of packet
 *
 * Returns: (transfer full): an empty struct of @type, to be freed with
 *   parlor_packet_free()
 */
gpointer
parlor_packet_new (ParlorPacketType type)
{
  return g_malloc0 (parlor_packet_info (type)->size);
}

static void
clear_field (const ParlorField *field,
             gpointer          *slot)
{
  GPtrArray *items;

  switch (field->kind) {
  case PARLOR_STR:
    g_free (*slot);
    break;
  case PARLOR_BYTES:
    g_clear_pointer ((GBytes **) slot, g_bytes_unref);
    break;
  case PARLOR_ITEM:
    parlor_packet_free (field->item, *slot);
    break;
  case PARLOR_LIST:
    items = *slot;
    for (guint i = 0; items != NULL && i < items->len; i++)
      parlor_packet_free (field->item, items->pdata[i]);
    g_clear_pointer (&items, g_ptr_array_unref);
    break;
  case PARLOR_INT:
  case PARLOR_BOOL:
  case PARLOR_ENUM:
  default:
    break;
  }
}

/**
 * parlor_packet_free:
 * @type: the type of @packet
 * @packet: (transfer full) (nullable): a struct of that type
 *
 * Frees @packet and all that it holds.
 */
void
parlor_packet_free (ParlorPacketType type,
                    gpointer         packet)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  for (guint i = 0; packet != NULL && i < info->n_fields; i++)
    clear_field (&info->fields[i], G_STRUCT_MEMBER_P (packet, info->fields[i].offset));

  g_free (packet);
}

static void
copy_field (const ParlorField *field,
            gconstpointer      from,
            gpointer           to)
{
  GPtrArray *items = NULL;

  switch (field->kind) {
  case PARLOR_STR:
    *(char **) to = g_strdup (*(char *const *) from);
    break;
  case PARLOR_INT:
    *(gint64 *) to = *(const gint64 *) from;
    break;
  case PARLOR_BOOL:
  case PARLOR_ENUM:
    *(guint *) to = *(const guint *) from;
    break;
  case PARLOR_BYTES:
    if (*(GBytes *const *) from != NULL)
      *(GBytes **) to = g_bytes_ref (*(GBytes *const *) from);
    break;
  case PARLOR_ITEM:
    *(gpointer *) to = parlor_packet_copy (field->item, *(const gconstpointer *) from);
    break;
  case PARLOR_LIST:
    items = *(GPtrArray *const *) from;
    if (items == NULL)
      break;
    *(GPtrArray **) to = g_ptr_array_sized_new (items->len);
    for (guint i = 0; i < items->len; i++)
      g_ptr_array_add (*(GPtrArray **) to, parlor_packet_copy (field->item, items->pdata[i]));
    break;
  default:
    g_return_if_reached ();
  }
}

/**
 * parlor_packet_copy:
 * @type: the type of @packet
 * @packet: (nullable): a struct of that type
 *
 * Returns: (transfer full) (nullable): a deep copy of @packet
 */
gpointer
parlor_packet_copy (ParlorPacketType type,
                    gconstpointer    packet)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);
  gpointer                copy;

  if (packet == NULL)
    return NULL;

  copy = parlor_packet_new (type);
  *(gint64 *) copy = *(const gint64 *) packet;
  for (guint i = 0; i < info->n_fields; i++)
    copy_field (&info->fields[i],
                G_STRUCT_MEMBER_P (packet, info->fields[i].offset),
                G_STRUCT_MEMBER_P (copy, info->fields[i].offset));

  return copy;
}

static gpointer read_packet (ParlorPacketType type,
                             json_t          *object,
                             const char     **ret_field);

static gboolean
read_list (const ParlorField *field,
           json_t            *array,
           GPtrArray        **slot)
{
  gsize n_items = json_array_size (array);

  if (!json_is_array (array) || n_items > field->max)
    return FALSE;

  *slot = g_ptr_array_sized_new (n_items);
  for (gsize i = 0; i < n_items; i++) {
    gpointer item = read_packet (field->item, json_array_get (array, i), NULL);

    if (item == NULL)
      return FALSE;
    g_ptr_array_add (*slot, item);
  }

  return TRUE;
}

/* Base64 with padding and nothing else, as RFC 4648 section 3.3 asks. */
static gboolean
is_base64 (const char *text,
           gsize       size)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz"
                               "0123456789+/";
  gsize             n_digits = strspn (text, digits);
  gsize             n_padding = strspn (text + n_digits, "=");

  return size % 4 == 0 && n_padding <= 2 && n_digits + n_padding == size;
}

static gboolean
read_bytes (const ParlorField *field,
            json_t            *value,
            GBytes           **slot)
{
  const char *text = json_string_value (value);
  gsize       size = json_string_length (value);
  guint8     *data;

  if (text == NULL || size > (field->max + 2) / 3 * 4 || !is_base64 (text, size))
    return FALSE;

  data = size > 0 ? g_base64_decode (text, &size) : NULL;
  *slot = g_bytes_new_take (data, size);

  return size <= field->max;
}

static gboolean
read_word (const ParlorField *field,
           json_t            *value,
           guint             *slot)
{
  if (!json_is_string (value))
    return FALSE;

  for (guint i = 0; i < field->max; i++)
    if (g_str_equal (field->words[i], json_string_value (value)))
      *slot = i + 1;

  return TRUE;
}

static gboolean
read_field (const ParlorField *field,
            json_t            *value,
            gpointer           slot)
{
  switch (field->kind) {
  case PARLOR_STR:
    if (!json_is_string (value) || json_string_length (value) > field->max)
      return FALSE;
    *(char **) slot = g_strndup (json_string_value (value), json_string_length (value));
    return TRUE;
  case PARLOR_INT:
    *(gint64 *) slot = json_integer_value (value);
    return json_is_integer (value) && *(gint64 *) slot >= 0 && *(gint64 *) slot <= field->max;
  case PARLOR_BOOL:
    *(gboolean *) slot = json_is_true (value);
    return json_is_boolean (value);
  case PARLOR_ENUM:
    return read_word (field, value, slot);
  case PARLOR_BYTES:
    return read_bytes (field, value, slot);
  case PARLOR_ITEM:
    *(gpointer *) slot = read_packet (field->item, value, NULL);
    return *(gpointer *) slot != NULL;
  case PARLOR_LIST:
    return read_list (field, value, slot);
  default:
    g_return_val_if_reached (FALSE);
  }
}

static gpointer
read_packet (ParlorPacketType type,
             json_t          *object,
             const char     **ret_field)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);
  gpointer                packet;

  if (!json_is_object (object))
    return NULL;

  packet = parlor_packet_new (type);
  for (guint i = 0; i < info->n_fields; i++) {
    const ParlorField *field = &info->fields[i];
    gpointer           slot = G_STRUCT_MEMBER_P (packet, field->offset);
    json_t            *value = json_object_get (object, field->name);
    gboolean           is_good;

    if (value == NULL || json_is_null (value))
      is_good = field->need == PARLOR_OPTIONAL;
    else
      is_good = read_field (field, value, slot);

    /* An older program need not know each word that a newer server says. */
    if (is_good && field->kind == PARLOR_ENUM && value != NULL && *(guint *) slot == 0)
      is_good = info->sender != PARLOR_SENDER_CLIENT;

    if (!is_good) {
      if (ret_field != NULL)
        *ret_field = field->name;
      parlor_packet_free (type, packet);
      return NULL;
    }
  }

  return packet;
}

static GHashTable *
make_types_by_name (void)
{
  GHashTable *types = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint type = 0; type < PARLOR_N_PACKETS; type++)
    if (packets[type].sender != PARLOR_SENDER_PART)
      g_hash_table_insert (types, (gpointer) packets[type].name, GUINT_TO_POINTER (type + 1));

  return types;
}

/* Returns PARLOR_N_PACKETS for a name that no packet has. */
static ParlorPacketType
find_type (const char *name)
{
  static GHashTable *types;

  if (g_once_init_enter (&types))
    g_once_init_leave (&types, make_types_by_name ());

  if (name == NULL || !g_hash_table_contains (types, name))
    return PARLOR_N_PACKETS;

  return GPOINTER_TO_UINT (g_hash_table_lookup (types, name)) - 1;
}

static gpointer
read_envelope (json_t           *object,
               ParlorPacketType *ret_type,
               ParlorRefusal    *refusal,
               GError          **error)
{
  const char      *name = json_string_value (json_object_get (object, "type"));
  json_t          *tag = json_object_get (object, "tag");
  ParlorPacketType type = find_type (name);
  gpointer         packet = NULL;

  if (json_is_integer (tag) && json_integer_value (tag) > 0 && json_integer_value (tag) <= TAG_MAX)
    refusal->tag = json_integer_value (tag);

  if (type == PARLOR_N_PACKETS) {
    refusal->field = "type";
    g_set_error_literal (error, PARLOR_PROTOCOL_ERROR, PARLOR_PROTOCOL_ERROR_UNKNOWN,
                         "No packet is of this type");
    return NULL;
  }

  if (tag != NULL && refusal->tag == 0)
    refusal->field = "tag";
  else
    packet = read_packet (type, object, &refusal->field);

  if (packet == NULL) {
    g_set_error (error, PARLOR_PROTOCOL_ERROR, PARLOR_PROTOCOL_ERROR_FIELD,
                 "“%s” is missing, too large or not of its type in packet “%s”",
                 refusal->field, name);
    return NULL;
  }

  *(gint64 *) packet = refusal->tag;
  *ret_type = type;

  return packet;
}

/**
 * parlor_packet_decode_line:
 * @line: a frame; its newline may be left out
 * @size_bytes: size of @line
 * @ret_type: (out): the type of the packet, set on success only
 * @ret_refusal: (out caller-allocates) (optional): what to name in an answer,
 *   set on failure
 * @error: return location for a #ParlorProtocolError
 *
 * Reads a packet, checking it against its declaration.  Members that the
 * declaration does not name are ignored, so that old programs understand
 * newer peers.
 *
 * Returns: (transfer full) (nullable): a struct of @ret_type, to be freed with
 *   parlor_packet_free()
 */
gpointer
parlor_packet_decode_line (const char       *line,
                           gsize             size_bytes,
                           ParlorPacketType *ret_type,
                           ParlorRefusal    *ret_refusal,
                           GError          **error)
{
  ParlorRefusal refusal = { 0, NULL };
  json_t       *object = json_loadb (line, size_bytes, JSON_REJECT_DUPLICATES, NULL);
  gpointer      packet = NULL;

  if (json_is_object (object))
    packet = read_envelope (object, ret_type, &refusal, error);
  else
    g_set_error_literal (error, PARLOR_PROTOCOL_ERROR, PARLOR_PROTOCOL_ERROR_SYNTAX,
                         "The line is not a JSON object");

  json_decref (object);
  if (ret_refusal != NULL)
    *ret_refusal = refusal;

  return packet;
}

/**
 * parlor_packet_decode:
 * @bytes: one frame
 * @ret_type: (out): the type of the packet, set on success only
 * @error: return location for a #ParlorProtocolError
 *
 * The same as parlor_packet_decode_line() for whoever need not answer.
 *
 * Returns: (transfer full) (nullable): a struct of @ret_type
 */
gpointer
parlor_packet_decode (GBytes           *bytes,
                      ParlorPacketType *ret_type,
                      GError          **error)
{
  gsize       size;
  const char *line = g_bytes_get_data (bytes, &size);

  return parlor_packet_decode_line (line, size, ret_type, NULL, error);
}
