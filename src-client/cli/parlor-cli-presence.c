/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the person with whom one talks is here. */

#define G_LOG_DOMAIN "parlor-cli-presence"

#include "parlor-cli-presence.h"

#include <glib/gi18n.h>

struct _ParlorCliPresence
{
  ParlorCliNoticeFunc func;
  gpointer            user_data;
  ParlorConversation *conversation; /* a personal one, or NULL */
  ParlorPresence      presence;     /* as it was told last */
};

/**
 * parlor_cli_presence_new:
 * @func: told what to print
 * @user_data: for @func
 *
 * Returns: (transfer full): watches nobody yet
 */
ParlorCliPresence *
parlor_cli_presence_new (ParlorCliNoticeFunc func,
                         gpointer            user_data)
{
  ParlorCliPresence *self = g_new0 (ParlorCliPresence, 1);

  self->func = func;
  self->user_data = user_data;

  return self;
}

static void
forget (ParlorCliPresence *self)
{
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (parlor_conversation_get_peer (self->conversation), self);
  g_clear_object (&self->conversation);
}

/**
 * parlor_cli_presence_free:
 * @self: (transfer full): watches nobody any more
 */
void
parlor_cli_presence_free (ParlorCliPresence *self)
{
  forget (self);
  g_free (self);
}

/* Without a connection it is not known: it is told when it is another one than before. */
static void
on_presence (ParlorAccount *peer,
             GParamSpec    *pspec,
             gpointer       user_data)
{
  ParlorCliPresence   *self = user_data;
  ParlorClient        *client = parlor_conversation_get_client (self->conversation);
  const char          *nick = parlor_account_get_nick (peer);
  const ParlorPresence presence = parlor_account_get_presence (peer);
  g_autofree char     *notice = NULL;

  if (presence == self->presence || parlor_client_get_state (client) != PARLOR_LINK_ONLINE)
    return;

  self->presence = presence;
  if (presence == PARLOR_PRESENCE_ONLINE)
    /* Translators: %s is a name */
    notice = g_strdup_printf (_ ("* %s is online"), nick);
  else if (presence == PARLOR_PRESENCE_AWAY)
    /* Translators: %s is a name */
    notice = g_strdup_printf (_ ("* %s is away"), nick);
  else
    /* Translators: %s is a name */
    notice = g_strdup_printf (_ ("* %s is offline"), nick);
  self->func (self->conversation, g_get_real_time () / 1000, notice, self->user_data);
}

/**
 * parlor_cli_presence_watch:
 * @self: watches with whom one talks
 * @conversation: (nullable): where one is from now on
 *
 * Tells when the other one of a personal chat comes or goes.
 */
void
parlor_cli_presence_watch (ParlorCliPresence  *self,
                           ParlorConversation *conversation)
{
  ParlorAccount *peer = conversation != NULL ? parlor_conversation_get_peer (conversation) : NULL;

  forget (self);
  if (peer == NULL)
    return;

  self->conversation = g_object_ref (conversation);
  self->presence = parlor_account_get_presence (peer);
  g_signal_connect (peer, "notify::presence", G_CALLBACK (on_presence), self);
}
