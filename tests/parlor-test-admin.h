/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The machine's own administrator. */

#pragma once

#include "parlor-test-peer.h"

G_BEGIN_DECLS

ParlorTestPeer *parlor_test_admin_new (ParlorTestServer *server);
void            parlor_test_remove_tree (const char *path);

G_END_DECLS
