/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys that there are. */

#include "parlor-config.h"

/* clang-format off */
static const char *const words_Registration[] = { "open", "closed", "invite", NULL };
static const char *const words_Inviter[] = { "user", "admin", NULL };
static const char *const words_LogLevel[] = { "error", "warning", "info", "debug", NULL };
static const char *const words_LogFormat[] = { "text", "json", NULL };

#define LIVE TRUE
#define RESTART FALSE
#define AT(name) G_STRUCT_OFFSET (ParlorConfig, name)

static const ParlorConfigKey keys[] = {
#define SECTION(title) { title, PARLOR_CONFIG_SECTION },
#define INT(name, key, when, min, max, value, text) \
  { key, PARLOR_CONFIG_INT, when, AT (name), min, max, value, NULL, NULL, text },
#define BOOL(name, key, when, value, text) \
  { key, PARLOR_CONFIG_BOOL, when, AT (name), 0, 1, value, NULL, NULL, text },
#define WORD(name, key, when, Words, value, text) \
  { key, PARLOR_CONFIG_WORD, when, AT (name), 0, 0, value, NULL, words_##Words, text },
#define TITLE(name, key, when, value, text) \
  { key, PARLOR_CONFIG_TITLE, when, AT (name), 0, PARLOR_TITLE_MAX_BYTES, 0, value, NULL, text },
#define TEXT(name, key, when, max_bytes, value, text) \
  { key, PARLOR_CONFIG_TEXT, when, AT (name), 0, max_bytes, 0, value, NULL, text },
#include "parlor-config.def"
};
/* clang-format on */

/**
 * parlor_config_list_keys:
 * @ret_n_keys: (out): how many there are
 *
 * Returns: (array length=ret_n_keys): all keys, and the titles of their sections
 */
const ParlorConfigKey *
parlor_config_list_keys (guint *ret_n_keys)
{
  *ret_n_keys = G_N_ELEMENTS (keys);

  return keys;
}

/**
 * parlor_config_distance:
 * @a: a word
 * @b: another
 *
 * Returns: how many bytes have to be put in, left out or replaced to make @b of
 *   @a
 */
guint
parlor_config_distance (const char *a,
                        const char *b)
{
  gsize             n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize j = 0; j <= n; j++)
    row[j] = j;

  for (gsize i = 0; a[i] != '\0'; i++) {
    guint diagonal = row[0];

    row[0] = i + 1;
    for (gsize j = 0; j < n; j++) {
      guint replaced = diagonal + (a[i] != b[j]);

      diagonal = row[j + 1];
      row[j + 1] = MIN (replaced, MIN (row[j], row[j + 1]) + 1);
    }
  }

  return row[n];
}

/**
 * parlor_config_find_key:
 * @name: of a key
 * @ret_nearest: (out) (optional): the key whose name is most like @name
 *
 * Returns: (nullable): the key that is called @name
 */
const ParlorConfigKey *
parlor_config_find_key (const char             *name,
                        const ParlorConfigKey **ret_nearest)
{
  const ParlorConfigKey *nearest = NULL;
  guint                  least = G_MAXUINT;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    guint distance;

    if (keys[i].kind == PARLOR_CONFIG_SECTION)
      continue;

    distance = parlor_config_distance (name, keys[i].name);
    if (distance < least) {
      nearest = &keys[i];
      least = distance;
    }
  }

  if (ret_nearest != NULL)
    *ret_nearest = nearest;

  return least == 0 ? nearest : NULL;
}

/**
 * parlor_config_key_default:
 * @key: a key
 *
 * Returns: (transfer full): its default, as it is written in the file
 */
char *
parlor_config_key_default (const ParlorConfigKey *key)
{
  switch (key->kind) {
  case PARLOR_CONFIG_INT:
    return g_strdup_printf ("%" G_GINT64_FORMAT, key->value);
  case PARLOR_CONFIG_BOOL:
    return g_strdup (key->value ? "yes" : "no");
  case PARLOR_CONFIG_WORD:
    return g_strdup (key->words[key->value - 1]);
  case PARLOR_CONFIG_TITLE:
  case PARLOR_CONFIG_TEXT:
    return g_strdup (key->text_value);
  case PARLOR_CONFIG_SECTION:
  default:
    g_return_val_if_reached (NULL);
  }
}
