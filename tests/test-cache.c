/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-cache.h"
#include "parlor-cache-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct
{
  char         *folder;
  char         *path;
  ParlorCache  *cache;
  GAsyncResult *result;
} Fixture;

static void
open_cache (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->cache = parlor_cache_new (fixture->path, &error);
  g_assert_no_error (error);
}

static void
close_cache (Fixture *fixture)
{
  g_clear_object (&fixture->result);
  parlor_cache_close (fixture->cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->cache);
}

static void
reopen (Fixture *fixture)
{
  close_cache (fixture);
  open_cache (fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("parlor-cache-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "cache.db", NULL);
  open_cache (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char      *name;

  close_cache (fixture);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_set_object (&fixture->result, result);
}

static void
wait_for_result (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static ParlorCacheSnapshot *
load (Fixture *fixture,
      GError **error)
{
  ParlorCacheSnapshot *snapshot;

  parlor_cache_load_async (fixture->cache, on_ready, fixture);
  wait_for_result (fixture);
  snapshot = parlor_cache_load_finish (fixture->cache, fixture->result, error);
  g_clear_object (&fixture->result);

  return snapshot;
}

static GPtrArray *
load_place (Fixture       *fixture,
            ParlorLogPlace place,
            gint64         value,
            guint          n_max)
{
  g_autoptr (GError) error = NULL;
  GPtrArray         *page;

  parlor_cache_load_page_async (fixture->cache, "c1", place, value, n_max, on_ready, fixture);
  wait_for_result (fixture);
  page = parlor_cache_load_page_finish (fixture->cache, fixture->result, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);

  return page;
}

static void
save_account (Fixture *fixture)
{
  ParlorCacheAccount account = { .port = 7976, .id = 1 };

  account.host = (char *) "chat.example.org";
  account.pinned = (char *) "SHA256:x";
  account.name = (char *) "ann";
  account.nick = (char *) "Ann";

  parlor_cache_save_account (fixture->cache, &account);
}

static void
save_conversation (Fixture    *fixture,
                   const char *id)
{
  ParlorConversationPacket packet = { .conversation = (char *) id,
                                      .kind = PARLOR_CONVERSATION_CHANNEL,
                                      .name = (char *) "Lobby",
                                      .role = PARLOR_ROLE_MEMBER,
                                      .members = 2,
                                      .head = 1 };

  parlor_cache_save_conversation (fixture->cache, &packet);
}

/* Odd ones are the other's, even ones one's own; the last one is a join. */
static void
add_events (Fixture    *fixture,
            const char *conversation,
            gint64      first_seq,
            gint64      last_seq)
{
  g_autoptr (GPtrArray) events = parlor_cache_new_events ();

  for (gint64 seq = first_seq; seq <= last_seq; seq++) {
    ParlorEventPacket   *event = parlor_packet_new (PARLOR_PACKET_EVENT);
    ParlorAccountPacket *author = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

    author->account = 1 + seq % 2;
    author->name = g_strdup ("somebody");
    author->nick = g_strdup ("Somebody");
    event->author = author;
    event->conversation = g_strdup (conversation);
    event->seq = seq;
    event->kind = seq < last_seq ? PARLOR_EVENT_MESSAGE : PARLOR_EVENT_JOIN;
    event->time_ms = seq;
    event->text = g_strdup_printf ("Text %" G_GINT64_FORMAT, seq);
    g_ptr_array_add (events, event);
  }

  parlor_cache_add_events (fixture->cache, conversation, events, last_seq);
}

static void
test_account (Fixture      *fixture,
              gconstpointer unused)
{
  const ParlorCacheAccount *account;

  g_assert_null (parlor_cache_get_account (fixture->cache));
  save_account (fixture);
  reopen (fixture);

  account = parlor_cache_get_account (fixture->cache);
  g_assert_cmpstr (account->host, ==, "chat.example.org");
  g_assert_cmpint (account->port, ==, 7976);
  g_assert_cmpstr (account->pinned, ==, "SHA256:x");
  g_assert_cmpstr (account->nick, ==, "Ann");

  parlor_cache_forget_account (fixture->cache);
  reopen (fixture);
  g_assert_null (parlor_cache_get_account (fixture->cache));
}

static void
test_snapshot (Fixture      *fixture,
               gconstpointer unused)
{
  ParlorConversationPacket       id = { .conversation = (char *) "c1" };
  ParlorCacheConversation        marks = { .packet = &id,
                                           .known_seq = 10,
                                           .read_seq = 3,
                                           .n_unread = 4,
                                           .n_mentions = 1,
                                           .counted_seq = 9,
                                           .is_member = TRUE,
                                           .draft = (char *) "Dear" };
  g_autoptr (GError)             error = NULL;
  ParlorCacheSnapshot           *snapshot;
  const ParlorCacheConversation *conversation;

  save_account (fixture);
  parlor_cache_save_epoch (fixture->cache, "first");
  save_conversation (fixture, "c1");
  add_events (fixture, "c1", 5, 10);
  parlor_cache_save_marks (fixture->cache, &marks);

  reopen (fixture);
  snapshot = load (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (snapshot->epoch, ==, "first");
  g_assert_cmpuint (snapshot->conversations->len, ==, 1);

  conversation = snapshot->conversations->pdata[0];
  g_assert_cmpstr (conversation->packet->name, ==, "Lobby");
  g_assert_cmpstr (conversation->draft, ==, "Dear");
  g_assert_cmpint (conversation->known_seq, ==, 10);
  g_assert_cmpint (conversation->last->seq, ==, 9);
  g_assert_cmpuint (conversation->n_unread, ==, 4);
  g_assert_cmpuint (conversation->n_mentions, ==, 1);
  g_assert_cmpint (conversation->counted_seq, ==, 9);
  g_assert_false (conversation->is_read_told);
  parlor_cache_snapshot_free (snapshot);
}

static void
test_page (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (GPtrArray) page = NULL;

  save_conversation (fixture, "c1");
  add_events (fixture, "c1", 1, 20);
  add_events (fixture, "c1", 31, 40);

  page = load_place (fixture, PARLOR_LOG_BEFORE, 41, 4);
  g_assert_cmpuint (page->len, ==, 4);
  g_assert_cmpint (((ParlorEventPacket *) page->pdata[0])->seq, ==, 37);
  g_assert_cmpint (((ParlorEventPacket *) page->pdata[3])->seq, ==, 40);
  g_clear_pointer (&page, g_ptr_array_unref);

  /* Never beyond a hole. */
  page = load_place (fixture, PARLOR_LOG_BEFORE, 36, 50);
  g_assert_cmpuint (page->len, ==, 5);
  g_clear_pointer (&page, g_ptr_array_unref);
  page = load_place (fixture, PARLOR_LOG_BEFORE, 31, 50);
  g_assert_cmpuint (page->len, ==, 0);
  g_clear_pointer (&page, g_ptr_array_unref);
  page = load_place (fixture, PARLOR_LOG_BEFORE, 21, 50);
  g_assert_cmpuint (page->len, ==, 20);
}

/* Asks for what lies around, behind or at a time, where there are holes at 21 to 30
 * and at 41 to 50. */
static void
test_places (Fixture      *fixture,
             gconstpointer unused)
{
  static const struct
  {
    ParlorLogPlace place;
    gint64         value, first, last; /* last before first: nothing */
  } asked[] = {
    { PARLOR_LOG_FROM, 5, 5, 14 },
    { PARLOR_LOG_FROM, 18, 18, 20 },
    { PARLOR_LOG_FROM, 25, 1, 0 },
    { PARLOR_LOG_AROUND, 10, 5, 15 },
    { PARLOR_LOG_AROUND, 18, 13, 20 },
    { PARLOR_LOG_AROUND, 33, 31, 38 },
    { PARLOR_LOG_AROUND, 24, 1, 0 },
    { PARLOR_LOG_AROUND, G_MAXINT64 - 9, 1, 0 },
    { PARLOR_LOG_AT, 33, 31, 38 },
    { PARLOR_LOG_AT, 24, 31, 36 },
    { PARLOR_LOG_AT, 0, 1, 6 },
    { PARLOR_LOG_AT, 5000, 55, 60 },
    { PARLOR_LOG_BEFORE, 1, 1, 0 },
  };

  save_conversation (fixture, "c1");
  add_events (fixture, "c1", 1, 20);
  add_events (fixture, "c1", 31, 40);
  add_events (fixture, "c1", 51, 60);

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) {
    g_autoptr (GPtrArray) page = load_place (fixture, asked[i].place, asked[i].value, 10);

    g_assert_cmpuint (page->len, ==, asked[i].last - asked[i].first + 1);
    if (page->len > 0)
      g_assert_cmpint (((ParlorEventPacket *) page->pdata[0])->seq, ==, asked[i].first);
  }
}

static ParlorCacheOutgoing *
make_outgoing (const char *nonce)
{
  ParlorCacheOutgoing *outgoing = g_new0 (ParlorCacheOutgoing, 1);
  ParlorEventPacket   *packet = parlor_packet_new (PARLOR_PACKET_EVENT);
  ParlorAccountPacket *author = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  author->account = 1;
  author->name = g_strdup ("ann");
  author->nick = g_strdup ("Ann");
  packet->author = author;
  packet->conversation = g_strdup ("c1");
  packet->kind = PARLOR_EVENT_MESSAGE;
  packet->nonce = g_strdup (nonce);
  packet->text = g_strdup (nonce);
  outgoing->packet = packet;
  outgoing->position = nonce[0];

  return outgoing;
}

static void
add_outgoing (Fixture    *fixture,
              const char *nonce)
{
  ParlorCacheOutgoing *outgoing = make_outgoing (nonce);
  g_autoptr (GError)   error = NULL;

  parlor_cache_add_outgoing_async (fixture->cache, outgoing, on_ready, fixture);
  wait_for_result (fixture);
  g_assert_true (parlor_cache_add_outgoing_finish (fixture->cache, fixture->result, &error));
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
  parlor_cache_outgoing_free (outgoing);
}

static void
test_outbox (Fixture      *fixture,
             gconstpointer unused)
{
  ParlorCacheOutgoing *outgoing = make_outgoing ("c");
  ParlorCacheSnapshot *snapshot;
  g_autoptr (GError)   error = NULL;

  add_outgoing (fixture, "b");
  add_outgoing (fixture, "c");
  add_outgoing (fixture, "a");
  parlor_cache_remove_outgoing (fixture->cache, "b");
  outgoing->error = g_strdup ("Refused");
  parlor_cache_update_outgoing (fixture->cache, outgoing);
  parlor_cache_outgoing_free (outgoing);

  /* It is nobody else's: what is cached may go, this may not. */
  parlor_cache_forget_events (fixture->cache);
  reopen (fixture);
  snapshot = load (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (snapshot->outbox->len, ==, 2);
  outgoing = snapshot->outbox->pdata[0];
  g_assert_cmpstr (outgoing->packet->nonce, ==, "a");
  g_assert_null (outgoing->error);
  outgoing = snapshot->outbox->pdata[1];
  g_assert_cmpstr (outgoing->packet->nonce, ==, "c");
  g_assert_cmpstr (outgoing->error, ==, "Refused");
  parlor_cache_snapshot_free (snapshot);
}

static gboolean
was_moved_aside (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".damaged-") != NULL)
      return TRUE;

  return FALSE;
}

/* Not a database at all. */
static void
test_no_database (Fixture      *fixture,
                  gconstpointer unused)
{
  g_autofree char *garbage = g_strnfill (10000, '?');

  save_account (fixture);
  close_cache (fixture);
  g_assert_true (g_file_set_contents (fixture->path, garbage, -1, NULL));

  g_test_expect_message ("parlor-cache", G_LOG_LEVEL_MESSAGE, "*was damaged*");
  open_cache (fixture);
  g_test_assert_expected_messages ();
  g_assert_null (parlor_cache_get_account (fixture->cache));
  g_assert_true (was_moved_aside (fixture));

  save_account (fixture);
  reopen (fixture);
  g_assert_nonnull (parlor_cache_get_account (fixture->cache));
}

/* A good beginning, and damage behind it, which shows only when one gets there. */
static void
test_damaged_later (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autofree char     *content = NULL;
  g_autoptr (GError)   error = NULL;
  ParlorCacheSnapshot *snapshot;
  gsize                size;

  save_account (fixture);
  save_conversation (fixture, "c1");
  add_events (fixture, "c1", 1, 3000);
  close_cache (fixture);

  g_assert_true (g_file_get_contents (fixture->path, &content, &size, NULL));
  g_assert_cmpuint (size, >, 200000);
  memset (content + 10 * 4096, 0x5a, size - 10 * 4096);
  g_assert_true (g_file_set_contents (fixture->path, content, size, NULL));

  open_cache (fixture);
  snapshot = load (fixture, &error);
  g_assert_null (snapshot);
  g_assert_error (error, PARLOR_SQL_ERROR, PARLOR_SQL_ERROR_DAMAGED);
  g_clear_error (&error);

  g_test_expect_message ("parlor-cache", G_LOG_LEVEL_MESSAGE, "*was damaged*");
  reopen (fixture);
  g_test_assert_expected_messages ();
  g_assert_true (was_moved_aside (fixture));
  snapshot = load (fixture, &error);
  g_assert_no_error (error);
  parlor_cache_snapshot_free (snapshot);
}

/* A newer release knows better: its database is left alone. */
static void
test_newer (Fixture      *fixture,
            gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  sqlite3           *db;

  save_account (fixture);
  close_cache (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA user_version = 99", NULL, NULL, NULL);
  sqlite3_close (db);

  g_assert_null (parlor_cache_new (fixture->path, &error));
  g_assert_nonnull (error);
  g_assert_false (was_moved_aside (fixture));

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA user_version = 3", NULL, NULL, NULL);
  sqlite3_close (db);
  open_cache (fixture);
  g_assert_nonnull (parlor_cache_get_account (fixture->cache));
}

static void
on_failed (ParlorCache *cache,
           const char  *text,
           gpointer     user_data)
{
  g_assert_cmpstr (text, !=, "");
  *(gboolean *) user_data = TRUE;
}

static void
limit_files (rlim_t max_bytes)
{
  struct rlimit limit;

  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = max_bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* What does not fit is told; what was there stays. */
static void
test_disk_full (Fixture      *fixture,
                gconstpointer unused)
{
  ParlorCacheSnapshot *snapshot;
  g_autoptr (GError)   error = NULL;
  gboolean             has_failed = FALSE;

  save_account (fixture);
  save_conversation (fixture, "c1");
  add_events (fixture, "c1", 1, 10);
  add_outgoing (fixture, "a");
  g_signal_connect (fixture->cache, "failed", G_CALLBACK (on_failed), &has_failed);

  signal (SIGXFSZ, SIG_IGN);
  limit_files (200 * 1024);
  g_test_expect_message ("parlor-cache", G_LOG_LEVEL_MESSAGE, "*");
  add_events (fixture, "c1", 11, 3000);
  while (!has_failed)
    g_main_context_iteration (NULL, TRUE);
  limit_files (RLIM_INFINITY);
  g_test_assert_expected_messages ();

  snapshot = load (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((ParlorCacheConversation *) snapshot->conversations->pdata[0])->known_seq, ==,
                   10);
  g_assert_cmpuint (snapshot->outbox->len, ==, 1);
  parlor_cache_snapshot_free (snapshot);
}

/* The same event over and over, by SQL alone: it is the number that matters. */
static void
multiply_events (Fixture *fixture,
                 guint    n_conversations,
                 guint    n_events)
{
  g_autofree char *sql = NULL;
  sqlite3         *db;

  sql = g_strdup_printf (
    "INSERT INTO events (conversation, seq, kind, author, packet)"
    "  SELECT 'c' || c.n, e.n, kind, author, packet FROM"
    "  (WITH RECURSIVE c (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < %u)"
    "   SELECT n FROM c) c,"
    "  (WITH RECURSIVE e (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM e WHERE n < %u)"
    "   SELECT n FROM e) e,"
    "  (SELECT kind, author, packet FROM events WHERE conversation = 'seed' AND seq = 1);"
    "UPDATE conversations SET known_seq = %u",
    n_conversations - 1, n_events, n_events);

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* Starting must not read what was said, only the end of it. */
static void
test_large (Fixture      *fixture,
            gconstpointer unused)
{
  g_autoptr (GError)   error = NULL;
  ParlorCacheSnapshot *snapshot;
  gint64               begin_us;
  gint64               opened_us;
  gint64               loaded_us;

  save_account (fixture);
  for (guint i = 0; i < 50; i++) {
    g_autofree char *id = g_strdup_printf ("c%u", i);

    save_conversation (fixture, id);
  }
  add_events (fixture, "seed", 1, 2);
  close_cache (fixture);
  multiply_events (fixture, 50, 2000);

  begin_us = g_get_monotonic_time ();
  open_cache (fixture);
  opened_us = g_get_monotonic_time ();
  snapshot = load (fixture, &error);
  loaded_us = g_get_monotonic_time ();

  g_assert_no_error (error);
  g_assert_cmpuint (snapshot->conversations->len, ==, 50);
  g_assert_nonnull (((ParlorCacheConversation *) snapshot->conversations->pdata[7])->last);
  g_test_message ("opened in %" G_GINT64_FORMAT " µs, read in %" G_GINT64_FORMAT " µs",
                  opened_us - begin_us, loaded_us - opened_us);
  g_assert_cmpint (loaded_us - begin_us, <, G_USEC_PER_SEC);
  parlor_cache_snapshot_free (snapshot);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cache/account", Fixture, NULL, set_up, test_account, tear_down);
  g_test_add ("/cache/snapshot", Fixture, NULL, set_up, test_snapshot, tear_down);
  g_test_add ("/cache/page", Fixture, NULL, set_up, test_page, tear_down);
  g_test_add ("/cache/places", Fixture, NULL, set_up, test_places, tear_down);
  g_test_add ("/cache/outbox", Fixture, NULL, set_up, test_outbox, tear_down);
  g_test_add ("/cache/no-database", Fixture, NULL, set_up, test_no_database, tear_down);
  g_test_add ("/cache/damaged-later", Fixture, NULL, set_up, test_damaged_later, tear_down);
  g_test_add ("/cache/newer", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/cache/disk-full", Fixture, NULL, set_up, test_disk_full, tear_down);
  g_test_add ("/cache/large", Fixture, NULL, set_up, test_large, tear_down);

  return g_test_run ();
}
