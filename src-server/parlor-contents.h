/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-services.h"

G_BEGIN_DECLS

gboolean parlor_contents_drop (ParlorDb   *db,
                               const char *conversation,
                               gint64      seq,
                               GError    **error);
gboolean parlor_contents_drop_attachment (ParlorDb   *db,
                                          const char *attachment,
                                          GError    **error);
gboolean parlor_contents_empty_attachment (ParlorDb   *db,
                                           const char *attachment,
                                           GError    **error);
void     parlor_contents_sweep (ParlorServices *services);

G_END_DECLS
