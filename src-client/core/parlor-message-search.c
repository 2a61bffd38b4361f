/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-search"

#include "parlor-message-search.h"

#include "parlor-client-private.h"

#include <string.h>

#define PAGE_ITEMS 30
/* Whoever has seen so many needs other words. */
#define HITS_MAX 600
/* A server that finds nothing but what one is not in is not asked for ever. */
#define BARREN_PAGES_MAX 10

/* One of the messages that were found. */

struct _ParlorSearchHit
{
  GObject parent_instance;

  ParlorConversation *conversation;
  ParlorMessage      *message;
};

G_DEFINE_FINAL_TYPE (ParlorSearchHit, parlor_search_hit, G_TYPE_OBJECT)

static void
parlor_search_hit_dispose (GObject *object)
{
  ParlorSearchHit *self = PARLOR_SEARCH_HIT (object);

  g_clear_object (&self->conversation);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (parlor_search_hit_parent_class)->dispose (object);
}

static void
parlor_search_hit_class_init (ParlorSearchHitClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_search_hit_dispose;
}

static void
parlor_search_hit_init (ParlorSearchHit *self)
{
}

ParlorConversation *
parlor_search_hit_get_conversation (ParlorSearchHit *self)
{
  g_return_val_if_fail (PARLOR_IS_SEARCH_HIT (self), NULL);

  return self->conversation;
}

ParlorMessage *
parlor_search_hit_get_message (ParlorSearchHit *self)
{
  g_return_val_if_fail (PARLOR_IS_SEARCH_HIT (self), NULL);

  return self->message;
}

/**
 * ParlorMessageSearch:
 *
 * The messages in which somebody's words occur, the newest first, as a
 * #GListModel of #ParlorSearchHit.  The server searches; it answers page by
 * page.
 */
struct _ParlorMessageSearch
{
  GObject parent_instance;

  ParlorClient *client;
  GPtrArray    *hits; /* of ParlorSearchHit */

  char         *query; /* NULL while there is none */
  char         *conversation;
  char         *next;        /* what to ask for; NULL at the beginning and at the end */
  GCancellable *cancellable; /* of the request under way; NULL if there is none */
  GError       *error;
  guint         n_barren; /* pages in a row without a hit */
  gboolean      is_complete;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GType
parlor_message_search_get_item_type (GListModel *model)
{
  return PARLOR_TYPE_SEARCH_HIT;
}

static guint
parlor_message_search_get_n_items (GListModel *model)
{
  return PARLOR_MESSAGE_SEARCH (model)->hits->len;
}

static gpointer
parlor_message_search_get_item (GListModel *model,
                                guint       position)
{
  GPtrArray *hits = PARLOR_MESSAGE_SEARCH (model)->hits;

  return position < hits->len ? g_object_ref (hits->pdata[position]) : NULL;
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = parlor_message_search_get_item_type;
  iface->get_n_items = parlor_message_search_get_n_items;
  iface->get_item = parlor_message_search_get_item;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (ParlorMessageSearch, parlor_message_search, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))
/* clang-format on */

static void ask (ParlorMessageSearch *self);

static void
tell_changed (ParlorMessageSearch *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What one is no longer in is not shown. */
static ParlorSearchHit *
make_hit (ParlorMessageSearch     *self,
          const ParlorEventPacket *event)
{
  ParlorConversation *conversation =
    parlor_client_find_conversation (self->client, event->conversation);
  ParlorSearchHit *hit;

  if (conversation == NULL)
    return NULL;

  hit = g_object_new (PARLOR_TYPE_SEARCH_HIT, NULL);
  hit->conversation = g_object_ref (conversation);
  hit->message = parlor_client_make_message (self->client, event);

  return hit;
}

static void
take_page (ParlorMessageSearch          *self,
           const ParlorSearchPagePacket *page)
{
  const guint n_before = self->hits->len;

  for (guint i = 0; i < page->messages->len && self->hits->len < HITS_MAX; i++) {
    ParlorSearchHit *hit = make_hit (self, page->messages->pdata[i]);

    if (hit != NULL)
      g_ptr_array_add (self->hits, hit);
  }

  g_free (self->next);
  self->next = g_strdup (page->next);
  self->n_barren = self->hits->len > n_before ? 0 : self->n_barren + 1;
  self->is_complete = page->next == NULL || self->hits->len >= HITS_MAX ||
                      self->n_barren >= BARREN_PAGES_MAX;
  if (self->hits->len > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->hits->len - n_before);
  else if (!self->is_complete)
    ask (self);
}

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ParlorMessageSearch) self = user_data;
  GError                         *error = NULL;
  ParlorSearchPagePacket         *page;

  page = parlor_client_finish_as (PARLOR_CLIENT (source), result, PARLOR_PACKET_SEARCH_PAGE,
                                  &error);
  /* Another search may have begun since. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_error_free (error);
    return;
  }

  g_clear_object (&self->cancellable);
  if (page != NULL)
    take_page (self, page);
  else
    self->error = error;
  if (page != NULL)
    parlor_packet_free (PARLOR_PACKET_SEARCH_PAGE, page);
  tell_changed (self);
}

static void
ask (ParlorMessageSearch *self)
{
  ParlorSearchPacket *packet = parlor_packet_new (PARLOR_PACKET_SEARCH);

  packet->query = g_strdup (self->query);
  packet->conversation = g_strdup (self->conversation);
  packet->after = g_strdup (self->next);
  packet->limit = PAGE_ITEMS;
  self->cancellable = g_cancellable_new ();
  parlor_client_request_async (self->client, PARLOR_PACKET_SEARCH, packet, self->cancellable,
                               on_page, g_object_ref (self));
}

static void
forget (ParlorMessageSearch *self)
{
  const guint n_before = self->hits->len;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->conversation, g_free);
  g_clear_pointer (&self->next, g_free);
  self->n_barren = 0;
  self->is_complete = FALSE;
  g_ptr_array_set_size (self->hits, 0);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
}

static void
parlor_message_search_dispose (GObject *object)
{
  ParlorMessageSearch *self = PARLOR_MESSAGE_SEARCH (object);

  forget (self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_message_search_parent_class)->dispose (object);
}

static void
parlor_message_search_finalize (GObject *object)
{
  g_ptr_array_unref (PARLOR_MESSAGE_SEARCH (object)->hits);

  G_OBJECT_CLASS (parlor_message_search_parent_class)->finalize (object);
}

static void
parlor_message_search_class_init (ParlorMessageSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_message_search_dispose;
  object_class->finalize = parlor_message_search_finalize;

  /**
   * ParlorMessageSearch::changed:
   *
   * It has begun, found something, come to its end or failed.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PARLOR_TYPE_MESSAGE_SEARCH, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlor_message_search_init (ParlorMessageSearch *self)
{
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * parlor_message_search_new:
 * @client: whose messages to search
 *
 * Returns: (transfer full): a search that has found nothing yet
 */
ParlorMessageSearch *
parlor_message_search_new (ParlorClient *client)
{
  ParlorMessageSearch *self;

  g_return_val_if_fail (PARLOR_IS_CLIENT (client), NULL);

  self = g_object_new (PARLOR_TYPE_MESSAGE_SEARCH, NULL);
  self->client = g_object_ref (client);

  return self;
}

/**
 * parlor_message_search_begin:
 * @self: a search
 * @query: (nullable): what somebody typed, UTF-8: words, `from:ada`,
 *   `has:image` and so on, see protocol.md; nothing or blanks to search for
 *   nothing
 * @conversation: (nullable): where, %NULL for everywhere
 *
 * Forgets what it has found and begins anew.
 */
void
parlor_message_search_begin (ParlorMessageSearch *self,
                             const char          *query,
                             ParlorConversation  *conversation)
{
  g_autofree char *words = NULL;

  g_return_if_fail (PARLOR_IS_MESSAGE_SEARCH (self));

  words = g_strstrip (g_utf8_make_valid (query != NULL ? query : "", -1));
  if (strlen (words) > PARLOR_QUERY_MAX_BYTES)
    *g_utf8_find_prev_char (words, words + PARLOR_QUERY_MAX_BYTES) = '\0';

  forget (self);
  if (*words != '\0') {
    self->query = g_steal_pointer (&words);
    if (conversation != NULL)
      self->conversation = g_strdup (parlor_conversation_get_id (conversation));
    ask (self);
  }
  tell_changed (self);
}

/**
 * parlor_message_search_load_more:
 * @self: a search
 *
 * Asks for the next page; for the same again after an error.
 */
void
parlor_message_search_load_more (ParlorMessageSearch *self)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_SEARCH (self));

  if (self->query == NULL || self->is_complete || self->cancellable != NULL)
    return;

  g_clear_error (&self->error);
  ask (self);
  tell_changed (self);
}

/**
 * parlor_message_search_get_query:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): what it searches for
 */
const char *
parlor_message_search_get_query (ParlorMessageSearch *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_SEARCH (self), NULL);

  return self->query;
}

/**
 * parlor_message_search_is_busy:
 * @self: a search
 *
 * Returns: whether an answer is to come
 */
gboolean
parlor_message_search_is_busy (ParlorMessageSearch *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_SEARCH (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * parlor_message_search_is_complete:
 * @self: a search
 *
 * Returns: whether there is nothing more to be found
 */
gboolean
parlor_message_search_is_complete (ParlorMessageSearch *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_SEARCH (self), FALSE);

  return self->is_complete;
}

/**
 * parlor_message_search_get_error:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): why there was no answer
 */
const GError *
parlor_message_search_get_error (ParlorMessageSearch *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_SEARCH (self), NULL);

  return self->error;
}
