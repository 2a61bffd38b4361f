/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is understood can be said again, and is then understood the same. */

#include "parlor-protocol.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check_refusal (const ParlorRefusal *refusal,
               const GError        *error)
{
  g_assert (error != NULL && error->domain == PARLOR_PROTOCOL_ERROR);
  g_assert (g_utf8_validate (error->message, -1, NULL));
  g_assert (refusal->tag >= 0);
}

/* A word that a newer server says is understood as none, and cannot be repeated. */
static gboolean
has_unknown_word (ParlorPacketType type,
                  gconstpointer    packet)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  for (guint i = 0; i < info->n_fields; i++) {
    const ParlorField *field = &info->fields[i];
    gconstpointer      slot = G_STRUCT_MEMBER_P (packet, field->offset);
    GPtrArray         *items = field->kind == PARLOR_LIST ? *(GPtrArray *const *) slot : NULL;

    if (field->kind == PARLOR_ENUM && field->need == PARLOR_REQUIRED && *(const guint *) slot == 0)
      return TRUE;
    if (field->kind == PARLOR_ITEM && *(const gconstpointer *) slot != NULL &&
        has_unknown_word (field->item, *(const gconstpointer *) slot))
      return TRUE;
    for (guint j = 0; items != NULL && j < items->len; j++)
      if (has_unknown_word (field->item, items->pdata[j]))
        return TRUE;
  }

  return FALSE;
}

static void
check_same (ParlorPacketType type,
            gconstpointer    packet)
{
  g_autoptr (GBytes) frame = parlor_packet_encode (type, packet);
  g_autoptr (GBytes) again = NULL;
  ParlorPacketType   same_type = PARLOR_N_PACKETS;
  gpointer           same = parlor_packet_decode (frame, &same_type, NULL);

  g_assert (same != NULL && same_type == type);
  again = parlor_packet_encode (type, same);
  g_assert (g_bytes_equal (frame, again));
  parlor_packet_free (type, same);
}

static void
check_line (const char *line,
            gsize       size)
{
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type = PARLOR_N_PACKETS;
  ParlorRefusal      refusal;
  gpointer           packet;

  packet = parlor_packet_decode_line (line, size, &type, &refusal, &error);
  if (packet == NULL) {
    check_refusal (&refusal, error);
    return;
  }

  if (!has_unknown_word (type, packet))
    check_same (type, packet);
  parlor_packet_free (type, packet);
}

/* A line is not easily guessed: makes one of the packet of which the first byte
 * is the number, whose members have the values that newlines separate. */
static char *
make_line (const guint8 *data,
           gsize         size)
{
  const ParlorPacketInfo *info = parlor_packet_info (data[0] % PARLOR_N_PACKETS);
  g_autofree char        *text = g_strndup ((const char *) data + 1, size - 1);
  g_auto (GStrv)          values = g_strsplit (text, "\n", info->n_fields);
  GString                *line = g_string_new (NULL);

  g_string_append_printf (line, "{\"type\":\"%s\"", info->name);
  for (guint i = 0; i < info->n_fields && values[i] != NULL; i++)
    g_string_append_printf (line, ",\"%s\":%s", info->fields[i].name, values[i]);
  g_string_append_c (line, '}');

  return g_string_free (line, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *line = NULL;

  check_line ((const char *) data, size);
  if (size == 0)
    return 0;

  line = make_line (data, size);
  check_line (line, strlen (line));

  return 0;
}
