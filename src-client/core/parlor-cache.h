/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_CACHE (parlor_cache_get_type ())

G_DECLARE_FINAL_TYPE (ParlorCache, parlor_cache, PARLOR, CACHE, GObject)

/* Everything below is plain data, which may go from one thread to another. */

/* Who one is, and where. */
typedef struct
{
  char   *host;
  guint16 port;
  char   *pinned; /* fingerprint, NULL if the certificate is signed */
  gint64  id;
  char   *name;
  char   *nick;
  char   *server_name;
} ParlorCacheAccount;

typedef struct
{
  ParlorConversationPacket *packet;    /* as the server told it last */
  ParlorEventPacket        *last;      /* its newest message, or NULL */
  gint64                    known_seq; /* the newest event that was applied */
  gint64                    read_seq;
  guint                     n_unread;
  guint                     n_mentions;
  gint64                    counted_seq;  /* what the two count goes up to here */
  gboolean                  is_read_told; /* the server knows of read_seq */
  gboolean                  is_member;
  char                     *draft;
  gint64                    draft_reply_to;
  gint64                    draft_edit_of;
  char                     *draft_edit_text;
  gboolean                  is_pinned;
  gboolean                  notifications_muted;
} ParlorCacheConversation;

/* A message in the outbox: an event that has no seq yet. */
typedef struct
{
  gint64             position; /* what was written later has a higher one */
  ParlorEventPacket *packet;   /* its attachment has an id once it is uploaded */
  char              *file;     /* what to upload: name of a file in the outbox folder, or NULL */
  char              *sha256;
  char              *upload; /* what the upload is called */
  char              *error;  /* why it was refused, or NULL */
} ParlorCacheOutgoing;

/* What is read at start. */
typedef struct
{
  char      *epoch;
  GPtrArray *people;        /* of ParlorAccountPacket */
  GPtrArray *conversations; /* of ParlorCacheConversation */
  GPtrArray *outbox;        /* of ParlorCacheOutgoing */
} ParlorCacheSnapshot;

/* Which events of a log are wanted. */
typedef enum {
  PARLOR_LOG_BEFORE, /* the newest before a seq */
  PARLOR_LOG_FROM,   /* the oldest from a seq on */
  PARLOR_LOG_AROUND, /* those on both sides of a seq */
  PARLOR_LOG_AT,     /* those on both sides of the first one at or after a time, Unix time in ms */
} ParlorLogPlace;

/* A page of a conversation's log, without a hole. */
typedef struct
{
  char          *conversation;
  ParlorLogPlace place;
  gint64         value; /* the seq or the time */
  guint          n_max;
  GPtrArray     *events;  /* of ParlorEventPacket, ascending */
  gint64         self_id; /* number of one's own account */
} ParlorCachePage;

void                 parlor_cache_account_free (ParlorCacheAccount *account);
ParlorCacheAccount  *parlor_cache_account_copy (const ParlorCacheAccount *account);
void                 parlor_cache_conversation_free (ParlorCacheConversation *conversation);
void                 parlor_cache_outgoing_free (ParlorCacheOutgoing *outgoing);
ParlorCacheOutgoing *parlor_cache_outgoing_copy (const ParlorCacheOutgoing *outgoing);
void                 parlor_cache_snapshot_free (ParlorCacheSnapshot *snapshot);

ParlorCache              *parlor_cache_new (const char *path,
                                            GError    **error);
void                      parlor_cache_close (ParlorCache *self);
const ParlorCacheAccount *parlor_cache_get_account (ParlorCache *self);

/* Writes: done in order, in the background; "failed" tells when one was not. */
void parlor_cache_save_account (ParlorCache              *self,
                                const ParlorCacheAccount *account);
void parlor_cache_save_epoch (ParlorCache *self,
                              const char  *epoch);
void parlor_cache_save_people (ParlorCache     *self,
                               const GPtrArray *people);
void parlor_cache_save_conversation (ParlorCache                    *self,
                                     const ParlorConversationPacket *packet);
void parlor_cache_save_marks (ParlorCache                   *self,
                              const ParlorCacheConversation *conversation);
void parlor_cache_add_events (ParlorCache *self,
                              const char  *conversation,
                              GPtrArray   *events,
                              gint64       known_seq);
void parlor_cache_trim_events (ParlorCache *self,
                               const char  *conversation,
                               gint64       oldest_seq);
void parlor_cache_forget_events (ParlorCache *self);
void parlor_cache_forget_account (ParlorCache *self);
void parlor_cache_update_outgoing (ParlorCache               *self,
                                   const ParlorCacheOutgoing *outgoing);
void parlor_cache_remove_outgoing (ParlorCache *self,
                                   const char  *nonce);

void                 parlor_cache_load_async (ParlorCache        *self,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
ParlorCacheSnapshot *parlor_cache_load_finish (ParlorCache  *self,
                                               GAsyncResult *result,
                                               GError      **error);
void                 parlor_cache_load_page_async (ParlorCache        *self,
                                                   const char         *conversation,
                                                   ParlorLogPlace      place,
                                                   gint64              value,
                                                   guint               n_max,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
GPtrArray           *parlor_cache_load_page_finish (ParlorCache  *self,
                                                    GAsyncResult *result,
                                                    GError      **error);
void                 parlor_cache_add_outgoing_async (ParlorCache               *self,
                                                      const ParlorCacheOutgoing *outgoing,
                                                      GAsyncReadyCallback        callback,
                                                      gpointer                   user_data);
gboolean             parlor_cache_add_outgoing_finish (ParlorCache  *self,
                                                       GAsyncResult *result,
                                                       GError      **error);

G_END_DECLS
