/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the device token is kept between two starts.  The keyring is
 * org.freedesktop.secrets by libsecret (the Secret portal in a Flatpak);
 * memory forgets at exit; a file (mode 0600) is used only when the person
 * asked for it. */
typedef enum {
  PARLOR_SECRETS_KEYRING,
  PARLOR_SECRETS_MEMORY,
  PARLOR_SECRETS_FILE,
} ParlorSecretsKind;

#define PARLOR_TYPE_SECRETS (parlor_secrets_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSecrets, parlor_secrets, PARLOR, SECRETS, GObject)

/* @path: (nullable): of the file, for PARLOR_SECRETS_FILE */
ParlorSecrets *parlor_secrets_new (ParlorSecretsKind kind,
                                   const char       *path);

ParlorSecretsKind parlor_secrets_get_kind (ParlorSecrets *self);

/* Each gives up after a few seconds when a keyring does not answer (it may be
 * locked and show a prompt); the error's text tells people what that means. */
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
