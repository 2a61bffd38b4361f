/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody at a terminal chose, for the next time. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlorCliSettings:
 * @path: (type filename): where they are kept
 * @folder: (type filename) (nullable): of the account that was used last
 * @conversation: (nullable): id of where one was last
 * @leaves_at_qqq: whether `qqq` alone on a line leaves
 */
typedef struct
{
  char    *path;
  char    *folder;
  char    *conversation;
  gboolean leaves_at_qqq;
} ParlorCliSettings;

ParlorCliSettings *parlor_cli_settings_load (const char *path);
gboolean           parlor_cli_settings_save (const ParlorCliSettings *self,
                                             GError                 **error);
void               parlor_cli_settings_free (ParlorCliSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorCliSettings, parlor_cli_settings_free)

G_END_DECLS
