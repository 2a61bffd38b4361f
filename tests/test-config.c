/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-config.h"

static ParlorConfig *
read_config (const char *text,
             GError    **error)
{
  return parlor_config_parse (text, "test.conf", error);
}

static void
test_defaults (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorConfig) config = parlor_config_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (config->registration, ==, PARLOR_REGISTRATION_INVITE);
  g_assert_cmpint (config->invites_by, ==, PARLOR_SERVER_ROLE_ADMIN);
  g_assert_false (config->takes_guests);
  g_assert_cmpint (config->idle_timeout_ms, ==, 150000);
  g_assert_cmpstr (config->server_name, ==, "Parlor");
}

static void
test_values (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorConfig) config = read_config ("[server]\nregistration = closed\n"
                                                 "server-name = Café\ntokens-per-s = 7\n",
                                                 &error);

  g_assert_no_error (error);
  g_assert_cmpint (config->registration, ==, PARLOR_REGISTRATION_CLOSED);
  g_assert_cmpstr (config->server_name, ==, "Café");
  g_assert_cmpint (config->tokens_per_s, ==, 7);
  g_assert_cmpint (config->tokens_burst, ==, 400);
}

/* Whatever is wrong is named, with its line. */
static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "[server]\nregistration = perhaps\n",
      "test.conf:2: registration = perhaps: has to be one of open, closed, invite" },
    { "[server]\n\n# none\ntokens-per-s = 0\n",
      "test.conf:4: tokens-per-s = 0: has to be a number from 1 to 1000000000" },
    { "[server]\ntokens-per-s = many\n",
      "test.conf:2: tokens-per-s = many: has to be a number from 1 to 1000000000" },
    { "[server]\ntokens-per-s = 99999999999999999999\n",
      "test.conf:2: tokens-per-s = 99999999999999999999: has to be a number from 1 to 1000000000" },
    { "[server]\ntokens-per-s =\n",
      "test.conf:2: tokens-per-s = : has to be a number from 1 to 1000000000" },
    { "[server]\nguests = perhaps\n", "test.conf:2: guests = perhaps: has to be yes or no" },
    { "[server]\nlog-level = loud\n",
      "test.conf:2: log-level = loud: has to be one of error, warning, info, debug" },
    { "[server]\ntoken-per-s = 1\n",
      "test.conf:2: token-per-s: there is no such key. The nearest is tokens-per-s" },
    { "[server]\nregistraton=open\n",
      "test.conf:2: registraton: there is no such key. The nearest is registration" },
    { "[server]\n= 1\n",
      "test.conf:2: “= 1” is neither a key with its value, nor a group, nor a comment" },
    { "[sever]\nregistration = open\n",
      "test.conf:1: [sever]: there is no such group, only [server]" },
    { "registration = open\nlog-level = info\n", "test.conf:1: the first line has to be [server]" },
    { "[server]\nregistration\n",
      "test.conf:2: “registration” is neither a key with its value, nor a group, nor a comment" },
    { "[server]\nlog-level = loud\nio-threads = 65\n",
      "test.conf:2: log-level = loud: has to be one of error, warning, info, debug\n"
      "test.conf:3: io-threads = 65: has to be a number from 0 to 64" },
    { "[server]\nserver-name = \xff\n", "test.conf: has to be UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_config (cases[i].text, &error));
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

static void
test_bad_title (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_config (
    "[server]\nserver-name = a name much longer than any client is prepared to show\n", &error));
  g_assert_true (g_str_has_prefix (error->message, "test.conf:2: server-name = a name much"));
}

static void
test_spelling (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorConfig) config = read_config ("# a comment\r\n ; another\n  [server]  \n"
                                                 "tokens-per-s=7\n \tserver-name\t=  A = B  \n"
                                                 "tokens-per-s = 8\nguests = yes",
                                                 &error);

  g_assert_no_error (error);
  g_assert_cmpint (config->tokens_per_s, ==, 8);
  g_assert_cmpstr (config->server_name, ==, "A = B");
  g_assert_true (config->takes_guests);
}

static void
test_distance (void)
{
  g_assert_cmpuint (parlor_config_distance ("", ""), ==, 0);
  g_assert_cmpuint (parlor_config_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (parlor_config_distance ("abc", ""), ==, 3);
  g_assert_cmpuint (parlor_config_distance ("abc", "abc"), ==, 0);
  g_assert_cmpuint (parlor_config_distance ("kitten", "sitting"), ==, 3);
  g_assert_cmpuint (parlor_config_distance ("log-format", "log-level"), ==, 6);
}

/* The sample says what holds without it: all of it, once the marks are taken off. */
static void
test_sample (void)
{
  g_autofree char         *path = g_test_build_filename (G_TEST_DIST, "..", "data",
                                                         "parlor-server.conf", NULL);
  g_autofree char         *text = NULL;
  g_autoptr (GError)       error = NULL;
  g_autoptr (GRegex)       regex = g_regex_new ("^#(?=[a-z])", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char         *bare = NULL;
  g_autoptr (ParlorConfig) sample = parlor_config_new (path, &error);
  g_autoptr (ParlorConfig) defaults = parlor_config_new (NULL, NULL);
  g_autoptr (ParlorConfig) config = NULL;
  guint                    n_keys;
  const ParlorConfigKey   *keys = parlor_config_list_keys (&n_keys);

  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  bare = g_regex_replace_literal (regex, text, -1, 0, "", 0, NULL);
  config = read_config (bare, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < n_keys; i++) {
    g_assert_true (parlor_config_is_same (config, defaults, &keys[i]));
    g_assert_true (parlor_config_is_same (sample, defaults, &keys[i]));
    if (keys[i].kind != PARLOR_CONFIG_SECTION) {
      g_autofree char *line = g_strdup_printf ("\n%s =", keys[i].name);

      g_assert_nonnull (strstr (bare, line));
    }
  }
}

static void
test_is_same (void)
{
  g_autoptr (ParlorConfig) a = parlor_config_new (NULL, NULL);
  g_autoptr (ParlorConfig) b = read_config ("[server]\nserver-name = B\ntokens-per-s = 7\n"
                                            "log-level = debug\nlisten = [::]:1\n",
                                            NULL);
  g_autoptr (GString)      changed = g_string_new (NULL);
  guint                    n_keys;
  const ParlorConfigKey   *keys = parlor_config_list_keys (&n_keys);

  for (guint i = 0; i < n_keys; i++)
    if (!parlor_config_is_same (a, b, &keys[i]))
      g_string_append_printf (changed, "%s ", keys[i].name);

  g_assert_cmpstr (changed->str, ==, "server-name listen tokens-per-s log-level ");
}

/* Whoever has not spent any may send any packet. */
static void
test_burst_suffices (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorConfig) config = read_config ("[server]\ntokens-burst = 30\n", &error);

  g_assert_no_error (error);
  for (guint type = 0; type < PARLOR_N_PACKETS; type++)
    g_assert_cmpint (parlor_packet_info (type)->cost, <=, config->tokens_burst);
}

static void
test_no_such_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parlor_config_new ("/nonexistent/parlor.conf", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/config/defaults", test_defaults);
  g_test_add_func ("/config/values", test_values);
  g_test_add_func ("/config/bad", test_bad);
  g_test_add_func ("/config/bad-title", test_bad_title);
  g_test_add_func ("/config/spelling", test_spelling);
  g_test_add_func ("/config/distance", test_distance);
  g_test_add_func ("/config/sample", test_sample);
  g_test_add_func ("/config/is-same", test_is_same);
  g_test_add_func ("/config/burst-suffices", test_burst_suffices);
  g_test_add_func ("/config/no-such-file", test_no_such_file);

  return g_test_run ();
}
