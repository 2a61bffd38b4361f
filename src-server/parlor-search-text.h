/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlorGramKind:
 * @PARLOR_GRAMS_OF_TEXT: all that somebody may look for by
 * @PARLOR_GRAMS_OF_NEEDLE: the longest ones alone: the rarest
 */
typedef enum {
  PARLOR_GRAMS_OF_TEXT,
  PARLOR_GRAMS_OF_NEEDLE,
} ParlorGramKind;

/**
 * ParlorGramFunc:
 * @gram: a few characters, not terminated
 * @n_bytes: its length
 * @user_data: what parlor_search_split() was given
 *
 * Returns: whether to go on
 */
typedef gboolean (*ParlorGramFunc) (const char *gram,
                                    gsize       n_bytes,
                                    gpointer    user_data);

char    *parlor_search_fold (const char *text,
                             gssize      n_bytes);
gboolean parlor_search_split (const char    *folded,
                              ParlorGramKind kind,
                              ParlorGramFunc func,
                              gpointer       user_data);

G_END_DECLS
