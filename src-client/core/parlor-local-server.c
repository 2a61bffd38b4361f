/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-local-server"

#include "parlor-local-server-private.h"

#include "parlor-local-server-config.h"

#define DATABASE_FILE "parlor.db"

/**
 * ParlorLocalServer:
 *
 * The server that this person hosts on this computer: a service where the session has a
 * manager for these, else a child that lives on when this program ends.  Either way it is
 * found by the socket in its data folder, so that it does not matter who started it, and
 * when.
 *
 * What takes time happens on a thread; one thing at a time.
 */
struct _ParlorLocalServer
{
  GObject parent_instance;

  ParlorLocalServerPlace *place;
  ParlorLocalServerState  state;
  ParlorLocalServerFacts *facts; /* (nullable): while it runs */
};

G_DEFINE_FINAL_TYPE (ParlorLocalServer, parlor_local_server, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a thread does and what comes of it. */
typedef struct
{
  ParlorLocalServerPlace *place;
  char                   *server_name;
  GPid                    pid;
  ParlorLocalServerFacts *facts;
} Work;

/**
 * parlor_local_server_place_copy:
 * @place: a place
 *
 * Returns: (transfer full): the same for a thread
 */
ParlorLocalServerPlace *
parlor_local_server_place_copy (const ParlorLocalServerPlace *place)
{
  ParlorLocalServerPlace *copy = g_new (ParlorLocalServerPlace, 1);

  *copy = (ParlorLocalServerPlace){ g_strdup (place->folder), g_strdup (place->config_path),
                                    g_strdup (place->log_path), place->may_be_service };

  return copy;
}

/**
 * parlor_local_server_place_free:
 * @place: (transfer full): a place
 */
void
parlor_local_server_place_free (ParlorLocalServerPlace *place)
{
  g_free (place->folder);
  g_free (place->config_path);
  g_free (place->log_path);
  g_free (place);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  parlor_local_server_place_free (work->place);
  g_clear_pointer (&work->facts, parlor_local_server_facts_free);
  g_free (work->server_name);
  g_free (work);
}

static void
set_state (ParlorLocalServer      *self,
           ParlorLocalServerState  state,
           ParlorLocalServerFacts *facts)
{
  g_clear_pointer (&self->facts, parlor_local_server_facts_free);
  self->facts = facts;
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static GTask *
task_new (ParlorLocalServer  *self,
          const char         *server_name,
          gpointer            source_tag,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Work  *work = g_new0 (Work, 1);

  work->place = parlor_local_server_place_copy (self->place);
  work->server_name = g_strdup (server_name);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, work, work_free);
  /* What came of it is told even to who has not waited for it. */
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static gboolean
is_nobody (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* Looking. */

static void
refresh_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  Work              *work = data;
  g_autoptr (GError) error = NULL;

  work->facts = parlor_local_server_facts_read (work->place, cancellable, &error);
  if (work->facts != NULL || is_nobody (error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_error (task, parlor_local_server_error_of_file (error));
}

/**
 * parlor_local_server_refresh_async:
 * @self: the server
 * @cancellable: (nullable): ends the wait
 * @callback: called when it is known
 * @user_data: given to @callback
 *
 * Looks whether the server runs, and how it does.
 */
void
parlor_local_server_refresh_async (ParlorLocalServer  *self,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PARLOR_IS_LOCAL_SERVER (self));

  task = task_new (self, NULL, parlor_local_server_refresh_async, cancellable, callback, user_data);
  g_task_run_in_thread (task, refresh_in_thread);
}

/* What is being started or stopped is neither here nor gone. */
static gboolean
is_between (ParlorLocalServer *self)
{
  return self->state == PARLOR_LOCAL_SERVER_STARTING || self->state == PARLOR_LOCAL_SERVER_STOPPING;
}

/**
 * parlor_local_server_refresh_finish:
 * @self: the server
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it is known; a #ParlorLocalServerError or %G_IO_ERROR_CANCELLED
 *   otherwise
 */
gboolean
parlor_local_server_refresh_finish (ParlorLocalServer *self,
                                    GAsyncResult      *result,
                                    GError           **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (is_between (self))
    return TRUE;

  if (work->facts != NULL)
    set_state (self, PARLOR_LOCAL_SERVER_RUNNING, g_steal_pointer (&work->facts));
  else if (self->state == PARLOR_LOCAL_SERVER_RUNNING)
    set_state (self, PARLOR_LOCAL_SERVER_ABSENT, NULL);

  return TRUE;
}

/* Starting. */

static void
on_child_ended (GPid     pid,
                int      status,
                gpointer user_data)
{
  GWeakRef                     *reference = user_data;
  g_autoptr (ParlorLocalServer) self = g_weak_ref_get (reference);

  g_spawn_close_pid (pid);
  g_weak_ref_clear (reference);
  g_free (reference);
  /* Somebody else may have stopped it, in order. */
  if (self != NULL && self->state == PARLOR_LOCAL_SERVER_RUNNING)
    set_state (self, status == 0 ? PARLOR_LOCAL_SERVER_ABSENT : PARLOR_LOCAL_SERVER_FAILED, NULL);
}

/* It is reaped, should it end before this program does. */
static void
watch_child (ParlorLocalServer *self,
             GPid               pid)
{
  GWeakRef *reference = g_new (GWeakRef, 1);

  g_weak_ref_init (reference, self);
  g_child_watch_add (pid, on_child_ended, reference);
}

static void
start_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Work   *work = data;
  GError *error = NULL;

  if (parlor_local_server_run (work->place, work->server_name, &work->pid, cancellable, &error))
    work->facts = parlor_local_server_facts_read (work->place, cancellable, &error);
  if (work->facts != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * parlor_local_server_start_async:
 * @self: the server
 * @server_name: (nullable): what to call it from now on, see parlor_title_prepare()
 * @cancellable: (nullable): ends the wait, and the start
 * @callback: called when it runs, or why it does not is known
 * @user_data: given to @callback
 *
 * Starts the server, unless it runs.
 */
void
parlor_local_server_start_async (ParlorLocalServer  *self,
                                 const char         *server_name,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PARLOR_IS_LOCAL_SERVER (self));
  g_return_if_fail (!is_between (self));

  task = task_new (self, server_name, parlor_local_server_start_async, cancellable, callback,
                   user_data);
  set_state (self, PARLOR_LOCAL_SERVER_STARTING, NULL);
  g_task_run_in_thread (task, start_in_thread);
}

/**
 * parlor_local_server_start_finish:
 * @self: the server
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it runs; a #ParlorLocalServerError or %G_IO_ERROR_CANCELLED
 *   otherwise
 */
gboolean
parlor_local_server_start_finish (ParlorLocalServer *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  Work    *work = g_task_get_task_data (G_TASK (result));
  gboolean is_started = g_task_propagate_boolean (G_TASK (result), error);

  if (work->pid != 0)
    watch_child (self, work->pid);
  set_state (self, is_started ? PARLOR_LOCAL_SERVER_RUNNING : PARLOR_LOCAL_SERVER_FAILED,
             g_steal_pointer (&work->facts));

  return is_started;
}

/* Stopping. */

static void
stop_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Work   *work = data;
  GError *error = NULL;

  if (parlor_local_server_end (work->place, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * parlor_local_server_stop_async:
 * @self: the server
 * @cancellable: (nullable): ends the wait; whoever was told to stop stops
 * @callback: called when it has ended
 * @user_data: given to @callback
 *
 * Ends the server in order: what was accepted is on disk and answered, and whoever is
 * connected is told.
 */
void
parlor_local_server_stop_async (ParlorLocalServer  *self,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PARLOR_IS_LOCAL_SERVER (self));
  g_return_if_fail (!is_between (self));

  task = task_new (self, NULL, parlor_local_server_stop_async, cancellable, callback, user_data);
  set_state (self, PARLOR_LOCAL_SERVER_STOPPING, NULL);
  g_task_run_in_thread (task, stop_in_thread);
}

/**
 * parlor_local_server_stop_finish:
 * @self: the server
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it has ended; a #ParlorLocalServerError or %G_IO_ERROR_CANCELLED
 *   otherwise, and parlor_local_server_refresh_async() tells what has become of it
 */
gboolean
parlor_local_server_stop_finish (ParlorLocalServer *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  const gboolean has_ended = g_task_propagate_boolean (G_TASK (result), error);

  set_state (self, has_ended ? PARLOR_LOCAL_SERVER_ABSENT : PARLOR_LOCAL_SERVER_FAILED, NULL);

  return has_ended;
}

static void
parlor_local_server_finalize (GObject *object)
{
  ParlorLocalServer *self = PARLOR_LOCAL_SERVER (object);

  parlor_local_server_place_free (self->place);
  g_clear_pointer (&self->facts, parlor_local_server_facts_free);

  G_OBJECT_CLASS (parlor_local_server_parent_class)->finalize (object);
}

static void
parlor_local_server_class_init (ParlorLocalServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_local_server_finalize;

  /**
   * ParlorLocalServer::changed:
   *
   * Its state or the facts about it are others now.
   */
  signals[CHANGED] = g_signal_new ("changed", PARLOR_TYPE_LOCAL_SERVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlor_local_server_init (ParlorLocalServer *self)
{
}

/**
 * parlor_local_server_new:
 * @folder: (type filename) (nullable): of its data; %NULL: where parlor-server has it
 * @config_path: (type filename) (nullable): of its configuration; %NULL: the same
 *
 * Returns: (transfer full): the server on this computer, of which nothing is known yet
 */
ParlorLocalServer *
parlor_local_server_new (const char *folder,
                         const char *config_path)
{
  ParlorLocalServer      *self = g_object_new (PARLOR_TYPE_LOCAL_SERVER, NULL);
  ParlorLocalServerPlace *place = g_new0 (ParlorLocalServerPlace, 1);

  place->folder = folder != NULL ? g_strdup (folder)
                                 : g_build_filename (g_get_user_data_dir (), "parlor-server", NULL);
  place->config_path = config_path != NULL ? g_strdup (config_path)
                                           : g_build_filename (g_get_user_config_dir (),
                                                               "parlor-server.conf", NULL);
  place->log_path = g_build_filename (g_get_user_state_dir (), "parlor-server", "log", NULL);
  /* Whoever runs another program than the one that is installed means that one. */
  place->may_be_service =
    folder == NULL && config_path == NULL && g_getenv ("PARLOR_SERVER") == NULL;
  self->place = place;

  return self;
}

/**
 * parlor_local_server_get_state:
 * @self: the server
 *
 * Returns: what is known of it; absent until one has looked
 */
ParlorLocalServerState
parlor_local_server_get_state (ParlorLocalServer *self)
{
  g_return_val_if_fail (PARLOR_IS_LOCAL_SERVER (self), PARLOR_LOCAL_SERVER_ABSENT);

  return self->state;
}

/**
 * parlor_local_server_get_facts:
 * @self: the server
 *
 * Returns: (transfer none) (nullable): what it tells while it runs, until
 *   ParlorLocalServer::changed
 */
const ParlorLocalServerFacts *
parlor_local_server_get_facts (ParlorLocalServer *self)
{
  g_return_val_if_fail (PARLOR_IS_LOCAL_SERVER (self), NULL);

  return self->facts;
}

/**
 * parlor_local_server_has_data:
 * @self: the server
 *
 * Returns: whether it has run before
 */
gboolean
parlor_local_server_has_data (ParlorLocalServer *self)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (PARLOR_IS_LOCAL_SERVER (self), FALSE);

  path = g_build_filename (self->place->folder, DATABASE_FILE, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * parlor_local_server_dup_name:
 * @self: the server
 *
 * Returns: (transfer full) (nullable): what it is called, as far as somebody has said
 */
char *
parlor_local_server_dup_name (ParlorLocalServer *self)
{
  g_return_val_if_fail (PARLOR_IS_LOCAL_SERVER (self), NULL);

  return parlor_local_server_config_get (self->place->config_path, "server-name");
}

/**
 * parlor_local_server_dup_link:
 * @self: the server
 * @host: (nullable): by which address or name of this computer, if any will do; %NULL: as
 *   the server names itself
 *
 * Returns: (transfer full) (nullable): the link that invites others, while it runs and
 *   somebody owns it
 */
char *
parlor_local_server_dup_link (ParlorLocalServer *self,
                              const char        *host)
{
  ParlorLinkUri uri;

  g_return_val_if_fail (PARLOR_IS_LOCAL_SERVER (self), NULL);

  if (self->facts == NULL || self->facts->link == NULL || self->facts->invite == NULL)
    return NULL;

  uri = *self->facts->link;
  uri.invite = self->facts->invite;
  if (host != NULL && self->facts->is_everywhere)
    uri.host = (char *) host;

  return parlor_link_uri_to_string (&uri);
}

/**
 * parlor_local_server_dup_own_uri:
 * @self: the server
 *
 * Returns: (transfer full) (nullable): how this computer itself gets there while it runs,
 *   whatever becomes of its network, with what makes the owner's account if there is none
 */
ParlorLinkUri *
parlor_local_server_dup_own_uri (ParlorLocalServer *self)
{
  const ParlorLocalServerFacts *facts;
  ParlorLinkUri                *uri;

  g_return_val_if_fail (PARLOR_IS_LOCAL_SERVER (self), NULL);

  facts = self->facts;
  if (facts == NULL || facts->link == NULL)
    return NULL;

  uri = g_new0 (ParlorLinkUri, 1);
  uri->host = g_strdup (facts->is_everywhere ? "localhost" : facts->link->host);
  uri->port = facts->link->port;
  uri->fingerprint = g_strdup (facts->link->fingerprint);
  uri->invite = g_strdup (facts->owner_invite);

  return uri;
}
