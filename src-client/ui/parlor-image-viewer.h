/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_IMAGE_VIEWER (parlor_image_viewer_get_type ())

G_DECLARE_FINAL_TYPE (ParlorImageViewer, parlor_image_viewer, PARLOR, IMAGE_VIEWER, AdwWindow)

void           parlor_image_viewer_present (GtkWidget          *widget,
                                            ParlorClient       *client,
                                            ParlorConversation *conversation,
                                            ParlorMessage      *message);
ParlorMessage *parlor_image_viewer_get_message (ParlorImageViewer *self);

G_END_DECLS
