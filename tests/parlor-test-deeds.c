/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes to people's minds: most of it makes sense. */

#define G_LOG_DOMAIN "parlor-test-deeds"

#include "parlor-names.h"
#include "parlor-test-crowd.h"
#include "parlor-test-files.h"

static ParlorModelRoom *
any_room (ParlorTestCrowd *crowd)
{
  GPtrArray *ids = crowd->model->ids;

  return parlor_model_find_room (crowd->model,
                                 ids->pdata[parlor_test_crowd_pick (crowd, ids->len)]);
}

/* Mostly one that @actor is in; the newer, the likelier. */
static ParlorModelRoom *
some_room (ParlorTestCrowd *crowd,
           ParlorTestActor *actor)
{
  GPtrArray *ids = crowd->model->ids;

  for (guint i = 0; i < 20 && !parlor_test_crowd_chance (crowd, 2); i++) {
    guint            n = MIN (ids->len, 12);
    guint            index = parlor_test_crowd_chance (crowd, 70)
                               ? ids->len - n + parlor_test_crowd_pick (crowd, n)
                               : parlor_test_crowd_pick (crowd, ids->len);
    ParlorModelRoom *room = parlor_model_find_room (crowd->model, ids->pdata[index]);

    if (parlor_model_find_member (room, actor->account) != NULL)
      return room;
  }

  return any_room (crowd);
}

static char *
id_of (ParlorTestCrowd *crowd,
       ParlorModelRoom *room)
{
  return parlor_test_crowd_chance (crowd, 1) ? g_strdup ("c0123456789abcdef")
                                             : g_strdup (room->settings->conversation);
}

static ParlorTestActor *
anybody (ParlorTestCrowd *crowd)
{
  return crowd->actors->pdata[parlor_test_crowd_pick (crowd, crowd->actors->len)];
}

static char *
some_text (ParlorTestCrowd *crowd)
{
  static const char *const words[] = { "hello", "Grüße", "あした", "👍🏽",
                                       "@all", "yes", "no", "…" };
  guint                    n_words = 1 + parlor_test_crowd_pick (crowd, 6);
  GString                 *text = g_string_new ("So");

  if (parlor_test_crowd_chance (crowd, 1))
    n_words = 500;
  for (guint i = 0; i < n_words; i++) {
    if (n_words < 500 && parlor_test_crowd_chance (crowd, 10))
      g_string_append_printf (text, " @%s", anybody (crowd)->name);
    else
      g_string_append_printf (text, " %s",
                              words[parlor_test_crowd_pick (crowd, G_N_ELEMENTS (words))]);
  }

  return g_string_free (text, FALSE);
}

/* Mostly a message of the last ones. */
static gint64
some_seq (ParlorTestCrowd *crowd,
          ParlorModelRoom *room)
{
  guint n = room->events->len;
  guint n_last = MIN (n, 25);

  if (n == 0 || parlor_test_crowd_chance (crowd, 3))
    return parlor_test_crowd_pick (crowd, n + 2);

  for (guint i = 0; i < 10; i++) {
    gint64 seq = parlor_test_crowd_chance (crowd, 80)
                   ? n - parlor_test_crowd_pick (crowd, n_last)
                   : 1 + parlor_test_crowd_pick (crowd, n);

    if (parlor_model_find_event (room, seq)->packet->kind == PARLOR_EVENT_MESSAGE)
      return seq;
  }

  return n;
}

static void
make_create (ParlorTestCrowd *crowd,
             ParlorTestActor *actor,
             gpointer         data)
{
  ParlorCreatePacket *create = data;
  ParlorModelRoom    *other = any_room (crowd);

  create->kind = parlor_test_crowd_chance (crowd, 50) ? PARLOR_CONVERSATION_CHANNEL
                                                      : PARLOR_CONVERSATION_GROUP;
  if (parlor_test_crowd_chance (crowd, 10) && other->settings->name != NULL)
    create->name = g_strdup (other->settings->name);
  else
    create->name = g_strdup_printf ("Room %u", crowd->n_done);
  if (create->kind == PARLOR_CONVERSATION_GROUP && parlor_test_crowd_chance (crowd, 20))
    create->password = g_strdup ("a password");
  create->topic = parlor_test_crowd_chance (crowd, 30) ? g_strdup ("What it is about") : NULL;
  create->is_private = parlor_test_crowd_chance (crowd, 15);
  create->unlisted = create->is_private || parlor_test_crowd_chance (crowd, 20);
}

static void
make_join (ParlorTestCrowd *crowd,
           ParlorTestActor *actor,
           gpointer         data)
{
  ParlorJoinPacket *join = data;
  ParlorModelRoom  *room = any_room (crowd);

  for (guint i = 0; i < 5 && parlor_model_find_member (room, actor->account) != NULL; i++)
    room = any_room (crowd);
  join->conversation = parlor_test_crowd_chance (crowd, 30) && room->settings->name != NULL
                         ? g_strdup (room->settings->name)
                         : id_of (crowd, room);
  if (room->password != NULL && !parlor_test_crowd_chance (crowd, 10))
    join->password = g_strdup (parlor_test_crowd_chance (crowd, 90) ? room->password : "a guess");
}

static void
make_leave (ParlorTestCrowd *crowd,
            ParlorTestActor *actor,
            gpointer         data)
{
  ParlorLeavePacket *leave = data;

  leave->conversation = id_of (crowd, some_room (crowd, actor));
}

/* Returns the id of a file that was uploaded: some have the same content. */
static char *
some_upload (ParlorTestCrowd *crowd,
             ParlorTestActor *actor)
{
  char              *text = g_strdup_printf ("Page %u", parlor_test_crowd_pick (crowd, 10));
  g_autoptr (GBytes) content = g_bytes_new_take (text, strlen (text));

  return g_strdup (parlor_test_upload (actor->peer, "page.txt", content)->attachment);
}

static void
make_send (ParlorTestCrowd *crowd,
           ParlorTestActor *actor,
           gpointer         data)
{
  ParlorSendPacket *send = data;
  ParlorModelRoom  *room = some_room (crowd, actor);

  if (parlor_test_crowd_chance (crowd, 3))
    send->conversation = parlor_personal_id (actor->account, anybody (crowd)->account);
  else
    send->conversation = id_of (crowd, room);
  send->nonce = parlor_nonce_new ();
  send->text = some_text (crowd);
  send->is_action = parlor_test_crowd_chance (crowd, 5);
  if (parlor_test_crowd_chance (crowd, 5))
    send->attachment = some_upload (crowd, actor);
  if (parlor_test_crowd_chance (crowd, 20))
    send->reply_to = some_seq (crowd, room);
}

/* Mostly one of the last messages of @account's. */
static gint64
some_seq_by (ParlorTestCrowd *crowd,
             ParlorModelRoom *room,
             gint64           account)
{
  guint n_from = parlor_test_crowd_pick (crowd, 3);

  for (guint seq = room->events->len; seq > 0; seq--) {
    const ParlorEventPacket   *event = parlor_model_find_event (room, seq)->packet;
    const ParlorAccountPacket *author = event->author;

    if (event->kind == PARLOR_EVENT_MESSAGE && author->account == account && n_from-- == 0)
      return seq;
  }

  return some_seq (crowd, room);
}

static char *
some_reason (ParlorTestCrowd *crowd)
{
  return parlor_test_crowd_chance (crowd, 30) ? g_strdup ("There is a reason") : NULL;
}

static void
make_mark_read (ParlorTestCrowd *crowd,
                ParlorTestActor *actor,
                gpointer         data)
{
  ParlorMarkReadPacket *mark = data;
  ParlorModelRoom      *room = some_room (crowd, actor);

  mark->conversation = id_of (crowd, room);
  mark->seq = some_seq (crowd, room);
}

static void
make_set_nick (ParlorTestCrowd *crowd,
               ParlorTestActor *actor,
               gpointer         data)
{
  ParlorSetNickPacket *nick = data;

  nick->nick = g_strdup_printf ("%s the %u.", actor->name, parlor_test_crowd_pick (crowd, 10));
}

static void
make_edit (ParlorTestCrowd *crowd,
           ParlorTestActor *actor,
           gpointer         data)
{
  ParlorEditPacket *edit = data;
  ParlorModelRoom  *room = some_room (crowd, actor);

  edit->conversation = id_of (crowd, room);
  edit->seq = some_seq_by (crowd, room, actor->account);
  edit->text = parlor_test_crowd_chance (crowd, 10) ? g_strdup ("So") : some_text (crowd);
}

static void
make_delete (ParlorTestCrowd *crowd,
             ParlorTestActor *actor,
             gpointer         data)
{
  ParlorDeletePacket *delete = data;
  ParlorModelRoom *room = some_room (crowd, actor);

  delete->conversation = id_of (crowd, room);
  delete->seq = parlor_test_crowd_chance (crowd, 60) ? some_seq_by (crowd, room, actor->account)
                                                     : some_seq (crowd, room);
  delete->reason = some_reason (crowd);
}

static char *
some_emoji (ParlorTestCrowd *crowd)
{
  static const char *const emojis[] = { "👍", "❤️", "😂", "👩‍👩‍👧", "🇩🇪" };

  return g_strdup (emojis[parlor_test_crowd_pick (crowd, G_N_ELEMENTS (emojis))]);
}

static void
make_react (ParlorTestCrowd *crowd,
            ParlorTestActor *actor,
            gpointer         data)
{
  ParlorReactPacket *react = data;
  ParlorModelRoom   *room = some_room (crowd, actor);

  react->conversation = id_of (crowd, room);
  react->seq = some_seq (crowd, room);
  react->emoji = some_emoji (crowd);
}

/* The struct is the same. */
G_STATIC_ASSERT (sizeof (ParlorReactPacket) == sizeof (ParlorUnreactPacket));
G_STATIC_ASSERT (sizeof (ParlorPinPacket) == sizeof (ParlorUnpinPacket));

static void
make_pin (ParlorTestCrowd *crowd,
          ParlorTestActor *actor,
          gpointer         data)
{
  ParlorPinPacket *pin = data;
  ParlorModelRoom *room = some_room (crowd, actor);

  pin->conversation = id_of (crowd, room);
  pin->seq = some_seq (crowd, room);
}

/* What @setting may be set to. */
static char *
some_value (ParlorTestCrowd *crowd,
            ParlorSetting    setting)
{
  guint number = parlor_test_crowd_pick (crowd, 3);

  switch ((guint) setting) {
  case PARLOR_SETTING_NAME:
    return g_strdup_printf ("Renamed %u", parlor_test_crowd_pick (crowd, 200));
  case PARLOR_SETTING_TOPIC:
  case PARLOR_SETTING_DESCRIPTION:
    return number == 0 ? NULL : g_strdup_printf ("About %u", number);
  case PARLOR_SETTING_PASSWORD:
    return number == 0 ? g_strdup ("a password") : NULL;
  case PARLOR_SETTING_SLOW_MODE:
    return g_strdup (number == 0 ? "3600" : "0");
  case PARLOR_SETTING_FILE_RETENTION_DAYS:
    return g_strdup_printf ("%u", 1000 + number);
  default:
    return g_strdup (number == 0 ? "on" : "off");
  }
}

static void
make_set (ParlorTestCrowd *crowd,
          ParlorTestActor *actor,
          gpointer         data)
{
  static const ParlorSetting settings[] = {
    PARLOR_SETTING_NAME,
    PARLOR_SETTING_TOPIC,
    PARLOR_SETTING_DESCRIPTION,
    PARLOR_SETTING_PASSWORD,
    PARLOR_SETTING_UNLISTED,
    PARLOR_SETTING_PRIVATE,
    PARLOR_SETTING_READ_ONLY,
    PARLOR_SETTING_ARCHIVED,
    PARLOR_SETTING_SLOW_MODE,
    PARLOR_SETTING_FILE_RETENTION_DAYS,
  };
  ParlorSetPacket *set = data;

  set->conversation = id_of (crowd, some_room (crowd, actor));
  set->setting = settings[parlor_test_crowd_pick (crowd, G_N_ELEMENTS (settings))];
  set->value = some_value (crowd, set->setting);
}

/* Somebody who is there, or not; rarely nobody at all. */
static gint64
some_account (ParlorTestCrowd *crowd,
              ParlorModelRoom *room)
{
  if (parlor_test_crowd_chance (crowd, 1))
    return 4711;
  if (room->members->len > 0 && parlor_test_crowd_chance (crowd, 85))
    return ((ParlorModelMember *) room->members->pdata[parlor_test_crowd_pick (
              crowd, room->members->len)])
      ->account;

  return anybody (crowd)->account;
}

static void
make_set_role (ParlorTestCrowd *crowd,
               ParlorTestActor *actor,
               gpointer         data)
{
  ParlorSetRolePacket *set = data;
  ParlorModelRoom     *room = some_room (crowd, actor);

  set->conversation = id_of (crowd, room);
  set->account = some_account (crowd, room);
  set->role = PARLOR_ROLE_MEMBER + parlor_test_crowd_pick (crowd, 3);
}

static void
make_invite (ParlorTestCrowd *crowd,
             ParlorTestActor *actor,
             gpointer         data)
{
  ParlorInvitePacket *invite = data;

  invite->conversation = id_of (crowd, some_room (crowd, actor));
  invite->account = anybody (crowd)->account;
}

static void
make_decline (ParlorTestCrowd *crowd,
              ParlorTestActor *actor,
              gpointer         data)
{
  ParlorDeclinePacket *decline = data;
  ParlorModelRoom     *room = any_room (crowd);

  for (guint i = 0; i < 20 && !g_hash_table_contains (room->invited, &actor->account); i++)
    room = any_room (crowd);
  decline->conversation = id_of (crowd, room);
}

static void
make_kick (ParlorTestCrowd *crowd,
           ParlorTestActor *actor,
           gpointer         data)
{
  ParlorKickPacket *kick = data;
  ParlorModelRoom  *room = some_room (crowd, actor);

  kick->conversation = id_of (crowd, room);
  kick->account = some_account (crowd, room);
  kick->reason = some_reason (crowd);
}

static gint64
some_term (ParlorTestCrowd *crowd)
{
  return parlor_test_crowd_chance (crowd, 50) ? 0 : G_GINT64_CONSTANT (4000000000000);
}

static void
make_ban (ParlorTestCrowd *crowd,
          ParlorTestActor *actor,
          gpointer         data)
{
  ParlorBanPacket *ban = data;
  ParlorModelRoom *room = some_room (crowd, actor);

  ban->conversation = id_of (crowd, room);
  ban->account = some_account (crowd, room);
  ban->reason = some_reason (crowd);
  ban->until_ms = some_term (crowd);
}

static void
make_unban (ParlorTestCrowd *crowd,
            ParlorTestActor *actor,
            gpointer         data)
{
  ParlorUnbanPacket *unban = data;

  unban->conversation = id_of (crowd, some_room (crowd, actor));
  unban->account = anybody (crowd)->account;
}

static void
make_mute (ParlorTestCrowd *crowd,
           ParlorTestActor *actor,
           gpointer         data)
{
  ParlorMutePacket *mute = data;
  ParlorModelRoom  *room = some_room (crowd, actor);

  mute->conversation = id_of (crowd, room);
  mute->account = some_account (crowd, room);
  mute->reason = some_reason (crowd);
  mute->until_ms = some_term (crowd);
}

static void
make_unmute (ParlorTestCrowd *crowd,
             ParlorTestActor *actor,
             gpointer         data)
{
  ParlorUnmutePacket *unmute = data;
  ParlorModelRoom    *room = some_room (crowd, actor);

  unmute->conversation = id_of (crowd, room);
  unmute->account = some_account (crowd, room);
}

static void
make_block (ParlorTestCrowd *crowd,
            ParlorTestActor *actor,
            gpointer         data)
{
  ((ParlorBlockPacket *) data)->account = anybody (crowd)->account;
}

static const struct
{
  ParlorPacketType type;
  guint            weight;
  void (*make) (ParlorTestCrowd *crowd,
                ParlorTestActor *actor,
                gpointer         packet);
} deeds[] = {
  { PARLOR_PACKET_SEND, 400, make_send },
  { PARLOR_PACKET_EDIT, 60, make_edit },
  { PARLOR_PACKET_DELETE, 40, make_delete },
  { PARLOR_PACKET_REACT, 100, make_react },
  { PARLOR_PACKET_UNREACT, 40, make_react },
  { PARLOR_PACKET_PIN, 20, make_pin },
  { PARLOR_PACKET_UNPIN, 15, make_pin },
  { PARLOR_PACKET_MARK_READ, 80, make_mark_read },
  { PARLOR_PACKET_CREATE, 10, make_create },
  { PARLOR_PACKET_JOIN, 130, make_join },
  { PARLOR_PACKET_LEAVE, 15, make_leave },
  { PARLOR_PACKET_SET, 40, make_set },
  { PARLOR_PACKET_SET_ROLE, 20, make_set_role },
  { PARLOR_PACKET_INVITE, 40, make_invite },
  { PARLOR_PACKET_DECLINE, 5, make_decline },
  { PARLOR_PACKET_KICK, 15, make_kick },
  { PARLOR_PACKET_BAN, 10, make_ban },
  { PARLOR_PACKET_UNBAN, 15, make_unban },
  { PARLOR_PACKET_MUTE, 10, make_mute },
  { PARLOR_PACKET_UNMUTE, 20, make_unmute },
  { PARLOR_PACKET_BLOCK, 5, make_block },
  { PARLOR_PACKET_UNBLOCK, 10, make_block },
  { PARLOR_PACKET_SET_NICK, 10, make_set_nick },
};

/**
 * parlor_test_deed_new:
 * @crowd: people
 * @actor: one of them
 * @ret_type: (out): the type of the packet
 *
 * Returns: (transfer full): what @actor asks for next
 */
gpointer
parlor_test_deed_new (ParlorTestCrowd  *crowd,
                      ParlorTestActor  *actor,
                      ParlorPacketType *ret_type)
{
  guint    sum = 0;
  guint    chosen;
  guint    index = 0;
  gpointer packet;

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    sum += deeds[i].weight;
  chosen = parlor_test_crowd_pick (crowd, sum);
  while (chosen >= deeds[index].weight)
    chosen -= deeds[index++].weight;

  *ret_type = deeds[index].type;
  packet = parlor_packet_new (*ret_type);
  deeds[index].make (crowd, actor, packet);

  return packet;
}

/**
 * parlor_test_deed_new_send:
 * @crowd: people
 * @actor: one of them
 *
 * Returns: (transfer full) (nullable): a message that will be taken, whatever
 *   messages are sent at the same time
 */
gpointer
parlor_test_deed_new_send (ParlorTestCrowd *crowd,
                           ParlorTestActor *actor)
{
  ParlorModelRoom                *room = some_room (crowd, actor);
  const ParlorConversationPacket *settings = room->settings;
  ParlorSendPacket               *send;

  if (parlor_model_find_member (room, actor->account) == NULL ||
      settings->kind == PARLOR_CONVERSATION_PERSONAL || settings->is_archived ||
      settings->is_read_only || settings->slow_mode_s > 0 ||
      g_hash_table_contains (room->muted, &actor->account))
    return NULL;

  send = parlor_packet_new (PARLOR_PACKET_SEND);
  send->conversation = g_strdup (settings->conversation);
  send->nonce = parlor_nonce_new ();
  send->text = some_text (crowd);

  return send;
}
