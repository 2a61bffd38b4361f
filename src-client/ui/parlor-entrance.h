/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody has typed to enter a server, as far as that can be judged without
 * asking it. */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

ParlorLinkUri *parlor_entrance_check_server (const char *typed,
                                             GError    **error);
gboolean       parlor_entrance_check_name (const char *typed,
                                           GError    **error);
gboolean       parlor_entrance_check_password (const char      *typed,
                                               ParlorSignInMode mode,
                                               GError         **error);

G_END_DECLS
