/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PARLOR_SCROLL_STICK,   /* the end is in view and stays in view */
  PARLOR_SCROLL_FREE,    /* somebody reads further up: what is read stays put */
  PARLOR_SCROLL_LOADING, /* the same, while older messages are on their way */
  PARLOR_N_SCROLL_STATES
} ParlorScrollState;

typedef enum {
  PARLOR_SCROLL_TO_END,    /* the reader came to the end, or asked for it */
  PARLOR_SCROLL_AWAY,      /* the reader left the end */
  PARLOR_SCROLL_LOAD,      /* older messages were asked for */
  PARLOR_SCROLL_LOAD_DONE, /* they came, or did not */
  PARLOR_N_SCROLL_EVENTS
} ParlorScrollEvent;

/**
 * ParlorScrollView:
 * @value_px: top of the view
 * @page_px: height of the view
 * @upper_px: height of the content
 *
 * What a vertical GtkAdjustment says.
 */
typedef struct
{
  double value_px;
  double page_px;
  double upper_px;
} ParlorScrollView;

gboolean parlor_scroll_next (ParlorScrollState  from,
                             ParlorScrollEvent  event,
                             ParlorScrollState *ret_to);

double   parlor_scroll_target_px (ParlorScrollState       state,
                                  const ParlorScrollView *view,
                                  double                  anchor_px,
                                  double                  offset_px);
gboolean parlor_scroll_is_at_end (const ParlorScrollView *view);
gboolean parlor_scroll_wants_older (const ParlorScrollView *view);
gboolean parlor_scroll_wants_newer (const ParlorScrollView *view);

G_END_DECLS
