/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How much of a file parlor_file_kind_is_program() wants to see. */
#define PARLOR_FILE_KIND_BYTES 4096

GIcon   *parlor_file_kind_get_icon (const char *name);
gboolean parlor_file_kind_is_program (const char   *name,
                                      const guint8 *begin,
                                      gsize         begin_bytes);

G_END_DECLS
