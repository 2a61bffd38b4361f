/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only place where what peers write gets into markup. */

#include "parlor-markup.h"

#include <gio/gio.h>
#include <string.h>

/* Of an address that a tooltip shows; who it belongs to stands at its beginning. */
#define TARGET_MAX_CHARS 300

/* Tints that can be seen on any bubble, light or dark. */
#define CODE_TINT "background=\"#808080\" background_alpha=\"22%\""
#define READER_TINT "background=\"#3584e4\" background_alpha=\"30%\""

/* A hyphen at the end of a line would be taken for a part of it. */
#define AS_WRITTEN "insert_hyphens=\"false\""

static const struct
{
  ParlorStyle style;
  const char *open;
  const char *close;
} styles[] = {
  { PARLOR_STYLE_BOLD, "<b>", "</b>" },
  { PARLOR_STYLE_ITALIC, "<i>", "</i>" },
  { PARLOR_STYLE_STRIKE, "<s>", "</s>" },
  { PARLOR_STYLE_CODE, "<span font_family=\"monospace\" " CODE_TINT " " AS_WRITTEN ">", "</span>" },
};

static void
append_escaped (GString    *markup,
                const char *text,
                gssize      length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (markup, escaped);
}

/* A name that looks like another one does not when it is written as machines do.
 *
 * Returns: (nullable): the name of the host so, if it was written otherwise */
static char *
dup_machine_host (const char *target)
{
  g_autofree char *host = NULL;

  if (!g_uri_split_network (target, G_URI_FLAGS_NONE, NULL, &host, NULL, NULL) ||
      !g_hostname_is_ascii_encoded (host) || strstr (target, host) != NULL)
    return NULL;

  return g_steal_pointer (&host);
}

/* Where a link leads to.  It is shown by a tooltip, which takes markup itself. */
static char *
format_title (const char *target)
{
  g_autofree char *host = dup_machine_host (target);
  g_autofree char *start = g_utf8_substring (target, 0,
                                             MIN (g_utf8_strlen (target, -1), TARGET_MAX_CHARS));
  const gboolean   is_cut = strlen (start) < strlen (target);
  GString         *title = g_string_new (NULL);

  append_escaped (title, start, -1);
  if (is_cut)
    g_string_append (title, "…");
  if (host != NULL) {
    g_string_append_c (title, '\n');
    append_escaped (title, host, -1);
  }

  return g_string_free (title, FALSE);
}

static void
open_link (GString    *markup,
           const char *prefix,
           const char *written)
{
  g_autofree char *target = g_strconcat (prefix, written, NULL);
  g_autofree char *title = format_title (target);

  g_string_append (markup, "<a href=\"");
  append_escaped (markup, target, -1);
  g_string_append (markup, "\" title=\"");
  append_escaped (markup, title, -1);
  g_string_append (markup, "\"><span " AS_WRITTEN ">");
}

/* The address of a name is the name, see ParlorMessageText. */
static void
open_name (GString    *markup,
           const char *written,
           gboolean    is_reader)
{
  g_string_append (markup, "<a href=\"");
  append_escaped (markup, written, -1);
  g_string_append (markup, is_reader ? "\"><span weight=\"bold\" underline=\"none\" " READER_TINT
                                       ">"
                                     : "\"><span weight=\"bold\" underline=\"none\">");
}

static void
open_span (GString          *markup,
           const ParlorSpan *span,
           const char       *written,
           ParlorMarkupFunc  is_reader,
           gpointer          user_data)
{
  switch (span->kind) {
  case PARLOR_SPAN_LINK:
    open_link (markup, span->prefix, written);
    break;
  case PARLOR_SPAN_MENTION:
    open_name (markup, written, is_reader (written, user_data));
    break;
  case PARLOR_SPAN_CHANNEL:
    open_name (markup, written, FALSE);
    break;
  case PARLOR_SPAN_TEXT:
  default:
    break;
  }
}

static void
close_span (GString          *markup,
            const ParlorSpan *span)
{
  if (span->kind != PARLOR_SPAN_TEXT)
    g_string_append (markup, "</span></a>");
}

static void
append_span (GString          *markup,
             const ParlorSpan *span,
             const char       *written,
             ParlorMarkupFunc  is_reader,
             gpointer          user_data)
{
  open_span (markup, span, written, is_reader, user_data);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++) {
    if (span->style & styles[i].style)
      g_string_append (markup, styles[i].open);
  }

  append_escaped (markup, written, -1);

  for (guint i = G_N_ELEMENTS (styles); i-- > 0;) {
    if (span->style & styles[i].style)
      g_string_append (markup, styles[i].close);
  }
  close_span (markup, span);
}

/**
 * parlor_markup_is_needed:
 * @rich: a text taken apart
 * @block: one of its blocks
 *
 * Returns: whether @block is anything but text without any style
 */
gboolean
parlor_markup_is_needed (const ParlorRichText *rich,
                         const ParlorBlock    *block)
{
  for (guint i = 0; i < block->n_spans; i++) {
    const ParlorSpan *span = parlor_rich_text_get_span (rich, block->first_span + i);

    if (span->kind != PARLOR_SPAN_TEXT || span->style != 0)
      return TRUE;
  }

  return FALSE;
}

static void
append_block (GString              *markup,
              const ParlorRichText *rich,
              const ParlorBlock    *block,
              ParlorMarkupFunc      is_reader,
              gpointer              user_data)
{
  const char *text = parlor_rich_text_get_text (rich);

  for (guint i = 0; i < block->n_spans; i++) {
    const ParlorSpan *span = parlor_rich_text_get_span (rich, block->first_span + i);
    g_autofree char  *written = g_strndup (text + span->start, span->length);

    append_span (markup, span, written, is_reader, user_data);
  }
}

/**
 * parlor_markup_from_block:
 * @rich: a text taken apart
 * @block: one of its blocks
 * @is_reader: (scope call): says who is mentioned
 * @user_data: for @is_reader
 *
 * Every byte of the text is escaped, so that nothing a peer writes is ever taken
 * for markup.
 *
 * Returns: (transfer full): markup for a #GtkLabel, which reads as what is shown of
 *   @block; names are links to `@name` and `#name`
 */
char *
parlor_markup_from_block (const ParlorRichText *rich,
                          const ParlorBlock    *block,
                          ParlorMarkupFunc      is_reader,
                          gpointer              user_data)
{
  GString *markup = g_string_new (NULL);

  append_block (markup, rich, block, is_reader, user_data);

  return g_string_free (markup, FALSE);
}

/**
 * parlor_markup_from_text:
 * @text: what somebody wrote, UTF-8
 *
 * Like parlor_markup_from_block(), of all blocks, one below the other, and without
 * looking for names.
 *
 * Returns: (transfer full): markup for a #GtkLabel
 */
char *
parlor_markup_from_text (const char *text)
{
  g_autoptr (ParlorRichText) rich = NULL;
  GString                   *markup = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  rich = parlor_rich_text_new (text, NULL, NULL);
  for (guint i = 0; i < parlor_rich_text_get_n_blocks (rich); i++) {
    if (i > 0)
      g_string_append_c (markup, '\n');
    append_block (markup, rich, parlor_rich_text_get_block (rich, i), NULL, NULL);
  }

  return g_string_free (markup, FALSE);
}
