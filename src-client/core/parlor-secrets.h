/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorSecretsKind:
 * @PARLOR_SECRETS_KEYRING: org.freedesktop.secrets, or the Secret portal in a
 *   Flatpak
 * @PARLOR_SECRETS_MEMORY: forgotten at exit
 * @PARLOR_SECRETS_FILE: a file (mode 0600), only if the person asked for it
 *
 * Where the device token is kept between two starts.
 */
typedef enum {
  PARLOR_SECRETS_KEYRING,
  PARLOR_SECRETS_MEMORY,
  PARLOR_SECRETS_FILE,
} ParlorSecretsKind;

#define PARLOR_TYPE_SECRETS (parlor_secrets_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSecrets, parlor_secrets, PARLOR, SECRETS, GObject)

ParlorSecrets *parlor_secrets_new (ParlorSecretsKind kind,
                                   const char       *path);

ParlorSecretsKind parlor_secrets_get_kind (ParlorSecrets *self);

void     parlor_secrets_store_async (ParlorSecrets      *self,
                                     const char         *server,
                                     const char         *name,
                                     const char         *token,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean parlor_secrets_store_finish (ParlorSecrets *self,
                                      GAsyncResult  *result,
                                      GError       **error);
void     parlor_secrets_lookup_async (ParlorSecrets      *self,
                                      const char         *server,
                                      const char         *name,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
char    *parlor_secrets_lookup_finish (ParlorSecrets *self,
                                       GAsyncResult  *result,
                                       GError       **error);
void     parlor_secrets_clear_async (ParlorSecrets      *self,
                                     const char         *server,
                                     const char         *name,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean parlor_secrets_clear_finish (ParlorSecrets *self,
                                      GAsyncResult  *result,
                                      GError       **error);

G_END_DECLS
