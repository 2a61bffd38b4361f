/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-main"

#include "parlor-cli-clean.h"
#include "parlor-cli-json.h"
#include "parlor-cli-log.h"
#include "parlor-cli-session.h"
#include "parlor-translate.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>

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

/* Once, and only to somebody who could do something about it. */
static void
on_secrets_error (ParlorClient *client,
                  GParamSpec   *pspec,
                  ParlorCli    *cli)
{
  const char *text = parlor_client_get_secrets_error (client);

  if (text == NULL)
    return;

  parlor_cli_print (cli, "%s", text);
  parlor_cli_print (cli, "%s",
                    _ ("You will have to sign in again at the next start. With --keep-token file "
                       "you stay signed in by a file that only you can read."));
}

/* What was wrong when the token was looked for is so when it is to be kept. */
static void
watch_secrets (ParlorClient *client,
               ParlorCli    *cli)
{
  on_secrets_error (client, NULL, cli);
  g_signal_connect (client, "notify::secrets-error", G_CALLBACK (on_secrets_error), cli);
}

static int
chat (ParlorCli *cli)
{
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, cli);
  guint hang_up = g_unix_signal_add (SIGHUP, on_signal, cli);
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, cli);
  int   status;

  parlor_cli_start (cli);
  status = parlor_cli_run (cli);
  g_source_remove (terminate);
  g_source_remove (hang_up);
  g_source_remove (interrupt);

  return status;
}

/* Where somebody at a terminal goes on the next time. */
static void
remember (ParlorCliSession  *session,
          ParlorCliSettings *settings,
          ParlorCli         *cli)
{
  ParlorConversation *target = parlor_cli_get_target (cli);
  g_autoptr (GError)  error = NULL;

  g_free (settings->folder);
  settings->folder = g_canonicalize_filename (parlor_cli_session_get_folder (session), NULL);
  g_free (settings->conversation);
  settings->conversation =
    target != NULL ? g_strdup (parlor_conversation_get_id (target)) : NULL;
  if (!parlor_cli_settings_save (settings, &error))
    g_message ("%s: %s", settings->path, error->message);
}

static void
choose_place (ParlorCliSession        *session,
              const ParlorCliSettings *settings,
              ParlorCliOptions        *options)
{
  g_autofree char *folder = g_canonicalize_filename (parlor_cli_session_get_folder (session), NULL);

  options->link_to = g_strdup (parlor_cli_session_get_conversation (session));
  if (options->is_interactive && g_strcmp0 (folder, settings->folder) == 0)
    options->last = g_strdup (settings->conversation);
  options->history_path = g_build_filename (folder, "lines", NULL);
}

static int
run (ParlorCliStart *start,
     GError        **error)
{
  g_autofree char *path =
    g_build_filename (g_get_user_data_dir (), "parlor-cli", "settings", NULL);
  g_autoptr (ParlorCliSettings) settings = parlor_cli_settings_load (path);
  ParlorCliSession             *session = parlor_cli_session_open (start, settings, error);
  ParlorCli                    *cli;
  int                           status = PARLOR_CLI_STATUS_DONE;

  if (session == NULL)
    return parlor_cli_status_of_error (*error);

  choose_place (session, settings, &start->cli);
  cli = parlor_cli_new (parlor_cli_session_get_client (session), &start->cli);
  if (parlor_cli_session_sign_in (session, error)) {
    parlor_cli_set_settings (cli, settings);
    if (start->cli.is_interactive && parlor_cli_session_is_kept (session))
      watch_secrets (parlor_cli_session_get_client (session), cli);
    status = chat (cli);
    if (start->cli.is_interactive && parlor_cli_session_is_kept (session))
      remember (session, settings, cli);
  } else {
    status = parlor_cli_status_of_error (*error);
  }
  g_signal_handlers_disconnect_by_data (parlor_cli_session_get_client (session), cli);
  parlor_cli_free (cli);
  parlor_cli_session_close (session);

  return status;
}

static void
complain (const ParlorCliStart *start,
          const char           *text)
{
  g_autofree char *clean = parlor_cli_clean_lines (text);
  g_autofree char *json = parlor_cli_describe_error_json (text);

  if (start->cli.is_json)
    puts (json);
  g_printerr ("parlor-cli: %s\n", clean);
}

int
main (int   argc,
      char *argv[])
{
  ParlorCliStart     start = { 0 };
  g_autoptr (GError) error = NULL;
  int                status = PARLOR_CLI_STATUS_USAGE;

  parlor_translate_init ();

  parlor_cli_log_init ();
  if (parlor_cli_start_parse (&start, argc, argv, &error)) {
    status = PARLOR_CLI_STATUS_DONE;
    if (start.wants_version)
      g_print ("parlor-cli %s\n", PARLOR_VERSION);
    else
      status = run (&start, &error);
  }

  if (error != NULL)
    complain (&start, error->message);
  parlor_cli_start_clear (&start);

  return status;
}
