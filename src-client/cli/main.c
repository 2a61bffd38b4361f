/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-main"

#include "parlor-cli.h"
#include "parlor-names.h"
#include "parlor-password-prompt.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#define DEFAULT_TIMEOUT_S 60
#define MAX_AT_ONCE 16 /* with the same account and no folder named */

typedef struct
{
  char    *server;
  char    *link;
  char    *fingerprint;
  char    *name;
  char    *password_file;
  char    *data;
  char    *color;
  char    *images;
  gboolean registers;
  gboolean is_guest;
  gboolean wants_version;
  char   **words;

  ParlorCliOptions cli;
} Options;

/* What is needed to sign in, and what comes of it. */
typedef struct
{
  Options       *options;
  ParlorLinkUri *uri;
  char          *password;
  char          *data_dir;
  ParlorClient  *client;
  ParlorCli     *cli;
  gboolean       is_signed_in;
  GError        *error;
  GMainLoop     *loop; /* until signed in */
} Session;

static void
options_clear (Options *options)
{
  g_free (options->server);
  g_free (options->link);
  g_free (options->fingerprint);
  g_free (options->name);
  g_free (options->password_file);
  g_free (options->data);
  g_free (options->color);
  g_free (options->images);
  g_strfreev (options->words);
  g_free (options->cli.to);
  g_free (options->cli.line);
  g_free (options->cli.history_path);
}

static gboolean
parse_options (Options *options,
               int     *argc,
               char  ***argv,
               GError **error)
{
  const GOptionEntry entries[] = {
    { "server", 's', 0, G_OPTION_ARG_STRING, &options->server, N_ ("Server"), N_ ("HOST:PORT") },
    { "link", 'l', 0, G_OPTION_ARG_STRING, &options->link, N_ ("Server, as a parlor: link"),
      N_ ("LINK") },
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING, &options->fingerprint, N_ ("Certificate to trust"),
      N_ ("SHA256:…") },
    { "name", 'n', 0, G_OPTION_ARG_STRING, &options->name, N_ ("Name of the account"),
      N_ ("NAME") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options->password_file,
      N_ ("File with the password; else PARLOR_PASSWORD, or a question"), N_ ("FILE") },
    { "register", 'r', 0, G_OPTION_ARG_NONE, &options->registers, N_ ("Make the account first"),
      NULL },
    { "guest", 'g', 0, G_OPTION_ARG_NONE, &options->is_guest,
      N_ ("Come as a guest, who is called NAME"), NULL },
    { "to", 't', 0, G_OPTION_ARG_STRING, &options->cli.to, N_ ("Where lines without a command go"),
      N_ ("CONVERSATION") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options->cli.is_json,
      N_ ("Print each answer and event as a line of JSON"), NULL },
    { "follow", 'f', 0, G_OPTION_ARG_NONE, &options->cli.is_following,
      N_ ("Stay after the end of input"), NULL },
    { "color", 0, 0, G_OPTION_ARG_STRING, &options->color,
      N_ ("When to use colours: auto, always or never"), N_ ("WHEN") },
    { "images", 0, 0, G_OPTION_ARG_STRING, &options->images,
      N_ ("How to show images: auto, never, kitty or sixel"), N_ ("HOW") },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &options->cli.timeout_s,
      N_ ("How long to wait for the server to take what was written"), N_ ("SECONDS") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data, N_ ("Folder for what is kept"),
      N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->wants_version, N_ ("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, N_ ("[LINE]") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new (_ ("- chat in a terminal or a script"));

  options->cli.timeout_s = DEFAULT_TIMEOUT_S;
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_description (
    context, _ ("Lines are messages, or commands: /help shows them. Without a "
                "LINE they are read from standard input."));

  return g_option_context_parse (context, argc, argv, error);
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
choose_looks (Options *options)
{
  static const char *const colors[] = { "auto", "always", "never", NULL };
  static const char *const images[] = { "auto", "never", "kitty", "sixel", NULL };
  int                      color;
  int                      image;

  if (!choose (options->color, colors, &color))
    return _ ("--color takes auto, always or never.");
  if (!choose (options->images, images, &image))
    return _ ("--images takes auto, never, kitty or sixel.");

  options->cli.color = (ParlorCliWhen) color;
  options->cli.images = (ParlorCliImagesMode) image;

  return NULL;
}

static gboolean
check_options (Options *options,
               GError **error)
{
  const char *text = NULL;

  if ((options->server == NULL) == (options->link == NULL))
    text = _ ("Say which server: --server HOST:PORT or --link LINK.");
  else if (options->name == NULL)
    text = _ ("Say who you are: --name NAME.");
  else if (options->registers && options->is_guest)
    text = _ ("A guest has no account to make: --register or --guest, not both.");
  else if (options->fingerprint != NULL && !parlor_fingerprint_check (options->fingerprint))
    text = _ ("A fingerprint looks like SHA256: and 43 characters.");
  else if (options->cli.timeout_s < 1 || options->cli.timeout_s > 86400)
    text = _ ("--timeout goes from 1 to 86400 seconds.");
  else
    text = choose_looks (options);

  if (text != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, text);

  return text == NULL;
}

static char *
read_password (const Options *options,
               GError       **error)
{
  const char      *variable = g_getenv ("PARLOR_PASSWORD");
  g_autofree char *question = NULL;

  if (options->is_guest)
    return g_strdup ("");
  if (options->password_file != NULL)
    return parlor_password_read_file (options->password_file, error);
  if (variable != NULL)
    return g_strdup (variable);

  /* Translators: %s is the name of an account. */
  question = g_strdup_printf (_ ("Password of %s: "), options->name);

  return parlor_password_prompt (question, error);
}

static char *
make_data_dir (const Options       *options,
               const ParlorLinkUri *uri)
{
  g_autofree char *name = NULL;
  g_autofree char *clean = NULL;

  if (options->data != NULL)
    return g_strdup (options->data);

  name = g_strdup_printf ("%s-%u-%s", uri->host, uri->port, options->name);
  clean = parlor_file_name_clean (name);

  return g_build_filename (g_get_user_data_dir (), "parlor-cli", clean, NULL);
}

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Session *session = user_data;

  session->is_signed_in =
    parlor_client_sign_in_finish (PARLOR_CLIENT (source), result, &session->error);
  g_main_loop_quit (session->loop);
}

static gboolean
sign_in_once (Session *session)
{
  ParlorSignInMode mode = PARLOR_SIGN_IN_EXISTING;

  if (session->options->is_guest)
    mode = PARLOR_SIGN_IN_GUEST;
  else if (session->options->registers)
    mode = PARLOR_SIGN_IN_REGISTER;

  g_clear_error (&session->error);
  parlor_client_sign_in_async (session->client, session->uri, session->options->name,
                               session->password, mode, NULL, on_signed_in, session);
  g_main_loop_run (session->loop);

  return session->is_signed_in;
}

static gboolean
trusts (const char *fingerprint)
{
  char answer[16];

  /* Translators: %s is a fingerprint, SHA256:… */
  g_printerr (
    _ ("Nobody vouches for this server. Its certificate is\n  %s\nAsk whoever runs it whether "
       "that is right. Trust it from now on? [y/N] "),
    fingerprint);
  if (fgets (answer, sizeof answer, stdin) == NULL)
    return FALSE;

  return g_ascii_tolower (*answer) == 'y';
}

/* Asks about a certificate that nobody vouches for, where there is somebody to
 * ask. */
static gboolean
sign_in (Session *session)
{
  const char *offered;

  if (sign_in_once (session))
    return TRUE;

  offered = parlor_client_get_offered_fingerprint (session->client);
  if (!g_error_matches (session->error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE) ||
      offered == NULL)
    return FALSE;

  if (!session->options->cli.is_interactive) {
    g_clear_error (&session->error);
    g_set_error (
      &session->error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE,
      _ ("Nobody vouches for this server. If its fingerprint is right, give --fingerprint %s, or "
         "its --link."),
      offered);
    return FALSE;
  }

  if (!trusts (offered))
    return FALSE;

  session->uri->fingerprint = g_strdup (offered);

  return sign_in_once (session);
}

static gboolean
on_signal (gpointer user_data)
{
  parlor_cli_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt (gpointer user_data)
{
  parlor_cli_interrupt (user_data);

  return G_SOURCE_CONTINUE;
}

static int
chat (Session *session)
{
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, session->cli);
  guint hang_up = g_unix_signal_add (SIGHUP, on_signal, session->cli);
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, session->cli);
  int   status;

  parlor_cli_start (session->cli);
  status = parlor_cli_run (session->cli);
  g_source_remove (terminate);
  g_source_remove (hang_up);
  g_source_remove (interrupt);

  return status;
}

static gboolean
open_session (Session *session,
              GError **error)
{
  const Options            *options = session->options;
  const char               *address = options->link != NULL ? options->link : options->server;
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  g_autofree char          *data_dir = NULL;

  session->uri = parlor_link_uri_parse_address (address, error);
  if (session->uri == NULL)
    return FALSE;
  if (options->fingerprint != NULL) {
    g_free (session->uri->fingerprint);
    session->uri->fingerprint = g_strdup (options->fingerprint);
  }

  session->password = read_password (options, error);
  if (session->password == NULL)
    return FALSE;

  data_dir = make_data_dir (options, session->uri);
  session->data_dir = g_strdup (data_dir);
  session->client = parlor_client_new (data_dir, secrets, error);

  /* One that is running already has the folder for itself. */
  for (guint i = 2; options->data == NULL && i <= MAX_AT_ONCE &&
                    g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_BUSY);
       i++) {
    g_autofree char *other_dir = g_strdup_printf ("%s-%u", data_dir, i);

    g_clear_error (error);
    g_free (session->data_dir);
    session->data_dir = g_strdup (other_dir);
    session->client = parlor_client_new (other_dir, secrets, error);
  }

  return session->client != NULL;
}

static void
close_session (Session *session)
{
  g_clear_pointer (&session->cli, parlor_cli_free);
  if (session->client != NULL)
    parlor_client_close (session->client);
  g_clear_object (&session->client);
  g_clear_pointer (&session->uri, parlor_link_uri_free);
  g_clear_pointer (&session->loop, g_main_loop_unref);
  g_clear_error (&session->error);
  g_free (session->data_dir);
  g_free (session->password);
}

static int
run (Options *options,
     GError **error)
{
  Session session = { .options = options, .loop = g_main_loop_new (NULL, FALSE) };
  int     status = PARLOR_CLI_STATUS_FAILED;

  if (open_session (&session, error)) {
    options->cli.history_path = g_build_filename (session.data_dir, "lines", NULL);
    session.cli = parlor_cli_new (session.client, &options->cli);
    if (sign_in (&session))
      status = chat (&session);
    else
      g_propagate_error (error, g_steal_pointer (&session.error));
  }
  if (*error != NULL)
    status = parlor_cli_status_of_error (*error);
  close_session (&session);

  return status;
}

int
main (int   argc,
      char *argv[])
{
  Options            options = { 0 };
  g_autoptr (GError) error = NULL;
  int                status = PARLOR_CLI_STATUS_USAGE;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (parse_options (&options, &argc, &argv, &error)) {
    if (options.wants_version) {
      g_print ("parlor-cli %s\n", PARLOR_VERSION);
      status = 0;
    } else if (check_options (&options, &error)) {
      options.cli.line = options.words != NULL ? g_strjoinv (" ", options.words) : NULL;
      options.cli.is_interactive =
        options.cli.line == NULL && isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
      status = run (&options, &error);
    }
  }

  if (error != NULL)
    g_printerr ("parlor-cli: %s\n", error->message);
  options_clear (&options);

  return status;
}
