/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a conversation is: its name, its rules, how many are in it, what one may
 * do there.  The server tells it, and tells what changes it as events. */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-message-private.h"
#include "parlor-names.h"
#include "parlor-strings.h"
#include "parlor-timeline-private.h"

/* clang-format off */
#define FACT(property, kind, member) \
  { property, kind, G_STRUCT_OFFSET (ParlorConversationPacket, member) }

static const struct
{
  const char     *property;
  ParlorFieldKind kind;
  gsize           offset;
} facts[] = {
  FACT ("title",          PARLOR_STR,  name),
  FACT ("topic",          PARLOR_STR,  topic),
  FACT ("description",    PARLOR_STR,  description),
  FACT ("role",           PARLOR_ENUM, role),
  FACT ("n-members",      PARLOR_INT,  members),
  FACT ("has-password",   PARLOR_BOOL, has_password),
  FACT ("is-private",     PARLOR_BOOL, is_private),
  FACT ("is-read-only",   PARLOR_BOOL, is_read_only),
  FACT ("is-archived",    PARLOR_BOOL, is_archived),
  FACT ("slow-mode-s",    PARLOR_INT,  slow_mode_s),
  FACT ("muted-until-ms", PARLOR_INT,  muted_until_ms),
};
/* clang-format on */

static gboolean
is_same (ParlorFieldKind kind,
         gconstpointer   a,
         gconstpointer   b)
{
  if (kind == PARLOR_STR)
    return g_strcmp0 (*(char *const *) a, *(char *const *) b) == 0;
  if (kind == PARLOR_INT)
    return *(const gint64 *) a == *(const gint64 *) b;

  return *(const int *) a == *(const int *) b;
}

/* Takes @now. */
static void
take_facts (ParlorConversation       *self,
            ParlorConversationPacket *now)
{
  ParlorConversationPacket *before = self->facts;

  self->facts = now;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (!is_same (facts[i].kind, G_STRUCT_MEMBER_P (before, facts[i].offset),
                  G_STRUCT_MEMBER_P (now, facts[i].offset)))
      g_object_notify (G_OBJECT (self), facts[i].property);
  g_object_thaw_notify (G_OBJECT (self));

  parlor_packet_free (PARLOR_PACKET_CONVERSATION, before);
}

/**
 * parlor_conversation_update:
 * @self: a conversation
 * @packet: what the server says about it
 *
 * Takes over what describes it; one is a member of it.  What @packet says about
 * its log matters here only as the time at which it was true.
 */
void
parlor_conversation_update (ParlorConversation             *self,
                            const ParlorConversationPacket *packet)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  take_facts (self, parlor_packet_copy (PARLOR_PACKET_CONVERSATION, packet));
  parlor_conversation_trim (self, packet->first);
  parlor_conversation_set_is_member (self, TRUE);
}

static gboolean
is_on (const char *value)
{
  return g_strcmp0 (value, "on") == 0;
}

static gint64
number (const char *value)
{
  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

static void
set (ParlorConversationPacket *now,
     ParlorSetting             setting,
     const char               *value)
{
  switch (setting) {
  case PARLOR_SETTING_NAME:
    parlor_set_string (&now->name, value);
    break;
  case PARLOR_SETTING_TOPIC:
    parlor_set_string (&now->topic, value);
    break;
  case PARLOR_SETTING_DESCRIPTION:
    parlor_set_string (&now->description, value);
    break;
  case PARLOR_SETTING_PASSWORD:
    now->has_password = is_on (value);
    break;
  case PARLOR_SETTING_UNLISTED:
    now->unlisted = is_on (value);
    break;
  case PARLOR_SETTING_PRIVATE:
    now->is_private = is_on (value);
    break;
  case PARLOR_SETTING_READ_ONLY:
    now->is_read_only = is_on (value);
    break;
  case PARLOR_SETTING_SLOW_MODE:
    now->slow_mode_s = number (value);
    break;
  case PARLOR_SETTING_ARCHIVED:
    now->is_archived = is_on (value);
    break;
  case PARLOR_SETTING_RETENTION_DAYS:
    now->retention_days = number (value);
    break;
  case PARLOR_SETTING_RETENTION_COUNT:
    now->retention_count = number (value);
    break;
  case PARLOR_SETTING_FILE_RETENTION_DAYS:
    now->file_retention_days = number (value);
    break;
  case PARLOR_SETTING_UNKNOWN:
  case PARLOR_N_SETTINGS:
  default:
    break;
  }
}

/* What was done to oneself. */
static void
be_treated (ParlorConversationPacket *now,
            const ParlorEventPacket  *event)
{
  if (event->kind == PARLOR_EVENT_ROLE && event->role != PARLOR_ROLE_UNKNOWN)
    now->role = event->role;
  else if (event->kind == PARLOR_EVENT_MUTE)
    now->muted_until_ms = event->until_ms != 0 ? event->until_ms : PARLOR_FOREVER_MS;
  else if (event->kind == PARLOR_EVENT_UNMUTE)
    now->muted_until_ms = 0;
}

/* Who is banned need not have been a member. */
static int
count_members (const ParlorEventPacket *event)
{
  if (event->kind == PARLOR_EVENT_JOIN)
    return 1;
  if (event->kind == PARLOR_EVENT_LEAVE || event->kind == PARLOR_EVENT_KICK ||
      (event->kind == PARLOR_EVENT_BAN && event->role != PARLOR_ROLE_UNKNOWN))
    return -1;

  return 0;
}

/**
 * parlor_conversation_learn:
 * @self: a conversation
 * @message: the newest event of its log
 *
 * Takes over what @message says about the conversation, unless the server has
 * told of it since.
 *
 * Returns: whether it is worth keeping: of how many are in it the server tells at
 *   each start
 */
gboolean
parlor_conversation_learn (ParlorConversation *self,
                           ParlorMessage      *message)
{
  const ParlorEventPacket  *event = parlor_message_get_event (message);
  ParlorAccount            *member = parlor_message_get_member (message);
  const int                 n_more = count_members (event);
  ParlorConversationPacket *now;

  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), FALSE);

  if (event->seq <= self->facts->head)
    return FALSE;

  self->facts->head = event->seq;
  if (event->kind != PARLOR_EVENT_SET && member == NULL && n_more == 0)
    return FALSE;

  now = parlor_packet_copy (PARLOR_PACKET_CONVERSATION, self->facts);
  now->members = MAX (now->members + n_more, 0);
  if (event->kind == PARLOR_EVENT_SET)
    set (now, event->setting, event->text);
  if (member != NULL && parlor_account_is_self (member))
    be_treated (now, event);
  take_facts (self, now);

  return event->kind == PARLOR_EVENT_SET || (member != NULL && parlor_account_is_self (member));
}

/**
 * parlor_conversation_trim:
 * @self: a conversation
 * @oldest_seq: the oldest event that its log has, 0 if that is not known
 *
 * Forgets what was removed from its log.
 */
void
parlor_conversation_trim (ParlorConversation *self,
                          gint64              oldest_seq)
{
  ParlorConversationMarks marks;

  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  self->facts->first = MAX (self->facts->first, oldest_seq);
  if (self->timeline != NULL)
    parlor_timeline_trim (self->timeline, oldest_seq);
  parlor_conversation_trim_parts (self, oldest_seq);
  if (self->last_event != NULL && parlor_message_get_seq (self->last_event) < oldest_seq)
    parlor_conversation_set_last_event (self, NULL);

  marks = self->marks;
  marks.n_unread = MIN (marks.n_unread, MAX (marks.known_seq - oldest_seq + 1, 0));
  marks.n_mentions = MIN (marks.n_mentions, marks.n_unread);
  parlor_conversation_set_marks (self, &marks);
}

/**
 * parlor_conversation_get_facts:
 * @self: a conversation
 *
 * Returns: (transfer none): what describes it
 */
const ParlorConversationPacket *
parlor_conversation_get_facts (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->facts;
}

/**
 * parlor_conversation_get_folded_title:
 * @self: a conversation
 *
 * Folding takes long for who compares one name with all of them, again and again.
 *
 * Returns: (transfer none): its title as parlor_title_fold() makes it, good until
 *   that changes
 */
const char *
parlor_conversation_get_folded_title (ParlorConversation *self)
{
  const char *title = parlor_conversation_get_title (self);

  if (parlor_set_string (&self->title_of_folded, title)) {
    g_free (self->folded_title);
    self->folded_title = parlor_title_fold (title);
  }

  return self->folded_title;
}
