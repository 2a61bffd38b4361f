/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-names"

#include "parlor-names.h"

#include "parlor-limits.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
set_error (GError    **error,
           const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
}

/* Letters, marks and symbols that take part in text without being seen: fillers
 * and blanks, by which one name could pass for another. */
static gboolean
is_blank_sign (gunichar c)
{
  return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
         c == 0x2800 || c == 0x3164 || c == 0xffa0;
}

static gboolean
is_variation_selector (gunichar c)
{
  return (c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0f) ||
         (c >= 0xe0100 && c <= 0xe01ef);
}

/* Case mapping of RFC 8265, section 3.3.2.  g_utf8_strdown() would do, were it
 * not different in a Turkish or Lithuanian locale, where the server's names
 * and the client's would no longer be the same. */
static char *
map_case (const char *text)
{
  GString *mapped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_unichar_tolower (g_utf8_get_char (p));
    gboolean is_last = !g_unichar_isalpha (g_utf8_get_char (g_utf8_next_char (p)));

    /* The one letter whose small form depends on its place: a final sigma. */
    if (c == 0x03c3 && p != text && is_last && g_utf8_get_char (p) == 0x03a3)
      c = 0x03c2;
    g_string_append_unichar (mapped, c);
  }

  return g_string_free (mapped, FALSE);
}

/**
 * parlor_name_prepare:
 * @text: what somebody typed as the name of an account
 * @error: return location for an error
 *
 * Brings the name of an account into the one form that is stored and compared:
 * the UsernameCaseMapped profile of RFC 8265 as far as GLib's tables go: case
 * mapped, NFC, letters, digits, marks, and `.`, `_`, `-` inside.  Characters
 * that stand for others, such as fullwidth forms and ligatures, become those
 * others: the profile maps the former and refuses the latter, among which are
 * letters that Thai and Lao cannot do without.
 *
 * Returns: (transfer full) (nullable): the name, 1 to %PARLOR_NAME_MAX_CHARS
 *   characters; %G_IO_ERROR_INVALID_ARGUMENT otherwise, with a text for people
 */
char *
parlor_name_prepare (const char *text,
                     GError    **error)
{
  g_autofree char *plain = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *name = NULL;

  if (!g_utf8_validate (text, -1, NULL)) {
    set_error (error, _ ("The name is not valid text."));
    return NULL;
  }

  plain = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  lower = map_case (plain);
  name = g_utf8_normalize (lower, -1, G_NORMALIZE_NFC);

  if (*name == '\0' || strlen (name) > PARLOR_NAME_MAX_BYTES ||
      g_utf8_strlen (name, -1) > PARLOR_NAME_MAX_CHARS) {
    set_error (error, _ ("A name has 1 to 32 characters."));
    return NULL;
  }

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gboolean is_inside = p != name && *g_utf8_next_char (p) != '\0';

    if ((!g_unichar_isalnum (c) && !(p != name && g_unichar_ismark (c)) &&
         !(is_inside && strchr ("._-", *p) != NULL)) ||
        is_blank_sign (c) || is_variation_selector (c)) {
      set_error (error, _ ("A name has letters and digits, and “.”, “_” or “-” between them."));
      return NULL;
    }
  }

  return g_steal_pointer (&name);
}

/* What cannot be seen, or makes other characters look different from what they
 * are: controls, bidi overrides, separators, private use, unassigned. */
static gboolean
is_deceptive (gunichar c)
{
  static const guint deceptive_types = 1u << G_UNICODE_CONTROL | 1u << G_UNICODE_LINE_SEPARATOR |
                                       1u << G_UNICODE_PARAGRAPH_SEPARATOR |
                                       1u << G_UNICODE_PRIVATE_USE | 1u << G_UNICODE_SURROGATE |
                                       1u << G_UNICODE_UNASSIGNED;
  GUnicodeType type = g_unichar_type (c);

  /* Joiners are part of emoji and of several scripts, tags of flags. */
  if (type == G_UNICODE_FORMAT)
    return c != 0x200c && c != 0x200d && !(c >= 0xe0020 && c <= 0xe007f);

  return (deceptive_types >> type & 1) != 0 || (g_unichar_isspace (c) && c != ' ') ||
         is_blank_sign (c);
}

/**
 * parlor_title_prepare:
 * @text: what somebody typed as a nick or as the name of a conversation
 * @error: return location for an error
 *
 * Checks a name that is only shown: any text on one line that looks like what
 * it is.  Space around it is removed, runs of spaces become one, and it is
 * brought to NFC.
 *
 * Returns: (transfer full) (nullable): the title, 1 to %PARLOR_TITLE_MAX_CHARS
 *   characters; %G_IO_ERROR_INVALID_ARGUMENT otherwise, with a text for people
 */
char *
parlor_title_prepare (const char *text,
                      GError    **error)
{
  g_autofree char    *title = NULL;
  g_autoptr (GString) clean = g_string_new (NULL);
  gboolean            has_graph = FALSE;

  if (!g_utf8_validate (text, -1, NULL)) {
    set_error (error, _ ("The name is not valid text."));
    return NULL;
  }

  title = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  for (const char *p = title; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_deceptive (c)) {
      set_error (error, _ ("The name has characters that cannot be seen."));
      return NULL;
    }
    if (c == ' ' && (clean->len == 0 || clean->str[clean->len - 1] == ' '))
      continue;
    has_graph |= g_unichar_isgraph (c) && !g_unichar_iszerowidth (c);
    g_string_append_unichar (clean, c);
  }

  if (clean->len > 0 && clean->str[clean->len - 1] == ' ')
    g_string_truncate (clean, clean->len - 1);

  if (!has_graph || clean->len > PARLOR_TITLE_MAX_BYTES ||
      g_utf8_strlen (clean->str, -1) > PARLOR_TITLE_MAX_CHARS) {
    set_error (error, _ ("A name to show has 1 to 48 characters."));
    return NULL;
  }

  return g_strdup (clean->str);
}

/**
 * parlor_status_prepare:
 * @text: what somebody says of the moment
 * @error: return location for an error
 *
 * Checks a line of text.  Space around it is removed, and it is brought to NFC.
 *
 * Returns: (transfer full) (nullable): the status, at most
 *   %PARLOR_STATUS_MAX_BYTES; empty if it says nothing;
 *   %G_IO_ERROR_INVALID_ARGUMENT otherwise, with a text for people
 */
char *
parlor_status_prepare (const char *text,
                       GError    **error)
{
  g_autofree char *status = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  if (status == NULL || strlen (status) > PARLOR_STATUS_MAX_BYTES) {
    set_error (error, _ ("The status is too long, or not valid text."));
    return NULL;
  }

  for (const char *p = status; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_deceptive (c) && g_unichar_type (c) != G_UNICODE_SPACE_SEPARATOR) {
      set_error (error, _ ("A status is one line, without characters that cannot be seen."));
      return NULL;
    }
  }

  return g_strdup (g_strstrip (status));
}

/**
 * parlor_title_fold:
 * @title: a prepared title
 *
 * Returns: (transfer full): what two titles that differ only in case, in the
 *   form of their characters or in what cannot be seen have in common; never
 *   shown
 */
char *
parlor_title_fold (const char *title)
{
  g_autofree char    *compatible = g_utf8_normalize (title, -1, G_NORMALIZE_NFKC);
  g_autofree char    *folded = g_utf8_casefold (compatible, -1);
  g_autoptr (GString) seen = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    /* GLib folds small Cherokee letters to capitals and capitals to small ones. */
    if (g_unichar_type (c) != G_UNICODE_FORMAT && !is_variation_selector (c))
      g_string_append_unichar (seen, g_unichar_tolower (c));
  }

  return g_utf8_normalize (seen->str, -1, G_NORMALIZE_NFKC);
}

/**
 * parlor_file_name_clean:
 * @text: a file name from anywhere, perhaps with folders, perhaps hostile
 *
 * Returns: (transfer full): a name that is safe to show and to save under:
 *   valid UTF-8, no folder, not hidden, at most %PARLOR_FILE_NAME_MAX_BYTES
 */
char *
parlor_file_name_clean (const char *text)
{
  g_autofree char    *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) clean = g_string_new (NULL);
  const char         *base = valid;

  for (const char *p = valid; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      base = p + 1;

  for (const char *p = base; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (clean->len == 0 && (c == '.' || c == ' '))
      continue;
    if (is_deceptive (c) || strchr ("<>:\"|?*", (int) MIN (c, 127)) != NULL)
      c = '_';
    if (clean->len + 6 > PARLOR_FILE_NAME_MAX_BYTES)
      break;
    g_string_append_unichar (clean, c);
  }

  if (clean->len == 0)
    g_string_assign (clean, "file");

  return g_strdup (clean->str);
}

/**
 * parlor_text_check:
 * @text: the body of a message, UTF-8
 * @error: return location for an error
 *
 * Returns: whether @text can be sent: it says something, is not too long, and
 *   has no control characters but line breaks and tabs
 */
gboolean
parlor_text_check (const char *text,
                   GError    **error)
{
  gboolean is_blank = TRUE;

  if (strlen (text) > PARLOR_TEXT_MAX_BYTES || !g_utf8_validate (text, -1, NULL)) {
    set_error (error, _ ("This is too long, or not valid text."));
    return FALSE;
  }

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_iscntrl (c) && c != '\n' && c != '\t') {
      set_error (error, _ ("This has control characters."));
      return FALSE;
    }
    is_blank &= g_unichar_isspace (c);
  }

  if (is_blank)
    set_error (error, _ ("This is empty."));

  return !is_blank;
}

/**
 * parlor_hex_check:
 * @text: (nullable): a string
 * @n_digits: how long it has to be
 *
 * Returns: whether @text is @n_digits lower-case hexadecimal digits
 */
gboolean
parlor_hex_check (const char *text,
                  gsize       n_digits)
{
  return text != NULL && strlen (text) == n_digits &&
         strspn (text, "0123456789abcdef") == n_digits;
}

/**
 * parlor_personal_id:
 * @one: an account
 * @other: another account, or the same
 *
 * Returns: (transfer full): the id of the personal chat of the two, which both
 *   ends know without asking
 */
char *
parlor_personal_id (gint64 one,
                    gint64 other)
{
  return g_strdup_printf ("p%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                          MIN (one, other), MAX (one, other));
}

/**
 * parlor_personal_id_parse:
 * @id: id of a conversation
 * @ret_smaller: (out): the smaller account number
 * @ret_larger: (out): the larger account number
 *
 * Returns: whether @id is what parlor_personal_id() makes
 */
gboolean
parlor_personal_id_parse (const char *id,
                          gint64     *ret_smaller,
                          gint64     *ret_larger)
{
  g_autofree char *again = NULL;

  if (sscanf (id, "p%18" G_GINT64_MODIFIER "d-%18" G_GINT64_MODIFIER "d",
              ret_smaller, ret_larger) != 2)
    return FALSE;

  again = parlor_personal_id (*ret_smaller, *ret_larger);

  return *ret_smaller > 0 && g_str_equal (id, again);
}

/**
 * parlor_nonce_new:
 *
 * Made like a UUID of version 7 (RFC 9562): 48 bits of time in milliseconds,
 * then 80 random ones, so that a database finds neighbours in time side by
 * side.
 *
 * Returns: (transfer full): %PARLOR_NONCE_HEX_CHARS digits, unique for practical
 *   purposes; not a secret
 */
char *
parlor_nonce_new (void)
{
  return g_strdup_printf ("%012" G_GINT64_MODIFIER "x%04x%08x%08x", g_get_real_time () / 1000,
                          g_random_int () >> 16, g_random_int (), g_random_int ());
}
