/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the record of acts of moderation. */

#define G_LOG_DOMAIN "parlor-topic-audit"

#include "parlor-account-rights.h"
#include "parlor-page.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 50

#define ENTRIES                                                                           \
  "SELECT e.entry, e.time_ms, e.act, e.conversation, e.text, a.account, a.name, a.nick, " \
  "m.account, m.name, m.nick FROM audit e LEFT JOIN accounts a ON a.account = e.author "  \
  "LEFT JOIN accounts m ON m.account = e.member WHERE "
#define ORDER " AND ($2 = 0 OR e.entry < $2) ORDER BY e.entry DESC LIMIT $3"

static void
take_entry (const ParlorRow *row,
            gpointer         page)
{
  ParlorAuditEntryPacket *entry = parlor_packet_new (PARLOR_PACKET_AUDIT_ENTRY);

  entry->entry = parlor_row_int (row, 0);
  entry->time_ms = parlor_row_int (row, 1);
  entry->act = g_strdup (parlor_row_text (row, 2));
  entry->conversation = g_strdup (parlor_row_text (row, 3));
  entry->text = g_strdup (parlor_row_text (row, 4));
  if (parlor_row_int (row, 5) != 0)
    entry->author = parlor_row_account (row, 5);
  if (parlor_row_int (row, 8) != 0)
    entry->member = parlor_row_account (row, 8);
  parlor_page_add (page, entry);
}

/* An administrator may see everything, an owner what is about the own
 * conversation. */
static gboolean
may_read (ParlorAct  *act,
          ParlorDb   *db,
          const char *conversation,
          GError    **error)
{
  g_autoptr (GError) failure = NULL;

  if (parlor_act_need_server_role (act, db, PARLOR_SERVER_ROLE_ADMIN, &failure))
    return TRUE;
  if (conversation == NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }

  return parlor_act_need_member (act, db, conversation, error) &&
         parlor_rights_need_role (&act->standing, PARLOR_ROLE_OWNER, error);
}

static gboolean
audit_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorAuditPacket *packet = act->packet;
  ParlorAuditPagePacket   *answer = parlor_packet_new (PARLOR_PACKET_AUDIT_PAGE);
  ParlorPage               page = { .type = PARLOR_PACKET_AUDIT_ENTRY };

  answer->entries = page.items = g_ptr_array_new ();
  act->answer_type = PARLOR_PACKET_AUDIT_PAGE;
  act->answer = answer;
  page.limit = parlor_page_limit (packet->limit, PAGE_DEFAULT_ITEMS);

  if (!may_read (act, db, packet->conversation, error) ||
      !parlor_db_exec (
        db,
        packet->conversation != NULL ? ENTRIES "e.conversation = $1" ORDER
                                     : ENTRIES "$1 IS NULL" ORDER,
        PARLOR_PARAMS (parlor_text (packet->conversation), parlor_int (packet->before),
                       parlor_int (page.limit + 1)),
        take_entry, &page, error))
    return FALSE;

  answer->complete = !page.is_cut;

  return TRUE;
}

/**
 * parlor_on_audit:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_audit (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, audit_work, NULL);
}
