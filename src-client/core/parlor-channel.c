/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-channel"

#include "parlor-channel.h"

#include "parlor-client-error.h"
#include "parlor-framer.h"

#include <glib/gi18n.h>

/* TLS hands over no more than a record at a time. */
#define READ_BYTES (16 * 1024)

/* What is written in one go: a few TLS records. */
#define WRITE_BYTES (64 * 1024)

/* A server that takes nothing for so long is not there any more. */
#define QUEUE_MAX_BYTES (4 * 1024 * 1024)

/**
 * ParlorChannel:
 *
 * One connection that speaks packets, from the end of the TLS handshake until
 * it breaks.  A reconnect makes a new channel, so that no answer can be taken
 * for that of another connection.
 *
 * Signals: "packet" (type, packet) for each that comes, before the request
 * that it answers is finished; "closed" (error) once, when it broke by itself.
 */
struct _ParlorChannel
{
  GObject parent_instance;

  GIOStream    *stream;
  GCancellable *cancellable; /* of the read and the write under way */
  ParlorFramer  framer;
  gint64        received_us; /* monotonic time of the last sign of life */
  gint64        last_tag;
  gboolean      is_closed;

  GQueue      requests; /* of GTask: not answered yet, in order */
  GQueue      outbound; /* of GBytes: not written yet */
  gsize       outbound_bytes;
  GByteArray *writing; /* NULL when nothing is */
  guint8      buffer[READ_BYTES];
};

G_DEFINE_FINAL_TYPE (ParlorChannel, parlor_channel, G_TYPE_OBJECT)

enum {
  PACKET_CAME,
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A request, and then its answer. */
typedef struct
{
  gint64           tag;
  ParlorPacketType type;
  gpointer         packet;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  parlor_packet_free (request->type, request->packet);
  g_free (request);
}

static void
parlor_channel_dispose (GObject *object)
{
  parlor_channel_close (PARLOR_CHANNEL (object), NULL);

  G_OBJECT_CLASS (parlor_channel_parent_class)->dispose (object);
}

static void
parlor_channel_finalize (GObject *object)
{
  ParlorChannel *self = PARLOR_CHANNEL (object);

  parlor_framer_clear (&self->framer);
  g_clear_pointer (&self->writing, g_byte_array_unref);
  g_object_unref (self->stream);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (parlor_channel_parent_class)->finalize (object);
}

static void
parlor_channel_class_init (ParlorChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_channel_dispose;
  object_class->finalize = parlor_channel_finalize;

  /**
   * ParlorChannel::packet:
   * @self: the channel
   * @type: a #ParlorPacketType
   * @packet: (type gpointer): a struct of that type, the channel's
   *
   * A packet has come.
   */
  signals[PACKET_CAME] =
    g_signal_new ("packet", PARLOR_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_POINTER);

  /**
   * ParlorChannel::closed:
   * @self: the channel
   * @error: why
   *
   * The connection has broken.  All requests have been finished with @error.
   */
  signals[CLOSED] =
    g_signal_new ("closed", PARLOR_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
parlor_channel_init (ParlorChannel *self)
{
  self->cancellable = g_cancellable_new ();
  parlor_framer_init (&self->framer, PARLOR_FRAME_MAX_BYTES);
  g_queue_init (&self->requests);
  g_queue_init (&self->outbound);
}

/**
 * parlor_channel_new:
 * @stream: a connection, ready for the first packet
 *
 * Returns: (transfer full): a channel over @stream; reads nothing before
 *   parlor_channel_start()
 */
ParlorChannel *
parlor_channel_new (GIOStream *stream)
{
  ParlorChannel *self = g_object_new (PARLOR_TYPE_CHANNEL, NULL);

  self->stream = g_object_ref (stream);

  return self;
}

/**
 * parlor_channel_close:
 * @self: a channel
 * @error: (nullable): what to finish requests with
 *
 * Ends the connection without a word; does not emit #ParlorChannel::closed.
 */
void
parlor_channel_close (ParlorChannel *self,
                      const GError  *error)
{
  g_autoptr (GError) reason = NULL;
  GTask             *task;

  g_return_if_fail (PARLOR_IS_CHANNEL (self));

  if (self->is_closed)
    return;

  self->is_closed = TRUE;
  reason = error != NULL ? g_error_copy (error)
                         : g_error_new_literal (PARLOR_CLIENT_ERROR,
                                                PARLOR_CLIENT_ERROR_NOT_CONNECTED,
                                                _ ("There is no connection to the server"));

  g_cancellable_cancel (self->cancellable);
  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);

  g_queue_clear_full (&self->outbound, (GDestroyNotify) g_bytes_unref);
  while ((task = g_queue_pop_head (&self->requests)) != NULL) {
    g_task_return_error (task, g_error_copy (reason));
    g_object_unref (task);
  }
}

static void
break_off (ParlorChannel *self,
           const GError  *cause)
{
  g_autoptr (GError) error = NULL;

  if (self->is_closed)
    return;

  /* Translators: %s is why */
  error = g_error_new (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED,
                       _ ("The connection has broken: %s"), cause->message);
  g_object_ref (self);
  parlor_channel_close (self, error);
  g_signal_emit (self, signals[CLOSED], 0, error);
  g_object_unref (self);
}

static GTask *
take_request (ParlorChannel *self,
              gint64         tag)
{
  for (GList *link = self->requests.head; link != NULL; link = link->next) {
    GTask   *task = link->data;
    Request *request = g_task_get_task_data (task);

    if (request->tag == tag) {
      g_queue_delete_link (&self->requests, link);
      return task;
    }
  }

  g_debug ("An answer to nothing");

  return NULL;
}

/* Takes @packet. */
static void
answer (GTask           *task,
        ParlorPacketType type,
        gpointer         packet)
{
  Request *request = g_task_get_task_data (task);

  request->type = type;
  request->packet = packet;
  g_task_return_boolean (task, TRUE);
}

static gboolean
on_line (const char *line,
         gsize       size_bytes,
         gpointer    user_data)
{
  ParlorChannel     *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask)  task = NULL;
  ParlorRefusal      refusal;
  ParlorPacketType   type;
  gpointer           packet;

  packet = parlor_packet_decode_line (line, size_bytes, &type, &refusal, &error);
  if (packet == NULL) {
    g_debug ("Not understood: %s", error->message);
    task = refusal.tag != 0 ? take_request (self, refusal.tag) : NULL;
    if (task != NULL)
      g_task_return_error (task, parlor_client_error_new_nonsense ());
    return !self->is_closed;
  }

  g_signal_emit (self, signals[PACKET_CAME], 0, type, packet);
  if (*(gint64 *) packet != 0 && !self->is_closed)
    task = take_request (self, *(gint64 *) packet);
  if (task != NULL)
    answer (task, type, packet);
  else
    parlor_packet_free (type, packet);

  return !self->is_closed;
}

static void read_more (ParlorChannel *self);

/* Takes a reference. */
static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ParlorChannel) self = user_data;
  g_autoptr (GError)        error = NULL;
  gssize                    n_bytes;

  n_bytes = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  if (self->is_closed)
    return;

  /* Translators: why the connection has broken: stands behind a colon */
  if (n_bytes == 0)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("the server ended it"));
  if (n_bytes <= 0) {
    break_off (self, error);
    return;
  }

  self->received_us = g_get_monotonic_time ();
  if (parlor_framer_push (&self->framer, (const char *) self->buffer, n_bytes, on_line, self,
                          &error))
    read_more (self);
  else if (error != NULL)
    break_off (self, error);
}

static void
read_more (ParlorChannel *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->buffer, READ_BYTES,
                             G_PRIORITY_DEFAULT, self->cancellable, on_read, g_object_ref (self));
}

/**
 * parlor_channel_start:
 * @self: a new channel
 *
 * Begins to read.
 */
void
parlor_channel_start (ParlorChannel *self)
{
  g_return_if_fail (PARLOR_IS_CHANNEL (self));

  self->received_us = g_get_monotonic_time ();
  read_more (self);
}

static void write_more (ParlorChannel *self);

/* Takes a reference. */
static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ParlorChannel) self = user_data;
  g_autoptr (GError)        error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error)) {
    break_off (self, error);
    return;
  }

  g_clear_pointer (&self->writing, g_byte_array_unref);
  if (!self->is_closed)
    write_more (self);
}

/* Writes as many packets together as have gathered meanwhile. */
static void
write_more (ParlorChannel *self)
{
  if (self->writing != NULL || g_queue_is_empty (&self->outbound))
    return;

  self->writing = g_byte_array_new ();
  while (!g_queue_is_empty (&self->outbound) && self->writing->len < WRITE_BYTES) {
    g_autoptr (GBytes) frame = g_queue_pop_head (&self->outbound);

    g_byte_array_append (self->writing, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  }

  self->outbound_bytes -= self->writing->len;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   self->writing->data, self->writing->len, G_PRIORITY_DEFAULT,
                                   self->cancellable, on_written, g_object_ref (self));
}

static gboolean
queue_frame (ParlorChannel *self,
             GBytes        *frame,
             GError       **error)
{
  if (self->is_closed) {
    g_set_error_literal (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_CONNECTED,
                         _ ("There is no connection to the server"));
    return FALSE;
  }
  if (g_bytes_get_size (frame) > PARLOR_FRAME_MAX_BYTES) {
    g_set_error_literal (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE,
                         _ ("This is too long"));
    return FALSE;
  }
  if (self->outbound_bytes + g_bytes_get_size (frame) > QUEUE_MAX_BYTES) {
    g_set_error_literal (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BUSY,
                         _ ("The server does not take more at the moment"));
    return FALSE;
  }

  g_queue_push_tail (&self->outbound, g_bytes_ref (frame));
  self->outbound_bytes += g_bytes_get_size (frame);
  write_more (self);

  return TRUE;
}

/**
 * parlor_channel_request_async:
 * @self: a channel
 * @type: the type of @packet
 * @packet: (transfer full): a struct of that type
 * @cancellable: (nullable): ends the waiting; the request is made all the same
 * @callback: called in the caller's main context, once, whatever happens
 * @user_data: for @callback
 *
 * Sends @packet with a new tag and waits for its answer.
 */
void
parlor_channel_request_async (ParlorChannel      *self,
                              ParlorPacketType    type,
                              gpointer            packet,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask)  task = NULL;
  g_autoptr (GBytes) frame = NULL;
  Request           *request;
  GError            *error = NULL;

  g_return_if_fail (PARLOR_IS_CHANNEL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlor_channel_request_async);

  request = g_new0 (Request, 1);
  request->tag = ++self->last_tag;
  g_task_set_task_data (task, request, request_free);

  *(gint64 *) packet = request->tag;
  frame = parlor_packet_encode (type, packet);
  parlor_packet_free (type, packet);

  if (queue_frame (self, frame, &error))
    g_queue_push_tail (&self->requests, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * parlor_channel_request_finish:
 * @self: a channel
 * @result: what the callback got
 * @ret_type: (out): the type of the answer, set on success only
 * @error: return location for a #ParlorClientError
 *
 * Returns: (transfer full) (nullable): the answer, which may be an `error`
 *   packet; %NULL if none came
 */
gpointer
parlor_channel_request_finish (ParlorChannel    *self,
                               GAsyncResult     *result,
                               ParlorPacketType *ret_type,
                               GError          **error)
{
  Request *request;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  request = g_task_get_task_data (G_TASK (result));
  *ret_type = request->type;

  return g_steal_pointer (&request->packet);
}

/**
 * parlor_channel_get_received_us:
 * @self: a channel
 *
 * Returns: when the last byte came, as g_get_monotonic_time()
 */
gint64
parlor_channel_get_received_us (ParlorChannel *self)
{
  g_return_val_if_fail (PARLOR_IS_CHANNEL (self), 0);

  return self->received_us;
}
