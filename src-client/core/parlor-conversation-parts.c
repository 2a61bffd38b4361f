/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is loaded of a log: the live timeline, which ends with the newest event,
 * and parts further back that people have jumped to. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"
#include "parlor-message-private.h"
#include "parlor-timeline-private.h"

#include <glib/gi18n.h>

/**
 * parlor_conversation_read_log:
 * @request: (transfer full): what is wanted of its conversation's log
 */
void
parlor_conversation_read_log (ParlorLogRequest *request)
{
  ParlorConversation *self = request->conversation;
  g_autoptr (GError)  error = NULL;

  if (self->log_reader != NULL) {
    self->log_reader (request, self->log_reader_data);
  } else if (self->client != NULL) {
    parlor_client_read_log (self->client, request);
  } else {
    g_set_error_literal (&error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED,
                         _ ("There is no connection to the server"));
    parlor_log_request_fail (request, error);
  }
}

/* Parts live as long as somebody looks at them. */

static void
on_part_gone (gpointer user_data,
              GObject *where_it_was)
{
  ParlorConversation *self = user_data;

  g_ptr_array_remove_fast (self->parts, where_it_was);
}

static void
add_part (ParlorConversation *self,
          ParlorTimeline     *part)
{
  g_object_weak_ref (G_OBJECT (part), on_part_gone, self);
  g_ptr_array_add (self->parts, part);
}

static void
remove_part (ParlorConversation *self,
             ParlorTimeline     *part)
{
  if (g_ptr_array_remove_fast (self->parts, part))
    g_object_weak_unref (G_OBJECT (part), on_part_gone, self);
}

/* Parts that have grown up to the live timeline become its beginning. */
static void
join_parts (ParlorConversation *self)
{
  for (guint i = 0; i < self->parts->len;) {
    g_autoptr (ParlorTimeline) part = g_object_ref (self->parts->pdata[i]);
    const gint64               first_seq = parlor_timeline_get_first_seq (self->timeline);

    if (parlor_timeline_get_next_seq (part) < first_seq) {
      i++;
      continue;
    }

    remove_part (self, part);
    parlor_timeline_join (self->timeline, part);
    i = 0;
  }
}

/* Loading. */

/* What a part has already it keeps: it ends where the page is to begin. */
static void
leave_to_parts (ParlorConversation *self,
                GPtrArray          *messages)
{
  guint n_theirs = 0;

  for (guint i = 0; i < self->parts->len; i++) {
    const gint64 next_seq = parlor_timeline_get_next_seq (self->parts->pdata[i]);

    while (n_theirs < messages->len &&
           parlor_message_get_seq (messages->pdata[n_theirs]) < next_seq)
      n_theirs++;
  }

  if (n_theirs > 0)
    g_ptr_array_remove_range (messages, 0, n_theirs);
}

static void
on_older (ParlorLogRequest *request,
          GPtrArray        *messages,
          const GError     *error)
{
  ParlorConversation *self = request->conversation;
  ParlorTimeline     *timeline = PARLOR_TIMELINE (request->object);

  if (messages == NULL) {
    parlor_timeline_fail_older (timeline, request->value, error);
    return;
  }

  if (timeline == self->timeline)
    leave_to_parts (self, messages);
  else
    parlor_timeline_note_cached (timeline, request->is_cached);
  parlor_timeline_take_older (timeline, request->value, messages, request->is_complete);
  if (timeline != self->timeline)
    parlor_timeline_change_from (timeline, self->timeline);
  join_parts (self);
}

/* What the live timeline has is not taken twice. */
static void
leave_to_live (ParlorConversation *self,
               GPtrArray          *messages)
{
  const gint64 first_seq = parlor_timeline_get_first_seq (self->timeline);

  while (messages->len > 0 &&
         parlor_message_get_seq (messages->pdata[messages->len - 1]) >= first_seq)
    g_ptr_array_set_size (messages, messages->len - 1);
}

static void
on_newer (ParlorLogRequest *request,
          GPtrArray        *messages,
          const GError     *error)
{
  ParlorConversation *self = request->conversation;
  ParlorTimeline     *timeline = PARLOR_TIMELINE (request->object);

  if (messages == NULL) {
    parlor_timeline_fail_newer (timeline, request->value, error);
    return;
  }

  leave_to_live (self, messages);
  parlor_timeline_note_cached (timeline, request->is_cached);
  parlor_timeline_take_newer (timeline, request->value, messages);
  parlor_timeline_change_from (timeline, self->timeline);
  join_parts (self);
}

static void
load (ParlorTimeline   *timeline,
      ParlorTimelineEnd end,
      gint64            seq,
      guint             n_messages,
      gpointer          user_data)
{
  ParlorConversation *self = user_data;
  ParlorLogRequest   *request;

  request = parlor_log_request_new (self,
                                    end == PARLOR_TIMELINE_OLDER ? PARLOR_LOG_BEFORE
                                                                 : PARLOR_LOG_FROM,
                                    seq, n_messages, timeline,
                                    end == PARLOR_TIMELINE_OLDER ? on_older : on_newer);
  request->is_known = parlor_timeline_is_live (timeline);
  parlor_conversation_read_log (request);
}

static void fill_page (ParlorTimeline *timeline);

/* The cache may have only a few of the newest: the server has the rest. */
static void
on_page_loaded (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  if (parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, NULL) > 0)
    fill_page (PARLOR_TIMELINE (source));
}

/* Loads as much as is shown of a conversation at first. */
static void
fill_page (ParlorTimeline *timeline)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  if (n_items < PARLOR_TIMELINE_PAGE_ITEMS && !parlor_timeline_is_complete (timeline))
    parlor_timeline_load_older_async (timeline, PARLOR_TIMELINE_PAGE_ITEMS - n_items, NULL,
                                      on_page_loaded, NULL);
}

/**
 * parlor_conversation_get_timeline:
 * @self: a conversation
 *
 * Made when first asked for, and filled from the cache or else from the server.
 *
 * Returns: (transfer none): what was said in it, up to the newest message
 */
ParlorTimeline *
parlor_conversation_get_timeline (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  if (self->timeline != NULL)
    return self->timeline;

  self->timeline = parlor_timeline_new (
    self->marks.known_seq, self->client != NULL || self->log_reader != NULL ? load : NULL, self);
  parlor_timeline_trim (self->timeline, self->facts->first);
  for (guint i = 0; i < self->pending->len; i++)
    parlor_timeline_add_pending (self->timeline, self->pending->pdata[i]);
  fill_page (self->timeline);

  return self->timeline;
}

/**
 * parlor_conversation_set_log_reader:
 * @self: a conversation that nobody has looked at yet
 * @reader: what reads its log instead of its client
 * @user_data: for @reader
 */
void
parlor_conversation_set_log_reader (ParlorConversation *self,
                                    ParlorLogReader     reader,
                                    gpointer            user_data)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));
  g_return_if_fail (self->timeline == NULL);

  self->log_reader = reader;
  self->log_reader_data = user_data;
}

/* Messages that were told before something was missed. */

static void
refresh_from (ParlorConversation *self,
              ParlorTimeline     *part,
              gint64              seq);

static void
on_fresh (ParlorLogRequest *request,
          GPtrArray        *messages,
          const GError     *error)
{
  ParlorTimeline *part = PARLOR_TIMELINE (request->object);

  if (messages == NULL || request->is_cached || messages->len == 0) {
    parlor_timeline_note_cached (part, TRUE);
    return;
  }

  for (guint i = 0; i < messages->len; i++) {
    ParlorMessage *fresh = messages->pdata[i];
    ParlorMessage *shown = parlor_timeline_find (part, parlor_message_get_seq (fresh));

    if (shown != NULL)
      parlor_message_update (shown, parlor_message_get_event (fresh));
  }
  refresh_from (request->conversation, part, request->value + messages->len);
}

static void
refresh_from (ParlorConversation *self,
              ParlorTimeline     *part,
              gint64              seq)
{
  if (parlor_timeline_has (part, seq))
    parlor_conversation_read_log (
      parlor_log_request_new (self, PARLOR_LOG_FROM, seq, PARLOR_PAGE_MAX_ITEMS, part, on_fresh));
}

static void
refresh_parts (ParlorConversation *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    ParlorTimeline *part = self->parts->pdata[i];

    if (parlor_timeline_take_cached (part))
      refresh_from (self, part, parlor_timeline_get_first_seq (part));
  }
}

/**
 * parlor_conversation_retry_timeline:
 * @self: a conversation
 *
 * Fills a timeline that could not be filled before, now that the link is up, and
 * brings up to date what was told while it was not.
 */
void
parlor_conversation_retry_timeline (ParlorConversation *self)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->timeline != NULL)
    fill_page (self->timeline);
  refresh_parts (self);
}

/**
 * parlor_conversation_restart_timeline:
 * @self: a conversation
 * @known_seq: its newest event
 * @is_same_log: whether what is loaded is still true; then there is a gap
 *   between that and @known_seq
 *
 * What is loaded becomes a part, for whoever reads it, and the live timeline
 * begins anew.
 */
void
parlor_conversation_restart_timeline (ParlorConversation *self,
                                      gint64              known_seq,
                                      gboolean            is_same_log)
{
  g_autoptr (ParlorTimeline) part = NULL;

  if (self->timeline == NULL)
    return;

  if (is_same_log)
    part = parlor_timeline_split (self->timeline);
  if (part != NULL)
    add_part (self, part);

  for (guint i = 0; i < self->parts->len; i++)
    parlor_timeline_note_cached (self->parts->pdata[i], TRUE);
  while (!is_same_log && self->parts->len > 0) {
    parlor_timeline_disconnect (self->parts->pdata[0]);
    remove_part (self, self->parts->pdata[0]);
  }

  parlor_timeline_tell_split (self->timeline, part);
  parlor_timeline_reset (self->timeline, known_seq);
  if (self->client != NULL && parlor_client_is_online (self->client))
    refresh_parts (self);
}

/**
 * parlor_conversation_change_parts:
 * @self: a conversation
 * @change: the newest event of its log
 *
 * Does to the messages in parts what @change does.
 */
void
parlor_conversation_change_parts (ParlorConversation *self,
                                  ParlorMessage      *change)
{
  for (guint i = 0; i < self->parts->len; i++)
    parlor_timeline_change (self->parts->pdata[i], change);
}

/**
 * parlor_conversation_trim_parts:
 * @self: a conversation
 * @oldest_seq: the oldest event that its log has
 */
void
parlor_conversation_trim_parts (ParlorConversation *self,
                                gint64              oldest_seq)
{
  for (guint i = 0; i < self->parts->len; i++)
    parlor_timeline_trim (self->parts->pdata[i], oldest_seq);
}

/**
 * parlor_conversation_disconnect_parts:
 * @self: a conversation
 *
 * Nothing more is loaded.
 */
void
parlor_conversation_disconnect_parts (ParlorConversation *self)
{
  self->log_reader = NULL;
  while (self->parts->len > 0) {
    g_autoptr (ParlorTimeline) part = g_object_ref (self->parts->pdata[0]);

    remove_part (self, part);
    parlor_timeline_disconnect (part);
  }
}

/**
 * parlor_conversation_find_part:
 * @self: a conversation
 * @seq: a place in its log
 *
 * Returns: (transfer none) (nullable): what is loaded and reaches over @seq
 */
ParlorTimeline *
parlor_conversation_find_part (ParlorConversation *self,
                               gint64              seq)
{
  if (self->timeline != NULL && parlor_timeline_has (self->timeline, seq))
    return self->timeline;

  for (guint i = 0; i < self->parts->len; i++)
    if (parlor_timeline_has (self->parts->pdata[i], seq))
      return self->parts->pdata[i];

  return NULL;
}

/**
 * parlor_conversation_add_part:
 * @self: a conversation
 * @messages: (element-type ParlorMessage): what was said somewhere, without a
 *   hole
 * @is_cached: whether they may have changed since
 *
 * Makes a part, which joins the live timeline if it is next to it.  What that one
 * has it keeps.
 *
 * Returns: (transfer full) (nullable): what it has become, if there was anything
 */
ParlorTimeline *
parlor_conversation_add_part (ParlorConversation *self,
                              GPtrArray          *messages,
                              gboolean            is_cached)
{
  g_autoptr (ParlorTimeline) part = NULL;

  leave_to_live (self, messages);
  if (messages->len == 0)
    return NULL;

  part = parlor_timeline_new_part (parlor_message_get_seq (messages->pdata[0]), messages, load,
                                   self);
  parlor_timeline_trim (part, self->facts->first);
  parlor_timeline_note_cached (part, is_cached);
  parlor_timeline_change_from (part, self->timeline);
  add_part (self, part);
  join_parts (self);

  return g_object_ref (parlor_timeline_get_successor (part));
}
