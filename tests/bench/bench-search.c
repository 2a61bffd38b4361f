/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the index of messages takes, and how long a search does: the server's own
 * store, without a network. */

#include "parlor-log.h"
#include "parlor-schema.h"
#include "parlor-search-index.h"
#include "parlor-search.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <time.h>

#define N_CONVERSATIONS 50
#define N_WORDS 8000
#define STEP_US 10000
#define SEED 7

static int n_messages = 100000;

static const GOptionEntry entries[] = {
  { "messages", 0, 0, G_OPTION_ARG_INT, &n_messages, "How many messages (100000)", "N" },
  { NULL },
};

/* Processor time: others may use the computer, too. */
static gint64
get_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
run_sql (ParlorDb   *db,
         const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (!parlor_db_exec (db, sql, NULL, 0, NULL, NULL, &error))
    g_error ("%s: %s", sql, error->message);
}

static gint64
get_int (ParlorDb   *db,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64             number = 0;

  if (!parlor_db_get_int (db, sql, NULL, 0, &number, &error))
    g_error ("%s: %s", sql, error->message);

  return number;
}

/* Made of syllables, as words of most languages are. */
static char *
make_word (GRand *random)
{
  static const char consonants[] = "bcdfghjklmnprstvwz";
  static const char vowels[] = "aeiou";
  GString          *word = g_string_new (NULL);

  for (int n = g_rand_int_range (random, 1, 5); n > 0; n--) {
    g_string_append_c (word, consonants[g_rand_int_range (random, 0, sizeof consonants - 1)]);
    g_string_append_c (word, vowels[g_rand_int_range (random, 0, sizeof vowels - 1)]);
    if (g_rand_int_range (random, 0, 3) == 0)
      g_string_append_c (word, consonants[g_rand_int_range (random, 0, sizeof consonants - 1)]);
  }

  return g_string_free (word, FALSE);
}

/* A few words make most of what people say. */
static const char *
pick (GRand     *random,
      GPtrArray *words)
{
  double at = g_rand_double (random);

  return words->pdata[(guint) (at * at * at * words->len)];
}

static char *
make_text (GRand     *random,
           GPtrArray *words)
{
  GString *text = g_string_new (NULL);

  if (g_rand_int_range (random, 0, 10) == 0)
    for (int n = g_rand_int_range (random, 2, 40); n > 0; n--)
      g_string_append_unichar (text, 0x4e00 + g_rand_int_range (random, 0, 60) *
                                                g_rand_int_range (random, 0, 50));
  else
    for (int n = g_rand_int_range (random, 1, 21); n > 0; n--)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", pick (random, words));

  return g_string_free (text, FALSE);
}

static void
write_messages (ParlorDb  *db,
                GPtrArray *words,
                gint64    *ret_text_bytes)
{
  g_autoptr (GRand)   random = g_rand_new_with_seed (SEED);
  ParlorAccountPacket author = { .account = 1 };

  *ret_text_bytes = 0;
  for (int i = 0; i < n_messages; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char   *nonce = g_strdup_printf ("%032x", i);
    g_autofree char   *conversation = g_strdup_printf ("c%d", i % N_CONVERSATIONS);
    g_autofree char   *text = i == 501 ? g_strdup ("a needle in a haystack")
                                       : make_text (random, words);
    ParlorEventPacket  event = { .conversation = conversation,
                                 .kind = PARLOR_EVENT_MESSAGE,
                                 .author = &author,
                                 .nonce = nonce,
                                 .text = text };

    *ret_text_bytes += strlen (text);
    if (!parlor_log_append (db, &event, &error))
      g_error ("%s", error->message);
  }
}

static void
fill (ParlorDb  *db,
      GPtrArray *words,
      gint64    *ret_text_bytes)
{
  run_sql (db, "BEGIN");
  run_sql (db, "INSERT INTO accounts (account, name, nick, password, role, created_ms) "
               "VALUES (1, 'ada', 'ada', '', 1, 0)");
  run_sql (db, "INSERT INTO conversations (conversation, kind, unlisted, members, head, "
               "last_message, created_ms) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL "
               "SELECT i + 1 FROM n WHERE i < 49) SELECT 'c' || i, 1, 0, 1, 0, 0, 0 FROM n");
  /* The asker is in all but the first. */
  run_sql (db, "INSERT INTO members (conversation, account, role) "
               "SELECT conversation, 1, 1 FROM conversations WHERE conversation <> 'c0'");
  write_messages (db, words, ret_text_bytes);
  run_sql (db, "COMMIT");
}

static void
index_all (ParlorDb *db)
{
  gint64   begin_us = get_cpu_us ();
  gint64   longest_us = 0;
  gboolean is_there = FALSE;
  gint64   end;

  parlor_search_get_end (db, &end, NULL);
  while (!is_there) {
    gint64 step_us = get_cpu_us ();

    run_sql (db, "BEGIN");
    if (!parlor_search_catch_up (db, end, STEP_US, &is_there, NULL))
      g_error ("The index does not catch up");
    run_sql (db, "COMMIT");
    longest_us = MAX (longest_us, get_cpu_us () - step_us);
  }
  g_print ("index_us_per_message %.1f, longest step %.2f ms\n",
           (double) (get_cpu_us () - begin_us) / n_messages, longest_us / 1000.0);
}

static void
search (ParlorDb   *db,
        const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64             begin_us = get_cpu_us ();
  gint64             longest_us = 0;
  gint64             end;
  ParlorSearch      *search =
    parlor_search_new (parlor_search_query_parse (text, &error), 1, NULL, 21);

  g_assert_no_error (error);
  parlor_search_get_end (db, &end, NULL);
  search->before = end + 1;
  if (!parlor_search_resolve (search, db, &error))
    g_error ("%s: %s", text, error->message);
  while (!search->is_done) {
    gint64 step_us = get_cpu_us ();

    if (!parlor_search_step (search, db, STEP_US, &error))
      g_error ("%s", error->message);
    longest_us = MAX (longest_us, get_cpu_us () - step_us);
  }

  g_print ("search %-28s %3u hits  %8.2f ms  longest step %6.2f ms\n", text, search->hits->len,
           (get_cpu_us () - begin_us) / 1000.0, longest_us / 1000.0);
  parlor_search_free (search);
}

static void
scrub (ParlorDb *db)
{
  gint64   begin_us = get_cpu_us ();
  gint64   longest_us = 0;
  gboolean was_dirty;
  gboolean is_clean = FALSE;
  guint    n_steps = 0;

  parlor_search_forget (db, "c0", 1, NULL);
  for (; !is_clean; n_steps++) {
    gint64 step_us = get_cpu_us ();

    run_sql (db, "BEGIN");
    parlor_search_scrub (db, &was_dirty, &is_clean, NULL);
    run_sql (db, "COMMIT");
    longest_us = MAX (longest_us, get_cpu_us () - step_us);
  }
  g_print ("scrub %.0f ms in %u steps, longest %.2f ms\n",
           (get_cpu_us () - begin_us) / 1000.0, n_steps, longest_us / 1000.0);
}

static void
measure (ParlorDb *db)
{
  g_autoptr (GRand)     random = g_rand_new_with_seed (SEED);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char      *two = NULL;
  g_autofree char      *absent = NULL;
  gint64                text_bytes;

  while (words->len < N_WORDS)
    g_ptr_array_add (words, make_word (random));
  fill (db, words, &text_bytes);
  g_print ("text_bytes_per_message %.1f\n", (double) text_bytes / n_messages);
  index_all (db);
  g_print ("index_bytes_per_message %.1f\n",
           (double) get_int (db, "SELECT SUM (length (block)) FROM search_index_data") /
             n_messages);

  two = g_strdup_printf ("%s %s", (char *) words->pdata[N_WORDS / 2],
                         (char *) words->pdata[N_WORDS / 3]);
  absent = g_strdup_printf ("%s -%s", (char *) words->pdata[0], (char *) words->pdata[0]);
  search (db, "needle");                     /* once, long ago */
  search (db, words->pdata[0]);              /* everywhere */
  search (db, two);                          /* rarely together */
  search (db, absent);                       /* has to look at much and finds nothing */
  search (db, "\xe4\xb8\x9a");               /* one character */
  search (db, "q");                          /* no n-gram helps, and nothing is found */
  search (db, "from:ada");                   /* everything */
  search (db, "from:ada before:1990-01-01"); /* nothing */
  scrub (db);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char           *folder = NULL;
  g_autofree char           *path = NULL;
  ParlorDb                  *db;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  folder = g_dir_make_tmp ("parlor-search-XXXXXX", &error);
  path = g_build_filename (folder, "parlor.db", NULL);
  db = parlor_db_sqlite_open (path, &error);
  if (db == NULL || !parlor_schema_update (db, &error))
    g_error ("%s", error->message);
  measure (db);
  parlor_db_close (db);
  g_unlink (path);
  g_rmdir (folder);

  return EXIT_SUCCESS;
}
