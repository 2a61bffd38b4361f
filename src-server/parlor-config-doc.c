/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes docs/configuration.md, or with --sample data/parlor-server.conf, from
 * the declarations of the keys. */

#include "parlor-config.h"

#include <stdio.h>

#define LINE_CHARS 78

/* Prints a text in lines of a comment. */
static void
print_comment (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong          column = LINE_CHARS;

  for (guint i = 0; words[i] != NULL; i++) {
    glong length = g_utf8_strlen (words[i], -1);

    if (column + 1 + length > LINE_CHARS) {
      printf ("%s#", i > 0 ? "\n" : "");
      column = 1;
    }
    printf (" %s", words[i]);
    column += 1 + length;
  }
  printf ("\n");
}

static char *
describe_values (const ParlorConfigKey *key)
{
  switch (key->kind) {
  case PARLOR_CONFIG_INT:
    return g_strdup_printf ("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, key->min, key->max);
  case PARLOR_CONFIG_BOOL:
    return g_strdup ("`yes`, `no`");
  case PARLOR_CONFIG_WORD: {
    g_autofree char *words = g_strjoinv ("`, `", (char **) key->words);

    return g_strdup_printf ("`%s`", words);
  }
  case PARLOR_CONFIG_TITLE:
    return g_strdup ("a name of 1 to 48 characters");
  case PARLOR_CONFIG_TEXT:
    return g_strdup_printf ("text of at most %" G_GINT64_FORMAT " bytes", key->max);
  case PARLOR_CONFIG_SECTION:
  default:
    return g_strdup ("");
  }
}

static void
print_sample (const ParlorConfigKey *keys,
              guint                  n_keys)
{
  print_comment ("Configuration of parlor-server, for its option --config. Every key is here, "
                 "commented out, with its default. Written by meson compile update-config-doc.");
  printf ("\n[server]\n");

  for (guint i = 0; i < n_keys; i++) {
    g_autofree char *value = NULL;

    if (keys[i].kind == PARLOR_CONFIG_SECTION) {
      printf ("\n\n## %s\n", keys[i].name);
      continue;
    }
    value = parlor_config_key_default (&keys[i]);
    printf ("\n");
    print_comment (keys[i].text);
    printf ("#%s =%s%s\n", keys[i].name, *value != '\0' ? " " : "", value);
  }
}

static void
print_reference (const ParlorConfigKey *keys,
                 guint                  n_keys)
{
  printf (
    "# The configuration of parlor-server\n\n"
    "*Generated from `src-server/parlor-config.def`: change that, then run\n"
    "`meson compile -C _build update-config-doc`.*\n\n"
    "`parlor-server --config FILE` reads a file of one group, `[server]`, with lines of\n"
    "the form `key = value`; what begins with `#` is a comment. All keys have defaults,\n"
    "and the server needs no file. `data/parlor-server.conf`, which is installed in\n"
    "`share/doc/parlor`, is one to begin with.\n\n"
    "What is wrong in the file is told with its line, and the server does not start. A\n"
    "running server reads file and certificate again on SIGHUP, or when told by\n"
    "`parlor-server admin reload`; a file with a mistake in it changes nothing then. Keys\n"
    "that need a restart keep their old values until then, and are named.\n");

  for (guint i = 0; i < n_keys; i++) {
    g_autofree char *value = NULL;
    g_autofree char *values = NULL;

    if (keys[i].kind == PARLOR_CONFIG_SECTION) {
      printf ("\n## %s\n\n| key | values | default | changes | what |\n"
              "| --- | --- | --- | --- | --- |\n",
              keys[i].name);
      continue;
    }
    value = parlor_config_key_default (&keys[i]);
    values = describe_values (&keys[i]);
    printf ("| `%s` | %s | %s%s%s | %s | %s |\n", keys[i].name, values, *value != '\0' ? "`" : "",
            value, *value != '\0' ? "`" : "empty", keys[i].is_live ? "at a reload" : "at a restart",
            keys[i].text);
  }
}

int
main (int   argc,
      char *argv[])
{
  guint                  n_keys;
  const ParlorConfigKey *keys = parlor_config_list_keys (&n_keys);

  if (argc == 2 && g_str_equal (argv[1], "--sample"))
    print_sample (keys, n_keys);
  else
    print_reference (keys, n_keys);

  return 0;
}
