/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Channels, groups, and who is in them.
 */

#include "parlor-ui-fixture.h"

#include "parlor-create-dialog.h"
#include "parlor-join-dialog.h"
#include "parlor-members-pane.h"
#include "parlor-person-row.h"
#include "parlor-window.h"

static void
test_members (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  GtkWidget *pane;

  parlor_ui_sign_in (fixture);
  pane = parlor_ui_get (fixture, PARLOR_TYPE_MEMBERS_PANE, NULL);
  g_assert_false (parlor_ui_is_shown (pane));
  parlor_ui_press (fixture->window, "F9");
  parlor_ui_wait (parlor_ui_is_shown (pane));
  parlor_ui_wait (parlor_ui_find_label (pane, "2 Members") != NULL);
  parlor_ui_screenshot (fixture->window, "members");

  parlor_ui_wait (parlor_ui_find_label (pane, "Ben") != NULL);
  gtk_widget_activate (gtk_widget_get_ancestor (parlor_ui_find_label (pane, "Ben"),
                                                PARLOR_TYPE_PERSON_ROW));
  parlor_ui_settle (fixture->window);
  g_assert_cmpint (parlor_conversation_get_kind (
                     parlor_window_get_conversation (PARLOR_WINDOW (fixture->window))),
                   ==, PARLOR_CONVERSATION_PERSONAL);
  g_assert_false (parlor_ui_is_shown (pane));
}

/* Who is there, as soon as it can be asked. */
static void
test_members_offline (ParlorUiFixture *fixture,
                      gconstpointer    data)
{
  GtkWidget *pane;

  parlor_ui_sign_in (fixture);
  pane = parlor_ui_get (fixture, PARLOR_TYPE_MEMBERS_PANE, NULL);
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  parlor_ui_press (fixture->window, "F9");
  parlor_ui_wait (parlor_ui_is_shown (pane));
  parlor_ui_wait (parlor_ui_find_label (pane, "There is no connection to the server") != NULL);

  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->ada);
  parlor_ui_wait (parlor_ui_find_label (pane, "2 Members") != NULL);

  /* The next window would remember. */
  parlor_ui_press (fixture->window, "F9");
  parlor_ui_wait (!parlor_ui_is_shown (pane));
}

/* Channels and groups. */

static void
test_create (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  GtkWidget *dialog;

  parlor_ui_sign_in (fixture);
  gtk_widget_activate_action (fixture->window, "win.create-group", NULL);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_CREATE_DIALOG)) != NULL);
  parlor_ui_type (dialog, "lobby");
  parlor_ui_screenshot (dialog, "create-group");
  parlor_ui_press (dialog, "Return");

  /* There is one of that name. */
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (dialog, GTK_TYPE_LABEL, "message")));
  gtk_editable_set_text (GTK_EDITABLE (parlor_ui_find (dialog, ADW_TYPE_ENTRY_ROW, "name")),
                         "Summer party");
  gtk_editable_set_text (GTK_EDITABLE (parlor_ui_find (dialog, ADW_TYPE_ENTRY_ROW, "password")),
                         "strawberry");
  g_signal_emit_by_name (parlor_ui_find (dialog, GTK_TYPE_BUTTON, "create"), "clicked");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_CREATE_DIALOG) == NULL);
  g_assert_cmpstr (parlor_conversation_get_title (
                     parlor_window_get_conversation (PARLOR_WINDOW (fixture->window))),
                   ==, "Summer party");
  parlor_ui_join (fixture->ben, "Summer party", "strawberry");
  parlor_ui_wait (parlor_ui_reads (fixture, "Ben joined"));
}

static void
test_join (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *dialog;
  GtkWidget *label;

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  /* What others call it is not taken for markup. */
  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_GROUP, "Tea & <b>party", "strawberry");
  parlor_ui_sign_in (fixture);

  parlor_ui_press (fixture->window, "ctrl+j");
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_JOIN_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_find_label (dialog, "garden") != NULL);
  parlor_ui_screenshot (dialog, "join");

  /* What is not listed may be there all the same. */
  parlor_ui_type (dialog, "nowhere");
  parlor_ui_wait (parlor_ui_find_label (dialog, "Join “nowhere”") != NULL);
  parlor_ui_press (dialog, "Return");
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (dialog, GTK_TYPE_LABEL, "message")));

  gtk_editable_set_text (GTK_EDITABLE (parlor_ui_find (dialog, GTK_TYPE_SEARCH_ENTRY, NULL)),
                         "tea");
  parlor_ui_wait ((label = parlor_ui_find_label (dialog, "Tea & <b>party")) != NULL);
  gtk_widget_activate (gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW));
  parlor_ui_type (dialog, "raspberry");
  parlor_ui_press (dialog, "Return");
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (dialog, GTK_TYPE_LABEL,
                                                      "password_message")));
  gtk_editable_set_text (GTK_EDITABLE (parlor_ui_find (dialog, ADW_TYPE_ENTRY_ROW, "password")),
                         "");
  parlor_ui_type (dialog, "strawberry");
  parlor_ui_press (dialog, "Return");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_JOIN_DIALOG) == NULL);
  parlor_ui_wait (parlor_ui_reads (fixture, "ada joined"));

  /* And out again. */
  gtk_widget_activate_action (fixture->window, "win.leave", NULL);
  parlor_ui_answer ("Leave");
  parlor_ui_wait (parlor_ui_reads (fixture, "No Conversation Open"));
  parlor_ui_wait (!parlor_ui_reads (fixture, "Tea & <b>party"));
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/circles/members-offline", test_members_offline);
  PARLOR_UI_TEST ("/circles/members", test_members);
  PARLOR_UI_TEST ("/circles/create", test_create);
  PARLOR_UI_TEST ("/circles/join", test_join);

  return g_test_run ();
}
