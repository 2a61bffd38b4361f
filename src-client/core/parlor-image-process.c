/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-process"

#include "parlor-image-process.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_MS (10 * 1000)
#define READ_BYTES (256 * 1024)

/* The helper is to know nothing of what the environment may tell, but where
 * the decoders are. */
static char **
make_environment (void)
{
  static const char *const kept[] = { "GDK_PIXBUF_MODULE_FILE", "GDK_PIXBUF_MODULEDIR",
                                      "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS" };
  char                   **environment = g_new0 (char *, 1);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_getenv (kept[i]) != NULL)
      environment = g_environ_setenv (environment, kept[i], g_getenv (kept[i]), TRUE);

  return environment;
}

static gboolean
spawn (const char *const *args,
       int                input_fd,
       GPid              *ret_pid,
       int               *ret_output_fd,
       GError           **error)
{
  g_auto (GStrv) environment = make_environment ();
  const char    *path = g_getenv ("PARLOR_IMAGE_HELPER");
  GPtrArray     *argv = g_ptr_array_new ();
  gboolean       is_running;

  g_ptr_array_add (argv, (gpointer) (path != NULL ? path
                                                  : PARLOR_LIBEXECDIR "/parlor-image-helper"));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, NULL);

  is_running = g_spawn_async_with_pipes_and_fds ("/", (const char *const *) argv->pdata,
                                                 (const char *const *) environment,
                                                 G_SPAWN_DO_NOT_REAP_CHILD |
                                                   G_SPAWN_CLOEXEC_PIPES |
                                                   G_SPAWN_STDERR_TO_DEV_NULL,
                                                 NULL, NULL, input_fd, -1, -1, NULL, NULL, 0,
                                                 ret_pid, NULL, ret_output_fd, NULL, error);
  g_ptr_array_unref (argv);

  return is_running;
}

static gboolean
fail (GError     **error,
      GIOErrorEnum code,
      const char  *text)
{
  g_set_error_literal (error, G_IO_ERROR, code, text);

  return FALSE;
}

/* Waits until there is something to read. */
static gboolean
wait_for_output (int           fd,
                 gint64        deadline_us,
                 GCancellable *cancellable,
                 GError      **error)
{
  GPollFD       cancelled = { .fd = -1 };
  struct pollfd fds[2] = { { .fd = fd, .events = POLLIN }, { .fd = -1, .events = POLLIN } };
  gint64        rest_ms = (deadline_us - g_get_monotonic_time ()) / 1000;
  int           n_ready;

  if (g_cancellable_make_pollfd (cancellable, &cancelled))
    fds[1].fd = cancelled.fd;
  do
    n_ready = poll (fds, 2, (int) MAX (rest_ms, 0));
  while (n_ready < 0 && errno == EINTR);
  if (fds[1].fd >= 0)
    g_cancellable_release_fd (cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (n_ready <= 0)
    return fail (error, G_IO_ERROR_TIMED_OUT, _ ("Decoding the image takes too long"));

  return TRUE;
}

static gboolean
read_output (int           fd,
             gsize         max_bytes,
             GByteArray   *output,
             GCancellable *cancellable,
             GError      **error)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_MS * G_GINT64_CONSTANT (1000);

  for (;;) {
    gsize  size = output->len;
    gssize n_read;

    if (!wait_for_output (fd, deadline_us, cancellable, error))
      return FALSE;

    g_byte_array_set_size (output, size + READ_BYTES);
    n_read = read (fd, output->data + size, READ_BYTES);
    g_byte_array_set_size (output, size + MAX (n_read, 0));

    if (n_read == 0)
      return TRUE;
    if (n_read < 0 && errno != EINTR)
      return fail (error, g_io_error_from_errno (errno), g_strerror (errno));
    if (output->len > max_bytes)
      return fail (error, G_IO_ERROR_INVALID_DATA, _ ("The image is damaged"));
  }
}

/* However it goes, the helper is gone afterwards. */
static gboolean
reap (GPid     pid,
      gboolean is_good,
      GError **error)
{
  int status = 0;

  if (!is_good)
    kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (pid);

  if (!is_good)
    return FALSE;
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    return fail (error, G_IO_ERROR_INVALID_DATA, _ ("The image is damaged"));

  return TRUE;
}

/**
 * parlor_image_process_run:
 * @args: what to ask of parlor-image-helper
 * @input_fd: what it is to look at
 * @output_max_bytes: the most that it may answer
 * @cancellable: (nullable): kills it
 * @error: return location for a %G_IO_ERROR
 *
 * Runs the helper and waits for it, at most %DEADLINE_MS.  Blocks: for threads.
 *
 * Returns: (transfer full) (nullable): what it wrote; %NULL if it ended with an
 *   error, crashed, or was killed
 */
GBytes *
parlor_image_process_run (const char *const *args,
                          int                input_fd,
                          gsize              output_max_bytes,
                          GCancellable      *cancellable,
                          GError           **error)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  int                    output_fd;
  gboolean               is_good;
  GPid                   pid;
  guint8                *data;
  gsize                  size;

  if (!spawn (args, input_fd, &pid, &output_fd, error))
    return NULL;

  is_good = read_output (output_fd, output_max_bytes, output, cancellable, error);
  close (output_fd);
  if (!reap (pid, is_good, error))
    return NULL;

  /* It has grown by doubling; what is kept for long is to be no larger than it
   * has to. */
  size = output->len;
  data = g_byte_array_free (g_steal_pointer (&output), FALSE);

  return g_bytes_new_take (g_realloc (data, MAX (size, 1)), size);
}
