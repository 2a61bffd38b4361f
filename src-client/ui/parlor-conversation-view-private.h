/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-composer.h"
#include "parlor-conversation-view.h"
#include "parlor-failed-bar.h"
#include "parlor-history-view.h"
#include "parlor-link-banner.h"
#include "parlor-members-pane.h"
#include "parlor-selection-bar.h"

G_BEGIN_DECLS

/* Shared by parlor-conversation-view.c and -actions.c only. */
struct _ParlorConversationView
{
  AdwBin parent_instance;

  AdwWindowTitle     *title;
  GtkMenuButton      *menu_button;
  GMenu              *acts;
  GtkWidget          *members_button;
  ParlorLinkBanner   *banner;
  AdwFlap            *flap;
  GtkWidget          *overlay;
  ParlorHistoryView  *history;
  ParlorFailedBar    *failed;
  ParlorComposer     *composer;
  GtkWidget          *drop_page;
  ParlorMembersPane  *members;
  GtkStack           *header;
  ParlorSelectionBar *selection_bar;

  ParlorMessageActs  *message_acts;
  GSettings          *settings;
  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorAccount      *peer; /* (nullable): of a personal chat */

  guint is_folded : 1;
};

void _parlor_conversation_view_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
