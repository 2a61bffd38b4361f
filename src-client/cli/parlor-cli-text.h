/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-style.h"

G_BEGIN_DECLS

#define PARLOR_CLI_MAX_MARGIN 3

typedef struct _ParlorCliText ParlorCliText;

ParlorCliText *parlor_cli_text_new (void);
void           parlor_cli_text_free (ParlorCliText *self);
void           parlor_cli_text_append (ParlorCliText *self,
                                       ParlorCliInk   ink,
                                       const char    *text);
void           parlor_cli_text_append_link (ParlorCliText *self,
                                            ParlorCliInk   ink,
                                            const char    *text,
                                            const char    *uri);
void           parlor_cli_text_set_margin (ParlorCliText *self,
                                           guint          n_bars);
gboolean       parlor_cli_text_is_at_space (ParlorCliText *self);
char          *parlor_cli_text_render (ParlorCliText        *self,
                                       const ParlorCliStyle *style,
                                       guint                 indent_columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorCliText, parlor_cli_text_free)

G_END_DECLS
