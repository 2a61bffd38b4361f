/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-style.h"
#include "parlor-command.h"

G_BEGIN_DECLS

GPtrArray *parlor_cli_align_lines (const ParlorCliStyle       *style,
                                   const ParlorCommandOutcome *outcome);

G_END_DECLS
