/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *parlor_name_prepare (const char *text,
                           GError    **error);
char *parlor_title_prepare (const char *text,
                            GError    **error);
char *parlor_title_fold (const char *title);
char *parlor_status_prepare (const char *text,
                             GError    **error);
char *parlor_file_name_clean (const char *text);

gboolean parlor_text_check (const char *text,
                            GError    **error);
gboolean parlor_hex_check (const char *text,
                           gsize       n_digits);

char    *parlor_personal_id (gint64 one,
                             gint64 other);
gboolean parlor_personal_id_parse (const char *id,
                                   gint64     *ret_smaller,
                                   gint64     *ret_larger);

char *parlor_nonce_new (void);

G_END_DECLS
