/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-print.h"
#include "parlor-cli.h"

G_BEGIN_DECLS

typedef struct _ParlorCliNews ParlorCliNews;

ParlorCliNews *parlor_cli_news_new (ParlorCli              *cli,
                                    const ParlorCliOptions *options);
void           parlor_cli_news_free (ParlorCliNews *self);
void           parlor_cli_news_start (ParlorCliNews *self);
void           parlor_cli_news_enter (ParlorCliNews      *self,
                                      ParlorConversation *conversation);
char          *parlor_cli_news_take_typed (ParlorCliNews *self);
void           parlor_cli_news_print_outcome (ParlorCliNews              *self,
                                              const ParlorCommandOutcome *outcome);
void           parlor_cli_news_print_more (ParlorCliNews *self);
void           parlor_cli_news_note_line (ParlorCliNews *self);
ParlorCliView  parlor_cli_news_get_view (ParlorCliNews *self);
void           parlor_cli_news_print_message (ParlorCliNews      *self,
                                              ParlorConversation *conversation,
                                              ParlorMessage      *message);

G_END_DECLS
