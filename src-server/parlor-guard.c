/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-guard"

#include "parlor-guard.h"

#include "parlor-host.h"
#include "parlor-throttle.h"

#define REFILL_MS 6000
#define NETWORK_FACTOR 5
#define NAME_FACTOR 10
#define HOUR_MS (60 * 60 * 1000)
#define KNOWN_MAX 16384

/**
 * ParlorGuard:
 *
 * Who may try a password now, and who may make an account.
 *
 * Wrong passwords are counted for the account together with the network that
 * they come from, strictly; for the network, since it may try many accounts;
 * and for the account, since it may be tried from many networks.  That last
 * count would let anybody lock somebody out: it does not hold where the account
 * has signed in from not long ago.
 *
 * A name that nobody has is counted as any other.
 */
struct _ParlorGuard
{
  ParlorThrottle *pairs;
  ParlorThrottle *networks;
  ParlorThrottle *names;
  ParlorThrottle *registrations;
  GHashTable     *known;        /* pairs that were right; when it is full it becomes */
  GHashTable     *known_before; /* this one, and that one is forgotten */
};

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
make_throttles (ParlorGuard        *self,
                const ParlorConfig *config)
{
  gint64 burst = config->sign_in_failures_burst;
  gint64 hourly = config->registrations_per_hour;

  self->pairs = parlor_throttle_new (burst, REFILL_MS);
  self->networks = parlor_throttle_new (burst * NETWORK_FACTOR, REFILL_MS / NETWORK_FACTOR);
  self->names = parlor_throttle_new (burst * NAME_FACTOR, REFILL_MS / NAME_FACTOR);
  self->registrations = parlor_throttle_new (hourly, MAX (HOUR_MS / hourly, 1));
}

static void
free_throttles (ParlorGuard *self)
{
  parlor_throttle_free (self->pairs);
  parlor_throttle_free (self->networks);
  parlor_throttle_free (self->names);
  parlor_throttle_free (self->registrations);
}

/**
 * parlor_guard_new:
 * @config: how often
 *
 * Returns: (transfer full): a guard that knows nobody
 */
ParlorGuard *
parlor_guard_new (const ParlorConfig *config)
{
  ParlorGuard *self = g_new0 (ParlorGuard, 1);

  make_throttles (self, config);
  self->known = new_set ();
  self->known_before = new_set ();

  return self;
}

/**
 * parlor_guard_free:
 * @self: (transfer full): a guard
 */
void
parlor_guard_free (ParlorGuard *self)
{
  free_throttles (self);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->known_before);
  g_free (self);
}

/**
 * parlor_guard_configure:
 * @self: a guard
 * @config: how often from now on
 *
 * Counts begin anew.
 */
void
parlor_guard_configure (ParlorGuard        *self,
                        const ParlorConfig *config)
{
  free_throttles (self);
  make_throttles (self, config);
}

static char *
pair_of (const char *network,
         const char *name)
{
  return g_strconcat (network, " ", name, NULL);
}

/**
 * parlor_guard_check:
 * @self: a guard
 * @address: where somebody comes from
 * @name: whose password is tried; folded, but nobody has to have it
 *
 * Returns: 0 if a password may be tried now, else how long to wait, in
 *   milliseconds
 */
gint64
parlor_guard_check (ParlorGuard *self,
                    const char  *address,
                    const char  *name)
{
  g_autofree char *network = parlor_host_network_of (address);
  g_autofree char *pair = pair_of (network, name);
  gboolean         is_known = g_hash_table_contains (self->known, pair) ||
                      g_hash_table_contains (self->known_before, pair);
  gint64 wait_ms = MAX (parlor_throttle_check (self->pairs, pair),
                        parlor_throttle_check (self->networks, network));

  return is_known ? wait_ms : MAX (wait_ms, parlor_throttle_check (self->names, name));
}

/**
 * parlor_guard_failed:
 * @self: a guard
 * @address: where somebody comes from
 * @name: whose password was tried and was wrong
 */
void
parlor_guard_failed (ParlorGuard *self,
                     const char  *address,
                     const char  *name)
{
  g_autofree char *network = parlor_host_network_of (address);
  g_autofree char *pair = pair_of (network, name);

  parlor_throttle_count (self->pairs, pair);
  parlor_throttle_count (self->networks, network);
  parlor_throttle_count (self->names, name);
}

/**
 * parlor_guard_passed:
 * @self: a guard
 * @address: where somebody comes from
 * @name: who has signed in, by password or token
 */
void
parlor_guard_passed (ParlorGuard *self,
                     const char  *address,
                     const char  *name)
{
  g_autofree char *network = parlor_host_network_of (address);

  if (g_hash_table_size (self->known) >= KNOWN_MAX) {
    g_hash_table_unref (self->known_before);
    self->known_before = self->known;
    self->known = new_set ();
  }
  g_hash_table_add (self->known, pair_of (network, name));
}

/**
 * parlor_guard_check_registration:
 * @self: a guard
 * @address: where somebody comes from
 *
 * Returns: 0 if an account may be made from there now, else how long to wait,
 *   in milliseconds
 */
gint64
parlor_guard_check_registration (ParlorGuard *self,
                                 const char  *address)
{
  g_autofree char *network = parlor_host_network_of (address);

  return parlor_throttle_check (self->registrations, network);
}

/**
 * parlor_guard_registers:
 * @self: a guard
 * @address: from where an account is being made
 */
void
parlor_guard_registers (ParlorGuard *self,
                        const char  *address)
{
  g_autofree char *network = parlor_host_network_of (address);

  parlor_throttle_count (self->registrations, network);
}
