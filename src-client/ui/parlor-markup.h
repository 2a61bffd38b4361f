/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-rich-text.h"

G_BEGIN_DECLS

/**
 * ParlorMarkupFunc:
 * @mention: `@name`, as it was written
 * @user_data: what parlor_markup_from_block() was given
 *
 * Returns: whether the one who reads is meant
 */
typedef gboolean (*ParlorMarkupFunc) (const char *mention,
                                      gpointer    user_data);

gboolean parlor_markup_is_needed (const ParlorRichText *rich,
                                  const ParlorBlock    *block);
char    *parlor_markup_from_block (const ParlorRichText *rich,
                                   const ParlorBlock    *block,
                                   ParlorMarkupFunc      is_reader,
                                   gpointer              user_data);
char    *parlor_markup_from_text (const char *text);

G_END_DECLS
