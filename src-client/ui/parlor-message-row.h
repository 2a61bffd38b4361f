/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"
#include "parlor-nearness.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_ROW_FIRST,   /* of those that its author wrote one after the other */
  PARLOR_ROW_GOES_ON, /* the author has been named above */
} ParlorRowPlace;

typedef enum {
  PARLOR_ROW_SELECTING = 1 << 0, /* messages are being selected */
  PARLOR_ROW_SELECTED = 1 << 1,  /* this one is */
  PARLOR_ROW_GOING = 1 << 2,     /* it is being deleted */
} ParlorRowMarks;

#define PARLOR_TYPE_MESSAGE_ROW (parlor_message_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorMessageRow, parlor_message_row, PARLOR, MESSAGE_ROW, GtkListBoxRow)

GtkWidget *parlor_message_row_new (ParlorClient       *client,
                                   ParlorConversation *conversation,
                                   ParlorMessage      *message);

ParlorMessage *parlor_message_row_get_message (ParlorMessageRow *self);
void           parlor_message_row_set_place (ParlorMessageRow *self,
                                             ParlorRowPlace    place);
void           parlor_message_row_set_width_px (ParlorMessageRow *self,
                                                int               width_px);
void           parlor_message_row_set_nearness (ParlorMessageRow *self,
                                                ParlorNearness    nearness);
void           parlor_message_row_set_marks (ParlorMessageRow *self,
                                             ParlorRowMarks    marks);
void           parlor_message_row_show_bar (ParlorMessageRow *self);
void           parlor_message_row_hide_bar (ParlorMessageRow *self);
void           parlor_message_row_open_menu (ParlorMessageRow   *self,
                                             const GdkRectangle *at,
                                             const char         *uri);
void           parlor_message_row_open_picker (ParlorMessageRow *self);

G_END_DECLS
