/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text of more than that goes on as it was written: what somebody means to be
 * read never has as many. */
#define PARLOR_RICH_TEXT_MAX_BLOCKS 60
#define PARLOR_RICH_TEXT_MAX_SPANS 2000
#define PARLOR_RICH_TEXT_MAX_LINKS 200

/* Quotes within quotes further in are not told apart. */
#define PARLOR_RICH_TEXT_MAX_DEPTH 3

typedef enum {
  PARLOR_STYLE_BOLD = 1 << 0,
  PARLOR_STYLE_ITALIC = 1 << 1,
  PARLOR_STYLE_STRIKE = 1 << 2,
  PARLOR_STYLE_CODE = 1 << 3,
} ParlorStyle;

typedef enum {
  PARLOR_SPAN_TEXT,
  PARLOR_SPAN_LINK,
  PARLOR_SPAN_MENTION, /* `@name` */
  PARLOR_SPAN_CHANNEL, /* `#name` */
} ParlorSpanKind;

typedef enum {
  PARLOR_BLOCK_TEXT,
  PARLOR_BLOCK_CODE,
} ParlorBlockKind;

/**
 * ParlorSpan:
 * @kind: what it is
 * @style: how it is shown
 * @start: where it begins in the text, in bytes
 * @length: in bytes
 * @prefix: of a link: what makes an address of what was written when put before
 *
 * A part of the text that is shown, exactly as it was written.
 */
typedef struct
{
  ParlorSpanKind kind;
  ParlorStyle    style;
  gsize          start;
  gsize          length;
  const char    *prefix;
} ParlorSpan;

/**
 * ParlorBlock:
 * @kind: what it is
 * @depth: in how many quotes it stands
 * @language: of code: where its name is in the text, in bytes
 * @language_length: in bytes, 0 if it was not said
 * @first_span: index of its first span
 * @n_spans: how many it has
 *
 * One or more lines that belong together.
 */
typedef struct
{
  ParlorBlockKind kind;
  guint           depth;
  gsize           language;
  gsize           language_length;
  guint           first_span;
  guint           n_spans;
} ParlorBlock;

/**
 * ParlorNameFunc:
 * @kind: %PARLOR_SPAN_MENTION or %PARLOR_SPAN_CHANNEL
 * @name: what may be somebody's name, or a channel's
 * @user_data: what parlor_rich_text_new() was given
 *
 * Returns: whether there is one of that name
 */
typedef gboolean (*ParlorNameFunc) (ParlorSpanKind kind,
                                    const char    *name,
                                    gpointer       user_data);

typedef struct _ParlorRichText ParlorRichText;

ParlorRichText *parlor_rich_text_new (const char    *text,
                                      ParlorNameFunc is_known,
                                      gpointer       user_data);
void            parlor_rich_text_free (ParlorRichText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorRichText, parlor_rich_text_free)

const char        *parlor_rich_text_get_text (const ParlorRichText *self);
guint              parlor_rich_text_get_n_blocks (const ParlorRichText *self);
const ParlorBlock *parlor_rich_text_get_block (const ParlorRichText *self,
                                               guint                 i);
const ParlorSpan  *parlor_rich_text_get_span (const ParlorRichText *self,
                                              guint                 i);
char              *parlor_rich_text_dup_block (const ParlorRichText *self,
                                               const ParlorBlock    *block);
char              *parlor_rich_text_dup_plain (const ParlorRichText *self);

guint    parlor_rich_text_count_chars (const ParlorRichText *self);
guint    parlor_rich_text_count_lines (const ParlorRichText *self);
gboolean parlor_rich_text_shorten (ParlorRichText *self,
                                   guint           max_chars,
                                   guint           max_lines);

char *parlor_rich_text_summarize (const char *text,
                                  guint       max_chars);

G_END_DECLS
