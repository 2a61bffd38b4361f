/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/**
 * ParlorNearness:
 * @PARLOR_FAR: nobody will see it soon
 * @PARLOR_NEAR: somebody may see it in a moment
 * @PARLOR_SEEN: in view
 *
 * How far a row is from what is in view.
 */
typedef enum {
  PARLOR_FAR,
  PARLOR_NEAR,
  PARLOR_SEEN,
} ParlorNearness;
