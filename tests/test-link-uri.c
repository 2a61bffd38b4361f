/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-link-uri.h"

#include "parlor-limits.h"

#define FP "SHA256:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" /* of nothing */

typedef struct
{
  const char *text;
  const char *host;
  guint16     port;
  const char *fingerprint;
  const char *invite;
  const char *conversation;
} Case;

static void
assert_says (const ParlorLinkUri *uri,
             const Case          *expected)
{
  g_assert_nonnull (uri);
  g_assert_cmpstr (uri->host, ==, expected->host);
  g_assert_cmpuint (uri->port, ==, expected->port);
  g_assert_cmpstr (uri->fingerprint, ==, expected->fingerprint);
  g_assert_cmpstr (uri->invite, ==, expected->invite);
  g_assert_cmpstr (uri->conversation, ==, expected->conversation);
}

static void
test_parse (void)
{
  static const Case cases[] = {
    { "parlor://chat.example.org", "chat.example.org", 7976 },
    { "parlor://chat.example.org/", "chat.example.org", 7976 },
    { "PARLOR://chat.example.org/", "chat.example.org", 7976 },
    { "parlor://localhost:1/", "localhost", 1 },
    { "parlor://192.0.2.7:65535/", "192.0.2.7", 65535 },
    { "parlor://[::1]:41234/", "::1", 41234 },
    { "parlor://[2001:db8::7]/", "2001:db8::7", 7976 },
    { "parlor://h/?fp=" FP, "h", 7976, FP },
    { "parlor://h/?invite=abc-DEF_123", "h", 7976, NULL, "abc-DEF_123" },
    { "parlor://h:5/?fp=" FP "&invite=t#lobby", "h", 5, FP, "t", "lobby" },
    { "parlor://h/?invite=t&fp=" FP, "h", 7976, FP, "t" },
    { "parlor://h/?fp=SHA256%3A47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "h", 7976, FP },
    { "parlor://h/?new=1&invite=t", "h", 7976, NULL, "t" },
    { "parlor://h/#", "h", 7976 },
    { "parlor://h/#caf%C3%A9%20%23%2F", "h", 7976, NULL, NULL, "café #/" },
    { "parlor://h#p1-7", "h", 7976, NULL, NULL, "p1-7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError)        error = NULL;
    g_autoptr (ParlorLinkUri) uri = NULL;
    g_autoptr (ParlorLinkUri) again = NULL;
    g_autofree char          *text = NULL;

    g_test_message ("%s", cases[i].text);
    uri = parlor_link_uri_parse (cases[i].text, &error);
    g_assert_no_error (error);
    assert_says (uri, &cases[i]);

    text = parlor_link_uri_to_string (uri);
    again = parlor_link_uri_parse (text, &error);
    g_assert_no_error (error);
    assert_says (again, &cases[i]);
  }
}

static void
test_refused (void)
{
  static const char *texts[] = {
    "",
    "parlor",
    "parlor:",
    "parlor://",
    "parlor:///",
    "parlor:host",
    "parlor:/host",
    "http://host/",
    "javascript:alert(1)",
    " parlor://host/",
    "parlor://host/\n",
    "parlor://ho st/",
    "parlor://ho\x01st/",
    "parlor://ho%0Ast/",
    "parlor://ho%00st/",
    "parlor://ho%2Fst/",
    "parlor://ho%E2%80%AEst/",
    "parlor://host\xff/",
    "parlor://host:0/",
    "parlor://host:65536/",
    "parlor://host:-1/",
    "parlor://host:port/",
    "parlor://[::1/",
    "parlor://[:]/",
    "parlor://[fe80::1%25et%0Ah0]/",
    "parlor://[not an address]/",
    "parlor://user@host/",
    "parlor://user:password@host/",
    "parlor://host/path",
    "parlor://host//",
    "parlor://host/?fp=",
    "parlor://host/?fp=SHA256:short",
    "parlor://host/?fp=SHA1:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
    "parlor://host/?fp=" FP "x",
    "parlor://host/?fp=SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
    "parlor://host/?invite=",
    "parlor://host/?invite=a%20b",
    "parlor://host/?invite=a%0Ab",
    "parlor://host/?invite=%FF",
    "parlor://host/?invite",
    "parlor://host/#%FF",
    "parlor://host/#a%00b",
    "parlor://host/#a%0Ab",
    "parlor://host/#a%E2%80%AEb",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError)        error = NULL;
    g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse (texts[i], &error);
    g_autofree char          *shown = g_strescape (texts[i], NULL);

    g_test_message ("%s", shown);
    g_assert_null (uri);
    g_assert_nonnull (error);
    g_assert_true (error->domain == G_IO_ERROR || error->domain == G_URI_ERROR);
  }
}

static void
test_limits (void)
{
  g_autofree char          *invite = g_strnfill (PARLOR_TOKEN_MAX_BYTES, 'a');
  g_autofree char          *longest = g_strdup_printf ("parlor://h/?invite=%s", invite);
  g_autofree char          *too_long = g_strdup_printf ("parlor://h/?invite=%sa", invite);
  g_autofree char          *endless = g_strnfill (100 * 1000, 'a');
  g_autofree char          *link = g_strdup_printf ("parlor://%s/", endless);
  g_autofree char          *title = g_strnfill (PARLOR_TITLE_MAX_BYTES + 1, 'a');
  g_autofree char          *place = g_strdup_printf ("parlor://h/#%s", title);
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse (longest, NULL);

  g_assert_cmpstr (uri->invite, ==, invite);
  g_assert_null (parlor_link_uri_parse (too_long, NULL));
  g_assert_null (parlor_link_uri_parse (link, NULL));
  g_assert_null (parlor_link_uri_parse (place, NULL));
}

static void
test_address (void)
{
  static const Case cases[] = {
    { "chat.example.org", "chat.example.org", 7976 },
    { "  chat.example.org:80\n", "chat.example.org", 80 },
    { "192.0.2.7", "192.0.2.7", 7976 },
    { "192.0.2.7:5", "192.0.2.7", 5 },
    { "host:", "host", 7976 },
    { "::1", "::1", 7976 },
    { "2001:db8::7", "2001:db8::7", 7976 },
    { "[::1]", "::1", 7976 },
    { "[::1]:5", "::1", 5 },
    { "parlor://h:5/?invite=t", "h", 5, NULL, "t" },
    { " parlor://h/ ", "h", 7976 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError)        error = NULL;
    g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse_address (cases[i].text, &error);

    g_test_message ("%s", cases[i].text);
    g_assert_no_error (error);
    assert_says (uri, &cases[i]);
  }
}

/* An address of this computer's network says through which interface. */
static void
test_scope (void)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse_address ("fe80::1%eth0", &error);
  g_autoptr (ParlorLinkUri) again = NULL;
  g_autofree char          *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (uri->host, ==, "fe80::1%eth0");

  text = parlor_link_uri_to_string (uri);
  again = parlor_link_uri_parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->host, ==, uri->host);
}

static void
test_address_refused (void)
{
  static const char *texts[] = {
    "",
    " ",
    ":",
    ":5",
    "host:x",
    "host:0",
    "host:70000",
    "host/path",
    "host?x",
    "host#x",
    "user@host",
    "two words",
    "http://host",
    "::g",
    "[::1",
    "host\nname",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError)        error = NULL;
    g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse_address (texts[i], &error);

    g_test_message ("%s", texts[i]);
    g_assert_null (uri);
    g_assert_nonnull (error);
  }
}

static void
test_fingerprint (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) other = g_bytes_new_static ("a", 1);
  g_autofree char   *of_nothing = parlor_fingerprint_of_der (nothing);
  g_autofree char   *of_other = parlor_fingerprint_of_der (other);

  g_assert_cmpstr (of_nothing, ==, FP);
  g_assert_true (parlor_fingerprint_check (of_nothing));
  g_assert_true (parlor_fingerprint_check (of_other));
  g_assert_cmpstr (of_other, !=, of_nothing);

  g_assert_false (parlor_fingerprint_check (""));
  g_assert_false (parlor_fingerprint_check ("SHA"));
  g_assert_false (parlor_fingerprint_check ("SHA256:"));
  g_assert_false (parlor_fingerprint_check (FP "="));
  g_assert_false (parlor_fingerprint_check (&FP[1]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link-uri/parse", test_parse);
  g_test_add_func ("/link-uri/refused", test_refused);
  g_test_add_func ("/link-uri/limits", test_limits);
  g_test_add_func ("/link-uri/address", test_address);
  g_test_add_func ("/link-uri/address/refused", test_address_refused);
  g_test_add_func ("/link-uri/scope", test_scope);
  g_test_add_func ("/link-uri/fingerprint", test_fingerprint);

  return g_test_run ();
}
