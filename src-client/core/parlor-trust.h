/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PARLOR_TRUST_GOOD,
  PARLOR_TRUST_UNKNOWN, /* nothing speaks for it: ask the person */
  PARLOR_TRUST_CHANGED, /* another one was expected */
} ParlorTrust;

ParlorTrust parlor_trust_judge (const char *offered,
                                const char *pinned,
                                const char *linked,
                                gboolean    is_signed);

G_END_DECLS
