/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where lines go at first. */

#define G_LOG_DOMAIN "parlor-cli-place"

#include "parlor-cli-private.h"

#include "parlor-cli-commands.h"

static void
take_place (ParlorCli          *self,
            ParlorConversation *conversation,
            const GError       *error)
{
  if (error != NULL)
    parlor_cli_complain (self, error);
  else
    parlor_cli_set_target (self, conversation);
}

static void
on_found (ParlorCli          *self,
          ParlorConversation *conversation,
          const GError       *error,
          gpointer            user_data)
{
  take_place (self, conversation, error);
  _parlor_cli_start_input (self);
}

/* Where one was last, else where something was written last. */
static void
go_on (ParlorCli *self)
{
  GListModel                    *conversations = parlor_client_get_conversations (self->client);
  ParlorConversation            *last = NULL;
  g_autoptr (ParlorConversation) first = g_list_model_get_item (conversations, 0);

  if (self->options.last != NULL)
    last = parlor_client_find_conversation (self->client, self->options.last);
  if (last != NULL && parlor_conversation_is_member (last))
    parlor_cli_set_target (self, last);
  else if (first != NULL && parlor_conversation_is_member (first))
    parlor_cli_set_target (self, first);
}

/* Somebody at a terminal has been typing meanwhile. */
static void
on_landed (ParlorLanding      *landing,
           ParlorConversation *conversation,
           const GError       *error,
           ParlorCli          *self)
{
  take_place (self, conversation, error);
  if (self->target == NULL && self->options.is_interactive)
    go_on (self);
  if (!self->options.is_interactive)
    _parlor_cli_start_input (self);
}

static void
follow_link (ParlorCli *self)
{
  self->landing =
    parlor_landing_new (self->client, self->options.link_to, 0, PARLOR_LANDING_JOINING);
  g_signal_connect (self->landing, "ended", G_CALLBACK (on_landed), self);
  if (self->options.is_interactive)
    _parlor_cli_start_input (self);
  parlor_landing_start (self->landing);
}

/**
 * _parlor_cli_find_place:
 * @self: the program, signed in
 *
 * Finds out where lines go at first, and begins to take them then.
 */
void
_parlor_cli_find_place (ParlorCli *self)
{
  if (self->options.to != NULL) {
    parlor_cli_find (self, self->options.to, on_found, NULL);
  } else if (self->options.link_to != NULL) {
    follow_link (self);
  } else {
    if (self->options.is_interactive)
      go_on (self);
    _parlor_cli_start_input (self);
  }
}
