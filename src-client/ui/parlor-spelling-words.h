/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlorSpellingWords:
 *
 * Goes through the words of a text.  To be filled by
 * parlor_spelling_words_init(); what @text points to has to stay.
 */
typedef struct
{
  const char *text;
  const char *at;
  const char *chunk_end; /* of what stands between spaces; NULL outside of it */
  glong       offset;    /* of @at, in characters */
} ParlorSpellingWords;

void  parlor_spelling_words_init (ParlorSpellingWords *self,
                                  const char          *text);
char *parlor_spelling_words_next (ParlorSpellingWords *self,
                                  glong               *ret_start,
                                  glong               *ret_end);

G_END_DECLS
