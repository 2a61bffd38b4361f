/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorSearchQuery:
 * @needles: (element-type utf8): folded texts, all of which have to occur
 * @excluded: (element-type utf8): folded texts, none of which may occur
 * @from: (nullable): name of the author, as it was written
 * @in: (nullable): name of a channel or group, @name for a personal chat, or an id
 * @has_file: whether there has to be an attachment
 * @has_image: whether it has to be an image
 * @has_link: whether there has to be a link
 * @after_ms: only what was written then or later, Unix time; %G_MININT64: ever
 * @before_ms: only what was written before; %G_MAXINT64: up to now
 *
 * What somebody looks for.
 */
typedef struct
{
  GPtrArray *needles;
  GPtrArray *excluded;
  char      *from;
  char      *in;
  gboolean   has_file;
  gboolean   has_image;
  gboolean   has_link;
  gint64     after_ms;
  gint64     before_ms;
} ParlorSearchQuery;

ParlorSearchQuery *parlor_search_query_parse (const char *text,
                                              GError    **error);
void               parlor_search_query_free (ParlorSearchQuery *query);
char              *parlor_search_query_get_match (const ParlorSearchQuery *query);
gboolean           parlor_search_query_matches (const ParlorSearchQuery *query,
                                                const char              *text,
                                                const char              *file_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorSearchQuery, parlor_search_query_free)

G_END_DECLS
