/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-history-list.h"
#include "parlor-selection.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_MESSAGE_ACTS (parlor_message_acts_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMessageActs, parlor_message_acts, PARLOR, MESSAGE_ACTS, GObject)

ParlorMessageActs *parlor_message_acts_new (GtkWidget         *view,
                                            ParlorHistoryList *list);

void parlor_message_acts_install (GtkWidgetClass *widget_class);
void parlor_message_acts_set_conversation (ParlorMessageActs  *self,
                                           ParlorClient       *client,
                                           ParlorConversation *conversation);

ParlorSelection *parlor_message_acts_get_selection (ParlorMessageActs *self);

G_END_DECLS
