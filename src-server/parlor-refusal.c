/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-refusal"

#include "parlor-refusal.h"

#include "parlor-protocol.h"

#define TEXT_MAX_BYTES 500   /* of an error packet */
#define REASON_MAX_BYTES 300 /* which leaves room for what is around it */

/* A #GError of the domain PARLOR_REFUSED carries these as well. */
typedef struct
{
  const char *field; /* static */
  gint64      retry_ms;
  gint64      until_ms; /* when a ban ends; 0: never, or it is none */
  char       *reason;   /* of a ban, or NULL */
  gint64      max;      /* the largest number taken, or 0 */
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
  to->reason = g_strdup (from->reason);
}

static void
parlor_refused_private_clear (ParlorRefusedPrivate *priv)
{
  g_free (priv->reason);
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

/* What is quoted in a sentence may be longer than a sentence can be. */
static char *
clip (const char *text,
      gsize       max_bytes)
{
  const char *end;

  if (strlen (text) <= max_bytes)
    return g_strdup (text);

  end = g_utf8_find_prev_char (text, text + max_bytes - strlen ("…") + 1);

  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

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
 * @text: why, for people, and what to do; in English and marked by N_(): clients
 *   show it in their own language, see parlor_translate_text()
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

/**
 * parlor_refuse_banned:
 * @error: return location for the refusal
 * @code: why, for programs
 * @field: (nullable): the member at fault; static
 * @text: a sentence that says from what one is banned; see parlor_refuse()
 * @until_ms: when the ban ends, Unix time; 0: never
 * @reason: (nullable): of the ban
 *
 * Returns: FALSE, always
 */
gboolean
parlor_refuse_banned (GError      **error,
                      ParlorRefused code,
                      const char   *field,
                      const char   *text,
                      gint64        until_ms,
                      const char   *reason)
{
  refuse (error, code, field, 0, text);
  if (error != NULL) {
    ParlorRefusedPrivate *priv = parlor_refused_get_private (*error);

    priv->until_ms = until_ms;
    priv->reason = reason != NULL && *reason != '\0' ? clip (reason, REASON_MAX_BYTES) : NULL;
  }

  return FALSE;
}

/**
 * parlor_refuse_above:
 * @error: return location for %PARLOR_REFUSED_BAD_VALUE
 * @field: the member at fault; static
 * @text: a sentence that says that it is too large; see parlor_refuse()
 * @max: the largest number taken
 *
 * Returns: FALSE, always
 */
gboolean
parlor_refuse_above (GError    **error,
                     const char *field,
                     const char *text,
                     gint64      max)
{
  refuse (error, PARLOR_REFUSED_BAD_VALUE, field, 0, text);
  if (error != NULL)
    parlor_refused_get_private (*error)->max = max;

  return FALSE;
}

/* What an error says as a whole, for clients that do not know its parts. */
static char *
compose (const GError *error)
{
  ParlorRefusedPrivate *priv = parlor_refused_get_private (error);
  g_autoptr (GDateTime) until = g_date_time_new_from_unix_utc (priv->until_ms / 1000);
  g_autofree char      *text = NULL;
  GString              *whole = g_string_new (error->message);

  if (priv->until_ms != 0 && until != NULL) {
    text = g_date_time_format (until, "%Y-%m-%d %H:%M UTC");
    g_string_append_printf (whole, " This ends on %s.", text);
  }
  if (priv->max != 0)
    g_string_append_printf (whole, " The largest is %" G_GINT64_FORMAT ".", priv->max);
  if (priv->reason != NULL)
    g_string_append_printf (whole, " Reason: %s", priv->reason);

  return g_string_free (whole, FALSE);
}

/* The first sentence, if it is not all of the text. */
static char *
get_sentence (const GError *error)
{
  ParlorRefusedPrivate *priv = parlor_refused_get_private (error);

  return priv->until_ms != 0 || priv->max != 0 || priv->reason != NULL ? error->message : NULL;
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
  g_autofree char  *whole = NULL;
  g_autofree char  *text = NULL;
  ParlorErrorPacket answer = { .tag = tag };

  if (error->domain == PARLOR_REFUSED) {
    ParlorRefusedPrivate *priv = parlor_refused_get_private (error);

    whole = compose (error);
    text = clip (whole, TEXT_MAX_BYTES);
    answer.code = (char *) words[error->code];
    answer.text = text;
    answer.field = (char *) priv->field;
    answer.retry_ms = priv->retry_ms;
    answer.sentence = get_sentence (error);
    answer.until_ms = priv->until_ms;
    answer.reason = priv->reason;
    answer.max = priv->max;
  } else {
    g_message ("A request failed: %s", error->message);
    answer.code = (char *) words[PARLOR_REFUSED_FAILED];
    answer.text =
      (char *) N_ ("The server could not do this now. Nothing was changed; try again later.");
    answer.retry_ms = 5000;
  }

  return parlor_packet_encode (PARLOR_PACKET_ERROR, &answer);
}

/**
 * parlor_refusal_encode_goodbye:
 * @error: why a connection is ended, a refusal
 *
 * Returns: (transfer full): the last word, a frame
 */
GBytes *
parlor_refusal_encode_goodbye (const GError *error)
{
  ParlorRefusedPrivate *priv = parlor_refused_get_private (error);
  g_autofree char      *whole = compose (error);
  g_autofree char      *text = clip (whole, TEXT_MAX_BYTES);
  ParlorGoodbyePacket   goodbye = { .code = (char *) words[error->code],
                                    .text = text,
                                    .sentence = get_sentence (error),
                                    .until_ms = priv->until_ms,
                                    .reason = priv->reason };

  return parlor_packet_encode (PARLOR_PACKET_GOODBYE, &goodbye);
}
