/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-cache"

#include "parlor-image-cache.h"

/**
 * ParlorImageCache:
 *
 * Images that were decoded a while ago, up to so many bytes: who scrolls back,
 * or returns to a conversation, sees them at once.  What was looked at last
 * stays longest.
 */
struct _ParlorImageCache
{
  GObject parent_instance;

  GQueue      entries; /* of Entry, the last used one first */
  GHashTable *links;   /* key of an entry → its GList in entries */
  gsize       size_bytes;
  gsize       max_bytes;
};

typedef struct
{
  char        *key;
  ParlorImage *image;
} Entry;

G_DEFINE_FINAL_TYPE (ParlorImageCache, parlor_image_cache, G_TYPE_OBJECT)

static char *
make_key (const ParlorImageRequest *request)
{
  return g_strdup_printf ("%dx%d %" G_GINT64_FORMAT " %s", request->max_width_px,
                          request->max_height_px, request->max_animation_px, request->path);
}

static void
remove_link (ParlorImageCache *self,
             GList            *link)
{
  Entry *entry = link->data;

  g_hash_table_remove (self->links, entry->key);
  g_queue_delete_link (&self->entries, link);
  self->size_bytes -= g_bytes_get_size (entry->image->pixels);
  parlor_image_unref (entry->image);
  g_free (entry->key);
  g_free (entry);
}

static void
parlor_image_cache_finalize (GObject *object)
{
  ParlorImageCache *self = PARLOR_IMAGE_CACHE (object);

  while (self->entries.tail != NULL)
    remove_link (self, self->entries.tail);
  g_hash_table_unref (self->links);

  G_OBJECT_CLASS (parlor_image_cache_parent_class)->finalize (object);
}

static void
parlor_image_cache_class_init (ParlorImageCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_image_cache_finalize;
}

static void
parlor_image_cache_init (ParlorImageCache *self)
{
  g_queue_init (&self->entries);
  self->links = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * parlor_image_cache_new:
 * @max_bytes: how much to keep
 *
 * Returns: (transfer full): a cache with nothing in it
 */
ParlorImageCache *
parlor_image_cache_new (gsize max_bytes)
{
  ParlorImageCache *self = g_object_new (PARLOR_TYPE_IMAGE_CACHE, NULL);

  self->max_bytes = max_bytes;

  return self;
}

/**
 * parlor_image_cache_find:
 * @self: a cache
 * @request: of a file on the disk
 *
 * Returns: (transfer full) (nullable): what came of the same request before
 */
ParlorImage *
parlor_image_cache_find (ParlorImageCache         *self,
                         const ParlorImageRequest *request)
{
  g_autofree char *key = NULL;
  GList           *link;

  g_return_val_if_fail (PARLOR_IS_IMAGE_CACHE (self), NULL);
  g_return_val_if_fail (request->path != NULL, NULL);

  key = make_key (request);
  link = g_hash_table_lookup (self->links, key);
  if (link == NULL)
    return NULL;

  g_queue_unlink (&self->entries, link);
  g_queue_push_head_link (&self->entries, link);

  return parlor_image_ref (((Entry *) link->data)->image);
}

/**
 * parlor_image_cache_add:
 * @self: a cache
 * @request: of a file on the disk
 * @image: what came of it
 *
 * Keeps @image for a while, if it leaves room for others.
 */
void
parlor_image_cache_add (ParlorImageCache         *self,
                        const ParlorImageRequest *request,
                        ParlorImage              *image)
{
  const gsize size_bytes = g_bytes_get_size (image->pixels);
  GList      *link;
  Entry      *entry;

  g_return_if_fail (PARLOR_IS_IMAGE_CACHE (self));
  g_return_if_fail (request->path != NULL);

  if (size_bytes > self->max_bytes / 2)
    return;

  entry = g_new (Entry, 1);
  *entry = (Entry){ make_key (request), parlor_image_ref (image) };
  link = g_hash_table_lookup (self->links, entry->key);
  if (link != NULL)
    remove_link (self, link);

  g_queue_push_head (&self->entries, entry);
  g_hash_table_insert (self->links, entry->key, self->entries.head);
  self->size_bytes += size_bytes;
  while (self->size_bytes > self->max_bytes)
    remove_link (self, self->entries.tail);
}

/**
 * parlor_image_cache_get_size_bytes:
 * @self: a cache
 *
 * Returns: how much it keeps
 */
gsize
parlor_image_cache_get_size_bytes (ParlorImageCache *self)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_CACHE (self), 0);

  return self->size_bytes;
}
