/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-window.h"

G_BEGIN_DECLS

ParlorWindow *parlor_message_change_find_window (GtkWidget *widget);

void parlor_message_change (GtkWidget          *widget,
                            ParlorConversation *conversation,
                            ParlorEventKind     kind,
                            gint64              seq,
                            const char         *value);

G_END_DECLS
