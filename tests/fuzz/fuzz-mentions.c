/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mentions lie in the text, one behind the other, and name what can be a name; an
 * emoji that was prepared is prepared. */

#include "parlor-emoji.h"
#include "parlor-limits.h"
#include "parlor-mentions.h"
#include "parlor-names.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

typedef struct
{
  const char *text;
  gsize       end; /* of the last one that was somebody */
  guint       n_found;
} Finding;

static gboolean
is_somebody (const char *name,
             gsize       start,
             gsize       length,
             gpointer    user_data)
{
  Finding         *finding = user_data;
  g_autofree char *prepared = parlor_name_prepare (name, NULL);

  g_assert (start >= finding->end && length >= 2);
  g_assert (start + length <= strlen (finding->text) && finding->text[start] == '@');
  g_assert (g_utf8_validate (finding->text + start, length, NULL));
  g_assert (g_strcmp0 (name, prepared) == 0);

  if (strlen (name) % 2 == 0)
    return FALSE;
  finding->end = start + length;
  finding->n_found++;

  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char   *text = g_utf8_make_valid ((const char *) data, size);
  Finding            finding = { text, 0, 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char   *emoji = parlor_emoji_prepare (text, &error);
  g_autofree char   *again = NULL;

  g_assert (parlor_mentions_find (text, is_somebody, &finding) == finding.n_found);
  g_assert (finding.n_found <= PARLOR_MENTIONS_MAX);

  g_assert ((emoji == NULL) == (error != NULL));
  if (emoji != NULL) {
    again = parlor_emoji_prepare (emoji, NULL);
    g_assert (g_strcmp0 (emoji, again) == 0);
    g_assert (strlen (emoji) <= PARLOR_EMOJI_MAX_BYTES && g_utf8_validate (emoji, -1, NULL));
  }

  return 0;
}
