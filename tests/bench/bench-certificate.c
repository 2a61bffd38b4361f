/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-certificate.h"

#include <gnutls/x509.h>

#define LIFE_S (24 * 60 * 60)

static void
must (int         code,
      const char *what)
{
  if (code < 0)
    g_error ("%s: %s", what, gnutls_strerror (code));
}

/**
 * bench_certificate_install:
 * @credentials: what a server shows
 *
 * Makes a key (ECDSA P-256, as the server's own is) and a certificate of one
 * day that it signs itself.
 */
void
bench_certificate_install (gnutls_certificate_credentials_t credentials)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
  const guint8          serial[] = { 1 };
  gint64                now_s = g_get_real_time () / G_USEC_PER_SEC;
  guint                 bits = GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1);

  must (gnutls_x509_privkey_init (&key), "private key");
  must (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, bits, 0), "private key");

  must (gnutls_x509_crt_init (&certificate), "certificate");
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (certificate, now_s);
  gnutls_x509_crt_set_expiration_time (certificate, now_s + LIFE_S);
  gnutls_x509_crt_set_dn (certificate, "CN=localhost", NULL);
  gnutls_x509_crt_set_key (certificate, key);
  must (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), "signature");

  must (gnutls_certificate_set_x509_key (credentials, &certificate, 1, key), "credentials");
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
}
