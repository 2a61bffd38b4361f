/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char      *parlor_fingerprint_format (const char *fingerprint);
GtkWidget *parlor_fingerprint_label_new (const char *fingerprint);

G_END_DECLS
