/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How packets are written.  There is no tree of JSON values between: under load
 * that took a sixth of the server's time. */

#define G_LOG_DOMAIN "parlor-protocol"

#include "parlor-protocol.h"

static void append_members (GString         *json,
                            ParlorPacketType type,
                            gconstpointer    packet);

/* As short as JSON has it: a text of nothing but quotes and line breaks has to
 * fit into a frame. */
static void
append_escaped (GString *json,
                guchar   c)
{
  static const char special[] = "\b\t\n\f\r\"\\";
  static const char letters[] = "btnfr\"\\";
  static const char digits[] = "0123456789abcdef";
  const char        unicode[] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };
  const char       *found = strchr (special, c);

  if (found == NULL) {
    g_string_append_len (json, unicode, sizeof unicode);
  } else {
    g_string_append_c (json, '\\');
    g_string_append_c (json, letters[found - special]);
  }
}

static void
append_string (GString    *json,
               const char *text)
{
  const char *plain = text; /* what is to be copied as it is */

  g_string_append_c (json, '"');
  for (; *text != '\0'; text++) {
    guchar c = *text;

    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    g_string_append_len (json, plain, text - plain);
    append_escaped (json, c);
    plain = text + 1;
  }
  g_string_append_len (json, plain, text - plain);
  g_string_append_c (json, '"');
}

static void
append_int (GString *json,
            gint64   number)
{
  char digits[24];
  int  size = g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number);

  g_string_append_len (json, digits, size);
}

static void
append_bytes (GString *json,
              GBytes  *bytes)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  gsize         start = json->len + 1;
  int           state = 0;
  int           save = 0;

  g_string_append_c (json, '"');
  g_string_set_size (json, start + (size / 3 + 1) * 4 + 4);
  size = g_base64_encode_step (data, size, FALSE, json->str + start, &state, &save);
  size += g_base64_encode_close (FALSE, json->str + start + size, &state, &save);
  g_string_set_size (json, start + size);
  g_string_append_c (json, '"');
}

static void
append_item (GString         *json,
             ParlorPacketType type,
             gconstpointer    packet)
{
  gsize start = json->len;

  append_members (json, type, packet);
  if (json->len == start)
    g_string_append_c (json, '{');
  else
    json->str[start] = '{'; /* in place of the comma before the first member */
  g_string_append_c (json, '}');
}

static void
append_list (GString         *json,
             ParlorPacketType type,
             const GPtrArray *items)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < items->len; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    append_item (json, type, items->pdata[i]);
  }
  g_string_append_c (json, ']');
}

/* An optional member that says nothing need not be written. */
static gboolean
is_worth_writing (const ParlorField *field,
                  gconstpointer      slot)
{
  switch (field->kind) {
  case PARLOR_INT:
    return field->need == PARLOR_REQUIRED || *(const gint64 *) slot != 0;
  case PARLOR_BOOL:
    return field->need == PARLOR_REQUIRED || *(const gboolean *) slot;
  case PARLOR_ENUM:
    return *(const guint *) slot != 0 && *(const guint *) slot <= field->max;
  case PARLOR_STR:
  case PARLOR_BYTES:
  case PARLOR_ITEM:
  case PARLOR_LIST:
    return *(const gconstpointer *) slot != NULL;
  default:
    g_return_val_if_reached (FALSE);
  }
}

static void
append_value (GString           *json,
              const ParlorField *field,
              gconstpointer      slot)
{
  switch (field->kind) {
  case PARLOR_STR:
    append_string (json, *(const char *const *) slot);
    break;
  case PARLOR_INT:
    append_int (json, *(const gint64 *) slot);
    break;
  case PARLOR_BOOL:
    g_string_append (json, *(const gboolean *) slot ? "true" : "false");
    break;
  case PARLOR_ENUM:
    append_string (json, field->words[*(const guint *) slot - 1]);
    break;
  case PARLOR_BYTES:
    append_bytes (json, *(GBytes *const *) slot);
    break;
  case PARLOR_ITEM:
    append_item (json, field->item, *(const gconstpointer *) slot);
    break;
  case PARLOR_LIST:
    append_list (json, field->item, *(GPtrArray *const *) slot);
    break;
  default:
    g_return_if_reached ();
  }
}

/* Each member comes with a comma before it. */
static void
append_members (GString         *json,
                ParlorPacketType type,
                gconstpointer    packet)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  for (guint i = 0; i < info->n_fields; i++) {
    const ParlorField *field = &info->fields[i];
    gconstpointer      slot = G_STRUCT_MEMBER_P (packet, field->offset);

    if (!is_worth_writing (field, slot))
      continue;
    g_string_append_len (json, ",\"", 2);
    g_string_append (json, field->name);
    g_string_append_len (json, "\":", 2);
    append_value (json, field, slot);
  }
}

/**
 * parlor_packet_encode:
 * @type: the type of @packet
 * @packet: a struct of that type; its strings are UTF-8
 *
 * Returns: (transfer full): @packet as a frame: one line of JSON with its
 *   newline
 */
GBytes *
parlor_packet_encode (ParlorPacketType type,
                      gconstpointer    packet)
{
  GString *json = g_string_sized_new (256);
  gint64   tag = *(const gint64 *) packet;

  g_string_append (json, "{\"type\":");
  append_string (json, parlor_packet_info (type)->name);
  if (tag != 0) {
    g_string_append (json, ",\"tag\":");
    append_int (json, tag);
  }
  append_members (json, type, packet);
  g_string_append_len (json, "}\n", 2);

  return g_string_free_to_bytes (json);
}
