/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a session, and signs of life. */

#define G_LOG_DOMAIN "parlor-topic-hello"

#include "parlor-names.h"
#include "parlor-topics.h"

/* What administrators are shown: nothing, rather than what cannot be seen or would
 * speak to their terminals. */
static char *
read_agent (const ParlorHelloPacket *packet)
{
  return packet->agent != NULL ? parlor_status_prepare (packet->agent, NULL) : NULL;
}

/**
 * parlor_on_hello:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_hello (ParlorRequest *request)
{
  ParlorSession      *session = request->session;
  const ParlorConfig *config = session->services->config;
  ParlorWelcomePacket welcome = { .version = PARLOR_PROTOCOL_VERSION,
                                  .agent = (char *) "parlor-server " PARLOR_VERSION,
                                  .server_name = config->server_name,
                                  .registration = config->registration,
                                  .upload_max_bytes = config->upload_max_bytes,
                                  .idle_timeout_ms = config->idle_timeout_ms,
                                  .guests = config->takes_guests };

  if (session->has_said_hello) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_NOT_NOW, "type",
                                N_ ("Hello was said already."));
  } else if (((ParlorHelloPacket *) request->packet)->version < PARLOR_PROTOCOL_VERSION) {
    parlor_request_refuse_with (
      request, PARLOR_REFUSED_BAD_VALUE, "version",
      N_ ("This server speaks version 1 of the protocol. Update the program."));
  } else {
    session->has_said_hello = TRUE;
    session->agent = read_agent (request->packet);
    parlor_request_answer (request, PARLOR_PACKET_WELCOME, &welcome);
  }
}

/**
 * parlor_on_ping:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_ping (ParlorRequest *request)
{
  ParlorPongPacket pong = { 0 };

  parlor_request_answer (request, PARLOR_PACKET_PONG, &pong);
}
