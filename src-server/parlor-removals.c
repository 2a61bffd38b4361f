/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-removals"

#include "parlor-removals.h"

#include "parlor-account-removal.h"
#include "parlor-contents.h"
#include "parlor-names.h"

#define PAUSE_MS 5
#define RETRY_MS 5000
#define GUESTS_INTERVAL_S (60 * 60)
#define GUESTS_AT_ONCE 100
#define DAY_MS (24 * G_GINT64_CONSTANT (60 * 60 * 1000))

/**
 * ParlorRemovals:
 *
 * Removes what remains of deleted accounts, step by step with others' work
 * between, and deletes guests who have not come back for long.
 */
struct _ParlorRemovals
{
  ParlorServices *services;
  guint           step_source;
  guint           guests_source;
  gboolean        is_at_work;
};

static void
tell_archived (ParlorHub                      *hub,
               const ParlorConversationPacket *conversation)
{
  const ParlorAccountPacket *deleted = conversation->with;
  g_autoptr (GBytes)         frame = NULL;
  gint64                     smaller = 0;
  gint64                     larger = 0;

  if (deleted == NULL ||
      !parlor_personal_id_parse (conversation->conversation, &smaller, &larger))
    return;

  frame = parlor_packet_encode (PARLOR_PACKET_CONVERSATION, conversation);
  parlor_hub_send_to_account (hub, deleted->account == smaller ? larger : smaller, frame);
}

/* Who asks for a step, and what came of it. */
typedef struct
{
  ParlorRemovals    *removals;
  ParlorRemovalStep *step;
} Work;

static gboolean
step_work (gpointer owner,
           gpointer data,
           GError **error)
{
  return parlor_account_remove_some (owner, ((Work *) data)->step, error);
}

static gboolean take_step (gpointer user_data);

static void
step_done (gpointer      data,
           const GError *error)
{
  Work              *work = data;
  ParlorRemovals    *self = work->removals;
  ParlorServices    *services = self->services;
  ParlorRemovalStep *step = work->step;

  services->n_requests--;
  self->is_at_work = FALSE;
  for (guint i = 0; error == NULL && i < step->events->len; i++)
    parlor_hub_send_event (services->hub, step->events->pdata[i]);
  for (guint i = 0; error == NULL && i < step->archived->len; i++)
    tell_archived (services->hub, step->archived->pdata[i]);

  if (error != NULL) {
    g_message ("An account could not be removed yet: %s", error->message);
    self->step_source = g_timeout_add (RETRY_MS, take_step, self);
  } else if (!step->is_last) {
    parlor_contents_sweep (services);
    self->step_source = g_timeout_add (PAUSE_MS, take_step, self);
  }
  parlor_removal_step_free (step);
  g_free (work);
}

static gboolean
take_step (gpointer user_data)
{
  ParlorRemovals *self = user_data;
  Work           *work = g_new (Work, 1);

  *work = (Work){ self, parlor_removal_step_new () };
  self->step_source = 0;
  self->is_at_work = TRUE;
  self->services->n_requests++;
  parlor_store_run (self->services->store, PARLOR_STORE_WRITE, step_work, step_done, work);

  return G_SOURCE_REMOVE;
}

/**
 * parlor_removals_wake:
 * @self: removals
 *
 * To be called when an account was marked as deleted.
 */
void
parlor_removals_wake (ParlorRemovals *self)
{
  /* A step that is under way looks for more in any case. */
  if (!self->is_at_work && self->step_source == 0)
    self->step_source = g_timeout_add (0, take_step, self);
}

typedef struct
{
  ParlorServices *services;
  gint64          before_ms;
  GHashTable     *connected; /* of gint64 * */
  GArray         *guests;    /* of gint64: those who are deleted */
} Expiry;

static void
take_guest (const ParlorRow *row,
            gpointer         user_data)
{
  Expiry *expiry = user_data;
  gint64  account = parlor_row_int (row, 0);

  if (!g_hash_table_contains (expiry->connected, &account))
    g_array_append_val (expiry->guests, account);
}

/* Those who were not here for so long, or have signed out and cannot come back. */
static gboolean
expire_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Expiry *expiry = data;

  if (!parlor_db_exec (owner,
                       "SELECT a.account FROM accounts a WHERE a.is_guest = 1 "
                       "AND a.is_deleted = 0 AND NOT EXISTS (SELECT 1 FROM devices d "
                       "WHERE d.account = a.account AND COALESCE (d.used_ms, 0) >= $1) "
                       "AND (COALESCE (a.last_seen_ms, 0) < $1 OR NOT EXISTS (SELECT 1 "
                       "FROM devices d WHERE d.account = a.account)) LIMIT $2",
                       PARLOR_PARAMS (parlor_int (expiry->before_ms), parlor_int (GUESTS_AT_ONCE)),
                       take_guest, expiry, error))
    return FALSE;

  for (guint i = 0; i < expiry->guests->len; i++)
    if (!parlor_account_mark_deleted (owner, g_array_index (expiry->guests, gint64, i), TRUE,
                                      error))
      return FALSE;

  return TRUE;
}

static void
expire_done (gpointer      data,
             const GError *error)
{
  Expiry         *expiry = data;
  ParlorServices *services = expiry->services;

  services->n_requests--;
  for (guint i = 0; error == NULL && i < expiry->guests->len; i++)
    parlor_removals_tell (services, g_array_index (expiry->guests, gint64, i), NULL);
  g_hash_table_unref (expiry->connected);
  g_array_unref (expiry->guests);
  g_free (expiry);
}

static gboolean
expire_guests (gpointer user_data)
{
  ParlorRemovals *self = user_data;
  ParlorServices *services = self->services;
  Expiry         *expiry = g_new0 (Expiry, 1);
  GHashTableIter  iter;
  gpointer        session;

  expiry->services = services;
  expiry->before_ms =
    g_get_real_time () / 1000 - services->config->guest_lifetime_days * DAY_MS;
  expiry->guests = g_array_new (FALSE, FALSE, sizeof (gint64));
  expiry->connected = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, services->sessions);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    g_hash_table_add (expiry->connected, g_memdup2 (&((ParlorSession *) session)->account,
                                                    sizeof (gint64)));

  services->n_requests++;
  parlor_store_run (services->store, PARLOR_STORE_WRITE, expire_work, expire_done, expiry);

  return G_SOURCE_CONTINUE;
}

/**
 * parlor_removals_new:
 * @services: the server's, whose store is open
 *
 * Returns: (transfer full): removals, which go on with what the last run of the
 *   server had no time for
 */
ParlorRemovals *
parlor_removals_new (ParlorServices *services)
{
  ParlorRemovals *self = g_new0 (ParlorRemovals, 1);

  self->services = services;
  self->guests_source = g_timeout_add_seconds (GUESTS_INTERVAL_S, expire_guests, self);
  expire_guests (self);
  parlor_removals_wake (self);

  return self;
}

/**
 * parlor_removals_free:
 * @self: (transfer full): removals; a step that is under way still comes to its end
 */
void
parlor_removals_free (ParlorRemovals *self)
{
  g_clear_handle_id (&self->step_source, g_source_remove);
  g_clear_handle_id (&self->guests_source, g_source_remove);
  g_free (self);
}

typedef struct
{
  gint64         account;
  ParlorSession *last;
} Gone;

static gboolean
is_gone (ParlorSession *session,
         gconstpointer  user_data)
{
  const Gone *gone = user_data;

  return session->account == gone->account && session != gone->last;
}

/**
 * parlor_removals_tell:
 * @services: the server's
 * @account: an account that was marked as deleted
 * @last: (nullable): a session of the account's that knows
 *
 * Tells the account's sessions and ends them, tells others, and begins to remove
 * the rest.
 */
void
parlor_removals_tell (ParlorServices *services,
                      gint64          account,
                      ParlorSession  *last)
{
  ParlorAccountPacket *deleted = parlor_account_make_deleted (account);
  Gone                 gone = { account, last };

  parlor_sessions_dismiss (services, is_gone, &gone, "disconnected",
                           N_ ("This account was deleted."));
  if (last != NULL)
    parlor_session_end (last);
  parlor_hub_tell_changed (services->hub, deleted);
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, deleted);
  parlor_removals_wake (services->removals);
}
