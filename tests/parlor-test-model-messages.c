/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be done to messages that are there. */

#define G_LOG_DOMAIN "parlor-test-model"

#include "parlor-test-model-private.h"

static gint64
author_of (ParlorModelEvent *message)
{
  return ((ParlorAccountPacket *) message->packet->author)->account;
}

/* Returns NULL if there is no such message, deleted or not. */
static ParlorModelEvent *
find_message (ParlorModelAct *act,
              const char     *conversation,
              gint64          seq)
{
  ParlorModelEvent *message;

  parlor_model_enter (act, conversation);
  if (act->member == NULL)
    return NULL;
  message = parlor_model_find_event (act->room, seq);

  return message != NULL && message->packet->kind == PARLOR_EVENT_MESSAGE ? message : NULL;
}

static gboolean
is_closed (ParlorModelAct *act)
{
  return act->room->settings->is_archived || parlor_model_is_muted (act);
}

/* What happens to @message is the newest that did. */
static ParlorModelEvent *
append_to (ParlorModelAct   *act,
           ParlorEventKind   kind,
           ParlorModelEvent *message)
{
  ParlorModelEvent *event = parlor_model_act_append (act, kind);

  event->packet->target = message->packet->seq;
  message->packet->changed = event->packet->seq;

  return event;
}

const char *
parlor_model_edit (ParlorModelAct         *act,
                   const ParlorEditPacket *packet)
{
  ParlorModelEvent *message = find_message (act, packet->conversation, packet->seq);

  if (message == NULL || message->packet->is_deleted)
    return "not-found";
  if (author_of (message) != act->account)
    return "not-allowed";
  if (g_strcmp0 (message->packet->text, packet->text) == 0)
    return NULL;
  if (is_closed (act) || !parlor_model_is_welcome (act))
    return "not-allowed";

  append_to (act, PARLOR_EVENT_EDIT, message);
  g_free (message->packet->text);
  message->packet->text = g_strdup (packet->text);
  message->packet->edited_ms = 1;
  parlor_model_find_mentions (act, message);

  return NULL;
}

/* One's own goes at any time, but to say why, one has to have a say. */
static const char *
check_delete (ParlorModelAct   *act,
              ParlorModelEvent *message,
              const char       *reason)
{
  const char *refusal;

  if (author_of (message) != act->account)
    return act->role < PARLOR_ROLE_MODERATOR || parlor_model_is_personal (act->room) ||
               parlor_model_is_muted (act)
             ? "not-allowed"
             : NULL;
  if (reason == NULL)
    return NULL;
  if ((refusal = parlor_model_check_open (act)) != NULL)
    return refusal;

  return parlor_model_is_welcome (act) ? NULL : "not-allowed";
}

const char *
parlor_model_delete (ParlorModelAct           *act,
                     const ParlorDeletePacket *packet)
{
  ParlorModelEvent  *message = find_message (act, packet->conversation, packet->seq);
  ParlorEventPacket *told;
  const char        *refusal;

  if (message == NULL)
    return "not-found";
  told = message->packet;
  if (told->is_deleted)
    return NULL;
  if ((refusal = check_delete (act, message, packet->reason)) != NULL)
    return refusal;

  append_to (act, PARLOR_EVENT_DELETE, message)->packet->text = g_strdup (packet->reason);
  g_clear_pointer (&told->text, g_free);
  parlor_packet_free (PARLOR_PACKET_ATTACHMENT, g_steal_pointer (&told->attachment));
  g_array_set_size (message->reactions, 0);
  g_array_set_size (message->mentioned, 0);
  told->is_action = told->is_pinned = FALSE;
  told->reply_to = told->edited_ms = 0;
  told->is_deleted = TRUE;

  return NULL;
}

/* Returns the place of the reaction of @account, or of anybody's (0), plus one; 0 if
 * there is none. */
static guint
find_reaction (ParlorModelEvent *message,
               const char       *emoji,
               gint64            account)
{
  for (guint i = message->reactions->len; i > 0; i--) {
    ParlorModelReaction *reaction = &g_array_index (message->reactions, ParlorModelReaction, i - 1);

    if (g_str_equal (reaction->emoji, emoji) && (account == 0 || reaction->account == account))
      return i;
  }

  return 0;
}

const char *
parlor_model_react (ParlorModelAct          *act,
                    const ParlorReactPacket *packet)
{
  ParlorModelEvent   *message = find_message (act, packet->conversation, packet->seq);
  ParlorModelReaction reaction = { act->account, g_intern_string (packet->emoji) };
  guint               place;

  if (message == NULL || message->packet->is_deleted)
    return "not-found";
  if (find_reaction (message, packet->emoji, act->account) != 0)
    return NULL;
  if (is_closed (act) || !parlor_model_is_welcome (act))
    return "not-allowed";

  append_to (act, PARLOR_EVENT_REACT, message)->packet->emoji = g_strdup (packet->emoji);
  /* Those of the same emoji stay together, where it came first. */
  place = find_reaction (message, packet->emoji, 0);
  g_array_insert_val (message->reactions, place != 0 ? place : message->reactions->len, reaction);

  return NULL;
}

const char *
parlor_model_unreact (ParlorModelAct            *act,
                      const ParlorUnreactPacket *packet)
{
  ParlorModelEvent *message = find_message (act, packet->conversation, packet->seq);
  guint             place;

  if (message == NULL)
    return "not-found";
  if ((place = find_reaction (message, packet->emoji, act->account)) == 0)
    return NULL;
  if (is_closed (act))
    return "not-allowed";

  append_to (act, PARLOR_EVENT_UNREACT, message)->packet->emoji = g_strdup (packet->emoji);
  g_array_remove_index (message->reactions, place - 1);

  return NULL;
}

const char *
parlor_model_pin (ParlorModelAct *act,
                  const char     *conversation,
                  gint64          seq,
                  gboolean        is_pinned)
{
  ParlorModelEvent *message = find_message (act, conversation, seq);
  guint             n_pinned = 0;

  if (message == NULL || (is_pinned && message->packet->is_deleted))
    return "not-found";
  if (act->role < PARLOR_ROLE_MODERATOR || is_closed (act) || !parlor_model_is_welcome (act))
    return "not-allowed";
  if (message->packet->is_pinned == is_pinned)
    return NULL;

  for (guint i = 0; i < act->room->events->len; i++)
    n_pinned += ((ParlorModelEvent *) act->room->events->pdata[i])->packet->is_pinned;
  if (is_pinned && n_pinned >= PARLOR_PINS_MAX)
    return "too-much";

  append_to (act, is_pinned ? PARLOR_EVENT_PIN : PARLOR_EVENT_UNPIN, message);
  message->packet->is_pinned = is_pinned;

  return NULL;
}
