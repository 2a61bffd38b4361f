/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-log-writer.h"

static void
expect_line (GLogLevelFlags level,
             const char    *message,
             gssize         length,
             const char    *expected)
{
  const GLogField  fields[] = { { "GLIB_DOMAIN", "parlor-test", -1 },
                                { "MESSAGE", message, length } };
  g_autofree char *line =
    parlor_log_writer_format_json (level, fields, G_N_ELEMENTS (fields), 1700000000123456);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_json (void)
{
  expect_line (G_LOG_LEVEL_MESSAGE, "Hello, “world”", -1,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"info\","
               "\"domain\":\"parlor-test\",\"message\":\"Hello, “world”\"}\n");
  expect_line (G_LOG_LEVEL_WARNING, "a \"b\" \\ \n\t\x01", -1,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"warning\","
               "\"domain\":\"parlor-test\",\"message\":\"a \\\"b\\\" \\\\ \\n\\t\\u0001\"}\n");
  expect_line (G_LOG_LEVEL_CRITICAL, "\xff!", -1,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"error\","
               "\"domain\":\"parlor-test\",\"message\":\"\357\277\275!\"}\n");
  expect_line (G_LOG_LEVEL_DEBUG, "cut off", 3,
               "{\"time\":\"2023-11-14T22:13:20.123Z\",\"level\":\"debug\","
               "\"domain\":\"parlor-test\",\"message\":\"cut\"}\n");
}

/* Lines of GLib's own, which may lack a domain. */
static void
test_no_domain (void)
{
  const GLogField  field = { "MESSAGE", "x", -1 };
  g_autofree char *line = parlor_log_writer_format_json (G_LOG_LEVEL_INFO, &field, 1, 0);

  g_assert_cmpstr (line, ==,
                   "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"info\",\"domain\":\"\","
                   "\"message\":\"x\"}\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log-writer/json", test_json);
  g_test_add_func ("/log-writer/no-domain", test_no_domain);

  return g_test_run ();
}
