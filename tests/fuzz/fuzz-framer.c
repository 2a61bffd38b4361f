/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * However a stream is cut, the same lines come out of it. */

#include "parlor-framer.h"

#define LIMIT 64

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static gboolean
collect (const char *line,
         gsize       size_bytes,
         gpointer    user_data)
{
  g_assert (size_bytes < LIMIT);
  g_assert (memchr (line, '\n', size_bytes) == NULL);
  g_string_append_len (user_data, line, size_bytes);
  g_string_append_c (user_data, '\n');

  return TRUE;
}

/* Returns what came out of @data when it was pushed in pieces of @piece_bytes. */
static GString *
frame (const guint8 *data,
       gsize         size,
       gsize         piece_bytes,
       gboolean     *ret_is_good)
{
  GString     *lines = g_string_new (NULL);
  ParlorFramer framer;

  parlor_framer_init (&framer, LIMIT);
  *ret_is_good = TRUE;
  for (gsize at = 0; at < size && *ret_is_good; at += piece_bytes)
    *ret_is_good = parlor_framer_push (&framer, (const char *) data + at,
                                       MIN (piece_bytes, size - at), collect, lines, NULL);
  parlor_framer_clear (&framer);

  return lines;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GString) whole = NULL;
  g_autoptr (GString) cut = NULL;
  gboolean            is_whole_good;
  gboolean            is_cut_good;

  if (size < 2)
    return 0;

  whole = frame (data + 1, size - 1, size, &is_whole_good);
  cut = frame (data + 1, size - 1, 1 + data[0], &is_cut_good);
  g_assert (is_whole_good == is_cut_good);
  g_assert (g_string_equal (whole, cut));

  return 0;
}
