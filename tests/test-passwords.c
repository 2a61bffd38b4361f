/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-passwords.h"
#include "parlor-throttle.h"

typedef struct
{
  ParlorConfig    *config;
  ParlorPasswords *passwords;
  char            *hash;
  gboolean         is_right;
  guint            n_done;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->config = parlor_config_new (NULL, NULL);
  fixture->config->password_hash_memory_kib = 64;
  fixture->config->password_hash_passes = 1;
  fixture->passwords = parlor_passwords_new (fixture->config);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  parlor_passwords_close (fixture->passwords);
  parlor_config_unref (fixture->config);
  g_free (fixture->hash);
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->hash);
  fixture->hash = hash;
  fixture->n_done++;
}

static void
on_verified (gboolean is_right,
             gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->is_right = is_right;
  fixture->n_done++;
}

static void
wait_for (Fixture *fixture,
          guint    n_done)
{
  while (fixture->n_done < n_done)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
verify (Fixture    *fixture,
        const char *password,
        const char *hash)
{
  guint n_done = fixture->n_done;

  g_assert_true (parlor_passwords_verify (fixture->passwords, password, hash,
                                          on_verified, fixture));
  wait_for (fixture, n_done + 1);

  return fixture->is_right;
}

static void
test_verify (Fixture      *fixture,
             gconstpointer unused)
{
  g_assert_true (parlor_passwords_hash (fixture->passwords, "correct horse", on_hashed, fixture));
  wait_for (fixture, 1);

  g_assert_true (g_str_has_prefix (fixture->hash, "$argon2id$"));
  g_assert_true (verify (fixture, "correct horse", fixture->hash));
  g_assert_false (verify (fixture, "correct hors", fixture->hash));
  g_assert_false (verify (fixture, "", fixture->hash));
  g_assert_false (verify (fixture, "correct horse", "not a hash"));
  g_assert_false (verify (fixture, "nobody knows this", NULL));
}

static void
test_outdated (Fixture      *fixture,
               gconstpointer unused)
{
  g_assert_true (parlor_passwords_hash (fixture->passwords, "correct horse", on_hashed, fixture));
  wait_for (fixture, 1);

  g_assert_false (parlor_passwords_is_outdated (fixture->passwords, fixture->hash));
  fixture->config->password_hash_passes = 2;
  g_assert_true (parlor_passwords_is_outdated (fixture->passwords, fixture->hash));
}

/* Hashing cannot be made to pile up. */
static void
test_busy (Fixture      *fixture,
           gconstpointer unused)
{
  guint n_pushed = 0;

  while (n_pushed < 100000 &&
         parlor_passwords_hash (fixture->passwords, "correct horse", on_hashed, fixture))
    n_pushed++;
  g_assert_cmpuint (n_pushed, <, 100000);
  wait_for (fixture, n_pushed);
}

static void
test_tokens (void)
{
  g_autofree char *one = parlor_token_new ();
  g_autofree char *other = parlor_token_new ();
  g_autofree char *hash = parlor_token_hash (one);

  g_assert_cmpuint (strlen (one), ==, 43);
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpuint (strlen (hash), ==, 64);
}

static void
test_throttle (void)
{
  ParlorThrottle *throttle = parlor_throttle_new (3, 60000);

  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (parlor_throttle_check (throttle, "ada"), ==, 0);
    parlor_throttle_count (throttle, "ada");
  }
  g_assert_cmpint (parlor_throttle_check (throttle, "ada"), >, 50000);
  g_assert_cmpint (parlor_throttle_check (throttle, "ada"), <=, 60000);
  g_assert_cmpint (parlor_throttle_check (throttle, "bob"), ==, 0);
  parlor_throttle_free (throttle);

  throttle = parlor_throttle_new (1, 10);
  parlor_throttle_count (throttle, "ada");
  g_usleep (20000);
  g_assert_cmpint (parlor_throttle_check (throttle, "ada"), ==, 0);
  parlor_throttle_free (throttle);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/passwords/verify", Fixture, NULL, set_up, test_verify, tear_down);
  g_test_add ("/passwords/outdated", Fixture, NULL, set_up, test_outdated, tear_down);
  g_test_add ("/passwords/busy", Fixture, NULL, set_up, test_busy, tear_down);
  g_test_add_func ("/passwords/tokens", test_tokens);
  g_test_add_func ("/passwords/throttle", test_throttle);

  return g_test_run ();
}
