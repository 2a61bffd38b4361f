/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-admin"

#include "parlor-test-admin.h"

#include <ftw.h>
#include <glib/gstdio.h>
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

static int
remove_entry (const char        *path,
              const struct stat *status,
              int                type,
              struct FTW        *place)
{
  return g_remove (path);
}

/**
 * parlor_test_remove_tree:
 * @path: (type filename): a folder, which is removed with all that is in it
 */
void
parlor_test_remove_tree (const char *path)
{
  g_assert_cmpint (nftw (path, remove_entry, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
}
