/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-paged-dialog.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_REACTIONS_DIALOG (parlor_reactions_dialog_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorReactionsDialog, parlor_reactions_dialog, PARLOR, REACTIONS_DIALOG, ParlorPagedDialog)

void parlor_reactions_dialog_present (GtkWindow          *parent,
                                      ParlorClient       *client,
                                      ParlorConversation *conversation,
                                      gint64              seq);

G_END_DECLS
