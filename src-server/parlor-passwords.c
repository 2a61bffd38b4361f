/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-passwords"

#include "parlor-passwords.h"

#include "parlor-refusal.h"
#include "parlor-worker.h"

#include <argon2.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#define SALT_BYTES 16
#define HASH_BYTES 32
#define TOKEN_BYTES 32
#define ENCODED_MAX_BYTES 256
#define MAX_WAITING 256
/* What those who are signed in want waits only as long as this many do. */
#define CROWDED 32
#define NOBODYS_PASSWORD "nobody knows this"

/**
 * ParlorPasswords:
 *
 * Hashes passwords with argon2id (RFC 9106) on a few threads, since it is meant
 * to be slow.  What waits is bounded: hashing must not become a way to exhaust
 * the server.
 */
struct _ParlorPasswords
{
  ParlorConfig *config;
  GThreadPool  *pool;
  GMainContext *context;

  GMutex mutex;
  char  *nobody; /* a hash, for names that nobody has; guarded by the mutex */
};

typedef struct
{
  ParlorConfig  *config;
  char          *password;
  char          *hash;      /* NULL to make it */
  gboolean       is_nobody; /* whatever is typed is wrong */
  gboolean       is_right;
  ParlorHashed   hashed;
  ParlorVerified verified;
  gpointer       user_data;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  gnutls_memset (job->password, 0, strlen (job->password));
  g_free (job->password);
  g_free (job->hash);
  parlor_config_unref (job->config);
  g_free (job);
}

static char *
hash_password (const ParlorConfig *config,
               const char         *password)
{
  char   encoded[ENCODED_MAX_BYTES];
  guint8 salt[SALT_BYTES];
  int    code;

  if (gnutls_rnd (GNUTLS_RND_NONCE, salt, sizeof salt) < 0)
    return NULL;

  code = argon2id_hash_encoded (config->password_hash_passes, config->password_hash_memory_kib, 1,
                                password, strlen (password), salt, sizeof salt, HASH_BYTES,
                                encoded, sizeof encoded);
  if (code != ARGON2_OK) {
    g_message ("Cannot hash a password: %s", argon2_error_message (code));
    return NULL;
  }

  return g_strdup (encoded);
}

static gboolean
give_result (gpointer data)
{
  Job *job = data;

  if (job->hashed != NULL)
    job->hashed (g_steal_pointer (&job->hash), job->user_data);
  else
    job->verified (job->is_right, job->user_data);

  return G_SOURCE_REMOVE;
}

static void
set_nobody (ParlorPasswords *self,
            char            *hash)
{
  g_mutex_lock (&self->mutex);
  g_free (self->nobody);
  self->nobody = hash;
  g_mutex_unlock (&self->mutex);
}

static char *
dup_nobody (ParlorPasswords *self)
{
  char *hash;

  g_mutex_lock (&self->mutex);
  hash = g_strdup (self->nobody);
  g_mutex_unlock (&self->mutex);

  return hash;
}

/* On a thread of the pool. */
static void
do_job (gpointer data,
        gpointer user_data)
{
  ParlorPasswords *self = user_data;
  Job             *job = data;

  g_debug ("A password is %s", job->verified != NULL ? "compared" : "hashed");
  if (job->hashed == NULL && job->verified == NULL) {
    set_nobody (self, hash_password (job->config, job->password));
    job_free (job);
    return;
  }

  if (job->hashed != NULL)
    job->hash = hash_password (job->config, job->password);
  else
    job->is_right =
      argon2id_verify (job->hash, job->password, strlen (job->password)) == ARGON2_OK &&
      !job->is_nobody;

  parlor_worker_give (self->context, give_result, job, job_free);
}

/**
 * parlor_passwords_new:
 * @config: cost and number of threads
 *
 * Returns: (transfer full): a pool; results come in the calling thread's
 *   default main context
 */
ParlorPasswords *
parlor_passwords_new (const ParlorConfig *config)
{
  ParlorPasswords *self = g_new0 (ParlorPasswords, 1);

  self->config = parlor_config_ref (config);
  g_mutex_init (&self->mutex);
  self->context = g_main_context_ref_thread_default ();
  self->pool = g_thread_pool_new (do_job, self, config->password_hash_threads, FALSE, NULL);
  self->nobody = hash_password (config, NOBODYS_PASSWORD);

  return self;
}

/**
 * parlor_passwords_close:
 * @self: (transfer full): the pool
 *
 * Waits for what is under way.
 */
void
parlor_passwords_close (ParlorPasswords *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  parlor_config_unref (self->config);
  g_free (self->nobody);
  g_free (self);
}

static gboolean
push (ParlorPasswords *self,
      Job              job)
{
  Job *queued = g_memdup2 (&job, sizeof job);

  queued->config = parlor_config_ref (self->config);
  if (g_thread_pool_unprocessed (self->pool) >= MAX_WAITING) {
    job_free (queued);
    return FALSE;
  }

  /* Without another thread it waits for those that there are. */
  g_thread_pool_push (self->pool, queued, NULL);

  return TRUE;
}

/**
 * parlor_passwords_configure:
 * @self: the pool
 * @config: cost and number of threads that hold from now on
 */
void
parlor_passwords_configure (ParlorPasswords    *self,
                            const ParlorConfig *config)
{
  gboolean is_cost_same =
    config->password_hash_memory_kib == self->config->password_hash_memory_kib &&
    config->password_hash_passes == self->config->password_hash_passes;

  parlor_config_unref (self->config);
  self->config = parlor_config_ref (config);
  g_thread_pool_set_max_threads (self->pool, config->password_hash_threads, NULL);
  /* Names that nobody has are to take as long as others. */
  if (!is_cost_same)
    push (self, (Job){ .password = g_strdup (NOBODYS_PASSWORD) });
}

/**
 * parlor_passwords_hash:
 * @self: the pool
 * @password: what to hash
 * @func: given the hash, encoded with its parameters
 * @user_data: for @func
 *
 * Returns: FALSE if too much is waiting; @func is not called then
 */
gboolean
parlor_passwords_hash (ParlorPasswords *self,
                       const char      *password,
                       ParlorHashed     func,
                       gpointer         user_data)
{
  return push (self, (Job){ .password = g_strdup (password),
                            .hashed = func,
                            .user_data = user_data });
}

/**
 * parlor_passwords_verify:
 * @self: the pool
 * @password: what somebody typed
 * @hash: (nullable): what parlor_passwords_hash() made; NULL takes as long and
 *   is never right
 * @func: told whether they fit
 * @user_data: for @func
 *
 * Returns: FALSE if too much is waiting; @func is not called then
 */
gboolean
parlor_passwords_verify (ParlorPasswords *self,
                         const char      *password,
                         const char      *hash,
                         ParlorVerified   func,
                         gpointer         user_data)
{
  return push (self, (Job){ .password = g_strdup (password),
                            .hash = hash != NULL ? g_strdup (hash) : dup_nobody (self),
                            .is_nobody = hash == NULL,
                            .verified = func,
                            .user_data = user_data });
}

/**
 * parlor_passwords_is_crowded:
 * @self: a pool
 *
 * Who wants to sign in is not to wait for long, nor to be turned away, because
 * somebody has many passwords hashed.
 *
 * Returns: whether those who are signed in are to come back later
 */
gboolean
parlor_passwords_is_crowded (ParlorPasswords *self)
{
  return g_thread_pool_unprocessed (self->pool) >= CROWDED;
}

/**
 * parlor_passwords_is_outdated:
 * @self: the pool
 * @hash: what parlor_passwords_hash() made at any time
 *
 * Returns: whether it was made at another cost than is configured now
 */
gboolean
parlor_passwords_is_outdated (ParlorPasswords *self,
                              const char      *hash)
{
  g_autofree char *prefix =
    g_strdup_printf ("$argon2id$v=19$m=%" G_GINT64_FORMAT ",t=%" G_GINT64_FORMAT ",p=1$",
                     self->config->password_hash_memory_kib, self->config->password_hash_passes);

  return !g_str_has_prefix (hash, prefix);
}

/**
 * parlor_password_check:
 * @password: what somebody wants to have as a password
 * @field: the member of the request that it is
 * @error: return location for %PARLOR_REFUSED_BAD_VALUE
 *
 * Returns: whether it is long enough
 */
gboolean
parlor_password_check (const char *password,
                       const char *field,
                       GError    **error)
{
  return g_utf8_strlen (password, -1) >= PARLOR_PASSWORD_MIN_CHARS ||
         parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, field,
                        N_ ("A password has at least 8 characters."));
}

/**
 * parlor_token_new:
 *
 * Returns: (transfer full): a secret of 256 random bits, base64url
 */
char *
parlor_token_new (void)
{
  guint8 bytes[TOKEN_BYTES];
  char  *token;

  if (gnutls_rnd (GNUTLS_RND_KEY, bytes, sizeof bytes) < 0)
    g_error ("No random numbers");

  token = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (token, "+", '-');
  g_strdelimit (token, "/", '_');
  *strchrnul (token, '=') = '\0';

  return token;
}

/**
 * parlor_token_hash:
 * @token: a secret that parlor_token_new() made
 *
 * Returns: (transfer full): its SHA-256, which is enough for a random secret
 */
char *
parlor_token_hash (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}
