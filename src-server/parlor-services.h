/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-config.h"
#include "parlor-files.h"
#include "parlor-group-guard.h"
#include "parlor-guard.h"
#include "parlor-hub.h"
#include "parlor-listener.h"
#include "parlor-link-uri.h"
#include "parlor-passwords.h"
#include "parlor-server-bans.h"
#include "parlor-session.h"
#include "parlor-store.h"

G_BEGIN_DECLS

typedef struct _ParlorRemovals ParlorRemovals;

/**
 * ParlorServices:
 *
 * What topics carry requests out with: all on the main thread, all owned by
 * the server.  A job for another thread takes along what it needs: a reload
 * replaces @config.
 */
struct _ParlorServices
{
  ParlorConfig      *config;
  const char        *config_path; /* NULL: none */
  const char        *folder;      /* of data */
  ParlorCertificate *certificate;
  ParlorIo          *io;
  ParlorListener    *listener;
  ParlorStore       *store;
  ParlorHub         *hub;
  ParlorFiles       *files;
  ParlorPasswords   *passwords;
  ParlorGroupGuard  *group_guard;
  ParlorGuard       *guard;
  ParlorServerBans  *bans; /* of networks */
  ParlorRemovals    *removals;
  GHashTable        *sessions;      /* of ParlorSession, whose peers are open */
  ParlorLinkUri     *link;          /* to this server, but for the fingerprint; NULL: it has none */
  gboolean           is_everywhere; /* it listens on all addresses of this host */
  char              *epoch;
  guint              n_requests; /* under way */
  gint64             last_session;
  gint64             started_ms;
  gboolean           is_draining; /* what comes now is neither carried out nor answered */
  GCancellable      *backup;      /* while one is made, no files are removed; or NULL */
};

char *parlor_services_make_link (ParlorServices *self,
                                 const char     *invite,
                                 const char     *conversation);

G_END_DECLS
