/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *parlor_test_locale_begin (const char *name);
void  parlor_test_locale_end (char *folder);

G_END_DECLS
