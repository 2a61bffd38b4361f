/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"
#include "parlor-deferral.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_WINDOW (parlor_window_get_type ())

G_DECLARE_FINAL_TYPE (ParlorWindow, parlor_window, PARLOR, WINDOW, AdwApplicationWindow)

GtkWidget *parlor_window_new (GtkApplication *application,
                              ParlorClient   *client);

void parlor_window_fill_in (ParlorWindow *self,
                            const char   *server,
                            const char   *name,
                            const char   *password);
void parlor_window_enter (ParlorWindow    *self,
                          const char      *server,
                          const char      *name,
                          const char      *password,
                          ParlorSignInMode mode);
void parlor_window_show_signed_in (ParlorWindow *self);
void parlor_window_open_link (ParlorWindow *self,
                              const char   *text);
void parlor_window_open_conversation (ParlorWindow       *self,
                                      ParlorConversation *conversation);
void parlor_window_tell (ParlorWindow *self,
                         const char   *text);
void parlor_window_offer_undo (ParlorWindow   *self,
                               const char     *text,
                               ParlorDeferral *deferral);

ParlorClient       *parlor_window_get_client (ParlorWindow *self);
ParlorConversation *parlor_window_get_conversation (ParlorWindow *self);
ParlorConversation *parlor_window_get_on_screen (ParlorWindow *self);

G_END_DECLS
