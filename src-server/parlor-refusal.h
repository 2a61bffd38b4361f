/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <glib/gi18n.h>

G_BEGIN_DECLS

/* Why a request is not carried out: the codes of docs/protocol.md, Errors. */
typedef enum {
  PARLOR_REFUSED_BAD_PACKET,
  PARLOR_REFUSED_BAD_VALUE,
  PARLOR_REFUSED_NOT_NOW,
  PARLOR_REFUSED_NOT_ALLOWED,
  PARLOR_REFUSED_NOT_FOUND,
  PARLOR_REFUSED_EXISTS,
  PARLOR_REFUSED_WRONG_PASSWORD,
  PARLOR_REFUSED_CLOSED,
  PARLOR_REFUSED_TOO_FAST,
  PARLOR_REFUSED_TOO_MUCH,
  PARLOR_REFUSED_BUSY,
  PARLOR_REFUSED_FAILED,
  PARLOR_REFUSED_BANNED,
} ParlorRefused;

#define PARLOR_REFUSED (parlor_refused_quark ())

GQuark parlor_refused_quark (void);

gboolean parlor_refuse (GError      **error,
                        ParlorRefused code,
                        const char   *field,
                        const char   *text);
gboolean parlor_refuse_for (GError      **error,
                            ParlorRefused code,
                            gint64        retry_ms,
                            const char   *text);
gboolean parlor_refuse_banned (GError      **error,
                               ParlorRefused code,
                               const char   *field,
                               const char   *text,
                               gint64        until_ms,
                               const char   *reason);
gboolean parlor_refuse_above (GError    **error,
                              const char *field,
                              const char *text,
                              gint64      max);
GBytes  *parlor_refusal_encode (const GError *error,
                                gint64        tag);
GBytes  *parlor_refusal_encode_goodbye (const GError *error);

G_END_DECLS
