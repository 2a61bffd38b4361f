/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tokenizer "parlor" of SQLite's full-text index: n-grams of folded text. */

#define G_LOG_DOMAIN "parlor-search-tokenizer"

#include "parlor-search-tokenizer.h"

#include "parlor-search-text.h"

#include <string.h>

typedef int (*TokenFunc) (void       *context,
                          int         flags,
                          const char *token,
                          int         n_bytes,
                          int         start,
                          int         end);

typedef struct
{
  TokenFunc func;
  void     *context;
  int       code;
} Tokens;

static int
create (void           *context,
        const char    **args,
        int             n_args,
        Fts5Tokenizer **ret_tokenizer)
{
  /* It has no state, but SQLite wants to see something. */
  static int nothing;

  *ret_tokenizer = (Fts5Tokenizer *) &nothing;

  return SQLITE_OK;
}

static void
destroy (Fts5Tokenizer *tokenizer)
{
}

/* Nothing asks the index where in a text a token was. */
static gboolean
add_token (const char *gram,
           gsize       n_bytes,
           gpointer    user_data)
{
  Tokens *tokens = user_data;

  tokens->code = tokens->func (tokens->context, 0, gram, n_bytes, 0, 0);

  return tokens->code == SQLITE_OK;
}

/* What is looked for is made of n-grams already, see parlor-search-query.c. */
static int
tokenize (Fts5Tokenizer *tokenizer,
          void          *context,
          int            flags,
          const char    *text,
          int            n_bytes,
          TokenFunc      func)
{
  Tokens           tokens = { func, context, SQLITE_OK };
  g_autofree char *folded = NULL;

  if (flags & FTS5_TOKENIZE_QUERY)
    return func (context, 0, text, n_bytes, 0, n_bytes);

  folded = parlor_search_fold (text != NULL ? text : "", n_bytes);
  parlor_search_split (folded, PARLOR_GRAMS_OF_TEXT, add_token, &tokens);

  return tokens.code;
}

static int
find_api (sqlite3   *handle,
          fts5_api **ret_api)
{
  sqlite3_stmt *statement = NULL;
  int           code = sqlite3_prepare_v2 (handle, "SELECT fts5 (?1)", -1, &statement, NULL);

  *ret_api = NULL;
  if (code == SQLITE_OK) {
    sqlite3_bind_pointer (statement, 1, ret_api, "fts5_api_ptr", NULL);
    sqlite3_step (statement);
    code = sqlite3_finalize (statement);
  }

  return code == SQLITE_OK && *ret_api == NULL ? SQLITE_ERROR : code;
}

/**
 * parlor_search_tokenizer_register:
 * @handle: a connection with a database
 *
 * Gives the connection the tokenizer that the search index was made with:
 * without it nobody can write there.
 *
 * Returns: %SQLITE_OK, or why it cannot be done
 */
int
parlor_search_tokenizer_register (sqlite3 *handle)
{
  static fts5_tokenizer tokenizer = { create, destroy, tokenize };
  fts5_api             *api;
  int                   code = find_api (handle, &api);

  if (code != SQLITE_OK)
    return code;

  return api->xCreateTokenizer (api, "parlor", NULL, &tokenizer, NULL);
}
