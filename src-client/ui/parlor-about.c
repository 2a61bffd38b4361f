/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * parlor_about_present:
 * @parent: (nullable): above which it opens
 *
 * Says what this program is, and who made it.
 */
void
parlor_about_present (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name", "Parlor",
                         "application-icon", PARLOR_APP_ID,
                         "version", PARLOR_VERSION,
                         "comments", _ ("Chat on your own server"),
                         "developer-name", _ ("The Parlor contributors"),
                         "website", "https://parlor-chat.github.io/",
                         "issue-url", "https://github.com/parlor-chat/parlor/issues",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: put your names here, one in a line */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}
