/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-protocol.h"

#define TAG 7

/* What is done to one member of a packet. */
typedef enum {
  GOOD,
  FULL, /* as large as it may be */
  TOO_LARGE,
  MISSING,
  NULLED,
} Shape;

typedef struct
{
  const ParlorField *field;
  Shape              shape;
  const char        *value;   /* unless NULL: written instead */
  const char        *through; /* unless NULL: the only member of the packet whose parts are odd */
} Oddity;

static void append_packet (GString         *text,
                           ParlorPacketType type,
                           const Oddity    *oddity);

static void
append_bytes (GString *text,
              gsize    size)
{
  g_autofree guint8 *data = g_malloc0 (size);
  g_autofree char   *digits = g_base64_encode (data, size);

  g_string_append_printf (text, "\"%s\"", digits);
}

static void
append_list (GString           *text,
             const ParlorField *field,
             gint64             n_items,
             const Oddity      *oddity)
{
  g_string_append_c (text, '[');
  for (gint64 i = 0; i < n_items; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    append_packet (text, field->item, oddity);
  }
  g_string_append_c (text, ']');
}

/* Appends a value for @field; the number that INT takes at most cannot always
 * be exceeded, but no INT is negative. */
static void
append_value (GString           *text,
              const ParlorField *field,
              Shape              shape,
              const Oddity      *oddity)
{
  gint64 size = shape == GOOD ? 1 : field->max;

  if (shape == TOO_LARGE && field->max < G_MAXINT64)
    size = field->max + 1;
  else if (shape == TOO_LARGE)
    size = -1;

  switch (field->kind) {
  case PARLOR_STR:
    g_string_append_printf (text, "\"%0*d\"", (int) size, 0);
    break;
  case PARLOR_INT:
    g_string_append_printf (text, "%" G_GINT64_FORMAT, size);
    break;
  case PARLOR_BOOL:
    g_string_append (text, "true");
    break;
  case PARLOR_ENUM:
    g_string_append_printf (text, "\"%s\"", field->words[size <= field->max ? size - 1 : 0]);
    break;
  case PARLOR_BYTES:
    append_bytes (text, size);
    break;
  case PARLOR_ITEM:
    append_packet (text, field->item, oddity);
    break;
  case PARLOR_LIST:
    append_list (text, field, size, oddity);
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
append_members (GString         *text,
                ParlorPacketType type,
                const Oddity    *oddity)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  for (guint i = 0; i < info->n_fields; i++) {
    const ParlorField *field = &info->fields[i];
    gboolean           is_odd = oddity != NULL && oddity->field == field;
    gboolean           leads_there = is_odd || oddity == NULL || oddity->through == NULL ||
                           info->sender == PARLOR_SENDER_PART ||
                           g_str_equal (field->name, oddity->through);

    if (is_odd && oddity->shape == MISSING)
      continue;
    if (strchr ("{,", text->str[text->len - 1]) == NULL)
      g_string_append_c (text, ',');
    g_string_append_printf (text, "\"%s\":", field->name);
    if (is_odd && oddity->shape == NULLED)
      g_string_append (text, "null");
    else if (is_odd && oddity->value != NULL)
      g_string_append (text, oddity->value);
    else
      append_value (text, field, is_odd ? oddity->shape : GOOD, leads_there ? oddity : NULL);
  }
}

static void
append_packet (GString         *text,
               ParlorPacketType type,
               const Oddity    *oddity)
{
  g_string_append_c (text, '{');
  append_members (text, type, oddity);
  g_string_append_c (text, '}');
}

static GBytes *
write_packet (ParlorPacketType type,
              const Oddity    *oddity)
{
  const char *name = parlor_packet_info (type)->name;
  GString    *text = g_string_new (NULL);

  g_string_append_printf (text, "{\"type\":\"%s\",\"tag\":%d,", name, TAG);
  append_members (text, type, oddity);
  if (text->str[text->len - 1] == ',')
    g_string_truncate (text, text->len - 1);
  g_string_append (text, "}\n");

  return g_string_free_to_bytes (text);
}

static void
assert_accepts (ParlorPacketType type,
                const Oddity    *oddity)
{
  g_autoptr (GBytes) bytes = write_packet (type, oddity);
  g_autoptr (GError) error = NULL;
  ParlorPacketType   got = PARLOR_N_PACKETS;
  gpointer           packet = parlor_packet_decode (bytes, &got, &error);

  g_assert_no_error (error);
  g_assert_cmpint (got, ==, type);
  g_assert_cmpint (*(gint64 *) packet, ==, TAG);

  parlor_packet_free (type, packet);
}

static void
assert_refuses_line (const char         *line,
                     gsize               size,
                     ParlorProtocolError code,
                     gint64              tag,
                     const char         *field)
{
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type = PARLOR_N_PACKETS;
  ParlorRefusal      refusal = { -1, "untouched" };

  g_assert_null (parlor_packet_decode_line (line, size, &type, &refusal, &error));
  g_assert_error (error, PARLOR_PROTOCOL_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (type, ==, PARLOR_N_PACKETS);
  g_assert_cmpint (refusal.tag, ==, tag);
  g_assert_cmpstr (refusal.field, ==, field);
}

static void
assert_refuses (ParlorPacketType type,
                const Oddity    *oddity,
                const char      *field)
{
  g_autoptr (GBytes) bytes = write_packet (type, oddity);

  assert_refuses_line (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       PARLOR_PROTOCOL_ERROR_FIELD, TAG, field);
}

/* A word that an older program does not know is none, unless a client says it. */
static gboolean
takes_unknown_words (ParlorPacketType type)
{
  return parlor_packet_info (type)->sender != PARLOR_SENDER_CLIENT;
}

static gboolean
fits (ParlorPacketType   type,
      const ParlorField *field,
      const char        *value)
{
  switch (field->kind) {
  case PARLOR_STR:
    return *value == '"';
  case PARLOR_INT:
    return g_str_equal (value, "7");
  case PARLOR_BOOL:
    return g_str_equal (value, "true");
  case PARLOR_ENUM:
    return *value == '"' && takes_unknown_words (type);
  case PARLOR_LIST:
    return *value == '[';
  case PARLOR_BYTES:
  case PARLOR_ITEM:
  default:
    return FALSE;
  }
}

/* Spoils each member of @part, which is @type itself or travels in its member
 * @through, in every way. */
static void
check_members (ParlorPacketType type,
               const char      *through,
               ParlorPacketType part)
{
  static const char      *values[] = { "7", "7.5", "true", "\"!\"", "[]", "{}" };
  const ParlorPacketInfo *info = parlor_packet_info (part);

  for (guint i = 0; i < info->n_fields; i++) {
    const ParlorField *field = &info->fields[i];
    const char        *at_fault = through != NULL ? through : field->name;

    if (field->kind != PARLOR_BOOL && field->kind != PARLOR_ENUM && field->kind != PARLOR_ITEM) {
      assert_accepts (type, &(Oddity){ field, FULL, NULL, through });
      assert_refuses (type, &(Oddity){ field, TOO_LARGE, NULL, through }, at_fault);
    }

    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      if (fits (part, field, values[j]))
        assert_accepts (type, &(Oddity){ field, GOOD, values[j], through });
      else
        assert_refuses (type, &(Oddity){ field, GOOD, values[j], through }, at_fault);

    if (field->need == PARLOR_OPTIONAL) {
      assert_accepts (type, &(Oddity){ field, MISSING, NULL, through });
      assert_accepts (type, &(Oddity){ field, NULLED, NULL, through });
    } else {
      assert_refuses (type, &(Oddity){ field, MISSING, NULL, through }, at_fault);
      assert_refuses (type, &(Oddity){ field, NULLED, NULL, through }, at_fault);
    }
  }
}

static void
test_round_trip (gconstpointer data)
{
  ParlorPacketType   type = GPOINTER_TO_UINT (data);
  ParlorPacketType   got = PARLOR_N_PACKETS;
  g_autoptr (GBytes) sent = write_packet (type, NULL);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) of_copy = NULL;
  g_autoptr (GError) error = NULL;
  gpointer           packet = parlor_packet_decode (sent, &got, &error);
  gpointer           copy;

  g_assert_no_error (error);
  g_assert_cmpint (got, ==, type);

  copy = parlor_packet_copy (type, packet);
  again = parlor_packet_encode (type, packet);
  parlor_packet_free (type, packet);
  of_copy = parlor_packet_encode (type, copy);
  parlor_packet_free (type, copy);

  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again),
                   g_bytes_get_data (sent, NULL), g_bytes_get_size (sent));
  g_assert_true (g_bytes_equal (of_copy, sent));
}

static void
test_members (gconstpointer data)
{
  ParlorPacketType        type = GPOINTER_TO_UINT (data);
  const ParlorPacketInfo *info = parlor_packet_info (type);

  check_members (type, NULL, type);
  for (guint i = 0; i < info->n_fields; i++)
    if (info->fields[i].kind == PARLOR_ITEM || info->fields[i].kind == PARLOR_LIST)
      check_members (type, info->fields[i].name, info->fields[i].item);
}

static void
test_nothing_in_it (gconstpointer data)
{
  ParlorPacketType        type = GPOINTER_TO_UINT (data);
  const ParlorPacketInfo *info = parlor_packet_info (type);
  gpointer                packet = parlor_packet_new (type);
  g_autoptr (GBytes)      bytes = parlor_packet_encode (type, packet);
  g_autofree char        *start = g_strdup_printf ("{\"type\":\"%s\"", info->name);
  const char             *frame = g_bytes_get_data (bytes, NULL);

  g_assert_cmpmem (frame, strlen (start), start, strlen (start));
  g_assert_cmpint (frame[g_bytes_get_size (bytes) - 1], ==, '\n');

  parlor_packet_free (type, packet);
  parlor_packet_free (type, NULL);
  g_assert_null (parlor_packet_copy (type, NULL));
}

static void
test_declarations (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    const ParlorPacketInfo *info = parlor_packet_info (type);
    g_autoptr (GHashTable)  members = g_hash_table_new (g_str_hash, g_str_equal);

    g_test_message ("%s", info->name);
    g_assert_true (g_hash_table_add (names, (gpointer) info->name));
    g_assert_cmpint (info->cost > 0, ==, info->sender == PARLOR_SENDER_CLIENT);
    g_hash_table_add (members, (gpointer) "type");
    g_hash_table_add (members, (gpointer) "tag");
    for (guint i = 0; i < info->n_fields; i++)
      g_assert_true (g_hash_table_add (members, (gpointer) info->fields[i].name));
  }
}

/* A part is nothing by itself. */
static void
test_parts_do_not_travel_alone (void)
{
  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    g_autoptr (GBytes) bytes = write_packet (type, NULL);

    if (parlor_packet_info (type)->sender == PARLOR_SENDER_PART)
      assert_refuses_line (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                           PARLOR_PROTOCOL_ERROR_UNKNOWN, TAG, "type");
  }
}

static void
add_for (const char      *check,
         ParlorPacketType type,
         GTestDataFunc    func)
{
  const char      *name = parlor_packet_info (type)->name;
  g_autofree char *path = g_strdup_printf ("/protocol/%s/%s", name, check);

  g_test_add_data_func (path, GUINT_TO_POINTER (type), func);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* Whatever the protocol declares is tested: no packet is named here. */
  for (guint type = 0; type < PARLOR_N_PACKETS; type++) {
    add_for ("nothing-in-it", type, test_nothing_in_it);
    if (parlor_packet_info (type)->sender == PARLOR_SENDER_PART)
      continue;
    add_for ("round-trip", type, test_round_trip);
    add_for ("members", type, test_members);
  }
  g_test_add_func ("/protocol/declarations", test_declarations);
  g_test_add_func ("/protocol/parts-do-not-travel-alone", test_parts_do_not_travel_alone);

  return g_test_run ();
}
