/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one may mean by what one begins to write. */

#pragma once

#include "parlor-command.h"

G_BEGIN_DECLS

typedef enum {
  PARLOR_SUGGESTION_PERSON,
  PARLOR_SUGGESTION_EVERYBODY,
  PARLOR_SUGGESTION_CONVERSATION,
  PARLOR_SUGGESTION_EMOJI,
  PARLOR_SUGGESTION_COMMAND,
  PARLOR_SUGGESTION_WORD,
} ParlorSuggestionKind;

/**
 * ParlorSuggestion:
 * @kind: what it is
 * @title: what it is called
 * @detail: (nullable): more about it
 * @reason: (nullable): why it cannot be used here
 * @text: what is written for it
 * @account: (nullable): who is meant
 * @conversation: (nullable): what is meant
 */
typedef struct
{
  ParlorSuggestionKind kind;
  char                *title;
  char                *detail;
  char                *reason;
  char                *text;
  ParlorAccount       *account;
  ParlorConversation  *conversation;
} ParlorSuggestion;

/**
 * ParlorSuggestions:
 * @start: where the word that they are for begins, in bytes; it ends at the cursor
 * @word: that word without the sign before it
 * @items: (element-type ParlorSuggestion): the best first
 * @command: (nullable): whose arguments are being written
 * @argument: (nullable): the argument at the cursor
 * @wants_emoji: whether the word is to name an emoji
 */
typedef struct
{
  gsize                 start;
  char                 *word;
  GPtrArray            *items;
  const ParlorCommand  *command;
  const ParlorArgument *argument;
  gboolean              wants_emoji;
} ParlorSuggestions;

ParlorSuggestions *parlor_suggestions_new (const ParlorCommandContext *context,
                                           const char                 *text,
                                           gsize                       cursor,
                                           guint                       n_max);
void               parlor_suggestions_free (ParlorSuggestions *self);
void               parlor_suggestions_add_emoji (ParlorSuggestions *self,
                                                 const char        *emoji,
                                                 const char        *name);
void               parlor_suggestions_add_listings (ParlorSuggestions               *self,
                                                    const ParlorDirectoryPagePacket *page,
                                                    guint                            n_max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorSuggestions, parlor_suggestions_free)

G_END_DECLS
