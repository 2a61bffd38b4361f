/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes docs/configuration.md, or with --sample data/parlor-server.conf, or with
 * --man data/man/parlor-server.conf.5, from the declarations of the keys. */

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
  print_comment ("Configuration of parlor-server: it is read from ~/.config/parlor-server.conf, by "
                 "the server of the whole computer from /etc/parlor-server.conf, or from what the "
                 "option --config names. Every key is here, commented out, with its default. "
                 "Written by meson compile update-config-doc.");
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
    "The server reads `~/.config/parlor-server.conf`, or the file that its option `--config`\n"
    "names; the server of the whole computer, as systemd runs it, reads\n"
    "`/etc/parlor-server.conf`. It is a file of one group, `[server]`, with lines of the form\n"
    "`key = value`; what begins with `#` is a comment. All keys have defaults, and the server\n"
    "needs no file. `data/parlor-server.conf`, which is installed in `share/doc/parlor`, is one\n"
    "to begin with, and `man parlor-server.conf` tells the same as this page.\n\n"
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

/* Prints a text for mdoc(7), each sentence in lines of its own. */
static void
print_roff (const char *text)
{
  g_auto (GStrv) sentences = NULL;
  GString       *escaped = g_string_new (text);

  g_string_replace (escaped, "\\", "\\e", 0);
  g_string_replace (escaped, "-", "\\-", 0);
  sentences = g_strsplit (escaped->str, ". ", -1);
  for (guint i = 0; sentences[i] != NULL; i++)
    printf ("%s%s\n", sentences[i], sentences[i + 1] != NULL ? "." : "");
  g_string_free (escaped, TRUE);
}

static void
print_man_key (const ParlorConfigKey *key)
{
  g_autofree char *value = parlor_config_key_default (key);
  g_autofree char *values = describe_values (key);
  g_auto (GStrv)   plain = g_strsplit (values, "`", -1);
  g_autofree char *words = g_strjoinv ("", plain);

  printf (".It Sy %s\n", key->name);
  print_roff (key->text);
  printf (".br\nValues: %s.\nDefault: %s.\nIt changes at a %s.\n", words,
          *value != '\0' ? value : "empty", key->is_live ? "reload" : "restart");
}

static void
print_man (const ParlorConfigKey *keys,
           guint                  n_keys)
{
  printf (
    ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
    ".\\\" Written by meson compile update-config-doc.\n"
    ".Dd November 20, 2026\n.Dt PARLOR-SERVER.CONF 5\n.Os Parlor\n"
    ".Sh NAME\n.Nm parlor-server.conf\n.Nd the configuration of parlor-server\n"
    ".Sh SYNOPSIS\n.Nm ~/.config/parlor-server.conf\n.Nm /etc/parlor-server.conf\n"
    ".Sh DESCRIPTION\n"
    ".Xr parlor-server 1\nneeds no configuration: all keys have defaults.\n"
    "The file has one group,\n.Li [server] ,\nwith lines of the form\n"
    ".Ar key No = Ar value ;\nwhat begins with # is a comment.\n"
    "The first path is read by a server that somebody runs for themselves, the second one by\n"
    "that of the system; the option\n.Fl -config\nnames another file.\n.Pp\n"
    "What is wrong in the file is told with its line, and the server does not start.\n"
    "A running server reads the file again on SIGHUP, or when told by\n"
    ".Ql parlor-server admin reload ;\na file with a mistake in it changes nothing then.\n"
    "Keys that need a restart keep their old values until then, and are named.\n");

  for (guint i = 0; i < n_keys; i++) {
    if (keys[i].kind != PARLOR_CONFIG_SECTION)
      print_man_key (&keys[i]);
    else
      printf ("%s.Ss %s\n.Bl -tag -width Ds\n", i > 0 ? ".El\n" : "", keys[i].name);
  }
  printf (".El\n.Sh EXAMPLES\n"
          "Whoever has the address may come in, and guests, too; pictures are kept for a year:\n"
          ".Bd -literal -offset indent\n[server]\nserver-name = The tea room\n"
          "registration = open\nguests = yes\nfile-retention-days = 365\n.Ed\n"
          ".Sh SEE ALSO\n.Xr parlor-server 1\n");
}

int
main (int   argc,
      char *argv[])
{
  guint                  n_keys;
  const ParlorConfigKey *keys = parlor_config_list_keys (&n_keys);

  if (argc == 2 && g_str_equal (argv[1], "--sample"))
    print_sample (keys, n_keys);
  else if (argc == 2 && g_str_equal (argv[1], "--man"))
    print_man (keys, n_keys);
  else
    print_reference (keys, n_keys);

  return 0;
}
