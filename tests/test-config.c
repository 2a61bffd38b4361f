/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-config.h"

#include <glib/gstdio.h>

static ParlorConfig *
read_config (const char *text,
             GError    **error)
{
  g_autofree char *path = NULL;
  int              fd = g_file_open_tmp ("parlor-config-XXXXXX", &path, NULL);
  ParlorConfig    *config;

  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, NULL);
  config = parlor_config_new (path, error);
  g_unlink (path);

  return config;
}

static void
test_defaults (void)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorConfig) config = parlor_config_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (config->registration, ==, PARLOR_REGISTRATION_OPEN);
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

/* Whatever is wrong is named. */
static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *named;
  } cases[] = {
    { "[server]\nregistration = perhaps\n", "registration" },
    { "[server]\ntokens-per-s = 0\n", "tokens-per-s" },
    { "[server]\ntokens-per-s = many\n", "tokens-per-s" },
    { "[server]\ntokens-per-s = 99999999999999999999\n", "tokens-per-s" },
    { "[server]\ntokens-burst = 29\n", "tokens-burst" },
    { "[server]\nserver-name = a name much longer than any client is prepared to show\n",
      "server-name" },
    { "[server]\nlog-level = loud\n", "log-level" },
    { "[server]\nno-such-key = 1\n", "no-such-key" },
    { "[sever]\nregistration = open\n", "sever" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_null (read_config (cases[i].text, &error));
    g_assert_nonnull (strstr (error->message, cases[i].named));
  }
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
  g_test_add_func ("/config/burst-suffices", test_burst_suffices);
  g_test_add_func ("/config/no-such-file", test_no_such_file);

  return g_test_run ();
}
