/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cli-session"

#include "parlor-cli-session.h"

#include "parlor-cli-clean.h"
#include "parlor-names.h"
#include "parlor-password-prompt.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define MAX_AT_ONCE 16 /* with the same account and no folder named */
#define MAX_TRIES 3    /* at a password */

/**
 * ParlorCliSession:
 *
 * Makes of options, and of what is remembered, a client that is signed in.  Somebody at a terminal
 * is asked for what is missing.
 */
struct _ParlorCliSession
{
  const ParlorCliStart *start;
  ParlorLinkUri        *uri; /* NULL until it is known: with an account that is remembered */
  char                 *name;
  char                 *folder;
  ParlorClient         *client;
  ParlorSecretsKind     kind;
  gboolean              is_remembered; /* the account is in the folder */
  gboolean              registers;     /* the account is to be made */
  gboolean              is_signed_in;
  GError               *error;
  GMainLoop            *loop; /* until signed in */
};

static gboolean
has_password (const ParlorCliStart *start)
{
  return start->password_file != NULL || g_getenv ("PARLOR_PASSWORD") != NULL;
}

/* Of what a server says, nothing reaches the terminal but text. */
static void
tell (const char *text)
{
  g_autofree char *clean = parlor_cli_clean_lines (text);

  g_printerr ("%s\n", clean);
}

/* Asks at the terminal.  Returns NULL if nothing was answered. */
static char *
ask (const char *question)
{
  char answer[256];

  g_printerr ("%s", question);
  if (fgets (answer, sizeof answer, stdin) == NULL)
    return NULL;

  g_strstrip (answer);

  return *answer != '\0' ? g_strdup (answer) : NULL;
}

static gboolean
read_address (ParlorCliSession *self,
              GError          **error)
{
  const ParlorCliStart *start = self->start;
  const char           *address = start->link != NULL ? start->link : start->server;

  if (address == NULL)
    return TRUE;

  self->uri = parlor_link_uri_parse_address (address, error);
  if (self->uri == NULL)
    return FALSE;
  if (start->fingerprint != NULL) {
    g_free (self->uri->fingerprint);
    self->uri->fingerprint = g_strdup (start->fingerprint);
  }

  self->name = start->name != NULL ? g_strdup (start->name) : ask (_ ("Your name there: "));
  if (self->name == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say who you are: --name NAME."));

  return self->name != NULL;
}

static gboolean
choose_folder (ParlorCliSession        *self,
               const ParlorCliSettings *settings,
               GError                 **error)
{
  if (self->start->data != NULL) {
    self->folder = g_strdup (self->start->data);
  } else if (self->uri != NULL) {
    g_autofree char *name =
      g_strdup_printf ("%s-%u-%s", self->uri->host, self->uri->port, self->name);
    g_autofree char *clean = parlor_file_name_clean (name);

    self->folder = g_build_filename (g_get_user_data_dir (), "parlor-cli", clean, NULL);
  } else {
    self->folder = g_strdup (settings->folder);
  }

  if (self->folder == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say which server: --server HOST:PORT or --link LINK."));

  return self->folder != NULL;
}

/* The keyring, unless something else was asked for, now or when the file was made.  A script that
 * has the password does not need it. */
static ParlorSecrets *
make_secrets (ParlorCliSession *self,
              const char       *folder)
{
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  const char      *asked = self->start->keep_token;

  if (g_strcmp0 (asked, "file") == 0 ||
      (asked == NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR)))
    self->kind = PARLOR_SECRETS_FILE;
  else if (g_strcmp0 (asked, "memory") == 0 ||
           (asked == NULL && (has_password (self->start) || self->start->is_guest)))
    self->kind = PARLOR_SECRETS_MEMORY;
  else
    self->kind = PARLOR_SECRETS_KEYRING;

  return parlor_secrets_new (self->kind, self->kind == PARLOR_SECRETS_FILE ? path : NULL);
}

static gboolean
open_folder (ParlorCliSession *self,
             const char       *folder,
             GError          **error)
{
  g_autoptr (ParlorSecrets) secrets = make_secrets (self, folder);

  self->client = parlor_client_new (folder, secrets, error);

  return self->client != NULL;
}

/* One that is running already has the folder for itself. */
static gboolean
open_client (ParlorCliSession *self,
             GError          **error)
{
  g_autofree char   *first = g_strdup (self->folder);
  g_autoptr (GError) busy = NULL;

  if (open_folder (self, first, &busy))
    return TRUE;

  for (guint i = 2; self->start->data == NULL && i <= MAX_AT_ONCE &&
                    g_error_matches (busy, G_IO_ERROR, G_IO_ERROR_BUSY);
       i++) {
    g_clear_error (&busy);
    g_free (self->folder);
    self->folder = g_strdup_printf ("%s-%u", first, i);
    if (open_folder (self, self->folder, &busy))
      return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&busy));

  return FALSE;
}

/* Whether the folder is that of the account that is meant; the name may be written in another way
 * than the server writes it. */
static gboolean
remembers (ParlorCliSession *self)
{
  g_autofree char          *address = parlor_client_dup_server_address (self->client);
  g_autoptr (ParlorLinkUri) uri = NULL;

  if (address == NULL || self->registers || self->start->is_guest)
    return FALSE;
  if (self->uri == NULL)
    return TRUE;

  uri = parlor_link_uri_parse_address (address, NULL);

  return uri != NULL && uri->port == self->uri->port &&
         g_ascii_strcasecmp (uri->host, self->uri->host) == 0 &&
         g_ascii_strcasecmp (self->name, parlor_client_get_account_name (self->client)) == 0;
}

/* The account that is remembered, as if it had been named. */
static gboolean
recall (ParlorCliSession *self,
        GError          **error)
{
  g_autofree char *address = parlor_client_dup_server_address (self->client);

  self->is_remembered = remembers (self);
  if (self->uri != NULL)
    return TRUE;

  if (!self->is_remembered) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("No account is remembered in %s. Say which server, and who you are."),
                 self->folder);
    return FALSE;
  }
  self->name = g_strdup (parlor_client_get_account_name (self->client));
  self->uri = parlor_link_uri_parse_address (address, error);
  if (self->uri == NULL)
    return FALSE;

  return TRUE;
}

/**
 * parlor_cli_session_open:
 * @start: what the program was started with; stays
 * @settings: what is remembered
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): who one is
 */
ParlorCliSession *
parlor_cli_session_open (ParlorCliStart    *start,
                         ParlorCliSettings *settings,
                         GError           **error)
{
  ParlorCliSession *self = g_new0 (ParlorCliSession, 1);

  self->start = start;
  self->registers = start->registers;
  self->loop = g_main_loop_new (NULL, FALSE);
  if (read_address (self, error) && choose_folder (self, settings, error) &&
      open_client (self, error) && recall (self, error))
    return self;

  parlor_cli_session_close (self);

  return NULL;
}

/**
 * parlor_cli_session_close:
 * @self: (transfer full): a session, of whose client nobody needs anything any more
 */
void
parlor_cli_session_close (ParlorCliSession *self)
{
  if (self->client != NULL)
    parlor_client_close (self->client);
  g_clear_object (&self->client);
  g_clear_pointer (&self->uri, parlor_link_uri_free);
  g_main_loop_unref (self->loop);
  g_clear_error (&self->error);
  g_free (self->folder);
  g_free (self->name);
  g_free (self);
}

/* With the token that is kept. */

static void
end_waiting (ParlorCliSession *self,
             int               code,
             const char       *text)
{
  if (text != NULL && self->error == NULL)
    self->error = g_error_new_literal (PARLOR_CLIENT_ERROR, code, text);
  g_main_loop_quit (self->loop);
}

static void
on_signed_out (ParlorClient     *client,
               const char       *text,
               ParlorCliSession *self)
{
  end_waiting (self, PARLOR_CLIENT_ERROR_WRONG_PASSWORD, text);
}

/* Whoever is typing can begin while the server is away. */
static void
on_state_changed (ParlorClient     *client,
                  GParamSpec       *pspec,
                  ParlorCliSession *self)
{
  const char *text = parlor_client_get_status_text (client);

  switch (parlor_client_get_state (client)) {
  case PARLOR_LINK_ONLINE:
    end_waiting (self, 0, NULL);
    break;
  case PARLOR_LINK_WAITING:
    if (self->start->cli.is_interactive && text != NULL)
      tell (text);
    end_waiting (self, PARLOR_CLIENT_ERROR_UNREACHABLE,
                 self->start->cli.is_interactive ? NULL : text);
    break;
  case PARLOR_LINK_OFFLINE:
    end_waiting (self,
                 parlor_client_get_offered_fingerprint (client) != NULL
                   ? PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED
                   : PARLOR_CLIENT_ERROR_FAILED,
                 text);
    break;
  case PARLOR_LINK_CONNECTING:
  case PARLOR_LINK_SIGNING_IN:
  case PARLOR_N_LINK_STATES:
  default:
    break;
  }
}

static gboolean
go_on (ParlorCliSession *self)
{
  const gulong signed_out =
    g_signal_connect (self->client, "signed-out", G_CALLBACK (on_signed_out), self);
  const gulong state_changed =
    g_signal_connect (self->client, "notify::state", G_CALLBACK (on_state_changed), self);

  parlor_client_start (self->client);
  g_main_loop_run (self->loop);
  g_signal_handler_disconnect (self->client, signed_out);
  g_signal_handler_disconnect (self->client, state_changed);

  return self->error == NULL;
}

/* With a password. */

static char *
read_password (ParlorCliSession *self,
               GError          **error)
{
  const char      *variable = g_getenv ("PARLOR_PASSWORD");
  g_autofree char *question = NULL;

  if (self->start->is_guest)
    return g_strdup ("");
  if (self->start->password_file != NULL)
    return parlor_password_read_file (self->start->password_file, error);
  if (variable != NULL)
    return g_strdup (variable);

  /* Translators: %s is the name of an account. */
  question = g_strdup_printf (_ ("Password of %s: "), self->name);

  return parlor_password_prompt (question, error);
}

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  ParlorCliSession *self = user_data;

  self->is_signed_in =
    parlor_client_sign_in_finish (PARLOR_CLIENT (source), result, &self->error);
  g_main_loop_quit (self->loop);
}

static gboolean
try_password (ParlorCliSession *self,
              const char       *password)
{
  ParlorSignInMode mode = PARLOR_SIGN_IN_EXISTING;

  if (self->start->is_guest)
    mode = PARLOR_SIGN_IN_GUEST;
  else if (self->registers)
    mode = PARLOR_SIGN_IN_REGISTER;

  g_clear_error (&self->error);
  parlor_client_sign_in_async (self->client, self->uri, self->name, password, mode, NULL,
                               on_signed_in, self);
  g_main_loop_run (self->loop);

  return self->is_signed_in;
}

static gboolean
trusts (const char *fingerprint)
{
  g_autofree char *answer = NULL;
  g_autofree char *question = g_strdup_printf (
    /* Translators: %s is a fingerprint, SHA256:… */
    _ ("Nobody vouches for this server. Its certificate is\n  %s\nAsk whoever runs it whether "
       "that is right. Trust it from now on? [y/N] "),
    fingerprint);

  answer = ask (question);

  return answer != NULL && g_ascii_tolower (*answer) == 'y';
}

/* Asks about a certificate that nobody vouches for, where there is somebody to ask. */
static gboolean
try_certificate (ParlorCliSession *self,
                 const char       *password)
{
  const char *offered;

  if (try_password (self, password))
    return TRUE;

  offered = parlor_client_get_offered_fingerprint (self->client);
  if (!g_error_matches (self->error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE) ||
      offered == NULL)
    return FALSE;

  if (!self->start->cli.is_interactive) {
    g_clear_error (&self->error);
    g_set_error (
      &self->error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE,
      _ ("Nobody vouches for this server. If its fingerprint is right, give --fingerprint %s, or "
         "its --link."),
      offered);
    return FALSE;
  }

  if (!trusts (offered))
    return FALSE;

  g_free (self->uri->fingerprint);
  self->uri->fingerprint = g_strdup (offered);

  return try_password (self, password);
}

/* Where nobody could be asked. */
static void
explain_wrong_password (ParlorCliSession *self)
{
  g_autofree char *text = NULL;

  if (self->uri->invite == NULL || self->registers ||
      !g_error_matches (self->error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_WRONG_PASSWORD))
    return;

  text = g_strdup_printf ("%s %s", self->error->message,
                          _ ("If you have no account there yet, make one: add --register."));
  g_free (self->error->message);
  self->error->message = g_steal_pointer (&text);
}

/* Whoever follows an invite link has most likely no account yet. */
static void
ask_for_account (ParlorCliSession *self)
{
  g_autofree char *answer = NULL;

  if (!self->start->cli.is_interactive || self->uri->invite == NULL || self->registers ||
      self->start->is_guest || has_password (self->start))
    return;

  /* Translators: asked of who follows an invite link in a terminal; y and N are typed like this
   * in every language, and the one in capitals is meant by pressing Enter */
  answer = ask (_ ("Do you have an account on this server already? [y/N] "));
  self->registers = answer == NULL || g_ascii_tolower (*answer) != 'y';
}

static gboolean
sign_in_with_password (ParlorCliSession *self,
                       GError          **error)
{
  gboolean is_asked;

  ask_for_account (self);
  is_asked = self->start->cli.is_interactive && !has_password (self->start) &&
             !self->start->is_guest && !self->registers;
  for (guint i = 1;; i++) {
    g_autofree char *password = read_password (self, error);
    gboolean         is_done;

    if (password == NULL)
      return FALSE;
    is_done = try_certificate (self, password);
    explicit_bzero (password, strlen (password));
    explain_wrong_password (self);
    if (is_done || !is_asked || i == MAX_TRIES ||
        !g_error_matches (self->error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_WRONG_PASSWORD))
      break;
    tell (self->error->message);
  }
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));

  return self->is_signed_in;
}

/**
 * parlor_cli_session_sign_in:
 * @self: a session
 * @error: return location for an error
 *
 * Signs in, by what is kept or with a password, and returns when that is done.
 *
 * Returns: whether one is signed in, or will be when the server is back
 */
gboolean
parlor_cli_session_sign_in (ParlorCliSession *self,
                            GError          **error)
{
  if (self->is_remembered && !has_password (self->start)) {
    if (go_on (self))
      return TRUE;
    if (!self->start->cli.is_interactive ||
        !g_error_matches (self->error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_WRONG_PASSWORD)) {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
    tell (self->error->message);
  }

  return sign_in_with_password (self, error);
}

/**
 * parlor_cli_session_get_client:
 * @self: a session
 *
 * Returns: (transfer none): its client
 */
ParlorClient *
parlor_cli_session_get_client (ParlorCliSession *self)
{
  return self->client;
}

/**
 * parlor_cli_session_get_folder:
 * @self: a session
 *
 * Returns: (transfer none) (type filename): where its client keeps things
 */
const char *
parlor_cli_session_get_folder (ParlorCliSession *self)
{
  return self->folder;
}

/**
 * parlor_cli_session_get_conversation:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): id or name of where the link leads
 */
const char *
parlor_cli_session_get_conversation (ParlorCliSession *self)
{
  return self->uri->conversation;
}

/**
 * parlor_cli_session_is_kept:
 * @self: a session, signed in
 *
 * Returns: whether one can go on with it at the next start
 */
gboolean
parlor_cli_session_is_kept (ParlorCliSession *self)
{
  return self->kind != PARLOR_SECRETS_MEMORY;
}
