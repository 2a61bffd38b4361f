/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making, listing and revoking invite links. */

#define G_LOG_DOMAIN "parlor-topic-invite-links"

#include "parlor-account-rights.h"
#include "parlor-invite-link.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#define PAGE_ITEMS 50  /* each takes less than 1200 bytes */
#define MAX_LINKS 1000 /* that hold at a time, of one author */
#define NOTE_RULE N_ ("A note is one line of at most 48 characters.")
G_STATIC_ASSERT (PARLOR_TITLE_MAX_CHARS == 48);

/* What the link is to be: the server's own address belongs to the main thread. */
typedef struct
{
  char *token;
  char *link;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_free (making->token);
  g_free (making->link);
  g_free (making);
}

/* What does not depend on who asks. */
static gboolean
read_note (const ParlorCreateInviteLinkPacket *packet,
           ParlorInviteLinkPacket             *link,
           GError                            **error)
{
  if (packet->until_ms != 0 && packet->until_ms <= g_get_real_time () / 1000)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "until_ms",
                          N_ ("That time has passed already."));
  if (packet->note == NULL || *packet->note == '\0')
    return TRUE;

  link->note = parlor_title_prepare (packet->note, NULL);

  return link->note != NULL ||
         parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "note", NOTE_RULE);
}

static gboolean
may_create (ParlorAct                          *act,
            ParlorDb                           *db,
            const ParlorCreateInviteLinkPacket *packet,
            GError                            **error)
{
  gboolean may_invite = TRUE;
  gint64   n_links = 0;

  if (!parlor_act_need_no_guest (act, db, error) ||
      !parlor_act_need_server_role (act, db, act->config->invites_by, error))
    return FALSE;

  if (packet->conversation != NULL &&
      !parlor_invite_link_may_invite (db, packet->conversation, act->author.account, &may_invite,
                                      error))
    return FALSE;
  if (!may_invite)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                          N_ ("There is no such channel or group, or you may not invite to it."));

  if (!parlor_db_get_int (db,
                          "SELECT COUNT (*) FROM invite_links WHERE COALESCE (author, 0) = $1",
                          PARLOR_PARAMS (parlor_int (act->author.account)), &n_links, error))
    return FALSE;

  return n_links < MAX_LINKS ||
         parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, NULL,
                        N_ ("You have made too many invite links. Revoke some of them."));
}

/* Those that no longer hold are of no use to anybody. */
static gboolean
forget_old (ParlorDb *db,
            GError  **error)
{
  return parlor_db_exec (db,
                         "DELETE FROM invite_links WHERE (max_uses > 0 AND uses >= max_uses) "
                         "OR (until_ms > 0 AND until_ms <= $1)",
                         PARLOR_PARAMS (parlor_int (g_get_real_time () / 1000)), NULL, NULL, error);
}

static gboolean
insert_link (ParlorAct              *act,
             ParlorDb               *db,
             ParlorInviteLinkPacket *link,
             GError                **error)
{
  g_autofree char *hash = parlor_token_hash (link->token);

  return parlor_db_exec (
           db,
           "INSERT INTO invite_links (invite_link, token_hash, note, conversation, author, "
           "max_uses, uses, created_ms, until_ms) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)",
           PARLOR_PARAMS (parlor_text (link->invite_link), parlor_text (hash),
                          parlor_text (link->note), parlor_text (link->conversation),
                          parlor_int_or_null (act->author.account), parlor_int (link->max_uses),
                          parlor_int (link->created_ms), parlor_int (link->until_ms)),
           NULL, NULL, error) &&
         parlor_audit_add (db, act->author.account, act->type, link->conversation, 0, link->note,
                           error);
}

static gboolean
create_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorCreateInviteLinkPacket *packet = act->packet;
  const Making                       *making = act->data;
  ParlorInviteLinkMadePacket         *made = parlor_packet_new (PARLOR_PACKET_INVITE_LINK_MADE);
  ParlorInviteLinkPacket             *link = parlor_packet_new (PARLOR_PACKET_INVITE_LINK);
  g_autofree char                    *nonce = parlor_nonce_new ();

  act->answer_type = PARLOR_PACKET_INVITE_LINK_MADE;
  act->answer = made;
  made->invite_link = link;
  link->invite_link = g_strconcat ("i", nonce, NULL);
  link->token = g_strdup (making->token);
  link->conversation = g_strdup (packet->conversation);
  link->max_uses = packet->max_uses;
  link->until_ms = packet->until_ms;
  link->created_ms = g_get_real_time () / 1000;
  if (act->author.account != 0)
    link->author = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, &act->author);
  made->link = g_strdup (making->link);

  return read_note (packet, link, error) && forget_old (db, error) &&
         may_create (act, db, packet, error) && insert_link (act, db, link, error);
}

/**
 * parlor_on_create_invite_link:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_create_invite_link (ParlorRequest *request)
{
  const ParlorCreateInviteLinkPacket *packet = request->packet;
  ParlorAct                          *act = parlor_act_new (request);
  Making                             *making = g_new (Making, 1);

  making->token = parlor_token_new ();
  making->link = parlor_services_make_link (act->session->services, making->token,
                                            packet->conversation);
  act->data = making;
  act->free_data = making_free;
  parlor_act_run (act, PARLOR_STORE_WRITE, create_work, NULL);
}

static void
take_link (const ParlorRow *row,
           gpointer         user_data)
{
  ParlorInviteLinksPagePacket *page = user_data;
  ParlorInviteLinkPacket      *link;

  page->complete = page->invite_links->len < PAGE_ITEMS;
  if (!page->complete)
    return;

  link = parlor_packet_new (PARLOR_PACKET_INVITE_LINK);
  link->invite_link = g_strdup (parlor_row_text (row, 0));
  link->note = g_strdup (parlor_row_text (row, 1));
  link->conversation = g_strdup (parlor_row_text (row, 2));
  link->max_uses = parlor_row_int (row, 3);
  link->uses = parlor_row_int (row, 4);
  link->created_ms = parlor_row_int (row, 5);
  link->until_ms = parlor_row_int (row, 6);
  if (parlor_row_int (row, 7) != 0)
    link->author = parlor_row_account (row, 7);
  g_ptr_array_add (page->invite_links, link);
}

static gboolean
list_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const ParlorInviteLinksPacket *packet = act->packet;
  ParlorInviteLinksPagePacket   *page = parlor_packet_new (PARLOR_PACKET_INVITE_LINKS_PAGE);

  page->invite_links = g_ptr_array_new ();
  page->complete = TRUE;
  act->answer_type = PARLOR_PACKET_INVITE_LINKS_PAGE;
  act->answer = page;

  return parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_USER, error) &&
         parlor_db_exec (
           db,
           "SELECT l.invite_link, l.note, l.conversation, l.max_uses, l.uses, l.created_ms, "
           "l.until_ms, a.account, a.name, a.nick FROM invite_links l "
           "LEFT JOIN accounts a ON a.account = l.author WHERE l.invite_link > $1 "
           "AND (max_uses = 0 OR uses < max_uses) AND (until_ms = 0 OR until_ms > $2) "
           "AND ($3 OR l.author = $4) ORDER BY l.invite_link LIMIT $5",
           PARLOR_PARAMS (parlor_text (packet->after != NULL ? packet->after : ""),
                          parlor_int (g_get_real_time () / 1000),
                          parlor_int (act->server_role >= PARLOR_SERVER_ROLE_ADMIN),
                          parlor_int (act->author.account), parlor_int (PAGE_ITEMS + 1)),
           take_link, page, error);
}

/**
 * parlor_on_invite_links:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_invite_links (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, list_work, NULL);
}

static gboolean
revoke_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorRevokeInviteLinkPacket *packet = act->packet;
  gint64                              n_revoked = 0;

  if (!parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_USER, error))
    return FALSE;
  if (!parlor_db_get_int (
        db, "DELETE FROM invite_links WHERE invite_link = $1 AND ($2 OR author = $3) RETURNING 1",
        PARLOR_PARAMS (parlor_text (packet->invite_link),
                       parlor_int (act->server_role >= PARLOR_SERVER_ROLE_ADMIN),
                       parlor_int (act->author.account)),
        &n_revoked, NULL))
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "invite_link",
                          N_ ("There is no such invite link, or it is not yours."));

  return parlor_audit_add (db, act->author.account, act->type, NULL, 0, packet->invite_link, error);
}

/**
 * parlor_on_revoke_invite_link:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_revoke_invite_link (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, revoke_work, NULL);
}
