/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making, joining, leaving and finding channels and groups. */

#define G_LOG_DOMAIN "parlor-topic-conversations"

#include "parlor-log.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#define PAGE_DEFAULT_ITEMS 50
#define PAGE_MAX_BYTES (PARLOR_FRAME_MAX_BYTES - 1024)

/* Becoming a member, by creating or by joining. */
typedef struct
{
  ParlorRequest            *request;
  ParlorAccountPacket       account; /* its strings are owned */
  ParlorEventPacket         event;   /* its conversation is owned */
  ParlorConversationPacket *conversation;
  ParlorConversationKind    kind;
  char                     *name;
  char                     *name_folded;
  char                     *hash; /* of the group's password */
  char                     *topic;
  gboolean                  is_member;
  gboolean                  is_unlisted;
} Entering;

static Entering *
entering_new (ParlorRequest *request)
{
  Entering *entering = g_new0 (Entering, 1);

  entering->request = request;
  parlor_session_get_account (request->session, &entering->account);
  entering->account.name = g_strdup (entering->account.name);
  entering->account.nick = g_strdup (entering->account.nick);
  entering->event.author = &entering->account;

  return entering;
}

static void
entering_free (Entering *entering)
{
  parlor_packet_free (PARLOR_PACKET_CONVERSATION, entering->conversation);
  g_free (entering->event.conversation);
  g_free (entering->account.name);
  g_free (entering->account.nick);
  g_free (entering->name);
  g_free (entering->name_folded);
  g_free (entering->hash);
  g_free (entering->topic);
  g_free (entering);
}

static void
refuse (Entering     *entering,
        ParlorRefused code,
        const char   *field,
        const char   *text)
{
  parlor_request_refuse_with (entering->request, code, field, text);
  entering_free (entering);
}

static void
refuse_for (Entering     *entering,
            ParlorRefused code,
            gint64        retry_ms,
            const char   *text)
{
  g_autoptr (GError) error = NULL;

  parlor_refuse_for (&error, code, retry_ms, text);
  parlor_request_refuse (entering->request, error);
  entering_free (entering);
}

static void
refuse_busy (Entering *entering)
{
  refuse_for (entering, PARLOR_REFUSED_BUSY, 2000,
              "The server has much to do. Try again in a moment.");
}

/* Tells the account's sessions of the conversation, and everyone in it of the
 * account. */
static void
enter_done (gpointer      data,
            const GError *error)
{
  Entering          *entering = data;
  ParlorHub         *hub = entering->request->session->services->hub;
  g_autoptr (GBytes) frame = NULL;

  if (error != NULL) {
    parlor_request_refuse (entering->request, error);
    entering_free (entering);
    return;
  }

  frame = parlor_packet_encode (PARLOR_PACKET_CONVERSATION, entering->conversation);
  if (entering->event.seq != 0)
    parlor_hub_subscribe_account (hub, entering->account.account, entering->event.conversation);
  parlor_request_answer (entering->request, PARLOR_PACKET_CONVERSATION, entering->conversation);
  if (entering->event.seq != 0) {
    parlor_hub_send_to_account (hub, entering->account.account, frame);
    parlor_hub_send_event (hub, &entering->event);
  }
  entering_free (entering);
}

static gboolean
create_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Entering          *entering = data;
  g_autoptr (GError) failure = NULL;

  if (!parlor_db_exec (
        owner,
        "INSERT INTO conversations (conversation, kind, name, name_folded, topic, password, "
        "unlisted, members, head, last_message, created_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8)",
        PARLOR_PARAMS (parlor_text (entering->event.conversation), parlor_int (entering->kind),
                       parlor_text (entering->name), parlor_text (entering->name_folded),
                       parlor_text (entering->topic), parlor_text (entering->hash),
                       parlor_int (entering->is_unlisted), parlor_int (g_get_real_time () / 1000)),
        NULL, NULL, &failure)) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS))
      return parlor_refuse (error, PARLOR_REFUSED_EXISTS, "name",
                            "A channel or group of this name is there already.");
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }

  if (!parlor_log_add_member (owner, &entering->event, PARLOR_ROLE_OWNER, error))
    return FALSE;

  entering->conversation = parlor_log_read_conversation (owner, entering->account.account,
                                                         entering->event.conversation, error);
  return entering->conversation != NULL;
}

static void
run_create (Entering *entering)
{
  parlor_store_run (entering->request->session->services->store, PARLOR_STORE_WRITE, create_work,
                    enter_done, entering);
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  Entering *entering = user_data;

  if (hash == NULL) {
    refuse_busy (entering);
    return;
  }

  entering->hash = hash;
  run_create (entering);
}

static gboolean
read_create (Entering                 *entering,
             const ParlorCreatePacket *packet,
             GError                  **error)
{
  g_autoptr (GError) failure = NULL;
  const char        *name = *packet->name == '#' ? packet->name + 1 : packet->name;

  if (packet->kind != PARLOR_CONVERSATION_CHANNEL && packet->kind != PARLOR_CONVERSATION_GROUP)
    return parlor_refuse (
      error, PARLOR_REFUSED_BAD_VALUE, "kind",
      "One makes channels and groups. A personal chat begins with its first message.");

  entering->name = parlor_title_prepare (name, &failure);
  if (entering->name == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "name", failure->message);

  if (packet->password != NULL && *packet->password != '\0' &&
      packet->kind != PARLOR_CONVERSATION_GROUP)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "password",
                          "Only a group can have a password.");

  if (packet->topic != NULL && *packet->topic != '\0') {
    if (!parlor_text_check (packet->topic, &failure))
      return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "topic", failure->message);
    entering->topic = g_strdup (packet->topic);
  }

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
  Entering                 *entering = entering_new (request);
  g_autoptr (GError)        error = NULL;

  if (!read_create (entering, packet, &error)) {
    parlor_request_refuse (request, error);
    entering_free (entering);
    return;
  }

  entering->kind = packet->kind;
  entering->name_folded = parlor_title_fold (entering->name);
  entering->is_unlisted = packet->unlisted;
  entering->event.kind = PARLOR_EVENT_CREATE;
  entering->event.conversation = make_id (packet->kind);

  if (packet->password == NULL || *packet->password == '\0')
    run_create (entering);
  else if (!parlor_passwords_hash (request->session->services->passwords, packet->password,
                                   on_hashed, entering))
    refuse_busy (entering);
}

static void
take_found (const ParlorRow *row,
            gpointer         user_data)
{
  Entering *entering = user_data;

  entering->event.conversation = g_strdup (parlor_row_text (row, 0));
  entering->kind = parlor_row_int (row, 1);
  entering->hash = g_strdup (parlor_row_text (row, 2));
}

static gboolean
find_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Entering               *entering = data;
  const ParlorJoinPacket *packet = entering->request->packet;

  if (!parlor_db_exec (owner, "SELECT conversation, kind, password FROM conversations "
                              "WHERE conversation = $1 AND kind <> $2",
                       PARLOR_PARAMS (parlor_text (packet->conversation),
                                      parlor_int (PARLOR_CONVERSATION_PERSONAL)),
                       take_found, entering, error))
    return FALSE;

  if (entering->event.conversation == NULL &&
      !parlor_db_exec (
        owner, "SELECT conversation, kind, password FROM conversations WHERE name_folded = $1",
        PARLOR_PARAMS (parlor_text (entering->name_folded)), take_found, entering, error))
    return FALSE;

  if (entering->event.conversation == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "conversation",
                          "There is no channel or group of this name.");

  entering->is_member = parlor_log_is_member (owner, entering->event.conversation,
                                              entering->account.account, NULL);

  return TRUE;
}

static gboolean
join_work (gpointer owner,
           gpointer data,
           GError **error)
{
  Entering *entering = data;

  if (!parlor_log_add_member (owner, &entering->event, PARLOR_ROLE_MEMBER, error))
    return FALSE;

  entering->conversation = parlor_log_read_conversation (owner, entering->account.account,
                                                         entering->event.conversation, error);
  return entering->conversation != NULL;
}

static void
run_join (Entering *entering)
{
  parlor_store_run (entering->request->session->services->store, PARLOR_STORE_WRITE, join_work,
                    enter_done, entering);
}

/* Wrong passwords are counted for each account and group. */
static char *
throttle_key (Entering *entering)
{
  return g_strdup_printf ("group %s %" G_GINT64_FORMAT, entering->event.conversation,
                          entering->account.account);
}

static void
on_verified (gboolean is_right,
             gpointer user_data)
{
  Entering        *entering = user_data;
  g_autofree char *key = throttle_key (entering);

  if (is_right) {
    run_join (entering);
    return;
  }

  parlor_throttle_count (entering->request->session->services->failures, key);
  refuse (entering, PARLOR_REFUSED_WRONG_PASSWORD, "password", "This is not the group's password.");
}

static void
check_password (Entering *entering)
{
  const ParlorJoinPacket *packet = entering->request->packet;
  ParlorServices         *services = entering->request->session->services;
  g_autofree char        *key = throttle_key (entering);
  gint64                  wait_ms = parlor_throttle_check (services->failures, key);

  if (wait_ms > 0) {
    refuse_for (entering, PARLOR_REFUSED_TOO_FAST, wait_ms,
                "Too many wrong passwords. Wait a little, then try again.");
  } else if (packet->password == NULL || *packet->password == '\0') {
    refuse (entering, PARLOR_REFUSED_WRONG_PASSWORD, "password",
            "Joining this group takes a password.");
  } else if (!parlor_passwords_verify (services->passwords, packet->password, entering->hash,
                                       on_verified, entering)) {
    refuse_busy (entering);
  }
}

static void
find_done (gpointer      data,
           const GError *error)
{
  Entering *entering = data;

  if (error != NULL) {
    parlor_request_refuse (entering->request, error);
    entering_free (entering);
  } else if (entering->hash != NULL && !entering->is_member) {
    check_password (entering);
  } else {
    run_join (entering);
  }
}

/**
 * parlor_on_join:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_join (ParlorRequest *request)
{
  const ParlorJoinPacket *packet = request->packet;
  Entering               *entering = entering_new (request);
  const char             *name = packet->conversation;
  g_autofree char        *title = parlor_title_prepare (*name == '#' ? name + 1 : name, NULL);

  entering->event.kind = PARLOR_EVENT_JOIN;
  entering->name_folded = parlor_title_fold (title != NULL ? title : "");
  parlor_store_run (request->session->services->store, PARLOR_STORE_READ, find_work, find_done,
                    entering);
}

static gboolean
leave_work (gpointer owner,
            gpointer data,
            GError **error)
{
  Entering *entering = data;
  gint64    ignored_smaller;
  gint64    ignored_larger;

  if (!parlor_log_is_member (owner, entering->event.conversation, entering->account.account, error))
    return FALSE;
  if (parlor_personal_id_parse (entering->event.conversation, &ignored_smaller, &ignored_larger))
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          "A personal chat cannot be left.");

  return parlor_log_append (owner, &entering->event, error) &&
         parlor_db_exec (owner, "DELETE FROM members WHERE conversation = $1 AND account = $2",
                         PARLOR_PARAMS (parlor_text (entering->event.conversation),
                                        parlor_int (entering->account.account)),
                         NULL, NULL, error) &&
         parlor_db_exec (
           owner, "UPDATE conversations SET members = members - 1 WHERE conversation = $1",
           PARLOR_PARAMS (parlor_text (entering->event.conversation)), NULL, NULL, error);
}

static void
leave_done (gpointer      data,
            const GError *error)
{
  Entering           *entering = data;
  ParlorHub          *hub = entering->request->session->services->hub;
  ParlorRemovedPacket removed = { 0, entering->event.conversation };
  g_autoptr (GBytes)  frame = parlor_packet_encode (PARLOR_PACKET_REMOVED, &removed);

  if (error != NULL) {
    parlor_request_refuse (entering->request, error);
  } else {
    parlor_request_ok (entering->request);
    parlor_hub_send_event (hub, &entering->event);
    parlor_hub_unsubscribe_account (hub, entering->account.account, entering->event.conversation);
    parlor_hub_send_to_account (hub, entering->account.account, frame);
  }

  entering_free (entering);
}

/**
 * parlor_on_leave:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_leave (ParlorRequest *request)
{
  const ParlorLeavePacket *packet = request->packet;
  Entering                *entering = entering_new (request);

  entering->event.kind = PARLOR_EVENT_LEAVE;
  entering->event.conversation = g_strdup (packet->conversation);
  parlor_store_run (request->session->services->store, PARLOR_STORE_WRITE, leave_work, leave_done,
                    entering);
}

typedef struct
{
  ParlorRequest *request;
  gint64         viewer;
  guint          limit;
  char          *pattern;
  char          *after_folded;
  GPtrArray     *found;
  gsize          size_bytes;
  gboolean       is_cut;
} Browsing;

static void
take_listing (const ParlorRow *row,
              gpointer         user_data)
{
  Browsing            *browsing = user_data;
  ParlorListingPacket *listing;

  browsing->size_bytes +=
    300 + 2 * (strlen (parlor_row_text (row, 2)) +
               (parlor_row_text (row, 3) != NULL ? strlen (parlor_row_text (row, 3)) : 0));
  browsing->is_cut |= browsing->size_bytes > PAGE_MAX_BYTES ||
                      browsing->found->len == browsing->limit;
  if (browsing->is_cut)
    return;

  listing = parlor_packet_new (PARLOR_PACKET_LISTING);
  listing->conversation = g_strdup (parlor_row_text (row, 0));
  listing->kind = parlor_row_int (row, 1);
  listing->name = g_strdup (parlor_row_text (row, 2));
  listing->topic = g_strdup (parlor_row_text (row, 3));
  listing->members = parlor_row_int (row, 4);
  listing->has_password = parlor_row_int (row, 5);
  listing->joined = parlor_row_int (row, 6);
  g_ptr_array_add (browsing->found, listing);
}

static gboolean
directory_work (gpointer owner,
                gpointer data,
                GError **error)
{
  Browsing *browsing = data;

  return parlor_db_exec (
    owner,
    "SELECT c.conversation, c.kind, c.name, c.topic, c.members, "
    "c.password IS NOT NULL, EXISTS (SELECT 1 FROM members m "
    "WHERE m.conversation = c.conversation AND m.account = $1) "
    "FROM conversations c WHERE c.unlisted = 0 AND c.name_folded > $2 "
    "AND ($3 IS NULL OR c.name_folded LIKE $3 ESCAPE '\\') "
    "ORDER BY c.name_folded LIMIT $4",
    PARLOR_PARAMS (parlor_int (browsing->viewer), parlor_text (browsing->after_folded),
                   parlor_text (browsing->pattern), parlor_int (browsing->limit + 1)),
    take_listing, browsing, error);
}

static void
directory_done (gpointer      data,
                const GError *error)
{
  Browsing                 *browsing = data;
  ParlorDirectoryPagePacket page = { 0, browsing->found, !browsing->is_cut };

  if (error != NULL)
    parlor_request_refuse (browsing->request, error);
  else
    parlor_request_answer (browsing->request, PARLOR_PACKET_DIRECTORY_PAGE, &page);

  for (guint i = 0; i < browsing->found->len; i++)
    parlor_packet_free (PARLOR_PACKET_LISTING, browsing->found->pdata[i]);
  g_ptr_array_unref (browsing->found);
  g_free (browsing->pattern);
  g_free (browsing->after_folded);
  g_free (browsing);
}

/* What LIKE finds when @query is a part of it. */
static char *
make_pattern (const char *query)
{
  g_autofree char *folded = parlor_title_fold (query);
  GString         *pattern = g_string_new ("%");

  for (const char *p = folded; *p != '\0'; p++) {
    if (strchr ("%_\\", *p) != NULL)
      g_string_append_c (pattern, '\\');
    g_string_append_c (pattern, *p);
  }
  g_string_append_c (pattern, '%');

  return g_string_free (pattern, FALSE);
}

/**
 * parlor_on_directory:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_directory (ParlorRequest *request)
{
  const ParlorDirectoryPacket *packet = request->packet;
  Browsing                    *browsing = g_new0 (Browsing, 1);

  browsing->request = request;
  browsing->viewer = request->session->account;
  browsing->limit = packet->limit > 0 ? packet->limit : PAGE_DEFAULT_ITEMS;
  browsing->pattern =
    packet->query != NULL && *packet->query != '\0' ? make_pattern (packet->query) : NULL;
  browsing->after_folded = parlor_title_fold (packet->after != NULL ? packet->after : "");
  browsing->found = g_ptr_array_new ();
  parlor_store_run (request->session->services->store, PARLOR_STORE_READ, directory_work,
                    directory_done, browsing);
}
