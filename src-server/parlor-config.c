/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-config"

#include "parlor-config.h"

#include "parlor-names.h"

#define GROUP "server"

typedef enum {
  KEY_INT,
  KEY_WORD,
  KEY_SWITCH,
  KEY_TEXT,  /* one of some words, kept as text */
  KEY_TITLE, /* shown to people */
} KeyKind;

/* clang-format off */
static const char *const registrations[] = { "open", "closed", "invite", NULL };
static const char *const inviters[] = { "user", "admin", NULL };
static const char *const switches[] = { "no", "yes", NULL };
static const char *const log_levels[] = { "error", "warning", "info", "debug", NULL };

typedef struct
{
  const char        *name;
  KeyKind            kind;
  gsize              offset;
  gint64             min, max;
  gint64             value;  /* default of a KEY_INT */
  const char        *text;   /* default of the others */
  const char *const *words;  /* of a KEY_WORD, KEY_SWITCH or KEY_TEXT */
} Key;

#define INT_KEY(name, member, min, max, value) \
  { name, KEY_INT, G_STRUCT_OFFSET (ParlorConfig, member), min, max, value, NULL, NULL }
#define TEXT_KEY(name, kind, member, text, words) \
  { name, kind, G_STRUCT_OFFSET (ParlorConfig, member), 0, 0, 0, text, words }

static const Key keys[] = {
  /* Who may make an account; the owner's link always works. */
  TEXT_KEY ("registration", KEY_WORD, registration, "open", registrations),
  /* Who may make invite links; guests never. */
  TEXT_KEY ("invites-by", KEY_WORD, invites_by, "admin", inviters),
  /* For each address. */
  INT_KEY ("registrations-per-hour", registrations_per_hour, 1, 1000000, 20),
  /* People without a password, who are deleted when they were not here for so long. */
  TEXT_KEY ("guests", KEY_SWITCH, takes_guests, "no", switches),
  INT_KEY ("guest-lifetime-days", guest_lifetime_days, 1, 36500, 30),
  TEXT_KEY ("server-name", KEY_TITLE, server_name, "Parlor", NULL),
  TEXT_KEY ("log-level", KEY_TEXT, log_level, "info", log_levels),
  /* A peer that is slower than this is cut off.  Without an idle timeout (0)
   * a dead peer is noticed only when TCP does. */
  INT_KEY ("handshake-timeout-ms", handshake_timeout_ms, 100, 600000, 10000),
  INT_KEY ("sign-in-timeout-ms", sign_in_timeout_ms, 100, 600000, 30000),
  INT_KEY ("idle-timeout-ms", idle_timeout_ms, 0, 86400000, 150000),
  /* An address is an IPv4 address or an IPv6 network of 64 bits. */
  INT_KEY ("max-connections", max_connections, 1, 1000000, 20000),
  INT_KEY ("max-connections-per-address", max_connections_per_address, 1, 1000000, 256),
  INT_KEY ("max-connections-before-sign-in", max_connections_before_sign_in, 1, 1000000, 512),
  /* What one peer may leave unread before it is cut off. */
  INT_KEY ("outbound-queue-max-bytes", outbound_queue_max_bytes, 131072, G_MAXINT32, 2097152),
  /* Each packet costs what docs/protocol.md says, none more than a burst. */
  INT_KEY ("tokens-per-s", tokens_per_s, 1, 1000000000, 100),
  INT_KEY ("tokens-burst", tokens_burst, 30, 1000000000, 400),
  /* Wrong passwords at once, for each address and each name; one more every six seconds. */
  INT_KEY ("sign-in-failures-burst", sign_in_failures_burst, 1, 1000000, 10),
  INT_KEY ("upload-max-bytes", upload_max_bytes, 0, G_GINT64_CONSTANT (1) << 40, 52428800),
  /* For each conversation, when a client comes back. */
  INT_KEY ("recover-max-events", recover_max_events, 0, 10000, 500),
  /* argon2id, RFC 9106. */
  INT_KEY ("password-hash-memory-kib", password_hash_memory_kib, 8, 4194304, 19456),
  INT_KEY ("password-hash-passes", password_hash_passes, 1, 1000, 2),
  INT_KEY ("password-hash-threads", password_hash_threads, 1, 64, 2),
};
/* clang-format on */

/* Returns the number of @text among the words, from 1, or 0. */
static int
find_word (const char *const *words,
           const char        *text)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], text))
      return i + 1;

  return 0;
}

static gboolean
read_word (const Key  *key,
           const char *text,
           gpointer    slot,
           GError    **error)
{
  if (find_word (key->words, text) == 0) {
    g_autofree char *choice = g_strjoinv (", ", (char **) key->words);

    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                 "%s = %s: has to be one of %s", key->name, text, choice);
    return FALSE;
  }

  if (key->kind == KEY_WORD) {
    *(int *) slot = find_word (key->words, text);
  } else if (key->kind == KEY_SWITCH) {
    *(gboolean *) slot = g_str_equal (text, "yes");
  } else {
    g_free (*(char **) slot);
    *(char **) slot = g_strdup (text);
  }

  return TRUE;
}

static gboolean
read_title (const Key  *key,
            const char *text,
            char      **slot,
            GError    **error)
{
  char *title = parlor_title_prepare (text, error);

  if (title == NULL) {
    g_prefix_error (error, "%s = %s: ", key->name, text);
    return FALSE;
  }

  g_free (*slot);
  *slot = title;

  return TRUE;
}

static gboolean
read_int (const Key  *key,
          const char *text,
          gint64     *slot,
          GError    **error)
{
  if (g_ascii_string_to_signed (text, 10, key->min, key->max, slot, NULL))
    return TRUE;

  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
               "%s = %s: has to be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
               key->name, text, key->min, key->max);

  return FALSE;
}

static gboolean
read_value (const Key  *key,
            const char *text,
            gpointer    slot,
            GError    **error)
{
  switch (key->kind) {
  case KEY_INT:
    return read_int (key, text, slot, error);
  case KEY_TITLE:
    return read_title (key, text, slot, error);
  case KEY_WORD:
  case KEY_SWITCH:
  case KEY_TEXT:
  default:
    return read_word (key, text, slot, error);
  }
}

static gboolean
read_key (ParlorConfig *config,
          GKeyFile     *file,
          const char   *name,
          GError      **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, name, error);

  if (text == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      return read_value (&keys[i], text, G_STRUCT_MEMBER_P (config, keys[i].offset), error);

  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND,
               "%s: there is no such key", name);
  return FALSE;
}

static gboolean
read_file (ParlorConfig *config,
           const char   *path,
           GError      **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv)       names = NULL;
  g_auto (GStrv)       groups = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return FALSE;

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    if (!g_str_equal (groups[i], GROUP)) {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND,
                   "[%s]: there is no such group", groups[i]);
      return FALSE;
    }
  }

  names = g_key_file_get_keys (file, GROUP, NULL, NULL);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!read_key (config, file, names[i], error))
      return FALSE;

  return TRUE;
}

/**
 * parlor_config_new:
 * @path: (type filename) (nullable): a key file with the group `[server]`
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the defaults, changed by what @path
 *   says; a #GKeyFileError or #GFileError that names the key otherwise
 */
ParlorConfig *
parlor_config_new (const char *path,
                   GError    **error)
{
  g_autoptr (ParlorConfig) config = g_new0 (ParlorConfig, 1);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    gpointer slot = G_STRUCT_MEMBER_P (config, keys[i].offset);

    if (keys[i].kind == KEY_INT)
      *(gint64 *) slot = keys[i].value;
    else
      read_value (&keys[i], keys[i].text, slot, NULL);
  }

  if (path != NULL && !read_file (config, path, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }

  return g_steal_pointer (&config);
}

/**
 * parlor_config_free:
 * @config: (transfer full) (nullable): a configuration
 */
void
parlor_config_free (ParlorConfig *config)
{
  if (config == NULL)
    return;

  g_free (config->server_name);
  g_free (config->log_level);
  g_free (config);
}
