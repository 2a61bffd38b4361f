/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by parlor-link.c and parlor-link-facts.c only. */

#pragma once

#include "parlor-link.h"
#include "parlor-pinger.h"
#include "parlor-tls-connector.h"

G_BEGIN_DECLS

struct _ParlorLink
{
  GObject parent_instance;

  ParlorLinkServer server;
  ParlorLinkState  state;
  GError          *error; /* why the last attempt or connection ended */
  guint            n_failures;
  guint            wait_ms;
  gint64           retry_us;    /* when the wait is over */
  guint            min_wait_ms; /* what the server asked for */
  gint64           online_us;
  gint64           started_us; /* the attempt to connect */
  guint            timer_id;

  GCancellable       *connecting;
  ParlorTlsConnector *connector; /* of the last attempt */
  ParlorChannel      *channel;   /* from the handshake's end until the link is lost */
  ParlorPinger       *pinger;    /* while online */

  GNetworkMonitor *monitor;
  guint            wake_id;
};

void parlor_link_clear_server (ParlorLinkServer *server);

G_END_DECLS
