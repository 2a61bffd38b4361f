/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_SPELL_CHECKER (parlor_spell_checker_get_type ())

G_DECLARE_FINAL_TYPE (ParlorSpellChecker, parlor_spell_checker, PARLOR, SPELL_CHECKER, GObject)

ParlorSpellChecker *parlor_spell_checker_new (GtkTextView *view);
void                parlor_spell_checker_set_language (ParlorSpellChecker *self,
                                                       const char         *language);

G_END_DECLS
