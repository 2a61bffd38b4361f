/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlorIncomingFunc:
 * @content: (nullable): what a file holds
 * @name: its name
 * @error: (nullable): why there is no content
 * @owner: what was given
 *
 * Called for each file that somebody pasted, dropped or chose.
 */
typedef void (*ParlorIncomingFunc) (GBytes       *content,
                                    const char   *name,
                                    const GError *error,
                                    GObject      *owner);

GdkContentFormats *parlor_incoming_get_formats (void);

void     parlor_incoming_read_files (GListModel        *files,
                                     ParlorIncomingFunc func,
                                     GObject           *owner);
gboolean parlor_incoming_read_clipboard (GdkClipboard      *clipboard,
                                         ParlorIncomingFunc func,
                                         GObject           *owner);
gboolean parlor_incoming_read_drop (GdkDrop           *drop,
                                    ParlorIncomingFunc func,
                                    GObject           *owner);

G_END_DECLS
