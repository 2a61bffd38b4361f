/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files parlor-completion*.c have in common: parlor-completion.c follows what is being
 * written, -rows.c shows what one may mean, -keys.c lets the keyboard choose. */

#pragma once

#include <adwaita.h>

#include "parlor-completion.h"

G_BEGIN_DECLS

#define PARLOR_COMPLETION_MAX_ROWS 8

struct _ParlorCompletion
{
  GtkPopover parent_instance;

  GtkWidget  *frame; /* around the rest */
  GtkLabel   *usage;
  GtkLabel   *explanation;
  GtkListBox *list;

  GtkTextView         *text; /* not owned: its window outlives this */
  GtkTextBuffer       *buffer;
  ParlorCommandContext context;
  ParlorSuggestions   *suggestions; /* (nullable) */
  GCancellable        *cancellable; /* of what the server is asked */
  GListModel          *members;     /* (nullable): kept so that they come before others */
  guint                update_id;
  int                  closed_at;    /* where the word begins that it was closed at; -1: none */
  gboolean             is_composing; /* an input method is at work */
  gboolean             is_wanted;    /* the person writes, and does not only go about */
  gboolean             is_taking;    /* the text changes since something was chosen */
};

/* parlor-completion.c */
void _parlor_completion_take (ParlorCompletion       *self,
                              const ParlorSuggestion *suggestion);
void _parlor_completion_close (ParlorCompletion *self);

/* parlor-completion-rows.c */
void                    _parlor_completion_show_rows (ParlorCompletion *self);
void                    _parlor_completion_select (ParlorCompletion *self,
                                                   GtkListBoxRow    *row);
const ParlorSuggestion *_parlor_completion_get_suggestion (ParlorCompletion *self,
                                                           GtkListBoxRow    *row);

/* parlor-completion-keys.c */
void _parlor_completion_add_keys (ParlorCompletion *self);

G_END_DECLS
