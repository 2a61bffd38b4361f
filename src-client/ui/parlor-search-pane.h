/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-message-search.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_HIT_NEXT,
  PARLOR_HIT_PREVIOUS,
} ParlorHitStep;

#define PARLOR_TYPE_SEARCH_PANE (parlor_search_pane_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSearchPane, parlor_search_pane, PARLOR, SEARCH_PANE, AdwBin)

void parlor_search_pane_set_client (ParlorSearchPane *self,
                                    ParlorClient     *client);
void parlor_search_pane_open (ParlorSearchPane   *self,
                              ParlorConversation *conversation,
                              const char         *words);
void parlor_search_pane_close (ParlorSearchPane *self);
void parlor_search_pane_step (ParlorSearchPane *self,
                              ParlorHitStep     step);

G_END_DECLS
