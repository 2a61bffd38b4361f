/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server says is English on the wire.  Its texts are in the same catalogues
 * as the programs', so that whoever shows them can say them in another language. */

#define G_LOG_DOMAIN "parlor-translate"

#include "parlor-translate.h"

#include <glib/gi18n.h>
#include <locale.h>

#define TEXT_MAX_BYTES 500

/**
 * parlor_translate_init:
 *
 * Has the program speak the language of the person, from now on.  The catalogues
 * are where they are installed, or for a program that is not in the folder that
 * `PARLOR_LOCALE_DIR` names.  To be called first in a program.
 */
void
parlor_translate_init (void)
{
  const char *folder = g_getenv ("PARLOR_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * parlor_translate_text:
 * @text: a sentence from a peer, who may have written anything
 *
 * Returns: (transfer none): the same in the language of the person; @text itself
 *   if it is not one of ours
 */
const char *
parlor_translate_text (const char *text)
{
  /* The empty text would find what a catalogue says of itself. */
  if (*text == '\0' || strlen (text) > TEXT_MAX_BYTES)
    return text;

  return gettext (text);
}

/* Takes both. */
static char *
join (char *whole,
      char *sentence)
{
  char *joined;

  /* Translators: two whole sentences, one after the other; what stands between them in your
   * language: a space, or nothing */
  joined = g_strdup_printf (C_ ("sentences", "%1$s %2$s"), whole, sentence);
  g_free (whole);
  g_free (sentence);

  return joined;
}

/**
 * parlor_translate_refusal:
 * @text: what a server says, as a whole
 * @sentence: (nullable): the first part of @text, if it has several; the others
 *   are what follows
 * @until_ms: when a ban ends, Unix time; 0: never, or it is none
 * @reason: (nullable): of a ban
 * @max: the largest number taken; 0: this is not what it is about
 *
 * Returns: (transfer full): that in the language of the person, its times as the
 *   clocks here show them
 */
char *
parlor_translate_refusal (const char *text,
                          const char *sentence,
                          gint64      until_ms,
                          const char *reason,
                          gint64      max)
{
  g_autoptr (GDateTime) until = NULL;
  g_autofree char      *end = NULL;
  char                 *whole;

  if (sentence == NULL || *sentence == '\0')
    return g_strdup (parlor_translate_text (text));

  whole = g_strdup (parlor_translate_text (sentence));
  if (until_ms > 0)
    until = g_date_time_new_from_unix_local (until_ms / 1000);
  /* Translators: a date and a time of day, as of g_date_time_format() */
  end = until != NULL ? g_date_time_format (until, _ ("%x %H:%M")) : NULL;
  if (end != NULL) {
    /* Translators: a ban does; %s is a date and a time */
    whole = join (whole, g_strdup_printf (_ ("This ends on %s."), end));
  }
  if (max > 0) {
    g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, max);

    /* Translators: %s is the largest number that one can choose */
    whole = join (whole, g_strdup_printf (_ ("The largest is %s."), number));
  }
  if (reason != NULL && *reason != '\0') {
    /* Translators: why somebody was banned, in the words of who did it */
    whole = join (whole, g_strdup_printf (_ ("Reason: %s"), reason));
  }

  return whole;
}
