/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message.h"

G_BEGIN_DECLS

char *parlor_sentence_of_event (ParlorMessage *message);

G_END_DECLS
