/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-window.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_MESSAGE_REMOVER (parlor_message_remover_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorMessageRemover, parlor_message_remover, PARLOR, MESSAGE_REMOVER, GObject)

ParlorMessageRemover *parlor_message_remover_new (void);

void     parlor_message_remover_remove (ParlorMessageRemover *self,
                                        ParlorWindow         *window,
                                        ParlorConversation   *conversation,
                                        const GPtrArray      *messages);
void     parlor_message_remover_remove_now (ParlorMessageRemover *self,
                                            ParlorWindow         *window,
                                            ParlorConversation   *conversation,
                                            ParlorMessage        *message,
                                            const char           *reason);
void     parlor_message_remover_carry_out (ParlorMessageRemover *self);
gboolean parlor_message_remover_is_going (ParlorMessageRemover *self,
                                          ParlorMessage        *message);

G_END_DECLS
