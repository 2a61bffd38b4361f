/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-config.h"

G_BEGIN_DECLS

void     parlor_log_writer_install (ParlorLogFormat forced_format);
void     parlor_log_writer_configure (const ParlorConfig *config);
gboolean parlor_log_writer_open_file (const char *path,
                                      GError    **error);
char    *parlor_log_writer_format_json (GLogLevelFlags   level,
                                        const GLogField *fields,
                                        gsize            n_fields,
                                        gint64           time_us);

G_END_DECLS
