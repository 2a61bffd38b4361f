/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-act"

#include "parlor-act.h"

/**
 * parlor_act_new:
 * @request: (transfer full): what was asked
 *
 * Returns: (transfer full): to be given to parlor_act_run() or
 *   parlor_act_refuse()
 */
ParlorAct *
parlor_act_new (ParlorRequest *request)
{
  ParlorAct *self = g_new0 (ParlorAct, 1);

  self->request = request;
  self->session = parlor_session_ref (request->session);
  self->packet = request->packet;
  self->type = request->type;
  self->config = parlor_config_ref (self->session->services->config);
  parlor_session_get_account (self->session, &self->author);
  self->author.name = g_strdup (self->author.name);
  self->author.nick = g_strdup (self->author.nick);
  self->server_role = self->session->role;
  self->events = g_ptr_array_new ();

  return self;
}

static void
act_free (ParlorAct *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
  if (self->answer != NULL)
    parlor_packet_free (self->answer_type, self->answer);
  parlor_events_free (self->events);
  parlor_event_free (self->entered);
  parlor_config_unref (self->config);
  g_free (self->author.name);
  g_free (self->author.nick);
  parlor_session_unref (self->session);
  g_free (self);
}

static gboolean
run_work (gpointer owner,
          gpointer data,
          GError **error)
{
  ParlorAct *self = data;

  return self->work (self, owner, error);
}

static void
answer (ParlorAct *self)
{
  if (self->answer != NULL)
    parlor_request_answer (self->request, self->answer_type, self->answer);
  else
    parlor_request_ok (self->request);
}

/* Tells the author's other sessions of the conversation, and everyone in it of
 * the author. */
static void
tell_entered (ParlorAct *self)
{
  ParlorConversationPacket *conversation = self->answer;
  ParlorHub                *hub = self->session->services->hub;
  g_autoptr (GBytes)        frame = NULL;

  conversation->tag = 0;
  frame = parlor_packet_encode (PARLOR_PACKET_CONVERSATION, conversation);
  parlor_hub_send_to_others (hub, self->session, frame);
  /* Where the answer still waits for those of earlier requests, the event would
   * come before it. */
  if (self->session->is_in_hub && g_queue_find (&self->session->requests, self->request) != NULL)
    parlor_session_send (self->session, frame);
  parlor_hub_subscribe_account (hub, self->author.account, conversation->conversation);
  parlor_hub_send_event (hub, self->entered);
}

static void
run_done (gpointer      data,
          const GError *error)
{
  ParlorAct      *self = data;
  ParlorServices *services = self->session->services;

  if (error != NULL) {
    parlor_act_refuse (self, error);
    return;
  }

  /* The packet is the request's, and goes with it. */
  self->packet = parlor_packet_copy (self->type, self->packet);
  if (self->prepare != NULL)
    self->prepare (self, services);
  answer (self);
  if (self->entered != NULL && self->entered->seq != 0)
    tell_entered (self);
  for (guint i = 0; i < self->events->len; i++)
    if (((ParlorEventPacket *) self->events->pdata[i])->seq != 0)
      parlor_hub_send_event (services->hub, self->events->pdata[i]);
  if (self->done != NULL)
    self->done (self, services);

  parlor_packet_free (self->type, (gpointer) self->packet);
  act_free (self);
}

/**
 * parlor_act_run:
 * @self: (transfer full): what was asked
 * @kind: whether @work changes the database
 * @work: carries it out
 * @done: (nullable): what is left to tell
 */
void
parlor_act_run (ParlorAct      *self,
                ParlorStoreKind kind,
                ParlorActWork   work,
                ParlorActDone   done)
{
  self->work = work;
  self->done = done;
  parlor_store_run (self->session->services->store, kind, run_work, run_done, self);
}

/**
 * parlor_act_refuse:
 * @self: (transfer full): what was asked
 * @error: why it is not carried out, see parlor_refuse()
 */
void
parlor_act_refuse (ParlorAct    *self,
                   const GError *error)
{
  parlor_request_refuse (self->request, error);
  act_free (self);
}

/**
 * parlor_act_refuse_with:
 * @self: (transfer full): what was asked
 * @code: see parlor_refuse()
 * @field: (nullable): see parlor_refuse()
 * @text: see parlor_refuse()
 */
void
parlor_act_refuse_with (ParlorAct    *self,
                        ParlorRefused code,
                        const char   *field,
                        const char   *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse (&error, code, field, text);
  parlor_act_refuse (self, error);
}

/**
 * parlor_act_refuse_for:
 * @self: (transfer full): what was asked
 * @code: see parlor_refuse_for()
 * @retry_ms: see parlor_refuse_for()
 * @text: see parlor_refuse_for()
 */
void
parlor_act_refuse_for (ParlorAct    *self,
                       ParlorRefused code,
                       gint64        retry_ms,
                       const char   *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse_for (&error, code, retry_ms, text);
  parlor_act_refuse (self, error);
}

/**
 * parlor_act_need_member:
 * @self: what is carried out
 * @db: the database
 * @conversation: id
 * @error: return location for an error
 *
 * Sets the author's standing, in the work.
 *
 * Returns: see parlor_rights_need_member()
 */
gboolean
parlor_act_need_member (ParlorAct  *self,
                        ParlorDb   *db,
                        const char *conversation,
                        GError    **error)
{
  return parlor_rights_need_member (db, conversation, self->author.account, self->server_role,
                                    &self->standing, error);
}

/**
 * parlor_act_add_event:
 * @self: what is carried out
 * @conversation: id of where
 * @kind: what happens
 *
 * Makes an event of the author's, in the work, to be filled in and given to
 * parlor_log_append().
 *
 * Returns: (transfer none): the event
 */
ParlorEventPacket *
parlor_act_add_event (ParlorAct      *self,
                      const char     *conversation,
                      ParlorEventKind kind)
{
  ParlorEventPacket *event = parlor_packet_new (PARLOR_PACKET_EVENT);

  event->conversation = g_strdup (conversation);
  event->kind = kind;
  event->author = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, &self->author);
  g_ptr_array_add (self->events, event);

  return event;
}

/**
 * parlor_act_enter:
 * @self: what is carried out
 * @db: the database
 * @conversation: id of a channel or a group
 * @kind: how the author comes in
 * @role: what the author is to be there
 * @error: return location for an error
 *
 * Makes the author a member, in the work; who is one already stays as before.
 * The answer is the conversation.  The author's other sessions are told it as
 * well, then all hear the event and what follows.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_act_enter (ParlorAct      *self,
                  ParlorDb       *db,
                  const char     *conversation,
                  ParlorEventKind kind,
                  ParlorRole      role,
                  GError        **error)
{
  self->entered = parlor_packet_new (PARLOR_PACKET_EVENT);
  self->entered->conversation = g_strdup (conversation);
  self->entered->kind = kind;
  self->entered->author = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, &self->author);
  if (!parlor_log_add_member (db, self->entered, role, error))
    return FALSE;

  self->answer_type = PARLOR_PACKET_CONVERSATION;
  self->answer = parlor_log_read_conversation (db, self->author.account, conversation, error);

  return self->answer != NULL;
}
