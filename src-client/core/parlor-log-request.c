/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-log-request"

#include "parlor-log-request.h"

/**
 * parlor_log_request_new:
 * @conversation: whose log
 * @place: which events
 * @value: a seq or a time
 * @n_max: how many at most
 * @object: (nullable): a #GObject, whom it is for; stays as long as the request
 * @done: takes the answer
 *
 * Returns: (transfer full): a request that is not yet on its way
 */
ParlorLogRequest *
parlor_log_request_new (ParlorConversation *conversation,
                        ParlorLogPlace      place,
                        gint64              value,
                        guint               n_max,
                        gpointer            object,
                        ParlorLogDone       done)
{
  ParlorLogRequest *request = g_new0 (ParlorLogRequest, 1);

  request->conversation = g_object_ref (conversation);
  request->place = place;
  request->value = value;
  request->n_max = n_max;
  request->object = object != NULL ? g_object_ref (object) : NULL;
  request->done = done;

  return request;
}

static void
request_free (ParlorLogRequest *request)
{
  g_object_unref (request->conversation);
  g_clear_object (&request->object);
  g_clear_object (&request->reader);
  g_free (request);
}

/**
 * parlor_log_request_fits:
 * @request: a request
 * @events: (element-type ParlorEventPacket): what came
 *
 * Returns: whether @events have no hole and lie where they were asked for; of
 *   those around a seq it may be that they do not have it
 */
gboolean
parlor_log_request_fits (const ParlorLogRequest *request,
                         const GPtrArray        *events)
{
  const ParlorEventPacket *first;

  if (events->len == 0)
    return TRUE;

  first = events->pdata[0];
  for (guint i = 0; i < events->len; i++)
    if (((const ParlorEventPacket *) events->pdata[i])->seq != first->seq + i)
      return FALSE;

  if (request->place == PARLOR_LOG_BEFORE)
    return first->seq + events->len == request->value;
  if (request->place == PARLOR_LOG_FROM)
    return first->seq == request->value;

  return first->seq > 0;
}

/**
 * parlor_log_request_answer:
 * @request: (transfer full): a request
 * @messages: (element-type ParlorMessage): what was found
 * @is_complete: whether nothing lies beyond them, in the direction asked for
 */
void
parlor_log_request_answer (ParlorLogRequest *request,
                           GPtrArray        *messages,
                           gboolean          is_complete)
{
  request->is_complete = is_complete;
  request->done (request, messages, NULL);
  request_free (request);
}

/**
 * parlor_log_request_fail:
 * @request: (transfer full): a request
 * @error: why it cannot be had
 */
void
parlor_log_request_fail (ParlorLogRequest *request,
                         const GError     *error)
{
  request->done (request, NULL, error);
  request_free (request);
}
