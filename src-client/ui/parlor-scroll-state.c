/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-scroll-state.h"

/* Kinetic scrolling ends a fraction of a pixel short of the end. */
#define END_TOLERANCE_PX 2

/* So many heights of the view before the edge, more messages are fetched. */
#define PAGES_AHEAD 2

/* clang-format off */
/* What leads where.  What is not listed changes nothing: in STICK, older
 * messages may well come, but the end is kept in view all the same. */
static const struct
{
  ParlorScrollState from;
  ParlorScrollEvent event;
  ParlorScrollState to;
} edges[] = {
  { PARLOR_SCROLL_STICK,   PARLOR_SCROLL_AWAY,      PARLOR_SCROLL_FREE },
  { PARLOR_SCROLL_FREE,    PARLOR_SCROLL_TO_END,    PARLOR_SCROLL_STICK },
  { PARLOR_SCROLL_FREE,    PARLOR_SCROLL_LOAD,      PARLOR_SCROLL_LOADING },
  { PARLOR_SCROLL_LOADING, PARLOR_SCROLL_TO_END,    PARLOR_SCROLL_STICK },
  { PARLOR_SCROLL_LOADING, PARLOR_SCROLL_LOAD_DONE, PARLOR_SCROLL_FREE },
};
/* clang-format on */

/**
 * parlor_scroll_next:
 * @from: the present state
 * @event: what happened
 * @ret_to: (out): the next state, set only if there is one
 *
 * Returns: whether @event matters in state @from
 */
gboolean
parlor_scroll_next (ParlorScrollState  from,
                    ParlorScrollEvent  event,
                    ParlorScrollState *ret_to)
{
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++) {
    if (edges[i].from == from && edges[i].event == event) {
      *ret_to = edges[i].to;
      return TRUE;
    }
  }

  return FALSE;
}

static double
end_px (const ParlorScrollView *view)
{
  return MAX (view->upper_px - view->page_px, 0);
}

/**
 * parlor_scroll_target_px:
 * @state: the present state
 * @view: after the content or the view has changed its height
 * @anchor_px: where the row that is being read is in the content now
 * @offset_px: how far below the top of the view it was before; negative if it
 *   was above
 *
 * Returns: the value that makes the reader see what was seen before
 */
double
parlor_scroll_target_px (ParlorScrollState       state,
                         const ParlorScrollView *view,
                         double                  anchor_px,
                         double                  offset_px)
{
  if (state == PARLOR_SCROLL_STICK)
    return end_px (view);

  return CLAMP (anchor_px - offset_px, 0, end_px (view));
}

/**
 * parlor_scroll_is_at_end:
 * @view: what is seen
 *
 * Returns: whether the newest message is in view
 */
gboolean
parlor_scroll_is_at_end (const ParlorScrollView *view)
{
  return view->value_px >= end_px (view) - END_TOLERANCE_PX;
}

/**
 * parlor_scroll_wants_older:
 * @view: what is seen
 *
 * Returns: whether the reader may soon reach the first row
 */
gboolean
parlor_scroll_wants_older (const ParlorScrollView *view)
{
  return view->page_px > 0 && view->value_px < PAGES_AHEAD * view->page_px;
}

/**
 * parlor_scroll_wants_newer:
 * @view: what is seen
 *
 * Returns: whether the reader may soon reach the last row
 */
gboolean
parlor_scroll_wants_newer (const ParlorScrollView *view)
{
  return view->page_px > 0 && view->value_px > end_px (view) - PAGES_AHEAD * view->page_px;
}
