/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli.h"

#include "parlor-cli-editor.h"
#include "parlor-cli-news.h"
#include "parlor-command.h"
#include "parlor-landing.h"

G_BEGIN_DECLS

typedef struct _ParlorCliCompletion ParlorCliCompletion;

/* ParlorCli:
 *
 * Takes lines one after another, each when the one before is done, and prints what happens.  A
 * program that feeds it lines can thus rely on their order, and on nothing being carried out after
 * a failure. */
struct _ParlorCli
{
  ParlorClient        *client;
  ParlorCliNews       *news;
  ParlorCliOptions     options;
  GMainLoop           *loop;
  GDataInputStream    *input;      /* NULL for a single line, and where there is an editor */
  ParlorCliEditor     *editor;     /* NULL where nobody types, or the terminal cannot do it */
  GQueue               waiting;    /* of char: lines that were typed in the meantime */
  char                *line;       /* at hand; NULL if none is */
  ParlorCliCompletion *completion; /* what Tab was pressed for last, or NULL */
  GCancellable        *cancellable;
  ParlorCliSettings   *settings; /* not owned; NULL where nobody chooses any */
  ParlorLanding       *landing;  /* on the way to where a link leads, or NULL */
  ParlorConversation  *target;
  GPtrArray           *written; /* of ParlorMessage */
  GPtrArray           *watched; /* of ParlorConversation: the prompt tells of them */
  guint                timeout;
  guint                prompt_update;
  ParlorCliStatus      status;
  gboolean             is_started; /* signed in, or so it was */
  gboolean             is_at_end;
  gboolean             has_quit;
};

/* parlor-cli.c */
void     _parlor_cli_take_line (ParlorCli  *self,
                                const char *line);
gboolean _parlor_cli_leaves_at_qqq (ParlorCli *self);
void     _parlor_cli_start_input (ParlorCli *self);

/* parlor-cli-place.c */
void _parlor_cli_find_place (ParlorCli *self);

/* parlor-cli-typing.c */
void     _parlor_cli_start_typing (ParlorCli *self);
void     _parlor_cli_end_typing (ParlorCli *self);
void     _parlor_cli_next_typed (ParlorCli    *self,
                                 const GError *error);
gboolean _parlor_cli_has_colors (ParlorCli *self);
void     _parlor_cli_update_prompt (ParlorCli *self);

/* parlor-cli-complete.c */
void _parlor_cli_complete (ParlorCli  *self,
                           const char *line,
                           gsize       cursor);
void _parlor_cli_completion_free (ParlorCliCompletion *completion);

G_END_DECLS
