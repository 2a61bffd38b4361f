/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a decoder that was taken over by an image could not do. */

#include "parlor-image-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static gboolean
can_open (void)
{
  return open ("/dev/null", O_RDONLY) >= 0;
}

static gboolean
can_open_at (void)
{
  return openat (AT_FDCWD, "/etc/hostname", O_RDONLY) >= 0;
}

static gboolean
can_connect (void)
{
  return socket (AF_INET, SOCK_STREAM, 0) >= 0 || socket (AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static gboolean
can_fork (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);

  return pid > 0;
}

static gboolean
can_exec (void)
{
  execl ("/bin/true", "true", NULL);

  return FALSE; /* otherwise it would be another program by now */
}

static gboolean
can_run_what_it_wrote (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
               0) != MAP_FAILED;
}

static gboolean
can_signal_others (void)
{
  return kill (getppid (), 0) == 0;
}

static const struct
{
  const char *name;
  gboolean (*can) (void);
} tries[] = {
  { "open", can_open },
  { "open-at", can_open_at },
  { "connect", can_connect },
  { "fork", can_fork },
  { "exec", can_exec },
  { "run-what-it-wrote", can_run_what_it_wrote },
  { "signal-others", can_signal_others },
};

/* Ends without a word to whoever watches over memory: that, too, would take
 * system calls. */
static void
try_inside (guint i)
{
  const char *failed = NULL;

  if (!parlor_image_sandbox_enter (&failed))
    _exit (2);
  _exit (tries[i].can () ? 1 : 0);
}

static void
test_try (gconstpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);

  if (g_test_subprocess ())
    try_inside (i);

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* The same outside, or the tests above would prove nothing. */
static void
test_outside (void)
{
  g_assert_true (can_open ());
  g_assert_true (can_open_at ());
  g_assert_true (can_connect ());
  g_assert_true (can_run_what_it_wrote ());
}

static void
test_memory (void)
{
  const char *failed = NULL;
  guint8     *memory;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }

  if (!parlor_image_sandbox_enter (&failed))
    _exit (2);
  memory = malloc (256 * 1024 * 1024);
  _exit (memory != NULL ? 0 : 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++) {
    g_autofree char *path = g_strconcat ("/image-sandbox/", tries[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_try);
  }
  g_test_add_func ("/image-sandbox/outside", test_outside);
  g_test_add_func ("/image-sandbox/memory", test_memory);

  return g_test_run ();
}
