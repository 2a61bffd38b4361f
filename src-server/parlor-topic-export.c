/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telling somebody all that the server keeps of that person.
 *
 * A page goes on where the one before ended.  Its place is a letter for what is
 * being told, and the last item: in the order of the table below. */

#define G_LOG_DOMAIN "parlor-topic-export"

#include "parlor-account-rights.h"
#include "parlor-names.h"
#include "parlor-page.h"
#include "parlor-people.h"
#include "parlor-topics.h"

#define EVENTS_AT_ONCE 5000
#define OWN_EVENTS_AT_ONCE 100
#define MAX_CONVERSATIONS_AT_ONCE 50
/* A page with more than this is told before the next kind of thing is begun. */
#define FULL_BYTES (PARLOR_FRAME_MAX_BYTES / 4)

typedef struct
{
  ParlorAct              *act;
  ParlorDb               *db;
  ParlorExportPagePacket *answer;
  ParlorPage              page;  /* of what is being told */
  char                   *after; /* the last item that was told */
} Export;

static gboolean
add (Export *export,
     gpointer    item,
     const char *format,
     ...) G_GNUC_PRINTF (3, 4);

/* @format: what to go on after */
static gboolean
add (Export *export,
     gpointer    item,
     const char *format,
     ...)
{
  va_list args;

  if (!parlor_page_add (&export->page, item))
    return FALSE;

  va_start (args, format);
  g_free (export->after);
  export->after = g_strdup_vprintf (format, args);
  va_end (args);

  return TRUE;
}

static gint64
after_number (Export *export)
{
  return g_ascii_strtoll (export->after, NULL, 10);
}

static void
take_nick (const ParlorRow *row,
           gpointer         user_data)
{
  ParlorNickPacket *nick = parlor_packet_new (PARLOR_PACKET_NICK);

  nick->nick = g_strdup (parlor_row_text (row, 0));
  nick->time_ms = parlor_row_int (row, 1);
  add (user_data, nick, "%" G_GINT64_FORMAT, nick->time_ms);
}

static gboolean
tell_nicks (Export *export,
            GError **error)
{
  gint64 before_ms = *export->after != '\0' ? after_number (export) : G_MAXINT64;

  export->answer->nicks = export->page.items = g_ptr_array_new ();
  export->page.type = PARLOR_PACKET_NICK;

  return parlor_db_exec (export->db,
                         "SELECT nick, time_ms FROM nicks WHERE account = $1 AND time_ms < $2 "
                         "ORDER BY time_ms DESC LIMIT $3",
                         PARLOR_PARAMS (parlor_int (export->act->author.account),
                                        parlor_int (before_ms),
                                        parlor_int (PARLOR_PAGE_MAX_ITEMS + 1)),
                         take_nick, export, error);
}

static void
take_device (const ParlorRow *row,
             gpointer         user_data)
{
  ParlorDevicePacket *device = parlor_packet_new (PARLOR_PACKET_DEVICE);

  device->device = g_strdup (parlor_row_text (row, 0));
  device->label = g_strdup (parlor_row_text (row, 1));
  device->created_ms = parlor_row_int (row, 2);
  device->used_ms = parlor_row_int (row, 3);
  add (user_data, device, "%s", device->device);
}

static gboolean
tell_devices (Export *export,
              GError **error)
{
  export->answer->devices = export->page.items = g_ptr_array_new ();
  export->page.type = PARLOR_PACKET_DEVICE;

  return parlor_db_exec (export->db,
                         "SELECT device, label, created_ms, used_ms FROM devices "
                         "WHERE account = $1 AND device > $2 ORDER BY device LIMIT $3",
                         PARLOR_PARAMS (parlor_int (export->act->author.account),
                                        parlor_text (export->after),
                                        parlor_int (PARLOR_PAGE_MAX_ITEMS + 1)),
                         take_device, export, error);
}

static void
take_blocked (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorAccountPacket *account = parlor_row_account (row, 0);

  add (user_data, account, "%" G_GINT64_FORMAT, account->account);
}

static gboolean
tell_blocked (Export *export,
              GError **error)
{
  export->answer->blocked = export->page.items = g_ptr_array_new ();
  export->page.type = PARLOR_PACKET_ACCOUNT;

  return parlor_db_exec (export->db,
                         "SELECT a.account, a.name, a.nick FROM blocks b "
                         "JOIN accounts a ON a.account = b.blocked "
                         "WHERE b.account = $1 AND b.blocked > $2 ORDER BY b.blocked LIMIT $3",
                         PARLOR_PARAMS (parlor_int (export->act->author.account),
                                        parlor_int (after_number (export)),
                                        parlor_int (PARLOR_PAGE_MAX_ITEMS + 1)),
                         take_blocked, export, error);
}

static void
take_id (const ParlorRow *row,
         gpointer         ids)
{
  g_ptr_array_add (ids, g_strdup (parlor_row_text (row, 0)));
}

/* Who is in them sees their newest messages in the log. */
static gboolean
tell_conversations (Export *export,
                    GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gint64                account = export->act->author.account;

  export->answer->conversations = export->page.items = g_ptr_array_new ();
  export->page.type = PARLOR_PACKET_CONVERSATION;
  if (!parlor_db_exec (export->db,
                       "SELECT conversation FROM members WHERE account = $1 "
                       "AND conversation > $2 ORDER BY conversation LIMIT $3",
                       PARLOR_PARAMS (parlor_int (account), parlor_text (export->after),
                                      parlor_int (MAX_CONVERSATIONS_AT_ONCE + 1)),
                       take_id, ids, error))
    return FALSE;

  export->page.limit = MAX_CONVERSATIONS_AT_ONCE;
  for (guint i = 0; i < ids->len && !export->page.is_cut; i++) {
    ParlorConversationPacket *conversation =
      parlor_log_read_conversation (export->db, account, ids->pdata[i], error);

    if (conversation == NULL)
      return FALSE;
    g_clear_pointer ((ParlorEventPacket **) &conversation->last, parlor_event_free);
    add (export, conversation, "%s", conversation->conversation);
  }

  return TRUE;
}

typedef struct
{
  gint64 id;
  char  *conversation;
  gint64 seq;
} Place;

static void
place_clear (gpointer place)
{
  g_free (((Place *) place)->conversation);
}

static void
take_place (const ParlorRow *row,
            gpointer         places)
{
  Place place = { parlor_row_int (row, 0), g_strdup (parlor_row_text (row, 1)),
                  parlor_row_int (row, 2) };

  g_array_append_val ((GArray *) places, place);
}

/* Finds what the account did among the events that follow @after, up to *@up_to,
 * which becomes less if that is too much. */
static GArray *
find_own (Export *export,
          gint64   after,
          gint64  *up_to,
          GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  g_array_set_clear_func (places, place_clear);
  if (!parlor_db_exec (export->db,
                       "SELECT id, conversation, seq FROM events WHERE id > $1 AND id <= $2 "
                       "AND author = $3 ORDER BY id LIMIT $4",
                       PARLOR_PARAMS (parlor_int (after), parlor_int (*up_to),
                                      parlor_int (export->act->author.account),
                                      parlor_int (OWN_EVENTS_AT_ONCE)),
                       take_place, places, error))
    return NULL;

  if (places->len == OWN_EVENTS_AT_ONCE)
    *up_to = g_array_index (places, Place, places->len - 1).id;

  return g_steal_pointer (&places);
}

/* In the order in which things happened on the whole server: where a page ends says
 * nothing of conversations that are none of the account's business. */
static gboolean
tell_events (Export *export,
             GError **error)
{
  g_autoptr (GArray) places = NULL;
  gint64             end = 0;
  gint64             after;
  gint64             up_to;

  export->answer->events = export->page.items = g_ptr_array_new ();
  export->page.type = PARLOR_PACKET_EVENT;
  if (!parlor_db_get_int (export->db, "SELECT COALESCE (MAX (id), 0) FROM events", NULL, 0, &end,
                          error))
    return FALSE;

  after = CLAMP (after_number (export), 0, end);
  up_to = MIN (after + EVENTS_AT_ONCE, end);
  places = find_own (export, after, &up_to, error);
  for (guint i = 0; places != NULL && i < places->len && !export->page.is_cut; i++) {
    const Place       *place = &g_array_index (places, Place, i);
    ParlorEventPacket *event = NULL;

    if (!parlor_log_read_event (export->db, place->conversation, export->act->author.account,
                                place->seq, &event, error))
      return FALSE;
    add (export, event, "%" G_GINT64_FORMAT, place->id);
  }
  if (places == NULL || export->page.is_cut)
    return places != NULL;

  g_free (export->after);
  export->after = g_strdup_printf ("%" G_GINT64_FORMAT, up_to);
  export->page.is_cut = up_to < end;

  return TRUE;
}

static const struct
{
  char letter;
  gboolean (*tell) (Export *export,
                    GError **error);
} parts[] = {
  { 'n', tell_nicks },
  { 'd', tell_devices },
  { 'b', tell_blocked },
  { 'c', tell_conversations },
  { 'e', tell_events },
};

static gboolean
tell_account (Export *export,
              GError **error)
{
  ParlorAccountPacket *account = NULL;

  if (!parlor_people_read (export->db, export->act->author.account, &account, error))
    return FALSE;

  export->answer->account = account;

  return parlor_db_get_int (export->db, "SELECT created_ms FROM accounts WHERE account = $1",
                            PARLOR_PARAMS (parlor_int (export->act->author.account)),
                            &export->answer->created_ms, error);
}

/* Tells one part after another, as long as there is room. */
static gboolean
tell_parts (Export *export,
            guint    part,
            GError **error)
{
  for (; part < G_N_ELEMENTS (parts); part++) {
    if (export->page.size_bytes > FULL_BYTES)
      break;

    export->page.limit = PARLOR_PAGE_MAX_ITEMS;
    if (!parts[part].tell (export, error))
      return FALSE;
    if (export->page.is_cut)
      break;
    g_free (export->after);
    export->after = g_strdup ("");
  }

  if (part < G_N_ELEMENTS (parts))
    export->answer->next = g_strdup_printf ("%c%s", parts[part].letter, export->after);

  return TRUE;
}

static gboolean
export_work (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorExportPacket *packet = act->packet;
  const char               *place = packet->after != NULL ? packet->after : "";
  Export export = { .act = act, .db = db };
  gboolean is_good;
  guint    part = 0;

  while (*place != '\0' && part < G_N_ELEMENTS (parts) && parts[part].letter != *place)
    part++;
  if (part == G_N_ELEMENTS (parts))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "after",
                          N_ ("This is not where a page has ended."));

  export.answer = parlor_packet_new (PARLOR_PACKET_EXPORT_PAGE);
  export.after = g_strdup (*place != '\0' ? place + 1 : "");
  act->answer_type = PARLOR_PACKET_EXPORT_PAGE;
  act->answer = export.answer;

  is_good = (*place != '\0' || tell_account (&export, error)) && tell_parts (&export, part, error);
  g_free (export.after);

  return is_good;
}

/**
 * parlor_on_export:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_export (ParlorRequest *request)
{
  if (request->session->account == 0)
    parlor_request_refuse_with (request, PARLOR_REFUSED_NOT_NOW, "type",
                                N_ ("This takes an account."));
  else
    parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, export_work, NULL);
}
