/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-server"

#include "parlor-test-server.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of what a test says of its own, the last line counts. */
#define USUAL_CONFIG                  \
  "[server]\n"                        \
  "registration = open\n"             \
  "registrations-per-hour = 100000\n" \
  "password-hash-memory-kib = 64\n"   \
  "password-hash-passes = 1\n"        \
  "password-hash-threads = 1\n"       \
  "tokens-per-s = 100000\n"           \
  "tokens-burst = 100000\n"

struct _ParlorTestServer
{
  char    *root; /* holds what is below */
  char    *folder;
  char    *config_path;
  char    *errors_path;
  char   **wanted;  /* what it is told to listen on */
  GPid     pid;     /* 0 while it does not run */
  int      process; /* a descriptor that is readable once it has ended */
  int      output;
  GString *unread;
  char    *ready_line;
  char   **addresses; /* what it listens on, as it tells */
  char    *fingerprint;
  guint16  port; /* of the first */
};

static const char *
get_program (void)
{
  const char *program = g_getenv ("PARLOR_TEST_SERVER");

  g_assert_nonnull (program); /* run by meson test */

  return program;
}

/**
 * parlor_test_server_new:
 * @config: (nullable): lines for the `[server]` group of the config file
 *
 * Makes a fresh folder for a server that is not started yet.
 *
 * Returns: (transfer full): the server
 */
ParlorTestServer *
parlor_test_server_new (const char *config)
{
  ParlorTestServer  *self = g_new0 (ParlorTestServer, 1);
  g_autoptr (GError) error = NULL;

  self->root = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->root, "data", NULL);
  self->config_path = g_build_filename (self->root, "parlor-server.conf", NULL);
  self->errors_path = g_build_filename (self->root, "errors", NULL);
  self->wanted = g_strsplit ("127.0.0.1:0", ",", 0);
  self->unread = g_string_new (NULL);
  self->output = -1;
  self->process = -1;
  parlor_test_server_configure (self, config);

  return self;
}

/**
 * parlor_test_serve:
 * @config: (nullable): lines for the `[server]` group of the config file
 *
 * Returns: (transfer full): a server that is ready for its first guests
 */
ParlorTestServer *
parlor_test_serve (const char *config)
{
  ParlorTestServer *self = parlor_test_server_new (config);

  parlor_test_server_start (self);

  return self;
}

static void
close_descriptor (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static int
remove_entry (const char        *path,
              const struct stat *status,
              int                type,
              struct FTW        *place)
{
  return g_remove (path);
}

/**
 * parlor_test_server_free:
 * @self: (transfer full): a server
 *
 * Ends it if it runs, and removes its folder.  A server that did not end by
 * itself and well fails the test.
 */
void
parlor_test_server_free (ParlorTestServer *self)
{
  if (self->pid != 0)
    parlor_test_server_stop (self);

  close_descriptor (&self->output);
  nftw (self->root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  g_string_free (self->unread, TRUE);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->config_path);
  g_free (self->errors_path);
  g_strfreev (self->wanted);
  g_free (self->ready_line);
  g_strfreev (self->addresses);
  g_free (self->fingerprint);
  g_free (self);
}

/**
 * parlor_test_server_configure:
 * @self: a server
 * @config: (nullable): lines for the `[server]` group of the config file
 *
 * Writes the config file that the next start reads.
 */
void
parlor_test_server_configure (ParlorTestServer *self,
                              const char       *config)
{
  g_autofree char   *text = g_strconcat (USUAL_CONFIG, config, "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->config_path, text, -1, &error);
  g_assert_no_error (error);
}

/**
 * parlor_test_server_listen:
 * @self: a server that does not run
 * @addresses: what its first start is to listen on, NULL-terminated
 */
void
parlor_test_server_listen (ParlorTestServer  *self,
                           const char *const *addresses)
{
  g_strfreev (self->wanted);
  self->wanted = g_strdupv ((char **) addresses);
}

/* In the server's process, before it is one.  A test that crashes takes it along. */
static void
set_up_process (gpointer path)
{
  int errors = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  setenv ("LC_ALL", "C.UTF-8", TRUE), unsetenv ("LANGUAGE"); /* what it prints is read here */
  dup2 (errors, STDERR_FILENO);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
spawn (ParlorTestServer  *self,
       const char *const *args)
{
  g_autoptr (GStrvBuilder) line = g_strv_builder_new ();
  g_auto (GStrv)           argv = NULL;
  g_autoptr (GError)       error = NULL;

  g_assert_cmpint (self->pid, ==, 0);
  g_strv_builder_add (line, get_program ());
  g_strv_builder_addv (line, (const char **) args);
  argv = g_strv_builder_end (line);

  close_descriptor (&self->output);
  g_string_truncate (self->unread, 0);
  g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, set_up_process,
                            self->errors_path, &self->pid, NULL, &self->output, NULL, &error);
  g_assert_no_error (error);

  self->process = pidfd_open (self->pid, 0);
  g_assert_cmpint (self->process, >=, 0);
}

static gboolean
poll_for (int fd,
          int timeout_ms)
{
  struct pollfd poll_fd = { fd, POLLIN, 0 };
  int           n_ready;

  do
    n_ready = poll (&poll_fd, 1, timeout_ms);
  while (n_ready < 0 && errno == EINTR);

  return n_ready > 0;
}

/* Waits until @fd can be read; what is slow under a sanitizer is not broken. */
static gboolean
wait_for (int fd)
{
  return poll_for (fd, PARLOR_TEST_PATIENCE_MS);
}

/* Returns the next line of the server's output, NULL at its end. */
static char *
read_line (ParlorTestServer *self)
{
  char *end;
  char *line;

  while ((end = strchr (self->unread->str, '\n')) == NULL) {
    char   data[512];
    gssize size;

    g_assert_true (wait_for (self->output));
    size = read (self->output, data, sizeof data);
    if (size <= 0)
      return NULL;
    g_string_append_len (self->unread, data, size);
  }

  line = g_strndup (self->unread->str, end - self->unread->str);
  g_string_erase (self->unread, 0, end + 1 - self->unread->str);

  return line;
}

static void
read_ready_line (ParlorTestServer *self)
{
  g_autoptr (GRegex)     regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char       *addresses = NULL;

  g_clear_pointer (&self->ready_line, g_free);
  g_clear_pointer (&self->addresses, g_strfreev);
  g_clear_pointer (&self->fingerprint, g_free);

  self->ready_line = read_line (self);
  if (self->ready_line == NULL) {
    g_autofree char *errors = parlor_test_server_dup_errors (self);

    g_error ("The server did not start: %s", errors);
  }

  regex = g_regex_new ("^parlor-server: listening on (\\S+:\\d+(?: and \\S+:\\d+)*), "
                       "fingerprint (SHA256:[A-Za-z0-9_-]{43})$",
                       0, 0, NULL);
  if (!g_regex_match (regex, self->ready_line, 0, &match))
    g_error ("Not a ready line: %s", self->ready_line);

  addresses = g_match_info_fetch (match, 1);
  self->addresses = g_strsplit (addresses, " and ", 0);
  self->port = strtoul (strrchr (self->addresses[0], ':') + 1, NULL, 10);
  self->fingerprint = g_match_info_fetch (match, 2);
}

/* The arguments of the next start: after the first one, the same port. */
static char **
make_args (ParlorTestServer *self)
{
  g_autoptr (GStrvBuilder) args = g_strv_builder_new ();
  const char              *n_threads = g_getenv ("PARLOR_TEST_IO_THREADS");
  char                   **addresses = self->addresses != NULL ? self->addresses : self->wanted;

  g_strv_builder_add_many (args, "--data", self->folder, "--config", self->config_path,
                           "--io-threads", n_threads != NULL ? n_threads : "1", NULL);
  for (guint i = 0; addresses[i] != NULL; i++)
    g_strv_builder_add_many (args, "--listen", addresses[i], NULL);

  return g_strv_builder_end (args);
}

/**
 * parlor_test_server_start:
 * @self: a server that does not run
 *
 * Starts the server and waits until it is ready.  After the first start it
 * comes back on the same port.
 */
void
parlor_test_server_start (ParlorTestServer *self)
{
  g_auto (GStrv) args = make_args (self);

  spawn (self, (const char *const *) args);
  read_ready_line (self);
}

/**
 * parlor_test_server_signal:
 * @self: a server that runs
 * @signal_number: a signal to send to it
 */
void
parlor_test_server_signal (ParlorTestServer *self,
                           int               signal_number)
{
  g_assert_cmpint (kill (self->pid, signal_number), ==, 0);
}

/**
 * parlor_test_server_wait:
 * @self: a server that runs and was told to end
 *
 * Returns: how it ended, as waitpid() tells
 */
int
parlor_test_server_wait (ParlorTestServer *self)
{
  int status = 0;

  if (!wait_for (self->process)) {
    kill (self->pid, SIGABRT);
    g_error ("The server does not end");
  }

  g_assert_cmpint (waitpid (self->pid, &status, 0), ==, self->pid);
  self->pid = 0;
  close_descriptor (&self->process);

  return status;
}

/**
 * parlor_test_server_stop:
 * @self: a server that runs
 *
 * Asks the server to end, which it has to do well.
 */
void
parlor_test_server_stop (ParlorTestServer *self)
{
  int status;

  parlor_test_server_signal (self, SIGTERM);
  status = parlor_test_server_wait (self);

  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0) {
    g_autofree char *errors = parlor_test_server_dup_errors (self);

    g_error ("The server ended badly (%d): %s", status, errors);
  }
}

/**
 * parlor_test_server_kill:
 * @self: a server that runs
 *
 * Kills the server: it has no time for anything.
 */
void
parlor_test_server_kill (ParlorTestServer *self)
{
  int status;

  parlor_test_server_signal (self, SIGKILL);
  status = parlor_test_server_wait (self);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

/**
 * parlor_test_server_run:
 * @self: a server that does not run
 * @args: arguments of the program, NULL-terminated
 * @ret_status: (out): its exit status
 * @ret_errors: (out): what it wrote to its standard error
 *
 * Runs the program to its end with @args alone.
 *
 * Returns: (transfer full): what it wrote to its standard output
 */
char *
parlor_test_server_run (ParlorTestServer  *self,
                        const char *const *args,
                        int               *ret_status,
                        char             **ret_errors)
{
  char *output;
  int   status;

  g_remove (self->errors_path);
  spawn (self, args);
  output = parlor_test_server_read_rest (self);

  status = parlor_test_server_wait (self);
  g_assert_true (WIFEXITED (status));
  *ret_status = WEXITSTATUS (status);
  *ret_errors = parlor_test_server_dup_errors (self);

  return output;
}

/**
 * parlor_test_server_fail_to_start:
 * @self: a server that does not run
 * @args: arguments of the program, NULL-terminated
 *
 * Runs the program with @args alone; it has to refuse them.
 *
 * Returns: (transfer full): what it wrote to its standard error
 */
char *
parlor_test_server_fail_to_start (ParlorTestServer  *self,
                                  const char *const *args)
{
  int              status;
  char            *errors;
  g_autofree char *output = parlor_test_server_run (self, args, &status, &errors);

  g_assert_cmpstr (output, ==, "");
  g_assert_cmpint (status, ==, 1);

  return errors;
}

/**
 * parlor_test_server_fail_as_configured:
 * @self: a server that does not run
 *
 * Starts the server as parlor_test_server_start() does; it has to refuse.
 *
 * Returns: (transfer full): what it wrote to its standard error
 */
char *
parlor_test_server_fail_as_configured (ParlorTestServer *self)
{
  g_auto (GStrv) args = make_args (self);

  return parlor_test_server_fail_to_start (self, (const char *const *) args);
}

/**
 * parlor_test_server_get_folder:
 * @self: a server
 *
 * Returns: its data folder
 */
const char *
parlor_test_server_get_folder (ParlorTestServer *self)
{
  return self->folder;
}

/**
 * parlor_test_server_get_fingerprint:
 * @self: a server that was started
 *
 * Returns: the fingerprint that it told at its last start
 */
const char *
parlor_test_server_get_fingerprint (ParlorTestServer *self)
{
  return self->fingerprint;
}

/**
 * parlor_test_server_get_ready_line:
 * @self: a server that was started
 *
 * Returns: the line in which it said that it was ready
 */
const char *
parlor_test_server_get_ready_line (ParlorTestServer *self)
{
  return self->ready_line;
}

/**
 * parlor_test_server_get_addresses:
 * @self: a server that was started
 *
 * Returns: what it listens on, as it told, NULL-terminated
 */
const char *const *
parlor_test_server_get_addresses (ParlorTestServer *self)
{
  return (const char *const *) self->addresses;
}

/**
 * parlor_test_server_get_port:
 * @self: a server that was started
 *
 * Returns: the port of the first address that it listens on
 */
guint16
parlor_test_server_get_port (ParlorTestServer *self)
{
  return self->port;
}

/**
 * parlor_test_server_read_owner_link:
 * @self: a server that was just started and that nobody owns yet
 *
 * Returns: (transfer full): the owner's link, which it tells after it is ready
 */
ParlorLinkUri *
parlor_test_server_read_owner_link (ParlorTestServer *self)
{
  static const char  start[] = "parlor-server: the owner's link is ";
  g_autofree char   *line = read_line (self);
  g_autoptr (GError) error = NULL;
  ParlorLinkUri     *link;

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, start));
  link = parlor_link_uri_parse (line + strlen (start), &error);
  g_assert_no_error (error);

  return link;
}

/**
 * parlor_test_server_read_rest:
 * @self: a server that has ended
 *
 * Returns: (transfer full): the lines of its output that were not read yet
 */
char *
parlor_test_server_read_rest (ParlorTestServer *self)
{
  GString *rest = g_string_new (NULL);
  char    *line;

  while ((line = read_line (self)) != NULL) {
    g_string_append_printf (rest, "%s\n", line);
    g_free (line);
  }

  return g_string_free (rest, FALSE);
}

/**
 * parlor_test_server_dup_errors:
 * @self: a server
 *
 * Returns: (transfer full): what it wrote to its standard error up to now
 */
char *
parlor_test_server_dup_errors (ParlorTestServer *self)
{
  char *errors = NULL;

  if (!g_file_get_contents (self->errors_path, &errors, NULL, NULL))
    return g_strdup ("");

  return errors;
}

/**
 * parlor_test_server_get_pid:
 * @self: a server
 *
 * Returns: its process, 0 while it does not run
 */
GPid
parlor_test_server_get_pid (ParlorTestServer *self)
{
  return self->pid;
}

/**
 * parlor_test_server_has_ended:
 * @self: a server
 *
 * Returns: whether no process of it runs
 */
gboolean
parlor_test_server_has_ended (ParlorTestServer *self)
{
  return self->pid == 0 || poll_for (self->process, 0);
}
