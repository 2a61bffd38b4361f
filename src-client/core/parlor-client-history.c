/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is fetched of a conversation's log: pages for whoever reads, single
 * messages, and holes. */

#define G_LOG_DOMAIN "parlor-client"

#include "parlor-client-private.h"

#include "parlor-attachment-private.h"
#include "parlor-log-request.h"
#include "parlor-message-private.h"

#include <glib/gi18n.h>

/**
 * parlor_client_make_message:
 * @self: a client
 * @event: what happened
 *
 * Returns: (transfer full): @event as it is shown
 */
ParlorMessage *
parlor_client_make_message (ParlorClient            *self,
                            const ParlorEventPacket *event)
{
  ParlorAccount               *author = parlor_client_peek_account (self, event->author);
  ParlorAccount               *member = NULL;
  g_autoptr (ParlorAttachment) attachment = NULL;
  g_autofree char             *path = NULL;

  if (event->attachment != NULL) {
    attachment = parlor_attachment_new (event->attachment);
    path = parlor_client_get_file_path (self, parlor_attachment_get_id (attachment));
    if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
      parlor_attachment_set_local (attachment, path);
  }

  if (event->member != NULL)
    member = parlor_client_peek_account (self, event->member);

  return parlor_message_new_of_event (event, author, member, attachment);
}

/* A server that has nothing to tell, and says that there is more, would be asked
 * for ever.
 *
 * Returns: whether @events are what was asked for */
static gboolean
deliver (ParlorClient     *self,
         ParlorLogRequest *request,
         GPtrArray        *events,
         gboolean          is_complete)
{
  g_autoptr (GPtrArray) messages = NULL;

  if (!parlor_log_request_fits (request, events) ||
      (request->place == PARLOR_LOG_BEFORE && events->len == 0 && !is_complete)) {
    g_autoptr (GError) error = parlor_client_error_new_nonsense ();

    parlor_log_request_fail (request, error);
    return FALSE;
  }

  messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < events->len; i++)
    g_ptr_array_add (messages, parlor_client_make_message (self, events->pdata[i]));
  parlor_log_request_answer (request, messages, is_complete);

  return TRUE;
}

static void
on_history_page (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  ParlorClient            *self = PARLOR_CLIENT (source);
  ParlorLogRequest        *request = user_data;
  g_autofree char         *id = NULL;
  g_autoptr (GError)       error = NULL;
  ParlorHistoryPagePacket *packet;

  packet = parlor_client_finish_as (self, result, PARLOR_PACKET_HISTORY_PAGE, &error);
  if (packet == NULL) {
    parlor_log_request_fail (request, error);
    return;
  }

  id = g_strdup (parlor_conversation_get_id (request->conversation));
  if (deliver (self, request, packet->events, packet->complete) && !self->is_closed)
    parlor_cache_add_events (self->cache, id, packet->events, 0);
  parlor_packet_free (PARLOR_PACKET_HISTORY_PAGE, packet);
}

static void
request_page (ParlorClient     *self,
              ParlorLogRequest *request)
{
  ParlorHistoryPacket *packet = parlor_packet_new (PARLOR_PACKET_HISTORY);

  packet->conversation = g_strdup (parlor_conversation_get_id (request->conversation));
  packet->limit = request->n_max;
  if (request->place == PARLOR_LOG_BEFORE)
    packet->before = request->value;
  else if (request->place == PARLOR_LOG_FROM && request->value > 1)
    packet->after = request->value - 1;
  else if (request->place == PARLOR_LOG_AT)
    packet->at_ms = MAX (request->value, 1);
  else
    packet->around = request->value; /* so is what follows 0: after 0 is no question */
  parlor_client_request_async (self, PARLOR_PACKET_HISTORY, packet, NULL, on_history_page,
                               request);
}

static void
on_cached_page (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ParlorLogRequest        *request = user_data;
  g_autoptr (ParlorClient) self = g_object_ref (PARLOR_CLIENT (request->reader));
  g_autoptr (GPtrArray)    events = NULL;
  g_autoptr (GError)       error = NULL;

  events = parlor_cache_load_page_finish (PARLOR_CACHE (source), result, &error);
  if (error != NULL)
    g_message ("The cache cannot be read: %s", error->message);

  if (events == NULL || events->len == 0) {
    request_page (self, request);
    return;
  }

  request->is_cached = TRUE;
  deliver (self, request, events, FALSE);
}

/**
 * parlor_client_read_log:
 * @self: a client
 * @request: (transfer full): what is wanted
 *
 * Reads a conversation's log, from the cache or from the server.  If it is not
 * known what has become of messages since, the cache's word is taken only while
 * the server cannot be asked.
 */
void
parlor_client_read_log (ParlorClient     *self,
                        ParlorLogRequest *request)
{
  if (!request->is_known && parlor_client_is_online (self)) {
    request_page (self, request);
    return;
  }

  request->reader = g_object_ref (G_OBJECT (self));
  parlor_cache_load_page_async (self->cache, parlor_conversation_get_id (request->conversation),
                                request->place, request->value, request->n_max, on_cached_page,
                                request);
}

static void request_hole (ParlorClient       *self,
                          ParlorConversation *conversation);

/* Goes on until nothing is missing.  A server that does not tell what is in a
 * hole is not asked for ever. */
static void
on_hole_page (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ParlorClient                  *self = PARLOR_CLIENT (source);
  g_autoptr (ParlorConversation) conversation = user_data;
  g_autoptr (GError)             error = NULL;
  ParlorHistoryPagePacket       *packet;
  gint64                         known_seq = parlor_conversation_get_known_seq (conversation);
  gint64                        *newest_seq;

  packet = parlor_client_finish_as (self, result, PARLOR_PACKET_HISTORY_PAGE, &error);
  if (packet == NULL) {
    g_debug ("A hole stays until the next connection: %s", error->message);
    g_hash_table_remove (self->holes, conversation);
    return;
  }

  parlor_client_apply_events (self, conversation, packet->events);
  parlor_packet_free (PARLOR_PACKET_HISTORY_PAGE, packet);

  newest_seq = g_hash_table_lookup (self->holes, conversation);
  if (newest_seq == NULL)
    return;

  if (parlor_conversation_get_known_seq (conversation) == known_seq)
    parlor_client_skip_to (self, conversation, *newest_seq);
  if (parlor_conversation_get_known_seq (conversation) < *newest_seq)
    request_hole (self, conversation);
  else
    g_hash_table_remove (self->holes, conversation);
}

static void
request_hole (ParlorClient       *self,
              ParlorConversation *conversation)
{
  ParlorHistoryPacket *packet = parlor_packet_new (PARLOR_PACKET_HISTORY);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->after = parlor_conversation_get_known_seq (conversation);
  packet->limit = PARLOR_PAGE_MAX_ITEMS;
  parlor_client_request_async (self, PARLOR_PACKET_HISTORY, packet, self->cancellable,
                               on_hole_page, g_object_ref (conversation));
}

/**
 * parlor_client_fill_hole:
 * @self: a client
 * @conversation: where events are missing
 * @newest_seq: an event that cannot be applied for their lack
 *
 * Fetches what is missing, @newest_seq included.
 */
void
parlor_client_fill_hole (ParlorClient       *self,
                         ParlorConversation *conversation,
                         gint64              newest_seq)
{
  gint64 *known = g_hash_table_lookup (self->holes, conversation);

  if (known != NULL) {
    *known = MAX (*known, newest_seq);
    return;
  }

  g_hash_table_insert (self->holes, conversation, g_memdup2 (&newest_seq, sizeof newest_seq));
  request_hole (self, conversation);
}

/* A single message that somebody asks for. */
typedef struct
{
  ParlorConversation *conversation;
  gint64              seq;
} Single;

static void
single_free (Single *single)
{
  g_object_unref (single->conversation);
  g_free (single);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Single, single_free)

static void
on_single_page (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ParlorClient             *self = PARLOR_CLIENT (source);
  g_autoptr (Single)        single = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorMessage) message = NULL;
  ParlorHistoryPagePacket  *packet;

  packet = parlor_client_finish_as (self, result, PARLOR_PACKET_HISTORY_PAGE, &error);
  if (packet == NULL)
    g_debug ("A message cannot be had: %s", error->message);
  else if (packet->events->len > 0 && !self->is_closed &&
           ((ParlorEventPacket *) packet->events->pdata[0])->seq == single->seq)
    message = parlor_client_make_message (self, packet->events->pdata[0]);

  parlor_conversation_take_quote (single->conversation, single->seq, message);
  parlor_packet_free (PARLOR_PACKET_HISTORY_PAGE, packet);
}

/**
 * parlor_client_load_message:
 * @self: a client that is online
 * @conversation: of which
 * @seq: a place in its log
 *
 * Fetches the message there from the server, for
 * parlor_conversation_take_quote().
 */
void
parlor_client_load_message (ParlorClient       *self,
                            ParlorConversation *conversation,
                            gint64              seq)
{
  ParlorHistoryPacket *packet = parlor_packet_new (PARLOR_PACKET_HISTORY);
  Single              *single = g_new (Single, 1);

  *single = (Single){ g_object_ref (conversation), seq };
  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->after = seq - 1;
  packet->limit = 1;
  if (seq == 1) {
    packet->around = 1; /* after 0 is no question */
    packet->after = 0;
  }
  parlor_client_request_async (self, PARLOR_PACKET_HISTORY, packet, self->cancellable,
                               on_single_page, single);
}
