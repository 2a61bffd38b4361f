/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-remover"

#include "parlor-message-remover.h"

#include <glib/gi18n.h>

/**
 * ParlorMessageRemover:
 *
 * Deletes messages, after a moment in which that can be taken back.  Those that
 * are deleted within that moment go, or stay, together.
 */
struct _ParlorMessageRemover
{
  GObject parent_instance;

  GHashTable         *going;        /* of ParlorMessage: the server has not deleted them yet */
  GPtrArray          *waiting;      /* of ParlorMessage: may still stay */
  ParlorDeferral     *deferral;     /* (nullable): decides on them */
  ParlorWindow       *window;       /* (nullable): where they were deleted */
  ParlorConversation *conversation; /* (nullable): where they are */
};

G_DEFINE_FINAL_TYPE (ParlorMessageRemover, parlor_message_remover, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What is asked of the server: it outlives the window, which is closed at once. */
typedef struct
{
  ParlorMessageRemover *remover;
  ParlorMessage        *message;
  GtkApplication       *application; /* (nullable): held, so that the answer is waited for */
  GWeakRef              window;
} Removal;

static void
emit_changed (ParlorMessageRemover *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static Removal *
removal_new (ParlorMessageRemover *self,
             ParlorWindow         *window,
             ParlorMessage        *message)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->remover = g_object_ref (self);
  removal->message = g_object_ref (message);
  g_weak_ref_init (&removal->window, window);
  removal->application = gtk_window_get_application (GTK_WINDOW (window));
  if (removal->application != NULL) {
    g_object_ref (removal->application);
    g_application_hold (G_APPLICATION (removal->application));
  }

  return removal;
}

static void
removal_free (Removal *removal)
{
  if (removal->application != NULL) {
    g_application_release (G_APPLICATION (removal->application));
    g_object_unref (removal->application);
  }
  g_weak_ref_clear (&removal->window);
  g_object_unref (removal->message);
  g_object_unref (removal->remover);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_free)

static void
stop_going (ParlorMessageRemover *self,
            GParamSpec           *pspec,
            ParlorMessage        *message)
{
  g_signal_handlers_disconnect_by_func (message, stop_going, self);
  g_hash_table_remove (self->going, message);
  emit_changed (self);
}

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Removal)      removal = user_data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (ParlorWindow) window = NULL;
  g_autofree char         *text = NULL;

  if (parlor_conversation_change_finish (PARLOR_CONVERSATION (source), result, &error)) {
    /* The event about it comes right behind the answer. */
    g_signal_connect_object (removal->message, "notify::is-deleted",
                             G_CALLBACK (stop_going), removal->remover, G_CONNECT_SWAPPED);
    if (parlor_message_is_deleted (removal->message))
      stop_going (removal->remover, NULL, removal->message);
    return;
  }

  window = g_weak_ref_get (&removal->window);
  /* Translators: %s tells why */
  text = g_strdup_printf (_ ("The message was not deleted: %s"), error->message);
  if (window != NULL)
    parlor_window_tell (window, text);
  stop_going (removal->remover, NULL, removal->message);
}

static void
ask (ParlorMessageRemover *self,
     ParlorWindow         *window,
     ParlorConversation   *conversation,
     ParlorMessage        *message,
     const char           *reason)
{
  parlor_conversation_change_async (conversation, PARLOR_EVENT_DELETE,
                                    parlor_message_get_seq (message), reason, NULL, on_removed,
                                    removal_new (self, window, message));
}

static void
forget (ParlorMessageRemover *self)
{
  if (self->deferral != NULL)
    g_signal_handlers_disconnect_by_data (self->deferral, self);
  g_clear_object (&self->deferral);
  g_ptr_array_set_size (self->waiting, 0);
  g_clear_object (&self->conversation);
  g_clear_object (&self->window);
}

static void
on_carried_out (ParlorMessageRemover *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    ask (self, self->window, self->conversation, self->waiting->pdata[i], NULL);
  forget (self);
}

static void
on_taken_back (ParlorMessageRemover *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    g_hash_table_remove (self->going, self->waiting->pdata[i]);
  forget (self);
  emit_changed (self);
}

static void
parlor_message_remover_dispose (GObject *object)
{
  parlor_message_remover_carry_out (PARLOR_MESSAGE_REMOVER (object));

  G_OBJECT_CLASS (parlor_message_remover_parent_class)->dispose (object);
}

static void
parlor_message_remover_finalize (GObject *object)
{
  ParlorMessageRemover *self = PARLOR_MESSAGE_REMOVER (object);

  g_hash_table_unref (self->going);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (parlor_message_remover_parent_class)->finalize (object);
}

static void
parlor_message_remover_class_init (ParlorMessageRemoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_message_remover_dispose;
  object_class->finalize = parlor_message_remover_finalize;

  /**
   * ParlorMessageRemover::changed:
   *
   * Other messages are going than before.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PARLOR_TYPE_MESSAGE_REMOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
parlor_message_remover_init (ParlorMessageRemover *self)
{
  self->going = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * parlor_message_remover_new:
 *
 * Returns: (transfer full): what deletes messages
 */
ParlorMessageRemover *
parlor_message_remover_new (void)
{
  return g_object_new (PARLOR_TYPE_MESSAGE_REMOVER, NULL);
}

/* Those that wait already are told of and decided on together with what comes. */
static void
renew_deferral (ParlorMessageRemover *self)
{
  if (self->deferral != NULL) {
    g_signal_handlers_disconnect_by_data (self->deferral, self);
    parlor_deferral_take_back (self->deferral);
    g_clear_object (&self->deferral);
  }

  self->deferral = parlor_deferral_new ();
  g_signal_connect_object (self->deferral, "carried-out",
                           G_CALLBACK (on_carried_out), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deferral, "taken-back",
                           G_CALLBACK (on_taken_back), self, G_CONNECT_SWAPPED);
}

/**
 * parlor_message_remover_remove:
 * @self: a remover
 * @window: tells of it
 * @conversation: where the messages are
 * @messages: (element-type ParlorMessage): what to delete; what goes already, or
 *   cannot be deleted, is left out
 *
 * Deletes messages unless somebody takes it back soon.
 */
void
parlor_message_remover_remove (ParlorMessageRemover *self,
                               ParlorWindow         *window,
                               ParlorConversation   *conversation,
                               const GPtrArray      *messages)
{
  g_autofree char *text = NULL;
  guint            n_before;

  g_return_if_fail (PARLOR_IS_MESSAGE_REMOVER (self));
  g_return_if_fail (PARLOR_IS_WINDOW (window));
  g_return_if_fail (PARLOR_IS_CONVERSATION (conversation));

  if (self->conversation != conversation)
    parlor_message_remover_carry_out (self);
  n_before = self->waiting->len;
  for (guint i = 0; i < messages->len; i++) {
    ParlorMessage *message = messages->pdata[i];

    if ((parlor_conversation_get_rights (conversation, message) & PARLOR_MESSAGE_CAN_DELETE) != 0 &&
        g_hash_table_add (self->going, g_object_ref (message)))
      g_ptr_array_add (self->waiting, g_object_ref (message));
  }
  if (self->waiting->len == n_before)
    return;

  g_set_object (&self->conversation, conversation);
  g_set_object (&self->window, window);
  renew_deferral (self);
  text = g_strdup_printf (ngettext ("%u message deleted", "%u messages deleted",
                                    self->waiting->len),
                          self->waiting->len);
  parlor_window_offer_undo (window, self->waiting->len == 1 ? _ ("Message deleted") : text,
                            self->deferral);
  emit_changed (self);
}

/**
 * parlor_message_remover_remove_now:
 * @self: a remover
 * @window: tells if it fails
 * @conversation: where the message is
 * @message: what to delete
 * @reason: (nullable): why, if that is to be told
 *
 * Deletes a message for which somebody has been asked already.
 */
void
parlor_message_remover_remove_now (ParlorMessageRemover *self,
                                   ParlorWindow         *window,
                                   ParlorConversation   *conversation,
                                   ParlorMessage        *message,
                                   const char           *reason)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_REMOVER (self));
  g_return_if_fail (PARLOR_IS_WINDOW (window));
  g_return_if_fail (PARLOR_IS_MESSAGE (message));

  if (!g_hash_table_add (self->going, g_object_ref (message)))
    return;

  ask (self, window, conversation, message, reason);
  emit_changed (self);
}

/**
 * parlor_message_remover_carry_out:
 * @self: a remover
 *
 * Deletes now what could still be taken back.
 */
void
parlor_message_remover_carry_out (ParlorMessageRemover *self)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_REMOVER (self));

  if (self->deferral != NULL)
    parlor_deferral_carry_out (self->deferral);
}

/**
 * parlor_message_remover_is_going:
 * @self: a remover
 * @message: a message
 *
 * Returns: whether it is deleted as far as the person can see, and not yet for
 *   others
 */
gboolean
parlor_message_remover_is_going (ParlorMessageRemover *self,
                                 ParlorMessage        *message)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_REMOVER (self), FALSE);

  return g_hash_table_contains (self->going, message);
}
