/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-server admin: accounts, invite links, bans. */

#include "parlor-admin-private.h"

#include "parlor-names.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static const char *
name_of (const ParlorAccountPacket *account)
{
  return account != NULL ? account->name : _ ("(this machine)");
}

/* Returns when the term that was typed ends, 0 for never. */
static gint64
get_until_ms (const ParlorAdmin *self)
{
  return self->days > 0 ? g_get_real_time () / 1000 + self->days * DAY_MS : 0;
}

static void
add_user (ParlorAdminTable           *table,
          const ParlorUserInfoPacket *info)
{
  const ParlorAccountPacket *account = info->account;
  g_autofree char           *number = parlor_admin_format_number (account->account);
  g_autofree char           *created = parlor_admin_format_time (info->created_ms);
  g_autofree char           *sessions = parlor_admin_format_number (info->sessions);
  const char                *role =
    parlor_admin_word (PARLOR_PACKET_ACCOUNT, "server_role", account->server_role);
  /* Translators: the state of an account, in a table */
  const char *state = info->ban != NULL ? C_ ("state", "banned") : "";

  if (*state == '\0' && account->is_guest)
    state = C_ ("state", "guest");

  parlor_admin_table_add (table, number, account->name, account->nick, role, created, sessions,
                          state, NULL);
}

gboolean
parlor_admin_users (ParlorAdmin *self,
                    GError     **error)
{
  ParlorUsersPacket packet = { .query = self->args[0] };
  ParlorAdminTable *table = parlor_admin_table_new (
    C_ ("column", "NUMBER"), C_ ("column", "NAME"), C_ ("column", "NICK"), C_ ("column", "ROLE"),
    C_ ("column", "SINCE"), C_ ("column", "CONNECTED"), "", NULL);
  gboolean is_complete = FALSE;
  gboolean is_good = TRUE;

  while (is_good && !is_complete) {
    ParlorUsersPagePacket *page =
      parlor_admin_ask (self, PARLOR_PACKET_USERS, &packet, PARLOR_PACKET_USERS_PAGE, error);

    is_good = page != NULL;
    for (guint i = 0; is_good && i < page->users->len; i++) {
      ParlorUserInfoPacket *info = page->users->pdata[i];

      add_user (table, info);
      packet.after = ((ParlorAccountPacket *) info->account)->account;
    }
    if (is_good) {
      is_complete = page->complete || page->users->len == 0;
      parlor_packet_free (PARLOR_PACKET_USERS_PAGE, page);
    }
  }
  parlor_admin_table_print (table, self->is_json);

  return is_good;
}

static void
add_ban_facts (ParlorAdminTable           *table,
               const ParlorSanctionPacket *ban)
{
  g_autofree char *since = parlor_admin_format_time (ban->time_ms);
  g_autofree char *until = parlor_admin_format_time (ban->until_ms);
  g_autofree char *text = NULL;

  if (ban->until_ms == 0) {
    /* Translators: a ban: %1$s is a time, %2$s who did it */
    text = g_strdup_printf (_ ("since %1$s, until it is lifted, by %2$s"), since,
                            name_of (ban->author));
  } else {
    /* Translators: a ban: two times, and who did it */
    text =
      g_strdup_printf (_ ("since %1$s, until %2$s, by %3$s"), since, until, name_of (ban->author));
  }

  parlor_admin_table_add (table, _ ("banned"), text, NULL);
  if (ban->reason != NULL)
    parlor_admin_table_add (table, _ ("reason"), ban->reason, NULL);
}

static void
print_user (const ParlorUserInfoPacket *info)
{
  const ParlorAccountPacket *account = info->account;
  g_autofree char           *number = parlor_admin_format_number (account->account);
  g_autofree char           *created = parlor_admin_format_time (info->created_ms);
  g_autofree char           *seen = parlor_admin_format_time (account->last_seen_ms);
  g_autofree char           *messages = parlor_admin_format_number (info->messages);
  g_autofree char           *all = parlor_admin_format_number (info->devices);
  g_autofree char           *connected = parlor_admin_format_number (info->sessions);
  g_autofree char           *size = g_format_size (info->files_bytes);
  /* Translators: two numbers, of devices */
  g_autofree char *devices = g_strdup_printf (_ ("%1$s, %2$s connected"), all, connected);
  const char      *word =
    parlor_admin_word (PARLOR_PACKET_ACCOUNT, "server_role", account->server_role);
  const char *role = *word != '\0' ? word : "user";
  /* Translators: the role of somebody on the server, who is a guest */
  g_autofree char  *whole = account->is_guest ? g_strdup_printf (_ ("%s, a guest"), role) : NULL;
  ParlorAdminTable *table = parlor_admin_table_new (_ ("number"), number, NULL);

  parlor_admin_table_add (table, _ ("name"), account->name, NULL);
  parlor_admin_table_add (table, _ ("nick"), account->nick, NULL);
  parlor_admin_table_add (table, _ ("role"), whole != NULL ? whole : role, NULL);
  /* Translators: in front of the time when an account was made */
  parlor_admin_table_add (table, _ ("since"), created, NULL);
  if (*seen != '\0')
    parlor_admin_table_add (table, _ ("last seen"), seen, NULL);
  parlor_admin_table_add (table, _ ("devices"), devices, NULL);
  parlor_admin_table_add (table, _ ("messages"), messages, NULL);
  parlor_admin_table_add (table, _ ("files"), size, NULL);
  if (info->ban != NULL)
    add_ban_facts (table, info->ban);
  parlor_admin_table_print (table, FALSE);
}

gboolean
parlor_admin_user_show (ParlorAdmin *self,
                        GError     **error)
{
  ParlorUsersPacket      packet = { 0 };
  ParlorUsersPagePacket *page;

  if (!parlor_admin_find_user (self, self->args[0], &packet.account, error))
    return FALSE;
  page = parlor_admin_ask (self, PARLOR_PACKET_USERS, &packet, PARLOR_PACKET_USERS_PAGE, error);
  if (page == NULL)
    return FALSE;

  if (page->users->len == 0)
    /* Translators: %s is the name or number that was typed */
    g_set_error (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_REFUSED, _ ("There is no account %s."),
                 self->args[0]);
  else if (!self->is_json)
    print_user (page->users->pdata[0]);
  parlor_packet_free (PARLOR_PACKET_USERS_PAGE, page);

  return *error == NULL;
}

gboolean
parlor_admin_user_ban (ParlorAdmin *self,
                       GError     **error)
{
  ParlorServerBanPacket packet = { .reason = self->reason, .until_ms = get_until_ms (self) };

  return parlor_admin_find_user (self, self->args[0], &packet.account, error) &&
         parlor_admin_tell (self, PARLOR_PACKET_SERVER_BAN, &packet, error);
}

gboolean
parlor_admin_user_unban (ParlorAdmin *self,
                         GError     **error)
{
  ParlorServerUnbanPacket packet = { 0 };

  return parlor_admin_find_user (self, self->args[0], &packet.account, error) &&
         parlor_admin_tell (self, PARLOR_PACKET_SERVER_UNBAN, &packet, error);
}

gboolean
parlor_admin_user_password (ParlorAdmin *self,
                            GError     **error)
{
  ParlorResetPasswordPacket  packet = { 0 };
  ParlorPasswordResetPacket *answer;

  if (!parlor_admin_find_user (self, self->args[0], &packet.account, error))
    return FALSE;
  answer = parlor_admin_ask (self, PARLOR_PACKET_RESET_PASSWORD, &packet,
                             PARLOR_PACKET_PASSWORD_RESET, error);
  if (answer == NULL)
    return FALSE;

  if (!self->is_json)
    /* Translators: somebody else has to be told this */
    printf (_ ("The new password is %s\n"), answer->password);
  parlor_packet_free (PARLOR_PACKET_PASSWORD_RESET, answer);

  return TRUE;
}

gboolean
parlor_admin_user_role (ParlorAdmin *self,
                        GError     **error)
{
  ParlorSetServerRolePacket packet = { 0 };

  for (int role = 1; role < PARLOR_N_SERVER_ROLES; role++)
    if (g_str_equal (self->args[1],
                     parlor_admin_word (PARLOR_PACKET_SET_SERVER_ROLE, "server_role", role)))
      packet.server_role = role;
  if (packet.server_role == PARLOR_SERVER_ROLE_UNKNOWN)
    /* Translators: user, admin and owner are typed like this in every language */
    return parlor_admin_misused (error, _ ("“%s” is no role: it is user, admin or owner."),
                                 self->args[1]);

  return parlor_admin_find_user (self, self->args[0], &packet.account, error) &&
         parlor_admin_tell (self, PARLOR_PACKET_SET_SERVER_ROLE, &packet, error);
}

gboolean
parlor_admin_user_delete (ParlorAdmin *self,
                          GError     **error)
{
  ParlorDeleteUserPacket packet = { .keep_messages = self->keeps_messages };

  if (!self->is_sure)
    return parlor_admin_misused (
      error, "%s",
      self->keeps_messages ? _ ("This cannot be undone. Add --yes if you mean it.")
                           : _ ("This cannot be undone. Add --yes if you mean it, and "
                                "--keep-messages to keep what was written."));

  return parlor_admin_find_user (self, self->args[0], &packet.account, error) &&
         parlor_admin_tell (self, PARLOR_PACKET_DELETE_USER, &packet, error);
}

gboolean
parlor_admin_invite_create (ParlorAdmin *self,
                            GError     **error)
{
  ParlorCreateInviteLinkPacket packet = { .max_uses = self->uses,
                                          .until_ms = get_until_ms (self),
                                          .conversation = self->conversation,
                                          .note = self->note };
  ParlorInviteLinkMadePacket  *made =
    parlor_admin_ask (self, PARLOR_PACKET_CREATE_INVITE_LINK, &packet,
                      PARLOR_PACKET_INVITE_LINK_MADE, error);
  ParlorInviteLinkPacket *link;

  if (made == NULL)
    return FALSE;

  link = made->invite_link;
  if (!self->is_json)
    printf ("%s\n", made->link != NULL ? made->link : link->token);
  parlor_packet_free (PARLOR_PACKET_INVITE_LINK_MADE, made);

  return TRUE;
}

static void
add_link (ParlorAdminTable             *table,
          const ParlorInviteLinkPacket *link)
{
  g_autofree char *uses = parlor_admin_format_number (link->uses);
  g_autofree char *max = parlor_admin_format_number (link->max_uses);
  /* Translators: how often an invite link was used, and how often it can be */
  g_autofree char *of = link->max_uses != 0
                          ? g_strdup_printf (C_ ("uses", "%1$s of %2$s"), uses, max)
                          : g_strdup_printf (C_ ("uses", "%s of any number"), uses);
  g_autofree char *until = parlor_admin_format_until (link->until_ms);

  parlor_admin_table_add (table, link->invite_link, of, until, name_of (link->author),
                          link->conversation != NULL ? link->conversation : "",
                          link->note != NULL ? link->note : "", NULL);
}

gboolean
parlor_admin_invite_list (ParlorAdmin *self,
                          GError     **error)
{
  ParlorAdminTable *table =
    parlor_admin_table_new (C_ ("column", "ID"), C_ ("column", "USED"), C_ ("column", "UNTIL"),
                            C_ ("column", "BY"), C_ ("column", "TO"), C_ ("column", "NOTE"), NULL);
  g_autofree char *after = NULL;
  gboolean         is_complete = FALSE;
  gboolean         is_good = TRUE;

  while (is_good && !is_complete) {
    ParlorInviteLinksPacket      packet = { .after = after };
    ParlorInviteLinksPagePacket *page =
      parlor_admin_ask (self, PARLOR_PACKET_INVITE_LINKS, &packet, PARLOR_PACKET_INVITE_LINKS_PAGE,
                        error);

    is_good = page != NULL;
    for (guint i = 0; is_good && i < page->invite_links->len; i++) {
      ParlorInviteLinkPacket *link = page->invite_links->pdata[i];

      add_link (table, link);
      g_free (after);
      after = g_strdup (link->invite_link);
    }
    if (is_good) {
      is_complete = page->complete || page->invite_links->len == 0;
      parlor_packet_free (PARLOR_PACKET_INVITE_LINKS_PAGE, page);
    }
  }
  parlor_admin_table_print (table, self->is_json);

  return is_good;
}

gboolean
parlor_admin_invite_revoke (ParlorAdmin *self,
                            GError     **error)
{
  ParlorRevokeInviteLinkPacket packet = { .invite_link = self->args[0] };

  /* The server keeps no links, so it cannot tell which one this is. */
  if (strchr (self->args[0], ':') != NULL)
    return parlor_admin_misused (error, _ ("Name the link by its ID, which invite list shows."));

  return parlor_admin_tell (self, PARLOR_PACKET_REVOKE_INVITE_LINK, &packet, error);
}

gboolean
parlor_admin_ban (ParlorAdmin *self,
                  GError     **error)
{
  ParlorServerBanPacket packet = { .network = self->args[0],
                                   .reason = self->reason,
                                   .until_ms = get_until_ms (self) };

  return parlor_admin_tell (self, PARLOR_PACKET_SERVER_BAN, &packet, error);
}

gboolean
parlor_admin_unban (ParlorAdmin *self,
                    GError     **error)
{
  ParlorServerUnbanPacket packet = { .network = self->args[0] };

  return parlor_admin_tell (self, PARLOR_PACKET_SERVER_UNBAN, &packet, error);
}

static void
add_ban (ParlorAdminTable           *table,
         const ParlorSanctionPacket *ban)
{
  g_autofree char *since = parlor_admin_format_time (ban->time_ms);
  g_autofree char *until = parlor_admin_format_until (ban->until_ms);

  parlor_admin_table_add (table, ban->network != NULL ? ban->network : name_of (ban->account),
                          since, until, name_of (ban->author),
                          ban->reason != NULL ? ban->reason : "", NULL);
}

gboolean
parlor_admin_bans (ParlorAdmin *self,
                   GError     **error)
{
  ParlorServerBansPacket packet = { 0 };
  ParlorAdminTable      *table = parlor_admin_table_new (
         C_ ("column", "WHO OR WHAT"), C_ ("column", "SINCE"), C_ ("column", "UNTIL"),
         C_ ("column", "BY"), C_ ("column", "REASON"), NULL);
  gboolean is_complete = FALSE;
  gboolean is_good = TRUE;

  while (is_good && !is_complete) {
    ParlorBansPagePacket *page =
      parlor_admin_ask (self, PARLOR_PACKET_SERVER_BANS, &packet, PARLOR_PACKET_BANS_PAGE, error);

    is_good = page != NULL;
    for (guint i = 0; is_good && i < page->bans->len; i++)
      add_ban (table, page->bans->pdata[i]);
    if (is_good) {
      packet.after += page->bans->len;
      is_complete = page->complete || page->bans->len == 0;
      parlor_packet_free (PARLOR_PACKET_BANS_PAGE, page);
    }
  }
  parlor_admin_table_print (table, self->is_json);

  return is_good;
}
