/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation.h"

G_BEGIN_DECLS

/**
 * ParlorNotice:
 * @title: one line of plain text
 * @body: one line of plain text
 * @seq: the oldest message that it is about
 * @is_urgent: whether it is for this person, and not for all who are there
 *
 * What a notification says of a conversation.
 */
typedef struct
{
  char    *title;
  char    *body;
  gint64   seq;
  gboolean is_urgent;
} ParlorNotice;

/**
 * ParlorNoticeFacts:
 * @conversation: where it happened
 * @oldest: the first message that nobody has looked at
 * @newest: the last one
 * @n_messages: how many there are, at least 1
 * @mentions_self: whether @newest mentions the person
 * @shows_text: whether others may read over the person's shoulder what it says
 *
 * What a notice is made of.
 */
typedef struct
{
  ParlorConversation *conversation;
  ParlorMessage      *oldest;
  ParlorMessage      *newest;
  guint               n_messages;
  gboolean            mentions_self;
  gboolean            shows_text;
} ParlorNoticeFacts;

ParlorNotice *parlor_notice_new (const ParlorNoticeFacts *facts);
void          parlor_notice_free (ParlorNotice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorNotice, parlor_notice_free)

G_END_DECLS
