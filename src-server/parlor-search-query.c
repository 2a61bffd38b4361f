/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The language in which people say what they look for:
 *
 *   word  "some words"  -word  from:NAME  in:NAME  has:image  before:2030-12-31
 *
 * What a person writes is never part of an SQL text, nor of an expression of the
 * full-text index but as n-grams of letters. */

#define G_LOG_DOMAIN "parlor-search-query"

#include "parlor-search-query.h"

#include "parlor-refusal.h"
#include "parlor-search-text.h"

#include <string.h>

#define MAX_TERMS 16
/* So many n-grams leave few texts that do not contain what is looked for; more
 * of them only cost time. */
#define MAX_GRAMS 16

/* A part of a query, as it is written. */
typedef struct
{
  gboolean is_excluded;
  char    *key;   /* before a colon; NULL of a word */
  char    *value; /* without its quotes */
} Term;

static void
term_clear (Term *term)
{
  g_clear_pointer (&term->key, g_free);
  g_clear_pointer (&term->value, g_free);
}

/**
 * parlor_search_query_free:
 * @query: (transfer full): a query
 */
void
parlor_search_query_free (ParlorSearchQuery *query)
{
  g_ptr_array_unref (query->needles);
  g_ptr_array_unref (query->excluded);
  g_free (query->from);
  g_free (query->in);
  g_free (query);
}

static gboolean
refuse (GError    **error,
        const char *text)
{
  return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "query", text);
}

static const char *
skip_spaces (const char *p)
{
  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return p;
}

/* Up to a space, or, after a quotation mark, to the next one.  A quotation that
 * does not end goes up to the end: somebody is still writing. */
static const char *
read_value (const char *p,
            char      **ret_value)
{
  const char *begin;

  if (*p == '"') {
    const char *end = strchr (p + 1, '"');

    if (end == NULL)
      end = p + strlen (p);
    *ret_value = g_strndup (p + 1, end - p - 1);

    return *end == '"' ? end + 1 : end;
  }

  begin = p;
  while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  *ret_value = g_strndup (begin, p - begin);

  return p;
}

/* What goes before the colon if it is one of the words that mean something, as
 * those in 12:30 or https://example.org do not. */
static char *
find_key (const char *p)
{
  static const char *const keys[] = { "from", "in", "has", "before", "after" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    gsize n = strlen (keys[i]);

    if (g_ascii_strncasecmp (p, keys[i], n) == 0 && p[n] == ':')
      return g_strdup (keys[i]);
  }

  return NULL;
}

static const char *
read_term (const char *p,
           Term       *term)
{
  term->is_excluded = *p == '-' && p[1] != '\0' && !g_unichar_isspace (g_utf8_get_char (p + 1));
  if (term->is_excluded)
    p++;

  term->key = find_key (p);
  if (term->key != NULL)
    p += strlen (term->key) + 1;

  return read_value (p, &term->value);
}

static gboolean
take_name (const char *value,
           char      **slot,
           const char *refusal,
           GError    **error)
{
  if (*value == '\0' || *slot != NULL)
    return refuse (error, refusal);

  *slot = g_strdup (value);

  return TRUE;
}

static gboolean
take_has (ParlorSearchQuery *query,
          const char        *value,
          GError           **error)
{
  if (g_ascii_strcasecmp (value, "image") == 0)
    query->has_image = TRUE;
  else if (g_ascii_strcasecmp (value, "file") == 0)
    query->has_file = TRUE;
  else if (g_ascii_strcasecmp (value, "link") == 0)
    query->has_link = TRUE;
  else
    return refuse (error, N_ ("One can look for has:image, has:file and has:link."));

  return TRUE;
}

static gboolean
is_day (const char *value)
{
  static const char pattern[] = "dddd-dd-dd";

  for (guint i = 0; i < sizeof pattern; i++)
    if (pattern[i] == 'd' ? !g_ascii_isdigit (value[i]) : value[i] != pattern[i])
      return FALSE;

  return TRUE;
}

static int
read_number (const char *digits)
{
  return g_ascii_strtoull (digits, NULL, 10);
}

/* The beginning of a day at Greenwich. */
static gboolean
take_date (const char *value,
           gint64     *ret_ms,
           GError    **error)
{
  g_autoptr (GDateTime) day = NULL;

  if (is_day (value))
    day = g_date_time_new_utc (read_number (value), read_number (value + 5),
                               read_number (value + 8), 0, 0, 0);
  if (day == NULL)
    return refuse (error, N_ ("There is no such day. A day is written like 2030-12-31."));

  *ret_ms = g_date_time_to_unix (day) * 1000;

  return TRUE;
}

static gboolean
take_filter (ParlorSearchQuery *query,
             const Term        *term,
             GError           **error)
{
  if (term->is_excluded)
    return refuse (error, N_ ("Only words can be excluded with a minus sign."));

  switch (*term->key) {
  case 'f':
    return take_name (term->value, &query->from,
                      N_ ("After from: goes one name, such as from:ada."), error);
  case 'i':
    return take_name (
      term->value, &query->in,
      N_ ("After in: goes one channel or group, such as in:lobby or in:\"Tea & Talk\", "
          "or a person, such as in:@ada."),
      error);
  case 'h':
    return take_has (query, term->value, error);
  case 'b':
    return take_date (term->value, &query->before_ms, error);
  case 'a':
  default:
    return take_date (term->value, &query->after_ms, error);
  }
}

/* Of what cannot be seen nothing is left to be found. */
static void
take_word (ParlorSearchQuery *query,
           const Term        *term)
{
  g_autofree char *folded = parlor_search_fold (term->value, -1);
  char            *needle = g_strstrip (folded);

  if (*needle != '\0')
    g_ptr_array_add (term->is_excluded ? query->excluded : query->needles, g_strdup (needle));
}

static gboolean
take_term (ParlorSearchQuery *query,
           const Term        *term,
           GError           **error)
{
  if (term->key != NULL)
    return take_filter (query, term, error);

  take_word (query, term);

  return TRUE;
}

static gboolean
is_empty (const ParlorSearchQuery *query)
{
  return query->needles->len == 0 && query->excluded->len == 0 && query->from == NULL &&
         query->in == NULL && !query->has_file && !query->has_image && !query->has_link &&
         query->after_ms == G_MININT64 && query->before_ms == G_MAXINT64;
}

/**
 * parlor_search_query_parse:
 * @text: what somebody wrote, UTF-8
 * @error: return location for %PARLOR_REFUSED_BAD_VALUE, which says what to write
 *
 * Days begin and end at Greenwich: after: includes its day, before: does not.
 *
 * Returns: (transfer full) (nullable): what it means
 */
ParlorSearchQuery *
parlor_search_query_parse (const char *text,
                           GError    **error)
{
  g_autoptr (ParlorSearchQuery) query = g_new0 (ParlorSearchQuery, 1);
  guint                         n_terms = 0;

  query->needles = g_ptr_array_new_with_free_func (g_free);
  query->excluded = g_ptr_array_new_with_free_func (g_free);
  query->after_ms = G_MININT64;
  query->before_ms = G_MAXINT64;

  for (const char *p = skip_spaces (text); *p != '\0'; p = skip_spaces (p)) {
    Term     term = { FALSE, NULL, NULL };
    gboolean is_taken;

    if (++n_terms > MAX_TERMS) {
      refuse (error, N_ ("These are too many words. Put those that stand together into quotes."));
      return NULL;
    }

    p = read_term (p, &term);
    is_taken = take_term (query, &term, error);
    term_clear (&term);
    if (!is_taken)
      return NULL;
  }

  if (is_empty (query)) {
    refuse (error, N_ ("Say what to look for: words, or from:NAME, in:NAME, has:image."));
    return NULL;
  }

  return g_steal_pointer (&query);
}

static gboolean
gather (const char *gram,
        gsize       n_bytes,
        gpointer    user_data)
{
  GPtrArray       *grams = user_data;
  g_autofree char *text = g_strndup (gram, n_bytes);

  if (!g_ptr_array_find_with_equal_func (grams, text, g_str_equal, NULL))
    g_ptr_array_add (grams, g_steal_pointer (&text));

  return TRUE;
}

/**
 * parlor_search_query_get_match:
 * @query: a query
 *
 * Returns: (transfer full) (nullable): an expression for the full-text index
 *   that holds for each text in which all needles occur, and for few others; NULL
 *   if the index does not help
 */
char *
parlor_search_query_get_match (const ParlorSearchQuery *query)
{
  g_autoptr (GPtrArray) grams = g_ptr_array_new_with_free_func (g_free);
  GString              *match;
  guint                 n_chosen;

  for (guint i = 0; i < query->needles->len; i++)
    parlor_search_split (query->needles->pdata[i], PARLOR_GRAMS_OF_NEEDLE, gather, grams);
  if (query->has_link)
    parlor_search_split ("http", PARLOR_GRAMS_OF_NEEDLE, gather, grams);
  if (grams->len == 0)
    return NULL;

  /* From all of the query, not only from its beginning. */
  n_chosen = MIN (grams->len, MAX_GRAMS);
  match = g_string_new (NULL);
  for (guint i = 0; i < n_chosen; i++)
    g_string_append_printf (match, "%s\"%s\"", i > 0 ? " AND " : "",
                            (const char *) grams->pdata[i * grams->len / n_chosen]);

  return g_string_free (match, FALSE);
}

static gboolean
contains (const char *folded_text,
          const char *folded_name,
          const char *needle)
{
  return strstr (folded_text, needle) != NULL || strstr (folded_name, needle) != NULL;
}

/**
 * parlor_search_query_matches:
 * @query: a query
 * @text: (nullable): of a message
 * @file_name: (nullable): of its attachment
 *
 * Returns: whether all words of @query that have to occur do, and none that may
 *   not
 */
gboolean
parlor_search_query_matches (const ParlorSearchQuery *query,
                             const char              *text,
                             const char              *file_name)
{
  g_autofree char *folded_text = parlor_search_fold (text != NULL ? text : "", -1);
  g_autofree char *folded_name = parlor_search_fold (file_name != NULL ? file_name : "", -1);

  for (guint i = 0; i < query->needles->len; i++)
    if (!contains (folded_text, folded_name, query->needles->pdata[i]))
      return FALSE;
  for (guint i = 0; i < query->excluded->len; i++)
    if (contains (folded_text, folded_name, query->excluded->pdata[i]))
      return FALSE;

  return !query->has_link || strstr (folded_text, "http://") != NULL ||
         strstr (folded_text, "https://") != NULL;
}
