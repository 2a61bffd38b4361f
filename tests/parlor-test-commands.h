/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ann, who owns the server, and Bob type commands. */

#pragma once

#include "parlor-command.h"
#include "parlor-test-client.h"

G_BEGIN_DECLS

typedef struct
{
  ParlorTestServer *server;
  ParlorTestClient *ann;
  ParlorTestClient *bob;
} ParlorCommandFixture;

void parlor_test_commands_set_up (ParlorCommandFixture *fixture,
                                  gconstpointer         config);
void parlor_test_commands_tear_down (ParlorCommandFixture *fixture,
                                     gconstpointer         config);

#define PARLOR_COMMAND_TEST(path, function)                          \
  g_test_add (path, ParlorCommandFixture, "tokens-burst = 100000\n", \
              parlor_test_commands_set_up, function, parlor_test_commands_tear_down)

ParlorCommandOutcome *parlor_test_run (const ParlorCommandContext *context,
                                       const char                 *line,
                                       GError                    **error);
ParlorConversation   *parlor_test_type (ParlorTestClient *client,
                                        const char       *where,
                                        const char       *line);
char                 *parlor_test_ask (ParlorTestClient *client,
                                       const char       *where,
                                       const char       *line);
void                  parlor_test_refuse (ParlorTestClient *client,
                                          const char       *where,
                                          const char       *line,
                                          const char       *part);

G_END_DECLS
