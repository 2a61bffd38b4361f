/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-test-people.h"

G_BEGIN_DECLS

#define PARLOR_TEST_CLI_PASSWORD "correct horse"
#define LOBBY "--to", "lobby"

/**
 * ParlorTestCli:
 * @server: a server
 * @link: of its owner
 * @folder: where programs keep their data
 *
 * What a test of parlor-cli needs; to be made by parlor_test_cli_set_up().
 */
typedef struct
{
  ParlorTestServer *server;
  char             *link;
  char             *folder;
} ParlorTestCli;

/* What came of a program. */
typedef struct
{
  int   status;
  char *out;
  char *err;
} ParlorTestRun;

void          parlor_test_cli_set_up (ParlorTestCli *fixture,
                                      gconstpointer  unused);
void          parlor_test_cli_tear_down (ParlorTestCli *fixture,
                                         gconstpointer  unused);
GSubprocess  *parlor_test_cli_spawn (ParlorTestCli     *fixture,
                                     const char        *input,
                                     const char *const *args);
ParlorTestRun parlor_test_cli_run (ParlorTestCli     *fixture,
                                   const char        *input,
                                   const char *const *args);
void          parlor_test_run_clear (ParlorTestRun *run);
void          parlor_test_assert_says (const char *text,
                                       const char *part);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParlorTestRun, parlor_test_run_clear)

#define RUN(fixture, input, ...) \
  parlor_test_cli_run (fixture, input, (const char *const[]){ __VA_ARGS__, NULL })

G_END_DECLS
