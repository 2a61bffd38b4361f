/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

/**
 * ParlorPage:
 * @items: (transfer none): packets of @type, to which is added
 * @type: of the items
 * @limit: how many there may be
 * @size_bytes: how much the items take on the wire
 * @is_cut: whether there was more
 *
 * A page that fits into a frame, whatever people put into it.
 */
typedef struct
{
  GPtrArray       *items;
  ParlorPacketType type;
  guint            limit;
  gsize            size_bytes;
  gboolean         is_cut;
} ParlorPage;

gboolean parlor_page_add (ParlorPage *self,
                          gpointer    item);
guint    parlor_page_limit (gint64 wanted,
                            guint  otherwise);

G_END_DECLS
