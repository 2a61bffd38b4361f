/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A link that is understood can be written, and then says the same. */

#include "parlor-link-uri.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check (ParlorLinkUri *link)
{
  g_autoptr (ParlorLinkUri) again = NULL;
  g_autofree char          *text = NULL;

  if (link == NULL)
    return;

  text = parlor_link_uri_to_string (link);
  again = parlor_link_uri_parse (text, NULL);
  g_assert (again != NULL);
  g_assert (g_str_equal (again->host, link->host) && again->port == link->port && link->port > 0);
  g_assert (g_strcmp0 (again->fingerprint, link->fingerprint) == 0);
  g_assert (g_strcmp0 (again->invite, link->invite) == 0);
  g_assert (g_strcmp0 (again->conversation, link->conversation) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char          *text = g_strndup ((const char *) data, size);
  g_autofree char          *with_scheme = g_strconcat ("parlor://", text, NULL);
  g_autoptr (ParlorLinkUri) link = parlor_link_uri_parse (with_scheme, NULL);
  g_autoptr (ParlorLinkUri) address = parlor_link_uri_parse_address (text, NULL);

  check (link);
  check (address);

  return 0;
}
