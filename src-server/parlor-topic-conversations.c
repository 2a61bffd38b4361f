/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making and leaving channels and groups. */

#define G_LOG_DOMAIN "parlor-topic-conversations"

#include "parlor-act.h"
#include "parlor-names.h"
#include "parlor-topics.h"

typedef struct
{
  char *conversation;
  char *name;
  char *name_folded;
  char *topic_folded;
  char *hash; /* of the group's password */
} Creating;

static void
creating_free (gpointer data)
{
  Creating *creating = data;

  g_free (creating->conversation);
  g_free (creating->name);
  g_free (creating->name_folded);
  g_free (creating->topic_folded);
  g_free (creating->hash);
  g_free (creating);
}

static void
refuse_busy (ParlorAct *act)
{
  parlor_act_refuse_for (act, PARLOR_REFUSED_BUSY, 2000,
                         N_ ("The server has much to do. Try again in a moment."));
}

/* Empty is none. */
static const char *
text_of (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
insert_conversation (ParlorAct *act,
                     ParlorDb  *db,
                     GError   **error)
{
  const ParlorCreatePacket *packet = act->packet;
  const Creating           *creating = act->data;

  return parlor_db_exec (
    db,
    "INSERT INTO conversations (conversation, kind, name, name_folded, topic, topic_folded, "
    "description, password, unlisted, is_private, members, head, last_message, created_ms) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, $11)",
    PARLOR_PARAMS (parlor_text (creating->conversation), parlor_int (packet->kind),
                   parlor_text (creating->name), parlor_text (creating->name_folded),
                   parlor_text (text_of (packet->topic)), parlor_text (creating->topic_folded),
                   parlor_text (text_of (packet->description)), parlor_text (creating->hash),
                   parlor_int (packet->unlisted || packet->is_private),
                   parlor_int (packet->is_private), parlor_int (g_get_real_time () / 1000)),
    NULL, NULL, error);
}

static gboolean
create_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const Creating    *creating = act->data;
  g_autoptr (GError) failure = NULL;

  if (!parlor_rights_need_no_guest (db, act->author.account, error))
    return FALSE;

  if (!insert_conversation (act, db, &failure)) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS))
      return parlor_refuse (error, PARLOR_REFUSED_EXISTS, "name",
                            N_ ("A channel or group of this name is there already."));
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }

  return parlor_act_enter (act, db, creating->conversation, PARLOR_EVENT_CREATE, PARLOR_ROLE_OWNER,
                           error);
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  ParlorAct *act = user_data;

  if (hash == NULL) {
    refuse_busy (act);
    return;
  }

  ((Creating *) act->data)->hash = hash;
  parlor_act_run (act, PARLOR_STORE_WRITE, create_work, NULL);
}

static gboolean
check_text (const char *text,
            const char *field,
            GError    **error)
{
  g_autoptr (GError) failure = NULL;

  if (text_of (text) == NULL || parlor_text_check (text, &failure))
    return TRUE;

  return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, field, failure->message);
}

static gboolean
read_create (Creating                 *creating,
             const ParlorCreatePacket *packet,
             GError                  **error)
{
  g_autoptr (GError) failure = NULL;
  const char        *name = *packet->name == '#' ? packet->name + 1 : packet->name;

  if (packet->kind != PARLOR_CONVERSATION_CHANNEL && packet->kind != PARLOR_CONVERSATION_GROUP)
    return parlor_refuse (
      error, PARLOR_REFUSED_BAD_VALUE, "kind",
      N_ ("One makes channels and groups. A personal chat begins with its first message."));

  creating->name = parlor_title_prepare (name, &failure);
  if (creating->name == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "name", failure->message);

  if (text_of (packet->password) != NULL &&
      packet->kind != PARLOR_CONVERSATION_GROUP)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "password",
                          N_ ("Only a group can have a password."));

  if (!check_text (packet->topic, "topic", error) ||
      !check_text (packet->description, "description", error))
    return FALSE;

  creating->name_folded = parlor_title_fold (creating->name);
  creating->topic_folded = parlor_title_fold (packet->topic != NULL ? packet->topic : "");

  return TRUE;
}

static char *
make_id (ParlorConversationKind kind)
{
  return g_strdup_printf ("%c%08x%08x", kind == PARLOR_CONVERSATION_CHANNEL ? 'c' : 'g',
                          g_random_int (), g_random_int ());
}

/**
 * parlor_on_create:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_create (ParlorRequest *request)
{
  const ParlorCreatePacket *packet = request->packet;
  ParlorAct                *act = parlor_act_new (request);
  Creating                 *creating = g_new0 (Creating, 1);
  g_autoptr (GError)        error = NULL;

  act->data = creating;
  act->free_data = creating_free;
  if (!read_create (creating, packet, &error)) {
    parlor_act_refuse (act, error);
    return;
  }

  creating->conversation = make_id (packet->kind);
  if (text_of (packet->password) == NULL)
    parlor_act_run (act, PARLOR_STORE_WRITE, create_work, NULL);
  else if (parlor_passwords_is_crowded (act->session->services->passwords) ||
           !parlor_passwords_hash (act->session->services->passwords, packet->password, on_hashed,
                                   act))
    refuse_busy (act);
}

static gboolean
leave_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorLeavePacket *packet = act->packet;

  if (!parlor_act_need_member (act, db, packet->conversation, error))
    return FALSE;
  if (act->standing.kind == PARLOR_CONVERSATION_PERSONAL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("A personal chat cannot be left."));

  return parlor_log_leave (db, packet->conversation, &act->author, act->events, error);
}

static void
leave_done (ParlorAct      *act,
            ParlorServices *services)
{
  const ParlorLeavePacket *packet = act->packet;

  parlor_hub_remove_member (services->hub, act->author.account, packet->conversation);
}

/**
 * parlor_on_leave:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_leave (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, leave_work, leave_done);
}
