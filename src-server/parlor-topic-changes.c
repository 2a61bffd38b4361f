/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Editing and deleting messages. */

#define G_LOG_DOMAIN "parlor-topic-changes"

#include "parlor-act.h"
#include "parlor-contents.h"
#include "parlor-names.h"
#include "parlor-search-index.h"
#include "parlor-topics.h"

/* Only moderators of channels and groups: a personal chat has nobody who sees to
 * what the other one writes. */
static gboolean
is_moderator (const ParlorAct *act)
{
  return act->standing.role >= PARLOR_ROLE_MODERATOR;
}

/* The newest text is in the message, and those before it are in versions: the event
 * has none of its own. */
static gboolean
append_edit (ParlorAct  *act,
             ParlorDb   *db,
             gint64      seq,
             const char *text,
             GError    **error)
{
  const ParlorEditPacket *packet = act->packet;
  ParlorEventPacket      *event =
    parlor_act_add_event (act, packet->conversation, PARLOR_EVENT_EDIT);

  event->target = seq;
  if (!parlor_log_append (db, event, error))
    return FALSE;
  event->text = g_strdup (text);

  return TRUE;
}

static gboolean
store_edit (ParlorAct                 *act,
            ParlorDb                  *db,
            const ParlorStoredMessage *message,
            const char                *text,
            GError                   **error)
{
  const ParlorEventPacket *event = act->events->pdata[0];

  return parlor_search_forget (db, event->conversation, message->seq, error) &&
         parlor_db_exec (db,
                         "INSERT INTO versions (conversation, seq, event, time_ms, text) "
                         "VALUES ($1, $2, $3, $4, $5)",
                         PARLOR_PARAMS (parlor_text (event->conversation),
                                        parlor_int (message->seq), parlor_int (event->seq),
                                        parlor_int (message->since_ms),
                                        parlor_text (message->text)),
                         NULL, NULL, error) &&
         parlor_db_exec (db,
                         "UPDATE events SET text = $3, edited_ms = $4, changed = $5 "
                         "WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (event->conversation),
                                        parlor_int (message->seq), parlor_text (text),
                                        parlor_int (event->time_ms), parlor_int (event->seq)),
                         NULL, NULL, error) &&
         parlor_search_renew (db, event->conversation, message->seq, error);
}

/* Who had read the message has read whom it mentions now. */
static gboolean
mention_again (ParlorAct *act,
               ParlorDb  *db,
               gint64     seq,
               GError   **error)
{
  const ParlorEventPacket *event = act->events->pdata[0];
  ParlorEventPacket        message = { .conversation = event->conversation,
                                       .seq = seq,
                                       .author = event->author,
                                       .text = event->text };

  return parlor_db_exec (db, "DELETE FROM mentions WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (event->conversation), parlor_int (seq)), NULL,
                         NULL, error) &&
         parlor_log_add_mentions (db, &message, &act->standing, error);
}

static gboolean
edit_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const ParlorEditPacket      *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  g_autoptr (GError)           failure = NULL;
  const char                  *text = *packet->text != '\0' ? packet->text : NULL;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_need_message (db, packet->conversation, packet->seq, &message, error))
    return FALSE;
  if (message.author != act->author.account)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "seq",
                          N_ ("Only its author can edit a message."));
  if (g_strcmp0 (text, message.text) == 0)
    return TRUE;
  if ((text != NULL || !message.has_attachment) && !parlor_text_check (packet->text, &failure))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "text", failure->message);

  return parlor_rights_need_open (&act->standing, FALSE, error) &&
         parlor_rights_need_welcome (db, packet->conversation, act->author.account, error) &&
         append_edit (act, db, message.seq, text, error) &&
         store_edit (act, db, &message, text, error) &&
         mention_again (act, db, message.seq, error);
}

/**
 * parlor_on_edit:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_edit (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, edit_work, NULL);
}

/* One's own at any time, since it is one's own; to say why, one has to have a say
 * in the conversation. */
static gboolean
check_own_delete (ParlorAct  *act,
                  ParlorDb   *db,
                  const char *reason,
                  GError    **error)
{
  const ParlorDeletePacket *packet = act->packet;

  return reason == NULL ||
         (parlor_rights_need_open (&act->standing, TRUE, error) &&
          parlor_rights_need_welcome (db, packet->conversation, act->author.account, error));
}

static gboolean
check_delete (ParlorAct                 *act,
              ParlorDb                  *db,
              const ParlorStoredMessage *message,
              const char                *reason,
              GError                   **error)
{
  const ParlorDeletePacket *packet = act->packet;
  g_autoptr (GError)        failure = NULL;

  if (reason != NULL && !parlor_text_check (reason, &failure))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "reason", failure->message);
  if (message->author == act->author.account)
    return check_own_delete (act, db, reason, error);
  if (!is_moderator (act))
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "seq",
                          N_ ("Only its author and moderators can delete a message."));

  return parlor_rights_need_voice (&act->standing, error) &&
         parlor_audit_add (db, act->author.account, PARLOR_PACKET_DELETE, packet->conversation,
                           message->author, reason, error);
}

static gboolean
delete_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorDeletePacket    *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  const char                  *reason =
    packet->reason != NULL && *packet->reason != '\0' ? packet->reason : NULL;
  ParlorEventPacket *event;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_find_message (db, packet->conversation, packet->seq, &message, error))
    return FALSE;
  if (message.is_deleted)
    return TRUE;
  if (!check_delete (act, db, &message, reason, error))
    return FALSE;

  event = parlor_act_add_event (act, packet->conversation, PARLOR_EVENT_DELETE);
  event->target = message.seq;
  event->text = g_strdup (reason);

  return parlor_log_append (db, event, error) &&
         parlor_log_erase_message (db, packet->conversation, message.seq, event->seq, error);
}

static void
delete_done (ParlorAct      *act,
             ParlorServices *services)
{
  if (act->events->len > 0)
    parlor_contents_sweep (services);
}

/**
 * parlor_on_delete:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_delete (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, delete_work, delete_done);
}

/* Reading what a message said before, as far as it fits into a frame. */
typedef struct
{
  GPtrArray *versions;
  gsize      left_bytes;
} Versions;

static void
add_version (Versions   *versions,
             gint64      time_ms,
             const char *text)
{
  ParlorVersionPacket *version = parlor_packet_new (PARLOR_PACKET_VERSION);
  g_autoptr (GBytes)   frame = NULL;

  version->time_ms = time_ms;
  version->text = g_strdup (text);
  frame = parlor_packet_encode (PARLOR_PACKET_VERSION, version);
  if (g_bytes_get_size (frame) > versions->left_bytes) {
    versions->left_bytes = 0;
    parlor_packet_free (PARLOR_PACKET_VERSION, version);
  } else {
    versions->left_bytes -= g_bytes_get_size (frame);
    g_ptr_array_add (versions->versions, version);
  }
}

static void
take_version (const ParlorRow *row,
              gpointer         user_data)
{
  add_version (user_data, parlor_row_int (row, 0), parlor_row_text (row, 1));
}

static gboolean
versions_work (ParlorAct *act,
               ParlorDb  *db,
               GError   **error)
{
  const ParlorVersionsPacket  *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  ParlorVersionsPagePacket    *page = parlor_packet_new (PARLOR_PACKET_VERSIONS_PAGE);
  Versions                     versions = { g_ptr_array_new (), PARLOR_FRAME_MAX_BYTES - 1024 };

  act->answer = page;
  act->answer_type = PARLOR_PACKET_VERSIONS_PAGE;
  page->versions = versions.versions;
  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_need_message (db, packet->conversation, packet->seq, &message, error))
    return FALSE;
  if (message.author != act->author.account && !is_moderator (act))
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "seq",
                          N_ ("Only its author and moderators see what a message said before."));

  add_version (&versions, message.since_ms, message.text);

  return parlor_db_exec (db,
                         "SELECT time_ms, text FROM versions "
                         "WHERE conversation = $1 AND seq = $2 ORDER BY event DESC LIMIT $3",
                         PARLOR_PARAMS (parlor_text (packet->conversation),
                                        parlor_int (packet->seq),
                                        parlor_int (PARLOR_PAGE_MAX_ITEMS - 1)),
                         take_version, &versions, error);
}

/**
 * parlor_on_versions:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_versions (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, versions_work, NULL);
}
