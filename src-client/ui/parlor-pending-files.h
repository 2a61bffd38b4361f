/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_PENDING_FILES (parlor_pending_files_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPendingFiles, parlor_pending_files, PARLOR, PENDING_FILES, AdwBin)

void     parlor_pending_files_set_conversation (ParlorPendingFiles *self,
                                                ParlorConversation *conversation);
gboolean parlor_pending_files_is_empty (ParlorPendingFiles *self);

void     parlor_pending_files_take_files (ParlorPendingFiles *self,
                                          GListModel         *files);
gboolean parlor_pending_files_take_clipboard (ParlorPendingFiles *self,
                                              GdkClipboard       *clipboard);
gboolean parlor_pending_files_take_drop (ParlorPendingFiles *self,
                                         GdkDrop            *drop);

gboolean parlor_pending_files_send (ParlorPendingFiles      *self,
                                    const ParlorMessageBody *body);

G_END_DECLS
