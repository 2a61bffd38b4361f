/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-rooms"

#include "parlor-test-rooms.h"

#include "parlor-names.h"

/**
 * parlor_test_do:
 * @self: a connection
 * @type: what to do; a packet with an account, answered by ok
 * @conversation: where
 * @account: to whom
 */
void
parlor_test_do (ParlorTestPeer  *self,
                ParlorPacketType type,
                const char      *conversation,
                gint64           account)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, account);

  parlor_test_peer_ask (self, PARLOR_PACKET_OK, type, "conversation", conversation,
                        "account", number, NULL);
}

/**
 * parlor_test_may_not:
 * @self: a connection
 * @code: see parlor_test_peer_refused()
 * @field: (nullable): see parlor_test_peer_refused()
 * @type: what is refused; see parlor_test_do()
 * @conversation: where
 * @account: to whom
 *
 * Returns: (transfer none): the error
 */
ParlorErrorPacket *
parlor_test_may_not (ParlorTestPeer  *self,
                     const char      *code,
                     const char      *field,
                     ParlorPacketType type,
                     const char      *conversation,
                     gint64           account)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, account);

  return parlor_test_peer_refused (self, code, field, type, "conversation", conversation,
                                   "account", number,
                                   type == PARLOR_PACKET_SET_ROLE ? "role" : NULL, "member", NULL);
}

/**
 * parlor_test_make:
 * @self: a connection of an owner
 * @conversation: where
 * @whom: a member
 * @role: what @whom is to be
 */
void
parlor_test_make (ParlorTestPeer *self,
                  const char     *conversation,
                  ParlorTestPeer *whom,
                  const char     *role)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, whom->account);

  parlor_test_peer_ask (self, PARLOR_PACKET_OK, PARLOR_PACKET_SET_ROLE, "conversation",
                        conversation, "account", number, "role", role, NULL);
}

/**
 * parlor_test_set:
 * @self: a connection
 * @conversation: of which
 * @setting: what to set
 * @value: (nullable): what it is to be
 */
void
parlor_test_set (ParlorTestPeer *self,
                 const char     *conversation,
                 const char     *setting,
                 const char     *value)
{
  parlor_test_peer_ask (self, PARLOR_PACKET_OK, PARLOR_PACKET_SET, "conversation", conversation,
                        "setting", setting, "value", value, NULL);
}

/**
 * parlor_test_hear_of:
 * @self: a connection that hears events
 * @conversation: of which
 * @kind: what the next event there has to be
 * @member: whom it has to be about; 0: nobody
 *
 * Returns: (transfer none): the event
 */
ParlorEventPacket *
parlor_test_hear_of (ParlorTestPeer *self,
                     const char     *conversation,
                     ParlorEventKind kind,
                     gint64          member)
{
  ParlorEventPacket   *event = parlor_test_hear (self, conversation);
  ParlorAccountPacket *about = event->member;

  g_assert_cmpint (event->kind, ==, kind);
  g_assert_cmpint (about != NULL ? about->account : 0, ==, member);

  return event;
}

/**
 * parlor_test_find:
 * @self: a connection that is signed in
 * @name: of a channel or a group
 *
 * Returns: (transfer none) (nullable): how the directory lists it
 */
ParlorListingPacket *
parlor_test_find (ParlorTestPeer *self,
                  const char     *name)
{
  ParlorDirectoryPagePacket *page = parlor_test_peer_ask (self, PARLOR_PACKET_DIRECTORY_PAGE,
                                                          PARLOR_PACKET_DIRECTORY,
                                                          "query", name, NULL);

  for (guint i = 0; i < page->conversations->len; i++) {
    ParlorListingPacket *listing = page->conversations->pdata[i];

    if (g_str_equal (listing->name, name))
      return listing;
  }

  return NULL;
}

/**
 * parlor_test_assert_outside:
 * @self: a connection that is signed in
 * @conversation: what @self is not in
 *
 * Who is not in a conversation can do nothing there, and is told nothing of it.
 */
void
parlor_test_assert_outside (ParlorTestPeer *self,
                            const char     *conversation)
{
  static const ParlorPacketType with_account[] = {
    PARLOR_PACKET_INVITE,
    PARLOR_PACKET_KICK,
    PARLOR_PACKET_BAN,
    PARLOR_PACKET_UNBAN,
    PARLOR_PACKET_MUTE,
    PARLOR_PACKET_UNMUTE,
    PARLOR_PACKET_SET_ROLE,
  };
  static const ParlorPacketType others[] = { PARLOR_PACKET_HISTORY, PARLOR_PACKET_MEMBERS,
                                             PARLOR_PACKET_LEAVE, PARLOR_PACKET_BANS };
  g_autofree char              *nonce = parlor_nonce_new ();

  parlor_test_peer_refused (self, "not-found", "conversation", PARLOR_PACKET_SEND, "conversation",
                            conversation, "nonce", nonce, "text", "Hello", NULL);
  parlor_test_peer_refused (self, "not-found", "conversation", PARLOR_PACKET_SET, "conversation",
                            conversation, "setting", "topic", "value", "Mine", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (with_account); i++)
    parlor_test_may_not (self, "not-found", "conversation", with_account[i], conversation, 1);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    parlor_test_peer_refused (self, "not-found", "conversation", others[i], "conversation",
                              conversation, NULL);
}

/**
 * parlor_test_request_both:
 * @self: a connection
 * @first: what to ask for
 * @first_packet: a packet of type @first; its tag is set
 * @second: what else to ask for
 * @second_packet: a packet of type @second; its tag is set
 *
 * Sends two packets at once, so that the server has the second before it is done
 * with the first.
 */
void
parlor_test_request_both (ParlorTestPeer  *self,
                          ParlorPacketType first,
                          gpointer         first_packet,
                          ParlorPacketType second,
                          gpointer         second_packet)
{
  g_autoptr (GByteArray) lines = g_byte_array_new ();
  g_autoptr (GBytes)     frame = NULL;
  g_autoptr (GBytes)     other = NULL;

  *(gint64 *) first_packet = ++self->last_tag;
  *(gint64 *) second_packet = ++self->last_tag;
  frame = parlor_packet_encode (first, first_packet);
  other = parlor_packet_encode (second, second_packet);
  g_byte_array_append (lines, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  g_byte_array_append (lines, g_bytes_get_data (other, NULL), g_bytes_get_size (other));
  parlor_test_peer_write (self, lines->data, lines->len);
}
