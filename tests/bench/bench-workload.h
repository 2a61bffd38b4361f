/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BenchWorkload:
 * @name: what it is called
 * @n_groups: how many conversations there are
 * @n_members: how many people are in each; of 2 it is a personal chat
 * @n_senders: how many of these write
 * @messages_per_s: how many messages all senders together write, at equal
 *   intervals; 0 if each writes as soon as fewer than @window of its messages
 *   are not acknowledged
 * @window: see @messages_per_s
 * @n_idle: how many people are there besides and do nothing
 *
 * Something to be measured.  Without groups it is what idle people cost.
 */
typedef struct
{
  const char *name;
  guint       n_groups;
  guint       n_members;
  guint       n_senders;
  guint       messages_per_s;
  guint       window;
  guint       n_idle;
} BenchWorkload;

/**
 * BenchPlan:
 * @seconds: how long each measurement takes
 * @warm_up_s: how long it runs before
 */
typedef struct
{
  double seconds;
  double warm_up_s;
} BenchPlan;

G_END_DECLS
