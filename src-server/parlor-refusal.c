/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-refusal"

#include "parlor-refusal.h"

#include "parlor-protocol.h"

#define TEXT_MAX_BYTES 500 /* of an error packet */

/* A #GError of the domain PARLOR_REFUSED carries these as well. */
typedef struct
{
  const char *field; /* static */
  gint64      retry_ms;
} ParlorRefusedPrivate;

static void
parlor_refused_private_init (ParlorRefusedPrivate *priv)
{
}

static void
parlor_refused_private_copy (const ParlorRefusedPrivate *from,
                             ParlorRefusedPrivate       *to)
{
  *to = *from;
}

static void
parlor_refused_private_clear (ParlorRefusedPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (ParlorRefused, parlor_refused)

static const char *const words[] = {
  [PARLOR_REFUSED_BAD_PACKET] = "bad-packet",
  [PARLOR_REFUSED_BAD_VALUE] = "bad-value",
  [PARLOR_REFUSED_NOT_NOW] = "not-now",
  [PARLOR_REFUSED_NOT_ALLOWED] = "not-allowed",
  [PARLOR_REFUSED_NOT_FOUND] = "not-found",
  [PARLOR_REFUSED_EXISTS] = "exists",
  [PARLOR_REFUSED_WRONG_PASSWORD] = "wrong-password",
  [PARLOR_REFUSED_CLOSED] = "closed",
  [PARLOR_REFUSED_TOO_FAST] = "too-fast",
  [PARLOR_REFUSED_TOO_MUCH] = "too-much",
  [PARLOR_REFUSED_BUSY] = "busy",
  [PARLOR_REFUSED_FAILED] = "failed",
  [PARLOR_REFUSED_BANNED] = "banned",
};

static gboolean
refuse (GError      **error,
        ParlorRefused code,
        const char   *field,
        gint64        retry_ms,
        const char   *text)
{
  g_set_error_literal (error, PARLOR_REFUSED, code, text);
  if (error != NULL) {
    ParlorRefusedPrivate *priv = parlor_refused_get_private (*error);

    priv->field = field;
    priv->retry_ms = retry_ms;
  }

  return FALSE;
}

/**
 * parlor_refuse:
 * @error: return location for the refusal
 * @code: why, for programs
 * @field: (nullable): the member at fault; static
 * @text: why, for people, and what to do
 *
 * Returns: FALSE, always
 */
gboolean
parlor_refuse (GError      **error,
               ParlorRefused code,
               const char   *field,
               const char   *text)
{
  return refuse (error, code, field, 0, text);
}

/**
 * parlor_refuse_for:
 * @error: return location for the refusal
 * @code: why, for programs
 * @retry_ms: when trying again makes sense
 * @text: why, for people
 *
 * Returns: FALSE, always
 */
gboolean
parlor_refuse_for (GError      **error,
                   ParlorRefused code,
                   gint64        retry_ms,
                   const char   *text)
{
  return refuse (error, code, NULL, retry_ms, text);
}

/* What is quoted in a sentence may be longer than a sentence can be. */
static char *
clip (const char *text)
{
  const char *end;

  if (strlen (text) <= TEXT_MAX_BYTES)
    return g_strdup (text);

  end = g_utf8_find_prev_char (text, text + TEXT_MAX_BYTES - strlen ("…") + 1);

  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/**
 * parlor_refusal_encode:
 * @error: why a request is not carried out; of another domain than
 *   PARLOR_REFUSED it is a fault of the server, whose details stay here
 * @tag: of the request
 *
 * Returns: (transfer full): the answer, a frame
 */
GBytes *
parlor_refusal_encode (const GError *error,
                       gint64        tag)
{
  g_autofree char  *text = clip (error->message);
  ParlorErrorPacket answer = { .tag = tag };

  if (error->domain == PARLOR_REFUSED) {
    ParlorRefusedPrivate *priv = parlor_refused_get_private (error);

    answer.code = (char *) words[error->code];
    answer.text = text;
    answer.field = (char *) priv->field;
    answer.retry_ms = priv->retry_ms;
  } else {
    g_message ("A request failed: %s", error->message);
    answer.code = (char *) words[PARLOR_REFUSED_FAILED];
    answer.text =
      (char *) "The server could not do this now. Nothing was changed; try again later.";
    answer.retry_ms = 5000;
  }

  return parlor_packet_encode (PARLOR_PACKET_ERROR, &answer);
}
