/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-landing"

#include "parlor-landing.h"

#include <glib/gi18n.h>

/**
 * ParlorLanding:
 *
 * The way into the conversation that a link or a notification names.  Whoever
 * follows one may have started the program by it: then nothing is known yet of
 * conversations, so it waits until the cache has told of this one, or the server
 * that one is not in it.
 *
 * It ends once, unless it is cancelled, and whoever made it cancels it.
 */
struct _ParlorLanding
{
  GObject parent_instance;

  ParlorClient     *client;
  GCancellable     *cancellable;
  char             *place; /* id or name */
  gint64            seq;
  ParlorLandingMode mode;
  gboolean          is_joining;
  gboolean          has_ended;
};

G_DEFINE_FINAL_TYPE (ParlorLanding, parlor_landing, G_TYPE_OBJECT)

enum {
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
end (ParlorLanding      *self,
     ParlorConversation *conversation,
     const GError       *error)
{
  self->has_ended = TRUE;
  g_signal_emit (self, signals[ENDED], 0, conversation, error);
}

static void
on_joined (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ParlorLanding) self = user_data;
  g_autoptr (GError)        error = NULL;
  ParlorConversation       *conversation =
    parlor_client_enter_finish (PARLOR_CLIENT (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (self, conversation, error);
}

static void
end_outside (ParlorLanding *self)
{
  g_autoptr (GError) error = NULL;

  g_set_error_literal (&error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_NOT_FOUND,
                       _ ("You are not in this conversation"));
  end (self, NULL, error);
}

/* What is in the list is so by what the server told last, be it long ago. */
static void
look (ParlorLanding *self)
{
  ParlorConversation *conversation = parlor_client_find_conversation (self->client, self->place);

  if (self->is_joining || self->has_ended)
    return;

  if (conversation != NULL && parlor_conversation_is_member (conversation)) {
    end (self, conversation, NULL);
  } else if (parlor_client_get_state (self->client) != PARLOR_LINK_ONLINE) {
    g_debug ("The conversation is not known yet");
  } else if (self->mode == PARLOR_LANDING_JOINING) {
    self->is_joining = TRUE;
    parlor_client_join_async (self->client, self->place, NULL, self->cancellable, on_joined,
                              g_object_ref (self));
  } else {
    end_outside (self);
  }
}

static void
parlor_landing_dispose (GObject *object)
{
  ParlorLanding *self = PARLOR_LANDING (object);

  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_landing_parent_class)->dispose (object);
}

static void
parlor_landing_finalize (GObject *object)
{
  ParlorLanding *self = PARLOR_LANDING (object);

  g_object_unref (self->cancellable);
  g_free (self->place);

  G_OBJECT_CLASS (parlor_landing_parent_class)->finalize (object);
}

static void
parlor_landing_class_init (ParlorLandingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_landing_dispose;
  object_class->finalize = parlor_landing_finalize;

  /**
   * ParlorLanding::ended:
   * @self: the landing
   * @conversation: (nullable): where one is now
   * @error: (nullable): a #ParlorClientError, if one did not get there
   *
   * Emitted once, from within parlor_landing_start() if all is known.
   */
  signals[ENDED] = g_signal_new ("ended", PARLOR_TYPE_LANDING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, PARLOR_TYPE_CONVERSATION, G_TYPE_ERROR);
}

static void
parlor_landing_init (ParlorLanding *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * parlor_landing_new:
 * @client: the client of an account
 * @place: id or name of a conversation
 * @seq: of a message in it, 0 for none
 * @mode: whether to join it
 *
 * Returns: (transfer full): what leads there, not begun
 */
ParlorLanding *
parlor_landing_new (ParlorClient     *client,
                    const char       *place,
                    gint64            seq,
                    ParlorLandingMode mode)
{
  ParlorLanding *self = g_object_new (PARLOR_TYPE_LANDING, NULL);

  self->client = g_object_ref (client);
  self->place = g_strdup (place);
  self->seq = seq;
  self->mode = mode;

  return self;
}

/**
 * parlor_landing_start:
 * @self: a landing whose end somebody waits for
 */
void
parlor_landing_start (ParlorLanding *self)
{
  g_return_if_fail (PARLOR_IS_LANDING (self));

  g_signal_connect_object (self->client, "notify::state", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_client_get_conversations (self->client), "items-changed",
                           G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
}

/**
 * parlor_landing_cancel:
 * @self: a landing
 *
 * The person wants to go elsewhere: it never ends.
 */
void
parlor_landing_cancel (ParlorLanding *self)
{
  g_return_if_fail (PARLOR_IS_LANDING (self));

  self->has_ended = TRUE;
  g_cancellable_cancel (self->cancellable);
}

/**
 * parlor_landing_get_place:
 * @self: a landing
 *
 * Returns: (transfer none): id or name of where it leads
 */
const char *
parlor_landing_get_place (ParlorLanding *self)
{
  g_return_val_if_fail (PARLOR_IS_LANDING (self), NULL);

  return self->place;
}

gint64
parlor_landing_get_seq (ParlorLanding *self)
{
  g_return_val_if_fail (PARLOR_IS_LANDING (self), 0);

  return self->seq;
}

/**
 * parlor_landing_is_waiting:
 * @self: a landing
 *
 * Returns: whether it has yet to end
 */
gboolean
parlor_landing_is_waiting (ParlorLanding *self)
{
  g_return_val_if_fail (PARLOR_IS_LANDING (self), FALSE);

  return !self->has_ended;
}
