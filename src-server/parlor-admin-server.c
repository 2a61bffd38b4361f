/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-server admin: the server itself. */

#include "parlor-admin-private.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
print_status (const ParlorServerStatusPacket *status)
{
  /* Translators: in front of the name and version of the program */
  ParlorAdminTable *table = parlor_admin_table_new (_ ("program"), status->agent, NULL);
  g_autofree char  *started = parlor_admin_format_time (status->started_ms);
  g_autofree char  *database = g_format_size (status->database_bytes);
  g_autofree char  *files = g_format_size (status->files_bytes);
  g_autofree char  *memory = g_format_size (status->memory_bytes);
  g_autofree char  *messages = parlor_admin_format_number (status->messages);
  g_autofree char  *conversations = parlor_admin_format_number (status->conversations);
  g_autofree char  *connections = parlor_admin_format_number (status->connections);
  g_autofree char  *sessions = parlor_admin_format_number (status->sessions);
  g_autofree char  *accounts = parlor_admin_format_number (status->accounts);
  g_autofree char  *online = parlor_admin_format_number (status->online);
  /* Translators: how many */
  g_autofree char *rooms = g_strdup_printf (_ ("%s channels and groups"), conversations);
  /* Translators: two numbers, of connections */
  g_autofree char *connected =
    g_strdup_printf (_ ("%1$s, %2$s of them signed in"), connections, sessions);
  /* Translators: two numbers, of accounts */
  g_autofree char *people = g_strdup_printf (_ ("%1$s, %2$s of them online"), accounts, online);
  /* Translators: how much the database and the files take on the disk */
  g_autofree char *disk = g_strdup_printf (_ ("%1$s database, %2$s files"), database, files);

  /* Translators: in front of a date and a time */
  parlor_admin_table_add (table, _ ("running since"), started, NULL);
  parlor_admin_table_add (table, _ ("connections"), connected, NULL);
  parlor_admin_table_add (table, _ ("accounts"), people, NULL);
  parlor_admin_table_add (table, _ ("conversations"), rooms, NULL);
  parlor_admin_table_add (table, _ ("messages"), messages, NULL);
  parlor_admin_table_add (table, _ ("on disk"), disk, NULL);
  parlor_admin_table_add (table, _ ("memory"), memory, NULL);
  if (status->fingerprint != NULL)
    parlor_admin_table_add (table, _ ("fingerprint"), status->fingerprint, NULL);
  parlor_admin_table_print (table, FALSE);
}

gboolean
parlor_admin_status (ParlorAdmin *self,
                     GError     **error)
{
  ParlorStatusPacket        packet = { 0 };
  ParlorServerStatusPacket *status =
    parlor_admin_ask (self, PARLOR_PACKET_STATUS, &packet, PARLOR_PACKET_SERVER_STATUS, error);

  if (status == NULL)
    return FALSE;
  if (!self->is_json)
    print_status (status);
  parlor_packet_free (PARLOR_PACKET_SERVER_STATUS, status);

  return TRUE;
}

static void
add_word (GString    *words,
          const char *word)
{
  g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
}

static void
add_conversation (ParlorAdminTable                   *table,
                  const ParlorConversationInfoPacket *info)
{
  g_autofree char    *members = parlor_admin_format_number (info->members);
  g_autofree char    *messages = parlor_admin_format_number (info->messages);
  g_autofree char    *created = parlor_admin_format_time (info->created_ms);
  g_autoptr (GString) state = g_string_new (NULL);

  /* Translators: the words that follow tell the state of a channel or group in a table: it needs a
   * password, only who is invited may join, the directory does not show it, nobody writes any more
   */
  if (info->has_password)
    add_word (state, C_ ("state", "password"));
  if (info->is_private)
    add_word (state, C_ ("state", "private"));
  if (info->is_unlisted)
    add_word (state, C_ ("state", "unlisted"));
  if (info->is_archived)
    add_word (state, C_ ("state", "archived"));

  parlor_admin_table_add (table, info->conversation,
                          parlor_admin_word (PARLOR_PACKET_CONVERSATION_INFO, "kind", info->kind),
                          info->name, members, messages, created, state->str, NULL);
}

gboolean
parlor_admin_conversations (ParlorAdmin *self,
                            GError     **error)
{
  ParlorAdminTable *table = parlor_admin_table_new (
    C_ ("column", "ID"), C_ ("column", "KIND"), C_ ("column", "NAME"), C_ ("column", "MEMBERS"),
    C_ ("column", "MESSAGES"), C_ ("column", "SINCE"), "", NULL);
  g_autofree char *after = NULL;
  gboolean         is_complete = FALSE;
  gboolean         is_good = TRUE;

  while (is_good && !is_complete) {
    ParlorConversationsPacket      packet = { .after = after };
    ParlorConversationsPagePacket *page =
      parlor_admin_ask (self, PARLOR_PACKET_CONVERSATIONS, &packet,
                        PARLOR_PACKET_CONVERSATIONS_PAGE, error);

    is_good = page != NULL;
    for (guint i = 0; is_good && i < page->conversations->len; i++) {
      ParlorConversationInfoPacket *info = page->conversations->pdata[i];

      add_conversation (table, info);
      g_free (after);
      after = g_strdup (info->conversation);
    }
    if (is_good) {
      is_complete = page->complete || page->conversations->len == 0;
      parlor_packet_free (PARLOR_PACKET_CONVERSATIONS_PAGE, page);
    }
  }
  parlor_admin_table_print (table, self->is_json);

  return is_good;
}

static void
add_session (ParlorAdminTable              *table,
             const ParlorSessionInfoPacket *info)
{
  const ParlorAccountPacket *account = info->account;
  g_autofree char           *number = parlor_admin_format_number (info->session);
  g_autofree char           *since = parlor_admin_format_time (info->since_ms);

  parlor_admin_table_add (table, number, account->name, account->nick,
                          info->address != NULL ? info->address : "", since,
                          info->agent != NULL ? info->agent : "", NULL);
}

gboolean
parlor_admin_sessions (ParlorAdmin *self,
                       GError     **error)
{
  ParlorSessionsPacket packet = { 0 };
  ParlorAdminTable    *table = parlor_admin_table_new (
       C_ ("column", "SESSION"), C_ ("column", "NAME"), C_ ("column", "NICK"),
       C_ ("column", "ADDRESS"), C_ ("column", "SINCE"), C_ ("column", "PROGRAM"), NULL);
  gboolean is_complete = FALSE;
  gboolean is_good = TRUE;

  while (is_good && !is_complete) {
    ParlorSessionsPagePacket *page = parlor_admin_ask (self, PARLOR_PACKET_SESSIONS, &packet,
                                                       PARLOR_PACKET_SESSIONS_PAGE, error);

    is_good = page != NULL;
    for (guint i = 0; is_good && i < page->sessions->len; i++) {
      ParlorSessionInfoPacket *info = page->sessions->pdata[i];

      add_session (table, info);
      packet.after = info->session;
    }
    if (is_good) {
      is_complete = page->complete || page->sessions->len == 0;
      parlor_packet_free (PARLOR_PACKET_SESSIONS_PAGE, page);
    }
  }
  parlor_admin_table_print (table, self->is_json);

  return is_good;
}

gboolean
parlor_admin_disconnect (ParlorAdmin *self,
                         GError     **error)
{
  ParlorDisconnectPacket packet = { 0 };

  if (!g_ascii_string_to_signed (self->args[0], 10, 1, G_MAXINT64, &packet.session, NULL) &&
      !parlor_admin_find_user (self, self->args[0], &packet.account, error))
    return FALSE;

  return parlor_admin_tell (self, PARLOR_PACKET_DISCONNECT, &packet, error);
}

gboolean
parlor_admin_announce (ParlorAdmin *self,
                       GError     **error)
{
  g_autofree char     *text = g_strjoinv (" ", self->args);
  ParlorAnnouncePacket packet = { .text = text };

  return parlor_admin_tell (self, PARLOR_PACKET_ANNOUNCE, &packet, error);
}

static const char *
name_of (const ParlorAccountPacket *account,
         const char                *nobody)
{
  return account != NULL ? account->name : nobody;
}

static void
add_entry (ParlorAdminTable             *table,
           const ParlorAuditEntryPacket *entry)
{
  g_autofree char *number = parlor_admin_format_number (entry->entry);
  g_autofree char *time = parlor_admin_format_time (entry->time_ms);

  parlor_admin_table_add (table, number, time, name_of (entry->author, _ ("(this machine)")),
                          entry->act, name_of (entry->member, ""),
                          entry->conversation != NULL ? entry->conversation : "",
                          entry->text != NULL ? entry->text : "", NULL);
}

gboolean
parlor_admin_audit (ParlorAdmin *self,
                    GError     **error)
{
  ParlorAuditPacket packet = { .conversation = self->conversation };
  ParlorAdminTable *table = parlor_admin_table_new (
    C_ ("column", "ENTRY"), C_ ("column", "TIME"), C_ ("column", "BY"), C_ ("column", "ACT"),
    C_ ("column", "TO"), C_ ("column", "IN"), C_ ("column", "MORE"), NULL);
  gint64   n_left = self->limit;
  gboolean is_good = TRUE;

  while (is_good && n_left > 0) {
    ParlorAuditPagePacket *page;

    packet.limit = MIN (n_left, 100);
    page = parlor_admin_ask (self, PARLOR_PACKET_AUDIT, &packet, PARLOR_PACKET_AUDIT_PAGE, error);
    is_good = page != NULL;
    for (guint i = 0; is_good && i < page->entries->len; i++) {
      ParlorAuditEntryPacket *entry = page->entries->pdata[i];

      add_entry (table, entry);
      packet.before = entry->entry;
    }
    if (is_good) {
      n_left = page->complete || page->entries->len == 0 ? 0 : n_left - page->entries->len;
      parlor_packet_free (PARLOR_PACKET_AUDIT_PAGE, page);
    }
  }
  parlor_admin_table_print (table, self->is_json);

  return is_good;
}

gboolean
parlor_admin_backup (ParlorAdmin *self,
                     GError     **error)
{
  g_autofree char   *folder = g_canonicalize_filename (self->args[0], NULL);
  ParlorBackupPacket packet = { .folder = folder };

  if (!parlor_admin_tell (self, PARLOR_PACKET_BACKUP, &packet, error))
    return FALSE;
  if (!self->is_json)
    /* Translators: %s is a path */
    printf (_ ("The backup is in %s\n"), folder);

  return TRUE;
}

/* Returns the names of keys; NULL if there are none. */
static char *
join_keys (GPtrArray *keys)
{
  GString *names = keys != NULL && keys->len > 0 ? g_string_new (NULL) : NULL;

  for (guint i = 0; names != NULL && i < keys->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((ParlorConfigKeyPacket *) keys->pdata[i])->name);

  return names != NULL ? g_string_free (names, FALSE) : NULL;
}

static void
print_reloaded (const ParlorReloadedPacket *reloaded)
{
  g_autofree char *applied = join_keys (reloaded->applied);
  g_autofree char *later = join_keys (reloaded->restart);

  /* Translators: keys of the configuration that have got other values */
  if (applied != NULL)
    printf (_ ("Changed: %s\n"), applied);
  /* Translators: keys of the configuration whose other values count from the next start on */
  if (later != NULL)
    printf (_ ("Changes after a restart: %s\n"), later);
}

gboolean
parlor_admin_reload (ParlorAdmin *self,
                     GError     **error)
{
  ParlorReloadPacket    packet = { 0 };
  ParlorReloadedPacket *reloaded =
    parlor_admin_ask (self, PARLOR_PACKET_RELOAD, &packet, PARLOR_PACKET_RELOADED, error);

  if (reloaded == NULL)
    return FALSE;
  if (!self->is_json)
    print_reloaded (reloaded);
  parlor_packet_free (PARLOR_PACKET_RELOADED, reloaded);

  return TRUE;
}

gboolean
parlor_admin_link (ParlorAdmin *self,
                   GError     **error)
{
  ParlorLinksPacket        packet = { 0 };
  ParlorServerLinksPacket *links =
    parlor_admin_ask (self, PARLOR_PACKET_LINKS, &packet, PARLOR_PACKET_SERVER_LINKS, error);
  gboolean is_there = links != NULL && links->link != NULL;

  if (links == NULL)
    return FALSE;

  if (!is_there)
    g_set_error_literal (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_REFUSED,
                         _ ("Where the server listens cannot be linked to."));
  else if (!self->is_json)
    printf ("%s\n", links->owner_link != NULL ? links->owner_link : links->link);
  parlor_packet_free (PARLOR_PACKET_SERVER_LINKS, links);

  return is_there;
}

gboolean
parlor_admin_stop (ParlorAdmin *self,
                   GError     **error)
{
  ParlorStopPacket packet = { 0 };

  if (!parlor_admin_tell (self, PARLOR_PACKET_STOP, &packet, error))
    return FALSE;
  parlor_admin_wait_for_end (self);

  return TRUE;
}
