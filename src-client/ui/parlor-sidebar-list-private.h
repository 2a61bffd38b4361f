/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-list-hold.h"
#include "parlor-sidebar-list.h"
#include "parlor-sidebar-row.h"
#include "parlor-sidebar-section.h"

G_BEGIN_DECLS

/* Shared by parlor-sidebar-list.c, -rows.c about what is in it, and -menu.c about the menu of a
 * row. */
struct _ParlorSidebarList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkLabel   *nothing_label;
  GtkPopover *menu;     /* of a row; NULL until one was opened */
  GtkWidget  *menu_row; /* (nullable): whose menu is open */
  GtkWidget  *focus;    /* (nullable), weak: what had it when the menu was opened */

  GSettings          *settings;
  ParlorClient       *client;
  ParlorListHold     *hold;
  ParlorConversation *open; /* (nullable), weak: whose row is marked, where there is room for it */
  GHashTable         *rows; /* ParlorConversation, or ParlorAccount of a personal chat → row */
  GtkWidget          *sections[PARLOR_N_SECTIONS];
  guint               n_shown[PARLOR_N_SECTIONS]; /* rows, were the section expanded */
  char               *words;                      /* searched for, folded; NULL if nothing is */
  guint               update_id;                  /* the rows are to be made anew */
  guint               arrange_id;                 /* they are to be looked through */
  guint               scroll_id;                  /* what is selected is to be in sight */
  guint               n_frames_to_show;
  guint               day_id;
  int                 day; /* of the year, that the times of the rows are told for */

  guint is_folded : 1;
  guint is_selecting : 1;
};

/* parlor-sidebar-list.c */
void _parlor_sidebar_list_arrange (ParlorSidebarList *self);
void _parlor_sidebar_list_arrange_later (ParlorSidebarList *self);

/* parlor-sidebar-list-rows.c */
ParlorSidebarRow *_parlor_sidebar_list_ensure_row (ParlorSidebarList  *self,
                                                   ParlorAccount      *account,
                                                   ParlorConversation *conversation);
void              _parlor_sidebar_list_find_people (ParlorSidebarList *self);
void              _parlor_sidebar_list_update_rows (ParlorSidebarList *self);
void              _parlor_sidebar_list_update_rows_later (ParlorSidebarList *self);
void              _parlor_sidebar_list_watch_day (ParlorSidebarList *self);

/* parlor-sidebar-list-menu.c */
void _parlor_sidebar_list_init_menu (ParlorSidebarList *self);
void _parlor_sidebar_list_install_menu (GtkWidgetClass *widget_class);

G_END_DECLS
