/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorFramer:
 *
 * Cuts a stream of bytes into lines.  Pure: no sockets, no JSON.  It holds
 * memory only while a line is incomplete.
 */
typedef struct
{
  GByteArray *partial;   /* NULL when nothing is pending */
  gsize       max_bytes; /* of a line with its newline */
} ParlorFramer;

/**
 * ParlorFrameFunc:
 * @line: a line without its newline, not terminated, valid during the call
 * @size_bytes: size of @line
 * @user_data: what parlor_framer_push() was given
 *
 * Returns: whether to go on
 */
typedef gboolean (*ParlorFrameFunc) (const char *line,
                                     gsize       size_bytes,
                                     gpointer    user_data);

void     parlor_framer_init (ParlorFramer *framer,
                             gsize         max_bytes);
void     parlor_framer_clear (ParlorFramer *framer);
gboolean parlor_framer_push (ParlorFramer   *framer,
                             const char     *data,
                             gsize           size_bytes,
                             ParlorFrameFunc func,
                             gpointer        user_data,
                             GError        **error);

G_END_DECLS
