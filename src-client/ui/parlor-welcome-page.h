/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_WELCOME_PAGE (parlor_welcome_page_get_type ())

G_DECLARE_FINAL_TYPE (ParlorWelcomePage, parlor_welcome_page, PARLOR, WELCOME_PAGE, AdwBin)

void parlor_welcome_page_set_client (ParlorWelcomePage *self,
                                     ParlorClient      *client);
void parlor_welcome_page_fill_in (ParlorWelcomePage *self,
                                  const char        *server,
                                  const char        *name,
                                  const char        *password,
                                  ParlorSignInMode   mode);
void parlor_welcome_page_submit (ParlorWelcomePage *self);
void parlor_welcome_page_ask_again (ParlorWelcomePage *self,
                                    const char        *text);

G_END_DECLS
