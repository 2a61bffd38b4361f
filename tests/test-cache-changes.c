/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages are on disk what they are on the server, in whatever order the cache
 * gets to know of it. */

#include "parlor-cache.h"
#include "parlor-cache-private.h"

#include <glib/gstdio.h>

#define ANN 1
#define BEN 2

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
  ParlorCacheAccount account = { .port = 7976, .id = ANN };
  g_autoptr (GError) error = NULL;

  fixture->cache = parlor_cache_new (fixture->path, &error);
  g_assert_no_error (error);
  account.host = (char *) "chat.example.org";
  account.name = account.nick = (char *) "ann";
  parlor_cache_save_account (fixture->cache, &account);
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
  g_set_object (&((Fixture *) user_data)->result, result);
}

static GPtrArray *
load_page (Fixture *fixture,
           gint64   before_seq)
{
  g_autoptr (GError) error = NULL;
  GPtrArray         *page;

  parlor_cache_load_page_async (fixture->cache, "c1", PARLOR_LOG_BEFORE, before_seq, 50, on_ready,
                                fixture);
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  page = parlor_cache_load_page_finish (fixture->cache, fixture->result, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);

  return page;
}

static ParlorAccountPacket *
account_new (gint64 id)
{
  ParlorAccountPacket *account = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  account->account = id;
  account->name = g_strdup (id == ANN ? "ann" : "ben");
  account->nick = g_strdup (account->name);

  return account;
}

static ParlorEventPacket *
event_new (ParlorEventKind kind,
           gint64          seq,
           gint64          author)
{
  ParlorEventPacket *event = parlor_packet_new (PARLOR_PACKET_EVENT);

  event->conversation = g_strdup ("c1");
  event->kind = kind;
  event->seq = seq;
  event->time_ms = seq;
  event->author = account_new (author);

  return event;
}

/* Takes @event. */
static void
add (Fixture           *fixture,
     ParlorEventPacket *event)
{
  g_autoptr (GPtrArray) events = parlor_cache_new_events ();

  g_ptr_array_add (events, event);
  parlor_cache_add_events (fixture->cache, "c1", events, event->seq);
}

static void
add_message (Fixture    *fixture,
             gint64      seq,
             gint64      author,
             const char *text)
{
  ParlorEventPacket *event = event_new (PARLOR_EVENT_MESSAGE, seq, author);

  event->text = g_strdup (text);
  add (fixture, event);
}

static void
add_change (Fixture        *fixture,
            ParlorEventKind kind,
            gint64          seq,
            gint64          author,
            gint64          target,
            const char     *text)
{
  ParlorEventPacket *event = event_new (kind, seq, author);

  event->target = target;
  if (kind == PARLOR_EVENT_EDIT)
    event->text = g_strdup (text);
  else
    event->emoji = g_strdup (text);
  add (fixture, event);
}

static void
assert_reaction (const ParlorEventPacket *message,
                 const char              *emoji,
                 gint64                   count,
                 gboolean                 is_mine)
{
  for (guint i = 0; message->reactions != NULL && i < message->reactions->len; i++) {
    const ParlorReactionPacket *reaction = message->reactions->pdata[i];

    if (!g_str_equal (reaction->emoji, emoji))
      continue;
    g_assert_cmpint (reaction->count, ==, count);
    g_assert_cmpint (reaction->mine, ==, is_mine);
    return;
  }

  g_assert_cmpint (count, ==, 0);
}

/* The newest are told live, then come the ones that were missed, page by page
 * and backwards. */
static void
test_any_order (Fixture      *fixture,
                gconstpointer unused)
{
  static const int orders[][6] = {
    { 0, 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1, 0 }, { 0, 5, 1, 3, 2, 4 }, { 3, 4, 5, 0, 2, 1 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (GPtrArray)    page = NULL;
    const ParlorEventPacket *message;

    parlor_cache_forget_events (fixture->cache);
    for (guint j = 0; j < G_N_ELEMENTS (orders[i]); j++)
      switch (orders[i][j]) {
      case 0:
        add_message (fixture, 1, BEN, "first");
        break;
      case 1:
        add_change (fixture, PARLOR_EVENT_EDIT, 2, BEN, 1, "second");
        break;
      case 2:
        add_change (fixture, PARLOR_EVENT_REACT, 3, ANN, 1, "👍");
        break;
      case 3:
        add_change (fixture, PARLOR_EVENT_REACT, 4, BEN, 1, "👍");
        break;
      case 4:
        add_change (fixture, PARLOR_EVENT_EDIT, 5, BEN, 1, "third");
        break;
      default:
        add_change (fixture, PARLOR_EVENT_UNREACT, 6, BEN, 1, "👍");
      }

    close_cache (fixture);
    open_cache (fixture);
    page = load_page (fixture, 7);
    g_assert_cmpuint (page->len, ==, 6);
    message = page->pdata[0];
    g_assert_cmpstr (message->text, ==, "third");
    g_assert_cmpint (message->edited_ms, ==, 5);
    g_assert_cmpint (message->changed, ==, 6);
    assert_reaction (message, "👍", 1, TRUE);
  }
}

/* What the server tells as it is now has in it what happened before. */
static void
test_told_later (Fixture      *fixture,
                 gconstpointer unused)
{
  g_autoptr (GPtrArray) page = NULL;
  ParlorEventPacket    *now = event_new (PARLOR_EVENT_MESSAGE, 1, BEN);

  add_change (fixture, PARLOR_EVENT_EDIT, 2, BEN, 1, "second");
  add_change (fixture, PARLOR_EVENT_EDIT, 3, BEN, 1, "third");
  add_change (fixture, PARLOR_EVENT_PIN, 4, ANN, 1, NULL);
  now->text = g_strdup ("third");
  now->changed = 3;
  add (fixture, now);
  add_message (fixture, 1, BEN, "first"); /* was asked for before */

  page = load_page (fixture, 2);
  now = page->pdata[0];
  g_assert_cmpstr (now->text, ==, "third");
  g_assert_cmpint (now->edited_ms, ==, 0);
  g_assert_true (now->is_pinned);
}

static gboolean
is_on_disk (Fixture    *fixture,
            const char *text)
{
  sqlite3      *db;
  sqlite3_stmt *query;
  gboolean      is_found;

  close_cache (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT 1 FROM events"
                                       "  WHERE instr (CAST (packet AS TEXT), ?1) > 0",
                                       -1, &query, NULL),
                   ==, SQLITE_OK);
  sqlite3_bind_text (query, 1, text, -1, SQLITE_STATIC);
  is_found = sqlite3_step (query) == SQLITE_ROW;
  sqlite3_finalize (query);
  sqlite3_close (db);
  open_cache (fixture);

  return is_found;
}

/* Nothing of what was deleted may be left in the file. */
static void
test_deleted (Fixture      *fixture,
              gconstpointer unused)
{
  g_autoptr (GPtrArray)    page = NULL;
  ParlorEventPacket       *purge = event_new (PARLOR_EVENT_PURGE, 7, ANN);
  const ParlorEventPacket *message;

  add_message (fixture, 1, BEN, "secret");
  add_change (fixture, PARLOR_EVENT_EDIT, 2, BEN, 1, "more secret");
  add_message (fixture, 3, BEN, "private");
  add_message (fixture, 4, ANN, "mine");
  g_assert_true (is_on_disk (fixture, "secret"));
  add_change (fixture, PARLOR_EVENT_DELETE, 5, BEN, 1, NULL);
  g_assert_false (is_on_disk (fixture, "secret"));

  add_change (fixture, PARLOR_EVENT_EDIT, 6, BEN, 3, "private, too");
  purge->member = account_new (BEN);
  add (fixture, purge);
  g_assert_false (is_on_disk (fixture, "private"));
  g_assert_true (is_on_disk (fixture, "mine"));

  page = load_page (fixture, 8);
  g_assert_cmpuint (page->len, ==, 7);
  for (guint i = 0; i < 4; i++) {
    message = page->pdata[i];
    g_assert_cmpint (message->is_deleted, ==, i == 0 || i == 2);
  }
}

static void
test_trim (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (GPtrArray) page = NULL;

  for (gint64 seq = 1; seq <= 9; seq++)
    add_message (fixture, seq, BEN, "text");
  parlor_cache_trim_events (fixture->cache, "c1", 6);
  page = load_page (fixture, 10);
  g_assert_cmpuint (page->len, ==, 4);
  g_assert_cmpint (((ParlorEventPacket *) page->pdata[0])->seq, ==, 6);
}

/* A kind that this release does not know is asked for again by the next one. */
static void
test_unknown (Fixture      *fixture,
              gconstpointer unused)
{
  g_autoptr (GPtrArray) page = NULL;

  add_message (fixture, 1, BEN, "text");
  add (fixture, event_new (PARLOR_EVENT_UNKNOWN, 2, BEN));
  add_message (fixture, 3, BEN, "text");
  page = load_page (fixture, 4);
  g_assert_cmpuint (page->len, ==, 1);
}

/* A cache of the release before, with what it has. */
static void
test_older_release (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autoptr (GPtrArray) page = NULL;
  sqlite3              *db;

  add_message (fixture, 1, BEN, "text");
  close_cache (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "DROP INDEX changes; ALTER TABLE events DROP COLUMN changed;"
                                 "ALTER TABLE events DROP COLUMN target;"
                                 "ALTER TABLE conversations DROP COLUMN unread;"
                                 "ALTER TABLE conversations DROP COLUMN mentions;"
                                 "ALTER TABLE conversations DROP COLUMN counted_seq;"
                                 "ALTER TABLE conversations DROP COLUMN is_read_told;"
                                 "ALTER TABLE conversations DROP COLUMN draft_reply_to;"
                                 "ALTER TABLE conversations DROP COLUMN draft_edit_of;"
                                 "ALTER TABLE conversations DROP COLUMN draft_edit_text;"
                                 "ALTER TABLE conversations DROP COLUMN is_pinned;"
                                 "ALTER TABLE conversations DROP COLUMN notifications_muted;"
                                 "PRAGMA user_version = 1",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);

  open_cache (fixture);
  add_change (fixture, PARLOR_EVENT_EDIT, 2, BEN, 1, "edited");
  page = load_page (fixture, 3);
  g_assert_cmpuint (page->len, ==, 2);
  g_assert_cmpstr (((ParlorEventPacket *) page->pdata[0])->text, ==, "edited");
}

#define ADD(name, function) \
  g_test_add ("/cache-changes/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("any-order", test_any_order);
  ADD ("told-later", test_told_later);
  ADD ("deleted", test_deleted);
  ADD ("trim", test_trim);
  ADD ("unknown", test_unknown);
  ADD ("older-release", test_older_release);

  return g_test_run ();
}
