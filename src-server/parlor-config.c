/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the configuration.  The file is read here and not by GKeyFile because
 * GKeyFile cannot tell in which line something is wrong. */

#define G_LOG_DOMAIN "parlor-config"

#include "parlor-config.h"

#include "parlor-names.h"

#include <glib/gi18n.h>

#define GROUP "server"

static gboolean
refuse (GError    **error,
        const char *format,
        ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError    **error,
        const char *format,
        ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, format, args);
  va_end (args);

  return FALSE;
}

static gboolean
read_word (const ParlorConfigKey *key,
           const char            *text,
           int                   *slot,
           GError               **error)
{
  g_autofree char *choice = NULL;

  for (int i = 0; key->words[i] != NULL; i++) {
    if (g_str_equal (key->words[i], text)) {
      *slot = i + 1;
      return TRUE;
    }
  }

  choice = g_strjoinv (", ", (char **) key->words);

  /* Translators: a line of the configuration, a key and its value, and what is wrong with it */
  return refuse (error, _ ("%s = %s: has to be one of %s"), key->name, text, choice);
}

static gboolean
read_bool (const ParlorConfigKey *key,
           const char            *text,
           gboolean              *slot,
           GError               **error)
{
  *slot = g_str_equal (text, "yes") || g_str_equal (text, "true");

  return *slot || g_str_equal (text, "no") || g_str_equal (text, "false") ||
         /* Translators: a line of the configuration, a key and its value; yes and no are typed like
          * this in every language */
         refuse (error, _ ("%s = %s: has to be yes or no"), key->name, text);
}

static gboolean
read_int (const ParlorConfigKey *key,
          const char            *text,
          gint64                *slot,
          GError               **error)
{
  g_autofree char *min = NULL;
  g_autofree char *max = NULL;

  if (g_ascii_string_to_signed (text, 10, key->min, key->max, slot, NULL))
    return TRUE;

  min = g_strdup_printf ("%" G_GINT64_FORMAT, key->min);
  max = g_strdup_printf ("%" G_GINT64_FORMAT, key->max);

  /* Translators: a line of the configuration, a key and its value, and what is wrong with it */
  return refuse (error, _ ("%s = %s: has to be a number from %s to %s"), key->name, text, min, max);
}

static gboolean
read_title (const ParlorConfigKey *key,
            const char            *text,
            char                 **slot,
            GError               **error)
{
  g_autoptr (GError) reason = NULL;
  char              *title = parlor_title_prepare (text, &reason);

  if (title == NULL)
    return refuse (error, "%s = %s: %s", key->name, text, reason->message);

  g_free (*slot);
  *slot = title;

  return TRUE;
}

static gboolean
read_text (const ParlorConfigKey *key,
           const char            *text,
           char                 **slot,
           GError               **error)
{
  if ((gint64) strlen (text) > key->max) {
    /* Translators: %1$s is a key of the configuration, %2$u its largest size */
    return refuse (error,
                   ngettext ("%1$s: has to be of at most %2$u byte",
                             "%1$s: has to be of at most %2$u bytes", (gulong) key->max),
                   key->name, (guint) key->max);
  }

  g_free (*slot);
  *slot = g_strdup (text);

  return TRUE;
}

static gboolean
read_value (ParlorConfig          *config,
            const ParlorConfigKey *key,
            const char            *text,
            GError               **error)
{
  gpointer slot = G_STRUCT_MEMBER_P (config, key->offset);

  switch (key->kind) {
  case PARLOR_CONFIG_INT:
    return read_int (key, text, slot, error);
  case PARLOR_CONFIG_BOOL:
    return read_bool (key, text, slot, error);
  case PARLOR_CONFIG_WORD:
    return read_word (key, text, slot, error);
  case PARLOR_CONFIG_TITLE:
    return read_title (key, text, slot, error);
  case PARLOR_CONFIG_TEXT:
    return read_text (key, text, slot, error);
  case PARLOR_CONFIG_SECTION:
  default:
    g_assert_not_reached ();
  }
}

static gboolean
read_group (const char *line,
            gboolean   *ret_is_known,
            GError    **error)
{
  *ret_is_known = g_str_equal (line, "[" GROUP "]");

  return *ret_is_known ||
         /* Translators: a line of the configuration, and the group that is known: [server] */
         refuse (error, _ ("%s: there is no such group, only %s"), line, "[" GROUP "]");
}

static gboolean
read_key (ParlorConfig *config,
          char         *line,
          GError      **error)
{
  char                  *equals = strchr (line, '=');
  const ParlorConfigKey *nearest;
  const ParlorConfigKey *key;

  if (equals == NULL || equals == line)
    return refuse (error, _ ("“%s” is neither a key with its value, nor a group, nor a comment"),
                   line);

  *equals = '\0';
  g_strchomp (line);
  key = parlor_config_find_key (line, &nearest);
  if (key == NULL)
    return refuse (error, _ ("%s: there is no such key. The nearest is %s"), line, nearest->name);

  return read_value (config, key, g_strchug (equals + 1), error);
}

/* Reads a line that is stripped of space at both ends. */
static gboolean
read_line (ParlorConfig *config,
           char         *line,
           gboolean     *is_in_group,
           GError      **error)
{
  if (line[0] == '\0' || line[0] == '#' || line[0] == ';')
    return TRUE;
  if (line[0] == '[')
    return read_group (line, is_in_group, error);
  /* What is wrong with an unknown group has been said. */
  if (*is_in_group)
    return read_key (config, line, error);

  return TRUE;
}

/* Reads all lines, and tells all that is wrong. */
static gboolean
read_lines (ParlorConfig *config,
            const char   *text,
            const char   *path,
            GError      **error)
{
  g_auto (GStrv)      lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) errors = g_string_new (NULL);
  gboolean            is_in_group = FALSE;
  gboolean            has_group = FALSE;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (GError) local_error = NULL;
    char              *line = g_strstrip (lines[i]);
    gboolean           is_key = strchr ("#;[", line[0]) == NULL;

    if (line[0] == '[')
      has_group = TRUE;
    else if (is_key && !has_group)
      /* Translators: stands behind the name of a file and the number of a line */
      refuse (&local_error, _ ("the first line has to be %s"), "[" GROUP "]");
    has_group |= is_key;

    if (local_error != NULL || !read_line (config, line, &is_in_group, &local_error))
      g_string_append_printf (errors, "%s%s:%u: %s", errors->len > 0 ? "\n" : "", path, i + 1,
                              local_error->message);
  }

  return errors->len == 0 || refuse (error, "%s", errors->str);
}

/**
 * parlor_config_parse:
 * @text: what a file says
 * @path: what the file is called
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the defaults, changed by what @text
 *   says; a #GKeyFileError that tells all that is wrong, with the lines, otherwise
 */
ParlorConfig *
parlor_config_parse (const char *text,
                     const char *path,
                     GError    **error)
{
  g_autoptr (ParlorConfig) config = g_new0 (ParlorConfig, 1);
  guint                    n_keys;
  const ParlorConfigKey   *keys = parlor_config_list_keys (&n_keys);

  g_atomic_ref_count_init (&config->n_refs);
  for (guint i = 0; i < n_keys; i++) {
    if (keys[i].kind != PARLOR_CONFIG_SECTION) {
      g_autofree char *value = parlor_config_key_default (&keys[i]);

      read_value (config, &keys[i], value, NULL);
    }
  }

  if (!g_utf8_validate (text, -1, NULL)) {
    /* Translators: %s is the path of a file */
    refuse (error, _ ("%s: has to be UTF-8"), path);
    return NULL;
  }

  return read_lines (config, text, path, error) ? g_steal_pointer (&config) : NULL;
}

/**
 * parlor_config_new:
 * @path: (type filename) (nullable): a file with the group `[server]`
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): see parlor_config_parse(); a #GFileError
 *   if @path cannot be read
 */
ParlorConfig *
parlor_config_new (const char *path,
                   GError    **error)
{
  g_autofree char *text = NULL;

  if (path != NULL && !g_file_get_contents (path, &text, NULL, error))
    return NULL;

  return parlor_config_parse (text != NULL ? text : "", path != NULL ? path : "", error);
}

/**
 * parlor_config_ref:
 * @config: a configuration
 *
 * On any thread that has it.
 *
 * Returns: (transfer full): @config
 */
ParlorConfig *
parlor_config_ref (const ParlorConfig *config)
{
  ParlorConfig *self = (ParlorConfig *) config;

  g_atomic_ref_count_inc (&self->n_refs);

  return self;
}

/**
 * parlor_config_unref:
 * @config: (transfer full): a configuration
 *
 * On any thread.
 */
void
parlor_config_unref (ParlorConfig *config)
{
  if (!g_atomic_ref_count_dec (&config->n_refs))
    return;

#define TITLE(name, ...) g_free (config->name);
#define TEXT(name, ...) g_free (config->name);
#include "parlor-config.def"

#include <glib/gi18n.h>
  g_free (config);
}

/**
 * parlor_config_is_same:
 * @config: a configuration
 * @other: another
 * @key: a key
 *
 * Returns: whether @key has the same value in both
 */
gboolean
parlor_config_is_same (const ParlorConfig    *config,
                       const ParlorConfig    *other,
                       const ParlorConfigKey *key)
{
  gconstpointer a = G_STRUCT_MEMBER_P (config, key->offset);
  gconstpointer b = G_STRUCT_MEMBER_P (other, key->offset);

  switch (key->kind) {
  case PARLOR_CONFIG_INT:
    return *(const gint64 *) a == *(const gint64 *) b;
  case PARLOR_CONFIG_BOOL:
  case PARLOR_CONFIG_WORD:
    return *(const int *) a == *(const int *) b;
  case PARLOR_CONFIG_TITLE:
  case PARLOR_CONFIG_TEXT:
    return g_str_equal (*(char *const *) a, *(char *const *) b);
  case PARLOR_CONFIG_SECTION:
  default:
    return TRUE;
  }
}

/**
 * parlor_config_keep:
 * @config: a configuration that is not in use yet
 * @old: another
 * @key: a key, which gets in @config the value that it has in @old
 */
void
parlor_config_keep (ParlorConfig          *config,
                    const ParlorConfig    *old,
                    const ParlorConfigKey *key)
{
  gpointer      slot = G_STRUCT_MEMBER_P (config, key->offset);
  gconstpointer from = G_STRUCT_MEMBER_P (old, key->offset);

  switch (key->kind) {
  case PARLOR_CONFIG_INT:
    *(gint64 *) slot = *(const gint64 *) from;
    break;
  case PARLOR_CONFIG_BOOL:
  case PARLOR_CONFIG_WORD:
    *(int *) slot = *(const int *) from;
    break;
  case PARLOR_CONFIG_TITLE:
  case PARLOR_CONFIG_TEXT:
    g_free (*(char **) slot);
    *(char **) slot = g_strdup (*(char *const *) from);
    break;
  case PARLOR_CONFIG_SECTION:
  default:
    break;
  }
}
