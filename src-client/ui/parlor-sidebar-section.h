/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-sidebar-place.h"

G_BEGIN_DECLS

/**
 * ParlorSectionCounts:
 * @n_shown: how many rows are below it, or would be if it were expanded
 * @n_unread: how many messages in them are new
 * @n_loud: how many of those draw attention
 * @n_mentions: how many mention one
 */
typedef struct
{
  guint n_shown;
  guint n_unread;
  guint n_loud;
  guint n_mentions;
} ParlorSectionCounts;

#define PARLOR_TYPE_SIDEBAR_SECTION (parlor_sidebar_section_get_type ())

G_DECLARE_FINAL_TYPE (
  ParlorSidebarSection, parlor_sidebar_section, PARLOR, SIDEBAR_SECTION, GtkListBoxRow)

GtkWidget  *parlor_sidebar_section_new (ParlorSection section);
const char *parlor_section_get_name (ParlorSection section);

ParlorSection parlor_sidebar_section_get_section (ParlorSidebarSection *self);
gboolean      parlor_sidebar_section_is_expanded (ParlorSidebarSection *self);
void          parlor_sidebar_section_set_is_expanded (ParlorSidebarSection *self,
                                                      gboolean              is_expanded);
void          parlor_sidebar_section_set_counts (ParlorSidebarSection      *self,
                                                 const ParlorSectionCounts *counts);

G_END_DECLS
