/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli-editor.h"
#include "parlor-cli-lines.h"

G_BEGIN_DECLS

/* ParlorCliEditor:
 *
 * Readline edits one line in a process and tells nobody whose it is: there is one editor at a
 * time. */
struct _ParlorCliEditor
{
  const ParlorCliEditorFuncs *funcs;
  gpointer                    user_data;
  ParlorCliLines             *lines;

  char    *prompt;
  guint    input;
  guint    redraw;
  gboolean is_hidden;
  gboolean is_gone;        /* the terminal, or who typed */
  gboolean is_interrupted; /* once, and nothing was typed since */
  GQueue   entered;        /* lines that are to be taken */

  int      keys;      /* the terminal, to read from without waiting */
  GString *ahead;     /* bytes that were read and are still to be typed */
  int      n_earlier; /* how many were typed before the terminal left them to readline */
  GString *paste;     /* (nullable): what is being pasted */
  char    *doubtful;  /* (nullable): what was pasted and is a bit much */

  char *below; /* (nullable): rows that are shown below the line until a key is pressed */

  guint interrupt;
  guint resize;
  guint stopping;
  int   wake_fds[2];
};

/* parlor-cli-editor-keys.c */
void _parlor_cli_editor_bind_keys (void);

/* parlor-cli-editor-paste.c */
void     _parlor_cli_editor_begin_paste (ParlorCliEditor *self);
void     _parlor_cli_editor_read_paste (ParlorCliEditor *self);
void     _parlor_cli_editor_insert (ParlorCliEditor *self,
                                    const char      *text);
gboolean _parlor_cli_editor_is_tall (ParlorCliEditor *self,
                                     const char      *text);
void     _parlor_cli_editor_answer (ParlorCliEditor *self,
                                    int              key);
void     _parlor_cli_editor_show_question (ParlorCliEditor *self);

/* parlor-cli-editor-terminal.c */
int    _parlor_cli_editor_open_keys (void);
gssize _parlor_cli_editor_read (ParlorCliEditor *self,
                                void            *buffer,
                                gsize            size);

void _parlor_cli_editor_take_terminal (ParlorCliEditor *self);
void _parlor_cli_editor_leave_terminal (ParlorCliEditor *self);

/* parlor-cli-editor.c */
ParlorCliEditor *_parlor_cli_editor_get (void);
void             _parlor_cli_editor_show (ParlorCliEditor *self);
void             _parlor_cli_editor_reset (ParlorCliEditor *self);
void             _parlor_cli_editor_leave (ParlorCliEditor *self);
void             _parlor_cli_editor_say (ParlorCliEditor *self,
                                         const char      *text);
gboolean         _parlor_cli_editor_enter (ParlorCliEditor *self,
                                           const char      *line,
                                           gboolean        *ret_vanishes);

G_END_DECLS
