/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ada at a terminal with parlor-cli, and Ben, who is there, too. */

#pragma once

#include "parlor-test-people.h"
#include "parlor-test-terminal.h"

G_BEGIN_DECLS

/**
 * ParlorTestTypist:
 * @server: a server
 * @ben: somebody else
 * @terminal: (nullable): a shell, in which $C is the program, $L the link and $P Ada's password;
 *   %NULL where there is none, and the test is skipped
 * @folder: XDG_DATA_HOME of the shell
 * @link: to the server
 */
typedef struct
{
  ParlorTestServer   *server;
  ParlorTestPeer     *ben;
  ParlorTestTerminal *terminal;
  char               *folder;
  char               *link;
} ParlorTestTypist;

void parlor_test_typist_set_up (ParlorTestTypist *self,
                                gconstpointer     unused);
void parlor_test_typist_tear_down (ParlorTestTypist *self,
                                   gconstpointer     unused);
void parlor_test_typist_start (ParlorTestTypist *self,
                               const char       *options);
void parlor_test_typist_leave (ParlorTestTypist *self);
void parlor_test_typist_hear (ParlorTestTypist *self,
                              const char       *text);

G_END_DECLS
