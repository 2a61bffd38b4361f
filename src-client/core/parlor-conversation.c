/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-conversation"

#include "parlor-conversation-private.h"

#include "parlor-client-private.h"
#include "parlor-strings.h"
#include "parlor-timeline-private.h"

/**
 * ParlorConversation:
 *
 * A channel, group or personal chat that one is in, or a personal chat that
 * begins with the first message.
 *
 * It belongs to a client, which applies to it what the server tells; what
 * people do in it goes to the client.  Without a client it only shows.
 */
G_DEFINE_FINAL_TYPE (ParlorConversation, parlor_conversation, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_TITLE,
  PROP_TOPIC,
  PROP_ROLE,
  PROP_N_MEMBERS,
  PROP_HAS_PASSWORD,
  PROP_PEER,
  PROP_LAST_MESSAGE,
  PROP_N_FAILED,
  PROP_UNREAD,
  PROP_READ_SEQ,
  PROP_DRAFT,
  PROP_TYPISTS,
  PROP_IS_PINNED,
  PROP_NOTIFICATIONS_MUTED,
  PROP_IS_MEMBER,
  PROP_MENTIONS,
  PROP_DESCRIPTION,
  PROP_IS_PRIVATE,
  PROP_IS_READ_ONLY,
  PROP_IS_ARCHIVED,
  PROP_SLOW_MODE_S,
  PROP_MUTED_UNTIL_MS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum {
  MESSAGE_FETCHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
parlor_conversation_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ParlorConversation *self = PARLOR_CONVERSATION (object);

  switch (prop_id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_KIND:
    g_value_set_int (value, self->facts->kind);
    break;
  case PROP_TITLE:
    g_value_set_string (value, parlor_conversation_get_title (self));
    break;
  case PROP_TOPIC:
    g_value_set_string (value, self->facts->topic);
    break;
  case PROP_ROLE:
    g_value_set_int (value, self->facts->role);
    break;
  case PROP_N_MEMBERS:
    g_value_set_int64 (value, self->facts->members);
    break;
  case PROP_HAS_PASSWORD:
    g_value_set_boolean (value, self->facts->has_password);
    break;
  case PROP_PEER:
    g_value_set_object (value, self->peer);
    break;
  case PROP_LAST_MESSAGE:
    g_value_set_object (value, parlor_conversation_get_last_message (self));
    break;
  case PROP_N_FAILED:
    g_value_set_uint (value, parlor_conversation_get_n_failed (self));
    break;
  case PROP_UNREAD:
    g_value_set_uint (value, self->marks.n_unread);
    break;
  case PROP_READ_SEQ:
    g_value_set_int64 (value, self->marks.read_seq);
    break;
  case PROP_DRAFT:
    g_value_set_string (value, self->draft.text);
    break;
  case PROP_TYPISTS:
    g_value_set_boxed (value, self->typists);
    break;
  case PROP_IS_PINNED:
    g_value_set_boolean (value, self->is_pinned);
    break;
  case PROP_NOTIFICATIONS_MUTED:
    g_value_set_boolean (value, self->notifications_muted);
    break;
  case PROP_IS_MEMBER:
    g_value_set_boolean (value, self->is_member);
    break;
  case PROP_MENTIONS:
    g_value_set_uint (value, self->marks.n_mentions);
    break;
  case PROP_DESCRIPTION:
    g_value_set_string (value, self->facts->description);
    break;
  case PROP_IS_PRIVATE:
    g_value_set_boolean (value, self->facts->is_private);
    break;
  case PROP_IS_READ_ONLY:
    g_value_set_boolean (value, self->facts->is_read_only);
    break;
  case PROP_IS_ARCHIVED:
    g_value_set_boolean (value, self->facts->is_archived);
    break;
  case PROP_SLOW_MODE_S:
    g_value_set_int64 (value, self->facts->slow_mode_s);
    break;
  case PROP_MUTED_UNTIL_MS:
    g_value_set_int64 (value, self->facts->muted_until_ms);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_conversation_dispose (GObject *object)
{
  ParlorConversation *self = PARLOR_CONVERSATION (object);

  parlor_conversation_disconnect (self);
  g_clear_object (&self->timeline);
  g_clear_object (&self->peer);
  g_clear_object (&self->last_event);
  g_clear_handle_id (&self->typists_id, g_source_remove);

  G_OBJECT_CLASS (parlor_conversation_parent_class)->dispose (object);
}

static void
parlor_conversation_finalize (GObject *object)
{
  ParlorConversation *self = PARLOR_CONVERSATION (object);

  g_free (self->id);
  g_free (self->folded_title);
  g_free (self->title_of_folded);
  parlor_packet_free (PARLOR_PACKET_CONVERSATION, self->facts);
  g_free ((char *) self->draft.text);
  g_free ((char *) self->draft.edit_text);
  g_ptr_array_unref (self->typists);
  g_ptr_array_unref (self->pending);
  g_ptr_array_unref (self->parts);
  g_clear_pointer (&self->quotes, g_hash_table_unref);
  g_weak_ref_clear (&self->members);

  G_OBJECT_CLASS (parlor_conversation_parent_class)->finalize (object);
}

static void
install_facts (GParamFlags flags)
{
  /**
   * ParlorConversation:id:
   *
   * What the server calls it.
   */
  props[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * ParlorConversation:kind:
   *
   * Channel, group or personal chat: a #ParlorConversationKind.
   */
  props[PROP_KIND] =
    g_param_spec_int ("kind", NULL, NULL, 0, PARLOR_N_CONVERSATIONS - 1, 0, flags);

  /**
   * ParlorConversation:title:
   *
   * Its name, without `#`; of a personal chat the other's nick.
   */
  props[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, flags);

  /**
   * ParlorConversation:topic: (nullable)
   *
   * What it is about.
   */
  props[PROP_TOPIC] =
    g_param_spec_string ("topic", NULL, NULL, NULL, flags);

  /**
   * ParlorConversation:role:
   *
   * One's own role in it: a #ParlorRole.
   */
  props[PROP_ROLE] =
    g_param_spec_int ("role", NULL, NULL, 0, PARLOR_N_ROLES - 1, 0, flags);

  /**
   * ParlorConversation:n-members:
   *
   * How many people are in it.
   */
  props[PROP_N_MEMBERS] =
    g_param_spec_int64 ("n-members", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorConversation:has-password:
   *
   * Whether joining takes a password.
   */
  props[PROP_HAS_PASSWORD] =
    g_param_spec_boolean ("has-password", NULL, NULL, FALSE, flags);

  /**
   * ParlorConversation:peer: (nullable)
   *
   * The other one in a personal chat; oneself in the chat with oneself.
   */
  props[PROP_PEER] =
    g_param_spec_object ("peer", NULL, NULL, PARLOR_TYPE_ACCOUNT, flags);

  /**
   * ParlorConversation:is-member:
   *
   * %FALSE once one has left or was removed.
   */
  props[PROP_IS_MEMBER] =
    g_param_spec_boolean ("is-member", NULL, NULL, TRUE, flags);
}

static void
install_rules (GParamFlags flags)
{
  /**
   * ParlorConversation:description: (nullable)
   *
   * What it is for, at more length.
   */
  props[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL, NULL, flags);

  /**
   * ParlorConversation:is-private:
   *
   * Whether joining takes an invitation.
   */
  props[PROP_IS_PRIVATE] =
    g_param_spec_boolean ("is-private", NULL, NULL, FALSE, flags);

  /**
   * ParlorConversation:is-read-only:
   *
   * Whether only moderators write.
   */
  props[PROP_IS_READ_ONLY] =
    g_param_spec_boolean ("is-read-only", NULL, NULL, FALSE, flags);

  /**
   * ParlorConversation:is-archived:
   *
   * Whether nobody can write in it any more.
   */
  props[PROP_IS_ARCHIVED] =
    g_param_spec_boolean ("is-archived", NULL, NULL, FALSE, flags);

  /**
   * ParlorConversation:slow-mode-s:
   *
   * How long members wait between messages, in seconds; 0 if they need not.
   */
  props[PROP_SLOW_MODE_S] =
    g_param_spec_int64 ("slow-mode-s", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorConversation:muted-until-ms:
   *
   * Until when one may only read, Unix time in milliseconds; 0 if one is not
   * muted, %PARLOR_FOREVER_MS if one is for good.
   */
  props[PROP_MUTED_UNTIL_MS] =
    g_param_spec_int64 ("muted-until-ms", NULL, NULL, 0, G_MAXINT64, 0, flags);
}

static void
install_progress (GParamFlags flags)
{
  /**
   * ParlorConversation:last-message: (nullable)
   *
   * The newest message, be it sent or still pending.
   */
  props[PROP_LAST_MESSAGE] =
    g_param_spec_object ("last-message", NULL, NULL, PARLOR_TYPE_MESSAGE, flags);

  /**
   * ParlorConversation:n-failed:
   *
   * How many of one's own messages could not be sent.
   */
  props[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * ParlorConversation:unread:
   *
   * How many messages by others come after #ParlorConversation:read-seq.
   */
  props[PROP_UNREAD] =
    g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * ParlorConversation:mentions:
   *
   * How many of them mention one.
   */
  props[PROP_MENTIONS] =
    g_param_spec_uint ("mentions", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * ParlorConversation:read-seq:
   *
   * The last event that was on screen.
   */
  props[PROP_READ_SEQ] =
    g_param_spec_int64 ("read-seq", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorConversation:draft: (nullable)
   *
   * Text of what is being written and not sent; kept across restarts.
   */
  props[PROP_DRAFT] =
    g_param_spec_string ("draft", NULL, NULL, NULL, flags);

  /**
   * ParlorConversation:typists: (element-type ParlorAccount)
   *
   * Who is writing in it now, without oneself.
   */
  props[PROP_TYPISTS] =
    g_param_spec_boxed ("typists", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
}

static void
install_wishes (GParamFlags flags)
{
  /**
   * ParlorConversation:is-pinned:
   *
   * Whether it stands before others in the list of conversations of this
   * device.
   */
  props[PROP_IS_PINNED] =
    g_param_spec_boolean ("is-pinned", NULL, NULL, FALSE, flags);

  /**
   * ParlorConversation:notifications-muted:
   *
   * Whether this device is not to draw attention to what is new in it.
   */
  props[PROP_NOTIFICATIONS_MUTED] =
    g_param_spec_boolean ("notifications-muted", NULL, NULL, FALSE, flags);
}

static void
parlor_conversation_class_init (ParlorConversationClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = parlor_conversation_get_property;
  object_class->dispose = parlor_conversation_dispose;
  object_class->finalize = parlor_conversation_finalize;

  install_facts (flags);
  install_rules (flags);
  install_progress (flags);
  install_wishes (flags);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ParlorConversation::message-fetched:
   * @self: the conversation
   * @seq: a place in its log
   *
   * What parlor_conversation_fetch_message() asked for has come.
   */
  signals[MESSAGE_FETCHED] =
    g_signal_new ("message-fetched", PARLOR_TYPE_CONVERSATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
parlor_conversation_init (ParlorConversation *self)
{
  self->is_member = TRUE;
  self->marks.is_read_told = TRUE;
  self->facts = parlor_packet_new (PARLOR_PACKET_CONVERSATION);
  self->facts->role = PARLOR_ROLE_MEMBER;
  self->pending = g_ptr_array_new_with_free_func (g_object_unref);
  self->typists = g_ptr_array_new_with_free_func (g_object_unref);
  self->parts = g_ptr_array_new ();
  g_weak_ref_init (&self->members, NULL);
}

static void
notify (ParlorConversation *self,
        guint               prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
on_peer_nick_changed (ParlorConversation *self,
                      GParamSpec         *pspec,
                      ParlorAccount      *peer)
{
  notify (self, PROP_TITLE);
}

/**
 * parlor_conversation_new:
 * @client: (nullable): whose it is, not owned
 * @id: what the server calls it
 * @kind: channel, group or personal chat
 * @peer: (nullable): the other one in a personal chat
 *
 * Returns: (transfer full): a conversation of which nothing else is known
 */
ParlorConversation *
parlor_conversation_new (ParlorClient          *client,
                         const char            *id,
                         ParlorConversationKind kind,
                         ParlorAccount         *peer)
{
  ParlorConversation *self = g_object_new (PARLOR_TYPE_CONVERSATION, NULL);

  self->client = client;
  self->id = g_strdup (id);
  self->facts->conversation = g_strdup (id);
  self->facts->kind = kind;
  g_set_object (&self->peer, peer);
  if (peer != NULL)
    g_signal_connect_object (peer, "notify::nick", G_CALLBACK (on_peer_nick_changed),
                             self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * parlor_conversation_disconnect:
 * @self: a conversation
 *
 * Its client is going away.
 */
void
parlor_conversation_disconnect (ParlorConversation *self)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  self->client = NULL;
  if (self->timeline != NULL)
    parlor_timeline_disconnect (self->timeline);
  parlor_conversation_disconnect_parts (self);
}

void
parlor_conversation_set_is_member (ParlorConversation *self,
                                   gboolean            is_member)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION (self));

  if (self->is_member == is_member)
    return;

  self->is_member = is_member;
  notify (self, PROP_IS_MEMBER);
}

const char *
parlor_conversation_get_id (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->id;
}

ParlorConversationKind
parlor_conversation_get_kind (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), PARLOR_CONVERSATION_UNKNOWN);

  return self->facts->kind;
}

const char *
parlor_conversation_get_title (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->peer != NULL ? parlor_account_get_nick (self->peer) : self->facts->name;
}

const char *
parlor_conversation_get_topic (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->facts->topic;
}

ParlorAccount *
parlor_conversation_get_peer (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->peer;
}

/**
 * parlor_conversation_get_last_message:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): the newest message, be it sent or still
 *   in the outbox
 */
ParlorMessage *
parlor_conversation_get_last_message (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), NULL);

  return self->pending->len > 0 ? self->pending->pdata[self->pending->len - 1] : self->last_event;
}

guint
parlor_conversation_get_unread (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), 0);

  return self->marks.n_unread;
}

guint
parlor_conversation_get_mentions (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), 0);

  return self->marks.n_mentions;
}

gint64
parlor_conversation_get_read_seq (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), 0);

  return self->marks.read_seq;
}

/**
 * parlor_conversation_is_member:
 * @self: a conversation
 *
 * Returns: whether one is in it; %FALSE once one has left or was removed
 */
gboolean
parlor_conversation_is_member (ParlorConversation *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION (self), FALSE);

  return self->is_member;
}
