/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-framer.h"

#define LIMIT 8

typedef struct
{
  ParlorFramer framer;
  GString     *lines; /* each ended by '|' */
  guint        n_lines;
  guint        stop_after;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  parlor_framer_init (&fixture->framer, LIMIT);
  fixture->lines = g_string_new (NULL);
  fixture->stop_after = G_MAXUINT;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_framer_clear (&fixture->framer);
  g_string_free (fixture->lines, TRUE);
}

static void
start_over (Fixture *fixture)
{
  parlor_framer_clear (&fixture->framer);
  g_string_truncate (fixture->lines, 0);
  fixture->n_lines = 0;
}

static gboolean
collect (const char *line,
         gsize       size_bytes,
         gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_string_append_len (fixture->lines, line, size_bytes);
  g_string_append_c (fixture->lines, '|');

  return ++fixture->n_lines < fixture->stop_after;
}

/* A copy of exactly that size, so that a sanitizer sees a read beyond it. */
static gboolean
push (Fixture    *fixture,
      const char *data,
      gsize       size_bytes,
      GError    **error)
{
  g_autofree char *copy = g_memdup2 (data, size_bytes);

  return parlor_framer_push (&fixture->framer, copy, size_bytes, collect, fixture, error);
}

static void
push_in_pieces (Fixture    *fixture,
                const char *data,
                gsize       size_bytes,
                gsize       piece_bytes)
{
  g_autoptr (GError) error = NULL;

  for (gsize at = 0; at < size_bytes; at += piece_bytes) {
    g_assert_true (push (fixture, data + at, MIN (piece_bytes, size_bytes - at), &error));
    g_assert_no_error (error);
  }
}

static const char stream[] = "one\n\n\ntwo\r\n\xff\xfe\n1234567\n\0z\nrest";
static const char expected[] = "one|||two\r|\xff\xfe|1234567|\0z|";

static void
assert_all_lines (Fixture *fixture)
{
  g_assert_cmpmem (fixture->lines->str, fixture->lines->len, expected, sizeof expected - 1);
  g_assert_cmpuint (fixture->n_lines, ==, 7);
  g_assert_cmpmem (fixture->framer.partial->data, fixture->framer.partial->len, "rest", 4);
}

static void
test_pieces (Fixture      *fixture,
             gconstpointer unused)
{
  for (gsize piece = 1; piece <= sizeof stream - 1; piece++) {
    push_in_pieces (fixture, stream, sizeof stream - 1, piece);
    assert_all_lines (fixture);
    start_over (fixture);
  }
}

static void
test_splits (Fixture      *fixture,
             gconstpointer unused)
{
  gsize size = sizeof stream - 1;

  for (gsize first = 0; first <= size; first++)
    for (gsize second = first; second <= size; second++) {
      g_assert_true (push (fixture, stream, first, NULL));
      g_assert_true (push (fixture, stream + first, second - first, NULL));
      g_assert_true (push (fixture, stream + second, size - second, NULL));
      assert_all_lines (fixture);
      start_over (fixture);
    }
}

static void
test_longest (Fixture      *fixture,
              gconstpointer unused)
{
  static const char line[] = "1234567\n"; /* LIMIT bytes */

  for (gsize piece = 1; piece <= LIMIT; piece++) {
    push_in_pieces (fixture, line, LIMIT, piece);
    g_assert_cmpstr (fixture->lines->str, ==, "1234567|");
    g_assert_null (fixture->framer.partial);
    start_over (fixture);
  }
}

/* It is refused as soon as no newline could save it, and not before. */
static void
test_too_long (Fixture      *fixture,
               gconstpointer data)
{
  const char *line = data;
  gsize       size = strlen (line);

  for (gsize split = 0; split < LIMIT; split++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (push (fixture, line, split, &error));
    g_assert_no_error (error);
    g_assert_false (push (fixture, line + split, size - split, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
    g_assert_cmpuint (fixture->n_lines, ==, 0);
    start_over (fixture);
  }
}

/* What came before the line that is too long is handed over. */
static void
test_good_then_too_long (Fixture      *fixture,
                         gconstpointer unused)
{
  static const char  lines[] = "good\n12345678\nnever\n";
  g_autoptr (GError) error = NULL;

  g_assert_false (push (fixture, lines, strlen (lines), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_cmpstr (fixture->lines->str, ==, "good|");
}

static void
test_stop (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->stop_after = 2;
  g_assert_true (push (fixture, "on", 2, &error));
  g_assert_false (push (fixture, "e\ntwo\nthree\n", 12, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->lines->str, ==, "one|two|");
}

static void
test_only_newlines (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->framer.max_bytes = 1;
  g_assert_true (push (fixture, "\n\n", 2, &error));
  g_assert_cmpstr (fixture->lines->str, ==, "||");
  g_assert_false (push (fixture, "a", 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

/* An idle connection costs nothing here. */
static void
test_keeps_nothing (Fixture      *fixture,
                    gconstpointer unused)
{
  g_assert_true (push (fixture, "", 0, NULL));
  g_assert_null (fixture->framer.partial);
  g_assert_true (push (fixture, "a", 1, NULL));
  g_assert_nonnull (fixture->framer.partial);
  g_assert_true (push (fixture, "\nb\n", 3, NULL));
  g_assert_null (fixture->framer.partial);
}

#define ADD(name, data, func) g_test_add (name, Fixture, data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/framer/pieces", NULL, test_pieces);
  ADD ("/framer/splits", NULL, test_splits);
  ADD ("/framer/longest", NULL, test_longest);
  ADD ("/framer/too-long", "12345678\n", test_too_long);
  ADD ("/framer/too-long-without-end", "12345678", test_too_long);
  ADD ("/framer/good-then-too-long", NULL, test_good_then_too_long);
  ADD ("/framer/stop", NULL, test_stop);
  ADD ("/framer/only-newlines", NULL, test_only_newlines);
  ADD ("/framer/keeps-nothing", NULL, test_keeps_nothing);

  return g_test_run ();
}
