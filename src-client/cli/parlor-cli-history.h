/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli.h"

#include "parlor-command.h"

G_BEGIN_DECLS

void parlor_cli_show_history (ParlorCli        *cli,
                              ParlorCommandRun *run);

G_END_DECLS
