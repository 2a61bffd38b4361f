/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-client.h"

G_BEGIN_DECLS

/* One of the messages that were found. */
#define PARLOR_TYPE_SEARCH_HIT (parlor_search_hit_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSearchHit, parlor_search_hit, PARLOR, SEARCH_HIT, GObject)

ParlorConversation *parlor_search_hit_get_conversation (ParlorSearchHit *self);
ParlorMessage      *parlor_search_hit_get_message (ParlorSearchHit *self);

#define PARLOR_TYPE_MESSAGE_SEARCH (parlor_message_search_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMessageSearch, parlor_message_search, PARLOR, MESSAGE_SEARCH, GObject)

ParlorMessageSearch *parlor_message_search_new (ParlorClient *client);

void parlor_message_search_begin (ParlorMessageSearch *self,
                                  const char          *query,
                                  ParlorConversation  *conversation);
void parlor_message_search_load_more (ParlorMessageSearch *self);

const char   *parlor_message_search_get_query (ParlorMessageSearch *self);
gboolean      parlor_message_search_is_busy (ParlorMessageSearch *self);
gboolean      parlor_message_search_is_complete (ParlorMessageSearch *self);
const GError *parlor_message_search_get_error (ParlorMessageSearch *self);

G_END_DECLS
