/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-trust"

#include "parlor-trust.h"

/**
 * parlor_trust_judge:
 * @offered: fingerprint of the certificate that the server shows
 * @pinned: (nullable): the one that the person accepted before
 * @linked: (nullable): the one that the link names which the person follows
 * @is_signed: whether an authority that this system knows signed it for the
 *   server's name
 *
 * Whoever has a pin never comes to another certificate without being asked,
 * not even to a signed one.  A link, on the other hand, may be older than a
 * signed certificate that is renewed every few months.
 *
 * Returns: whether to go on
 */
ParlorTrust
parlor_trust_judge (const char *offered,
                    const char *pinned,
                    const char *linked,
                    gboolean    is_signed)
{
  if (g_strcmp0 (offered, pinned) == 0 || g_strcmp0 (offered, linked) == 0)
    return PARLOR_TRUST_GOOD;
  if (pinned != NULL)
    return PARLOR_TRUST_CHANGED;
  if (is_signed)
    return PARLOR_TRUST_GOOD;

  return linked != NULL ? PARLOR_TRUST_CHANGED : PARLOR_TRUST_UNKNOWN;
}
