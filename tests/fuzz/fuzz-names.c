/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A name that was prepared is prepared: it stays as it is, within its limits. */

#include "parlor-names.h"

#include "parlor-limits.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check (const char *text,
       char *(*prepare) (const char *, GError **),
       gsize max_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *once = prepare (text, &error);
  g_autofree char   *twice = NULL;

  g_assert ((once == NULL) == (error != NULL));
  if (once == NULL)
    return;

  twice = prepare (once, NULL);
  g_assert (g_strcmp0 (once, twice) == 0);
  g_assert (*once != '\0' && strlen (once) <= max_bytes && g_utf8_validate (once, -1, NULL));
}

static char *
clean_file_name (const char *text,
                 GError    **error)
{
  return parlor_file_name_clean (text);
}

static char *
prepare_and_fold (const char *text,
                  GError    **error)
{
  g_autofree char *title = parlor_title_prepare (text, error);

  return title != NULL ? parlor_title_fold (title) : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *folded = prepare_and_fold (text, NULL);
  g_autofree char *folded_again = folded != NULL ? parlor_title_fold (folded) : NULL;

  check (text, parlor_name_prepare, PARLOR_NAME_MAX_BYTES);
  check (text, parlor_title_prepare, PARLOR_TITLE_MAX_BYTES);
  check (text, clean_file_name, PARLOR_FILE_NAME_MAX_BYTES);
  g_assert (g_strcmp0 (folded, folded_again) == 0);
  parlor_text_check (text, NULL);

  return 0;
}
