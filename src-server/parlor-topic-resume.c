/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telling a client that has come back what it missed. */

#define G_LOG_DOMAIN "parlor-topic-resume"

#include "parlor-log.h"
#include "parlor-people.h"
#include "parlor-topics.h"

typedef struct
{
  ParlorRequest *request;
  gint64         viewer;
  guint          max_events;
  gsize          bytes_left; /* for all that is told; then only what has to be */
  GHashTable    *cursors;    /* id → ParlorCursorPacket, borrowed from the request */
  GPtrArray     *conversations;
  GPtrArray     *frames; /* of GBytes: the answer but for its end */

  ParlorAccountPacket *profile; /* the viewer, as others see him or her */
} Resuming;

static void
add_frame (Resuming        *resuming,
           ParlorPacketType type,
           gpointer         packet)
{
  GBytes *frame = parlor_packet_encode (type, packet);

  resuming->bytes_left -= MIN (resuming->bytes_left, g_bytes_get_size (frame));
  g_ptr_array_add (resuming->frames, frame);
}

/* The newest message is left out when there is no more room. */
static void
add_conversation (Resuming                 *resuming,
                  ParlorConversationPacket *conversation)
{
  gpointer last = conversation->last;

  if (resuming->bytes_left == 0)
    conversation->last = NULL;
  add_frame (resuming, PARLOR_PACKET_CONVERSATION, conversation);
  conversation->last = last;
}

/* The seq up to which the client knows @conversation, or -1. */
static gint64
cursor_of (Resuming   *resuming,
           const char *conversation)
{
  const ParlorCursorPacket *cursor = g_hash_table_lookup (resuming->cursors, conversation);

  return cursor != NULL ? cursor->seq : -1;
}

static gboolean
add_gap (Resuming                 *resuming,
         ParlorConversationPacket *conversation)
{
  ParlorGapPacket gap = { 0, conversation->conversation, conversation->head };

  add_frame (resuming, PARLOR_PACKET_GAP, &gap);

  return TRUE;
}

/* Adds as many events as fit into a frame; @seq follows them. */
static gboolean
add_recovered (Resuming                 *resuming,
               ParlorDb                 *db,
               ParlorConversationPacket *conversation,
               gint64                   *seq,
               GError                  **error)
{
  GPtrArray            *events = g_ptr_array_new ();
  ParlorRecoveredPacket recovered = { 0, conversation->conversation, events };
  gboolean              is_read =
    *seq == conversation->head ||
    parlor_log_read_after (db, conversation->conversation, resuming->viewer, *seq,
                           PARLOR_PAGE_MAX_ITEMS, events, error);

  if (is_read) {
    parlor_log_fit_events (events, PARLOR_PAGE_MAX_ITEMS, 1);
    add_frame (resuming, PARLOR_PACKET_RECOVERED, &recovered);
    *seq = events->len > 0 ? ((ParlorEventPacket *) events->pdata[events->len - 1])->seq
                           : conversation->head;
  }
  parlor_events_free (events);

  return is_read;
}

static gboolean
add_missed (Resuming                 *resuming,
            ParlorDb                 *db,
            ParlorConversationPacket *conversation,
            GError                  **error)
{
  gint64 seq = cursor_of (resuming, conversation->conversation);

  /* What followed the cursor may be no longer there. */
  if (seq < conversation->first - 1 || seq > conversation->head ||
      conversation->head - seq > resuming->max_events)
    return add_gap (resuming, conversation);

  do {
    if (resuming->bytes_left == 0 && seq < conversation->head)
      return add_gap (resuming, conversation);
    if (!add_recovered (resuming, db, conversation, &seq, error))
      return FALSE;
  } while (seq < conversation->head);

  return TRUE;
}

/* What the client knows of and is no longer in. */
static void
add_removed (Resuming *resuming)
{
  const ParlorResumePacket *packet = resuming->request->packet;
  g_autoptr (GHashTable)    known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < resuming->conversations->len; i++)
    g_hash_table_add (
      known, ((ParlorConversationPacket *) resuming->conversations->pdata[i])->conversation);

  for (guint i = 0; packet->cursors != NULL && i < packet->cursors->len; i++) {
    const ParlorCursorPacket *cursor = packet->cursors->pdata[i];
    ParlorRemovedPacket       removed = { 0, cursor->conversation };

    if (!g_hash_table_contains (known, cursor->conversation))
      add_frame (resuming, PARLOR_PACKET_REMOVED, &removed);
  }
}

static gboolean
add_invitations (Resuming *resuming,
                 ParlorDb *db,
                 GError  **error)
{
  g_autoptr (GPtrArray) invited = g_ptr_array_new ();
  gboolean              is_read;

  is_read = parlor_log_read_invitations (db, resuming->viewer, NULL, invited, error);
  for (guint i = 0; i < invited->len; i++) {
    add_frame (resuming, PARLOR_PACKET_INVITED, invited->pdata[i]);
    parlor_packet_free (PARLOR_PACKET_INVITED, invited->pdata[i]);
  }

  return is_read;
}

static gboolean
resume_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Resuming *resuming = data;

  if (!parlor_people_read (owner, resuming->viewer, &resuming->profile, error) ||
      !parlor_log_read_conversations (owner, resuming->viewer, NULL, resuming->conversations,
                                      error))
    return FALSE;

  for (guint i = 0; i < resuming->conversations->len; i++) {
    add_conversation (resuming, resuming->conversations->pdata[i]);
    if (!add_missed (resuming, owner, resuming->conversations->pdata[i], error))
      return FALSE;
  }
  add_removed (resuming);

  return add_invitations (resuming, owner, error);
}

static void
resuming_free (Resuming *resuming)
{
  for (guint i = 0; i < resuming->conversations->len; i++)
    parlor_packet_free (PARLOR_PACKET_CONVERSATION, resuming->conversations->pdata[i]);
  g_ptr_array_unref (resuming->conversations);
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, resuming->profile);
  g_hash_table_unref (resuming->cursors);
  g_ptr_array_unref (resuming->frames);
  g_free (resuming);
}

/* Results come in the order of the jobs.  What was committed before the log was
 * read is in the frames, and what is committed later is told by the hub. */
static void
resume_done (gpointer      data,
             const GError *error)
{
  Resuming           *resuming = data;
  ParlorSession      *session = resuming->request->session;
  ParlorServices     *services = session->services;
  ParlorResumedPacket resumed = { 0, services->epoch };

  if (error != NULL) {
    parlor_request_refuse (resuming->request, error);
    resuming_free (resuming);
    return;
  }

  parlor_hub_add (services->hub, session, resuming->profile);
  if (session->is_in_hub)
    parlor_hub_unsubscribe_all (services->hub, session);
  for (guint i = 0; i < resuming->frames->len; i++)
    parlor_session_send (session, resuming->frames->pdata[i]);
  for (guint i = 0; i < resuming->conversations->len; i++)
    parlor_hub_subscribe (
      services->hub, session,
      ((ParlorConversationPacket *) resuming->conversations->pdata[i])->conversation);
  parlor_request_answer (resuming->request, PARLOR_PACKET_RESUMED, &resumed);
  resuming_free (resuming);
}

/* Cursors of another epoch say nothing. */
static GHashTable *
index_cursors (const ParlorResumePacket *packet,
               const char               *epoch)
{
  GHashTable *cursors = g_hash_table_new (g_str_hash, g_str_equal);

  if (packet->epoch != NULL && !g_str_equal (packet->epoch, epoch))
    return cursors;

  for (guint i = 0; packet->cursors != NULL && i < packet->cursors->len; i++) {
    ParlorCursorPacket *cursor = packet->cursors->pdata[i];

    g_hash_table_insert (cursors, cursor->conversation, cursor);
  }

  return cursors;
}

/**
 * parlor_on_resume:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_resume (ParlorRequest *request)
{
  const ParlorResumePacket *packet = request->packet;
  ParlorServices           *services = request->session->services;
  Resuming                 *resuming = g_new0 (Resuming, 1);

  resuming->request = request;
  resuming->viewer = request->session->account;
  resuming->max_events = services->config->recover_max_events;
  /* What does not fit is a gap, so that no reader is cut off for coming back. */
  resuming->bytes_left = services->config->outbound_queue_max_bytes / 2;
  resuming->cursors = index_cursors (packet, services->epoch);
  resuming->conversations = g_ptr_array_new ();
  resuming->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  parlor_store_run (services->store, PARLOR_STORE_READ, resume_work, resume_done, resuming);
}
