/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-group-guard"

#include "parlor-group-guard.h"

#include "parlor-throttle.h"

#define REFILL_MS 6000
#define NETWORK_FACTOR 5
#define GROUP_FACTOR 100

/**
 * ParlorGroupGuard:
 *
 * Who may try the password of a group now.
 *
 * Tries are counted for the account, strictly; for the network that they come
 * from, since whoever is there may have many accounts, and others may be there as
 * well; both whichever group they are about; and for the group, since many
 * networks may share the work.  That last count holds for everybody, so it is
 * much larger, and comes back much faster, than what one network can take of it:
 * no single one can lock others out.
 *
 * A try counts before it is known how it ends, so that many at once are no way
 * around; it is given back when the password was right.
 */
struct _ParlorGroupGuard
{
  ParlorThrottle *accounts;
  ParlorThrottle *networks;
  ParlorThrottle *groups;
};

/**
 * parlor_group_guard_new:
 * @config: how many wrong passwords are let pass
 *
 * Returns: (transfer full): a guard that has counted nothing
 */
ParlorGroupGuard *
parlor_group_guard_new (const ParlorConfig *config)
{
  ParlorGroupGuard *self = g_new0 (ParlorGroupGuard, 1);
  gint64            burst = config->sign_in_failures_burst;

  self->accounts = parlor_throttle_new (burst, REFILL_MS);
  self->networks = parlor_throttle_new (burst * NETWORK_FACTOR, REFILL_MS / NETWORK_FACTOR);
  self->groups = parlor_throttle_new (burst * GROUP_FACTOR, REFILL_MS / GROUP_FACTOR);

  return self;
}

/**
 * parlor_group_guard_configure:
 * @self: a guard
 * @config: how many wrong passwords are let pass from now on
 */
void
parlor_group_guard_configure (ParlorGroupGuard   *self,
                              const ParlorConfig *config)
{
  gint64 burst = config->sign_in_failures_burst;

  parlor_throttle_set_burst (self->accounts, burst);
  parlor_throttle_set_burst (self->networks, burst * NETWORK_FACTOR);
  parlor_throttle_set_burst (self->groups, burst * GROUP_FACTOR);
}

/**
 * parlor_group_guard_free:
 * @self: (transfer full): a guard
 */
void
parlor_group_guard_free (ParlorGroupGuard *self)
{
  parlor_throttle_free (self->accounts);
  parlor_throttle_free (self->networks);
  parlor_throttle_free (self->groups);
  g_free (self);
}

static char *
key_of_account (gint64 account)
{
  return g_strdup_printf ("account %" G_GINT64_FORMAT, account);
}

/**
 * parlor_group_guard_try:
 * @self: a guard
 * @group: id of the group
 * @account: who tries
 * @network: from where, see parlor_host_network_of()
 *
 * Counts a try of the group's password.
 *
 * Returns: 0 if it may be made, else how long to wait, in milliseconds; then it
 *   was not counted
 */
gint64
parlor_group_guard_try (ParlorGroupGuard *self,
                        const char       *group,
                        gint64            account,
                        const char       *network)
{
  g_autofree char *key = key_of_account (account);
  gint64           wait_ms = MAX (parlor_throttle_check (self->accounts, key),
                                  parlor_throttle_check (self->networks, network));

  wait_ms = MAX (wait_ms, parlor_throttle_check (self->groups, group));
  if (wait_ms > 0)
    return wait_ms;

  parlor_throttle_count (self->accounts, key);
  parlor_throttle_count (self->networks, network);
  parlor_throttle_count (self->groups, group);

  return 0;
}

/**
 * parlor_group_guard_give_back:
 * @self: a guard
 * @group: see parlor_group_guard_try()
 * @account: see parlor_group_guard_try()
 * @network: see parlor_group_guard_try()
 *
 * Has a try that was counted count no longer: the password was right, or nobody
 * looked at it.
 */
void
parlor_group_guard_give_back (ParlorGroupGuard *self,
                              const char       *group,
                              gint64            account,
                              const char       *network)
{
  g_autofree char *key = key_of_account (account);

  parlor_throttle_give_back (self->accounts, key);
  parlor_throttle_give_back (self->networks, network);
  parlor_throttle_give_back (self->groups, group);
}
