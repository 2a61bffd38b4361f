/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding channels and groups. */

#define G_LOG_DOMAIN "parlor-topic-directory"

#include "parlor-act.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 50
#define PAGE_MAX_BYTES (PARLOR_FRAME_MAX_BYTES - 1024)

typedef struct
{
  guint      limit;
  char      *pattern; /* NULL: everything */
  char      *after_folded;
  GPtrArray *found;
  gsize      size_bytes;
  gboolean   is_cut; /* there are more */
} Browsing;

static void
browsing_free (gpointer data)
{
  Browsing *browsing = data;

  for (guint i = 0; i < browsing->found->len; i++)
    parlor_packet_free (PARLOR_PACKET_LISTING, browsing->found->pdata[i]);
  g_ptr_array_unref (browsing->found);
  g_free (browsing->pattern);
  g_free (browsing->after_folded);
  g_free (browsing);
}

static gsize
size_of (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

static void
take_listing (const ParlorRow *row,
              gpointer         user_data)
{
  Browsing            *browsing = user_data;
  ParlorListingPacket *listing;

  /* In JSON, text takes at most twice its size: it has no control characters
   * but line breaks and tabs. */
  browsing->size_bytes +=
    300 + 2 * (size_of (parlor_row_text (row, 2)) + size_of (parlor_row_text (row, 3)) +
               size_of (parlor_row_text (row, 4)));
  browsing->is_cut |= browsing->size_bytes > PAGE_MAX_BYTES ||
                      browsing->found->len == browsing->limit;
  if (browsing->is_cut)
    return;

  listing = parlor_packet_new (PARLOR_PACKET_LISTING);
  listing->conversation = g_strdup (parlor_row_text (row, 0));
  listing->kind = parlor_row_int (row, 1);
  listing->name = g_strdup (parlor_row_text (row, 2));
  listing->topic = g_strdup (parlor_row_text (row, 3));
  listing->description = g_strdup (parlor_row_text (row, 4));
  listing->members = parlor_row_int (row, 5);
  listing->has_password = parlor_row_int (row, 6);
  listing->joined = parlor_row_int (row, 7);
  g_ptr_array_add (browsing->found, listing);
}

static gboolean
directory_work (ParlorAct *act,
                ParlorDb  *db,
                GError   **error)
{
  Browsing                  *browsing = act->data;
  ParlorDirectoryPagePacket *page;

  if (!parlor_db_exec (db,
                       "SELECT c.conversation, c.kind, c.name, c.topic, c.description, c.members, "
                       "c.password IS NOT NULL, EXISTS (SELECT 1 FROM members m "
                       "WHERE m.conversation = c.conversation AND m.account = $1) "
                       "FROM conversations c WHERE c.unlisted = 0 AND c.is_archived = 0 "
                       "AND c.name_folded > $2 AND ($4 IS NULL "
                       "OR c.name_folded LIKE $4 ESCAPE '\\' "
                       "OR c.topic_folded LIKE $4 ESCAPE '\\') "
                       "ORDER BY c.name_folded LIMIT $3",
                       PARLOR_PARAMS (parlor_int (act->author.account),
                                      parlor_text (browsing->after_folded),
                                      parlor_int (browsing->limit + 1),
                                      parlor_text (browsing->pattern)),
                       take_listing, browsing, error))
    return FALSE;

  page = parlor_packet_new (PARLOR_PACKET_DIRECTORY_PAGE);
  page->conversations = g_steal_pointer (&browsing->found);
  page->complete = !browsing->is_cut;
  browsing->found = g_ptr_array_new ();
  act->answer_type = PARLOR_PACKET_DIRECTORY_PAGE;
  act->answer = page;

  return TRUE;
}

/* What LIKE finds when @query is a part of it. */
static char *
make_pattern (const char *query)
{
  g_autofree char *folded = parlor_title_fold (query);
  GString         *pattern = g_string_new ("%");

  for (const char *p = folded; *p != '\0'; p++) {
    if (strchr ("%_\\", *p) != NULL)
      g_string_append_c (pattern, '\\');
    g_string_append_c (pattern, *p);
  }
  g_string_append_c (pattern, '%');

  return g_string_free (pattern, FALSE);
}

/**
 * parlor_on_directory:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_directory (ParlorRequest *request)
{
  const ParlorDirectoryPacket *packet = request->packet;
  ParlorAct                   *act = parlor_act_new (request);
  Browsing                    *browsing = g_new0 (Browsing, 1);

  browsing->limit = packet->limit > 0 ? packet->limit : PAGE_DEFAULT_ITEMS;
  if (packet->query != NULL && *packet->query != '\0')
    browsing->pattern = make_pattern (packet->query);
  browsing->after_folded = parlor_title_fold (packet->after != NULL ? packet->after : "");
  browsing->found = g_ptr_array_new ();
  act->data = browsing;
  act->free_data = browsing_free;
  parlor_act_run (act, PARLOR_STORE_READ, directory_work, NULL);
}
