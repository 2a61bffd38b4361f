/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-certificate"

#include "parlor-certificate.h"

#include "parlor-host.h"
#include "parlor-link-uri.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <unistd.h>

#define KEY_FILE PARLOR_CERTIFICATE_KEY_FILE
#define CERTIFICATE_FILE PARLOR_CERTIFICATE_FILE
#define LIFETIME_S (G_GINT64_CONSTANT (3652) * 24 * 60 * 60) /* ten years */
#define SERIAL_BYTES 16

static gboolean
check (int      code,
       GError **error)
{
  if (code >= 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "TLS: %s", gnutls_strerror (code));

  return FALSE;
}

/* The names and addresses by which this host is called as far as it knows. */
static void
add_names (gnutls_x509_crt_t certificate)
{
  const char           *names[] = { "localhost", g_get_host_name () };
  g_autoptr (GPtrArray) addresses = parlor_host_list_addresses ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (i == 0 || g_strcmp0 (names[i], names[0]) != 0)
      gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, names[i],
                                            strlen (names[i]), GNUTLS_FSAN_APPEND);

  for (guint i = 0; i < addresses->len; i++)
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS,
                                          g_inet_address_to_bytes (addresses->pdata[i]),
                                          g_inet_address_get_native_size (addresses->pdata[i]),
                                          GNUTLS_FSAN_APPEND);
}

/* Self-signed, ECDSA P-256: RFC 5280, RFC 5480. */
static gboolean
fill_certificate (gnutls_x509_crt_t     certificate,
                  gnutls_x509_privkey_t key,
                  GError              **error)
{
  gint64      now_s = g_get_real_time () / G_USEC_PER_SEC;
  const char *name = "Parlor server";
  guint8      serial[SERIAL_BYTES];

  if (!check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), error))
    return FALSE;

  serial[0] &= 0x7f; /* positive */
  serial[0] |= 0x40;
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (certificate, now_s - 24 * 60 * 60);
  gnutls_x509_crt_set_expiration_time (certificate, now_s + LIFETIME_S);
  gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, strlen (name));
  gnutls_x509_crt_set_basic_constraints (certificate, 0, -1);
  gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
  gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
  add_names (certificate);

  return check (gnutls_x509_crt_set_key (certificate, key), error) &&
         check (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), error);
}

/* Writes a file that nobody else may read, whole or not at all. */
static gboolean
write_file (const char           *path,
            const gnutls_datum_t *content,
            GError              **error)
{
  return g_file_set_contents_full (path, (const char *) content->data, content->size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static gboolean
make_files (gnutls_x509_crt_t     certificate,
            gnutls_x509_privkey_t key,
            const char           *key_path,
            const char           *certificate_path,
            GError              **error)
{
  gnutls_datum_t key_pem = { NULL, 0 };
  gnutls_datum_t certificate_pem = { NULL, 0 };
  gboolean       is_made;

  is_made =
    check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                         GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
           error) &&
    fill_certificate (certificate, key, error) &&
    check (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem), error) &&
    check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &certificate_pem), error) &&
    write_file (key_path, &key_pem, error) &&
    write_file (certificate_path, &certificate_pem, error);

  gnutls_free (key_pem.data);
  gnutls_free (certificate_pem.data);

  return is_made;
}

/* A link counts, whether or not what it leads to can be had just now: whoever made
 * it keeps a certificate there. */
static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK);
}

/**
 * parlor_certificate_ensure:
 * @folder: (type filename): the data folder
 * @error: return location for an error
 *
 * Makes a private key and a self-signed certificate for ten years if there is no
 * certificate.
 *
 * Returns: whether both are there; %G_IO_ERROR_NOT_FOUND for a certificate
 *   without its key, which is not replaced: somebody may have paid for it
 */
gboolean
parlor_certificate_ensure (const char *folder,
                           GError    **error)
{
  g_autofree char      *key_path = g_build_filename (folder, KEY_FILE, NULL);
  g_autofree char      *certificate_path = g_build_filename (folder, CERTIFICATE_FILE, NULL);
  gnutls_x509_crt_t     certificate;
  gnutls_x509_privkey_t key;
  gboolean              is_made;

  if (is_there (certificate_path)) {
    if (is_there (key_path))
      return TRUE;
    g_set_error (
      error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
      /* Translators: the paths of two files */
      _ ("%s is there, but not its key, %s. Put the key back, or remove the certificate to "
         "have both made anew."),
      certificate_path, key_path);
    return FALSE;
  }

  gnutls_x509_crt_init (&certificate);
  gnutls_x509_privkey_init (&key);
  is_made = make_files (certificate, key, key_path, certificate_path, error);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  return is_made;
}

static char *
fingerprint_of (gnutls_certificate_credentials_t credentials)
{
  gnutls_datum_t     der;
  g_autoptr (GBytes) bytes = NULL;

  if (gnutls_certificate_get_crt_raw (credentials, 0, 0, &der) < 0)
    return NULL;

  bytes = g_bytes_new (der.data, der.size);

  return parlor_fingerprint_of_der (bytes);
}

/* Reads a file into @datum, and into @checksum. */
static gboolean
read_file (const char     *folder,
           const char     *name,
           GChecksum      *checksum,
           gnutls_datum_t *datum,
           GError        **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char            *content;
  gsize            size;

  if (!g_file_get_contents (path, &content, &size, error))
    return FALSE;

  *datum = (gnutls_datum_t){ (guint8 *) content, size };
  g_checksum_update (checksum, datum->data, size);

  return TRUE;
}

static gboolean
fill (ParlorCertificate    *self,
      const char           *folder,
      const gnutls_datum_t *certificate,
      const gnutls_datum_t *key,
      GError              **error)
{
  if (!check (gnutls_certificate_set_x509_key_mem2 (self->credentials, certificate, key,
                                                    GNUTLS_X509_FMT_PEM, NULL, 0),
              error)) {
    g_prefix_error (error, "%s/" CERTIFICATE_FILE " with " KEY_FILE ": ", folder);
    return FALSE;
  }
  self->fingerprint = fingerprint_of (self->credentials);

  return TRUE;
}

/**
 * parlor_certificate_load:
 * @folder: (type filename): the data folder
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the server's certificate with its key
 */
ParlorCertificate *
parlor_certificate_load (const char *folder,
                         GError    **error)
{
  g_autoptr (ParlorCertificate) self = g_new0 (ParlorCertificate, 1);
  g_autoptr (GChecksum)         checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gnutls_datum_t                certificate = { NULL, 0 };
  gnutls_datum_t                key = { NULL, 0 };
  gboolean                      is_good;

  g_atomic_ref_count_init (&self->n_refs);
  gnutls_certificate_allocate_credentials (&self->credentials);
  is_good = read_file (folder, CERTIFICATE_FILE, checksum, &certificate, error) &&
            read_file (folder, KEY_FILE, checksum, &key, error) &&
            fill (self, folder, &certificate, &key, error);
  self->content = g_strdup (g_checksum_get_string (checksum));

  if (key.data != NULL)
    gnutls_memset (key.data, 0, key.size);
  g_free (key.data);
  g_free (certificate.data);

  return is_good ? g_steal_pointer (&self) : NULL;
}

/**
 * parlor_certificate_ref:
 * @self: a certificate
 *
 * On any thread that has it.
 *
 * Returns: (transfer full): @self
 */
ParlorCertificate *
parlor_certificate_ref (ParlorCertificate *self)
{
  g_atomic_ref_count_inc (&self->n_refs);

  return self;
}

/**
 * parlor_certificate_unref:
 * @self: (transfer full): a certificate
 *
 * On any thread.
 */
void
parlor_certificate_unref (ParlorCertificate *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;

  gnutls_certificate_free_credentials (self->credentials);
  g_free (self->fingerprint);
  g_free (self->content);
  g_free (self);
}
