/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a decoder that was taken over by an image could not do. */

#include "parlor-image-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The address sanitizer keeps terabytes of address space for itself. */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

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

static gboolean
can_look (void)
{
  struct stat status;

  return stat ("/", &status) == 0 || access ("/", F_OK) == 0;
}

/* What is refused is not even looked at: there is no such file and no such
 * socket. */
static gboolean
can_remove (void)
{
  return unlink ("/nonexistent/file") == 0 || errno != EPERM ||
         rename ("/nonexistent/file", "/nonexistent/other") == 0 || errno != EPERM;
}

static gboolean
can_connect_what_is_open (void)
{
  const struct sockaddr address = { .sa_family = AF_UNIX };

  return connect (STDIN_FILENO, &address, sizeof address) == 0 || errno != EPERM ||
         send (STDIN_FILENO, "", 1, 0) >= 0 || errno != EPERM;
}

static gboolean
can_start_thread (void)
{
  return syscall (SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND, NULL, NULL, NULL, NULL) >=
           0 ||
         errno != EPERM;
}

static gboolean
can_trace (void)
{
  return ptrace (PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

/* Its queue would do what the filter forbids. */
static gboolean
can_use_ring (void)
{
  guint8 parameters[256] = { 0 };

  return syscall (SYS_io_uring_setup, 1, parameters) >= 0 || errno != EPERM;
}

static gboolean
can_control_process (void)
{
  return prctl (PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

static const struct
{
  const char *name;
  gboolean (*can) (void);
} tries[] = {
  { "look", can_look },
  { "remove", can_remove },
  { "connect-what-is-open", can_connect_what_is_open },
  { "start-thread", can_start_thread },
  { "trace", can_trace },
  { "use-ring", can_use_ring },
  { "control-process", can_control_process },
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
  g_assert_true (can_look ());
  g_assert_true (can_remove ());
  g_assert_true (can_connect_what_is_open ());
  g_assert_true (can_control_process ());
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

/* Enters, says so, and waits. */
static void
wait_inside (int ready_fd,
             int end_fd)
{
  const char *failed = NULL;
  char        byte = 0;

  if (!parlor_image_sandbox_enter (&failed) || write (ready_fd, &byte, 1) != 1)
    _exit (2);
  _exit (read (end_fd, &byte, 1) == 0 ? 0 : 1);
}

static void
assert_limit (const char *limits,
              const char *name,
              const char *value)
{
  const char      *line = strstr (limits, name);
  g_autofree char *rest = NULL;

  g_assert_nonnull (line);
  rest = g_strndup (line + strlen (name), strcspn (line, "\n") - strlen (name));
  g_assert_true (g_str_has_prefix (g_strstrip (rest), value));
}

static void
test_limits (void)
{
  g_autofree char *path = NULL;
  g_autofree char *limits = NULL;
  int              ready[2], end[2], status;
  char             byte;
  pid_t            pid;

  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (end), ==, 0);
  pid = fork ();
  if (pid == 0) {
    close (end[1]);
    wait_inside (ready[1], end[0]);
  }

  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  path = g_strdup_printf ("/proc/%d/limits", pid);
  g_assert_true (g_file_get_contents (path, &limits, NULL, NULL));
  assert_limit (limits, "Max cpu time", "10 ");
  assert_limit (limits, "Max open files", "0 ");
  assert_limit (limits, "Max processes", "0 ");
  assert_limit (limits, "Max file size", "0 ");
  assert_limit (limits, "Max core file size", "0 ");
#ifndef HAS_SANITIZER
  assert_limit (limits, "Max address space", "1073741824 ");
#endif

  close (end[1]);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
  close (end[0]);
  close (ready[0]);
  close (ready[1]);
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
  g_test_add_func ("/image-sandbox/limits", test_limits);

  return g_test_run ();
}
