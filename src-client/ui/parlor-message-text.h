/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_MESSAGE_TEXT (parlor_message_text_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMessageText, parlor_message_text, PARLOR, MESSAGE_TEXT, GtkWidget)

GtkWidget *parlor_message_text_new (ParlorClient       *client,
                                    ParlorConversation *conversation,
                                    ParlorMessage      *message);

GtkLabel *parlor_message_text_get_last_label (ParlorMessageText *self);
gboolean  parlor_message_text_mentions_reader (ParlorMessageText *self);

G_END_DECLS
