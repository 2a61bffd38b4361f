/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"

G_BEGIN_DECLS

/* What is in the data folder beside key and certificate. */
#define PARLOR_FOLDER_DATABASE "parlor.db"
#define PARLOR_FOLDER_FILES "files"

int      parlor_folder_lock (const char *folder,
                             GError    **error);
char    *parlor_settings_get (ParlorDb   *db,
                              const char *name);
gboolean parlor_settings_set (ParlorDb   *db,
                              const char *name,
                              const char *value,
                              GError    **error);

G_END_DECLS
