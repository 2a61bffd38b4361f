/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-files.h"
#include "parlor-refusal.h"

#include <glib/gstdio.h>
#include <utime.h>

#define UPLOAD "0123456789abcdef0123456789abcdef"

typedef struct
{
  char        *folder;
  ParlorFiles *files;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("parlor-files-XXXXXX", NULL);
  fixture->files = parlor_files_new (fixture->folder, &error);
  g_assert_no_error (error);
}

/* A new run of the server. */
static void
restart (Fixture *fixture)
{
  parlor_files_close (fixture->files);
  fixture->files = parlor_files_new (fixture->folder, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  const char *argv[] = { "rm", "-r", fixture->folder, NULL };

  parlor_files_close (fixture->files);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH,
                               NULL, NULL, NULL, NULL, NULL, NULL));
  g_free (fixture->folder);
}

static void
describe (ParlorFileJob *job,
          const char    *content)
{
  *job = (ParlorFileJob){
    .account = 1,
    .upload = g_strdup (UPLOAD),
    .name = g_strdup ("letter.txt"),
    .media_type = g_strdup ("text/plain"),
    .size_bytes = strlen (content),
    .sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1)
  };
}

static gint64
begin (Fixture       *fixture,
       ParlorFileJob *job)
{
  g_autoptr (GError) error = NULL;

  parlor_files_begin (fixture->files, job, &error);
  g_assert_no_error (error);

  return job->offset;
}

static gboolean
append (Fixture       *fixture,
        ParlorFileJob *job,
        gint64         offset,
        const char    *piece,
        GError       **error)
{
  g_clear_pointer (&job->data, g_bytes_unref);
  job->data = g_bytes_new (piece, strlen (piece));
  job->offset = offset;

  return parlor_files_append (fixture->files, job, error);
}

static void
test_round_trip (Fixture      *fixture,
                 gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  ParlorFileJob      job;

  describe (&job, "Hello, world");
  g_assert_cmpint (begin (fixture, &job), ==, 0);
  g_assert_true (append (fixture, &job, 0, "Hello, ", &error));
  g_assert_false (job.is_finished);

  /* The server comes down, and knows again how far it was. */
  restart (fixture);
  g_assert_cmpint (begin (fixture, &job), ==, 7);
  g_assert_true (append (fixture, &job, 7, "world", &error));
  g_assert_true (job.is_finished);
  g_assert_cmpstr (job.name, ==, "letter.txt");
  g_assert_cmpint (job.width_px, ==, 0);

  g_clear_pointer (&job.data, g_bytes_unref);
  job.offset = 7;
  g_assert_true (parlor_files_read (fixture->files, &job, &error));
  g_assert_cmpmem (g_bytes_get_data (job.data, NULL), g_bytes_get_size (job.data), "world", 5);
  g_clear_pointer (&job.data, g_bytes_unref);
  job.offset = 1000;
  g_assert_true (parlor_files_read (fixture->files, &job, &error));
  g_assert_cmpuint (g_bytes_get_size (job.data), ==, 0);
  parlor_file_job_clear (&job);
}

static void
test_bad_pieces (Fixture      *fixture,
                 gconstpointer unused)
{
  static const struct
  {
    gint64      offset;
    const char *piece;
  } cases[] = { { 3, "abc" }, { 0, "" }, { 0, "much longer than it was said to be" } };
  ParlorFileJob job;

  describe (&job, "abcdef");
  begin (fixture, &job);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (append (fixture, &job, cases[i].offset, cases[i].piece, &error));
    g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_BAD_VALUE);
  }

  /* None of them has spoilt the upload. */
  g_assert_true (append (fixture, &job, 0, "abcdef", NULL));
  g_assert_true (job.is_finished);
  parlor_file_job_clear (&job);
}

static void
test_wrong_digest (Fixture      *fixture,
                   gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  ParlorFileJob      job;

  describe (&job, "abcdef");
  begin (fixture, &job);
  g_assert_false (append (fixture, &job, 0, "abcdeX", &error));
  g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_BAD_VALUE);

  /* It begins again from nothing. */
  g_assert_cmpint (begin (fixture, &job), ==, 0);
  parlor_file_job_clear (&job);
}

static void
test_not_begun (Fixture      *fixture,
                gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  ParlorFileJob      job;

  describe (&job, "abcdef");
  g_assert_false (append (fixture, &job, 0, "abc", &error));
  g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_NOT_FOUND);

  g_clear_error (&error);
  begin (fixture, &job);
  parlor_files_cancel (fixture->files, &job);
  g_assert_false (append (fixture, &job, 0, "abc", &error));
  g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_NOT_FOUND);

  g_clear_error (&error);
  g_assert_false (parlor_files_read (fixture->files, &job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  parlor_file_job_clear (&job);
}

/* Another file under the same name is another upload. */
static void
test_other_file (Fixture      *fixture,
                 gconstpointer unused)
{
  ParlorFileJob one;
  ParlorFileJob other;

  describe (&one, "abcdef");
  describe (&other, "ghijkl");
  begin (fixture, &one);
  g_assert_true (append (fixture, &one, 0, "abc", NULL));
  g_assert_cmpint (begin (fixture, &other), ==, 0);
  g_assert_true (append (fixture, &other, 0, "ghijkl", NULL));
  g_assert_true (other.is_finished);
  parlor_file_job_clear (&one);
  parlor_file_job_clear (&other);
}

static gboolean
begin_number (Fixture *fixture,
              guint    number,
              GError **error)
{
  ParlorFileJob job;
  gboolean      has_begun;

  describe (&job, "abcdef");
  g_free (job.upload);
  job.upload = g_strdup_printf ("%032x", number);
  has_begun = parlor_files_begin (fixture->files, &job, error);
  parlor_file_job_clear (&job);

  return has_begun;
}

/* Has the beginning of an upload look as if it had been long ago. */
static void
make_old (Fixture *fixture,
          guint    number)
{
  g_autofree char *path = g_strdup_printf ("%s/incoming/1-%032x", fixture->folder, number);
  struct utimbuf   times = { 1000000000, 1000000000 };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

static guint
count_incoming (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "incoming", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint            n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* One may have some uploads under way; one that was given up makes room. */
static void
test_too_many (Fixture      *fixture,
               gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  guint              n = 0;

  while (begin_number (fixture, n, &error))
    g_assert_cmpuint (++n, <, 100);
  g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_TOO_MUCH);
  g_assert_cmpuint (count_incoming (fixture), ==, n);

  g_clear_error (&error);
  make_old (fixture, 3);
  g_assert_true (begin_number (fixture, n, &error));
  g_assert_cmpuint (count_incoming (fixture), ==, n);
  g_assert_false (begin_number (fixture, 3, &error));
  g_assert_error (error, PARLOR_REFUSED, PARLOR_REFUSED_TOO_MUCH);
}

/* What was given up long ago is gone at the next start. */
static void
test_given_up (Fixture      *fixture,
               gconstpointer unused)
{
  g_assert_true (begin_number (fixture, 1, NULL));
  g_assert_true (begin_number (fixture, 2, NULL));
  make_old (fixture, 1);
  restart (fixture);
  g_assert_cmpuint (count_incoming (fixture), ==, 1);
}

static gboolean
is_kept (Fixture       *fixture,
         ParlorFileJob *job)
{
  gboolean is_read;

  g_clear_pointer (&job->data, g_bytes_unref);
  job->offset = 0;
  is_read = parlor_files_read (fixture->files, job, NULL);

  return is_read;
}

/* Somebody deletes the last message with a file while another one sends the same:
 * what has just come stays until the database knows of it. */
static void
test_remove (Fixture      *fixture,
             gconstpointer unused)
{
  ParlorFileJob job;

  describe (&job, "the same");
  begin (fixture, &job);
  g_assert_true (append (fixture, &job, 0, "the same", NULL));
  parlor_files_settle (fixture->files, &job);

  for (guint i = 0; i < 2; i++) {
    begin (fixture, &job);
    g_assert_true (append (fixture, &job, 0, "the same", NULL));
    g_assert_true (job.is_finished);
  }
  g_assert_false (parlor_files_remove (fixture->files, job.sha256));
  parlor_files_settle (fixture->files, &job);
  g_assert_false (parlor_files_remove (fixture->files, job.sha256));
  g_assert_true (is_kept (fixture, &job));

  parlor_files_settle (fixture->files, &job);
  g_assert_true (parlor_files_remove (fixture->files, job.sha256));
  g_assert_false (is_kept (fixture, &job));
  g_assert_true (parlor_files_remove (fixture->files, job.sha256)); /* nothing is left to do */
  parlor_file_job_clear (&job);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/files/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/files/bad-pieces", Fixture, NULL, set_up, test_bad_pieces, tear_down);
  g_test_add ("/files/wrong-digest", Fixture, NULL, set_up, test_wrong_digest, tear_down);
  g_test_add ("/files/not-begun", Fixture, NULL, set_up, test_not_begun, tear_down);
  g_test_add ("/files/other-file", Fixture, NULL, set_up, test_other_file, tear_down);
  g_test_add ("/files/too-many", Fixture, NULL, set_up, test_too_many, tear_down);
  g_test_add ("/files/given-up", Fixture, NULL, set_up, test_given_up, tear_down);
  g_test_add ("/files/remove", Fixture, NULL, set_up, test_remove, tear_down);

  return g_test_run ();
}
