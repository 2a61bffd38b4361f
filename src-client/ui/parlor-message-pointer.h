/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-message-row.h"
#include "parlor-selection.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_MESSAGE_POINTER (parlor_message_pointer_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorMessagePointer, parlor_message_pointer, PARLOR, MESSAGE_POINTER, GObject)

ParlorMessagePointer *parlor_message_pointer_new (GtkWidget       *history,
                                                  ParlorSelection *selection);

G_END_DECLS
