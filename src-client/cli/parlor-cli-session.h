/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who one is, from the options to being signed in. */

#pragma once

#include "parlor-cli-options.h"
#include "parlor-cli-settings.h"

G_BEGIN_DECLS

typedef struct _ParlorCliSession ParlorCliSession;

ParlorCliSession *parlor_cli_session_open (ParlorCliStart    *start,
                                           ParlorCliSettings *settings,
                                           GError           **error);
void              parlor_cli_session_close (ParlorCliSession *self);
gboolean          parlor_cli_session_sign_in (ParlorCliSession *self,
                                              GError          **error);
ParlorClient     *parlor_cli_session_get_client (ParlorCliSession *self);
const char       *parlor_cli_session_get_folder (ParlorCliSession *self);
const char       *parlor_cli_session_get_conversation (ParlorCliSession *self);
gboolean          parlor_cli_session_is_kept (ParlorCliSession *self);

G_END_DECLS
