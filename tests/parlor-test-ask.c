/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-ask"

#include "parlor-test-peer.h"

#include <stdarg.h>

static const ParlorField *
find_field (ParlorPacketType type,
            const char      *name)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  for (guint i = 0; i < info->n_fields; i++)
    if (g_str_equal (info->fields[i].name, name))
      return &info->fields[i];

  g_error ("Packet %s has no member %s", info->name, name);
}

/* Writes @value, which is text, into @packet, as its declaration asks. */
static void
set_field (gpointer           packet,
           const ParlorField *field,
           const char        *value)
{
  gpointer slot = G_STRUCT_MEMBER_P (packet, field->offset);

  switch (field->kind) {
  case PARLOR_STR:
    *(char **) slot = g_strdup (value);
    break;
  case PARLOR_INT:
    *(gint64 *) slot = g_ascii_strtoll (value, NULL, 10);
    break;
  case PARLOR_BOOL:
    *(gboolean *) slot = g_str_equal (value, "true");
    break;
  case PARLOR_ENUM:
    for (guint i = 0; i < field->max; i++)
      if (g_str_equal (field->words[i], value))
        *(guint *) slot = i + 1;
    break;
  case PARLOR_BYTES:
    *(GBytes **) slot = g_bytes_new (value, strlen (value));
    break;
  case PARLOR_ITEM:
  case PARLOR_LIST:
  default:
    g_assert_not_reached ();
  }
}

static gint64
request_valist (ParlorTestPeer  *self,
                ParlorPacketType type,
                va_list          args)
{
  gpointer    packet = parlor_packet_new (type);
  const char *name;
  gint64      tag;

  while ((name = va_arg (args, const char *)) != NULL) {
    const char *value = va_arg (args, const char *);

    if (value != NULL)
      set_field (packet, find_field (type, name), value);
  }
  tag = parlor_test_peer_request (self, type, packet);
  parlor_packet_free (type, packet);

  return tag;
}

/**
 * parlor_test_peer_ask:
 * @self: a connection
 * @answer: what the answer has to be
 * @type: what to send
 * @...: names of its members and their values, both as text, then NULL;
 *   a member whose value is NULL is left out
 *
 * Returns: (transfer none): the answer
 */
gpointer
parlor_test_peer_ask (ParlorTestPeer  *self,
                      ParlorPacketType answer,
                      ParlorPacketType type,
                      ...)
{
  va_list args;
  gint64  tag;

  va_start (args, type);
  tag = request_valist (self, type, args);
  va_end (args);

  return parlor_test_peer_answer (self, tag, answer);
}

/**
 * parlor_test_peer_refused:
 * @self: a connection
 * @code: the code of the error that has to answer
 * @field: (nullable): the member that it has to name
 * @type: what to send
 * @...: names of its members and their values, both as text, then NULL
 *
 * Returns: (transfer none): the error
 */
ParlorErrorPacket *
parlor_test_peer_refused (ParlorTestPeer  *self,
                          const char      *code,
                          const char      *field,
                          ParlorPacketType type,
                          ...)
{
  ParlorErrorPacket *error;
  va_list            args;
  gint64             tag;

  va_start (args, type);
  tag = request_valist (self, type, args);
  va_end (args);

  error = parlor_test_peer_answer (self, tag, PARLOR_PACKET_ERROR);
  g_assert_cmpstr (error->code, ==, code);
  g_assert_cmpstr (error->field, ==, field);
  g_assert_cmpstr (error->text, !=, "");

  return error;
}

/**
 * parlor_test_peer_settle:
 * @self: a connection
 *
 * Waits until all that the server had to say up to now is here.
 */
void
parlor_test_peer_settle (ParlorTestPeer *self)
{
  parlor_test_peer_ask (self, PARLOR_PACKET_PONG, PARLOR_PACKET_PING, NULL);
}

/**
 * parlor_test_peer_expect_end:
 * @self: a connection
 *
 * Waits until the server has closed the connection; what else comes before
 * that is dropped.
 */
void
parlor_test_peer_expect_end (ParlorTestPeer *self)
{
  ParlorPacketType type;

  while (parlor_test_peer_next (self, &type) != NULL)
    ;
}

/**
 * parlor_test_peer_expect_goodbye:
 * @self: a connection
 * @code: why the server has to say that it closes
 *
 * Waits for the server's goodbye and the end of the connection after it.
 */
void
parlor_test_peer_expect_goodbye (ParlorTestPeer *self,
                                 const char     *code)
{
  ParlorGoodbyePacket *goodbye = parlor_test_peer_expect (self, PARLOR_PACKET_GOODBYE);

  g_assert_cmpstr (goodbye->code, ==, code);
  g_assert_cmpstr (goodbye->text, !=, "");
  parlor_test_peer_expect_end (self);
}
