/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_WALK_OLDER,
  PARLOR_WALK_NEWER,
} ParlorWalkDirection;

void           parlor_image_walk_async (ParlorConversation *conversation,
                                        ParlorMessage      *from,
                                        ParlorWalkDirection direction,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
ParlorMessage *parlor_image_walk_finish (GAsyncResult *result,
                                         GError      **error);
gboolean       parlor_image_walk_can (ParlorConversation *conversation,
                                      ParlorMessage      *from,
                                      ParlorWalkDirection direction);

G_END_DECLS
