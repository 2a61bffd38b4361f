/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, as lines of JSON for programs. */

#define G_LOG_DOMAIN "parlor-cli-json"

#include "parlor-cli-json.h"

#include <string.h>

/**
 * parlor_cli_describe_packet:
 * @type: the type of @packet
 * @packet: what the server sent
 *
 * Returns: (transfer full) (nullable): @packet as one line of JSON, without
 *   secrets; NULL for what is no answer and no event: pieces of files and signs
 *   of life
 */
char *
parlor_cli_describe_packet (ParlorPacketType type,
                            gconstpointer    packet)
{
  gpointer           copy;
  g_autoptr (GBytes) frame = NULL;

  if (type == PARLOR_PACKET_PONG || type == PARLOR_PACKET_PIECE ||
      (type == PARLOR_PACKET_UPLOAD_AT &&
       ((const ParlorUploadAtPacket *) packet)->attachment == NULL))
    return NULL;

  copy = parlor_packet_copy (type, packet);
  if (type == PARLOR_PACKET_SIGNED_IN)
    g_clear_pointer (&((ParlorSignedInPacket *) copy)->token, g_free);
  frame = parlor_packet_encode (type, copy);
  parlor_packet_free (type, copy);

  return g_strchomp (g_strndup (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
}
