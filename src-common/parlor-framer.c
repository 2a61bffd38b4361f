/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-framer"

#include "parlor-framer.h"

/**
 * parlor_framer_init:
 * @framer: storage for a framer
 * @max_bytes: the longest line allowed, its newline included; at least 1
 *
 * Makes @framer ready for a new stream.
 */
void
parlor_framer_init (ParlorFramer *framer,
                    gsize         max_bytes)
{
  g_return_if_fail (max_bytes >= 1);

  *framer = (ParlorFramer){ NULL, max_bytes };
}

/**
 * parlor_framer_clear:
 * @framer: a framer
 *
 * Forgets an incomplete line and frees its memory.
 */
void
parlor_framer_clear (ParlorFramer *framer)
{
  g_clear_pointer (&framer->partial, g_byte_array_unref);
}

static gboolean
is_too_long (ParlorFramer *framer,
             gsize         size_bytes,
             GError      **error)
{
  gsize pending = framer->partial != NULL ? framer->partial->len : 0;

  if (pending + size_bytes <= framer->max_bytes)
    return FALSE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
               "A line is longer than %" G_GSIZE_FORMAT " bytes", framer->max_bytes);
  return TRUE;
}

/* Hands over one whole line of @size_bytes, the newline not counted. */
static gboolean
emit (ParlorFramer   *framer,
      const char     *data,
      gsize           size_bytes,
      ParlorFrameFunc func,
      gpointer        user_data)
{
  g_autoptr (GByteArray) line = g_steal_pointer (&framer->partial);

  if (line == NULL)
    return func (data, size_bytes, user_data);

  g_byte_array_append (line, (const guint8 *) data, size_bytes);

  return func ((const char *) line->data, line->len, user_data);
}

/**
 * parlor_framer_push:
 * @framer: a framer
 * @data: the next bytes of the stream
 * @size_bytes: size of @data
 * @func: called for each line that is complete, in order
 * @user_data: for @func
 * @error: return location for an error
 *
 * Takes the next bytes.  After an error, or once @func said not to go on, the
 * stream is spoilt: do not push again.
 *
 * Returns: whether the stream may go on
 *
 * Fails with %G_IO_ERROR_MESSAGE_TOO_LARGE when a line exceeds the limit,
 * whether or not its end has come; @error is unset when @func stopped it.
 */
gboolean
parlor_framer_push (ParlorFramer   *framer,
                    const char     *data,
                    gsize           size_bytes,
                    ParlorFrameFunc func,
                    gpointer        user_data,
                    GError        **error)
{
  const char *end = data + size_bytes;
  const char *newline;

  while (data < end && (newline = memchr (data, '\n', end - data)) != NULL) {
    if (is_too_long (framer, newline + 1 - data, error) ||
        !emit (framer, data, newline - data, func, user_data))
      return FALSE;
    data = newline + 1;
  }

  if (data == end)
    return TRUE;
  if (is_too_long (framer, end - data + 1, error))
    return FALSE;

  if (framer->partial == NULL)
    framer->partial = g_byte_array_new ();
  g_byte_array_append (framer->partial, (const guint8 *) data, end - data);

  return TRUE;
}
