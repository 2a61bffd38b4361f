/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits to leave for a peer. */

#define G_LOG_DOMAIN "parlor-peer-output"

#include "parlor-io-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* The first line after a pause leaves at once; what comes within this time
 * leaves together, in as few records as it fits into. */
#define FLUSH_INTERVAL_US 1000
#define KEPT_QUEUE_LENGTH 32

static void
forget_output (ParlorPeer *self,
               guint       first)
{
  for (guint i = first; i < self->out->len; i++)
    g_bytes_unref (self->out->pdata[i]);
  g_ptr_array_set_size (self->out, first);
}

/* Forgets all that waits to leave. */
void
parlor_peer_forget_output (ParlorPeer *self)
{
  if (self->out == NULL)
    return;

  forget_output (self, self->out_first);
  g_clear_pointer (&self->out, g_ptr_array_unref);
}

/* How many of the queued lines have left in part, or may be in the record that
 * GnuTLS holds; those that have left are counted as well. */
static guint
count_begun (ParlorPeer *self)
{
  gsize size = self->is_blocked ? PARLOR_RECORD_MAX_BYTES : MIN (self->out_offset_bytes, 1);
  guint end = self->out_first;

  for (gsize begun = 0; begun < size && end < self->out->len; end++) {
    begun += g_bytes_get_size (self->out->pdata[end]);
    if (end == self->out_first)
      begun -= self->out_offset_bytes;
  }

  return end;
}

/* Cuts off who reads too slowly.  What has left in part is finished, so that the
 * last word arrives whole. */
static void
cut_off (ParlorPeer *self)
{
  forget_output (self, count_begun (self));
  parlor_peer_finish (self, "slow-reader",
                      N_ ("More was waiting than the server keeps. Come back: nothing is lost."));
}

/* Whether more waits than the server keeps for a peer, although its socket has
 * all that it takes. */
static gboolean
is_too_slow (ParlorPeer *self)
{
  gint64 max_bytes = self->thread->config->outbound_queue_max_bytes;

  if (self->state == PARLOR_PEER_CLOSING || (gint64) self->out_bytes <= max_bytes)
    return FALSE;

  if (!self->is_blocked)
    parlor_peer_flush (self);

  return self->state != PARLOR_PEER_DEAD && (gint64) self->out_bytes > max_bytes;
}

/* Takes a reference to @frame.  It leaves at the end of this turn, or, if
 * something has left a moment ago, a little later together with others. */
void
parlor_peer_queue (ParlorPeer *self,
                   GBytes     *frame)
{
  ParlorIoThread *thread = self->thread;

  if (self->state == PARLOR_PEER_DEAD)
    return;

  if (self->out == NULL)
    self->out = g_ptr_array_new ();
  g_ptr_array_add (self->out, g_bytes_ref (frame));
  self->out_bytes += g_bytes_get_size (frame);

  if (is_too_slow (self)) {
    cut_off (self);
    return;
  }
  if (self->state == PARLOR_PEER_DEAD || self->is_blocked || self->is_waiting)
    return;

  self->is_waiting = TRUE;
  self->flush_due_us = MAX (thread->now_us, self->flushed_us + FLUSH_INTERVAL_US);
  if (self->flush_due_us <= thread->now_us)
    g_queue_push_head_link (&thread->to_flush, &self->flush_link);
  else
    g_queue_push_tail_link (&thread->to_flush, &self->flush_link);
}

/* Copies queued lines, as far as they fit, into the thread's record. */
static gsize
fill_record (ParlorPeer *self)
{
  guint8 *record = self->thread->record;
  gsize   offset = self->out_offset_bytes;
  gsize   filled = 0;

  for (guint i = self->out_first; i < self->out->len && filled < PARLOR_RECORD_MAX_BYTES; i++) {
    gsize         size;
    const guint8 *line = g_bytes_get_data (self->out->pdata[i], &size);
    gsize         n = MIN (size - offset, PARLOR_RECORD_MAX_BYTES - filled);

    memcpy (record + filled, line + offset, n);
    filled += n;
    offset = 0;
  }

  return filled;
}

/* Counts as left what GnuTLS took, which is less than a record holds if the
 * peer takes only shorter ones (RFC 8449). */
static void
count_sent (ParlorPeer *self,
            gsize       sent)
{
  self->out_bytes -= sent;
  self->out_offset_bytes += sent;

  while (self->out_first < self->out->len) {
    gsize size = g_bytes_get_size (self->out->pdata[self->out_first]);

    if (self->out_offset_bytes < size)
      return;
    self->out_offset_bytes -= size;
    g_bytes_unref (self->out->pdata[self->out_first++]);
  }
}

static void
reset_output (ParlorPeer *self)
{
  if (self->out->len > KEPT_QUEUE_LENGTH)
    g_clear_pointer (&self->out, g_ptr_array_unref);
  else
    g_ptr_array_set_size (self->out, 0);
  self->out_first = 0;
}

/* Returns how much has left, or an error of GnuTLS. */
static ssize_t
send_record (ParlorPeer *self,
             gsize       size)
{
  ssize_t sent;

  if (!self->is_local)
    return gnutls_record_send (self->tls, self->thread->record, size);

  sent = send (self->fd, self->thread->record, size, MSG_NOSIGNAL);
  if (sent >= 0)
    return sent;

  return errno == EAGAIN || errno == EINTR ? GNUTLS_E_AGAIN : GNUTLS_E_PUSH_ERROR;
}

/* Sends the record that GnuTLS holds; nobody holds one for a local peer. */
static ssize_t
send_held_record (ParlorPeer *self)
{
  return self->is_local ? 0 : gnutls_record_send (self->tls, NULL, 0);
}

static void
say_end (ParlorPeer *self)
{
  if (self->is_local)
    shutdown (self->fd, SHUT_WR);
  else
    gnutls_bye (self->tls, GNUTLS_SHUT_WR);
}

/* Sends what is queued until the socket takes no more. */
void
parlor_peer_flush (ParlorPeer *self)
{
  self->flushed_us = self->thread->now_us;

  while (self->out != NULL && self->out_first < self->out->len) {
    gsize   size = fill_record (self);
    ssize_t sent = send_record (self, size);

    if (sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED) {
      self->is_blocked = TRUE;
      parlor_peer_watch (self, EPOLL_CTL_MOD);
      parlor_peer_go_on (self);
      return;
    }
    if (sent < 0) {
      parlor_peer_drop (self);
      return;
    }
    count_sent (self, sent);
  }

  if (self->out != NULL)
    reset_output (self);

  if (self->state == PARLOR_PEER_CLOSING) {
    say_end (self);
    parlor_peer_drop (self);
  } else {
    parlor_peer_go_on (self);
  }
}

/* The socket takes more: GnuTLS sends the record that it holds, then the rest
 * goes on. */
void
parlor_peer_write (ParlorPeer *self)
{
  ssize_t sent;

  if (!self->is_blocked)
    return;

  sent = send_held_record (self);
  if (sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED)
    return;
  if (sent < 0) {
    parlor_peer_drop (self);
    return;
  }

  self->is_blocked = FALSE;
  count_sent (self, sent);
  parlor_peer_watch (self, EPOLL_CTL_MOD);
  parlor_peer_flush (self);
}
