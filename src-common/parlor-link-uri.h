/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorLinkUri:
 * @host: name or address of the server; IPv6 without brackets
 * @port: 1 to 65535
 * @fingerprint: (nullable): see parlor_fingerprint_of_der()
 * @invite: (nullable): token that lets a new account be made
 * @conversation: (nullable): id or name of what to open
 *
 * What one needs to enter a server, as a `parlor:` link carries it:
 * `parlor://host:port/?fp=SHA256:…&invite=TOKEN#conversation`.
 */
typedef struct
{
  char   *host;
  guint16 port;
  char   *fingerprint;
  char   *invite;
  char   *conversation;
} ParlorLinkUri;

ParlorLinkUri *parlor_link_uri_parse (const char *text,
                                      GError    **error);
ParlorLinkUri *parlor_link_uri_parse_address (const char *text,
                                              GError    **error);
char          *parlor_link_uri_to_string (const ParlorLinkUri *uri);
void           parlor_link_uri_free (ParlorLinkUri *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorLinkUri, parlor_link_uri_free)

char    *parlor_fingerprint_of_der (GBytes *der);
gboolean parlor_fingerprint_check (const char *text);

G_END_DECLS
