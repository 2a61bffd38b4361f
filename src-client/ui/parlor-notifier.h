/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-notifications.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_NOTIFIER (parlor_notifier_get_type ())

G_DECLARE_FINAL_TYPE (ParlorNotifier, parlor_notifier, PARLOR, NOTIFIER, GObject)

ParlorNotifier *parlor_notifier_new (GApplication      *application,
                                     ParlorClient      *client,
                                     ParlorOnScreenFunc on_screen,
                                     gpointer           user_data);
void            parlor_notifier_close (ParlorNotifier *self);

G_END_DECLS
