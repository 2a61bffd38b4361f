/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-admin-socket"

#include "parlor-admin-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_FILE "admin.sock"
#define BACKLOG 64
#define MAX_CONNECTIONS 64

/**
 * ParlorAdminSocket:
 *
 * The socket in the data folder by which the machine's own administrator talks
 * to the running server: the same packets as over TLS, each connection a local
 * session.  Whoever may open the socket owns the folder, or is root.
 */
struct _ParlorAdminSocket
{
  ParlorIo *io;
  char     *path;
  int       fd;     /* -1 once stopped */
  guint     source; /* 0 while there is no room */
  guint     n_connections;
};

/**
 * Place:
 * @folder_fd: of the folder if its path is too long, else -1
 *
 * A path that does not fit into a socket's address is named by way of the
 * folder's descriptor.
 */
typedef struct
{
  struct sockaddr_un address;
  int                folder_fd;
} Place;

static gboolean
find_place (const char *folder,
            Place      *ret_place,
            GError    **error)
{
  g_autofree char *path = g_build_filename (folder, SOCKET_FILE, NULL);
  int              fd = -1;

  if (strlen (path) >= sizeof ret_place->address.sun_path) {
    fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    g_free (path);
    path = g_strdup_printf ("/proc/self/fd/%d/" SOCKET_FILE, fd);
    if (fd < 0 || access ("/proc/self/fd", X_OK) < 0) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _ ("The path of the data folder %s is too long for a socket in it. Choose a "
                      "shorter one with --data."),
                   folder);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  }

  *ret_place = (Place){ .address.sun_family = AF_UNIX, .folder_fd = fd };
  g_strlcpy (ret_place->address.sun_path, path, sizeof ret_place->address.sun_path);

  return TRUE;
}

static void
leave_place (Place *place)
{
  if (place->folder_fd >= 0)
    close (place->folder_fd);
}

static gboolean on_incoming (int          fd,
                             GIOCondition condition,
                             gpointer     user_data);

static void
watch (ParlorAdminSocket *self)
{
  if (self->fd >= 0 && self->source == 0 && self->n_connections < MAX_CONNECTIONS)
    self->source = g_unix_fd_add (self->fd, G_IO_IN, on_incoming, self);
}

/* Those for whom there is no room wait until somebody has gone. */
static gboolean
on_incoming (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  ParlorAdminSocket *self = user_data;
  int                peer = accept4 (fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

  if (peer >= 0) {
    self->n_connections++;
    parlor_io_accept (self->io, peer, NULL);
  }
  if (self->n_connections < MAX_CONNECTIONS)
    return G_SOURCE_CONTINUE;

  self->source = 0;

  return G_SOURCE_REMOVE;
}

/* Nobody but the owner may ever open it: not even between bind() and chmod(). */
static gboolean
listen_on (int          fd,
           const Place *place)
{
  mode_t   mask = umask (0177);
  gboolean is_bound = bind (fd, (const struct sockaddr *) &place->address,
                            sizeof place->address) == 0;

  umask (mask);

  return is_bound && listen (fd, BACKLOG) == 0;
}

/**
 * parlor_admin_socket_new:
 * @folder: (type filename): the data folder, which this process has locked
 * @io: what gets the connections; must outlive the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the socket, which takes connections in
 *   the default main context
 */
ParlorAdminSocket *
parlor_admin_socket_new (const char *folder,
                         ParlorIo   *io,
                         GError    **error)
{
  ParlorAdminSocket *self;
  Place              place;
  int                fd;
  int                reason = 0;

  if (!find_place (folder, &place, error))
    return NULL;

  unlink (place.address.sun_path); /* a server that was killed has left it */
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || !listen_on (fd, &place))
    reason = errno;
  leave_place (&place);

  if (reason != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (reason),
                 /* Translators: a path, and why it is not possible */
                 _ ("Cannot make the socket %s in %s: %s"), SOCKET_FILE, folder,
                 g_strerror (reason));
    if (fd >= 0)
      close (fd);
    return NULL;
  }

  self = g_new0 (ParlorAdminSocket, 1);
  self->io = io;
  self->path = g_build_filename (folder, SOCKET_FILE, NULL);
  self->fd = fd;
  watch (self);

  return self;
}

/**
 * parlor_admin_socket_stop:
 * @self: the socket
 *
 * Accepts nothing more, and removes the socket from the folder.
 */
void
parlor_admin_socket_stop (ParlorAdminSocket *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd < 0)
    return;

  close (self->fd);
  self->fd = -1;
  g_unlink (self->path);
}

/**
 * parlor_admin_socket_free:
 * @self: (transfer full): the socket
 */
void
parlor_admin_socket_free (ParlorAdminSocket *self)
{
  parlor_admin_socket_stop (self);
  g_free (self->path);
  g_free (self);
}

/**
 * parlor_admin_socket_forget:
 * @self: the socket
 *
 * To be called once for each of its connections that has ended.
 */
void
parlor_admin_socket_forget (ParlorAdminSocket *self)
{
  self->n_connections--;
  watch (self);
}

/**
 * parlor_admin_socket_connect:
 * @folder: (type filename): the data folder of a server
 * @error: return location for an error
 *
 * For another process: connects with the server.
 *
 * Returns: a blocking socket, or -1; %G_IO_ERROR_NOT_FOUND if no server runs
 *   there
 */
int
parlor_admin_socket_connect (const char *folder,
                             GError    **error)
{
  Place place;
  int   fd;
  int   reason = 0;

  if (!find_place (folder, &place, error))
    return -1;

  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (fd, (struct sockaddr *) &place.address, sizeof place.address) < 0)
    reason = errno;
  leave_place (&place);
  if (reason == 0)
    return fd;

  if (reason == EACCES)
    g_set_error (
      error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
      _ ("The server on the data folder %s is not yours: run this as its user, or as root."),
      folder);
  else
    g_set_error (
      error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
      _ ("No server runs on the data folder %s: start it, or name another with --data (%s)."),
      folder, g_strerror (reason));
  close (fd);

  return -1;
}
