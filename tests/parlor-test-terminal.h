/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A terminal that nobody sees, in which a shell runs: tmux, which knows what is on its screen. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ParlorTestTerminal ParlorTestTerminal;

gboolean            parlor_test_terminal_is_possible (void);
ParlorTestTerminal *parlor_test_terminal_new (const char        *folder,
                                              const char *const *environment,
                                              guint              n_columns,
                                              guint              n_rows);
void                parlor_test_terminal_free (ParlorTestTerminal *self);

void parlor_test_terminal_type (ParlorTestTerminal *self,
                                const char         *text);
void parlor_test_terminal_press (ParlorTestTerminal *self,
                                 const char         *keys);
void parlor_test_terminal_enter (ParlorTestTerminal *self,
                                 const char         *line);
void parlor_test_terminal_paste (ParlorTestTerminal *self,
                                 const char         *text);
void parlor_test_terminal_resize (ParlorTestTerminal *self,
                                  guint               n_columns,
                                  guint               n_rows);
void parlor_test_terminal_hang_up (ParlorTestTerminal *self);

char *parlor_test_terminal_read (ParlorTestTerminal *self);
void  parlor_test_terminal_expect (ParlorTestTerminal *self,
                                   const char         *text);
void  parlor_test_terminal_expect_without (ParlorTestTerminal *self,
                                           const char         *text);
void  parlor_test_terminal_expect_last (ParlorTestTerminal *self,
                                        const char         *rows);

G_END_DECLS
