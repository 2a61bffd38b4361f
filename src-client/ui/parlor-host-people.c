/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is connected with the server on this computer. */

#define G_LOG_DOMAIN "parlor-host-people"

#include "parlor-host-people.h"

#include <glib/gi18n.h>

/**
 * parlor_host_is_home:
 * @server: the server on this computer
 * @client: the client of the window
 *
 * Returns: whether @client has its account on @server, which runs
 */
gboolean
parlor_host_is_home (ParlorLocalServer *server,
                     ParlorClient      *client)
{
  const ParlorLocalServerFacts *facts = parlor_local_server_get_facts (server);

  return facts != NULL && facts->link != NULL && facts->link->fingerprint != NULL &&
         parlor_client_has_account (client) &&
         g_strcmp0 (parlor_client_get_pinned_fingerprint (client), facts->link->fingerprint) == 0;
}

/**
 * parlor_host_list_people:
 * @server: the server on this computer
 * @client: the client of the window
 *
 * Returns: (transfer full) (element-type utf8): the nicks of those who are connected, but
 *   for the person at this window
 */
GPtrArray *
parlor_host_list_people (ParlorLocalServer *server,
                         ParlorClient      *client)
{
  const ParlorLocalServerFacts *facts = parlor_local_server_get_facts (server);
  GPtrArray                    *nicks = g_ptr_array_new_with_free_func (g_free);
  const char                   *own_name =
    parlor_host_is_home (server, client) ? parlor_client_get_account_name (client) : NULL;

  for (guint i = 0; facts != NULL && i < facts->people->len; i++) {
    const ParlorLocalServerPerson *person = facts->people->pdata[i];

    if (g_strcmp0 (person->name, own_name) != 0)
      g_ptr_array_add (nicks, g_strdup (person->nick));
  }

  return nicks;
}

/**
 * parlor_host_describe_people:
 * @nicks: (element-type utf8): see parlor_host_list_people()
 *
 * Returns: (transfer full): a sentence that says who is still connected
 */
char *
parlor_host_describe_people (GPtrArray *nicks)
{
  const char *const *names = (const char *const *) nicks->pdata;
  const guint        n_others = nicks->len - 2;

  switch (nicks->len) {
  case 0:
    return g_strdup (_ ("Nobody else is connected."));
  case 1:
    /* Translators: %s is the name of a person */
    return g_strdup_printf (_ ("%s is still connected."), names[0]);
  case 2:
    /* Translators: the names of two people */
    return g_strdup_printf (_ ("%s and %s are still connected."), names[0], names[1]);
  case 3:
    /* Translators: the names of three people */
    return g_strdup_printf (_ ("%s, %s and %s are still connected."), names[0], names[1],
                            names[2]);
  default:
    /* Translators: the names of two people, and how many there are besides */
    return g_strdup_printf (ngettext ("%s, %s and %u other are still connected.",
                                      "%s, %s and %u others are still connected.", n_others),
                            names[0], names[1], n_others);
  }
}
