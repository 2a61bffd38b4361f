/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What strangers write is shown as they wrote it, by whoever shows notifications.
 */

#include "parlor-notification-server.h"

#include <pango/pango.h>

static const char *const texts[] = {
  "plain",
  "<b>bold</b> & <a href='http://example.org/'>click</a>",
  "<img src='file:///etc/passwd'/>",
  "a < b && c > d",
  "&amp; &lt; &#60; &#x3c; &copy;",
  "<!-- --> <?xml?> </i>",
  "\"quoted\" and 'quoted'",
  "R&D",
  "<",
  "&",
  "",
  "😀 <3",
};

/* Without the sign that nobody sees. */
static char *
see (const char *body)
{
  g_auto (GStrv) parts = g_strsplit (body, "\xe2\x81\xa0", -1);

  return g_strjoinv ("", parts);
}

static void
test_plain (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *body = parlor_notification_body_write (texts[i], PARLOR_BODY_PLAIN);

    g_assert_cmpstr (body, ==, texts[i]);
  }
}

static void
test_markup (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char   *body = parlor_notification_body_write (texts[i], PARLOR_BODY_MARKUP);
    g_autofree char   *shown = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (pango_parse_markup (body, -1, 0, NULL, &shown, NULL, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (shown, ==, texts[i]);
  }
}

/* Who reads markup finds none, and what shows all looks as it was written. */
static void
test_unknown (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *body = parlor_notification_body_write (texts[i], PARLOR_BODY_UNKNOWN);
    g_autofree char *seen = see (body);
    g_autofree char *shown = NULL;

    g_assert_cmpstr (seen, ==, texts[i]);
    if (pango_parse_markup (body, -1, 0, NULL, &shown, NULL, NULL))
      g_assert_cmpstr (shown, ==, body);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/notification-body/plain", test_plain);
  g_test_add_func ("/notification-body/markup", test_markup);
  g_test_add_func ("/notification-body/unknown", test_unknown);

  return g_test_run ();
}
