/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-certificate.h"
#include "parlor-config.h"

G_BEGIN_DECLS

typedef struct _ParlorIo   ParlorIo;
typedef struct _ParlorPeer ParlorPeer;

typedef enum {
  PARLOR_PEER_OPENED,     /* TLS stands */
  PARLOR_PEER_PACKET,     /* it sent a packet */
  PARLOR_PEER_BAD_PACKET, /* it sent something else; the packet is the answer */
  PARLOR_PEER_CLOSED,     /* nothing more comes from it or reaches it: release it */
} ParlorPeerEventKind;

typedef struct
{
  ParlorPeer         *peer;
  ParlorPeerEventKind kind;
  ParlorPacketType    type;
  gpointer            packet; /* owned by whoever gets the event */
} ParlorPeerEvent;

/**
 * ParlorIoFunc:
 * @event: what happened
 * @user_data: what parlor_io_new() was given
 *
 * Called on the main thread; a peer's events come in order.
 */
typedef void (*ParlorIoFunc) (const ParlorPeerEvent *event,
                              gpointer               user_data);

ParlorIo *parlor_io_new (const ParlorConfig *config,
                         ParlorCertificate  *certificate,
                         guint               n_threads,
                         ParlorIoFunc        func,
                         gpointer            user_data);
void      parlor_io_stop (ParlorIo *self);
void      parlor_io_abort (ParlorIo *self);
gboolean  parlor_io_has_stopped (ParlorIo *self);
void      parlor_io_close (ParlorIo *self);
void      parlor_io_configure (ParlorIo           *self,
                               const ParlorConfig *config,
                               ParlorCertificate  *certificate);
void      parlor_io_accept (ParlorIo   *self,
                            int         fd,
                            const char *address);

/* All of these on the main thread. */
const char *parlor_peer_get_address (ParlorPeer *self);
gpointer    parlor_peer_get_session (ParlorPeer *self);
void        parlor_peer_set_session (ParlorPeer *self,
                                     gpointer    session);
void        parlor_peer_send (ParlorPeer *self,
                              GBytes     *frame);
void        parlor_peer_set_signed_in (ParlorPeer *self);
void        parlor_peer_request_done (ParlorPeer *self);
void        parlor_peer_disconnect (ParlorPeer *self);
void        parlor_peer_release (ParlorPeer *self);

G_END_DECLS
