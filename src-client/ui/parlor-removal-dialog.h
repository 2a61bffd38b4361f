/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message-remover.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_REMOVAL_DIALOG (parlor_removal_dialog_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorRemovalDialog, parlor_removal_dialog, PARLOR, REMOVAL_DIALOG, AdwMessageDialog)

void parlor_removal_dialog_present (ParlorWindow         *parent,
                                    ParlorMessageRemover *remover,
                                    ParlorConversation   *conversation,
                                    const GPtrArray      *messages);

G_END_DECLS
