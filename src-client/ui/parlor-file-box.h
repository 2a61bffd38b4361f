/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-attachment.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_FILE_BOX (parlor_file_box_get_type ())

G_DECLARE_FINAL_TYPE (ParlorFileBox, parlor_file_box, PARLOR, FILE_BOX, AdwBin)

GtkWidget *parlor_file_box_new (ParlorAttachment *attachment);

G_END_DECLS
