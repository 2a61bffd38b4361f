/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_HOST_FORM (parlor_host_form_get_type ())

G_DECLARE_FINAL_TYPE (ParlorHostForm, parlor_host_form, PARLOR, HOST_FORM, AdwBin)

void parlor_host_form_set_client (ParlorHostForm *self,
                                  ParlorClient   *client);
void parlor_host_form_set_server_name (ParlorHostForm *self,
                                       const char     *server_name);
void parlor_host_form_set_busy (ParlorHostForm *self,
                                const char     *text);
void parlor_host_form_tell (ParlorHostForm *self,
                            const GError   *error);

gboolean    parlor_host_form_wants_account (ParlorHostForm *self);
char       *parlor_host_form_dup_server_name (ParlorHostForm *self);
const char *parlor_host_form_get_name (ParlorHostForm *self);
const char *parlor_host_form_get_password (ParlorHostForm *self);

G_END_DECLS
