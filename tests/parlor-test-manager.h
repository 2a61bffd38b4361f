/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PARLOR_TEST_MANAGER_STARTS,
  PARLOR_TEST_MANAGER_REFUSES,    /* to start the unit */
  PARLOR_TEST_MANAGER_FAILS,      /* what it starts ends at once */
  PARLOR_TEST_MANAGER_KNOWS_NONE, /* of its name */
} ParlorTestManagerMood;

/**
 * ParlorTestManager:
 * @mood: how it does what it is asked to
 * @is_enabled: whether the unit starts with the session
 * @n_started: how often it has started the unit
 *
 * A service manager, org.freedesktop.systemd1, on a session bus of its own.  Its one unit,
 * parlor-server.service, runs the real server.
 */
typedef struct
{
  ParlorTestManagerMood mood;
  gboolean              is_enabled;
  guint                 n_started;

  GTestDBus       *daemon;
  GDBusConnection *bus;
  guint            name_id;
  guint            object_ids[2];
  GSubprocess     *server;
} ParlorTestManager;

ParlorTestManager *parlor_test_manager_new (ParlorTestManagerMood mood);
void               parlor_test_manager_free (ParlorTestManager *self);
gboolean           parlor_test_manager_runs (ParlorTestManager *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorTestManager, parlor_test_manager_free)

G_END_DECLS
