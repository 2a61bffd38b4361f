/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_SIZE_CHOICE (parlor_size_choice_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSizeChoice, parlor_size_choice, PARLOR, SIZE_CHOICE, AdwBin)

void     parlor_size_choice_set_sizes (ParlorSizeChoice *self,
                                       gint64            original_bytes,
                                       gint64            smaller_bytes);
gboolean parlor_size_choice_is_smaller (ParlorSizeChoice *self);

G_END_DECLS
