/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-sandbox"

#include "parlor-image-sandbox.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define MEMORY_MAX_BYTES (1024 * 1024 * 1024)
#define CPU_MAX_S 10

/* The address sanitizer keeps terabytes of address space for itself. */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

/* Memory, the two streams that are open already, and an end: what it takes to
 * turn bytes into other bytes.  Whatever else a decoder is made to try fails. */
static const int allowed_calls[] = {
  SCMP_SYS (read),
  SCMP_SYS (write),
  SCMP_SYS (writev),
  SCMP_SYS (close),
  SCMP_SYS (fstat),
  SCMP_SYS (lseek),
  SCMP_SYS (brk),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (madvise),
  SCMP_SYS (futex),
  SCMP_SYS (getpid),
  SCMP_SYS (gettid),
  SCMP_SYS (getrandom),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (sched_yield),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (tgkill),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),

  /* The same as some of those above, on machines of 32 bits. */
  SCMP_SYS (fstat64),
  SCMP_SYS (_llseek),
  SCMP_SYS (clock_gettime64),
  SCMP_SYS (futex_time64),
};

static gboolean
limit (int    resource,
       rlim_t value)
{
  const struct rlimit both = { value, value };

  return setrlimit (resource, &both) == 0;
}

static gboolean
set_limits (void)
{
#ifndef HAS_SANITIZER
  if (!limit (RLIMIT_AS, MEMORY_MAX_BYTES))
    return FALSE;
#endif

  return limit (RLIMIT_CPU, CPU_MAX_S) &&
         limit (RLIMIT_FSIZE, 0) &&
         limit (RLIMIT_CORE, 0) &&
         limit (RLIMIT_NPROC, 0) &&
         limit (RLIMIT_NOFILE, 0);
}

/* Memory that can be written and memory that can be run stay apart. */
static gboolean
allow_memory (scmp_filter_ctx filter,
              int             call)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 1,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static gboolean
set_filter (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean        is_set = filter != NULL;

  for (guint i = 0; is_set && i < G_N_ELEMENTS (allowed_calls); i++)
    is_set = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed_calls[i], 0) == 0;

  is_set = is_set && allow_memory (filter, SCMP_SYS (mmap)) &&
           allow_memory (filter, SCMP_SYS (mmap2)) &&
           allow_memory (filter, SCMP_SYS (mprotect)) && seccomp_load (filter) == 0;
  seccomp_release (filter);

  return is_set;
}

/**
 * parlor_image_sandbox_enter:
 * @ret_failed: (out): which step failed, set on failure
 *
 * Gives up, for good, whatever decoding an image does not take: files, network,
 * other processes, more than %MEMORY_MAX_BYTES of memory.  Called in a process
 * with a single thread, once all libraries are loaded.
 *
 * Returns: whether the process may look at what strangers sent
 */
gboolean
parlor_image_sandbox_enter (const char **ret_failed)
{
  /* Not allowed everywhere, inside containers for example; the filter below
   * forbids the same, in another way. */
  if (unshare (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS) != 0)
    g_debug ("No namespaces of its own: %s", g_strerror (errno));

  if (prctl (PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl (PR_SET_DUMPABLE, 0) != 0)
    *ret_failed = "prctl";
  else if (!set_limits ())
    *ret_failed = "setrlimit";
  else if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    *ret_failed = "no new privileges";
  else if (!set_filter ())
    *ret_failed = "seccomp";
  else
    return TRUE;

  return FALSE;
}
