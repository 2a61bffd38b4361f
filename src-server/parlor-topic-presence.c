/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is here, and who writes. */

#define G_LOG_DOMAIN "parlor-topic-presence"

#include "parlor-act.h"
#include "parlor-names.h"
#include "parlor-topics.h"

/**
 * parlor_on_set_presence:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_set_presence (ParlorRequest *request)
{
  const ParlorSetPresencePacket *packet = request->packet;

  if (packet->presence != PARLOR_PRESENCE_ONLINE && packet->presence != PARLOR_PRESENCE_AWAY) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "presence",
                                N_ ("One is online or away; offline is who is not connected."));
    return;
  }

  parlor_hub_set_presence (request->session->services->hub, request->session, packet->presence);
  parlor_request_ok (request);
}

/**
 * parlor_on_watch:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_watch (ParlorRequest *request)
{
  const ParlorWatchPacket *packet = request->packet;

  if (!request->session->is_in_hub) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_NOT_NOW, "type",
                                N_ ("Ask with resume first: who has not is told nothing."));
    return;
  }

  parlor_hub_watch (request->session->services->hub, request->session, packet->people);
  parlor_request_ok (request);
}

/* What cannot be sent is not announced either. */
static gboolean
need_unblocked (ParlorAct  *act,
                ParlorDb   *db,
                const char *conversation,
                GError    **error)
{
  gint64 accounts[2];
  gint64 is_blocked = 0;

  if (!parlor_personal_id_parse (conversation, &accounts[0], &accounts[1]))
    return TRUE;
  if (!parlor_db_get_int (
        db, "SELECT COUNT (*) FROM blocks WHERE account = $1 AND blocked = $2",
        PARLOR_PARAMS (parlor_int (accounts[accounts[0] == act->author.account ? 1 : 0]),
                       parlor_int (act->author.account)),
        &is_blocked, error))
    return FALSE;

  return is_blocked == 0 || parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                                           N_ ("This person takes no messages from you."));
}

/* Who waits in slow mode may write meanwhile. */
static gboolean
typing_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorTypingPacket *packet = act->packet;

  if (!parlor_act_need_member (act, db, packet->conversation, error))
    return FALSE;
  if (!packet->is_typing)
    return TRUE;

  act->standing.slow_mode_s = 0;

  return parlor_rights_need_open (&act->standing, 1, error) &&
         need_unblocked (act, db, packet->conversation, error);
}

static void
typing_done (ParlorAct      *act,
             ParlorServices *services)
{
  const ParlorTypingPacket *packet = act->packet;

  parlor_hub_set_typing (services->hub, act->session, packet->conversation, packet->is_typing);
}

/**
 * parlor_on_typing:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_typing (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, typing_work, typing_done);
}

typedef struct
{
  ParlorServices *services;
  GArray         *left;
} Storing;

static gboolean
left_work (gpointer owner,
           gpointer data,
           GError **error)
{
  const GArray *left = ((Storing *) data)->left;

  for (guint i = 0; i < left->len; i++) {
    const ParlorHubLeft *one = &g_array_index (left, ParlorHubLeft, i);

    if (!parlor_db_exec (
          owner, "UPDATE accounts SET last_seen_ms = $1 WHERE account = $2 AND is_deleted = 0",
          PARLOR_PARAMS (parlor_int (one->time_ms), parlor_int (one->account)), NULL, NULL, error))
      return FALSE;
  }

  return TRUE;
}

static void
left_done (gpointer      data,
           const GError *error)
{
  Storing *storing = data;

  if (error != NULL)
    g_message ("Cannot keep when people were last here: %s", error->message);
  storing->services->n_requests--;
  g_array_unref (storing->left);
  g_free (storing);
}

static void
store_left (GArray  *left,
            gpointer user_data)
{
  Storing *storing = g_new (Storing, 1);

  *storing = (Storing){ user_data, left };
  storing->services->n_requests++; /* the server waits for it before it ends */
  parlor_store_run (storing->services->store, PARLOR_STORE_WRITE, left_work, left_done, storing);
}

/**
 * parlor_presence_open:
 * @services: hub and store
 *
 * Has the store keep when people were last here: one job for all who left within
 * a quarter of a second.
 */
void
parlor_presence_open (ParlorServices *services)
{
  parlor_hub_set_store (services->hub, store_left, services);
}
