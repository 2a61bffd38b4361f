/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

/**
 * ParlorCliLoaded:
 * @conversation: whose timeline was loaded
 * @error: (nullable): why it could not be
 * @user_data: what was given
 */
typedef void (*ParlorCliLoaded) (ParlorConversation *conversation,
                                 const GError       *error,
                                 gpointer            user_data);

void parlor_cli_load_last (ParlorConversation *conversation,
                           guint               n_wanted,
                           ParlorCliLoaded     func,
                           gpointer            user_data);

G_END_DECLS
