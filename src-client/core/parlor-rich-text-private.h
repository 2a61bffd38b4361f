/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-rich-text.h"

G_BEGIN_DECLS

/* A name that was found in the text. */
typedef struct
{
  ParlorSpanKind kind;
  gsize          start;
  gsize          length;
} ParlorNamePlace;

/* Shared by parlor-rich-text.c and -line.c only. */
struct _ParlorRichText
{
  char   *text;
  gsize   length;
  GArray *blocks; /* of ParlorBlock */
  GArray *spans;  /* of ParlorSpan */
  GArray *names;  /* of ParlorNamePlace, in their order */

  /* While it is taken apart. */
  guint next_name; /* index of the first one that is not behind */
  guint n_links;
};

void _parlor_rich_text_add_span (ParlorRichText   *self,
                                 const ParlorSpan *span);
void _parlor_rich_text_add_line (ParlorRichText *self,
                                 gsize           start,
                                 gsize           end);

G_END_DECLS
