/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_COMPOSER (parlor_composer_get_type ())

G_DECLARE_FINAL_TYPE (ParlorComposer, parlor_composer, PARLOR, COMPOSER, AdwBin)

void     parlor_composer_set_conversation (ParlorComposer     *self,
                                           ParlorConversation *conversation);
void     parlor_composer_reply (ParlorComposer *self,
                                gint64          seq);
void     parlor_composer_edit (ParlorComposer *self,
                               gint64          seq);
void     parlor_composer_insert (ParlorComposer *self,
                                 const char     *text);
gboolean parlor_composer_take_drop (ParlorComposer *self,
                                    GdkDrop        *drop);

G_END_DECLS
