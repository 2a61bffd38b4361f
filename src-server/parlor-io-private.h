/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of I/O threads and peers share.  A thread alone touches its
 * peers, but for the members that are said to be the main thread's. */

#pragma once

#include "parlor-framer.h"
#include "parlor-io.h"

G_BEGIN_DECLS

typedef struct _ParlorIoThread ParlorIoThread;

#define PARLOR_RECORD_MAX_BYTES (16 * 1024)
#define PARLOR_INPUT_MAX_BYTES (64 * 1024)
/* At most so many requests of a peer are under way at once: fewer if their
 * answers, each of them a frame, would fill half of its queue. */
#define PARLOR_REQUESTS_MAX 64

/* Each waits in the list of its state, in the order in which its time runs out. */
typedef enum {
  PARLOR_PEER_HANDSHAKE,
  PARLOR_PEER_SIGN_IN, /* TLS stands */
  PARLOR_PEER_ACTIVE,  /* signed in */
  PARLOR_PEER_LOCAL,   /* from this machine, without TLS and without a deadline */
  PARLOR_PEER_CLOSING, /* sends what is queued, reads nothing */
  PARLOR_PEER_DEAD,
  PARLOR_N_PEER_STATES
} ParlorPeerState;

/* What the main thread has a peer's thread do. */
typedef enum {
  PARLOR_COMMAND_START,
  PARLOR_COMMAND_SEND,
  PARLOR_COMMAND_SIGNED_IN,
  PARLOR_COMMAND_GO_ON,
  PARLOR_COMMAND_DISCONNECT,
  PARLOR_COMMAND_RELEASE,
  PARLOR_COMMAND_CONFIGURE,
  PARLOR_COMMAND_STOP,
  PARLOR_COMMAND_ABORT,
} ParlorCommand;

struct _ParlorPeer
{
  ParlorIoThread    *thread;
  ParlorCertificate *certificate; /* must outlive tls */
  gnutls_session_t   tls;
  int                fd;
  ParlorPeerState    state;
  GList              link;       /* in thread->peers[state] */
  GList              flush_link; /* in thread->to_flush, if is_waiting */
  gint64             since_us;

  ParlorFramer framer;
  GArray      *waiting;       /* of ParlorPeerEvent: requests that came while paused; or NULL */
  guint        waiting_first; /* those before were handed over */

  GPtrArray *out;              /* of GBytes; NULL when empty */
  guint      out_first;        /* those before have left */
  gsize      out_offset_bytes; /* how much of the first has left */
  gsize      out_bytes;
  gint64     flushed_us;
  gint64     flush_due_us;

  guint is_waiting : 1;
  guint is_blocked : 1;    /* the socket takes no more: GnuTLS holds a record */
  guint is_paused : 1;     /* not read from: too much is under way, or queued */
  guint is_released : 1;   /* the main thread has forgotten it */
  guint is_local : 1;      /* of the server's own socket: its tls is NULL */
  guint max_requests;      /* that may be under way */
  int   n_requests_atomic; /* under way on the main thread */

  char    *address; /* main thread's, as the next one */
  gpointer session;
};

struct _ParlorIoThread
{
  ParlorIo     *io;
  ParlorConfig *config;
  GThread      *thread;
  int           epoll_fd;
  int           wake_fd;
  gint64        now_us;
  GQueue        peers[PARLOR_N_PEER_STATES];
  GQueue        to_flush;  /* of ParlorPeer, those due now in front */
  GArray       *events;    /* of ParlorPeerEvent, for the main thread */
  GPtrArray    *dead;      /* peers to be freed after this turn */
  GArray       *ended_fds; /* of int: sockets to be closed after it */
  gboolean      is_closing;
  const guint8 *input; /* what was read ahead for the peer at hand */
  gsize         input_bytes;
  guint8        read_ahead[PARLOR_INPUT_MAX_BYTES];
  guint8        record[PARLOR_RECORD_MAX_BYTES];

  GMutex        mutex;
  GArray       *commands;    /* of Command, from the main thread; guarded by the mutex */
  ParlorConfig *next_config; /* for PARLOR_COMMAND_CONFIGURE; guarded by the mutex */

  GArray       *outbox;     /* the same before they are handed over; the main thread's */
  const GBytes *last_frame; /* of the outbox; the main thread's */
};

/* In parlor-peer.c, for the thread. */
ParlorPeer *parlor_peer_new (ParlorIoThread *thread,
                             int             fd,
                             const char     *address);
void        parlor_peer_free (ParlorPeer *self);
void        parlor_peer_start (ParlorPeer *self);
void        parlor_peer_set_state (ParlorPeer     *self,
                                   ParlorPeerState state);
void        parlor_peer_read (ParlorPeer *self);
void        parlor_peer_go_on (ParlorPeer *self);
void        parlor_peer_watch (ParlorPeer *self,
                               int         operation);
void        parlor_peer_finish (ParlorPeer *self,
                                const char *code,
                                const char *text);
void        parlor_peer_drop (ParlorPeer *self);

/* In parlor-peer-output.c, for the thread. */
void parlor_peer_queue (ParlorPeer *self,
                        GBytes     *frame);
void parlor_peer_flush (ParlorPeer *self);
void parlor_peer_write (ParlorPeer *self);
void parlor_peer_forget_output (ParlorPeer *self);

/* In parlor-io-thread.c. */
ParlorIoThread *parlor_io_thread_new (ParlorIo *io,
                                      guint     number);
void            parlor_io_thread_configure (ParlorIoThread     *thread,
                                            const ParlorConfig *config);
void            parlor_io_thread_join (ParlorIoThread *thread);
void            parlor_io_thread_free (ParlorIoThread *thread);
void            parlor_io_thread_push (ParlorIoThread *thread,
                                       ParlorCommand   kind,
                                       ParlorPeer     *peer);
void            parlor_io_thread_push_frame (ParlorIoThread *thread,
                                             ParlorPeer     *peer,
                                             GBytes         *frame);
void            parlor_io_thread_hand_over (ParlorIoThread *thread);
void            parlor_io_thread_tell (ParlorIoThread        *thread,
                                       const ParlorPeerEvent *event);

/* In parlor-io.c, for the threads. */
gnutls_session_t parlor_io_new_tls (ParlorIo          *self,
                                    ParlorCertificate *certificate);
void             parlor_io_take_events (ParlorIo *self,
                                        GArray   *events);
void             parlor_io_take_end (ParlorIo *self);

/* In parlor-io.c, for the main thread. */
const ParlorConfig *parlor_io_get_config (ParlorIo *self);
ParlorCertificate  *parlor_io_get_certificate (ParlorIo *self);

G_END_DECLS
