/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/* In the data folder. */
#define PARLOR_CERTIFICATE_KEY_FILE "server.key"
#define PARLOR_CERTIFICATE_FILE "server.crt"

/**
 * ParlorCertificate:
 * @credentials: key and certificate, with those of its issuers
 * @fingerprint: see parlor_fingerprint_of_der()
 * @content: SHA-256 of what the files said
 *
 * What the server shows to clients.  It never changes: a reload makes another
 * one, and connections keep that with which they were made.
 */
typedef struct
{
  gatomicrefcount                  n_refs;
  gnutls_certificate_credentials_t credentials;
  char                            *fingerprint;
  char                            *content;
} ParlorCertificate;

gboolean parlor_certificate_ensure (const char *folder,
                                    GError    **error);

ParlorCertificate *parlor_certificate_load (const char *folder,
                                            GError    **error);
ParlorCertificate *parlor_certificate_ref (ParlorCertificate *self);
void               parlor_certificate_unref (ParlorCertificate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorCertificate, parlor_certificate_unref)

G_END_DECLS
