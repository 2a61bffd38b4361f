/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli.h"

G_BEGIN_DECLS

typedef struct _ParlorCliImages ParlorCliImages;

ParlorCliImages *parlor_cli_images_new (ParlorCli          *cli,
                                        ParlorCliImagesMode mode);
void             parlor_cli_images_free (ParlorCliImages *self);
char            *parlor_cli_images_start (ParlorCliImages *self);
void             parlor_cli_images_show (ParlorCliImages *self,
                                         ParlorMessage   *message);
void             parlor_cli_images_note_line (ParlorCliImages *self);

G_END_DECLS
