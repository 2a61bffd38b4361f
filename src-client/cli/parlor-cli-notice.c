/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told to the person: announcements and invitations. */

#define G_LOG_DOMAIN "parlor-cli-notice"

#include "parlor-cli-print.h"

#include <glib/gi18n.h>

static char *
render (const ParlorCliView *view,
        const char          *text)
{
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();

  parlor_cli_text_append (line, PARLOR_CLI_INK_BOLD | PARLOR_CLI_INK_ALERT, text);

  return parlor_cli_text_render (line, &view->style, PARLOR_CLI_INDENT_COLUMNS);
}

/**
 * parlor_cli_describe_announcement:
 * @view: how to show it
 * @packet: what an administrator tells everyone
 *
 * Returns: (transfer full): a line for people
 */
char *
parlor_cli_describe_announcement (const ParlorCliView            *view,
                                  const ParlorAnnouncementPacket *packet)
{
  const ParlorAccountPacket *author = packet->author;
  g_autofree char           *text = NULL;

  if (author == NULL) {
    text = g_strdup_printf (_ ("*** Announcement: %s"), packet->text);
  } else {
    /* Translators: the first is a name, the second a text */
    text =
      g_strdup_printf (_ ("*** Announcement from %1$s: %2$s"), author->nick, packet->text);
  }

  return render (view, text);
}

/**
 * parlor_cli_describe_invitation:
 * @view: how to show it
 * @packet: somebody invites one
 *
 * Returns: (transfer full): a line for people
 */
char *
parlor_cli_describe_invitation (const ParlorCliView       *view,
                                const ParlorInvitedPacket *packet)
{
  const ParlorListingPacket *listing = packet->conversation;
  const ParlorAccountPacket *author = packet->author;
  /* Translators: a name, the name of a channel or group, and what the server calls it */
  g_autofree char *text =
    g_strdup_printf (_ ("*** %1$s invites you to #%2$s: /join %3$s or /decline %3$s"),
                     author->nick, listing->name, listing->conversation);

  return render (view, text);
}
