/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"
#include "parlor-notice.h"

G_BEGIN_DECLS

/**
 * ParlorOnScreenFunc:
 * @user_data: as given
 *
 * Returns: (transfer none) (nullable): the conversation that somebody looks at
 */
typedef ParlorConversation *(*ParlorOnScreenFunc) (gpointer user_data);

#define PARLOR_TYPE_NOTIFICATIONS (parlor_notifications_get_type ())

G_DECLARE_FINAL_TYPE (ParlorNotifications, parlor_notifications, PARLOR, NOTIFICATIONS, GObject)

ParlorNotifications *parlor_notifications_new (ParlorClient      *client,
                                               ParlorOnScreenFunc on_screen,
                                               gpointer           user_data);
void                 parlor_notifications_withdraw_all (ParlorNotifications *self);

G_END_DECLS
