/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "parlor-client.h"
#include "parlor-test-server.h"

G_BEGIN_DECLS

/* Turns the main loop until @condition holds; fails the test if it never does. */
#define parlor_ui_wait(condition)                                                    \
  G_STMT_START                                                                       \
  {                                                                                  \
    const gint64 _end_us = g_get_monotonic_time () + PARLOR_TEST_PATIENCE_MS * 1000; \
    while (!(condition)) {                                                           \
      if (g_get_monotonic_time () > _end_us)                                         \
        g_error ("%s:%d: this never came true: %s", __FILE__, __LINE__, #condition); \
      parlor_ui_turn ();                                                             \
    }                                                                                \
  }                                                                                  \
  G_STMT_END

void parlor_ui_init (int    *argc,
                     char ***argv);
void parlor_ui_turn (void);
void parlor_ui_settle (GtkWidget *widget);
void parlor_ui_present (GtkWidget *window,
                        int        width_px,
                        int        height_px);

GtkApplication *parlor_ui_get_application (void);
ParlorClient   *parlor_ui_client_new (ParlorTestServer *server,
                                      const char       *name);
void            parlor_ui_client_free (ParlorClient *client);
ParlorClient   *parlor_ui_person_new (ParlorTestServer *server,
                                      const char       *name,
                                      const char       *nick);
void            parlor_ui_enter (ParlorClient *client,
                                 const char   *link,
                                 const char   *name,
                                 const char   *nick);
char           *parlor_ui_server_link (ParlorTestServer *server);

ParlorConversation *parlor_ui_create (ParlorClient          *client,
                                      ParlorConversationKind kind,
                                      const char            *name,
                                      const char            *password);
ParlorConversation *parlor_ui_join (ParlorClient *client,
                                    const char   *name,
                                    const char   *password);
ParlorConversation *parlor_ui_chat (ParlorClient *client,
                                    const char   *name);
void                parlor_ui_say (ParlorConversation *conversation,
                                   const char         *text);
void                parlor_ui_send_picture (ParlorConversation *conversation,
                                            const char         *file_name,
                                            const char         *caption);

GtkWidget *parlor_ui_find (GtkWidget  *root,
                           GType       type,
                           const char *name);
GtkWidget *parlor_ui_find_label (GtkWidget  *root,
                                 const char *text);
GtkWidget *parlor_ui_find_window (GType type);
gboolean   parlor_ui_is_shown (GtkWidget *widget);
void       parlor_ui_assert_fits (GtkWidget *window);
void       parlor_ui_screenshot (GtkWidget  *window,
                                 const char *name);

G_END_DECLS
