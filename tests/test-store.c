/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-log.h"
#include "parlor-refusal.h"
#include "parlor-store.h"

#include <glib/gstdio.h>

typedef struct
{
  char        *folder;
  char        *path;
  ParlorStore *store;
} Fixture;

/* A job: adds a setting, and then fails if it is told to. */
typedef struct
{
  const char *name;
  gboolean    fails;
  GError     *error;
  gboolean    is_done;
  guint       order;
  GThread    *thread; /* on which the result was given */
} Adding;

static guint n_done;

static void
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store = parlor_store_new (fixture->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->folder = g_dir_make_tmp ("parlor-store-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
  open_store (fixture);
  n_done = 0;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  static const char *endings[] = { "", "-wal", "-shm" };

  g_clear_pointer (&fixture->store, parlor_store_close);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);

    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gboolean
add_work (gpointer owner,
          gpointer data,
          GError **error)
{
  Adding *adding = data;

  if (!parlor_db_exec (owner, "INSERT INTO settings (name, value) VALUES ($1, 'x')",
                       PARLOR_PARAMS (parlor_text (adding->name)), NULL, NULL, error))
    return FALSE;

  if (adding->fails)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "told to fail");

  return !adding->fails;
}

static void
add_done (gpointer      data,
          const GError *error)
{
  Adding *adding = data;

  adding->error = error != NULL ? g_error_copy (error) : NULL;
  adding->is_done = TRUE;
  adding->order = n_done++;
  adding->thread = g_thread_self ();
}

static void
run_all (Fixture *fixture,
         Adding  *addings,
         guint    n_addings)
{
  for (guint i = 0; i < n_addings; i++)
    parlor_store_run (fixture->store, PARLOR_STORE_WRITE, add_work, add_done, &addings[i]);
  g_assert_cmpuint (n_done, ==, 0); /* never called back before it returns */

  while (!addings[n_addings - 1].is_done)
    g_main_context_iteration (NULL, TRUE);
}

static gint64
count_settings (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64             n = -1;

  parlor_store_close (fixture->store);
  open_store (fixture);
  parlor_db_get_int (parlor_store_get_db (fixture->store),
                     "SELECT COUNT (*) FROM settings", NULL, 0, &n, &error);
  g_assert_no_error (error);

  return n;
}

/* What fails takes back its own work, not that of its neighbours in the same
 * transaction, and results come in order. */
static void
test_neighbours (Fixture      *fixture,
                 gconstpointer unused)
{
  Adding addings[] = { { "a" }, { "b", .fails = TRUE }, { "a" }, { "c" } };

  parlor_store_open (fixture->store);
  run_all (fixture, addings, G_N_ELEMENTS (addings));

  g_assert_no_error (addings[0].error);
  g_assert_error (addings[1].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (addings[2].error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_no_error (addings[3].error);
  for (guint i = 0; i < G_N_ELEMENTS (addings); i++) {
    g_assert_cmpuint (addings[i].order, ==, i);
    g_clear_error (&addings[i].error);
  }

  g_assert_cmpint (count_settings (fixture), ==, 2);
}

static gboolean
alone_work (gpointer owner,
            gpointer data,
            GError **error)
{
  Adding *adding = data;
  gint64  n = 0;

  /* What was queued before it is committed. */
  if (parlor_db_is_in_transaction (owner) ||
      !parlor_db_get_int (owner, "SELECT COUNT (*) FROM settings", NULL, 0, &n, error) || n != 2)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "not alone");
  else
    parlor_db_exec (owner, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, 0, NULL, NULL, error);
  adding->fails = *error != NULL;

  return !adding->fails;
}

/* What cannot be done within a transaction comes between two. */
static void
test_alone (Fixture      *fixture,
            gconstpointer unused)
{
  Adding  addings[] = { { "a" }, { "b" } };
  Adding  alone = { "alone" };
  guint64 n_jobs;

  parlor_store_open (fixture->store);
  n_jobs = parlor_store_get_n_jobs (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (addings); i++)
    parlor_store_run (fixture->store, PARLOR_STORE_WRITE, add_work, add_done, &addings[i]);
  parlor_store_run (fixture->store, PARLOR_STORE_ALONE, alone_work, add_done, &alone);
  g_assert_cmpuint (parlor_store_get_n_jobs (fixture->store) - n_jobs, ==, 3);

  while (!alone.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (alone.error);
  g_assert_cmpuint (alone.order, ==, 2);
}

/* Closing waits for what was asked; it is on disk, and the result still comes:
 * on this thread, although nothing ran its context in between. */
static void
test_close (Fixture      *fixture,
            gconstpointer unused)
{
  Adding adding = { "a" };

  parlor_store_open (fixture->store);
  parlor_store_run (fixture->store, PARLOR_STORE_WRITE, add_work, add_done, &adding);
  g_assert_cmpint (count_settings (fixture), ==, 1);
  g_assert_false (adding.is_done);
  while (!adding.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (adding.error);
  g_assert_true (adding.thread == g_thread_self ());
}

/* A full disk refuses the job and leaves what was there; once there is room
 * again, all goes on. */
static void
test_disk_full (Fixture      *fixture,
                gconstpointer unused)
{
  g_autofree char *large = g_strnfill (200000, 'x');
  Adding           small = { "small" };
  Adding           too_large = { large };
  ParlorDb        *db = parlor_store_get_db (fixture->store);

  g_assert_true (parlor_db_exec (db, "PRAGMA max_page_count = 40", NULL, 0, NULL, NULL, NULL));
  parlor_store_open (fixture->store);

  g_test_expect_message ("parlor-store", G_LOG_LEVEL_MESSAGE, "*");
  run_all (fixture, &too_large, 1);
  g_assert_error (too_large.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&too_large.error);

  n_done = 0;
  run_all (fixture, &small, 1);
  g_assert_no_error (small.error);
  g_assert_cmpint (count_settings (fixture), ==, 1);
}

/* What is committed is on the disk: it stays through a loss of power. */
static void
test_durable (Fixture      *fixture,
              gconstpointer unused)
{
  ParlorDb *db = parlor_store_get_db (fixture->store);
  gint64    synchronous = 0;

  g_assert_true (parlor_db_get_int (db, "PRAGMA synchronous", NULL, 0, &synchronous, NULL));
  g_assert_cmpint (synchronous, ==, 2); /* FULL */
}

static void
test_bad_sql (Fixture      *fixture,
              gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (parlor_db_exec (parlor_store_get_db (fixture->store), "SELECT nonsense", NULL, 0,
                                  NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

/* Only what has to be unique "exists". */
static void
test_constraints (Fixture      *fixture,
                  gconstpointer unused)
{
  static const char *const insert = "INSERT INTO settings (name, value) VALUES ($1, $2)";
  ParlorDb                *db = parlor_store_get_db (fixture->store);
  g_autoptr (GError)       error = NULL;

  g_assert_false (parlor_db_exec (db, insert, PARLOR_PARAMS (parlor_text ("a"), parlor_text (NULL)),
                                  NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);

  for (guint i = 0; i < 2; i++)
    parlor_db_exec (db, insert, PARLOR_PARAMS (parlor_text ("a"), parlor_text ("x")), NULL, NULL,
                    &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

/* That the log cannot be written does not mean that there is no conversation:
 * a client would give its message up. */
static void
test_broken_log (Fixture      *fixture,
                 gconstpointer unused)
{
  ParlorDb           *db = parlor_store_get_db (fixture->store);
  ParlorAccountPacket ada = { .account = 1 };
  ParlorEventPacket   event = { .conversation = (char *) "lobby",
                                .kind = PARLOR_EVENT_MESSAGE,
                                .author = &ada };
  g_autoptr (GError)  error = NULL;

  g_assert_false (parlor_log_append (db, &event, &error));
  g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_NOT_FOUND);
  g_clear_error (&error);

  parlor_db_exec (db, "ALTER TABLE conversations RENAME TO lost", NULL, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (parlor_log_append (db, &event, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (parlor_log_is_member (db, "lobby", 1, &error));
  g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_NOT_FOUND);
}

/* $2 before $1, NULL, empty and binary values come back as they went in. */
static void
take_values (const ParlorRow *row,
             gpointer         user_data)
{
  g_autoptr (GBytes) bytes = parlor_row_bytes (row, 2);

  g_assert_cmpint (parlor_row_int (row, 0), ==, -7);
  g_assert_cmpstr (parlor_row_text (row, 1), ==, "héllo 😀");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "a\0b", 3);
  g_assert_null (parlor_row_text (row, 3));
  ++*(guint *) user_data;
}

static void
test_values (Fixture      *fixture,
             gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  guint              n_rows = 0;

  parlor_db_exec (parlor_store_get_db (fixture->store), "SELECT $2, $1, $3, $4",
                  PARLOR_PARAMS (parlor_text ("héllo 😀"), parlor_int (-7), parlor_bytes (bytes),
                                 parlor_text (NULL)),
                  take_values, &n_rows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_rows, ==, 1);
}

static void
test_later_version (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  parlor_db_exec (parlor_store_get_db (fixture->store), "UPDATE schema_version SET version = 1000",
                  NULL, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->store, parlor_store_close);

  g_assert_null (parlor_store_new (fixture->path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_not_a_database (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = NULL;
  int                fd = g_file_open_tmp ("parlor-store-XXXXXX", &path, NULL);

  g_close (fd, NULL);
  g_file_set_contents (path, "This is a letter, not a database.", -1, NULL);
  g_assert_null (parlor_store_new (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_unlink (path);

  g_clear_error (&error);
  g_assert_null (parlor_store_new ("/nonexistent/parlor.db", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/neighbours", Fixture, NULL, set_up, test_neighbours, tear_down);
  g_test_add ("/store/alone", Fixture, NULL, set_up, test_alone, tear_down);
  g_test_add ("/store/close", Fixture, NULL, set_up, test_close, tear_down);
  g_test_add ("/store/disk-full", Fixture, NULL, set_up, test_disk_full, tear_down);
  g_test_add ("/store/durable", Fixture, NULL, set_up, test_durable, tear_down);
  g_test_add ("/store/bad-sql", Fixture, NULL, set_up, test_bad_sql, tear_down);
  g_test_add ("/store/constraints", Fixture, NULL, set_up, test_constraints, tear_down);
  g_test_add ("/store/broken-log", Fixture, NULL, set_up, test_broken_log, tear_down);
  g_test_add ("/store/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/store/later-version", Fixture, NULL, set_up, test_later_version, tear_down);
  g_test_add_func ("/store/not-a-database", test_not_a_database);

  return g_test_run ();
}
