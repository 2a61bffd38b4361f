/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-account.h"
#include "parlor-attachment.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_DELIVERY_PENDING, /* in the outbox */
  PARLOR_DELIVERY_SENT,    /* on the server's disk */
  PARLOR_DELIVERY_FAILED,  /* refused: retry or discard it */
} ParlorDelivery;

#define PARLOR_TYPE_DELIVERY (parlor_delivery_get_type ())
#define PARLOR_TYPE_MESSAGE (parlor_message_get_type ())

GType parlor_delivery_get_type (void);

G_DECLARE_FINAL_TYPE (ParlorMessage, parlor_message, PARLOR, MESSAGE, GObject)

ParlorEventKind   parlor_message_get_kind (ParlorMessage *self);
gint64            parlor_message_get_seq (ParlorMessage *self);
const char       *parlor_message_get_nonce (ParlorMessage *self);
ParlorAccount    *parlor_message_get_author (ParlorMessage *self);
const char       *parlor_message_get_text (ParlorMessage *self);
gint64            parlor_message_get_time_ms (ParlorMessage *self);
ParlorDelivery    parlor_message_get_delivery (ParlorMessage *self);
const char       *parlor_message_get_error (ParlorMessage *self);
ParlorAttachment *parlor_message_get_attachment (ParlorMessage *self);
gboolean          parlor_message_is_own (ParlorMessage *self);

gboolean                 parlor_message_is_action (ParlorMessage *self);
gboolean                 parlor_message_is_edited (ParlorMessage *self);
gboolean                 parlor_message_is_deleted (ParlorMessage *self);
gboolean                 parlor_message_is_pinned (ParlorMessage *self);
gint64                   parlor_message_get_reply_to (ParlorMessage *self);
const GPtrArray         *parlor_message_get_reactions (ParlorMessage *self);
ParlorAccount           *parlor_message_get_member (ParlorMessage *self);
const ParlorEventPacket *parlor_message_get_event (ParlorMessage *self);

G_END_DECLS
