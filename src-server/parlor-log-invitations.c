/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is invited where. */

#define G_LOG_DOMAIN "parlor-log-invitations"

#include "parlor-log.h"

static void
take_invited (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorInvitedPacket *invited = parlor_packet_new (PARLOR_PACKET_INVITED);
  ParlorListingPacket *listing = parlor_packet_new (PARLOR_PACKET_LISTING);

  listing->conversation = g_strdup (parlor_row_text (row, 0));
  listing->kind = parlor_row_int (row, 1);
  listing->name = g_strdup (parlor_row_text (row, 2));
  listing->topic = g_strdup (parlor_row_text (row, 3));
  listing->description = g_strdup (parlor_row_text (row, 4));
  listing->members = parlor_row_int (row, 5);
  listing->has_password = parlor_row_int (row, 6);
  invited->conversation = listing;
  invited->author = parlor_row_account (row, 7);
  invited->time_ms = parlor_row_int (row, 10);
  g_ptr_array_add (user_data, invited);
}

/**
 * parlor_log_read_invitations:
 * @db: the database
 * @account: who is invited
 * @conversation: (nullable): only to this one
 * @ret_invited: (out caller-allocates): of #ParlorInvitedPacket: appended to
 * @error: return location for an error
 *
 * Reads invitations that stand: those by people who were blocked since, and those
 * to what was archived since, do not.
 *
 * Returns: whether they could be read
 */
gboolean
parlor_log_read_invitations (ParlorDb   *db,
                             gint64      account,
                             const char *conversation,
                             GPtrArray  *ret_invited,
                             GError    **error)
{
  return parlor_db_exec (
    db,
    "SELECT c.conversation, c.kind, c.name, c.topic, c.description, c.members, "
    "c.password IS NOT NULL, a.account, a.name, a.nick, i.time_ms FROM invitations i "
    "JOIN conversations c ON c.conversation = i.conversation "
    "JOIN accounts a ON a.account = i.author "
    "WHERE i.account = $1 AND ($2 IS NULL OR i.conversation = $2) AND c.is_archived = 0 "
    "AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account = $1 AND b.blocked = i.author) "
    "ORDER BY i.time_ms, i.conversation",
    PARLOR_PARAMS (parlor_int (account), parlor_text (conversation)), take_invited, ret_invited,
    error);
}
