/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-db.h"
#include "parlor-protocol.h"
#include "parlor-rights.h"

G_BEGIN_DECLS

/* The channel where newcomers arrive. */
#define PARLOR_LOBBY "lobby"

/* What parlor_row_attachment() reads, of a table called f. */
#define PARLOR_ATTACHMENT_COLUMNS \
  "f.attachment, f.name, f.media_type, f.size_bytes, f.width_px, f.height_px, f.preview"

ParlorAccountPacket    *parlor_row_account (const ParlorRow *row,
                                            guint            column);
ParlorAttachmentPacket *parlor_row_attachment (const ParlorRow *row,
                                               guint            column);

/* All of these on the store's thread, in a job. */

gboolean parlor_log_refuse_missing (GError     *failure,
                                    const char *field,
                                    const char *text,
                                    GError    **error);
/**
 * ParlorLogEnd:
 * @head: seq of the newest event, 0 before the first
 * @n_messages: how many messages were ever written
 * @is_there: whether there is such a log
 */
typedef struct
{
  gint64   head;
  gint64   n_messages;
  gboolean is_there;
} ParlorLogEnd;

gboolean parlor_log_append_at (ParlorDb           *db,
                               ParlorEventPacket  *event,
                               const ParlorLogEnd *end,
                               GError            **error);
gboolean parlor_log_append (ParlorDb          *db,
                            ParlorEventPacket *event,
                            GError           **error);
gboolean parlor_log_read_after (ParlorDb   *db,
                                const char *conversation,
                                gint64      viewer,
                                gint64      after,
                                guint       limit,
                                GPtrArray  *ret_events,
                                GError    **error);
gboolean parlor_log_read_before (ParlorDb   *db,
                                 const char *conversation,
                                 gint64      viewer,
                                 gint64      before,
                                 guint       limit,
                                 GPtrArray  *ret_events,
                                 GError    **error);
gboolean parlor_log_read_event (ParlorDb           *db,
                                const char         *conversation,
                                gint64              viewer,
                                gint64              seq,
                                ParlorEventPacket **ret_event,
                                GError            **error);
gboolean parlor_log_fit_events (GPtrArray *events,
                                guint      max_events,
                                guint      keep_first);
void     parlor_log_fit_around (GPtrArray *events,
                                guint      position);
void     parlor_event_free (ParlorEventPacket *event);
void     parlor_events_free (GPtrArray *events);

/**
 * ParlorStoredMessage:
 * @since_ms: since when it says what it says, Unix time
 * @text: (nullable): what it says
 *
 * A message as it is now.
 */
typedef struct
{
  gint64   seq;
  gint64   author;
  gint64   since_ms;
  char    *text;
  gboolean has_attachment;
  gboolean is_deleted;
  gboolean is_pinned;
} ParlorStoredMessage;

gboolean parlor_log_find_message (ParlorDb            *db,
                                  const char          *conversation,
                                  gint64               seq,
                                  ParlorStoredMessage *ret_message,
                                  GError             **error);
gboolean parlor_log_need_message (ParlorDb            *db,
                                  const char          *conversation,
                                  gint64               seq,
                                  ParlorStoredMessage *ret_message,
                                  GError             **error);
gboolean parlor_log_add_mentions (ParlorDb                *db,
                                  const ParlorEventPacket *message,
                                  const ParlorStanding    *standing,
                                  GError                 **error);
gboolean parlor_log_erase_message (ParlorDb   *db,
                                   const char *conversation,
                                   gint64      seq,
                                   gint64      changed,
                                   GError    **error);
void     parlor_stored_message_clear (ParlorStoredMessage *message);

gboolean                  parlor_log_is_member (ParlorDb   *db,
                                                const char *conversation,
                                                gint64      account,
                                                GError    **error);
gboolean                  parlor_log_read_conversations (ParlorDb   *db,
                                                         gint64      viewer,
                                                         const char *conversation,
                                                         GPtrArray  *ret_conversations,
                                                         GError    **error);
ParlorConversationPacket *parlor_log_read_conversation (ParlorDb   *db,
                                                        gint64      viewer,
                                                        const char *conversation,
                                                        GError    **error);

gboolean parlor_log_add_member (ParlorDb          *db,
                                ParlorEventPacket *event,
                                ParlorRole         role,
                                GError           **error);
gboolean parlor_log_remove_member (ParlorDb   *db,
                                   const char *conversation,
                                   gint64      account,
                                   GError    **error);
gboolean parlor_log_read_marker (ParlorDb         *db,
                                 const char       *conversation,
                                 gint64            account,
                                 ParlorReadPacket *ret_read,
                                 GError          **error);
gboolean parlor_log_set_marker (ParlorDb   *db,
                                const char *conversation,
                                gint64      account,
                                gint64      seq,
                                GError    **error);

ParlorAccountPacket *parlor_log_read_account (ParlorDb *db,
                                              gint64    account,
                                              GError  **error);
gboolean             parlor_log_set_role (ParlorDb   *db,
                                          const char *conversation,
                                          gint64      account,
                                          ParlorRole  role,
                                          GError    **error);
gboolean             parlor_log_leave (ParlorDb                  *db,
                                       const char                *conversation,
                                       const ParlorAccountPacket *leaver,
                                       GPtrArray                 *ret_events,
                                       GError                   **error);
gboolean             parlor_log_leave_all (ParlorDb                  *db,
                                           const ParlorAccountPacket *leaver,
                                           GPtrArray                 *ret_events,
                                           GError                   **error);
gboolean             parlor_log_read_invitations (ParlorDb   *db,
                                                  gint64      account,
                                                  const char *conversation,
                                                  GPtrArray  *ret_invited,
                                                  GError    **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParlorStoredMessage, parlor_stored_message_clear)

G_END_DECLS
