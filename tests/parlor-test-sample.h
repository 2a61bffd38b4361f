/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any packet at all, made of what the table says of it. */

#pragma once

#include "parlor-test-peer.h"

#include <jansson.h>

G_BEGIN_DECLS

json_t *parlor_test_sample (ParlorPacketType type);
json_t *parlor_test_sample_largest (const ParlorField *field);
json_t *parlor_test_sample_bad (const ParlorField *field);

ParlorErrorPacket *parlor_test_sample_refused (ParlorTestPeer *peer,
                                               json_t         *packet);

G_END_DECLS
