/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-io.h"
#include "parlor-server-bans.h"

G_BEGIN_DECLS

typedef struct _ParlorListener ParlorListener;

ParlorListener *parlor_listener_new (const ParlorConfig *config,
                                     ParlorIo           *io,
                                     ParlorServerBans   *bans);
void            parlor_listener_configure (ParlorListener     *self,
                                           const ParlorConfig *config);
void            parlor_listener_free (ParlorListener *self);
char           *parlor_listener_add (ParlorListener *self,
                                     const char     *address,
                                     GError        **error);
void            parlor_listener_start (ParlorListener *self);
void            parlor_listener_stop (ParlorListener *self);
guint           parlor_listener_count (ParlorListener *self);
void            parlor_listener_forget (ParlorListener *self,
                                        const char     *address,
                                        gboolean        was_signed_in);
void            parlor_listener_signed_in (ParlorListener *self);

G_END_DECLS
