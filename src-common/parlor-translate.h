/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void        parlor_translate_init (void);
const char *parlor_translate_text (const char *text);
char       *parlor_translate_refusal (const char *text,
                                      const char *sentence,
                                      gint64      until_ms,
                                      const char *reason,
                                      gint64      max);

G_END_DECLS
