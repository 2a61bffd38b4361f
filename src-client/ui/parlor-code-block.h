/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_CODE_BLOCK (parlor_code_block_get_type ())

G_DECLARE_FINAL_TYPE (ParlorCodeBlock, parlor_code_block, PARLOR, CODE_BLOCK, AdwBin)

GtkWidget *parlor_code_block_new (const char *code,
                                  const char *language);

G_END_DECLS
