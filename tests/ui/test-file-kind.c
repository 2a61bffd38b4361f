/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-file-kind.h"

#include <string.h>

static gboolean
is_program (const char *name,
            const char *begin)
{
  return parlor_file_kind_is_program (name, (const guint8 *) begin, strlen (begin));
}

static void
test_programs (void)
{
  static const char *const names[] = { "a.exe", "A.EXE", "photo.jpg.scr", "x.desktop",
                                       "game.sh", "a.exe ", "a.exe.",
                                       "a.Jar", "b.AppImage", "c.flatpakref", "d.url" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (is_program (names[i], ""));

  g_assert_true (is_program ("photo.jpg", "MZ\x90"));
  g_assert_true (is_program ("letter", "\x7f"
                                       "ELF\2\1"));
  g_assert_true (is_program ("letter.txt", "#!/usr/bin/python3\n"));
  g_assert_true (is_program ("letter.pdf", "[Desktop Entry]\nType=Application\n"));
}

static void
test_others (void)
{
  g_assert_false (is_program ("photo.jpg", "\xff\xd8\xff\xe0"));
  g_assert_false (is_program ("letter.txt", "Dear Ada"));
  g_assert_false (is_program ("letter", ""));
  g_assert_false (is_program ("exe", ""));
  g_assert_false (is_program ("report.pdf", "%PDF-1.7\n"));
  g_assert_false (parlor_file_kind_is_program ("letter.txt", NULL, 0));
}

static void
test_icon (void)
{
  static const char *const names[] = { "a.pdf", "a.exe", "a", "", "a.tar.gz", "\xd7\x90.odt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GIcon) icon = parlor_file_kind_get_icon (names[i]);

    g_assert_true (G_IS_THEMED_ICON (icon));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-kind/programs", test_programs);
  g_test_add_func ("/file-kind/others", test_others);
  g_test_add_func ("/file-kind/icon", test_icon);

  return g_test_run ();
}
