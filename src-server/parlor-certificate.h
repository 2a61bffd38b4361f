/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

gboolean parlor_certificate_ensure (const char *folder,
                                    GError    **error);

gnutls_certificate_credentials_t parlor_certificate_load (const char *folder,
                                                          char      **ret_fingerprint,
                                                          GError    **error);

G_END_DECLS
