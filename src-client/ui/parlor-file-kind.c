/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-file-kind"

#include "parlor-file-kind.h"

#include <string.h>

/* What some computer or other runs, or takes for an order, when it is opened. */
static const char *const program_endings[] = {
  "appimage",
  "apk",
  "app",
  "bat",
  "bin",
  "cmd",
  "com",
  "cpl",
  "deb",
  "desktop",
  "dll",
  "dmg",
  "elf",
  "exe",
  "flatpak",
  "flatpakref",
  "flatpakrepo",
  "gadget",
  "hta",
  "inf",
  "jar",
  "jnlp",
  "js",
  "jse",
  "ksh",
  "lnk",
  "msi",
  "msp",
  "mst",
  "php",
  "pif",
  "pkg",
  "pl",
  "ps1",
  "psm1",
  "py",
  "pyc",
  "rb",
  "reg",
  "rpm",
  "run",
  "scf",
  "scr",
  "service",
  "sh",
  "so",
  "snap",
  "url",
  "vb",
  "vbe",
  "vbs",
  "ws",
  "wsf",
  "wsh",
  "xpi",
  "zsh",
};

static const char *const program_types[] = {
  "application/x-executable",
  "application/x-pie-executable",
  "application/x-sharedlib",
  "application/x-shellscript",
  "application/x-desktop",
  "application/x-ms-dos-executable",
  "application/x-msdownload",
  "application/vnd.microsoft.portable-executable",
  "application/x-java-archive",
  "application/java-archive",
  "application/vnd.appimage",
  "application/x-iso9660-appimage",
  "application/x-msi",
};

static const struct
{
  const char *bytes;
  gsize       size;
} program_beginnings[] = {
  { "\x7f"
    "ELF",
    4 },
  { "MZ", 2 },
  { "#!", 2 },
  { "[Desktop Entry]", 15 },
  { "\xca\xfe\xba\xbe", 4 },
  { "\xcf\xfa\xed\xfe", 4 },
};

static gboolean
ends_like_program (const char *name)
{
  const char      *dot = strrchr (name, '.');
  g_autofree char *ending = NULL;

  if (dot == NULL)
    return FALSE;

  /* Some computers do not see a space or a dot at the end. */
  ending = g_strchomp (g_ascii_strdown (dot + 1, -1));

  for (guint i = 0; i < G_N_ELEMENTS (program_endings); i++)
    if (strcmp (ending, program_endings[i]) == 0)
      return TRUE;

  return *ending == '\0' && dot > name;
}

static gboolean
begins_like_program (const guint8 *begin,
                     gsize         begin_bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (program_beginnings); i++)
    if (begin_bytes >= program_beginnings[i].size &&
        memcmp (begin, program_beginnings[i].bytes, program_beginnings[i].size) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_program_type (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (program_types); i++)
    if (g_content_type_is_a (type, program_types[i]))
      return TRUE;

  return FALSE;
}

/**
 * parlor_file_kind_is_program:
 * @name: name of a file
 * @begin: (nullable): what it begins with, up to %PARLOR_FILE_KIND_BYTES of it
 * @begin_bytes: size of @begin
 *
 * Returns: whether opening it may run what somebody sent, rather than show it
 */
gboolean
parlor_file_kind_is_program (const char   *name,
                             const guint8 *begin,
                             gsize         begin_bytes)
{
  g_autofree char *by_name = NULL;
  g_autofree char *by_content = NULL;

  g_return_val_if_fail (name != NULL, TRUE);

  by_name = g_content_type_guess (name, NULL, 0, NULL);
  if (begin_bytes > 0)
    by_content = g_content_type_guess (NULL, begin, begin_bytes, NULL);

  return ends_like_program (name) || begins_like_program (begin, begin_bytes) ||
         is_program_type (by_name) || (by_content != NULL && is_program_type (by_content));
}

/**
 * parlor_file_kind_get_icon:
 * @name: name of a file
 *
 * Returns: (transfer full): a symbolic icon for files that are called so
 */
GIcon *
parlor_file_kind_get_icon (const char *name)
{
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  GIcon           *icon = parlor_file_kind_is_program (name, NULL, 0)
                            ? g_themed_icon_new ("application-x-executable-symbolic")
                            : g_content_type_get_symbolic_icon (type);

  if (G_IS_THEMED_ICON (icon))
    g_themed_icon_append_name (G_THEMED_ICON (icon), "text-x-generic-symbolic");

  return icon;
}
