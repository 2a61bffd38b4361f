/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

#define PARLOR_CLIENT_ERROR (parlor_client_error_quark ())

/* What the server answers (docs/protocol.md, Errors), and what can go wrong on
 * the way to it. */
typedef enum {
  PARLOR_CLIENT_ERROR_FAILED,
  PARLOR_CLIENT_ERROR_NOT_CONNECTED,
  PARLOR_CLIENT_ERROR_UNREACHABLE,         /* no such host, refused, timed out */
  PARLOR_CLIENT_ERROR_CERTIFICATE,         /* nothing speaks for it: ask the person */
  PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED, /* not the pinned one */
  PARLOR_CLIENT_ERROR_WRONG_PASSWORD,
  PARLOR_CLIENT_ERROR_EXISTS,
  PARLOR_CLIENT_ERROR_NOT_FOUND,
  PARLOR_CLIENT_ERROR_NOT_ALLOWED,
  PARLOR_CLIENT_ERROR_BAD_VALUE,
  PARLOR_CLIENT_ERROR_CLOSED,
  PARLOR_CLIENT_ERROR_BANNED,
  PARLOR_CLIENT_ERROR_OUTDATED, /* this program */
  PARLOR_CLIENT_ERROR_BUSY,     /* busy, too-fast, too-much */
} ParlorClientError;

GQuark parlor_client_error_quark (void);

GError  *parlor_client_error_of_packet (const ParlorErrorPacket *packet);
GError  *parlor_client_error_of_ban (const ParlorGoodbyePacket *packet);
GError  *parlor_client_error_new_nonsense (void);
gboolean parlor_client_error_is_transient (const ParlorErrorPacket *packet);

G_END_DECLS
