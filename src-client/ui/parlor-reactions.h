/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_REACTIONS (parlor_reactions_get_type ())

G_DECLARE_FINAL_TYPE (ParlorReactions, parlor_reactions, PARLOR, REACTIONS, GtkWidget)

void parlor_reactions_set_message (ParlorReactions    *self,
                                   ParlorClient       *client,
                                   ParlorConversation *conversation,
                                   ParlorMessage      *message);

G_END_DECLS
