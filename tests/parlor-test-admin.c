/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-admin"

#include "parlor-test-admin.h"

#include <sys/socket.h>
#include <sys/un.h>

/**
 * parlor_test_admin_new:
 * @server: a server that runs
 *
 * Returns: (transfer full): a connection by the socket in its data folder, over
 *   which nothing was said yet
 */
ParlorTestPeer *
parlor_test_admin_new (ParlorTestServer *server)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int                fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ParlorTestPeer    *self;

  g_snprintf (address.sun_path, sizeof address.sun_path, "%s/admin.sock",
              parlor_test_server_get_folder (server));
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);

  self = parlor_test_peer_new_on (server, fd);
  self->is_local = TRUE;

  return self;
}
