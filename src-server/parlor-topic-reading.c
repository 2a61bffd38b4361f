/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far people have read. */

#define G_LOG_DOMAIN "parlor-topic-reading"

#include "parlor-act.h"
#include "parlor-topics.h"

static gboolean
mark_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const ParlorMarkReadPacket *packet = act->packet;
  gint64                      head = 0;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_db_get_int (db, "SELECT head FROM conversations WHERE conversation = $1",
                          PARLOR_PARAMS (parlor_text (packet->conversation)), &head, error))
    return FALSE;
  if (packet->seq > head)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "seq",
                          N_ ("The conversation has no such event yet."));

  return parlor_log_set_marker (db, packet->conversation, act->author.account, packet->seq,
                                error) &&
         parlor_log_read_marker (db, packet->conversation, act->author.account, act->data, error);
}

/* All devices of a person agree. */
static void
mark_done (ParlorAct      *act,
           ParlorServices *services)
{
  const ParlorMarkReadPacket *packet = act->packet;
  ParlorReadPacket           *read = act->data;
  g_autoptr (GBytes)          frame = NULL;

  read->conversation = packet->conversation;
  frame = parlor_packet_encode (PARLOR_PACKET_READ, read);
  parlor_hub_send_to_account (services->hub, act->author.account, frame);
}

/**
 * parlor_on_mark_read:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_mark_read (ParlorRequest *request)
{
  ParlorAct *act = parlor_act_new (request);

  act->data = g_new0 (ParlorReadPacket, 1);
  act->free_data = g_free;
  parlor_act_run (act, PARLOR_STORE_WRITE, mark_work, mark_done);
}
