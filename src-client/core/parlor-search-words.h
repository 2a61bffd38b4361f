/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlorSearchRange:
 * @start: offset in bytes
 * @end: of the byte after it
 *
 * Where in a text a word is.
 */
typedef struct
{
  guint start;
  guint end;
} ParlorSearchRange;

GRegex *parlor_search_words_new (const char *query);
GArray *parlor_search_words_find (GRegex     *words,
                                  const char *text);
char   *parlor_search_words_excerpt (GRegex     *words,
                                     const char *text,
                                     guint       max_chars);

G_END_DECLS
