/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-account.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_PERSON_ROW (parlor_person_row_get_type ())

G_DECLARE_FINAL_TYPE (ParlorPersonRow, parlor_person_row, PARLOR, PERSON_ROW, GtkListBoxRow)

GtkWidget *parlor_person_row_new (ParlorAccount *account);

ParlorAccount *parlor_person_row_get_account (ParlorPersonRow *self);

G_END_DECLS
