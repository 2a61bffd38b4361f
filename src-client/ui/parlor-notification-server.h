/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PARLOR_BODY_PLAIN,   /* shown as it is */
  PARLOR_BODY_MARKUP,  /* read as markup */
  PARLOR_BODY_UNKNOWN, /* one or the other */
} ParlorBodySyntax;

#define PARLOR_TYPE_NOTIFICATION_SERVER (parlor_notification_server_get_type ())

/* clang-format off */
G_DECLARE_FINAL_TYPE (ParlorNotificationServer, parlor_notification_server,
                      PARLOR, NOTIFICATION_SERVER, GObject)
/* clang-format on */

ParlorNotificationServer *parlor_notification_server_new (GDBusConnection *connection);
ParlorBodySyntax          parlor_notification_server_get_syntax (ParlorNotificationServer *self);
gboolean                  parlor_notification_server_keeps (ParlorNotificationServer *self);

char *parlor_notification_body_write (const char      *text,
                                      ParlorBodySyntax syntax);

G_END_DECLS
