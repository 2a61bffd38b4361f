/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever a configuration says, it is refused in words, or what is made of it
 * is possible and says the same when it is written down. */

#include "parlor-config.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static gint64
number_of (const ParlorConfig    *config,
           const ParlorConfigKey *key)
{
  gconstpointer slot = G_STRUCT_MEMBER_P (config, key->offset);

  return key->kind == PARLOR_CONFIG_INT ? *(const gint64 *) slot : *(const int *) slot;
}

/* Writes what @key has to be for it to be what it is. */
static void
write_key (const ParlorConfig    *config,
           const ParlorConfigKey *key,
           GString               *text)
{
  gint64 number;

  if (key->kind == PARLOR_CONFIG_TITLE || key->kind == PARLOR_CONFIG_TEXT) {
    const char *value = *(char *const *) G_STRUCT_MEMBER_P (config, key->offset);

    g_assert (g_utf8_validate (value, -1, NULL) && strpbrk (value, "\r\n") == NULL);
    g_string_append_printf (text, "%s = %s\n", key->name, value);
    return;
  }

  number = number_of (config, key);
  if (key->kind == PARLOR_CONFIG_WORD) {
    g_assert (number >= 1 && number <= (gint64) g_strv_length ((char **) key->words));
    g_string_append_printf (text, "%s = %s\n", key->name, key->words[number - 1]);
  } else if (key->kind == PARLOR_CONFIG_BOOL) {
    g_string_append_printf (text, "%s = %s\n", key->name, number ? "yes" : "no");
  } else {
    g_assert (number >= key->min && number <= key->max);
    g_string_append_printf (text, "%s = %" G_GINT64_FORMAT "\n", key->name, number);
  }
}

static void
check_text (const char *text)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorConfig) config = parlor_config_parse (text, "file", &error);
  g_autoptr (ParlorConfig) again = NULL;
  g_autoptr (GString)      written = g_string_new ("[server]\n");
  guint                    n_keys;
  const ParlorConfigKey   *keys = parlor_config_list_keys (&n_keys);

  g_assert ((config == NULL) == (error != NULL));
  if (config == NULL) {
    g_assert (g_utf8_validate (error->message, -1, NULL) && *error->message != '\0');
    return;
  }

  for (guint i = 0; i < n_keys; i++)
    if (keys[i].kind != PARLOR_CONFIG_SECTION)
      write_key (config, &keys[i], written);
  again = parlor_config_parse (written->str, "file", NULL);
  g_assert (again != NULL);
  for (guint i = 0; i < n_keys; i++)
    g_assert (parlor_config_is_same (config, again, &keys[i]));
}

/* Keys are not easily guessed: gives the one that the first byte counts the value
 * that follows. */
static char *
make_file (const guint8 *data,
           gsize         size)
{
  guint                  n_keys;
  const ParlorConfigKey *keys = parlor_config_list_keys (&n_keys);
  g_autofree char       *value = g_strndup ((const char *) data + 1, size - 1);

  return g_strdup_printf ("[server]\n%s = %s", keys[data[0] % n_keys].name, value);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *file = NULL;

  check_text (text);
  if (size == 0)
    return 0;

  file = make_file (data, size);
  check_text (file);

  return 0;
}
