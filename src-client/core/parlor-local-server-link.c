/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-local-server-link"

#include "parlor-local-server-link.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <sys/un.h>
#include <unistd.h>

#include "parlor-client-error.h"
#include "parlor-framer.h"

#define SOCKET_FILE "admin.sock"
/* Of a server that is busy with something else, or does not run but hangs. */
#define ANSWER_MAX_S 20

struct _ParlorLocalServerLink
{
  GSocket     *socket;
  ParlorFramer framer;
  gint64       last_tag;
};

typedef struct
{
  gint64           tag;
  ParlorPacketType type;
  gpointer         packet; /* (nullable): the answer, once it is there */
  GError          *error;
} Waiting;

/* A path that does not fit into a socket's address goes by way of the folder's descriptor. */
static GSocketAddress *
find_address (const char *folder,
              int        *ret_folder_fd)
{
  g_autofree char *path = g_build_filename (folder, SOCKET_FILE, NULL);

  *ret_folder_fd = -1;
  if (strlen (path) >= sizeof ((struct sockaddr_un *) NULL)->sun_path) {
    *ret_folder_fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    g_free (path);
    path = g_strdup_printf ("/proc/self/fd/%d/" SOCKET_FILE, *ret_folder_fd);
  }

  return g_unix_socket_address_new (path);
}

/**
 * parlor_local_server_link_new:
 * @folder: (type filename): a data folder
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a connection; %G_IO_ERROR_NOT_FOUND or
 *   %G_IO_ERROR_CONNECTION_REFUSED if no server runs there,
 *   %G_IO_ERROR_PERMISSION_DENIED if it is somebody else's
 */
ParlorLocalServerLink *
parlor_local_server_link_new (const char   *folder,
                              GCancellable *cancellable,
                              GError      **error)
{
  int                        folder_fd;
  g_autoptr (GSocketAddress) address = find_address (folder, &folder_fd);
  g_autoptr (GSocket)        socket =
    g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  ParlorLocalServerLink *self = NULL;

  if (socket != NULL) {
    g_socket_set_timeout (socket, ANSWER_MAX_S);
    if (g_socket_connect (socket, address, cancellable, error)) {
      self = g_new0 (ParlorLocalServerLink, 1);
      self->socket = g_steal_pointer (&socket);
      parlor_framer_init (&self->framer, PARLOR_FRAME_MAX_BYTES);
    }
  }
  if (folder_fd >= 0)
    close (folder_fd);

  return self;
}

/**
 * parlor_local_server_link_free:
 * @self: (transfer full): a connection
 */
void
parlor_local_server_link_free (ParlorLocalServerLink *self)
{
  g_object_unref (self->socket);
  parlor_framer_clear (&self->framer);
  g_free (self);
}

static gboolean
on_line (const char *line,
         gsize       size_bytes,
         gpointer    user_data)
{
  Waiting         *waiting = user_data;
  ParlorPacketType type;
  gpointer         packet =
    parlor_packet_decode_line (line, size_bytes, &type, NULL, &waiting->error);

  if (packet == NULL)
    return FALSE;

  if (waiting->packet != NULL || *(gint64 *) packet != waiting->tag) {
    parlor_packet_free (type, packet);
    return TRUE;
  }

  waiting->type = type;
  waiting->packet = packet;

  return TRUE;
}

static gboolean
send_frame (ParlorLocalServerLink *self,
            GBytes                *frame,
            GCancellable          *cancellable,
            GError               **error)
{
  gsize       left_bytes;
  const char *data = g_bytes_get_data (frame, &left_bytes);

  while (left_bytes > 0) {
    gssize size = g_socket_send (self->socket, data, left_bytes, cancellable, error);

    if (size < 0)
      return FALSE;
    data += size;
    left_bytes -= size;
  }

  return TRUE;
}

static gboolean
wait_for_answer (ParlorLocalServerLink *self,
                 Waiting               *waiting,
                 GCancellable          *cancellable,
                 GError               **error)
{
  while (waiting->packet == NULL) {
    char   data[16 * 1024];
    gssize size = g_socket_receive (self->socket, data, sizeof data, cancellable, error);

    if (size < 0)
      return FALSE;
    if (size == 0) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                           "The server has ended the connection");
      return FALSE;
    }
    if (!parlor_framer_push (&self->framer, data, size, on_line, waiting, NULL)) {
      g_clear_error (&waiting->error);
      if (waiting->packet != NULL)
        parlor_packet_free (waiting->type, waiting->packet);
      g_propagate_error (error, parlor_client_error_new_nonsense ());
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * parlor_local_server_link_ask:
 * @self: a connection
 * @type: of @packet
 * @packet: what to ask; its tag is set
 * @answer: what type of answer is wanted
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer, a packet of type @answer; a
 *   #ParlorClientError if the server refuses
 */
gpointer
parlor_local_server_link_ask (ParlorLocalServerLink *self,
                              ParlorPacketType       type,
                              gpointer               packet,
                              ParlorPacketType       answer,
                              GCancellable          *cancellable,
                              GError               **error)
{
  Waiting            waiting = { .tag = ++self->last_tag };
  g_autoptr (GBytes) frame = NULL;

  *(gint64 *) packet = waiting.tag;
  frame = parlor_packet_encode (type, packet);
  if (!send_frame (self, frame, cancellable, error) ||
      !wait_for_answer (self, &waiting, cancellable, error))
    return NULL;
  if (waiting.type == answer)
    return waiting.packet;

  g_propagate_error (error, waiting.type == PARLOR_PACKET_ERROR
                              ? parlor_client_error_of_packet (waiting.packet)
                              : parlor_client_error_new_nonsense ());
  parlor_packet_free (waiting.type, waiting.packet);

  return NULL;
}

/**
 * parlor_local_server_link_wait_for_end:
 * @self: a connection
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Returns: whether the server has ended the connection; %G_IO_ERROR_TIMED_OUT if
 *   it does not
 */
gboolean
parlor_local_server_link_wait_for_end (ParlorLocalServerLink *self,
                                       GCancellable          *cancellable,
                                       GError               **error)
{
  g_autoptr (GError) reason = NULL;
  char               data[1024];
  gssize             size;

  do
    size = g_socket_receive (self->socket, data, sizeof data, cancellable, &reason);
  while (size > 0);

  if (size == 0 || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}
