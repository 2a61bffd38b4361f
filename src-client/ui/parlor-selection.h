/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_SELECTION (parlor_selection_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSelection, parlor_selection, PARLOR, SELECTION, GObject)

ParlorSelection *parlor_selection_new (void);

void parlor_selection_start (ParlorSelection    *self,
                             ParlorConversation *conversation,
                             ParlorMessage      *message);
void parlor_selection_toggle (ParlorSelection *self,
                              ParlorMessage   *message);
void parlor_selection_extend (ParlorSelection *self,
                              ParlorMessage   *message);
void parlor_selection_stop (ParlorSelection *self);

gboolean   parlor_selection_is_active (ParlorSelection *self);
gboolean   parlor_selection_contains (ParlorSelection *self,
                                      ParlorMessage   *message);
gboolean   parlor_selection_can_contain (ParlorMessage *message);
guint      parlor_selection_get_n_messages (ParlorSelection *self);
GPtrArray *parlor_selection_get_messages (ParlorSelection *self);

G_END_DECLS
