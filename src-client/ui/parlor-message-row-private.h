/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image-box.h"
#include "parlor-message-row.h"
#include "parlor-text-flow.h"

G_BEGIN_DECLS

/* Shared by parlor-message-row.c, -actions.c and -overlay.c only. */
struct _ParlorMessageRow
{
  GtkListBoxRow parent_instance;

  AdwBin         *avatar_place;
  GtkWidget      *column;
  GtkWidget      *bubble;
  GtkWidget      *author;
  ParlorTextFlow *flow;
  GtkWidget      *text;
  GtkWidget      *failure;
  GtkWidget      *quote; /* (nullable) */
  GtkWidget      *reactions;
  GtkWidget      *attachment;  /* (nullable) */
  ParlorImageBox *image_box;   /* (nullable): in it */
  GtkWidget      *bar;         /* (nullable): over it */
  GtkWidget      *check;       /* (nullable): over it, while messages are selected */
  GtkWidget      *popover;     /* (nullable): its menu, or a choice of emoji */
  gboolean        has_overlay; /* what lies over it is placed */

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorMessage      *message;
};

void _parlor_message_row_install_actions (GtkWidgetClass *widget_class);
void _parlor_message_row_update_actions (ParlorMessageRow *self);
void _parlor_message_row_close_overlay (ParlorMessageRow *self);

G_END_DECLS
