/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plain data that goes into the cache and out of it. */

#define G_LOG_DOMAIN "parlor-cache"

#include "parlor-cache-private.h"

void
parlor_cache_account_free (ParlorCacheAccount *account)
{
  if (account == NULL)
    return;

  g_free (account->host);
  g_free (account->pinned);
  g_free (account->name);
  g_free (account->nick);
  g_free (account->server_name);
  g_free (account);
}

ParlorCacheAccount *
parlor_cache_account_copy (const ParlorCacheAccount *account)
{
  ParlorCacheAccount *copy = g_memdup2 (account, sizeof *account);

  copy->host = g_strdup (account->host);
  copy->pinned = g_strdup (account->pinned);
  copy->name = g_strdup (account->name);
  copy->nick = g_strdup (account->nick);
  copy->server_name = g_strdup (account->server_name);

  return copy;
}

void
parlor_cache_conversation_free (ParlorCacheConversation *conversation)
{
  if (conversation == NULL)
    return;

  parlor_packet_free (PARLOR_PACKET_CONVERSATION, conversation->packet);
  parlor_packet_free (PARLOR_PACKET_EVENT, conversation->last);
  g_free (conversation->draft);
  g_free (conversation->draft_edit_text);
  g_free (conversation);
}

void
parlor_cache_outgoing_free (ParlorCacheOutgoing *outgoing)
{
  if (outgoing == NULL)
    return;

  parlor_packet_free (PARLOR_PACKET_EVENT, outgoing->packet);
  g_free (outgoing->file);
  g_free (outgoing->sha256);
  g_free (outgoing->upload);
  g_free (outgoing->error);
  g_free (outgoing);
}

ParlorCacheOutgoing *
parlor_cache_outgoing_copy (const ParlorCacheOutgoing *outgoing)
{
  ParlorCacheOutgoing *copy = g_new0 (ParlorCacheOutgoing, 1);

  copy->position = outgoing->position;
  copy->packet = parlor_packet_copy (PARLOR_PACKET_EVENT, outgoing->packet);
  copy->file = g_strdup (outgoing->file);
  copy->sha256 = g_strdup (outgoing->sha256);
  copy->upload = g_strdup (outgoing->upload);
  copy->error = g_strdup (outgoing->error);

  return copy;
}

void
parlor_cache_snapshot_free (ParlorCacheSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;

  g_free (snapshot->epoch);
  g_clear_pointer (&snapshot->people, g_ptr_array_unref);
  g_clear_pointer (&snapshot->conversations, g_ptr_array_unref);
  g_clear_pointer (&snapshot->outbox, g_ptr_array_unref);
  g_free (snapshot);
}

/**
 * parlor_cache_decode:
 * @frame: a packet as it was written
 * @type: what it should be
 *
 * Returns: (transfer full) (nullable): the packet; %NULL if it is not what it
 *   should be
 */
gpointer
parlor_cache_decode (GBytes          *frame,
                     ParlorPacketType type)
{
  g_autoptr (GError) error = NULL;
  ParlorPacketType   found;
  gpointer           packet;

  packet = parlor_packet_decode (frame, &found, &error);
  if (packet == NULL) {
    g_debug ("Skipped: %s", error->message);
    return NULL;
  }
  if (found != type) {
    g_debug ("Skipped: another packet");
    parlor_packet_free (found, packet);
    return NULL;
  }

  return packet;
}

static void
free_event (gpointer packet)
{
  parlor_packet_free (PARLOR_PACKET_EVENT, packet);
}

static void
free_account (gpointer packet)
{
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, packet);
}

/**
 * parlor_cache_new_events:
 *
 * Returns: (transfer full): an empty array that owns its events
 */
GPtrArray *
parlor_cache_new_events (void)
{
  return g_ptr_array_new_with_free_func (free_event);
}

/**
 * parlor_cache_new_people:
 *
 * Returns: (transfer full): an empty array that owns its accounts
 */
GPtrArray *
parlor_cache_new_people (void)
{
  return g_ptr_array_new_with_free_func (free_account);
}
