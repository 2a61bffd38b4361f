/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cache.h"
#include "parlor-conversation.h"

G_BEGIN_DECLS

typedef struct _ParlorLogRequest ParlorLogRequest;

/**
 * ParlorLogDone:
 * @request: what was asked
 * @messages: (nullable) (element-type ParlorMessage): what was found, ascending,
 *   without a hole, of every kind; %NULL on failure
 * @error: (nullable): why it cannot be had
 *
 * Takes the answer; @request is freed afterwards.
 */
typedef void (*ParlorLogDone) (ParlorLogRequest *request,
                               GPtrArray        *messages,
                               const GError     *error);

/**
 * ParlorLogReader:
 * @request: (transfer full): to be answered once, at once or later
 * @user_data: whatever it needs
 *
 * Reads a conversation's log.
 */
typedef void (*ParlorLogReader) (ParlorLogRequest *request,
                                 gpointer          user_data);

/**
 * ParlorLogRequest:
 * @conversation: whose log
 * @place: which events
 * @value: a seq or a time
 * @n_max: how many at most
 * @is_known: whether all that happened since is known here, so that what the
 *   cache has is as good as what the server would tell
 * @is_cached: set if the answer is the cache's
 * @is_complete: set if nothing lies beyond, in the direction asked for
 * @object: (nullable): whom it is for
 * @reader: (nullable): who reads, if that has to stay until the answer
 * @done: takes the answer
 *
 * A page of a log that somebody waits for.
 */
struct _ParlorLogRequest
{
  ParlorConversation *conversation;
  ParlorLogPlace      place;
  gint64              value;
  guint               n_max;
  gboolean            is_known;
  gboolean            is_cached;
  gboolean            is_complete;
  GObject            *object;
  GObject            *reader;
  ParlorLogDone       done;
};

ParlorLogRequest *parlor_log_request_new (ParlorConversation *conversation,
                                          ParlorLogPlace      place,
                                          gint64              value,
                                          guint               n_max,
                                          gpointer            object,
                                          ParlorLogDone       done);
gboolean          parlor_log_request_fits (const ParlorLogRequest *request,
                                           const GPtrArray        *events);
void              parlor_log_request_answer (ParlorLogRequest *request,
                                             GPtrArray        *messages,
                                             gboolean          is_complete);
void              parlor_log_request_fail (ParlorLogRequest *request,
                                           const GError     *error);

G_END_DECLS
