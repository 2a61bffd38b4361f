/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-password-prompt.h"

#include <glib/gstdio.h>

/* The first line is the password, whatever ends it, and spaces are part of it. */
static void
test_password_file (void)
{
  static const char *const files[][2] = {
    { "secret", "secret" },
    { "secret\nmore\n", "secret" },
    { "secret\r\n", "secret" },
    { " two words \n", " two words " },
    { "\nsecret\n", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char   *path = NULL;
    g_autofree char   *password = NULL;

    g_close (g_file_open_tmp ("parlor-password-XXXXXX", &path, NULL), NULL);
    g_assert_true (g_file_set_contents (path, files[i][0], -1, NULL));
    password = parlor_password_read_file (path, &error);
    g_unlink (path);
    g_assert_cmpstr (password, ==, files[i][1]);
    if (files[i][1] == NULL)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/password-prompt/file", test_password_file);

  return g_test_run ();
}
