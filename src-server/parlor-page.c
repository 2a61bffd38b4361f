/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-page"

#include "parlor-page.h"

#define PAGE_MAX_BYTES (PARLOR_FRAME_MAX_BYTES - 1024)

/**
 * parlor_page_add:
 * @self: a page
 * @item: (transfer full): what comes next
 *
 * Returns: whether there was room for @item and for all before it
 */
gboolean
parlor_page_add (ParlorPage *self,
                 gpointer    item)
{
  g_autoptr (GBytes) frame = parlor_packet_encode (self->type, item);

  self->size_bytes += g_bytes_get_size (frame);
  if (self->is_cut || self->items->len == self->limit ||
      (self->size_bytes > PAGE_MAX_BYTES && self->items->len > 0)) {
    self->is_cut = TRUE;
    parlor_packet_free (self->type, item);
    return FALSE;
  }

  g_ptr_array_add (self->items, item);

  return TRUE;
}

/**
 * parlor_page_limit:
 * @wanted: how many items a client asks for; 0: it does not say
 * @otherwise: how many it gets then
 *
 * Returns: how many it may get
 */
guint
parlor_page_limit (gint64 wanted,
                   guint  otherwise)
{
  return CLAMP (wanted > 0 ? wanted : otherwise, 1, PARLOR_PAGE_MAX_ITEMS);
}
