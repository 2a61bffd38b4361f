/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli.h"

G_BEGIN_DECLS

typedef struct _ParlorCliPager ParlorCliPager;

ParlorCliPager *parlor_cli_pager_new (ParlorCli *cli,
                                      gboolean   is_paged);
void            parlor_cli_pager_free (ParlorCliPager *self);
guint           parlor_cli_pager_count_rows (void);
void            parlor_cli_pager_print (ParlorCliPager *self,
                                        GPtrArray      *lines);
void            parlor_cli_pager_print_more (ParlorCliPager *self);

G_END_DECLS
