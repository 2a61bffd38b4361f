/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-entrance.h"

#include <glib/gi18n.h>

#include "parlor-names.h"

/**
 * parlor_entrance_check_server:
 * @typed: an address, or a link
 * @error: return location for an error, for people
 *
 * Returns: (transfer full) (nullable): what is meant
 */
ParlorLinkUri *
parlor_entrance_check_server (const char *typed,
                              GError    **error)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));

  if (*text != '\0')
    return parlor_link_uri_parse_address (text, error);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("Enter the address of a server, or the link to it."));
  return NULL;
}

/**
 * parlor_entrance_check_name:
 * @typed: name of an account
 * @error: return location for an error, for people
 *
 * Returns: whether there can be such a name
 */
gboolean
parlor_entrance_check_name (const char *typed,
                            GError    **error)
{
  g_autofree char *name = parlor_name_prepare (typed, error);

  return name != NULL;
}

/**
 * parlor_entrance_check_password:
 * @typed: a password
 * @mode: whether it is to be a new one
 * @error: return location for an error, for people
 *
 * Returns: whether it can be one
 */
gboolean
parlor_entrance_check_password (const char      *typed,
                                ParlorSignInMode mode,
                                GError         **error)
{
  if (*typed == '\0') {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("Enter a password."));
    return FALSE;
  }

  if (mode == PARLOR_SIGN_IN_REGISTER && g_utf8_strlen (typed, -1) < PARLOR_PASSWORD_MIN_CHARS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 /* Translators: %d is a number */
                 ngettext ("The password needs at least %d character.",
                           "The password needs at least %d characters.",
                           PARLOR_PASSWORD_MIN_CHARS),
                 PARLOR_PASSWORD_MIN_CHARS);
    return FALSE;
  }

  return TRUE;
}
