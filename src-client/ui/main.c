/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-application.h"
#include "parlor-translate.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (ParlorApplication) application = NULL;

  parlor_translate_init ();
  g_set_application_name ("Parlor");

  application = parlor_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
