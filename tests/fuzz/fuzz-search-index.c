/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever somebody looks for, the full-text index understands what is made of it,
 * and finds at least the texts that match. */

#include "parlor-search-query.h"
#include "parlor-search-text.h"
#include "parlor-search-tokenizer.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Only texts of so many bytes are put into an index: it takes long. */
#define TEXT_MAX_BYTES 200

static void
run_sql (sqlite3    *db,
         const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

static sqlite3 *
get_index (void)
{
  static sqlite3 *db;

  if (db == NULL) {
    g_assert (sqlite3_open (":memory:", &db) == SQLITE_OK);
    g_assert (parlor_search_tokenizer_register (db) == SQLITE_OK);
    run_sql (db, "CREATE VIRTUAL TABLE search_index USING fts5 (text, content = '', "
                 "columnsize = 0, detail = none, tokenize = 'parlor')");
  }

  return db;
}

/* Runs a statement that takes one text.  Returns whether it found something. */
static gboolean
ask (sqlite3    *db,
     const char *sql,
     const char *text)
{
  sqlite3_stmt *statement;
  int           result;

  g_assert (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK);
  sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
  result = sqlite3_step (statement);
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    g_error ("%s: %s", text, sqlite3_errmsg (db));
  sqlite3_finalize (statement);

  return result == SQLITE_ROW;
}

static gboolean
is_indexed (const char *text,
            const char *match)
{
  sqlite3 *db = get_index ();
  gboolean is_found;

  run_sql (db, "BEGIN");
  ask (db, "INSERT INTO search_index (rowid, text) VALUES (1, ?)", text);
  is_found = ask (db, "SELECT rowid FROM search_index WHERE search_index MATCH ?", match);
  run_sql (db, "ROLLBACK");

  return is_found;
}

static void
check_text (ParlorSearchQuery *query,
            const char        *match,
            const char        *text)
{
  g_autofree char *folded = parlor_search_fold (text, -1);
  g_autofree char *again = parlor_search_fold (folded, -1);

  g_assert (g_utf8_validate (folded, -1, NULL));
  g_assert (g_str_equal (folded, again));
  if (parlor_search_query_matches (query, text, NULL) && match != NULL &&
      strlen (text) <= TEXT_MAX_BYTES)
    g_assert (is_indexed (text, match));
}

/* A text in which all that is looked for occurs, if nothing else forbids it. */
static char *
make_text (ParlorSearchQuery *query)
{
  GString *text = g_string_new (query->has_link ? "https://" : "");

  for (guint i = 0; i < query->needles->len; i++)
    g_string_append_printf (text, "%s ", (const char *) query->needles->pdata[i]);

  return g_string_free (text, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char              *all = g_utf8_make_valid ((const char *) data, size);
  g_auto (GStrv)                parts = g_strsplit (all, "\n", 2);
  const char                   *words = parts[0] != NULL ? parts[0] : "";
  const char                   *text = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
  g_autoptr (GError)            error = NULL;
  g_autoptr (ParlorSearchQuery) query = parlor_search_query_parse (words, &error);
  g_autofree char              *match = NULL;
  g_autofree char              *made = NULL;

  g_assert ((query == NULL) == (error != NULL));
  if (query == NULL) {
    g_assert (g_utf8_validate (error->message, -1, NULL) && *error->message != '\0');
    return 0;
  }

  match = parlor_search_query_get_match (query);
  made = make_text (query);
  check_text (query, match, text);
  check_text (query, match, words);
  check_text (query, match, made);

  return 0;
}
