/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlorIncomingFile:
 * @name: what it is called
 * @content: (nullable): what it holds
 * @error: (nullable): why there is no content, in a sentence for people
 *
 * A file that somebody pasted, dropped or chose.
 */
typedef struct
{
  char   *name;
  GBytes *content;
  GError *error;
} ParlorIncomingFile;

/**
 * ParlorIncomingFunc:
 * @files: (element-type ParlorIncomingFile): the files, in their order
 * @links: (nullable): addresses of web pages that were among them, one a line
 * @user_data: what was given
 *
 * Called once for what was pasted, dropped or chosen together.
 */
typedef void (*ParlorIncomingFunc) (GPtrArray  *files,
                                    const char *links,
                                    gpointer    user_data);

GdkContentFormats *parlor_incoming_get_formats (void);

void     parlor_incoming_read_files (GListModel        *files,
                                     gint64             max_bytes,
                                     ParlorIncomingFunc func,
                                     gpointer           user_data);
gboolean parlor_incoming_read_clipboard (GdkClipboard      *clipboard,
                                         gint64             max_bytes,
                                         ParlorIncomingFunc func,
                                         gpointer           user_data);
gboolean parlor_incoming_read_drop (GdkDrop           *drop,
                                    gint64             max_bytes,
                                    ParlorIncomingFunc func,
                                    gpointer           user_data);

char *parlor_incoming_join_reasons (GPtrArray *reasons);

G_END_DECLS
