/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-cli.h"

#include "parlor-cli-editor.h"
#include "parlor-cli-news.h"

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
  ParlorConversation  *target;
  GPtrArray           *written; /* of ParlorMessage */
  GPtrArray           *watched; /* of ParlorConversation: the prompt tells of them */
  guint                timeout;
  guint                prompt_update;
  ParlorCliStatus      status;
  gboolean             is_at_end;
  gboolean             has_quit;
};

/* parlor-cli.c */
void _parlor_cli_take_line (ParlorCli  *self,
                            const char *line);

/* parlor-cli-typing.c */
void _parlor_cli_start_typing (ParlorCli *self);
void _parlor_cli_end_typing (ParlorCli *self);
void _parlor_cli_next_typed (ParlorCli    *self,
                             const GError *error);
void _parlor_cli_update_prompt (ParlorCli *self);

/* parlor-cli-complete.c */
void _parlor_cli_complete (ParlorCli  *self,
                           const char *line,
                           gsize       cursor);
void _parlor_cli_completion_free (ParlorCliCompletion *completion);

G_END_DECLS
