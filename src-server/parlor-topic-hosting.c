/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What whoever hosts the server needs: how it is reached, and to end it. */

#define G_LOG_DOMAIN "parlor-topic-hosting"

#include "parlor-act.h"
#include "parlor-folder.h"
#include "parlor-topics.h"

#include <signal.h>
#include <unistd.h>

static gboolean
links_work (ParlorAct *act,
            ParlorDb  *db,
            GError   **error)
{
  act->data = parlor_settings_get (db, "owner-token");

  return TRUE;
}

/* The address belongs to the main thread. */
static void
prepare_links (ParlorAct      *act,
               ParlorServices *services)
{
  ParlorServerLinksPacket *links = act->answer;

  if (act->data != NULL)
    links->owner_link = parlor_services_make_link (services, act->data, NULL);
}

/**
 * parlor_on_links:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_links (ParlorRequest *request)
{
  ParlorServices          *services = request->session->services;
  ParlorServerLinksPacket *links = parlor_packet_new (PARLOR_PACKET_SERVER_LINKS);
  ParlorAct               *act = parlor_act_new (request);

  links->link = parlor_services_make_link (services, NULL, NULL);
  links->server_name = g_strdup (services->config->server_name);
  links->is_everywhere = services->is_everywhere;
  act->answer_type = PARLOR_PACKET_SERVER_LINKS;
  act->answer = links;
  act->free_data = g_free;
  act->prepare = prepare_links;
  parlor_act_run (act, PARLOR_STORE_READ, links_work, NULL);
}

/**
 * parlor_on_stop:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_stop (ParlorRequest *request)
{
  g_message ("Told to stop");
  parlor_request_ok (request);
  kill (getpid (), SIGTERM); /* which main() knows how to take */
}
