/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-config.h"

G_BEGIN_DECLS

typedef struct _ParlorPasswords ParlorPasswords;

/**
 * ParlorHashed:
 * @hash: (nullable) (transfer full): of parlor_passwords_hash(), NULL on failure
 * @user_data: what was given
 */
typedef void (*ParlorHashed) (char    *hash,
                              gpointer user_data);

/**
 * ParlorVerified:
 * @is_right: whether the password is the one that was hashed
 * @user_data: what was given
 */
typedef void (*ParlorVerified) (gboolean is_right,
                                gpointer user_data);

ParlorPasswords *parlor_passwords_new (const ParlorConfig *config);
void             parlor_passwords_configure (ParlorPasswords    *self,
                                             const ParlorConfig *config);
void             parlor_passwords_close (ParlorPasswords *self);
gboolean         parlor_passwords_hash (ParlorPasswords *self,
                                        const char      *password,
                                        ParlorHashed     func,
                                        gpointer         user_data);
gboolean         parlor_passwords_verify (ParlorPasswords *self,
                                          const char      *password,
                                          const char      *hash,
                                          ParlorVerified   func,
                                          gpointer         user_data);
gboolean         parlor_passwords_is_crowded (ParlorPasswords *self);
gboolean         parlor_passwords_is_outdated (ParlorPasswords *self,
                                               const char      *hash);
gboolean         parlor_password_check (const char *password,
                                        const char *field,
                                        GError    **error);
char            *parlor_token_new (void);
char            *parlor_token_hash (const char *token);

G_END_DECLS
