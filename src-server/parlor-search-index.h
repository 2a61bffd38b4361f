/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The full-text index of messages.  Whoever changes or removes what a message
 * says, or the file that it carries, does it between these two, in one job:
 *
 *   parlor_search_forget (db, conversation, seq, error) &&
 *   … UPDATE events SET text …, DELETE FROM attachments … &&
 *   parlor_search_renew (db, conversation, seq, error)
 *
 * Where nothing is left to be found, the second may be left out.  New messages
 * need nothing: the index catches up with them. */

#pragma once

#include "parlor-db.h"

G_BEGIN_DECLS

gboolean parlor_search_forget (ParlorDb   *db,
                               const char *conversation,
                               gint64      seq,
                               GError    **error);
gboolean parlor_search_renew (ParlorDb   *db,
                              const char *conversation,
                              gint64      seq,
                              GError    **error);
gboolean parlor_search_rows_removed (ParlorDb *db,
                                     GError  **error);

gboolean parlor_search_start_again (ParlorDb *db,
                                    GError  **error);
gboolean parlor_search_get_end (ParlorDb *db,
                                gint64   *ret_id,
                                GError  **error);
gboolean parlor_search_catch_up (ParlorDb *db,
                                 gint64    id,
                                 gint64    budget_us,
                                 gboolean *ret_is_there,
                                 GError  **error);
gboolean parlor_search_scrub (ParlorDb *db,
                              gboolean *ret_was_dirty,
                              gboolean *ret_is_clean,
                              GError  **error);

G_END_DECLS
