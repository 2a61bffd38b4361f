/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message"

#include "parlor-message-private.h"

#include "parlor-strings.h"

/**
 * ParlorMessage:
 *
 * One event of a conversation's log: what somebody wrote, or that somebody
 * joined, left, was muted …
 *
 * One's own messages begin as pending; the same object becomes the sent one.
 * What becomes of a message later, parlor_message_apply() does.
 */

/* clang-format off */
G_DEFINE_ENUM_TYPE (ParlorDelivery, parlor_delivery,
                    G_DEFINE_ENUM_VALUE (PARLOR_DELIVERY_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (PARLOR_DELIVERY_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (PARLOR_DELIVERY_FAILED, "failed"))
/* clang-format on */

G_DEFINE_FINAL_TYPE (ParlorMessage, parlor_message, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_KIND,
  PROP_SEQ,
  PROP_NONCE,
  PROP_AUTHOR,
  PROP_TEXT,
  PROP_TIME_MS,
  PROP_DELIVERY,
  PROP_ERROR,
  PROP_ATTACHMENT,
  PROP_IS_ACTION,
  PROP_REPLY_TO,
  PROP_EDITED_MS,
  PROP_IS_DELETED,
  PROP_IS_PINNED,
  PROP_REACTIONS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
parlor_message_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ParlorMessage *self = PARLOR_MESSAGE (object);

  switch (prop_id) {
  case PROP_KIND:
    g_value_set_int (value, self->event->kind);
    break;
  case PROP_SEQ:
    g_value_set_int64 (value, self->event->seq);
    break;
  case PROP_NONCE:
    g_value_set_string (value, self->event->nonce);
    break;
  case PROP_AUTHOR:
    g_value_set_object (value, self->author);
    break;
  case PROP_TEXT:
    g_value_set_string (value, self->event->text);
    break;
  case PROP_TIME_MS:
    g_value_set_int64 (value, self->event->time_ms);
    break;
  case PROP_DELIVERY:
    g_value_set_enum (value, self->delivery);
    break;
  case PROP_ERROR:
    g_value_set_string (value, self->error);
    break;
  case PROP_ATTACHMENT:
    g_value_set_object (value, self->attachment);
    break;
  case PROP_IS_ACTION:
    g_value_set_boolean (value, self->event->is_action);
    break;
  case PROP_REPLY_TO:
    g_value_set_int64 (value, self->event->reply_to);
    break;
  case PROP_EDITED_MS:
    g_value_set_int64 (value, self->event->edited_ms);
    break;
  case PROP_IS_DELETED:
    g_value_set_boolean (value, self->event->is_deleted);
    break;
  case PROP_IS_PINNED:
    g_value_set_boolean (value, self->event->is_pinned);
    break;
  case PROP_REACTIONS:
    g_value_set_pointer (value, self->event->reactions);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_message_dispose (GObject *object)
{
  ParlorMessage *self = PARLOR_MESSAGE (object);

  g_clear_object (&self->author);
  g_clear_object (&self->member);
  g_clear_object (&self->attachment);

  G_OBJECT_CLASS (parlor_message_parent_class)->dispose (object);
}

static void
parlor_message_finalize (GObject *object)
{
  ParlorMessage *self = PARLOR_MESSAGE (object);

  parlor_packet_free (PARLOR_PACKET_EVENT, self->event);
  g_free (self->error);

  G_OBJECT_CLASS (parlor_message_parent_class)->finalize (object);
}

static void
install_content (GParamFlags flags)
{
  /**
   * ParlorMessage:kind:
   *
   * What happened: a #ParlorEventKind.
   */
  props[PROP_KIND] =
    g_param_spec_int ("kind", NULL, NULL, 0, PARLOR_N_EVENTS - 1, 0, flags);

  /**
   * ParlorMessage:author:
   *
   * Who wrote it, or did what happened.
   */
  props[PROP_AUTHOR] =
    g_param_spec_object ("author", NULL, NULL, PARLOR_TYPE_ACCOUNT, flags);

  /**
   * ParlorMessage:text: (nullable)
   *
   * The body, plain UTF-8: not markup.
   */
  props[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL, flags);

  /**
   * ParlorMessage:attachment: (nullable)
   *
   * The file that came with it.
   */
  props[PROP_ATTACHMENT] =
    g_param_spec_object ("attachment", NULL, NULL, PARLOR_TYPE_ATTACHMENT, flags);
}

static void
install_state (GParamFlags flags)
{
  /**
   * ParlorMessage:is-action:
   *
   * Whether the author does what the text says, as with `/me`.
   */
  props[PROP_IS_ACTION] =
    g_param_spec_boolean ("is-action", NULL, NULL, FALSE, flags);

  /**
   * ParlorMessage:reply-to:
   *
   * Seq of the message that it answers, 0 if it answers none.
   */
  props[PROP_REPLY_TO] =
    g_param_spec_int64 ("reply-to", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorMessage:edited-ms:
   *
   * When its text was last changed, Unix time in milliseconds; 0 if never.
   */
  props[PROP_EDITED_MS] =
    g_param_spec_int64 ("edited-ms", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorMessage:is-deleted:
   *
   * Whether it was deleted: nothing of it is left then.
   */
  props[PROP_IS_DELETED] =
    g_param_spec_boolean ("is-deleted", NULL, NULL, FALSE, flags);

  /**
   * ParlorMessage:is-pinned:
   *
   * Whether it is pinned in its conversation.
   */
  props[PROP_IS_PINNED] =
    g_param_spec_boolean ("is-pinned", NULL, NULL, FALSE, flags);

  /**
   * ParlorMessage:reactions: (type GPtrArray) (nullable)
   *
   * See parlor_message_get_reactions().
   */
  props[PROP_REACTIONS] =
    g_param_spec_pointer ("reactions", NULL, NULL, flags);
}

static void
install_delivery (GParamFlags flags)
{
  /**
   * ParlorMessage:seq:
   *
   * Its place in the conversation's log, from 1; 0 until it is sent.
   */
  props[PROP_SEQ] =
    g_param_spec_int64 ("seq", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorMessage:nonce: (nullable)
   *
   * What this client called it; only of what was written here.
   */
  props[PROP_NONCE] =
    g_param_spec_string ("nonce", NULL, NULL, NULL, flags);

  /**
   * ParlorMessage:time-ms:
   *
   * When the server got it, or, until then, when it was written: Unix time in
   * milliseconds.
   */
  props[PROP_TIME_MS] =
    g_param_spec_int64 ("time-ms", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorMessage:delivery:
   *
   * How far it has come on its way to the server.
   */
  props[PROP_DELIVERY] =
    g_param_spec_enum ("delivery", NULL, NULL, PARLOR_TYPE_DELIVERY,
                       PARLOR_DELIVERY_PENDING, flags);

  /**
   * ParlorMessage:error: (nullable)
   *
   * Why it was refused, for people; set when the delivery has failed.
   */
  props[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, flags);
}

static void
parlor_message_class_init (ParlorMessageClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = parlor_message_get_property;
  object_class->dispose = parlor_message_dispose;
  object_class->finalize = parlor_message_finalize;

  install_content (flags);
  install_state (flags);
  install_delivery (flags);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlor_message_init (ParlorMessage *self)
{
}

/**
 * parlor_message_new_of_event:
 * @event: what the server told
 * @author: who did it
 * @member: (nullable): to whom it was done
 * @attachment: (nullable): file that came with it
 *
 * Returns: (transfer full): an event that is on the server's disk
 */
ParlorMessage *
parlor_message_new_of_event (const ParlorEventPacket *event,
                             ParlorAccount           *author,
                             ParlorAccount           *member,
                             ParlorAttachment        *attachment)
{
  ParlorMessage    *self = g_object_new (PARLOR_TYPE_MESSAGE, NULL);
  ParlorEventPacket lean = *event; /* its preview may be large, and is the attachment's */

  lean.attachment = NULL;
  self->event = parlor_packet_copy (PARLOR_PACKET_EVENT, &lean);
  self->author = g_object_ref (author);
  g_set_object (&self->member, member);
  g_set_object (&self->attachment, attachment);
  self->delivery = PARLOR_DELIVERY_SENT;

  return self;
}

/**
 * parlor_message_new:
 * @kind: what happened
 * @seq: its place in the log, at least 1
 * @author: who did it
 * @text: (nullable): what was written
 * @time_ms: when the server got it, Unix time
 * @attachment: (nullable): file that came with it
 *
 * Returns: (transfer full): an event that is on the server's disk
 */
ParlorMessage *
parlor_message_new (ParlorEventKind   kind,
                    gint64            seq,
                    ParlorAccount    *author,
                    const char       *text,
                    gint64            time_ms,
                    ParlorAttachment *attachment)
{
  const ParlorAccountPacket who = { .account = parlor_account_get_id (author),
                                    .name = (char *) parlor_account_get_name (author),
                                    .nick = (char *) parlor_account_get_nick (author) };
  const ParlorEventPacket   event = { .kind = kind,
                                      .seq = seq,
                                      .author = (gpointer) &who,
                                      .text = (char *) text,
                                      .time_ms = time_ms };

  return parlor_message_new_of_event (&event, author, NULL, attachment);
}

/**
 * parlor_message_new_pending:
 * @event: what is to be told, with the nonce that this client gave it and no seq
 * @author: oneself
 * @attachment: (nullable): file to send with it
 *
 * Returns: (transfer full): a message that is yet to be sent
 */
ParlorMessage *
parlor_message_new_pending (const ParlorEventPacket *event,
                            ParlorAccount           *author,
                            ParlorAttachment        *attachment)
{
  ParlorMessage *self = parlor_message_new_of_event (event, author, NULL, attachment);

  self->delivery = PARLOR_DELIVERY_PENDING;

  return self;
}

static void
set_delivery (ParlorMessage *self,
              ParlorDelivery delivery,
              const char    *error)
{
  if (parlor_set_string (&self->error, error))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  if (self->delivery == delivery)
    return;

  self->delivery = delivery;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DELIVERY]);
}

/**
 * parlor_message_set_sent:
 * @self: a message of one's own
 * @seq: its place in the log
 * @time_ms: when the server got it
 *
 * The server has it on its disk.
 */
void
parlor_message_set_sent (ParlorMessage *self,
                         gint64         seq,
                         gint64         time_ms)
{
  g_return_if_fail (PARLOR_IS_MESSAGE (self));

  g_object_freeze_notify (G_OBJECT (self));

  if (self->event->seq != seq) {
    self->event->seq = seq;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEQ]);
  }
  if (self->event->time_ms != time_ms) {
    self->event->time_ms = time_ms;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIME_MS]);
  }
  set_delivery (self, PARLOR_DELIVERY_SENT, NULL);

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * parlor_message_set_pending:
 * @self: a message of one's own that had failed
 *
 * It is to be tried again.
 */
void
parlor_message_set_pending (ParlorMessage *self)
{
  g_return_if_fail (PARLOR_IS_MESSAGE (self));

  set_delivery (self, PARLOR_DELIVERY_PENDING, NULL);
}

/**
 * parlor_message_set_failed:
 * @self: a message of one's own
 * @error: why, for people
 *
 * The server refused it: it waits for the person.
 */
void
parlor_message_set_failed (ParlorMessage *self,
                           const char    *error)
{
  g_return_if_fail (PARLOR_IS_MESSAGE (self));

  set_delivery (self, PARLOR_DELIVERY_FAILED, error);
}

ParlorEventKind
parlor_message_get_kind (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), PARLOR_EVENT_UNKNOWN);

  return self->event->kind;
}

gint64
parlor_message_get_seq (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), 0);

  return self->event->seq;
}

const char *
parlor_message_get_nonce (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->event->nonce;
}

ParlorAccount *
parlor_message_get_author (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->author;
}

const char *
parlor_message_get_text (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->event->text;
}

gint64
parlor_message_get_time_ms (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), 0);

  return self->event->time_ms;
}

ParlorDelivery
parlor_message_get_delivery (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), PARLOR_DELIVERY_FAILED);

  return self->delivery;
}

const char *
parlor_message_get_error (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->error;
}

ParlorAttachment *
parlor_message_get_attachment (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->attachment;
}

/**
 * parlor_message_get_member:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): who was kicked, banned, muted, given a
 *   role …
 */
ParlorAccount *
parlor_message_get_member (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->member;
}

/**
 * parlor_message_get_event:
 * @self: a message or another event
 *
 * What it says besides: the role, the setting, until when …
 *
 * Returns: (transfer none): it, as the server would tell it now, without its
 *   attachment
 */
const ParlorEventPacket *
parlor_message_get_event (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), NULL);

  return self->event;
}

/**
 * parlor_message_is_own:
 * @self: a message
 *
 * Returns: whether oneself wrote it, here or on another device
 */
gboolean
parlor_message_is_own (ParlorMessage *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE (self), FALSE);

  return parlor_account_is_self (self->author);
}
