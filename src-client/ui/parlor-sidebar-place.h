/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_SECTION_MENTIONS,
  PARLOR_SECTION_CHANNELS,
  PARLOR_SECTION_GROUPS,
  PARLOR_SECTION_PEOPLE,
  PARLOR_N_SECTIONS,
} ParlorSection;

/**
 * ParlorSidebarPlace:
 * @section: which section
 * @is_pinned: before what is not
 * @time_ms: when something was written in it, 0 if nothing was; the newest first
 * @presence: of somebody with whom there is no chat yet; who is here first
 * @key: by name, as of g_utf8_collate_key()
 *
 * Where in the sidebar something stands.
 */
typedef struct
{
  ParlorSection  section;
  gboolean       is_pinned;
  gint64         time_ms;
  ParlorPresence presence;
  char          *key;
} ParlorSidebarPlace;

void parlor_sidebar_place_init (ParlorSidebarPlace *place,
                                ParlorAccount      *account,
                                ParlorConversation *conversation);
void parlor_sidebar_place_clear (ParlorSidebarPlace *place);
int  parlor_sidebar_place_compare (const ParlorSidebarPlace *one,
                                   const ParlorSidebarPlace *other);

G_END_DECLS
