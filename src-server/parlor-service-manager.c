/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-service-manager"

#include "parlor-service-manager.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE_S 1

/* Reads a socket's name as sd_notify(3) writes it: a path, or @ and an abstract name. */
static gboolean
read_address (const char         *name,
              struct sockaddr_un *ret_address,
              socklen_t          *ret_size_bytes)
{
  gsize length = strlen (name);

  if ((*name != '/' && *name != '@') || length >= sizeof ret_address->sun_path)
    return FALSE;

  ret_address->sun_family = AF_UNIX;
  memcpy (ret_address->sun_path, name, length + 1);
  if (*name == '@')
    ret_address->sun_path[0] = '\0';
  /* An abstract name ends where the address does, a path with its NUL. */
  *ret_size_bytes = offsetof (struct sockaddr_un, sun_path) + length + (*name == '/');

  return TRUE;
}

/**
 * parlor_service_manager_tell:
 * @state: lines of the form `VARIABLE=value`, such as `READY=1`; see sd_notify(3)
 *
 * Tells whoever started the program as a service how it does, by a datagram to
 * the socket that `NOTIFY_SOCKET` names.  Without one nothing happens; that it
 * cannot be told is logged, and no reason to end.
 */
void
parlor_service_manager_tell (const char *state)
{
  const char          *name = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un   address;
  socklen_t            address_size_bytes;
  const struct timeval patience = { .tv_sec = PATIENCE_S };
  int                  fd;

  if (name == NULL || *name == '\0')
    return;
  if (!read_address (name, &address, &address_size_bytes)) {
    g_message ("NOTIFY_SOCKET is no socket's name: %s", name);
    return;
  }

  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
      sendto (fd, state, strlen (state), MSG_NOSIGNAL, (const struct sockaddr *) &address,
              address_size_bytes) < 0)
    g_message ("Cannot tell the service manager: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
}
