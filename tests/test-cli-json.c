/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-cli as a program reads it: JSON, line by line. */

#include "parlor-test-cli.h"

#include <jansson.h>

static void
test_json (ParlorTestCli *fixture,
           gconstpointer  unused)
{
  g_auto (ParlorTestRun) ada = RUN (fixture, "Hello\n", "--link", fixture->link, "--name", "ada",
                                    "--register", "--json", LOBBY);
  g_auto (GStrv)         lines = g_strsplit (g_strchomp (ada.out), "\n", -1);
  guint                  n_sent = 0;
  guint                  n_signed_in = 0;

  g_assert_cmpint (ada.status, ==, 0);
  for (guint i = 0; lines[i] != NULL; i++) {
    json_t     *packet = json_loads (lines[i], 0, NULL);
    const char *type = json_string_value (json_object_get (packet, "type"));

    g_assert_nonnull (type);
    n_sent += g_str_equal (type, "sent");
    n_signed_in += g_str_equal (type, "signed-in");
    g_assert_null (json_object_get (packet, "token")); /* a secret */
    json_decref (packet);
  }
  g_assert_cmpuint (n_sent, ==, 1);
  g_assert_cmpuint (n_signed_in, ==, 1);
}

/* The only line of the type @type that is not the server's. */
static json_t *
find_local (const char *out,
            const char *type)
{
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  json_t        *found = NULL;

  for (guint i = 0; *lines[i] != '\0'; i++) {
    json_t *line = json_loads (lines[i], 0, NULL);

    g_assert_nonnull (line);
    if (g_strcmp0 (json_string_value (json_object_get (line, "type")), type) == 0 &&
        json_object_get (line, "tag") == NULL) {
      g_assert_null (found);
      found = json_incref (line);
    }
    json_decref (line);
  }
  g_assert_nonnull (found);

  return found;
}

/* What the program has to tell itself is JSON as well, mistakes among it. */
static void
test_json_local (ParlorTestCli *fixture,
                 gconstpointer  unused)
{
  g_autofree char       *photo = g_test_build_filename (G_TEST_DIST, "media", "rotated.jpg", NULL);
  g_autofree char       *send = g_strdup_printf ("/image %s\n", photo);
  g_auto (ParlorTestRun) ada =
    RUN (fixture, send, "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_auto (ParlorTestRun) bob = RUN (fixture, "/history 1\n", "--link", fixture->link, "--name",
                                    "bob", "--register", "--json", LOBBY);
  g_auto (ParlorTestRun) eve =
    RUN (fixture, "/dance\n", "--link", fixture->link, "--name", "bob", "--json", LOBBY);
  json_t *history = find_local (bob.out, "history");
  json_t *outcome = find_local (bob.out, "outcome");
  json_t *error = find_local (eve.out, "error");
  json_t *event = json_array_get (json_object_get (history, "events"), 0);

  g_assert_cmpint (bob.status, ==, 0);
  g_assert_cmpstr (json_string_value (json_object_get (history, "conversation")), ==, "lobby");
  g_assert_cmpstr (json_string_value (json_object_get (event, "type")), ==, "event");
  g_assert_true (json_is_array (json_object_get (outcome, "lines")));
  g_assert_cmpint (eve.status, ==, 1);
  g_assert_true (json_is_true (json_object_get (error, "local")));
  parlor_test_assert_says (json_string_value (json_object_get (error, "text")), "/dance");
  json_decref (history);
  json_decref (outcome);
  json_decref (error);
}

/* Whoever reads it may have enough of it. */
static void
test_closed (ParlorTestCli *fixture,
             gconstpointer  unused)
{
  const char            *args[] = { "--link", fixture->link, "--name", "ada",
                                    "--json", "--follow", LOBBY, NULL };
  g_auto (ParlorTestRun) made =
    RUN (fixture, "", "--link", fixture->link, "--name", "ada", "--register", LOBBY);
  g_auto (ParlorTestRun)   ben = { 0 };
  g_autoptr (GSubprocess)  ada = parlor_test_cli_spawn (fixture, "", args);
  g_autoptr (GInputStream) out = g_object_ref (g_subprocess_get_stdout_pipe (ada));
  g_autoptr (GBytes)       errors = NULL;
  char                     byte;

  g_assert_cmpint (made.status, ==, 0);
  g_assert_cmpint (g_input_stream_read (out, &byte, 1, NULL, NULL), ==, 1);
  g_assert_true (g_input_stream_close (out, NULL, NULL));
  ben = RUN (fixture, "Hello\nHello\n", "--link", fixture->link, "--name", "ben", "--register",
             LOBBY);
  g_assert_true (g_subprocess_wait (ada, NULL, NULL));
  g_assert_false (g_subprocess_get_successful (ada));
  errors = g_input_stream_read_bytes (g_subprocess_get_stderr_pipe (ada), 1000, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (errors), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-json/packets", ParlorTestCli, NULL, parlor_test_cli_set_up, test_json,
              parlor_test_cli_tear_down);
  g_test_add ("/cli-json/local", ParlorTestCli, NULL, parlor_test_cli_set_up, test_json_local,
              parlor_test_cli_tear_down);

  g_test_add ("/cli-json/closed", ParlorTestCli, NULL, parlor_test_cli_set_up, test_closed,
              parlor_test_cli_tear_down);

  return g_test_run ();
}
