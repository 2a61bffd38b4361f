/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-suggestions.h"

G_BEGIN_DECLS

/* How well something fits; what fits better comes first. */
typedef enum {
  PARLOR_FIT_NONE,
  PARLOR_FIT_INSIDE, /* somewhere within a word */
  PARLOR_FIT_WORD,   /* a later word begins so */
  PARLOR_FIT_BEGINNING,
  PARLOR_FIT_WHOLE,
} ParlorFit;

/* Keeps the best few of many. */
typedef struct
{
  guint   n_max;
  GArray *ranked; /* best first */
} ParlorBest;

ParlorSuggestion *parlor_suggestion_new (ParlorSuggestionKind kind,
                                         char                *title,
                                         char                *text);
void              parlor_suggestion_free (gpointer data);
ParlorFit         parlor_fit (const char *folded,
                              const char *folded_word);

void     parlor_best_init (ParlorBest *self,
                           guint       n_max);
void     parlor_best_add (ParlorBest *self,
                          gint64      rank,
                          gpointer    item);
gpointer parlor_best_get (ParlorBest *self,
                          guint       position);
void     parlor_best_clear (ParlorBest *self);

/* parlor-suggestions-people.c */
void parlor_suggestions_take_people (ParlorSuggestions          *self,
                                     const ParlorCommandContext *context,
                                     guint                       n_max);
void parlor_suggestions_take_conversations (ParlorSuggestions          *self,
                                            const ParlorCommandContext *context,
                                            guint                       n_max);
void parlor_suggestions_take_invitations (ParlorSuggestions          *self,
                                          const ParlorCommandContext *context,
                                          guint                       n_max);

G_END_DECLS
