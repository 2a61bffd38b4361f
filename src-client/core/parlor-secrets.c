/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-secrets"

#include "parlor-secrets.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>

#define KEYRING_TIMEOUT_MS 8000

/**
 * ParlorSecrets:
 *
 * Where the device token is kept between two starts.
 *
 * A keyring that is locked may show a prompt that nobody sees, or not answer
 * at all: each call gives up after %KEYRING_TIMEOUT_MS.
 */
struct _ParlorSecrets
{
  GObject parent_instance;

  ParlorSecretsKind kind;
  char             *path;   /* of the file */
  GHashTable       *tokens; /* what memory keeps, by key */
};

G_DEFINE_FINAL_TYPE (ParlorSecrets, parlor_secrets, G_TYPE_OBJECT)

static const SecretSchema schema = {
  .name = PARLOR_APP_ID ".Device",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void
parlor_secrets_finalize (GObject *object)
{
  ParlorSecrets *self = PARLOR_SECRETS (object);

  g_free (self->path);
  g_hash_table_unref (self->tokens);

  G_OBJECT_CLASS (parlor_secrets_parent_class)->finalize (object);
}

static void
parlor_secrets_class_init (ParlorSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_secrets_finalize;
}

static void
free_token (gpointer token)
{
  secret_password_free (token);
}

static void
parlor_secrets_init (ParlorSecrets *self)
{
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_token);
}

/**
 * parlor_secrets_new:
 * @kind: where tokens are kept
 * @path: (type filename) (nullable): the file, for %PARLOR_SECRETS_FILE
 *
 * Returns: (transfer full): a place for tokens
 */
ParlorSecrets *
parlor_secrets_new (ParlorSecretsKind kind,
                    const char       *path)
{
  ParlorSecrets *self;

  g_return_val_if_fail (kind != PARLOR_SECRETS_FILE || path != NULL, NULL);

  self = g_object_new (PARLOR_TYPE_SECRETS, NULL);
  self->kind = kind;
  self->path = g_strdup (path);

  return self;
}

ParlorSecretsKind
parlor_secrets_get_kind (ParlorSecrets *self)
{
  g_return_val_if_fail (PARLOR_IS_SECRETS (self), PARLOR_SECRETS_MEMORY);

  return self->kind;
}

/* One call to the keyring: its deadline, and who waits for it. */
typedef struct
{
  GCancellable *cancellable; /* ended by the caller's, or by the deadline */
  GCancellable *callers;     /* nullable */
  gulong        callers_id;
  guint         deadline_id;
  gboolean      is_late;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_handle_id (&call->deadline_id, g_source_remove);
  g_cancellable_disconnect (call->callers, call->callers_id);
  g_clear_object (&call->callers);
  g_object_unref (call->cancellable);
  g_free (call);
}

static gboolean
on_deadline (gpointer user_data)
{
  Call *call = user_data;

  call->deadline_id = 0;
  call->is_late = TRUE;
  g_cancellable_cancel (call->cancellable);

  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *callers,
              GCancellable *ours)
{
  g_cancellable_cancel (ours);
}

/* The task has no cancellable of its own, so that a late keyring is told from
 * an impatient caller. */
static GTask *
new_call (ParlorSecrets      *self,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data,
          gpointer            source_tag)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Call  *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, call_free);

  call->cancellable = g_cancellable_new ();
  if (g_set_object (&call->callers, cancellable))
    call->callers_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                              g_object_ref (call->cancellable), g_object_unref);

  return task;
}

static GCancellable *
begin_keyring (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  call->deadline_id = g_timeout_add (KEYRING_TIMEOUT_MS, on_deadline, call);

  return call->cancellable;
}

/* Takes @error. */
static void
return_keyring_error (GTask  *task,
                      GError *error)
{
  Call *call = g_task_get_task_data (task);

  if (call->is_late) {
    g_error_free (error);
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                 _ ("The keyring does not answer. Perhaps it is locked."));
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    /* Translators: why follows */
    g_prefix_error (&error, "%s ", _ ("The keyring cannot be used:"));
  }

  g_task_return_error (task, error);
}

static char *
make_key (const char *server,
          const char *name)
{
  return g_strdup_printf ("%s %s", server, name);
}

/* The file is a key file with one group: tokens by server and name.  It is
 * small and read once at start, hence without a thread. */
static GKeyFile *
read_file (ParlorSecrets *self)
{
  GKeyFile          *file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_message ("%s: %s", self->path, error->message);

  return file;
}

/* Never readable by others, not even for a moment. */
static gboolean
write_file (ParlorSecrets *self,
            GKeyFile      *file,
            GError       **error)
{
  g_autofree char *content = NULL;
  gsize            size;

  content = g_key_file_to_data (file, &size, NULL);

  return g_file_set_contents_full (self->path, content, size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

/* Keys of a key file cannot hold everything that a name can. */
static char *
make_file_key (const char *server,
               const char *name)
{
  g_autofree char *key = make_key (server, name);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
}

static void
store_in_file (ParlorSecrets *self,
               GTask         *task,
               const char    *server,
               const char    *name,
               const char    *token)
{
  g_autoptr (GKeyFile) file = read_file (self);
  g_autofree char     *key = make_file_key (server, name);
  GError              *error = NULL;

  if (token != NULL)
    g_key_file_set_string (file, "tokens", key, token);
  else
    g_key_file_remove_key (file, "tokens", key, NULL);

  if (write_file (self, file, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_keyring_stored (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_keyring_error (task, error);
}

/**
 * parlor_secrets_store_async:
 * @self: a place for tokens
 * @server: `host:port`
 * @name: name of the account
 * @token: the device token
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Keeps @token in place of an earlier one.
 */
void
parlor_secrets_store_async (ParlorSecrets      *self,
                            const char         *server,
                            const char         *name,
                            const char         *token,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char  *label = NULL;

  g_return_if_fail (PARLOR_IS_SECRETS (self));

  task = new_call (self, cancellable, callback, user_data, parlor_secrets_store_async);

  switch (self->kind) {
  case PARLOR_SECRETS_KEYRING:
    /* Translators: shown in the keyring; a name, then a server. */
    label = g_strdup_printf (_ ("Parlor: %s at %s"), name, server);
    secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, token,
                           begin_keyring (task), on_keyring_stored, g_object_ref (task),
                           "server", server, "name", name, NULL);
    break;
  case PARLOR_SECRETS_MEMORY:
    g_hash_table_insert (self->tokens, make_key (server, name), g_strdup (token));
    g_task_return_boolean (task, TRUE);
    break;
  case PARLOR_SECRETS_FILE:
    store_in_file (self, task, server, name, token);
    break;
  default:
    g_return_if_reached ();
  }
}

/**
 * parlor_secrets_store_finish:
 * @self: a place for tokens
 * @result: what the callback got
 * @error: return location for an error; its text tells people what it means
 *
 * Returns: whether the token is kept
 */
gboolean
parlor_secrets_store_finish (ParlorSecrets *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_keyring_looked_up (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;
  char             *token;

  token = secret_password_lookup_finish (result, &error);
  if (error == NULL)
    g_task_return_pointer (task, token, free_token);
  else
    return_keyring_error (task, error);
}

/**
 * parlor_secrets_lookup_async:
 * @self: a place for tokens
 * @server: `host:port`
 * @name: name of the account
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Looks for the token of an account.
 */
void
parlor_secrets_lookup_async (ParlorSecrets      *self,
                             const char         *server,
                             const char         *name,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask)    task = NULL;
  g_autoptr (GKeyFile) file = NULL;
  g_autofree char     *key = NULL;

  g_return_if_fail (PARLOR_IS_SECRETS (self));

  task = new_call (self, cancellable, callback, user_data, parlor_secrets_lookup_async);

  switch (self->kind) {
  case PARLOR_SECRETS_KEYRING:
    secret_password_lookup (&schema, begin_keyring (task), on_keyring_looked_up,
                            g_object_ref (task), "server", server, "name", name, NULL);
    break;
  case PARLOR_SECRETS_MEMORY:
    key = make_key (server, name);
    g_task_return_pointer (task, g_strdup (g_hash_table_lookup (self->tokens, key)), free_token);
    break;
  case PARLOR_SECRETS_FILE:
    file = read_file (self);
    key = make_file_key (server, name);
    g_task_return_pointer (task, g_key_file_get_string (file, "tokens", key, NULL), free_token);
    break;
  default:
    g_return_if_reached ();
  }
}

/**
 * parlor_secrets_lookup_finish:
 * @self: a place for tokens
 * @result: what the callback got
 * @error: return location for an error; its text tells people what it means
 *
 * Returns: (transfer full) (nullable): the token, to be freed with
 *   secret_password_free(); %NULL without an error if there is none
 */
char *
parlor_secrets_lookup_finish (ParlorSecrets *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_keyring_cleared (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError           *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    return_keyring_error (task, error);
}

/**
 * parlor_secrets_clear_async:
 * @self: a place for tokens
 * @server: `host:port`
 * @name: name of the account
 * @cancellable: (nullable): gives up
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Forgets the token of an account.
 */
void
parlor_secrets_clear_async (ParlorSecrets      *self,
                            const char         *server,
                            const char         *name,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char  *key = NULL;

  g_return_if_fail (PARLOR_IS_SECRETS (self));

  task = new_call (self, cancellable, callback, user_data, parlor_secrets_clear_async);

  switch (self->kind) {
  case PARLOR_SECRETS_KEYRING:
    secret_password_clear (&schema, begin_keyring (task), on_keyring_cleared,
                           g_object_ref (task), "server", server, "name", name, NULL);
    break;
  case PARLOR_SECRETS_MEMORY:
    key = make_key (server, name);
    g_hash_table_remove (self->tokens, key);
    g_task_return_boolean (task, TRUE);
    break;
  case PARLOR_SECRETS_FILE:
    store_in_file (self, task, server, name, NULL);
    break;
  default:
    g_return_if_reached ();
  }
}

/**
 * parlor_secrets_clear_finish:
 * @self: a place for tokens
 * @result: what the callback got
 * @error: return location for an error; its text tells people what it means
 *
 * Returns: whether the token is forgotten, or there was none
 */
gboolean
parlor_secrets_clear_finish (ParlorSecrets *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
