/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message.h"

G_BEGIN_DECLS

/* Shared by parlor-message.c and parlor-message-state.c only. */
struct _ParlorMessage
{
  GObject parent_instance;

  ParlorEventPacket *event; /* as it is now; without its attachment */
  ParlorAccount     *author;
  ParlorAccount     *member;
  ParlorAttachment  *attachment;
  ParlorDelivery     delivery;
  char              *error;
};

ParlorMessage *parlor_message_new_of_event (const ParlorEventPacket *event,
                                            ParlorAccount           *author,
                                            ParlorAccount           *member,
                                            ParlorAttachment        *attachment);
ParlorMessage *parlor_message_new (ParlorEventKind   kind,
                                   gint64            seq,
                                   ParlorAccount    *author,
                                   const char       *text,
                                   gint64            time_ms,
                                   ParlorAttachment *attachment);
ParlorMessage *parlor_message_new_pending (const ParlorEventPacket *event,
                                           ParlorAccount           *author,
                                           ParlorAttachment        *attachment);

gboolean parlor_message_apply (ParlorMessage *self,
                               ParlorMessage *change);
void     parlor_message_update (ParlorMessage           *self,
                                const ParlorEventPacket *event);

void parlor_message_set_sent (ParlorMessage *self,
                              gint64         seq,
                              gint64         time_ms);
void parlor_message_set_pending (ParlorMessage *self);
void parlor_message_answer_none (ParlorMessage *self);
void parlor_message_set_failed (ParlorMessage *self,
                                const char    *error);

G_END_DECLS
