/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_TLS_CONNECTOR (parlor_tls_connector_get_type ())

G_DECLARE_FINAL_TYPE (ParlorTlsConnector, parlor_tls_connector, PARLOR, TLS_CONNECTOR, GObject)

ParlorTlsConnector *parlor_tls_connector_new (const char *host,
                                              guint16     port,
                                              const char *pinned,
                                              const char *linked);

void       parlor_tls_connector_connect_async (ParlorTlsConnector *self,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
GIOStream *parlor_tls_connector_connect_finish (ParlorTlsConnector *self,
                                                GAsyncResult       *result,
                                                GError            **error);

const char *parlor_tls_connector_get_fingerprint (ParlorTlsConnector *self);
gboolean    parlor_tls_connector_is_signed (ParlorTlsConnector *self);

G_END_DECLS
