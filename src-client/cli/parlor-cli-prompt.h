/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

/* What a prompt is made of. */
typedef struct
{
  ParlorClient       *client;
  ParlorConversation *here; /* (nullable): where lines go */
  guint               n_columns;
  gboolean            has_colors;
} ParlorCliPlace;

char *parlor_cli_prompt_new (const ParlorCliPlace *place);

G_END_DECLS
