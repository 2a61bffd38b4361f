/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-services.h"

G_BEGIN_DECLS

/**
 * ParlorProven:
 * @request: (transfer full): what was asked
 * @hash: (nullable): of the password that was right; NULL for a guest, who has none
 *
 * Goes on with @request.  The password may be another one by then: whoever
 * writes has to make sure that @hash still holds.
 */
typedef void (*ParlorProven) (ParlorRequest *request,
                              const char    *hash);

void parlor_password_prove (ParlorRequest *request,
                            const char    *password,
                            ParlorProven   func);

G_END_DECLS
