/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-command.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_COMMAND_RUNNER (parlor_command_runner_get_type ())

G_DECLARE_FINAL_TYPE (ParlorCommandRunner, parlor_command_runner, PARLOR, COMMAND_RUNNER, GObject)

ParlorCommandRunner        *parlor_command_runner_new (GtkWidget *widget);
void                        parlor_command_runner_set_place (ParlorCommandRunner *self,
                                                             ParlorClient        *client,
                                                             ParlorConversation  *conversation);
const ParlorCommandContext *parlor_command_runner_get_context (ParlorCommandRunner *self);
void                        parlor_command_runner_run (ParlorCommandRunner *self,
                                                       const char          *line);

G_END_DECLS
