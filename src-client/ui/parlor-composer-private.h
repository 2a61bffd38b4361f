/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files parlor-composer*.c have in common: parlor-composer.c is the
 * text and sending it, -keys.c its keys, -commands.c what is carried out and not sent, -draft.c
 * what is being written and which message it answers, -edit.c changing one that was sent, -voice.c
 * whether one may write. */

#pragma once

#include "parlor-command-runner.h"
#include "parlor-composer.h"
#include "parlor-pending-files.h"
#include "parlor-reply-bar.h"
#include "parlor-spell-checker.h"
#include "parlor-typing-line.h"

G_BEGIN_DECLS

struct _ParlorComposer
{
  AdwBin parent_instance;

  GtkStack           *stack;
  GtkLabel           *closed;
  GtkWidget          *unblock;
  GtkLabel           *notice;
  ParlorReplyBar     *reply;
  ParlorPendingFiles *attachments;
  GtkWidget          *entry;
  GtkTextView        *text;
  GtkWidget          *placeholder;
  GtkMenuButton      *emoji;
  ParlorTypingLine   *typing;
  GtkLabel           *hint;

  GtkTextBuffer        *buffer;
  GtkFileChooserNative *chooser; /* while it is open */
  GSettings            *settings;
  ParlorSpellChecker   *spelling;
  ParlorConversation   *conversation;
  GCancellable         *cancellable; /* of what is being saved; NULL if nothing is */

  /* Draft */
  guint    draft_id;
  gint64   reply_to;   /* 0: nothing is answered */
  gint64   edit_of;    /* 0: nothing is changed */
  char    *edited;     /* (nullable): what the message says that is changed, if that is known */
  char    *waiting;    /* (nullable): the draft that comes back after it was changed */
  gboolean is_filling; /* it is not the person who writes */

  /* Commands */
  ParlorCommandRunner *runner;
  GtkWidget           *completion;

  /* Voice */
  ParlorVoice voice;
  guint       voice_id;
};

char *_parlor_composer_dup_text (ParlorComposer *self);
void  _parlor_composer_tell (ParlorComposer *self,
                             char           *text);
void  _parlor_composer_changed (ParlorComposer *self);

gboolean _parlor_composer_has_content (ParlorComposer *self,
                                       const char     *text);
void     _parlor_composer_add_keys (ParlorComposer *self);

char    *_parlor_composer_dup_raw_text (ParlorComposer *self);
void     _parlor_composer_fill (ParlorComposer *self,
                                const char     *text);
void     _parlor_composer_show_bar (ParlorComposer *self);
void     _parlor_composer_load_draft (ParlorComposer *self);
void     _parlor_composer_save_draft (ParlorComposer *self);
void     _parlor_composer_save_draft_later (ParlorComposer *self);
void     _parlor_composer_clear_draft (ParlorComposer *self);
gboolean _parlor_composer_drop (ParlorComposer *self);

gboolean _parlor_composer_is_unchanged (ParlorComposer *self,
                                        const char     *text);
gboolean _parlor_composer_edit_before (ParlorComposer *self);
void     _parlor_composer_save_edit (ParlorComposer *self,
                                     const char     *text);
void     _parlor_composer_end_edit (ParlorComposer *self);

void     _parlor_composer_follow_voice (ParlorComposer     *self,
                                        ParlorConversation *conversation);
void     _parlor_composer_update_voice (ParlorComposer *self);
void     _parlor_composer_update_hint (ParlorComposer *self,
                                       gsize           n_bytes);
gboolean _parlor_composer_may_send (ParlorComposer *self);

void     _parlor_composer_init_commands (ParlorComposer *self);
void     _parlor_composer_end_commands (ParlorComposer *self);
void     _parlor_composer_move_commands (ParlorComposer *self);
gboolean _parlor_composer_is_command (ParlorComposer *self,
                                      const char     *text);
gboolean _parlor_composer_carry_out (ParlorComposer *self,
                                     const char     *text);

G_END_DECLS
