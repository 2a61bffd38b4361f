/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-attachment.h"

G_BEGIN_DECLS

void  parlor_file_saver_ask (GtkWidget        *widget,
                             ParlorAttachment *attachment);
void  parlor_file_saver_open (GtkWidget        *widget,
                              ParlorAttachment *attachment);
char *parlor_file_saver_get_open_folder (void);
void  parlor_file_saver_forget_opened (void);

G_END_DECLS
