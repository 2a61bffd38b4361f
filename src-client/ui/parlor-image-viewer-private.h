/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-image-player.h"
#include "parlor-image-viewer.h"
#include "parlor-image-walk.h"
#include "parlor-zoom-view.h"

G_BEGIN_DECLS

/* Shared by parlor-image-viewer.c and -actions.c only. */
struct _ParlorImageViewer
{
  AdwWindow parent_instance;

  AdwWindowTitle  *title;
  AdwToastOverlay *toasts;
  GtkStack        *stack;
  ParlorZoomView  *view;
  GtkWidget       *caption_place;
  GtkLabel        *caption;
  GtkWidget       *play;
  GtkWidget       *previous;
  GtkWidget       *next;
  AdwStatusPage   *status;
  GtkWidget       *status_save;
  GtkWidget       *status_fetch;

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorMessage      *message;
  ParlorAttachment   *attachment;
  ParlorImagePlayer  *player;
  ParlorImage        *image;       /* (nullable): what is shown of it */
  GCancellable       *cancellable; /* of what is shown now */
  GtkWidget          *opener;      /* (nullable): gets the focus back */

  guint is_walking : 1;
  guint is_loading : 1;
  guint is_large : 1;       /* there is no more to be had of the image */
  guint is_copy_wanted : 1; /* as soon as that is so */
};

void _parlor_image_viewer_show (ParlorImageViewer *self,
                                ParlorMessage     *message);
void _parlor_image_viewer_load_large (ParlorImageViewer *self);
void _parlor_image_viewer_copy (ParlorImageViewer *self);
void _parlor_image_viewer_update_walk (ParlorImageViewer *self);
void _parlor_image_viewer_update_zoom (ParlorImageViewer *self);
void _parlor_image_viewer_add_arrows (ParlorImageViewer *self);
void _parlor_image_viewer_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
