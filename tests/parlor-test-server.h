/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "parlor-link-uri.h"

G_BEGIN_DECLS

/* How long a test waits before it says that something will not come. */
#define PARLOR_TEST_PATIENCE_MS 30000

/**
 * ParlorTestServer:
 *
 * The real server program, run on a folder of its own.  Its file says
 * `--io-threads` as PARLOR_TEST_IO_THREADS does, and lets passwords cost next
 * to nothing.
 */
typedef struct _ParlorTestServer ParlorTestServer;

ParlorTestServer *parlor_test_server_new (const char *config);
ParlorTestServer *parlor_test_serve (const char *config);
void              parlor_test_server_free (ParlorTestServer *self);

void parlor_test_server_configure (ParlorTestServer *self,
                                   const char       *config);
void parlor_test_server_listen (ParlorTestServer  *self,
                                const char *const *addresses);
void parlor_test_server_start (ParlorTestServer *self);
void parlor_test_server_stop (ParlorTestServer *self);
void parlor_test_server_kill (ParlorTestServer *self);
void parlor_test_server_signal (ParlorTestServer *self,
                                int               signal_number);
int  parlor_test_server_wait (ParlorTestServer *self);

char *parlor_test_server_fail_to_start (ParlorTestServer  *self,
                                        const char *const *args);
char *parlor_test_server_fail_as_configured (ParlorTestServer *self);
char *parlor_test_server_run (ParlorTestServer  *self,
                              const char *const *args,
                              int               *ret_status,
                              char             **ret_errors);

const char        *parlor_test_server_get_folder (ParlorTestServer *self);
const char        *parlor_test_server_get_fingerprint (ParlorTestServer *self);
const char        *parlor_test_server_get_ready_line (ParlorTestServer *self);
guint16            parlor_test_server_get_port (ParlorTestServer *self);
const char *const *parlor_test_server_get_addresses (ParlorTestServer *self);
char              *parlor_test_server_read_rest (ParlorTestServer *self);
ParlorLinkUri     *parlor_test_server_read_owner_link (ParlorTestServer *self);
char              *parlor_test_server_dup_errors (ParlorTestServer *self);
GPid               parlor_test_server_get_pid (ParlorTestServer *self);
gboolean           parlor_test_server_has_ended (ParlorTestServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorTestServer, parlor_test_server_free)

G_END_DECLS
