/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pinning messages. */

#define G_LOG_DOMAIN "parlor-topic-pins"

#include "parlor-act.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 50

/* Whether the author may change the pins now. */
static gboolean
check_rights (ParlorAct  *act,
              ParlorDb   *db,
              const char *conversation,
              GError    **error)
{
  return parlor_rights_need_role (&act->standing, PARLOR_ROLE_MODERATOR, error) &&
         parlor_rights_need_open (&act->standing, FALSE, error) &&
         parlor_rights_need_welcome (db, conversation, act->author.account, error);
}

static gboolean
check_room (ParlorDb   *db,
            const char *conversation,
            GError    **error)
{
  gint64 n_pins = 0;

  if (!parlor_db_get_int (db, "SELECT COUNT (*) FROM pins WHERE conversation = $1",
                          PARLOR_PARAMS (parlor_text (conversation)), &n_pins, error))
    return FALSE;

  return n_pins < PARLOR_PINS_MAX ||
         parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, "seq",
                        N_ ("Too many messages are pinned here. Take a pin off first."));
}

/* Appends the event, and has the message be pinned or not. */
static gboolean
set_pinned (ParlorAct      *act,
            ParlorDb       *db,
            const char     *conversation,
            gint64          seq,
            ParlorEventKind kind,
            gint64         *ret_event,
            GError        **error)
{
  ParlorEventPacket *event = parlor_act_add_event (act, conversation, kind);

  event->target = seq;
  if (!parlor_log_append (db, event, error))
    return FALSE;

  *ret_event = event->seq;

  return parlor_db_exec (db,
                         "UPDATE events SET changed = $3, is_pinned = $4 "
                         "WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (conversation), parlor_int (seq),
                                        parlor_int (event->seq),
                                        parlor_int_or_null (kind == PARLOR_EVENT_PIN)),
                         NULL, NULL, error);
}

static gboolean
pin_work (ParlorAct *act,
          ParlorDb  *db,
          GError   **error)
{
  const ParlorPinPacket       *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  gint64                       event = 0;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_need_message (db, packet->conversation, packet->seq, &message, error) ||
      !check_rights (act, db, packet->conversation, error))
    return FALSE;
  if (message.is_pinned)
    return TRUE;

  return check_room (db, packet->conversation, error) &&
         set_pinned (act, db, packet->conversation, message.seq, PARLOR_EVENT_PIN, &event, error) &&
         parlor_db_exec (db, "INSERT INTO pins (conversation, seq, event) VALUES ($1, $2, $3)",
                         PARLOR_PARAMS (parlor_text (packet->conversation),
                                        parlor_int (message.seq), parlor_int (event)),
                         NULL, NULL, error);
}

/**
 * parlor_on_pin:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_pin (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, pin_work, NULL);
}

static gboolean
unpin_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  const ParlorUnpinPacket     *packet = act->packet;
  g_auto (ParlorStoredMessage) message = { 0 };
  gint64                       event = 0;

  if (!parlor_act_need_member (act, db, packet->conversation, error) ||
      !parlor_log_find_message (db, packet->conversation, packet->seq, &message, error) ||
      !check_rights (act, db, packet->conversation, error))
    return FALSE;
  if (!message.is_pinned)
    return TRUE;

  return set_pinned (act, db, packet->conversation, message.seq, PARLOR_EVENT_UNPIN, &event,
                     error) &&
         parlor_db_exec (db, "DELETE FROM pins WHERE conversation = $1 AND seq = $2",
                         PARLOR_PARAMS (parlor_text (packet->conversation),
                                        parlor_int (message.seq)),
                         NULL, NULL, error);
}

/**
 * parlor_on_unpin:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_unpin (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_WRITE, unpin_work, NULL);
}

typedef struct
{
  gint64 seq;
  gint64 event;
} Pin;

static void
take_pin (const ParlorRow *row,
          gpointer         user_data)
{
  Pin pin = { parlor_row_int (row, 0), parlor_row_int (row, 1) };

  g_array_append_val (user_data, pin);
}

static gboolean
read_pins (ParlorAct            *act,
           ParlorDb             *db,
           GArray               *pins,
           ParlorPinsPagePacket *page,
           GError              **error)
{
  const ParlorPinsPacket *packet = act->packet;

  for (guint i = 0; i < pins->len && i < PAGE_DEFAULT_ITEMS; i++) {
    ParlorEventPacket *message = NULL;

    if (!parlor_log_read_event (db, packet->conversation, act->author.account,
                                g_array_index (pins, Pin, i).seq, &message, error))
      return FALSE;
    g_ptr_array_add (page->messages, message);
  }

  parlor_log_fit_events (page->messages, PAGE_DEFAULT_ITEMS, TRUE);
  if (page->messages->len < pins->len)
    page->next = g_array_index (pins, Pin, page->messages->len - 1).event;

  return TRUE;
}

static gboolean
pins_work (ParlorAct *act,
           ParlorDb  *db,
           GError   **error)
{
  const ParlorPinsPacket *packet = act->packet;
  g_autoptr (GArray)      pins = g_array_new (FALSE, FALSE, sizeof (Pin));
  ParlorPinsPagePacket   *page = parlor_packet_new (PARLOR_PACKET_PINS_PAGE);
  gint64                  before = packet->after > 0 ? packet->after : G_MAXINT64;

  act->answer = page;
  act->answer_type = PARLOR_PACKET_PINS_PAGE;
  page->messages = g_ptr_array_new ();

  return parlor_act_need_member (act, db, packet->conversation, error) &&
         parlor_db_exec (db,
                         "SELECT p.seq, p.event FROM pins p JOIN events e "
                         "ON e.conversation = p.conversation AND e.seq = p.seq "
                         "WHERE p.conversation = $1 AND p.event < $2 "
                         "ORDER BY p.event DESC LIMIT $3",
                         PARLOR_PARAMS (parlor_text (packet->conversation), parlor_int (before),
                                        parlor_int (PAGE_DEFAULT_ITEMS + 1)),
                         take_pin, pins, error) &&
         read_pins (act, db, pins, page, error);
}

/**
 * parlor_on_pins:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_pins (ParlorRequest *request)
{
  parlor_act_run (parlor_act_new (request), PARLOR_STORE_READ, pins_work, NULL);
}
