/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people may do, and what comes of it. */

#define G_LOG_DOMAIN "parlor-test-model"

#include "parlor-names.h"
#include "parlor-test-model-private.h"

gboolean
parlor_model_is_personal (ParlorModelRoom *room)
{
  return room->settings->kind == PARLOR_CONVERSATION_PERSONAL;
}

/* What @account may do in @room: administrators of the server who are in it act
 * as its owners. */
ParlorRole
parlor_model_role_of (ParlorModel     *model,
                      ParlorModelRoom *room,
                      gint64           account)
{
  ParlorModelMember *member = parlor_model_find_member (room, account);
  ParlorModelPerson *person = parlor_model_find_person (model, account);

  if (member == NULL)
    return PARLOR_ROLE_UNKNOWN;
  if (parlor_model_is_personal (room))
    return PARLOR_ROLE_MODERATOR;

  return person->server_role >= PARLOR_SERVER_ROLE_ADMIN ? PARLOR_ROLE_OWNER : member->role;
}

void
parlor_model_enter (ParlorModelAct *act,
                    const char     *conversation)
{
  act->room = parlor_model_find_room (act->model, conversation);
  act->member = parlor_model_find_member (act->room, act->account);
  act->role = act->room != NULL ? parlor_model_role_of (act->model, act->room, act->account)
                                : PARLOR_ROLE_UNKNOWN;
}

static ParlorModelMember *
add_member (ParlorModelAct  *act,
            ParlorModelRoom *room,
            gint64           account,
            ParlorRole       role)
{
  ParlorModelMember *member = g_new0 (ParlorModelMember, 1);

  member->account = account;
  member->role = role;
  member->joined = ++act->model->clock;
  member->read = room->settings->head;
  g_ptr_array_add (room->members, member);
  g_hash_table_remove (room->invited, &account);
  g_hash_table_remove (room->banned, &account);

  return member;
}

ParlorModelEvent *
parlor_model_act_append (ParlorModelAct *act,
                         ParlorEventKind kind)
{
  return parlor_model_append (act->model, act->room, kind, act->account);
}

ParlorModelEvent *
parlor_model_act_append_about (ParlorModelAct *act,
                               ParlorEventKind kind,
                               gint64          account)
{
  ParlorModelEvent    *event = parlor_model_act_append (act, kind);
  ParlorAccountPacket *member = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  member->account = account;
  event->packet->member = member;

  return event;
}

static const char *
create (ParlorModelAct           *act,
        const ParlorCreatePacket *packet)
{
  if (parlor_model_find_named (act->model, packet->name) != NULL)
    return "exists";

  if (act->answer != NULL) {
    act->room = parlor_model_add_room (act->model, act->answer, packet->password);
    parlor_model_act_append (act, PARLOR_EVENT_CREATE);
    add_member (act, act->room, act->account, PARLOR_ROLE_OWNER);
  }

  return NULL;
}

/* What nobody is in, an administrator of the server may take over. */
static gboolean
is_given_up (ParlorModelRoom *room)
{
  return room->settings->is_archived && room->members->len == 0;
}

/* Whether somebody may come in who is not in there. */
static const char *
check_door (ParlorModelAct *act,
            const char     *password)
{
  ParlorModelPerson *person = parlor_model_find_person (act->model, act->account);
  ParlorModelRoom   *room = act->room;
  gboolean           is_invited = g_hash_table_contains (room->invited, &act->account);
  gboolean           may_revive =
    is_given_up (room) && person->server_role >= PARLOR_SERVER_ROLE_ADMIN;

  if (room->settings->is_private && !is_invited && !may_revive)
    return "not-found";
  if (g_hash_table_contains (room->banned, &act->account) ||
      (room->settings->is_archived && !may_revive))
    return "not-allowed";
  if (room->password != NULL && !is_invited && !is_given_up (room) &&
      g_strcmp0 (room->password, password) != 0)
    return "wrong-password";

  return NULL;
}

static const char *
join (ParlorModelAct         *act,
      const ParlorJoinPacket *packet)
{
  const char *refusal;
  ParlorRole  role;

  parlor_model_enter (act, packet->conversation);
  if (act->room == NULL) {
    act->room = parlor_model_find_named (act->model, packet->conversation);
    act->member = parlor_model_find_member (act->room, act->account);
  }
  if (act->room == NULL || parlor_model_is_personal (act->room))
    return "not-found";
  if (act->member != NULL)
    return NULL;
  if ((refusal = check_door (act, packet->password)) != NULL)
    return refusal;

  role = is_given_up (act->room) ? PARLOR_ROLE_OWNER : PARLOR_ROLE_MEMBER;
  parlor_model_act_append (act, PARLOR_EVENT_JOIN);
  add_member (act, act->room, act->account, role);

  return NULL;
}

/* Who becomes owner when the last one goes: NULL if there is one, or nobody. */
static ParlorModelMember *
find_heir (ParlorModelRoom *room)
{
  ParlorModelMember *heir = NULL;

  for (guint i = 0; i < room->members->len; i++) {
    ParlorModelMember *member = room->members->pdata[i];

    if (member->role == PARLOR_ROLE_OWNER)
      return NULL;
    if (heir == NULL || member->role > heir->role)
      heir = member;
  }

  return heir;
}

static void
hand_on (ParlorModelAct *act,
         ParlorRole      role)
{
  ParlorModelMember *heir = role == PARLOR_ROLE_OWNER ? find_heir (act->room) : NULL;
  ParlorModelEvent  *event;

  if (act->room->members->len == 0) {
    event = parlor_model_act_append (act, PARLOR_EVENT_SET);
    event->packet->setting = PARLOR_SETTING_ARCHIVED;
    event->packet->text = g_strdup ("on");
    act->room->settings->is_archived = TRUE;
    g_hash_table_remove_all (act->room->invited);
  } else if (heir != NULL) {
    event = parlor_model_act_append_about (act, PARLOR_EVENT_ROLE, heir->account);
    event->packet->role = PARLOR_ROLE_OWNER;
    heir->role = PARLOR_ROLE_OWNER;
  }
}

static const char *
leave (ParlorModelAct          *act,
       const ParlorLeavePacket *packet)
{
  ParlorRole role;

  parlor_model_enter (act, packet->conversation);
  if (act->member == NULL)
    return "not-found";
  if (parlor_model_is_personal (act->room))
    return "not-allowed";

  role = act->member->role;
  parlor_model_act_append (act, PARLOR_EVENT_LEAVE);
  g_ptr_array_remove (act->room->members, act->member);
  if (g_strcmp0 (packet->conversation, "lobby") != 0)
    hand_on (act, role);

  return NULL;
}

gboolean
parlor_model_is_muted (ParlorModelAct *act)
{
  return g_hash_table_contains (act->room->muted, &act->account);
}

/* Whether the member may write a message now. */
const char *
parlor_model_check_open (ParlorModelAct *act)
{
  const ParlorConversationPacket *settings = act->room->settings;

  if (settings->is_archived || parlor_model_is_muted (act))
    return "not-allowed";
  if (act->role >= PARLOR_ROLE_MODERATOR)
    return NULL;
  if (settings->is_read_only)
    return "not-allowed";

  return settings->slow_mode_s > 0 && act->member->has_sent ? "too-fast" : NULL;
}

/* The first message makes a personal chat. */
static const char *
make_personal (ParlorModelAct *act,
               const char     *conversation)
{
  ParlorConversationPacket told = { .conversation = (char *) conversation,
                                    .kind = PARLOR_CONVERSATION_PERSONAL,
                                    .unlisted = TRUE };
  gint64                   accounts[2];

  if (!parlor_personal_id_parse (conversation, &accounts[0], &accounts[1]) ||
      (accounts[0] != act->account && accounts[1] != act->account) || accounts[0] == accounts[1] ||
      parlor_model_find_room (act->model, conversation) != NULL ||
      parlor_model_find_person (act->model, accounts[0]) == NULL ||
      parlor_model_find_person (act->model, accounts[1]) == NULL)
    return "not-found";

  act->room = parlor_model_add_room (act->model, &told, NULL);
  add_member (act, act->room, accounts[0], PARLOR_ROLE_MEMBER);
  add_member (act, act->room, accounts[1], PARLOR_ROLE_MEMBER);
  parlor_model_enter (act, conversation);

  return NULL;
}

/* A word that begins with @ mentions a member, or all of them. */
void
parlor_model_find_mentions (ParlorModelAct   *act,
                            ParlorModelEvent *event)
{
  g_auto (GStrv) words =
    g_strsplit (event->packet->text != NULL ? event->packet->text : "", " ", 0);
  gint64 everyone = 0;

  g_array_set_size (event->mentioned, 0);
  for (guint i = 0; words[i] != NULL; i++) {
    if (g_str_equal (words[i], "@all") && act->role >= PARLOR_ROLE_MODERATOR)
      g_array_append_val (event->mentioned, everyone);
    for (guint j = 0; *words[i] == '@' && j < act->room->members->len; j++) {
      ParlorModelMember *member = act->room->members->pdata[j];
      ParlorModelPerson *person = parlor_model_find_person (act->model, member->account);

      if (g_str_equal (words[i] + 1, person->name))
        g_array_append_val (event->mentioned, member->account);
    }
  }
}

/* Whether the other one in a personal chat takes messages. */
gboolean
parlor_model_is_welcome (ParlorModelAct *act)
{
  for (guint i = 0; parlor_model_is_personal (act->room) && i < 2; i++) {
    ParlorModelMember *member = act->room->members->pdata[i];
    ParlorModelPerson *person = parlor_model_find_person (act->model, member->account);

    if (g_hash_table_contains (person->blocked, &act->account))
      return FALSE;
  }

  return TRUE;
}

/* A reply answers a message that is still there. */
static gboolean
can_answer (ParlorModelAct *act,
            gint64          reply_to)
{
  ParlorModelEvent *answered = parlor_model_find_event (act->room, reply_to);

  return reply_to == 0 || (answered != NULL && answered->packet->kind == PARLOR_EVENT_MESSAGE &&
                           !answered->packet->is_deleted);
}

static const char *
check_send (ParlorModelAct         *act,
            const ParlorSendPacket *packet)
{
  const char *refusal;

  if (!parlor_model_is_welcome (act))
    return "not-allowed";
  if ((refusal = parlor_model_check_open (act)) != NULL)
    return refusal;

  return can_answer (act, packet->reply_to) ? NULL : "bad-value";
}

static void
attach (ParlorModelEvent *event,
        const char       *id)
{
  ParlorAttachmentPacket *attachment = parlor_packet_new (PARLOR_PACKET_ATTACHMENT);

  attachment->attachment = g_strdup (id);
  event->packet->attachment = attachment;
}

static const char *
send_message (ParlorModelAct         *act,
              const ParlorSendPacket *packet)
{
  const char       *refusal;
  gboolean          is_new;
  ParlorModelEvent *event = parlor_model_find_nonce (act->model, act->account, packet->nonce);

  if (event != NULL)
    return NULL;

  parlor_model_enter (act, packet->conversation);
  is_new = act->member == NULL;
  if (is_new && (refusal = make_personal (act, packet->conversation)) != NULL)
    return refusal;
  if ((refusal = check_send (act, packet)) != NULL) {
    if (is_new)
      parlor_model_remove_room (act->model, act->room);
    return refusal;
  }

  event = parlor_model_act_append (act, PARLOR_EVENT_MESSAGE);
  event->packet->text = g_strdup (packet->text);
  event->packet->is_action = packet->is_action;
  if (packet->attachment != NULL)
    attach (event, packet->attachment);
  event->packet->reply_to = packet->reply_to;
  parlor_model_find_mentions (act, event);
  act->member->read = event->packet->seq;
  act->member->has_sent = TRUE;
  g_hash_table_insert (act->model->nonces,
                       g_strdup_printf ("%s %" G_GINT64_FORMAT, packet->nonce, act->account),
                       event);

  return NULL;
}

static const char *
mark_read (ParlorModelAct             *act,
           const ParlorMarkReadPacket *packet)
{
  parlor_model_enter (act, packet->conversation);
  if (act->member == NULL)
    return "not-found";
  if (packet->seq > act->room->settings->head)
    return "bad-value";

  act->member->read = packet->seq;

  return NULL;
}

static const char *
set_nick (ParlorModelAct            *act,
          const ParlorSetNickPacket *packet)
{
  ParlorModelPerson *person = parlor_model_find_person (act->model, act->account);

  g_free (person->nick);
  person->nick = g_strdup (packet->nick);

  return NULL;
}

/**
 * parlor_model_carry_out:
 * @self: a model
 * @account: who asks
 * @type: type of @request
 * @request: what is asked
 * @answer: (nullable): how it was answered, if not by an error
 *
 * Returns: (nullable): the code of the error that has to be the answer; NULL if
 *   it has to be carried out, and was
 */
const char *
parlor_model_carry_out (ParlorModel     *self,
                        gint64           account,
                        ParlorPacketType type,
                        gconstpointer    request,
                        gconstpointer    answer)
{
  ParlorModelAct act = { .model = self, .account = account, .answer = answer };

  switch ((guint) type) {
  case PARLOR_PACKET_CREATE:
    return create (&act, request);
  case PARLOR_PACKET_JOIN:
    return join (&act, request);
  case PARLOR_PACKET_LEAVE:
    return leave (&act, request);
  case PARLOR_PACKET_SEND:
    return send_message (&act, request);
  case PARLOR_PACKET_EDIT:
    return parlor_model_edit (&act, request);
  case PARLOR_PACKET_DELETE:
    return parlor_model_delete (&act, request);
  case PARLOR_PACKET_REACT:
    return parlor_model_react (&act, request);
  case PARLOR_PACKET_UNREACT:
    return parlor_model_unreact (&act, request);
  case PARLOR_PACKET_PIN:
    return parlor_model_pin (&act, ((const ParlorPinPacket *) request)->conversation,
                             ((const ParlorPinPacket *) request)->seq, TRUE);
  case PARLOR_PACKET_UNPIN:
    return parlor_model_pin (&act, ((const ParlorUnpinPacket *) request)->conversation,
                             ((const ParlorUnpinPacket *) request)->seq, FALSE);
  case PARLOR_PACKET_MARK_READ:
    return mark_read (&act, request);
  case PARLOR_PACKET_SET_NICK:
    return set_nick (&act, request);
  case PARLOR_PACKET_SET:
    return parlor_model_set (&act, request);
  case PARLOR_PACKET_SET_ROLE:
    return parlor_model_set_role (&act, request);
  case PARLOR_PACKET_INVITE:
    return parlor_model_invite (&act, request);
  case PARLOR_PACKET_DECLINE:
    return parlor_model_decline (&act, request);
  case PARLOR_PACKET_KICK:
    return parlor_model_kick (&act, request);
  case PARLOR_PACKET_BAN:
    return parlor_model_ban (&act, request);
  case PARLOR_PACKET_UNBAN:
    return parlor_model_unban (&act, request);
  case PARLOR_PACKET_MUTE:
    return parlor_model_mute (&act, request);
  case PARLOR_PACKET_UNMUTE:
    return parlor_model_unmute (&act, request);
  case PARLOR_PACKET_BLOCK:
    return parlor_model_block (&act, ((const ParlorBlockPacket *) request)->account, TRUE);
  case PARLOR_PACKET_UNBLOCK:
    return parlor_model_block (&act, ((const ParlorUnblockPacket *) request)->account, FALSE);
  default:
    g_assert_not_reached ();
  }
}
