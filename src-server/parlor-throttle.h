/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ParlorThrottle ParlorThrottle;

ParlorThrottle *parlor_throttle_new (guint  burst,
                                     gint64 refill_interval_ms);
void            parlor_throttle_set_burst (ParlorThrottle *self,
                                           guint           burst);
void            parlor_throttle_free (ParlorThrottle *self);
gint64          parlor_throttle_check (ParlorThrottle *self,
                                       const char     *key);
void            parlor_throttle_count (ParlorThrottle *self,
                                       const char     *key);
void            parlor_throttle_give_back (ParlorThrottle *self,
                                           const char     *key);

guint parlor_throttle_get_n_keys (ParlorThrottle *self);

G_END_DECLS
