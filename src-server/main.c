/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-main"

#include "parlor-admin.h"
#include "parlor-backup.h"
#include "parlor-log-writer.h"
#include "parlor-server.h"
#include "parlor-service-manager.h"
#include "parlor-translate.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>

#define DEFAULT_ADDRESS "[::]:7976"
#define DEFAULT_ADDRESS_WITHOUT_IPV6 "0.0.0.0:7976"
#define MAX_IO_THREADS 64
#define UNSET_IO_THREADS G_MININT
#define DEFAULT_MAX_IO_THREADS 8
#define EXIT_USAGE 2 /* as parlor-server admin ends, and parlor-cli */

typedef struct
{
  char    *data;
  char    *config;
  char   **addresses;
  char    *log_format;
  char    *log_file;
  int      n_io_threads;
  gboolean wants_version;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_free (options->config);
  g_strfreev (options->addresses);
  g_free (options->log_format);
  g_free (options->log_file);
}

/* What the configuration says, or all addresses.  A kernel may know nothing of IPv6. */
static char **
make_addresses (const ParlorConfig *config)
{
  g_autofree char    *text = g_strstrip (g_strdup (config->listen));
  g_autoptr (GRegex)  regex = g_regex_new ("[ \t]+", 0, 0, NULL);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  if (*text != '\0')
    return g_regex_split (regex, text, 0);

  return g_strsplit (socket != NULL ? DEFAULT_ADDRESS : DEFAULT_ADDRESS_WITHOUT_IPV6, ",", -1);
}

static gboolean
check_options (const Options *options,
               GError       **error)
{
  if (options->n_io_threads != UNSET_IO_THREADS &&
      (options->n_io_threads < 1 || options->n_io_threads > MAX_IO_THREADS)) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("--io-threads goes from 1 to 64"));
    return FALSE;
  }
  if (options->log_format != NULL && !g_str_equal (options->log_format, "text") &&
      !g_str_equal (options->log_format, "json")) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("--log-format is text or json"));
    return FALSE;
  }

  return TRUE;
}

/* Returns the file that is read without being named, NULL if there is none. */
static char *
find_config (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "parlor-server.conf", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static gboolean
read_options (Options *options,
              int     *argc,
              char  ***argv,
              GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data,
      N_ ("Folder for everything the server keeps"), N_ ("DIR") },
    { "listen", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &options->addresses,
      N_ ("Where to listen, more than once if wanted; default [::]:7976"), N_ ("ADDRESS:PORT") },
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config,
      N_ ("Configuration; default: ~/.config/parlor-server.conf, if there is one"), N_ ("FILE") },
    { "io-threads", 0, 0, G_OPTION_ARG_INT, &options->n_io_threads,
      N_ ("Threads that talk to peers; default: one for each core, at most 8"), N_ ("N") },
    { "log-format", 0, 0, G_OPTION_ARG_STRING, &options->log_format,
      N_ ("How to log: text, or json for one object in each line"), N_ ("FORMAT") },
    { "log-file", 0, 0, G_OPTION_ARG_FILENAME, &options->log_file,
      N_ ("Where to log instead of standard error; what is over 1 MiB goes to FILE.old"),
      N_ ("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->wants_version, N_ ("Show the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("- the server of Parlor"));

  g_option_context_set_description (
    context,
    _ ("parlor-server admin COMMAND… talks to the server that runs here: see admin --help.\n"
       "parlor-server restore BACKUP --data DIR makes a data folder of a backup.\n"
       "SIGHUP has it read configuration and certificate again, SIGTERM ends it in order,\n"
       "a second one at once. Every key of the configuration is in\n"
       "share/doc/parlor/parlor-server.conf.\n"));

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (*argc > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is not an option. See --help."), (*argv)[1]);
    return FALSE;
  }

  if (options->data == NULL)
    options->data = g_build_filename (g_get_user_data_dir (), "parlor-server", NULL);
  if (options->config == NULL)
    options->config = find_config ();

  return check_options (options, error);
}

typedef struct
{
  GMainLoop    *loop;
  ParlorServer *server;
} Running;

/* The first one ends the loop, another one the wait for what is under way. */
static gboolean
on_signal (gpointer user_data)
{
  Running *running = user_data;

  if (g_main_loop_is_running (running->loop))
    g_main_loop_quit (running->loop);
  else if (running->server != NULL)
    parlor_server_hurry (running->server);

  return G_SOURCE_CONTINUE;
}

static ParlorLogFormat
get_forced_format (const Options *options)
{
  if (options->log_format == NULL)
    return 0;

  return g_str_equal (options->log_format, "json") ? PARLOR_LOG_FORMAT_JSON
                                                   : PARLOR_LOG_FORMAT_TEXT;
}

static guint
count_io_threads (const Options      *options,
                  const ParlorConfig *config)
{
  if (options->n_io_threads != UNSET_IO_THREADS)
    return options->n_io_threads;
  if (config->io_threads != 0)
    return config->io_threads;

  return MIN (g_get_num_processors (), DEFAULT_MAX_IO_THREADS);
}

static gboolean
on_hangup (gpointer user_data)
{
  parlor_server_reload (user_data);

  return G_SOURCE_CONTINUE;
}

static void
announce (ParlorServer *server)
{
  g_autofree char *description = parlor_server_describe (server);
  g_autofree char *state = g_strdup_printf ("READY=1\nSTATUS=%s", description);
  const char      *link = parlor_server_get_owner_link (server);

  g_print ("parlor-server: %s\n", description);
  if (link != NULL) {
    /* Translators: who follows this link owns the server from then on */
    g_print (_ ("parlor-server: the owner's link is %s\n"), link);
  }
  fflush (stdout);
  parlor_service_manager_tell (state);
}

static gboolean
run (const Options *options,
     GError       **error)
{
  g_autoptr (GMainLoop)    loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ParlorConfig) config = NULL;
  g_auto (GStrv)           addresses = NULL;
  Running                  running = { loop, NULL };
  guint                    hangup_source;

  if (options->log_file != NULL && !parlor_log_writer_open_file (options->log_file, error))
    return FALSE;
  config = parlor_config_new (options->config, error);
  if (config == NULL)
    return FALSE;

  parlor_log_writer_install (get_forced_format (options));
  parlor_log_writer_configure (config);
  g_unix_signal_add (SIGTERM, on_signal, &running);
  g_unix_signal_add (SIGINT, on_signal, &running);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a limit to files is a disk that is full */
  umask (077);               /* what the server keeps is nobody else's */

  addresses = options->addresses != NULL ? g_strdupv (options->addresses) : make_addresses (config);
  running.server =
    parlor_server_new (config, options->config, options->data, (const char *const *) addresses,
                       count_io_threads (options, config), error);
  if (running.server == NULL)
    return FALSE;

  hangup_source = g_unix_signal_add (SIGHUP, on_hangup, running.server);
  announce (running.server);
  /* From now on what is said goes to clients and into logs, where it is the same everywhere. */
  setlocale (LC_MESSAGES, "C");
  g_main_loop_run (loop);
  g_source_remove (hangup_source);
  parlor_service_manager_tell ("STOPPING=1");
  parlor_server_close (running.server);

  return TRUE;
}

/* Makes a data folder of a backup. */
static gboolean
restore (int      argc,
         char   **argv,
         GError **error)
{
  g_autofree char   *data = NULL;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &data, N_ ("Data folder, without data yet"),
      N_ ("DIR") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new (_ ("BACKUP - make a data folder of a backup"));

  g_set_prgname ("parlor-server restore");
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc != 2) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Name the folder of one backup. See restore --help."));
    return FALSE;
  }

  umask (077);
  if (data == NULL)
    data = g_build_filename (g_get_user_data_dir (), "parlor-server", NULL);
  if (!parlor_backup_restore (argv[1], data, error))
    return FALSE;
  /* Translators: two folders: the server's data, and the backup */
  g_print (_ ("parlor-server: %1$s is restored from %2$s\n"), data, argv[1]);

  return TRUE;
}

static gboolean
serve (int      argc,
       char   **argv,
       GError **error)
{
  Options  options = { .n_io_threads = UNSET_IO_THREADS };
  gboolean is_good = read_options (&options, &argc, &argv, error);

  if (is_good && options.wants_version)
    g_print ("parlor-server %s\n", PARLOR_VERSION);
  else if (is_good)
    is_good = run (&options, error);
  options_clear (&options);

  return is_good;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  gboolean           is_good;

  parlor_translate_init ();
  if (argc > 1 && g_str_equal (argv[1], "admin"))
    return parlor_admin_main (argc - 1, argv + 1);

  if (argc > 1 && g_str_equal (argv[1], "restore"))
    is_good = restore (argc - 1, argv + 1, &error);
  else
    is_good = serve (argc, argv, &error);
  if (is_good)
    return EXIT_SUCCESS;

  g_printerr ("parlor-server: %s\n", error->message);

  return error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_FAILURE;
}
