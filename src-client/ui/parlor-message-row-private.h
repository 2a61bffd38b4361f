/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image-box.h"
#include "parlor-message-row.h"
#include "parlor-text-flow.h"

G_BEGIN_DECLS

/* Shared by parlor-message-row.c and -actions.c only. */
struct _ParlorMessageRow
{
  GtkListBoxRow parent_instance;

  AdwBin         *avatar_place;
  GtkWidget      *column;
  GtkWidget      *bubble;
  GtkWidget      *author;
  ParlorTextFlow *flow;
  GtkWidget      *text;
  GMenuModel     *menu;
  GtkWidget      *failure;
  GtkWidget      *quote; /* (nullable) */
  GtkWidget      *reactions;
  GtkWidget      *attachment; /* (nullable) */
  ParlorImageBox *image_box;  /* (nullable): in it */

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorMessage      *message;
};

void _parlor_message_row_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
