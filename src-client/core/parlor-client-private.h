/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files parlor-client-*.c have in common.  Each is about one theme:
 * -link.c watches the connection, -session.c signs in over it, -sync.c takes what the server tells,
 * -history.c fetches what is older, -read.c tells what was read, -notices.c keeps what is told to
 * the person, -people.c knows who is who, -blocks.c who is blocked,
 * -watch.c who is here, -files.c sends and fetches files;
 * parlor-outbox.c keeps what is to be sent. */

#pragma once

#include "parlor-cache.h"
#include "parlor-client.h"
#include "parlor-conversation-private.h"
#include "parlor-link.h"
#include "parlor-log-request.h"
#include "parlor-outbox.h"

G_BEGIN_DECLS

/* What the server takes when it has not told otherwise. */
#define PARLOR_UPLOAD_DEFAULT_MAX_BYTES (50 * 1024 * 1024)

struct _ParlorClient
{
  GObject parent_instance;

  char          *data_dir;
  int            lock_fd; /* no second program works on the same folder */
  ParlorSecrets *secrets;
  ParlorCache   *cache;
  ParlorLink    *link;
  ParlorOutbox  *outbox;
  gboolean       is_closed;

  /* Models */
  ParlorAccount *self_account;
  GListStore    *conversations;
  GHashTable    *conversations_by_id; /* of ParlorConversation, the list's */
  GListStore    *people;
  GHashTable    *people_by_id;   /* of ParlorAccount, the list's */
  GHashTable    *people_by_name; /* who was last told to be called so */
  GListStore    *announcements;
  GListStore    *invitations;

  /* Presence */
  GHashTable *present;   /* gint64 *: of those who are watched, who is here */
  GArray     *watched;   /* of gint64, ascending; NULL while nobody is */
  guint       n_watches; /* requests to watch */
  guint       watch_id;

  /* Session */
  GTask        *signing_in; /* the person waits for it; NULL otherwise */
  GSource      *signing_in_cancelled;
  gboolean      is_loaded; /* the models show what the cache has */
  gboolean      is_resuming;
  char         *token;
  char         *epoch;
  char         *server_name; /* what welcome told */
  char         *status_text;
  char         *trouble_text;      /* why there was no connection at the last attempt */
  gboolean      is_server_closing; /* it has said so */
  char         *secrets_error;
  char         *offered_fingerprint;
  gint64        upload_max_bytes;
  GHashTable   *told_invitations; /* ids of conversations, while resuming */
  GHashTable   *told;             /* ids of conversations, while resuming */
  GCancellable *cancellable;

  ParlorServerRole server_role; /* one's own; unknown until the server has told */

  GHashTable       *holes;   /* conversations whose hole is being filled: newest seq seen */
  GHashTable       *unsaved; /* conversations whose marks or draft are to be written */
  guint             save_id;
  GPtrArray        *untold; /* conversations whose read marker the server is to be told */
  guint             tell_id;
  GHashTable       *downloads; /* by attachment id */
  ParlorImageCache *images;
};

/* parlor-client.c */
void parlor_client_notify (ParlorClient *self,
                           const char   *property);
void parlor_client_set_status (ParlorClient *self,
                               const char   *text);
void parlor_client_set_secrets_error (ParlorClient *self,
                                      const char   *text);
void parlor_client_emit_signed_out (ParlorClient *self,
                                    const char   *text);
void parlor_client_emit_packet (ParlorClient    *self,
                                ParlorPacketType type,
                                gpointer         packet);
void parlor_client_emit_event_applied (ParlorClient       *self,
                                       ParlorConversation *conversation,
                                       ParlorMessage      *message);

/* parlor-client-link.c */
void parlor_client_init_link (ParlorClient *self);
void parlor_client_close_link (ParlorClient *self);

/* parlor-client-session.c */
void     parlor_client_open_session (ParlorClient *self);
void     parlor_client_fail_signing_in (ParlorClient *self,
                                        const GError *error);
void     parlor_client_return_signing_in (ParlorClient *self,
                                          GError       *error);
gboolean parlor_client_is_online (ParlorClient *self);

/* parlor-client-account.c */
void     parlor_client_load_async (ParlorClient       *self,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
gboolean parlor_client_load_finish (ParlorClient *self,
                                    GAsyncResult *result,
                                    GError      **error);
void     parlor_client_forget (ParlorClient *self);
void     parlor_client_add_pin (ParlorClient     *self,
                                ParlorLinkServer *server);

/* parlor-client-models.c */
ParlorConversation *parlor_client_add_conversation (ParlorClient                   *self,
                                                    const char                     *id,
                                                    ParlorConversationKind          kind,
                                                    ParlorAccount                  *peer,
                                                    const ParlorConversationPacket *packet);
void                parlor_client_show_snapshot (ParlorClient        *self,
                                                 ParlorCacheSnapshot *snapshot);
void                parlor_client_clear_models (ParlorClient *self);
void                parlor_client_save_later (ParlorClient       *self,
                                              ParlorConversation *conversation);
void                parlor_client_save_now (ParlorClient *self);
void                parlor_client_save_marks (ParlorClient       *self,
                                              ParlorConversation *conversation);

/* parlor-client-sync.c */
void                parlor_client_take_packet (ParlorClient    *self,
                                               ParlorPacketType type,
                                               gpointer         packet);
ParlorResumePacket *parlor_client_begin_resume (ParlorClient *self);
void                parlor_client_end_resume (ParlorClient              *self,
                                              const ParlorResumedPacket *packet);
void                parlor_client_apply_events (ParlorClient       *self,
                                                ParlorConversation *conversation,
                                                GPtrArray          *events);
void                parlor_client_apply_event (ParlorClient            *self,
                                               const ParlorEventPacket *event);
void                parlor_client_skip_to (ParlorClient       *self,
                                           ParlorConversation *conversation,
                                           gint64              head);

/* parlor-client-requests.c */
gpointer parlor_client_finish_as (ParlorClient    *self,
                                  GAsyncResult    *result,
                                  ParlorPacketType expected,
                                  GError         **error);

/* parlor-client-history.c */
ParlorMessage *parlor_client_make_message (ParlorClient            *self,
                                           const ParlorEventPacket *event);
void           parlor_client_read_log (ParlorClient     *self,
                                       ParlorLogRequest *request);
void           parlor_client_fill_hole (ParlorClient       *self,
                                        ParlorConversation *conversation,
                                        gint64              newest_seq);

void parlor_client_load_message (ParlorClient       *self,
                                 ParlorConversation *conversation,
                                 gint64              seq);

/* parlor-client-read.c */
void parlor_client_tell_read (ParlorClient       *self,
                              ParlorConversation *conversation);
void parlor_client_resume_reading (ParlorClient *self);
void parlor_client_forget_reading (ParlorClient *self);

/* parlor-client-notices.c */
void parlor_client_take_announcement (ParlorClient                   *self,
                                      const ParlorAnnouncementPacket *packet);
void parlor_client_take_invitation (ParlorClient              *self,
                                    const ParlorInvitedPacket *packet);
void parlor_client_drop_invitation (ParlorClient *self,
                                    const char   *conversation);
void parlor_client_begin_invitations (ParlorClient *self);
void parlor_client_end_invitations (ParlorClient *self);

/* parlor-client-people.c */
ParlorAccount *parlor_client_ensure_account (ParlorClient              *self,
                                             const ParlorAccountPacket *packet);
ParlorAccount *parlor_client_peek_account (ParlorClient              *self,
                                           const ParlorAccountPacket *packet);
void           parlor_client_take_people (ParlorClient    *self,
                                          const GPtrArray *people);
void           parlor_client_load_people (ParlorClient *self);

/* parlor-client-blocks.c */
void parlor_client_load_blocks (ParlorClient *self);

/* parlor-client-watch.c */
void parlor_client_watch_later (ParlorClient *self);
void parlor_client_take_presence (ParlorClient    *self,
                                  const GPtrArray *people);
void parlor_client_forget_presence (ParlorClient *self);

/* parlor-client-files.c */
GHashTable *parlor_client_new_downloads (void);
char       *parlor_client_get_file_path (ParlorClient *self,
                                         const char   *attachment);
void        parlor_client_pump_downloads (ParlorClient *self);
void        parlor_client_drop_downloads (ParlorClient *self);
void        parlor_client_trim_files (ParlorClient *self);

ParlorImageCache *parlor_client_new_images (void);

G_END_DECLS
