/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_APPLICATION (parlor_application_get_type ())

G_DECLARE_FINAL_TYPE (ParlorApplication, parlor_application, PARLOR, APPLICATION, AdwApplication)

ParlorApplication *parlor_application_new (void);

G_END_DECLS
