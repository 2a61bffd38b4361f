/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-application.h"

#include <glib/gi18n.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (ParlorApplication) application = NULL;

  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Parlor");

  application = parlor_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
