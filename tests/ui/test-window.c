/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Getting into the window, finding one's way in it, and out again.
 */

#include "parlor-ui-list.h"

#include "parlor-sidebar-row.h"
#include "parlor-window.h"

static void
enter (ParlorUiFixture *fixture,
       const char      *entry,
       const char      *text)
{
  gtk_editable_set_text (GTK_EDITABLE (parlor_ui_get (fixture, ADW_TYPE_ENTRY_ROW, entry)), text);
}

static gboolean
is_wrong (ParlorUiFixture *fixture,
          const char      *entry)
{
  return gtk_widget_has_css_class (parlor_ui_get (fixture, ADW_TYPE_ENTRY_ROW, entry), "error");
}

static void
submit (ParlorUiFixture *fixture)
{
  g_signal_emit_by_name (parlor_ui_get (fixture, GTK_TYPE_BUTTON, "submit"), "clicked");
}

/* First run. */

static void
test_mistakes (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  g_autofree char *link = parlor_ui_server_link (fixture->server);
  GtkWidget       *create;

  parlor_ui_present (fixture->window, 1000, 700);
  submit (fixture);
  g_assert_true (is_wrong (fixture, "server"));

  enter (fixture, "server", "not a server/");
  submit (fixture);
  g_assert_true (is_wrong (fixture, "server"));

  enter (fixture, "server", link);
  submit (fixture);
  g_assert_true (is_wrong (fixture, "name"));

  enter (fixture, "name", "ben");
  submit (fixture);
  g_assert_true (is_wrong (fixture, "password"));

  /* Nobody is there. */
  enter (fixture, "password", "wrong horse");
  enter (fixture, "server", "127.0.0.1:1");
  submit (fixture);
  parlor_ui_wait (is_wrong (fixture, "server"));

  enter (fixture, "server", link);
  submit (fixture);
  parlor_ui_wait (is_wrong (fixture, "password"));

  /* The name is taken. */
  create = parlor_ui_get (fixture, GTK_TYPE_BUTTON, "create");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (create), TRUE);
  submit (fixture);
  parlor_ui_wait (is_wrong (fixture, "name"));

  /* Whatever went wrong, one gets in at last. */
  enter (fixture, "name", "ada");
  submit (fixture);
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != NULL);
}

static void
test_certificate (ParlorUiFixture *fixture,
                  gconstpointer    data)
{
  g_autofree char *address =
    g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (fixture->server));
  const char *fingerprint = parlor_test_server_get_fingerprint (fixture->server);

  parlor_ui_present (fixture->window, 1000, 700);
  parlor_window_enter (PARLOR_WINDOW (fixture->window), address, "ada", "correct horse",
                       PARLOR_SIGN_IN_REGISTER);
  parlor_ui_answer ("Cancel");
  g_assert_true (is_wrong (fixture, "server"));
  g_assert_false (parlor_client_has_account (fixture->ada));

  submit (fixture);
  parlor_ui_answer ("Trust This Server");
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != NULL);
  g_assert_cmpstr (parlor_client_get_pinned_fingerprint (fixture->ada), ==, fingerprint);
}

/* Finding one's way with the keyboard alone. */

static gboolean
is_sidebar_shown (ParlorUiFixture *fixture)
{
  return g_strcmp0 (adw_leaflet_get_visible_child_name (
                      ADW_LEAFLET (parlor_ui_get (fixture, ADW_TYPE_LEAFLET, "leaflet"))),
                    "sidebar") == 0;
}

static void
test_narrow (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  parlor_ui_say (parlor_ui_chat (fixture->ben, "ada"), "Psst");
  parlor_ui_present (fixture->window, 360, 640);
  g_assert_false (is_sidebar_shown (fixture)); /* what was open stays */

  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (is_sidebar_shown (fixture));
  parlor_ui_press (fixture->window, "ctrl+k");
  parlor_ui_type (fixture->window, "lob");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (!is_sidebar_shown (fixture));
  parlor_ui_type (fixture->window, "from a phone");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "from a phone"));

  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (is_sidebar_shown (fixture));
  parlor_ui_press (fixture->window, "ctrl+k");
  parlor_ui_type (fixture->window, "ben");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (!is_sidebar_shown (fixture));
  parlor_ui_wait (parlor_ui_reads (fixture, "Psst"));
  parlor_ui_press (fixture->window, "alt+Left");
  parlor_ui_wait (is_sidebar_shown (fixture));
  parlor_ui_wait (gtk_widget_has_focus (parlor_ui_list_find_row (fixture, "Ben")));

  /* Where there is room for both, the list tells which one is open. */
  parlor_ui_present (fixture->window, 1000, 640);
  parlor_ui_settle (fixture->window);
  g_assert_cmpuint (gtk_widget_get_state_flags (parlor_ui_list_find_row (fixture, "Ben")) &
                      GTK_STATE_FLAG_SELECTED,
                    !=, 0);
}

/* For who does not see: names of all buttons, and each message as one sentence. */

static void
assert_buttons_named (GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget))
    return;

  if (GTK_IS_BUTTON (widget) && parlor_ui_find (widget, GTK_TYPE_LABEL, NULL) == NULL &&
      !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                         GTK_ACCESSIBLE_PROPERTY_LABEL))
    g_error ("A button has no name: %s %s in %s", G_OBJECT_TYPE_NAME (widget),
             gtk_widget_get_tooltip_text (widget),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_buttons_named (child);
}

static void
test_accessible (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  g_autofree char *sentence = NULL;
  GtkWidget       *label;
  GtkWidget       *row;

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "rotated.jpg", "On the way");
  parlor_ui_wait (parlor_ui_reads (fixture, "On the way"));
  assert_buttons_named (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "leaflet"));

  row = parlor_ui_find_picture_row (fixture);
  sentence = gtk_test_accessible_check_property (GTK_ACCESSIBLE (row),
                                                 GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  g_assert_nonnull (strstr (sentence, "Ben, "));
  g_assert_nonnull (strstr (sentence, ": Picture rotated.jpg. On the way"));
  gtk_test_accessible_assert_role (gtk_widget_get_parent (row), GTK_ACCESSIBLE_ROLE_LOG);
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  label = parlor_ui_find_label (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "sidebar"), "Ben");
  row = gtk_widget_get_ancestor (label, PARLOR_TYPE_SIDEBAR_ROW);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Ben, Online, @ben");
}

static void
test_sign_out (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  gtk_widget_activate_action (fixture->window, "win.sign-out", NULL);
  parlor_ui_answer ("Sign Out");
  parlor_ui_wait (parlor_ui_reads (fixture, "Welcome to Parlor"));
  g_assert_false (parlor_client_has_account (fixture->ada));
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/window/mistakes", test_mistakes);
  PARLOR_UI_TEST ("/window/certificate", test_certificate);
  PARLOR_UI_TEST ("/window/narrow", test_narrow);
  PARLOR_UI_TEST ("/window/accessible", test_accessible);
  PARLOR_UI_TEST ("/window/sign-out", test_sign_out);

  return g_test_run ();
}
