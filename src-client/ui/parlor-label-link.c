/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which link of a label is at a place.  gtk_label_get_current_uri() tells of the
 * one that has the focus. */

#include "parlor-label-link.h"

typedef struct
{
  gsize at;    /* what is looked for, in bytes of the text */
  gsize read;  /* how much of the text has been read */
  char *uri;   /* (nullable): of the link that is being read */
  char *found; /* (nullable) */
} Search;

static void
on_start_element (GMarkupParseContext *context,
                  const char          *element,
                  const char         **names,
                  const char         **values,
                  gpointer             user_data,
                  GError             **error)
{
  Search *search = user_data;

  if (!g_str_equal (element, "a"))
    return;

  for (guint i = 0; names[i] != NULL; i++) {
    if (g_str_equal (names[i], "href")) {
      g_free (search->uri);
      search->uri = g_strdup (values[i]);
    }
  }
}

static void
on_end_element (GMarkupParseContext *context,
                const char          *element,
                gpointer             user_data,
                GError             **error)
{
  Search *search = user_data;

  if (g_str_equal (element, "a"))
    g_clear_pointer (&search->uri, g_free);
}

static void
on_text (GMarkupParseContext *context,
         const char          *text,
         gsize                length,
         gpointer             user_data,
         GError             **error)
{
  Search *search = user_data;

  if (search->at >= search->read && search->at < search->read + length && search->found == NULL)
    search->found = g_strdup (search->uri);
  search->read += length;
}

/* Returns: (nullable): the link in @markup that covers a byte of its text */
static char *
find_in_markup (const char *markup,
                gsize       at)
{
  static const GMarkupParser      parser = { .start_element = on_start_element,
                                             .end_element = on_end_element,
                                             .text = on_text };
  Search                          search = { .at = at };
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, 0, &search, NULL);

  /* The label took it: it can be read. */
  if (g_markup_parse_context_parse (context, "<text>", -1, NULL) &&
      g_markup_parse_context_parse (context, markup, -1, NULL))
    g_markup_parse_context_parse (context, "</text>", -1, NULL);
  g_free (search.uri);

  return search.found;
}

/**
 * parlor_label_link_find:
 * @label: a label
 * @x_px: where in it
 * @y_px: where in it
 *
 * Returns: (transfer full) (nullable): the address of the link that is there
 */
char *
parlor_label_link_find (GtkLabel *label,
                        double    x_px,
                        double    y_px)
{
  int left_px, top_px, at, trailing;

  g_return_val_if_fail (GTK_IS_LABEL (label), NULL);

  gtk_label_get_layout_offsets (label, &left_px, &top_px);
  if (!gtk_label_get_use_markup (label) ||
      !pango_layout_xy_to_index (gtk_label_get_layout (label), (x_px - left_px) * PANGO_SCALE,
                                 (y_px - top_px) * PANGO_SCALE, &at, &trailing))
    return NULL;

  return find_in_markup (gtk_label_get_label (label), at);
}
