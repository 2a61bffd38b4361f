/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_PAGED_DIALOG (parlor_paged_dialog_get_type ())

G_DECLARE_DERIVABLE_TYPE (ParlorPagedDialog, parlor_paged_dialog, PARLOR, PAGED_DIALOG, AdwWindow)

/**
 * ParlorPagedDialogClass:
 * @parent_class: the parent
 * @page_type: what the server answers
 * @make_request: returns what to ask for the page after @after, 0 for the first,
 *   a packet of *@ret_type
 * @take_page: adds the rows of a page of @page_type; returns what comes after
 *   it, 0 if it is the last
 *
 * What a dialog lists.
 */
struct _ParlorPagedDialogClass
{
  AdwWindowClass parent_class;

  ParlorPacketType page_type;
  gpointer (*make_request) (ParlorPagedDialog *self,
                            gint64             after,
                            ParlorPacketType  *ret_type);
  gint64 (*take_page) (ParlorPagedDialog *self,
                       gconstpointer      page);
};

void parlor_paged_dialog_present (ParlorPagedDialog *self,
                                  GtkWindow         *parent,
                                  ParlorClient      *client,
                                  const char        *empty_text);
void parlor_paged_dialog_add_row (ParlorPagedDialog *self,
                                  GtkWidget         *row);
void parlor_paged_dialog_remove_row (ParlorPagedDialog *self,
                                     GtkWidget         *row);

G_END_DECLS
