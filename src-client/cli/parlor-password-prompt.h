/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *parlor_password_read_file (const char *path,
                                 GError    **error);
char *parlor_password_prompt (const char *question,
                              GError    **error);

G_END_DECLS
