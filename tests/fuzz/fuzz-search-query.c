/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever somebody looks for: the index is asked for n-grams alone, and a text
 * is found by itself. */

#include "parlor-search-query.h"
#include "parlor-search-text.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static gboolean
add_gram (const char *gram,
          gsize       n_bytes,
          gpointer    user_data)
{
  g_hash_table_add (user_data, g_strndup (gram, n_bytes));

  return TRUE;
}

static gboolean
find_gram (const char *gram,
           gsize       n_bytes,
           gpointer    user_data)
{
  g_autofree char *text = g_strndup (gram, n_bytes);

  return g_hash_table_contains (user_data, text);
}

/* Each n-gram stands between quotation marks, none of which it holds. */
static void
check_match (const char *match)
{
  g_auto (GStrv) parts = g_strsplit (match, " AND ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    gsize n = strlen (parts[i]);

    g_assert (n > 2 && parts[i][0] == '"' && parts[i][n - 1] == '"');
    g_assert (memchr (parts[i] + 1, '"', n - 2) == NULL);
  }
}

static void
check_query (const char *text)
{
  g_autoptr (GError)            error = NULL;
  g_autoptr (ParlorSearchQuery) query = parlor_search_query_parse (text, &error);
  g_autofree char              *match = NULL;

  g_assert ((query == NULL) == (error != NULL));
  if (query == NULL)
    return;

  match = parlor_search_query_get_match (query);
  if (match != NULL)
    check_match (match);
  parlor_search_query_matches (query, text, text);
}

static void
check_found (const char *text)
{
  g_autofree char              *quoted = g_strconcat ("\"", text, "\"", NULL);
  g_autofree char              *folded = parlor_search_fold (text, -1);
  g_autoptr (ParlorSearchQuery) query = NULL;
  g_autoptr (GHashTable)        grams = NULL;

  if (strchr (text, '"') != NULL || (query = parlor_search_query_parse (quoted, NULL)) == NULL)
    return;

  grams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parlor_search_split (folded, PARLOR_GRAMS_OF_TEXT, add_gram, grams);
  g_assert (parlor_search_split (query->needles->pdata[0], PARLOR_GRAMS_OF_NEEDLE, find_gram,
                                 grams));
  g_assert (parlor_search_query_matches (query, text, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) data, size);

  check_query (text);
  check_found (text);

  return 0;
}
