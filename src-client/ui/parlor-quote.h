/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-conversation.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_QUOTE (parlor_quote_get_type ())

G_DECLARE_FINAL_TYPE (ParlorQuote, parlor_quote, PARLOR, QUOTE, AdwBin)

GtkWidget *parlor_quote_new (ParlorConversation *conversation,
                             gint64              seq);

G_END_DECLS
