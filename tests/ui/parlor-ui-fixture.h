/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window of Ada's, and Ben at the other end of a real server. */

#pragma once

#include "parlor-ui-input.h"

G_BEGIN_DECLS

typedef struct
{
  ParlorTestServer *server;
  ParlorClient     *ada;
  ParlorClient     *ben;
  GtkWidget        *window;
} ParlorUiFixture;

void parlor_ui_fixture_set_up (ParlorUiFixture *fixture,
                               gconstpointer    data);
void parlor_ui_fixture_tear_down (ParlorUiFixture *fixture,
                                  gconstpointer    data);

#define PARLOR_UI_TEST(path, function)                                         \
  g_test_add (path, ParlorUiFixture, NULL, parlor_ui_fixture_set_up, function, \
              parlor_ui_fixture_tear_down)

GtkWidget *parlor_ui_get (ParlorUiFixture *fixture,
                          GType            type,
                          const char      *name);
GtkWidget *parlor_ui_find_picture_row (ParlorUiFixture *fixture);
gboolean   parlor_ui_reads (ParlorUiFixture *fixture,
                            const char      *text);

void parlor_ui_sign_in (ParlorUiFixture *fixture);
void parlor_ui_answer (const char *label);
void parlor_ui_send (ParlorUiFixture *fixture,
                     const char      *text);
void parlor_ui_paste_file (ParlorUiFixture *fixture,
                           const char      *file_name);

ParlorConversation *parlor_ui_ben_lobby (ParlorUiFixture *fixture);
gboolean            parlor_ui_ben_reads (ParlorUiFixture *fixture,
                                         const char      *text);

G_END_DECLS
