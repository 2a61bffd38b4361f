/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_TRANSFER_REMOTE,  /* on the server only: fetch it to see it */
  PARLOR_TRANSFER_RUNNING, /* on its way up or down, see "progress" */
  PARLOR_TRANSFER_LOCAL,   /* here, at "path" */
  PARLOR_TRANSFER_FAILED,
} ParlorTransferState;

#define PARLOR_TYPE_TRANSFER_STATE (parlor_transfer_state_get_type ())
#define PARLOR_TYPE_ATTACHMENT (parlor_attachment_get_type ())

GType parlor_transfer_state_get_type (void);

G_DECLARE_FINAL_TYPE (ParlorAttachment, parlor_attachment, PARLOR, ATTACHMENT, GObject)

const char         *parlor_attachment_get_id (ParlorAttachment *self);
const char         *parlor_attachment_get_name (ParlorAttachment *self);
const char         *parlor_attachment_get_media_type (ParlorAttachment *self);
gint64              parlor_attachment_get_size_bytes (ParlorAttachment *self);
int                 parlor_attachment_get_width_px (ParlorAttachment *self);
int                 parlor_attachment_get_height_px (ParlorAttachment *self);
GBytes             *parlor_attachment_get_preview (ParlorAttachment *self);
const char         *parlor_attachment_get_path (ParlorAttachment *self);
ParlorTransferState parlor_attachment_get_state (ParlorAttachment *self);
double              parlor_attachment_get_progress (ParlorAttachment *self);
gboolean            parlor_attachment_is_image (ParlorAttachment *self);

G_END_DECLS
