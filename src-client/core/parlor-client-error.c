/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-client-error"

#include "parlor-client-error.h"

#include "parlor-translate.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (parlor_client_error, parlor_client_error)

/* clang-format off */
/* docs/protocol.md, Errors.  Transient is what may go well a little later,
 * with nobody doing anything about it. */
static const struct
{
  const char       *code;
  ParlorClientError error;
  gboolean          is_transient;
} codes[] = {
  { "bad-packet",     PARLOR_CLIENT_ERROR_FAILED,         FALSE },
  { "bad-value",      PARLOR_CLIENT_ERROR_BAD_VALUE,      FALSE },
  { "not-now",        PARLOR_CLIENT_ERROR_FAILED,         FALSE },
  { "not-allowed",    PARLOR_CLIENT_ERROR_NOT_ALLOWED,    FALSE },
  { "not-found",      PARLOR_CLIENT_ERROR_NOT_FOUND,      FALSE },
  { "exists",         PARLOR_CLIENT_ERROR_EXISTS,         FALSE },
  { "wrong-password", PARLOR_CLIENT_ERROR_WRONG_PASSWORD, FALSE },
  { "closed",         PARLOR_CLIENT_ERROR_CLOSED,         FALSE },
  { "too-fast",       PARLOR_CLIENT_ERROR_BUSY,           TRUE },
  { "too-much",       PARLOR_CLIENT_ERROR_BUSY,           FALSE },
  { "busy",           PARLOR_CLIENT_ERROR_BUSY,           TRUE },
  { "banned",         PARLOR_CLIENT_ERROR_BANNED,         FALSE },
  { "failed",         PARLOR_CLIENT_ERROR_FAILED,         TRUE },
};
/* clang-format on */

/**
 * parlor_client_error_of_packet:
 * @packet: what the server refused a request with
 *
 * Returns: (transfer full): the same as an error; its text is the server's, for
 *   people, in their language if it is known here
 */
GError *
parlor_client_error_of_packet (const ParlorErrorPacket *packet)
{
  g_autofree char *text = NULL;

  if (g_strcmp0 (packet->field, "version") == 0)
    return g_error_new_literal (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_OUTDATED,
                                _ ("This server needs a newer release of Parlor. Update the "
                                   "program, then try again."));

  text = parlor_translate_refusal (packet->text, packet->sentence, packet->until_ms,
                                   packet->reason, packet->max);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].code, packet->code))
      return g_error_new_literal (PARLOR_CLIENT_ERROR, codes[i].error, text);

  return g_error_new_literal (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_FAILED, text);
}

/**
 * parlor_client_error_of_ban:
 * @packet: with which the server ended the connection of who is banned
 *
 * Returns: (transfer full): that as an error, in the language of the person
 */
GError *
parlor_client_error_of_ban (const ParlorGoodbyePacket *packet)
{
  g_autofree char *text = parlor_translate_refusal (packet->text, packet->sentence,
                                                    packet->until_ms, packet->reason, 0);

  return g_error_new_literal (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BANNED, text);
}

/**
 * parlor_client_error_is_transient:
 * @packet: what the server refused a request with
 *
 * Returns: whether the same request may go well a little later
 */
gboolean
parlor_client_error_is_transient (const ParlorErrorPacket *packet)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].code, packet->code))
      return codes[i].is_transient;

  return FALSE;
}

/**
 * parlor_client_error_new_nonsense:
 *
 * Returns: (transfer full): the error for an answer that does not fit what was
 *   asked
 */
GError *
parlor_client_error_new_nonsense (void)
{
  return g_error_new_literal (PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_FAILED,
                              _ ("The server's answer was not understood"));
}
