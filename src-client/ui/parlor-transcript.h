/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message.h"

G_BEGIN_DECLS

char *parlor_transcript_copy (const GPtrArray *messages);
char *parlor_transcript_quote (const GPtrArray *messages,
                               gsize            max_bytes,
                               guint           *ret_n_quoted);

G_END_DECLS
