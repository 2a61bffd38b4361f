/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings, roles, moderation, invitations and blocks. */

#define G_LOG_DOMAIN "parlor-test-model"

#include "parlor-test-model-private.h"

static gboolean
is_on (const char *value)
{
  return g_strcmp0 (value, "on") == 0;
}

static ParlorRole
role_to_set (ParlorSetting setting)
{
  return setting == PARLOR_SETTING_TOPIC || setting == PARLOR_SETTING_READ_ONLY ||
             setting == PARLOR_SETTING_SLOW_MODE
           ? PARLOR_ROLE_MODERATOR
           : PARLOR_ROLE_OWNER;
}

static gboolean
is_lobby (ParlorModelRoom *room)
{
  return g_str_equal (room->settings->conversation, "lobby");
}

static const char *
check_set (ParlorModelAct        *act,
           const ParlorSetPacket *packet)
{
  ParlorSetting setting = packet->setting;

  parlor_model_enter (act, packet->conversation);
  if (act->member == NULL)
    return "not-found";
  if (parlor_model_is_personal (act->room) || act->role < role_to_set (setting) ||
      parlor_model_is_muted (act))
    return "not-allowed";
  if (is_lobby (act->room) &&
      (setting == PARLOR_SETTING_PASSWORD || setting == PARLOR_SETTING_PRIVATE ||
       setting == PARLOR_SETTING_ARCHIVED))
    return "not-allowed";
  if (setting == PARLOR_SETTING_PASSWORD && act->room->settings->kind != PARLOR_CONVERSATION_GROUP)
    return "bad-value";

  return NULL;
}

static void
append_set (ParlorModelAct *act,
            ParlorSetting   setting,
            const char     *value)
{
  ParlorModelEvent *event = parlor_model_act_append (act, PARLOR_EVENT_SET);

  event->packet->setting = setting;
  event->packet->text = g_strdup (value);
}

static gboolean *
flag_of (ParlorConversationPacket *settings,
         ParlorSetting             setting)
{
  switch ((guint) setting) {
  case PARLOR_SETTING_UNLISTED:
    return &settings->unlisted;
  case PARLOR_SETTING_PRIVATE:
    return &settings->is_private;
  case PARLOR_SETTING_READ_ONLY:
    return &settings->is_read_only;
  case PARLOR_SETTING_ARCHIVED:
    return &settings->is_archived;
  default:
    return NULL;
  }
}

static const char *
set_flag (ParlorModelAct        *act,
          const ParlorSetPacket *packet)
{
  ParlorConversationPacket *settings = act->room->settings;
  gboolean                 *flag = flag_of (settings, packet->setting);

  if (*flag == is_on (packet->value))
    return NULL;
  if (packet->setting == PARLOR_SETTING_UNLISTED && settings->is_private)
    return "bad-value";

  *flag = is_on (packet->value);
  append_set (act, packet->setting, *flag ? "on" : "off");
  if (packet->setting == PARLOR_SETTING_ARCHIVED && *flag)
    g_hash_table_remove_all (act->room->invited);
  if (packet->setting == PARLOR_SETTING_PRIVATE && *flag && !settings->unlisted) {
    settings->unlisted = TRUE;
    append_set (act, PARLOR_SETTING_UNLISTED, "on");
  }

  return NULL;
}

/* A password that is set again is another one, as far as anybody can see. */
static const char *
set_password (ParlorModelAct *act,
              const char     *value)
{
  if (value == NULL && act->room->password == NULL)
    return NULL;

  g_free (act->room->password);
  act->room->password = g_strdup (value);
  append_set (act, PARLOR_SETTING_PASSWORD, value != NULL ? "on" : "off");

  return NULL;
}

static const char *
set_number (ParlorModelAct        *act,
            const ParlorSetPacket *packet)
{
  ParlorConversationPacket *settings = act->room->settings;
  gint64                   *slot = packet->setting == PARLOR_SETTING_SLOW_MODE
                                     ? &settings->slow_mode_s
                                     : &settings->file_retention_days;

  if (*slot == g_ascii_strtoll (packet->value, NULL, 10))
    return NULL;

  *slot = g_ascii_strtoll (packet->value, NULL, 10);
  append_set (act, packet->setting, packet->value);

  return NULL;
}

static const char *
set_text (ParlorModelAct        *act,
          const ParlorSetPacket *packet)
{
  ParlorConversationPacket *settings = act->room->settings;
  ParlorModelRoom          *namesake = NULL;
  char                    **slot = &settings->topic;

  if (packet->setting == PARLOR_SETTING_NAME) {
    slot = &settings->name;
    namesake = parlor_model_find_named (act->model, packet->value);
  } else if (packet->setting == PARLOR_SETTING_DESCRIPTION) {
    slot = &settings->description;
  }
  if (g_strcmp0 (*slot, packet->value) == 0)
    return NULL;
  if (namesake != NULL)
    return "exists";

  g_free (*slot);
  *slot = g_strdup (packet->value);
  append_set (act, packet->setting, packet->value);

  return NULL;
}

const char *
parlor_model_set (ParlorModelAct        *act,
                  const ParlorSetPacket *packet)
{
  const char *refusal = check_set (act, packet);

  if (refusal != NULL)
    return refusal;
  if (flag_of (act->room->settings, packet->setting) != NULL)
    return set_flag (act, packet);
  if (packet->setting == PARLOR_SETTING_PASSWORD)
    return set_password (act, packet->value);
  if (packet->setting == PARLOR_SETTING_SLOW_MODE ||
      packet->setting == PARLOR_SETTING_FILE_RETENTION_DAYS)
    return set_number (act, packet);

  return set_text (act, packet);
}

static guint
count_owners (ParlorModelRoom *room)
{
  guint n_owners = 0;

  for (guint i = 0; i < room->members->len; i++)
    n_owners += ((ParlorModelMember *) room->members->pdata[i])->role == PARLOR_ROLE_OWNER;

  return n_owners;
}

static void
give_role (ParlorModelAct    *act,
           ParlorModelMember *member,
           ParlorRole         role)
{
  parlor_model_act_append_about (act, PARLOR_EVENT_ROLE, member->account)->packet->role = role;
  member->role = role;
}

const char *
parlor_model_set_role (ParlorModelAct            *act,
                       const ParlorSetRolePacket *packet)
{
  ParlorModelMember *target;
  gboolean           was_owner;

  parlor_model_enter (act, packet->conversation);
  if (act->member == NULL)
    return "not-found";
  if (parlor_model_is_personal (act->room) || act->role < PARLOR_ROLE_OWNER ||
      parlor_model_is_muted (act))
    return "not-allowed";
  target = parlor_model_find_member (act->room, packet->account);
  if (target == NULL)
    return "not-found";
  if (target->role == packet->role)
    return NULL;
  if (target->role == PARLOR_ROLE_OWNER && count_owners (act->room) == 1)
    return "not-allowed";

  was_owner = act->member->role == PARLOR_ROLE_OWNER;
  give_role (act, target, packet->role);
  if (packet->role == PARLOR_ROLE_OWNER && was_owner)
    give_role (act, act->member, PARLOR_ROLE_MODERATOR);

  return NULL;
}

static const char *
check_moderator (ParlorModelAct *act,
                 const char     *conversation)
{
  parlor_model_enter (act, conversation);
  if (act->member == NULL)
    return "not-found";

  return parlor_model_is_personal (act->room) || act->role < PARLOR_ROLE_MODERATOR ||
             parlor_model_is_muted (act)
           ? "not-allowed"
           : NULL;
}

/* Whether one may act on @account, who is a member or not. */
static const char *
check_above (ParlorModelAct *act,
             const char     *conversation,
             gint64          account)
{
  const char        *refusal = check_moderator (act, conversation);
  ParlorModelPerson *person = parlor_model_find_person (act->model, account);
  ParlorRole         role;

  if (refusal != NULL)
    return refusal;
  if (person == NULL)
    return "not-found";
  role = MAX (parlor_model_role_of (act->model, act->room, account), PARLOR_ROLE_MEMBER);

  return role < act->role && person->server_role < PARLOR_SERVER_ROLE_ADMIN ? NULL : "not-allowed";
}

static const char *
check_member_above (ParlorModelAct     *act,
                    const char         *conversation,
                    gint64              account,
                    ParlorModelMember **ret_member)
{
  const char *refusal = check_above (act, conversation, account);

  if (refusal != NULL)
    return refusal;
  *ret_member = parlor_model_find_member (act->room, account);

  return *ret_member != NULL ? NULL : "not-found";
}

static ParlorModelEvent *
append_deed (ParlorModelAct *act,
             ParlorEventKind kind,
             gint64          account,
             const char     *reason,
             gint64          until_ms)
{
  ParlorModelEvent *event = parlor_model_act_append_about (act, kind, account);

  event->packet->text = g_strdup (reason);
  event->packet->until_ms = until_ms;

  return event;
}

const char *
parlor_model_kick (ParlorModelAct         *act,
                   const ParlorKickPacket *packet)
{
  ParlorModelMember *member = NULL;
  const char        *refusal =
    check_member_above (act, packet->conversation, packet->account, &member);

  if (refusal != NULL)
    return refusal;

  append_deed (act, PARLOR_EVENT_KICK, packet->account, packet->reason, 0);
  g_ptr_array_remove (act->room->members, member);

  return NULL;
}

static gint64 *
number_new (gint64 number)
{
  return g_memdup2 (&number, sizeof number);
}

const char *
parlor_model_ban (ParlorModelAct        *act,
                  const ParlorBanPacket *packet)
{
  const char        *refusal = check_above (act, packet->conversation, packet->account);
  ParlorModelMember *member;
  ParlorModelBan    *ban;

  if (refusal != NULL)
    return refusal;
  ban = g_hash_table_lookup (act->room->banned, &packet->account);
  if (ban != NULL && ban->until_ms == packet->until_ms &&
      g_strcmp0 (ban->reason, packet->reason) == 0)
    return NULL;

  ban = g_new0 (ParlorModelBan, 1);
  ban->until_ms = packet->until_ms;
  ban->reason = g_strdup (packet->reason);
  g_hash_table_insert (act->room->banned, number_new (packet->account), ban);
  g_hash_table_remove (act->room->invited, &packet->account);
  member = parlor_model_find_member (act->room, packet->account);
  append_deed (act, PARLOR_EVENT_BAN, packet->account, packet->reason, packet->until_ms)
    ->packet->role = member != NULL ? member->role : PARLOR_ROLE_UNKNOWN;
  if (member != NULL)
    g_ptr_array_remove (act->room->members, member);

  return NULL;
}

const char *
parlor_model_unban (ParlorModelAct          *act,
                    const ParlorUnbanPacket *packet)
{
  const char *refusal = check_moderator (act, packet->conversation);

  if (refusal != NULL)
    return refusal;
  if (!g_hash_table_remove (act->room->banned, &packet->account))
    return "not-found";

  append_deed (act, PARLOR_EVENT_UNBAN, packet->account, NULL, 0);

  return NULL;
}

const char *
parlor_model_mute (ParlorModelAct         *act,
                   const ParlorMutePacket *packet)
{
  ParlorModelMember *member = NULL;
  const char        *refusal =
    check_member_above (act, packet->conversation, packet->account, &member);
  gint64  until_ms = packet->until_ms != 0 ? packet->until_ms : PARLOR_FOREVER_MS;
  gint64 *muted;

  if (refusal != NULL)
    return refusal;
  muted = g_hash_table_lookup (act->room->muted, &packet->account);
  if (muted != NULL && *muted == until_ms)
    return NULL;

  g_hash_table_insert (act->room->muted, number_new (packet->account), number_new (until_ms));
  append_deed (act, PARLOR_EVENT_MUTE, packet->account, packet->reason, packet->until_ms);

  return NULL;
}

const char *
parlor_model_unmute (ParlorModelAct           *act,
                     const ParlorUnmutePacket *packet)
{
  ParlorModelMember *member = NULL;
  const char        *refusal =
    check_member_above (act, packet->conversation, packet->account, &member);

  if (refusal != NULL)
    return refusal;
  if (g_hash_table_remove (act->room->muted, &packet->account))
    append_deed (act, PARLOR_EVENT_UNMUTE, packet->account, NULL, 0);

  return NULL;
}

const char *
parlor_model_invite (ParlorModelAct           *act,
                     const ParlorInvitePacket *packet)
{
  ParlorModelPerson *person = parlor_model_find_person (act->model, packet->account);

  parlor_model_enter (act, packet->conversation);
  if (act->member == NULL)
    return "not-found";
  if (parlor_model_is_personal (act->room) ||
      (act->room->settings->is_private && act->role < PARLOR_ROLE_MODERATOR) ||
      act->room->settings->is_archived || parlor_model_is_muted (act))
    return "not-allowed";
  if (person == NULL)
    return "not-found";
  if (parlor_model_find_member (act->room, packet->account) != NULL)
    return "exists";
  if (g_hash_table_contains (act->room->banned, &packet->account))
    return "not-allowed";

  /* Who has blocked one is not bothered, and one is not told. */
  if (!g_hash_table_contains (person->blocked, &act->account) &&
      !g_hash_table_contains (act->room->invited, &packet->account))
    g_hash_table_insert (act->room->invited, number_new (packet->account),
                         number_new (act->account));

  return NULL;
}

const char *
parlor_model_decline (ParlorModelAct            *act,
                      const ParlorDeclinePacket *packet)
{
  ParlorModelRoom *room = parlor_model_find_room (act->model, packet->conversation);

  return room != NULL && g_hash_table_remove (room->invited, &act->account) ? NULL : "not-found";
}

/* Invitations by somebody who is blocked stand no longer. */
static void
forget_invitations_by (ParlorModelAct *act,
                       gint64          author)
{
  for (guint i = 0; i < act->model->ids->len; i++) {
    ParlorModelRoom *room = parlor_model_find_room (act->model, act->model->ids->pdata[i]);
    gint64          *by = g_hash_table_lookup (room->invited, &act->account);

    if (by != NULL && *by == author)
      g_hash_table_remove (room->invited, &act->account);
  }
}

const char *
parlor_model_block (ParlorModelAct *act,
                    gint64          account,
                    gboolean        is_blocked)
{
  ParlorModelPerson *person = parlor_model_find_person (act->model, act->account);

  if (is_blocked && parlor_model_find_person (act->model, account) == NULL)
    return "not-found";
  if (is_blocked && account == act->account)
    return "bad-value";

  if (is_blocked) {
    g_hash_table_insert (person->blocked, number_new (account), number_new (account));
    forget_invitations_by (act, account);
  } else {
    g_hash_table_remove (person->blocked, &account);
  }

  return NULL;
}
