/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlorTestRoute:
 * @PARLOR_TEST_ROUTE_GOOD: all goes both ways
 * @PARLOR_TEST_ROUTE_SILENT: whatever is sent is lost, and nobody is told; so
 *   it is with a computer that has moved to another network
 * @PARLOR_TEST_ROUTE_NO_ANSWERS: the server hears, and is not heard
 */
typedef enum {
  PARLOR_TEST_ROUTE_GOOD,
  PARLOR_TEST_ROUTE_SILENT,
  PARLOR_TEST_ROUTE_NO_ANSWERS,
} ParlorTestRoute;

/**
 * ParlorTestProxy:
 *
 * The network between a client and the server, which a test can spoil.  It
 * lives in the default main context.
 */
typedef struct _ParlorTestProxy ParlorTestProxy;

ParlorTestProxy *parlor_test_proxy_new (guint16 server_port);
void             parlor_test_proxy_free (ParlorTestProxy *self);

guint16 parlor_test_proxy_get_port (ParlorTestProxy *self);
void    parlor_test_proxy_set_route (ParlorTestProxy *self,
                                     ParlorTestRoute  route);
void    parlor_test_proxy_cut (ParlorTestProxy *self);
void    parlor_test_proxy_cut_after (ParlorTestProxy *self,
                                     gsize            n_bytes);
gsize   parlor_test_proxy_get_sent (ParlorTestProxy *self);
guint   parlor_test_proxy_get_n_connections (ParlorTestProxy *self);

void parlor_test_network_init (void);
void parlor_test_network_change (gboolean is_available);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorTestProxy, parlor_test_proxy_free)

G_END_DECLS
