/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Removing the content of attachments that are no more.
 *
 * The row of an attachment goes in a transaction that notes which content it
 * had.  After the commit, and after a start of the server, all content that was
 * noted and that no other attachment has is removed, then the note. */

#define G_LOG_DOMAIN "parlor-contents"

#include "parlor-contents.h"

#define CONTENTS_AT_ONCE 100

typedef struct
{
  char    *attachment;
  char    *sha256;
  gboolean is_needed; /* another attachment has the same content */
  gboolean is_settled;
} Dropped;

typedef struct
{
  ParlorServices *services;
  GPtrArray      *dropped;
  guint           n_settled;
} Sweep;

/**
 * parlor_contents_drop:
 * @db: the database, in a job that is followed by parlor_contents_sweep()
 * @conversation: id of where the message is
 * @seq: a message that carries something, or not
 * @error: return location for an error
 *
 * Removes the attachment of a message.
 *
 * Returns: whether it is gone
 */
gboolean
parlor_contents_drop (ParlorDb   *db,
                      const char *conversation,
                      gint64      seq,
                      GError    **error)
{
  return parlor_db_exec (db,
                         "INSERT INTO dropped_attachments (attachment, sha256) "
                         "SELECT attachment, sha256 FROM attachments "
                         "WHERE conversation = $1 AND seq = $2 AND sha256 <> ''",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq)), NULL, NULL,
                         error) &&
         parlor_db_exec (db, "DELETE FROM attachments WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq)), NULL, NULL,
                         error);
}

/* Its bytes go with the next sweep, unless another attachment has the same. */
static gboolean
note_dropped (ParlorDb   *db,
              const char *attachment,
              GError    **error)
{
  return parlor_db_exec (db,
                         "INSERT INTO dropped_attachments (attachment, sha256) "
                         "SELECT attachment, sha256 FROM attachments WHERE attachment = $1",
                         PARLOR_PARAMS (parlor_text (attachment)), NULL, NULL, error);
}

/**
 * parlor_contents_drop_attachment:
 * @db: the database, in a job that is followed by parlor_contents_sweep()
 * @attachment: id of one that no message carries
 * @error: return location for an error
 *
 * Removes an attachment.
 *
 * Returns: whether it is gone
 */
gboolean
parlor_contents_drop_attachment (ParlorDb   *db,
                                 const char *attachment,
                                 GError    **error)
{
  return note_dropped (db, attachment, error) &&
         parlor_db_exec (db, "DELETE FROM attachments WHERE attachment = $1",
                         PARLOR_PARAMS (parlor_text (attachment)), NULL, NULL, error);
}

/**
 * parlor_contents_empty_attachment:
 * @db: the database, in a job that is followed by parlor_contents_sweep()
 * @attachment: id of one that a message carries
 * @error: return location for an error
 *
 * Removes what an attachment holds; that there was one stays to be seen.
 *
 * Returns: whether it is empty
 */
gboolean
parlor_contents_empty_attachment (ParlorDb   *db,
                                  const char *attachment,
                                  GError    **error)
{
  return note_dropped (db, attachment, error) &&
         parlor_db_exec (db,
                         "UPDATE attachments SET sha256 = '', preview = NULL "
                         "WHERE attachment = $1",
                         PARLOR_PARAMS (parlor_text (attachment)), NULL, NULL, error);
}

static void
dropped_free (gpointer data)
{
  Dropped *dropped = data;

  g_free (dropped->attachment);
  g_free (dropped->sha256);
  g_free (dropped);
}

/* The server waits for a sweep as for a request. */
static void
sweep_free (Sweep *sweep)
{
  sweep->services->n_requests--;
  g_ptr_array_unref (sweep->dropped);
  g_free (sweep);
}

static void
take_dropped (const ParlorRow *row,
              gpointer         user_data)
{
  Dropped *dropped = g_new0 (Dropped, 1);

  dropped->attachment = g_strdup (parlor_row_text (row, 0));
  dropped->sha256 = g_strdup (parlor_row_text (row, 1));
  dropped->is_needed = parlor_row_int (row, 2);
  g_ptr_array_add (user_data, dropped);
}

static gboolean
find_work (gpointer owner,
           gpointer data,
           GError **error)
{
  return parlor_db_exec (
    owner,
    "SELECT d.attachment, d.sha256, "
    "EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = d.sha256) "
    "FROM dropped_attachments d ORDER BY d.attachment LIMIT $1",
    PARLOR_PARAMS (parlor_int (CONTENTS_AT_ONCE)), take_dropped, ((Sweep *) data)->dropped, error);
}

static gboolean
remove_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Sweep *sweep = data;

  for (guint i = 0; i < sweep->dropped->len; i++) {
    Dropped *dropped = sweep->dropped->pdata[i];

    dropped->is_settled = dropped->is_needed || parlor_files_remove (owner, dropped->sha256);
    sweep->n_settled += dropped->is_settled;
  }

  return TRUE;
}

static gboolean
forget_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Sweep *sweep = data;

  for (guint i = 0; i < sweep->dropped->len; i++) {
    Dropped *dropped = sweep->dropped->pdata[i];

    if (dropped->is_settled &&
        !parlor_db_exec (owner, "DELETE FROM dropped_attachments WHERE attachment = $1",
                         PARLOR_PARAMS (parlor_text (dropped->attachment)), NULL, NULL, error))
      return FALSE;
  }

  return TRUE;
}

/* What could not be removed is left to the next sweep. */
static void
forget_done (gpointer      data,
             const GError *error)
{
  Sweep *sweep = data;

  if (error == NULL && sweep->dropped->len == CONTENTS_AT_ONCE && sweep->n_settled > 0)
    parlor_contents_sweep (sweep->services);
  sweep_free (sweep);
}

static void
remove_done (gpointer      data,
             const GError *error)
{
  Sweep *sweep = data;

  parlor_store_run (sweep->services->store, PARLOR_STORE_WRITE, forget_work, forget_done, sweep);
}

static void
find_done (gpointer      data,
           const GError *error)
{
  Sweep *sweep = data;

  if (error != NULL || sweep->dropped->len == 0)
    sweep_free (sweep);
  else
    parlor_files_run (sweep->services->files, remove_work, remove_done, sweep);
}

/**
 * parlor_contents_sweep:
 * @services: the server's
 *
 * Removes, a little later, the content of attachments that were dropped.
 */
void
parlor_contents_sweep (ParlorServices *services)
{
  Sweep *sweep;

  if (services->backup != NULL) /* which sweeps when it is done */
    return;

  sweep = g_new0 (Sweep, 1);
  sweep->services = services;
  sweep->dropped = g_ptr_array_new_with_free_func (dropped_free);
  services->n_requests++;
  parlor_store_run (services->store, PARLOR_STORE_READ, find_work, find_done, sweep);
}
