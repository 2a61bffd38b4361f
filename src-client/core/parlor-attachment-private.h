/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-attachment.h"

G_BEGIN_DECLS

ParlorAttachment *parlor_attachment_new (const ParlorAttachmentPacket *packet);
void              parlor_attachment_set_id (ParlorAttachment *self,
                                            const char       *id);
void              parlor_attachment_set_preview (ParlorAttachment *self,
                                                 GBytes           *preview);
void              parlor_attachment_set_local (ParlorAttachment *self,
                                               const char       *path);
void              parlor_attachment_set_running (ParlorAttachment *self,
                                                 double            progress);
void              parlor_attachment_set_remote (ParlorAttachment *self);
void              parlor_attachment_set_failed (ParlorAttachment *self,
                                                const char       *error);

const ParlorAttachmentPacket *parlor_attachment_get_facts (ParlorAttachment *self);

G_END_DECLS
