/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

char *parlor_cli_describe_event (ParlorConversation *conversation,
                                 ParlorMessage      *message);
char *parlor_cli_describe_crowd (ParlorEventKind kind,
                                 const char     *first,
                                 const char     *second,
                                 guint           n_all);

G_END_DECLS
