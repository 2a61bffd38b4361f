/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Going through the logs of all conversations, a stretch at a time.
 *
 * No index tells which events are whose: it would cost something with each
 * message, to serve what people ask for once in a year. */

#define G_LOG_DOMAIN "parlor-scan"

#include "parlor-scan.h"

/**
 * parlor_stretch_clear:
 * @self: a stretch
 */
void
parlor_stretch_clear (ParlorStretch *self)
{
  g_clear_pointer (&self->conversation, g_free);
}

static void
take_stretch (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorStretch *stretch = user_data;

  stretch->conversation = g_strdup (parlor_row_text (row, 0));
  stretch->after = parlor_row_int (row, 1);
  stretch->up_to = parlor_row_int (row, 2);
}

/**
 * parlor_scan_next:
 * @db: the database, in a job
 * @conversation: (nullable): id of where the last stretch was; NULL at the beginning
 * @after: where it ended
 * @max_events: how long the next one may be
 * @ret_stretch: (out caller-allocates): to be cleared: what comes next
 * @error: return location for an error
 *
 * Returns: whether it could be found out
 */
gboolean
parlor_scan_next (ParlorDb      *db,
                  const char    *conversation,
                  gint64         after,
                  guint          max_events,
                  ParlorStretch *ret_stretch,
                  GError       **error)
{
  *ret_stretch = (ParlorStretch){ NULL, 0, 0 };
  if (!parlor_db_exec (
        db,
        "SELECT conversation, CASE WHEN conversation = $1 AND $2 >= first THEN $2 ELSE first - 1 "
        "END, head FROM conversations WHERE conversation >= $1 AND head >= first "
        "AND (conversation > $1 OR head > $2) ORDER BY conversation LIMIT 1",
        PARLOR_PARAMS (parlor_text (conversation != NULL ? conversation : ""), parlor_int (after)),
        take_stretch, ret_stretch, error))
    return FALSE;

  ret_stretch->up_to = MIN (ret_stretch->up_to, ret_stretch->after + max_events);

  return TRUE;
}
