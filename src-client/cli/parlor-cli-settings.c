/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cli-settings"

#include "parlor-cli-settings.h"

#define LAST "last"
#define SETTINGS "settings"

/**
 * parlor_cli_settings_load:
 * @path: (type filename): a key file, which need not be there
 *
 * Returns: (transfer full): what it says, as far as it makes sense
 */
ParlorCliSettings *
parlor_cli_settings_load (const char *path)
{
  ParlorCliSettings   *self = g_new0 (ParlorCliSettings, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char     *folder = NULL;
  g_autoptr (GError)   error = NULL;

  self->path = g_strdup (path);
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_message ("%s: %s", path, error->message);

  folder = g_key_file_get_string (file, LAST, "folder", NULL);
  if (folder != NULL && g_path_is_absolute (folder))
    self->folder = g_filename_from_utf8 (folder, -1, NULL, NULL, NULL);
  self->conversation = g_key_file_get_string (file, LAST, "conversation", NULL);
  self->leaves_at_qqq = g_key_file_get_boolean (file, SETTINGS, "qqq", NULL);

  return self;
}

/**
 * parlor_cli_settings_save:
 * @self: settings
 * @error: return location for a #GFileError
 *
 * Keeps them, for nobody else to read.
 *
 * Returns: whether that worked
 */
gboolean
parlor_cli_settings_save (const ParlorCliSettings *self,
                          GError                 **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char     *folder = NULL;
  g_autofree char     *parent = g_path_get_dirname (self->path);
  g_autofree char     *content = NULL;

  if (self->folder != NULL)
    folder = g_filename_to_utf8 (self->folder, -1, NULL, NULL, NULL);
  if (folder != NULL)
    g_key_file_set_string (file, LAST, "folder", folder);
  if (self->conversation != NULL)
    g_key_file_set_string (file, LAST, "conversation", self->conversation);
  g_key_file_set_boolean (file, SETTINGS, "qqq", self->leaves_at_qqq);
  content = g_key_file_to_data (file, NULL, NULL);

  g_mkdir_with_parents (parent, 0700);

  return g_file_set_contents_full (self->path, content, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

/**
 * parlor_cli_settings_free:
 * @self: (transfer full) (nullable): settings
 */
void
parlor_cli_settings_free (ParlorCliSettings *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->folder);
  g_free (self->conversation);
  g_free (self);
}
