/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server takes of the computer. */

#pragma once

#include "parlor-test-server.h"

G_BEGIN_DECLS

gsize parlor_test_resident_kib (ParlorTestServer *self);
guint parlor_test_count_descriptors (ParlorTestServer *self);

G_END_DECLS
