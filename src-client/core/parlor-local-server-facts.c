/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server on this computer tells of itself. */

#define G_LOG_DOMAIN "parlor-local-server-facts"

#include "parlor-local-server-private.h"

#include <glib/gi18n.h>

#include "parlor-local-server-link.h"

/* In the data folder: number and token of the link that is shown.  The server keeps no
 * token. */
#define INVITE_FILE "hosting-invite"
/* More than that are not shown by name. */
#define MAX_PAGES 20

typedef struct
{
  const ParlorLocalServerPlace *place;
  ParlorLocalServerLink        *link;
  ParlorLocalServerFacts       *facts;
  GCancellable                 *cancellable;
} Reading;

static void
person_free (gpointer data)
{
  ParlorLocalServerPerson *person = data;

  g_free (person->name);
  g_free (person->nick);
  g_free (person);
}

/**
 * parlor_local_server_facts_free:
 * @facts: (transfer full): what a server has told
 */
void
parlor_local_server_facts_free (ParlorLocalServerFacts *facts)
{
  g_free (facts->server_name);
  parlor_link_uri_free (facts->link);
  g_free (facts->owner_invite);
  g_free (facts->invite);
  g_ptr_array_unref (facts->hosts);
  g_ptr_array_unref (facts->people);
  g_free (facts);
}

static gboolean
read_links (Reading *reading,
            GError **error)
{
  ParlorLinksPacket        packet = { 0 };
  ParlorServerLinksPacket *links =
    parlor_local_server_link_ask (reading->link, PARLOR_PACKET_LINKS, &packet,
                                  PARLOR_PACKET_SERVER_LINKS, reading->cancellable, error);

  if (links == NULL)
    return FALSE;

  reading->facts->server_name = g_strdup (links->server_name);
  reading->facts->is_everywhere = links->is_everywhere;
  if (links->link != NULL)
    reading->facts->link = parlor_link_uri_parse (links->link, NULL);
  if (links->owner_link != NULL) {
    g_autoptr (ParlorLinkUri) owner_link = parlor_link_uri_parse (links->owner_link, NULL);

    if (owner_link != NULL)
      reading->facts->owner_invite = g_strdup (owner_link->invite);
  }
  parlor_packet_free (PARLOR_PACKET_SERVER_LINKS, links);

  return TRUE;
}

static gboolean
read_status (Reading *reading,
             GError **error)
{
  ParlorStatusPacket        packet = { 0 };
  ParlorServerStatusPacket *status =
    parlor_local_server_link_ask (reading->link, PARLOR_PACKET_STATUS, &packet,
                                  PARLOR_PACKET_SERVER_STATUS, reading->cancellable, error);

  if (status == NULL)
    return FALSE;

  reading->facts->started_ms = status->started_ms;
  parlor_packet_free (PARLOR_PACKET_SERVER_STATUS, status);

  return TRUE;
}

/* People have several devices. */
static void
take_person (GPtrArray                 *people,
             const ParlorAccountPacket *account)
{
  ParlorLocalServerPerson *person;

  for (guint i = 0; i < people->len; i++)
    if (g_str_equal (((ParlorLocalServerPerson *) people->pdata[i])->name, account->name))
      return;

  person = g_new (ParlorLocalServerPerson, 1);
  person->name = g_strdup (account->name);
  person->nick = g_strdup (account->nick);
  g_ptr_array_add (people, person);
}

static int
compare_people (gconstpointer a,
                gconstpointer b)
{
  const ParlorLocalServerPerson *first = *(ParlorLocalServerPerson *const *) a;
  const ParlorLocalServerPerson *second = *(ParlorLocalServerPerson *const *) b;

  return g_utf8_collate (first->nick, second->nick);
}

static gboolean
read_people (Reading *reading,
             GError **error)
{
  ParlorSessionsPacket packet = { 0 };
  gboolean             is_complete = FALSE;

  for (guint n_pages = 0; !is_complete && n_pages < MAX_PAGES; n_pages++) {
    ParlorSessionsPagePacket *page =
      parlor_local_server_link_ask (reading->link, PARLOR_PACKET_SESSIONS, &packet,
                                    PARLOR_PACKET_SESSIONS_PAGE, reading->cancellable, error);

    if (page == NULL)
      return FALSE;
    for (guint i = 0; i < page->sessions->len; i++) {
      ParlorSessionInfoPacket *info = page->sessions->pdata[i];

      take_person (reading->facts->people, info->account);
      packet.after = info->session;
    }
    is_complete = page->complete || page->sessions->len == 0;
    parlor_packet_free (PARLOR_PACKET_SESSIONS_PAGE, page);
  }
  g_ptr_array_sort (reading->facts->people, compare_people);

  return TRUE;
}

static char *
make_invite_path (const Reading *reading)
{
  return g_build_filename (reading->place->folder, INVITE_FILE, NULL);
}

/* Whether the invite link called @id still holds: somebody may have revoked it. */
static gboolean
is_held (Reading    *reading,
         const char *id)
{
  g_autofree char *after = NULL;
  gboolean         is_found = FALSE;
  gboolean         is_complete = FALSE;

  for (guint n_pages = 0; !is_complete && !is_found && n_pages < MAX_PAGES; n_pages++) {
    ParlorInviteLinksPacket      packet = { .after = after };
    ParlorInviteLinksPagePacket *page =
      parlor_local_server_link_ask (reading->link, PARLOR_PACKET_INVITE_LINKS, &packet,
                                    PARLOR_PACKET_INVITE_LINKS_PAGE, reading->cancellable, NULL);

    if (page == NULL)
      return FALSE;
    for (guint i = 0; i < page->invite_links->len; i++) {
      ParlorInviteLinkPacket *link = page->invite_links->pdata[i];

      is_found |= g_str_equal (link->invite_link, id);
      g_free (after);
      after = g_strdup (link->invite_link);
    }
    is_complete = page->complete || page->invite_links->len == 0;
    parlor_packet_free (PARLOR_PACKET_INVITE_LINKS_PAGE, page);
  }

  return is_found;
}

/* Returns: (transfer full) (nullable): the token that was shown before, if it still holds */
static char *
find_invite (Reading *reading)
{
  g_autofree char *path = make_invite_path (reading);
  g_autofree char *text = NULL;
  g_auto (GStrv)   words = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  words = g_strsplit_set (g_strchomp (text), " ", -1);

  return g_strv_length (words) == 2 && is_held (reading, words[0]) ? g_strdup (words[1]) : NULL;
}

static gboolean
make_invite (Reading *reading,
             GError **error)
{
  ParlorCreateInviteLinkPacket packet = {
    /* Translators: what an invite link is for, in the list of invite links: the server takes no
     * more than 48 characters */
    .note = (char *) _ ("Shown on the computer that hosts the server"),
  };
  ParlorInviteLinkMadePacket *made =
    parlor_local_server_link_ask (reading->link, PARLOR_PACKET_CREATE_INVITE_LINK, &packet,
                                  PARLOR_PACKET_INVITE_LINK_MADE, reading->cancellable, error);
  ParlorInviteLinkPacket *link;
  g_autofree char        *path = make_invite_path (reading);
  g_autofree char        *text = NULL;

  if (made == NULL)
    return FALSE;

  link = made->invite_link;
  reading->facts->invite = g_strdup (link->token);
  text = g_strdup_printf ("%s %s\n", link->invite_link, link->token);
  /* Without the file another link is made the next time: no harm. */
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
  parlor_packet_free (PARLOR_PACKET_INVITE_LINK_MADE, made);

  return TRUE;
}

/* While nobody owns the server, nobody is to be invited. */
static gboolean
read_invite (Reading *reading,
             GError **error)
{
  if (reading->facts->owner_invite != NULL || reading->facts->link == NULL)
    return TRUE;

  reading->facts->invite = find_invite (reading);

  return reading->facts->invite != NULL || make_invite (reading, error);
}

/* Where it listens on single addresses, there is the one that its links name. */
static void
list_hosts (Reading *reading)
{
  ParlorLocalServerFacts *facts = reading->facts;

  if (facts->is_everywhere) {
    g_ptr_array_unref (facts->hosts);
    facts->hosts = parlor_local_server_list_hosts (reading->cancellable);
  } else if (facts->link != NULL) {
    g_ptr_array_add (facts->hosts, g_strdup (facts->link->host));
  }
}

/**
 * parlor_local_server_facts_read:
 * @place: where
 * @cancellable: (nullable): ends the wait
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what the server at @place tells; see
 *   parlor_local_server_link_new() for the errors
 */
ParlorLocalServerFacts *
parlor_local_server_facts_read (const ParlorLocalServerPlace *place,
                                GCancellable                 *cancellable,
                                GError                      **error)
{
  g_autoptr (ParlorLocalServerLink) link =
    parlor_local_server_link_new (place->folder, cancellable, error);
  g_autoptr (GDBusConnection) bus = NULL;
  Reading                     reading = { place, link, NULL, cancellable };

  if (link == NULL)
    return NULL;

  reading.facts = g_new0 (ParlorLocalServerFacts, 1);
  reading.facts->hosts = g_ptr_array_new_with_free_func (g_free);
  reading.facts->people = g_ptr_array_new_with_free_func (person_free);
  if (!read_links (&reading, error) || !read_status (&reading, error) ||
      !read_people (&reading, error) || !read_invite (&reading, error)) {
    parlor_local_server_facts_free (reading.facts);
    return NULL;
  }

  list_hosts (&reading);
  bus = parlor_local_server_unit_find (place, cancellable);
  reading.facts->is_service = bus != NULL && parlor_local_server_unit_is_enabled (bus, cancellable);

  return reading.facts;
}
