/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a word that is being typed in a terminal may become. */

#pragma once

#include "parlor-suggestions.h"

G_BEGIN_DECLS

/**
 * ParlorCliCandidate:
 * @text: (nullable): what is put in the place of the word; %NULL if it cannot be used here
 * @label: what it is called
 * @detail: (nullable): more about it, or why it cannot be used
 */
typedef struct
{
  char *text;
  char *label;
  char *detail;
} ParlorCliCandidate;

/**
 * ParlorCliCandidates:
 * @items: (element-type ParlorCliCandidate): the best first
 * @start: where the word begins, in bytes
 * @hint: (nullable): what is to be written there
 */
typedef struct
{
  GPtrArray *items;
  gsize      start;
  char      *hint;
} ParlorCliCandidates;

ParlorCliCandidates *parlor_cli_candidates_new (const ParlorSuggestions *suggestions,
                                                const char              *line,
                                                gsize                    cursor);
void                 parlor_cli_candidates_free (ParlorCliCandidates *self);
char                *parlor_cli_candidates_dup_prefix (ParlorCliCandidates *self);
char                *parlor_cli_candidates_lay_out (ParlorCliCandidates *self,
                                                    int                  chosen,
                                                    guint                n_columns,
                                                    guint                n_rows,
                                                    gboolean             has_colors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorCliCandidates, parlor_cli_candidates_free)

G_END_DECLS
