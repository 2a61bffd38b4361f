/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cli-options"

#include "parlor-cli-options.h"

#include <glib/gi18n.h>
#include <unistd.h>

#define DEFAULT_TIMEOUT_S 60
#define MAX_TIMEOUT_S 86400

/**
 * parlor_cli_start_clear:
 * @self: what the program was started with
 */
void
parlor_cli_start_clear (ParlorCliStart *self)
{
  g_free (self->server);
  g_free (self->link);
  g_free (self->fingerprint);
  g_free (self->name);
  g_free (self->password_file);
  g_free (self->keep_token);
  g_free (self->data);
  g_free (self->color);
  g_free (self->images);
  g_strfreev (self->words);
  g_free (self->cli.to);
  g_free (self->cli.link_to);
  g_free (self->cli.last);
  g_free (self->cli.line);
  g_free (self->cli.history_path);
}

static char *
make_description (void)
{
  return g_strconcat (
    _ ("Lines are messages, or commands: /help shows them. Without a LINE they are read from "
       "standard input, or typed in a terminal. Without a server and a name it goes on with the "
       "account that was used last in a terminal."),
    "\n\n",
    _ ("It exits with 0 if all was carried out, 1 if something was refused or did not work, 2 if "
       "the options make no sense, 3 if the server cannot be reached, 4 if one cannot sign in, "
       "and 5 if nothing speaks for the certificate."),
    NULL);
}

static gboolean
read_options (ParlorCliStart *self,
              int             argc,
              char          **argv,
              GError        **error)
{
  const GOptionEntry entries[] = {
    { "server", 's', 0, G_OPTION_ARG_STRING, &self->server, N_ ("Server"), N_ ("HOST:PORT") },
    { "link", 'l', 0, G_OPTION_ARG_STRING, &self->link, N_ ("Server, as a parlor: link"),
      N_ ("LINK") },
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING, &self->fingerprint, N_ ("Certificate to trust"),
      N_ ("SHA256:…") },
    { "name", 'n', 0, G_OPTION_ARG_STRING, &self->name, N_ ("Name of the account"), N_ ("NAME") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &self->password_file,
      N_ ("File with the password; else PARLOR_PASSWORD, or a question"), N_ ("FILE") },
    { "keep-token", 0, 0, G_OPTION_ARG_STRING, &self->keep_token,
      N_ ("Where to stay signed in: keyring, file or memory"), N_ ("WHERE") },
    { "register", 'r', 0, G_OPTION_ARG_NONE, &self->registers, N_ ("Make the account first"),
      NULL },
    { "guest", 'g', 0, G_OPTION_ARG_NONE, &self->is_guest,
      N_ ("Come as a guest, who is called NAME"), NULL },
    { "to", 't', 0, G_OPTION_ARG_STRING, &self->cli.to, N_ ("Where lines without a command go"),
      N_ ("CONVERSATION") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->cli.is_json,
      N_ ("Print each answer and event as a line of JSON"), NULL },
    { "follow", 'f', 0, G_OPTION_ARG_NONE, &self->cli.is_following,
      N_ ("Stay after the end of input"), NULL },
    { "qqq", 0, 0, G_OPTION_ARG_NONE, &self->cli.leaves_at_qqq,
      N_ ("Leave when a line is “qqq” and nothing else"), NULL },
    { "color", 0, 0, G_OPTION_ARG_STRING, &self->color,
      N_ ("When to use colours: auto, always or never"), N_ ("WHEN") },
    { "images", 0, 0, G_OPTION_ARG_STRING, &self->images,
      N_ ("How to show images: auto, never, kitty or sixel"), N_ ("HOW") },
    { "no-color", 0, 0, G_OPTION_ARG_NONE, &self->has_no_color, N_ ("Use no colours"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &self->cli.timeout_s,
      N_ ("How long to wait for the server to take what was written"), N_ ("SECONDS") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data, N_ ("Folder for what is kept"),
      N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->wants_version, N_ ("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->words, NULL, N_ ("[LINE]") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new (_ ("- chat in a terminal or a script"));
  g_autofree char *description = make_description ();

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_description (context, description);

  return g_option_context_parse (context, &argc, &argv, error);
}

/* A link may stand where a line does, so that it can just be pasted. */
static void
take_words (ParlorCliStart *self)
{
  char **words = self->words;

  if (words != NULL && self->link == NULL && self->server == NULL &&
      g_ascii_strncasecmp (words[0], "parlor:", strlen ("parlor:")) == 0)
    self->link = g_strdup (*words++);
  if (words != NULL && *words != NULL)
    self->cli.line = g_strjoinv (" ", words);
}

/* Finds which of @words was given, the first one if none was.
 *
 * Returns: whether it was one of them */
static gboolean
choose (const char        *given,
        const char *const *words,
        int               *ret_position)
{
  for (int i = 0; words[i] != NULL; i++) {
    if (given == NULL || g_str_equal (given, words[i])) {
      *ret_position = i;
      return TRUE;
    }
  }

  return FALSE;
}

/* Returns: (nullable): what is wrong */
static const char *
choose_looks (ParlorCliStart *self)
{
  static const char *const colors[] = { "auto", "always", "never", NULL };
  static const char *const images[] = { "auto", "never", "kitty", "sixel", NULL };
  int                      color;
  int                      image;

  if (!choose (self->has_no_color ? "never" : self->color, colors, &color))
    return _ ("--color takes auto, always or never.");
  if (!choose (self->images, images, &image))
    return _ ("--images takes auto, never, kitty or sixel.");

  self->cli.color = (ParlorCliWhen) color;
  self->cli.images = (ParlorCliImagesMode) image;

  return NULL;
}

/* Returns: (nullable): what is wrong */
static const char *
find_mistake (ParlorCliStart *self)
{
  static const char *const places[] = { "keyring", "file", "memory", NULL };

  if (self->server != NULL && self->link != NULL)
    return _ ("Say which server once: --server HOST:PORT or --link LINK.");
  if (self->server == NULL && self->link == NULL && self->name != NULL)
    return _ ("Say which server: --server HOST:PORT or --link LINK.");
  if (self->name == NULL && !self->cli.is_interactive &&
      (self->server != NULL || self->link != NULL))
    return _ ("Say who you are: --name NAME.");
  if ((self->registers || self->is_guest) && self->server == NULL && self->link == NULL)
    return _ ("Say which server: --server HOST:PORT or --link LINK.");
  if (self->registers && self->is_guest)
    return _ ("A guest has no account to make: --register or --guest, not both.");
  if (self->fingerprint != NULL && !parlor_fingerprint_check (self->fingerprint))
    return _ ("A fingerprint looks like SHA256: and 43 characters.");
  if (self->keep_token != NULL && !g_strv_contains (places, self->keep_token))
    return _ ("--keep-token takes keyring, file or memory.");
  if (self->cli.timeout_s < 1 || self->cli.timeout_s > MAX_TIMEOUT_S)
    return _ ("--timeout goes from 1 to 86400 seconds.");

  return choose_looks (self);
}

/**
 * parlor_cli_start_parse:
 * @self: zeroes; to be cleared by parlor_cli_start_clear(), come what may
 * @argc: from main()
 * @argv: from main()
 * @error: return location for a #GOptionError
 *
 * Returns: whether they make sense
 */
gboolean
parlor_cli_start_parse (ParlorCliStart *self,
                        int             argc,
                        char          **argv,
                        GError        **error)
{
  const char *mistake;

  self->cli.timeout_s = DEFAULT_TIMEOUT_S;
  if (!read_options (self, argc, argv, error))
    return FALSE;

  take_words (self);
  self->cli.is_interactive =
    self->cli.line == NULL && isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
  mistake = self->wants_version ? NULL : find_mistake (self);
  if (mistake != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, mistake);

  return mistake == NULL;
}
