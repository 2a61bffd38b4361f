/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *parlor_image_process_run (const char *const *args,
                                  int                input_fd,
                                  gsize              output_max_bytes,
                                  GCancellable      *cancellable,
                                  GError           **error);

G_END_DECLS
