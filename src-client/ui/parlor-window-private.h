/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-conversation-view.h"
#include "parlor-invitation-bar.h"
#include "parlor-landing.h"
#include "parlor-link-banner.h"
#include "parlor-sidebar.h"
#include "parlor-toasts.h"
#include "parlor-welcome-page.h"
#include "parlor-window.h"

G_BEGIN_DECLS

/* Shared by parlor-window.c, -actions.c and, about what is done with a conversation as a whole,
 * -conversation.c, about getting to where a link or a notification leads, -landing.c and, about
 * searching messages, -search.c only. */
struct _ParlorWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay        *toast_overlay;
  GtkStack               *stack;
  ParlorWelcomePage      *welcome;
  AdwLeaflet             *leaflet;
  ParlorSidebar          *sidebar;
  ParlorInvitationBar    *invitations;
  GtkStack               *content;
  ParlorLinkBanner       *banner;
  ParlorConversationView *view;

  ParlorToasts  *toasts;
  GSettings     *settings;
  ParlorClient  *client;
  ParlorLanding *landing;      /* (nullable): where a link or a notification leads */
  char          *wanted;       /* (nullable): id or name of what to open when it is known */
  char          *next_link;    /* (nullable): to be followed when one has signed in, or not */
  gboolean       has_password; /* whoever started the program gave it along */
  gboolean       was_wide;     /* sidebar and conversation were side by side */
  guint          known_id;     /* conversations have come, and none is open */
};

void _parlor_window_install_actions (GtkWidgetClass *widget_class);
void _parlor_window_install_conversation_actions (GtkWidgetClass *widget_class);
void _parlor_window_install_landing_actions (GtkWidgetClass *widget_class);
void _parlor_window_install_search_actions (GtkWidgetClass *widget_class);
void _parlor_window_set_signed_in (ParlorWindow *self,
                                   gboolean      is_signed_in);
void _parlor_window_land (ParlorWindow *self,
                          const char   *place);
void _parlor_window_set_landing (ParlorWindow  *self,
                                 ParlorLanding *landing);
void _parlor_window_open_wanted (ParlorWindow *self);
void _parlor_window_open_wanted_later (ParlorWindow *self);
void _parlor_window_update_title (ParlorWindow *self);
void _parlor_window_follow_next (ParlorWindow *self);
void _parlor_window_show_nothing (ParlorWindow *self);
void _parlor_window_show_sidebar (ParlorWindow *self);
void _parlor_window_restore_size (ParlorWindow *self,
                                  GSettings    *settings);
void _parlor_window_save_size (ParlorWindow *self,
                               GSettings    *settings);

ParlorSidebar *_parlor_window_get_sidebar (ParlorWindow *self);
GtkWidget     *_parlor_window_get_view (ParlorWindow *self);
ParlorToasts  *_parlor_window_get_toasts (ParlorWindow *self);
gboolean       _parlor_window_is_signed_in (ParlorWindow *self);
ParlorAccount *_parlor_window_find_account (ParlorWindow *self,
                                            gint64        id);
GtkWidget     *_parlor_window_confirmation_new (ParlorWindow *self,
                                                const char   *heading,
                                                const char   *body,
                                                const char   *label);

G_END_DECLS
