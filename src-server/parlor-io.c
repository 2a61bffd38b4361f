/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-io"

#include "parlor-io-private.h"

/* TLS 1.3, or 1.2 with forward secrecy, whatever key an administrator brings;
 * AES-128 first, which machines do in hardware, and X25519, the cheapest of the
 * groups. */
#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:+AES-128-GCM:" \
                   "+CHACHA20-POLY1305:+AES-256-GCM:-GROUP-ALL:+GROUP-X25519:"                 \
                   "+GROUP-SECP256R1:+GROUP-SECP384R1:%SERVER_PRECEDENCE"

/**
 * ParlorIo:
 *
 * The threads that talk to peers.  Each has an epoll descriptor and owns the
 * peers that it was given; it decrypts, cuts into lines and decodes, and
 * encrypts and sends.  All else happens on the main thread.
 *
 * The two sides hand each other whole batches: a thread what its turn brought,
 * the main thread, when its turn ends, what it has to say to the peers of a
 * thread.
 */
struct _ParlorIo
{
  ParlorConfig      *config;
  ParlorCertificate *certificate; /* of new connections */
  gnutls_priority_t  priorities;
  gnutls_datum_t     ticket_key;
  ParlorIoFunc       func;
  gpointer           user_data;

  GPtrArray *threads; /* of ParlorIoThread */
  int        n_running_atomic;
  guint      next;   /* gets the next peer */
  GSource   *source; /* on the main context */

  GMutex  mutex;
  GArray *inbox; /* of ParlorPeerEvent; guarded by the mutex */
  int     has_inbox_atomic;
};

typedef struct
{
  GSource   parent;
  ParlorIo *io;
} IoSource;

/* For the main thread. */
const ParlorConfig *
parlor_io_get_config (ParlorIo *self)
{
  return self->config;
}

/* For the main thread. */
ParlorCertificate *
parlor_io_get_certificate (ParlorIo *self)
{
  return self->certificate;
}

gnutls_session_t
parlor_io_new_tls (ParlorIo          *self,
                   ParlorCertificate *certificate)
{
  static const gnutls_datum_t alpn = { (guint8 *) PARLOR_ALPN, sizeof PARLOR_ALPN - 1 };
  gnutls_session_t            tls;

  gnutls_init (&tls,
               GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL | GNUTLS_NO_AUTO_SEND_TICKET);
  gnutls_priority_set (tls, self->priorities);
  gnutls_credentials_set (tls, GNUTLS_CRD_CERTIFICATE, certificate->credentials);
  gnutls_alpn_set_protocols (tls, &alpn, 1, GNUTLS_ALPN_MANDATORY);
  gnutls_session_ticket_enable_server (tls, &self->ticket_key);

  return tls;
}

/* Takes what a thread's turn brought; on that thread. */
void
parlor_io_take_events (ParlorIo *self,
                       GArray   *events)
{
  gboolean was_empty;

  g_mutex_lock (&self->mutex);
  was_empty = self->inbox->len == 0;
  g_array_append_vals (self->inbox, events->data, events->len);
  g_atomic_int_set (&self->has_inbox_atomic, TRUE);
  g_mutex_unlock (&self->mutex);

  if (was_empty)
    g_main_context_wakeup (g_source_get_context (self->source));
}

/* A thread's last word, on that thread. */
void
parlor_io_take_end (ParlorIo *self)
{
  g_atomic_int_add (&self->n_running_atomic, -1);
  g_main_context_wakeup (g_source_get_context (self->source));
}

static gboolean
has_inbox (ParlorIo *self)
{
  return g_atomic_int_get (&self->has_inbox_atomic);
}

/* Hands the threads what the main thread's turn has collected for them. */
static void
hand_over_commands (ParlorIo *self)
{
  for (guint i = 0; i < self->threads->len; i++)
    parlor_io_thread_hand_over (self->threads->pdata[i]);
}

/* Called whenever the main loop begins a turn: the last one has ended. */
static gboolean
source_prepare (GSource *source,
                int     *timeout)
{
  ParlorIo *self = ((IoSource *) source)->io;

  *timeout = -1;
  hand_over_commands (self);

  return has_inbox (self);
}

static gboolean
source_check (GSource *source)
{
  return has_inbox (((IoSource *) source)->io);
}

static void
give_events (ParlorIo *self)
{
  g_autoptr (GArray) inbox = NULL;

  g_mutex_lock (&self->mutex);
  inbox = self->inbox;
  self->inbox = g_array_new (FALSE, FALSE, sizeof (ParlorPeerEvent));
  g_atomic_int_set (&self->has_inbox_atomic, FALSE);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < inbox->len; i++)
    self->func (&g_array_index (inbox, ParlorPeerEvent, i), self->user_data);
}

static gboolean
source_dispatch (GSource    *source,
                 GSourceFunc callback,
                 gpointer    user_data)
{
  give_events (((IoSource *) source)->io);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .prepare = source_prepare,
                                     .check = source_check,
                                     .dispatch = source_dispatch };

/**
 * parlor_io_new:
 * @config: deadlines and limits
 * @certificate: the server's, with its key
 * @n_threads: how many, at least 1
 * @func: told what peers do, in the calling thread's default main context
 * @user_data: for @func
 *
 * Returns: (transfer full): running threads without peers
 */
ParlorIo *
parlor_io_new (const ParlorConfig *config,
               ParlorCertificate  *certificate,
               guint               n_threads,
               ParlorIoFunc        func,
               gpointer            user_data)
{
  ParlorIo *self = g_new0 (ParlorIo, 1);

  g_return_val_if_fail (n_threads >= 1, NULL);

  self->config = parlor_config_ref (config);
  self->certificate = parlor_certificate_ref (certificate);
  self->func = func;
  self->user_data = user_data;
  self->threads = g_ptr_array_new ();
  self->inbox = g_array_new (FALSE, FALSE, sizeof (ParlorPeerEvent));
  g_mutex_init (&self->mutex);
  gnutls_priority_init (&self->priorities, PRIORITIES, NULL);
  gnutls_session_ticket_key_generate (&self->ticket_key);

  self->source = g_source_new (&source_funcs, sizeof (IoSource));
  ((IoSource *) self->source)->io = self;
  g_source_set_name (self->source, "parlor-io");
  g_source_attach (self->source, g_main_context_get_thread_default ());

  self->n_running_atomic = n_threads;
  for (guint i = 0; i < n_threads; i++)
    g_ptr_array_add (self->threads, parlor_io_thread_new (self, i));

  return self;
}

static void
push_to_all (ParlorIo     *self,
             ParlorCommand kind)
{
  for (guint i = 0; i < self->threads->len; i++)
    parlor_io_thread_push (self->threads->pdata[i], kind, NULL);
}

/**
 * parlor_io_stop:
 * @self: the threads
 *
 * Has them send peers what is queued, for no longer than two seconds, end all
 * connections, and then themselves.
 */
void
parlor_io_stop (ParlorIo *self)
{
  push_to_all (self, PARLOR_COMMAND_STOP);
}

/**
 * parlor_io_abort:
 * @self: the threads, which were told to stop
 *
 * Has them wait for no peer any longer.
 */
void
parlor_io_abort (ParlorIo *self)
{
  push_to_all (self, PARLOR_COMMAND_ABORT);
}

/**
 * parlor_io_has_stopped:
 * @self: the threads
 *
 * Returns: whether all have come to their end; the main context is woken when
 *   that changes
 */
gboolean
parlor_io_has_stopped (ParlorIo *self)
{
  return g_atomic_int_get (&self->n_running_atomic) == 0;
}

/**
 * parlor_io_close:
 * @self: (transfer full): the threads
 *
 * Stops them and waits until they have.  The function given to parlor_io_new()
 * is told that each peer has closed before this returns.
 */
void
parlor_io_close (ParlorIo *self)
{
  parlor_io_stop (self);
  hand_over_commands (self);
  for (guint i = 0; i < self->threads->len; i++)
    parlor_io_thread_join (self->threads->pdata[i]);

  give_events (self);
  hand_over_commands (self);
  for (guint i = 0; i < self->threads->len; i++)
    parlor_io_thread_free (self->threads->pdata[i]);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_ptr_array_unref (self->threads);
  g_array_unref (self->inbox);
  g_mutex_clear (&self->mutex);
  gnutls_priority_deinit (self->priorities);
  gnutls_free (self->ticket_key.data);
  parlor_certificate_unref (self->certificate);
  parlor_config_unref (self->config);
  g_free (self);
}

/**
 * parlor_io_configure:
 * @self: the threads
 * @config: deadlines and limits that hold from now on
 * @certificate: what new connections are shown
 */
void
parlor_io_configure (ParlorIo           *self,
                     const ParlorConfig *config,
                     ParlorCertificate  *certificate)
{
  parlor_config_unref (self->config);
  self->config = parlor_config_ref (config);
  parlor_certificate_ref (certificate);
  parlor_certificate_unref (self->certificate);
  self->certificate = certificate;

  for (guint i = 0; i < self->threads->len; i++)
    parlor_io_thread_configure (self->threads->pdata[i], config);
}

/**
 * parlor_io_accept:
 * @self: the threads
 * @fd: a connected, non-blocking socket; taken
 * @address: (nullable): the other end's address, without the port; NULL for a
 *   connection on the server's own socket, which does without TLS
 *
 * Gives a new connection to the next thread.  The first event of the peer is
 * %PARLOR_PEER_OPENED, or %PARLOR_PEER_CLOSED if TLS fails.
 */
void
parlor_io_accept (ParlorIo   *self,
                  int         fd,
                  const char *address)
{
  ParlorIoThread *thread = self->threads->pdata[self->next++ % self->threads->len];

  parlor_io_thread_push (thread, PARLOR_COMMAND_START, parlor_peer_new (thread, fd, address));
}

/**
 * parlor_peer_send:
 * @self: a peer that was not released
 * @frame: what to send
 *
 * Queues @frame.  Sending one to many peers in a row is cheaper than to change
 * from frame to frame.  To a peer that is closed this does nothing.
 */
void
parlor_peer_send (ParlorPeer *self,
                  GBytes     *frame)
{
  parlor_io_thread_push_frame (self->thread, self, frame);
}

/**
 * parlor_peer_set_signed_in:
 * @self: a peer
 *
 * From now on it is ended only when no sign of life comes.
 */
void
parlor_peer_set_signed_in (ParlorPeer *self)
{
  parlor_io_thread_push (self->thread, PARLOR_COMMAND_SIGNED_IN, self);
}

/**
 * parlor_peer_request_done:
 * @self: a peer
 *
 * To be called once for each %PARLOR_PEER_PACKET and %PARLOR_PEER_BAD_PACKET
 * that was answered: a peer with too many requests under way is not read from
 * until half of them are done.
 */
void
parlor_peer_request_done (ParlorPeer *self)
{
  int n_left = g_atomic_int_add (&self->n_requests_atomic, -1) - 1;

  if (n_left == (int) self->max_requests / 2)
    parlor_io_thread_push (self->thread, PARLOR_COMMAND_GO_ON, self);
}

/**
 * parlor_peer_disconnect:
 * @self: a peer
 *
 * Ends the connection once what is queued has left.
 */
void
parlor_peer_disconnect (ParlorPeer *self)
{
  parlor_io_thread_push (self->thread, PARLOR_COMMAND_DISCONNECT, self);
}

/**
 * parlor_peer_release:
 * @self: (transfer full): a peer that has closed
 *
 * Promises not to use @self again.
 */
void
parlor_peer_release (ParlorPeer *self)
{
  parlor_io_thread_push (self->thread, PARLOR_COMMAND_RELEASE, self);
}
