/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The connection of parlor-server admin with the server. */

#include "parlor-admin-private.h"

#include "parlor-admin-socket.h"
#include "parlor-names.h"
#include "parlor-translate.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  ParlorAdmin     *admin;
  gint64           tag;
  ParlorPacketType type;
  gpointer         packet; /* the answer, once it is there */
  GError          *error;
} Waiting;

gboolean
parlor_admin_connect (ParlorAdmin *self,
                      GError     **error)
{
  g_autoptr (GError) reason = NULL;

  self->fd = parlor_admin_socket_connect (self->data, &reason);
  if (self->fd >= 0) {
    parlor_framer_init (&self->framer, PARLOR_FRAME_MAX_BYTES);
    return TRUE;
  }

  g_set_error_literal (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_NO_SERVER, reason->message);

  return FALSE;
}

static gboolean
lose (GError **error)
{
  g_set_error_literal (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_NO_SERVER,
                       _ ("The server ended the connection."));

  return FALSE;
}

static gboolean
on_line (const char *line,
         gsize       size_bytes,
         gpointer    user_data)
{
  Waiting         *waiting = user_data;
  ParlorPacketType type;
  gpointer         packet =
    parlor_packet_decode_line (line, size_bytes, &type, NULL, &waiting->error);

  if (packet == NULL)
    return FALSE;

  if (waiting->packet != NULL || *(gint64 *) packet != waiting->tag) {
    parlor_packet_free (type, packet);
    return TRUE;
  }

  if (waiting->admin->is_json)
    printf ("%.*s\n", (int) size_bytes, line);
  waiting->type = type;
  waiting->packet = packet;

  return TRUE;
}

static gboolean
send_frame (int     fd,
            GBytes *frame)
{
  gsize       left_bytes;
  const char *data = g_bytes_get_data (frame, &left_bytes);

  while (left_bytes > 0) {
    gssize size = send (fd, data, left_bytes, MSG_NOSIGNAL);

    if (size < 0 && errno != EINTR)
      return FALSE;
    data += MAX (size, 0);
    left_bytes -= MAX (size, 0);
  }

  return TRUE;
}

/* Reads until the answer is there, however long that takes. */
static gboolean
wait_for_answer (Waiting *waiting,
                 GError **error)
{
  ParlorAdmin *self = waiting->admin;

  while (waiting->packet == NULL) {
    char   data[16 * 1024];
    gssize size = recv (self->fd, data, sizeof data, 0);

    if (size < 0 && errno == EINTR)
      continue;
    if (size <= 0)
      return lose (error);
    parlor_framer_push (&self->framer, data, size, on_line, waiting, NULL);
    if (waiting->error != NULL) {
      g_propagate_error (error, waiting->error);
      return FALSE;
    }
  }

  return TRUE;
}

/* What the server says of packets is for those who write programs. */
static void
refuse (const ParlorErrorPacket *packet,
        GError                 **error)
{
  g_autofree char *text = parlor_translate_refusal (packet->text, packet->sentence,
                                                    packet->until_ms, packet->reason, packet->max);

  if (g_strcmp0 (packet->code, "bad-packet") == 0 && packet->field != NULL)
    g_set_error (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_REFUSED,
                 /* Translators: %s is what was given, an English word such as reason */
                 _ ("The %s is too long or too large."), packet->field);
  else
    g_set_error_literal (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_REFUSED, text);
}

/* Asks the server.  Returns NULL with an error if the answer is not of the type
 * wanted. */
gpointer
parlor_admin_ask (ParlorAdmin     *self,
                  ParlorPacketType type,
                  gpointer         packet,
                  ParlorPacketType answer,
                  GError         **error)
{
  Waiting            waiting = { .admin = self, .tag = ++self->last_tag };
  g_autoptr (GBytes) frame = NULL;

  *(gint64 *) packet = waiting.tag;
  frame = parlor_packet_encode (type, packet);
  if (!send_frame (self->fd, frame)) {
    lose (error);
    return NULL;
  }
  if (!wait_for_answer (&waiting, error))
    return NULL;
  if (waiting.type == answer)
    return waiting.packet;

  if (waiting.type == PARLOR_PACKET_ERROR)
    refuse (waiting.packet, error);
  else
    g_set_error_literal (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_REFUSED,
                         _ ("The server is of another version."));
  parlor_packet_free (waiting.type, waiting.packet);

  return NULL;
}

/* Asks for something that is answered by ok. */
gboolean
parlor_admin_tell (ParlorAdmin     *self,
                   ParlorPacketType type,
                   gpointer         packet,
                   GError         **error)
{
  gpointer ok = parlor_admin_ask (self, type, packet, PARLOR_PACKET_OK, error);

  if (ok == NULL)
    return FALSE;
  parlor_packet_free (PARLOR_PACKET_OK, ok);

  return TRUE;
}

/* Reads until the server ends the connection. */
void
parlor_admin_wait_for_end (ParlorAdmin *self)
{
  char   data[1024];
  gssize size;

  do
    size = recv (self->fd, data, sizeof data, 0);
  while (size > 0 || (size < 0 && errno == EINTR));
}

/* Returns the account on the page that is called @name, or 0. */
static gint64
find_on_page (const ParlorUsersPagePacket *page,
              const char                  *name)
{
  for (guint i = 0; i < page->users->len; i++) {
    ParlorUserInfoPacket *info = page->users->pdata[i];
    ParlorAccountPacket  *account = info->account;

    if (g_str_equal (account->name, name))
      return account->account;
  }

  return 0;
}

static gint64
last_on_page (const ParlorUsersPagePacket *page)
{
  ParlorUserInfoPacket *info = page->users->pdata[page->users->len - 1];

  return ((ParlorAccountPacket *) info->account)->account;
}

static gboolean
search_user (ParlorAdmin *self,
             char        *name,
             gint64      *ret_account,
             GError     **error)
{
  gint64   after = 0;
  gboolean is_complete = FALSE;

  *ret_account = 0;
  while (*ret_account == 0 && !is_complete) {
    ParlorUsersPacket      users = { .query = name, .after = after };
    ParlorUsersPagePacket *page =
      parlor_admin_ask (self, PARLOR_PACKET_USERS, &users, PARLOR_PACKET_USERS_PAGE, error);

    if (page == NULL)
      return FALSE;
    *ret_account = find_on_page (page, name);
    is_complete = page->complete || page->users->len == 0;
    if (!is_complete)
      after = last_on_page (page);
    parlor_packet_free (PARLOR_PACKET_USERS_PAGE, page);
  }

  return TRUE;
}

/* Finds out the number of an account by its name; a number is taken as it is, and
 * what begins with @ is a name, which may consist of digits. */
gboolean
parlor_admin_find_user (ParlorAdmin *self,
                        const char  *name,
                        gint64      *ret_account,
                        GError     **error)
{
  g_autofree char *prepared = NULL;
  gboolean         is_json = self->is_json;
  gboolean         is_found;

  if (g_ascii_string_to_signed (name, 10, 1, G_MAXINT64, ret_account, NULL))
    return TRUE;
  if (*name == '@')
    name++;

  prepared = parlor_name_prepare (name, NULL);
  if (prepared == NULL)
    prepared = g_strdup (name);
  self->is_json = FALSE; /* what is asked on the way is nobody's output */
  is_found = search_user (self, prepared, ret_account, error);
  self->is_json = is_json;
  if (is_found && *ret_account == 0)
    /* Translators: %s is the name that was typed */
    g_set_error (error, PARLOR_ADMIN_ERROR, PARLOR_ADMIN_REFUSED, _ ("Nobody is called %s."), name);

  return is_found && *ret_account != 0;
}
