/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-suggestions.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_COMPLETION (parlor_completion_get_type ())

G_DECLARE_FINAL_TYPE (ParlorCompletion, parlor_completion, PARLOR, COMPLETION, GtkPopover)

GtkWidget *parlor_completion_new (GtkTextView *text,
                                  GtkWidget   *parent);
void       parlor_completion_set_context (ParlorCompletion           *self,
                                          const ParlorCommandContext *context);

G_END_DECLS
