/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message.h"

G_BEGIN_DECLS

char *parlor_sentence_of_event (ParlorMessage *message);
void  parlor_sentence_add (GString    *list,
                           const char *item);
void  parlor_sentence_follow (GString    *text,
                              const char *sentence);

G_END_DECLS
