/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-message-row.h"

G_BEGIN_DECLS

GtkWidget     *parlor_history_header_new (ParlorMessage *message,
                                          ParlorMessage *before,
                                          gint64         read_seq);
ParlorRowPlace parlor_history_header_place (ParlorMessage *message,
                                            ParlorMessage *before);

G_END_DECLS
