/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-search-query.h"

G_BEGIN_DECLS

/**
 * ParlorSearch:
 * @query: (transfer full): what is looked for
 * @viewer: for whom
 * @conversation: (nullable): only in this one
 * @limit: how many messages to find
 * @before: only messages whose events.id is less
 * @hits: (element-type gint64): the events.id of what was found, the newest first
 * @is_done: whether there are @limit hits, or nothing more to look at
 *
 * A search on its way from the newest message to the oldest, in steps between
 * which the store does other things.
 */
typedef struct
{
  ParlorSearchQuery *query;
  gint64             viewer;
  char              *conversation;
  guint              limit;
  gint64             before;
  GArray            *hits;
  gboolean           is_done;

  char  *match;
  char  *in;           /* id of what query->in names */
  gint64 from;         /* number of what query->from names, or 0 */
  gint64 window;       /* how many events a statement looks at */
  guint  n_candidates; /* how many of them it finds at most */
} ParlorSearch;

ParlorSearch *parlor_search_new (ParlorSearchQuery *query,
                                 gint64             viewer,
                                 const char        *conversation,
                                 guint              limit);
void          parlor_search_free (ParlorSearch *self);

/* On the store's thread, in a job. */

gboolean parlor_search_resolve (ParlorSearch *self,
                                ParlorDb     *db,
                                GError      **error);
gboolean parlor_search_step (ParlorSearch *self,
                             ParlorDb     *db,
                             gint64        budget_us,
                             GError      **error);

G_END_DECLS
