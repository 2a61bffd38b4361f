/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-link-uri"

#include "parlor-link-uri.h"

#include "parlor-limits.h"
#include "parlor-names.h"

#include <glib/gi18n.h>

#define FINGERPRINT_PREFIX "SHA256:"
#define FINGERPRINT_DIGITS 43 /* 32 bytes in base64url without padding */
#define LINK_MAX_BYTES 2000

/**
 * parlor_link_uri_free:
 * @uri: (transfer full) (nullable): a link
 */
void
parlor_link_uri_free (ParlorLinkUri *uri)
{
  if (uri == NULL)
    return;

  g_free (uri->host);
  g_free (uri->fingerprint);
  g_free (uri->invite);
  g_free (uri->conversation);
  g_free (uri);
}

static gboolean
set_error (GError    **error,
           const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);

  return FALSE;
}

static gboolean
is_token (const char *text)
{
  return *text != '\0' && strlen (text) <= PARLOR_TOKEN_MAX_BYTES &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
           strlen (text);
}

static gboolean
read_query (ParlorLinkUri *link,
            const char    *query,
            GError       **error)
{
  g_autoptr (GHashTable) params = NULL;
  const char            *fingerprint;
  const char            *invite;

  if (query == NULL)
    return TRUE;

  params = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, error);
  if (params == NULL)
    return FALSE;

  fingerprint = g_hash_table_lookup (params, "fp");
  invite = g_hash_table_lookup (params, "invite");
  if (fingerprint != NULL && !parlor_fingerprint_check (fingerprint))
    return set_error (error, _ ("The link's fingerprint is damaged. Ask for the link again."));
  if (invite != NULL && !is_token (invite))
    return set_error (error, _ ("The link's invitation is damaged. Ask for the link again."));

  link->fingerprint = g_strdup (fingerprint);
  link->invite = g_strdup (invite);

  return TRUE;
}

/* GUri takes any text for a host, escaped or not; a host name goes into error
 * messages, certificates' checks and resolvers, and has none of that. */
static gboolean
is_host (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char         *without_interface = NULL;

  if (host == NULL || *host == '\0' ||
      strspn (host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:%") !=
        strlen (host))
    return FALSE;
  if (strpbrk (host, ":%") == NULL)
    return TRUE;

  without_interface = g_strndup (host, strcspn (host, "%"));
  address = g_inet_address_new_from_string (without_interface);

  return address != NULL;
}

/* A conversation that a link names is shown before it is looked for. */
static gboolean
is_place (const char *place)
{
  g_autofree char *title = parlor_title_prepare (place, NULL);

  return strlen (place) <= PARLOR_TITLE_MAX_BYTES && title != NULL;
}

static gboolean
read_uri (ParlorLinkUri *link,
          GUri          *uri,
          GError       **error)
{
  const char *path = g_uri_get_path (uri);
  const char *fragment = g_uri_get_fragment (uri);
  const char *host = g_uri_get_host (uri);
  int         port = g_uri_get_port (uri);

  if (!is_host (host) || port == 0 || port > G_MAXUINT16 ||
      g_uri_get_userinfo (uri) != NULL || !(*path == '\0' || g_str_equal (path, "/")))
    return set_error (error, _ ("The link names no server. It looks like parlor://host:port/…"));
  if (fragment != NULL && *fragment != '\0' && !is_place (fragment))
    return set_error (error, _ ("The link's conversation is damaged. Ask for the link again."));

  link->host = g_strdup (host);
  link->port = port < 0 ? PARLOR_DEFAULT_PORT : port;
  link->conversation = fragment != NULL && *fragment != '\0' ? g_strdup (fragment) : NULL;

  return read_query (link, g_uri_get_query (uri), error);
}

/**
 * parlor_link_uri_parse:
 * @text: a `parlor:` link
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what @text says;
 *   %G_IO_ERROR_INVALID_ARGUMENT or a %G_URI_ERROR otherwise
 */
ParlorLinkUri *
parlor_link_uri_parse (const char *text,
                       GError    **error)
{
  g_autoptr (ParlorLinkUri) link = g_new0 (ParlorLinkUri, 1);
  g_autoptr (GUri)          uri = NULL;

  if (strlen (text) > LINK_MAX_BYTES || g_ascii_strncasecmp (text, "parlor:", 7) != 0) {
    set_error (error, _ ("Not a parlor: link"));
    return NULL;
  }

  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED_QUERY, error);
  if (uri == NULL || !read_uri (link, uri, error))
    return NULL;

  return g_steal_pointer (&link);
}

/* Brackets for an IPv6 address, whose interface follows a "%25" (RFC 6874). */
static char *
bracket (const char *host)
{
  g_auto (GStrv)   parts = g_strsplit (host, "%", 2);
  g_autofree char *escaped = g_strjoinv ("%25", parts);

  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]" : "%s", escaped);
}

/**
 * parlor_link_uri_parse_address:
 * @text: what somebody typed as a server: a link, or a host with or without
 *   a port
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what @text says
 */
ParlorLinkUri *
parlor_link_uri_parse_address (const char *text,
                               GError    **error)
{
  g_autofree char *address = g_strstrip (g_strdup (text));
  g_autofree char *host = NULL;
  g_autofree char *uri = NULL;

  if (g_ascii_strncasecmp (address, "parlor:", 7) == 0)
    return parlor_link_uri_parse (address, error);

  /* An IPv6 address without brackets: its colons are not a port's. */
  if (g_hostname_is_ip_address (address))
    host = bracket (address);
  else if (strpbrk (address, "/?#@") == NULL)
    host = g_steal_pointer (&address);

  if (host == NULL) {
    set_error (error, _ ("Not an address. Type it like chat.example.org or 192.168.1.20:7976"));
    return NULL;
  }

  uri = g_strdup_printf ("parlor://%s/", host);

  return parlor_link_uri_parse (uri, error);
}

/**
 * parlor_link_uri_to_string:
 * @uri: a link
 *
 * Returns: (transfer full): @uri as text, which parlor_link_uri_parse() reads
 */
char *
parlor_link_uri_to_string (const ParlorLinkUri *uri)
{
  g_autofree char *host = bracket (uri->host);
  GString         *text = g_string_new (NULL);
  char             mark = '?';

  g_string_append_printf (text, "parlor://%s:%u/", host, uri->port);
  if (uri->fingerprint != NULL) {
    g_string_append_printf (text, "%cfp=%s", mark, uri->fingerprint);
    mark = '&';
  }
  if (uri->invite != NULL)
    g_string_append_printf (text, "%cinvite=%s", mark, uri->invite);
  if (uri->conversation != NULL) {
    g_string_append_c (text, '#');
    g_string_append_uri_escaped (text, uri->conversation, NULL, FALSE);
  }

  return g_string_free (text, FALSE);
}

/**
 * parlor_fingerprint_of_der:
 * @der: a certificate, DER
 *
 * Returns: (transfer full): `SHA256:` and the digest of @der in base64url
 *   (RFC 4648 section 5) without padding
 */
char *
parlor_fingerprint_of_der (GBytes *der)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char      *digits = NULL;
  guint8                digest[32];
  gsize                 size = sizeof digest;

  g_checksum_update (checksum, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  g_checksum_get_digest (checksum, digest, &size);

  digits = g_base64_encode (digest, size);
  g_strdelimit (digits, "+", '-');
  g_strdelimit (digits, "/", '_');
  digits[FINGERPRINT_DIGITS] = '\0';

  return g_strconcat (FINGERPRINT_PREFIX, digits, NULL);
}

/**
 * parlor_fingerprint_check:
 * @text: a string
 *
 * Returns: whether @text has the form of a fingerprint
 */
gboolean
parlor_fingerprint_check (const char *text)
{
  const char *digits = text + strlen (FINGERPRINT_PREFIX);

  return g_str_has_prefix (text, FINGERPRINT_PREFIX) && strlen (digits) == FINGERPRINT_DIGITS &&
         strspn (digits, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
           FINGERPRINT_DIGITS;
}
