/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line that somebody is typing in a terminal, while other things are printed above it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ParlorCliEditor ParlorCliEditor;

/**
 * ParlorCliLineFlags:
 * @PARLOR_CLI_LINE_VANISHES: it is not to be seen any more once it was entered: what comes of it
 *   shows it again, or nobody is to read it
 * @PARLOR_CLI_LINE_IS_UNSAVED: it is not to be kept on disk
 * @PARLOR_CLI_LINE_IS_SECRET: nor is it to come back on a press of a key
 *
 * What is to become of a line.
 */
typedef enum {
  PARLOR_CLI_LINE_VANISHES = 1 << 0,
  PARLOR_CLI_LINE_IS_UNSAVED = 1 << 1,
  PARLOR_CLI_LINE_IS_SECRET = 1 << 2,
} ParlorCliLineFlags;

/* Where one wants to write now. */
typedef enum {
  PARLOR_CLI_STEP_PREVIOUS,
  PARLOR_CLI_STEP_NEXT,
  PARLOR_CLI_STEP_UNREAD,
} ParlorCliStep;

/**
 * ParlorCliEditorFuncs:
 * @judge: tells what is to become of a line, before it is taken; with an error, the line stays
 *   where it is, to be mended
 * @take: a line was entered
 * @leave: nobody wants to type any more, or the terminal has gone
 * @step: somebody wants to write elsewhere
 * @complete: somebody wants the word before the cursor, a place in bytes, completed
 * @resize: the terminal is wider or narrower than before
 */
typedef struct
{
  gboolean (*judge) (const char         *line,
                     ParlorCliLineFlags *ret_flags,
                     GError            **error,
                     gpointer            user_data);
  void (*take) (const char *line,
                gpointer    user_data);
  void (*leave) (gpointer user_data);
  void (*step) (ParlorCliStep step,
                gpointer      user_data);
  void (*complete) (const char *line,
                    gsize       cursor,
                    gpointer    user_data);
  void (*resize) (gpointer user_data);
} ParlorCliEditorFuncs;

gboolean         parlor_cli_editor_is_possible (void);
ParlorCliEditor *parlor_cli_editor_new (const char                 *history_path,
                                        const ParlorCliEditorFuncs *funcs,
                                        gpointer                    user_data);
void             parlor_cli_editor_free (ParlorCliEditor *self);

void        parlor_cli_editor_hide (ParlorCliEditor *self);
void        parlor_cli_editor_set_prompt (ParlorCliEditor *self,
                                          const char      *prompt);
const char *parlor_cli_editor_get_line (ParlorCliEditor *self);
gsize       parlor_cli_editor_get_cursor (ParlorCliEditor *self);
void        parlor_cli_editor_replace (ParlorCliEditor *self,
                                       gsize            start,
                                       gsize            end,
                                       const char      *text);
void        parlor_cli_editor_give_back (ParlorCliEditor *self,
                                         const char      *line);
void        parlor_cli_editor_show_below (ParlorCliEditor *self,
                                          const char      *text);
guint       parlor_cli_editor_get_n_columns (ParlorCliEditor *self);
guint       parlor_cli_editor_get_n_rows (ParlorCliEditor *self);

G_END_DECLS
