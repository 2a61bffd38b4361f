/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the links lead that people follow.
 */

#include "parlor-ui-fixture.h"

#include "parlor-join-dialog.h"
#include "parlor-link-row.h"
#include "parlor-preferences.h"
#include "parlor-window.h"

static ParlorWindow *
window_of (ParlorUiFixture *fixture)
{
  return PARLOR_WINDOW (fixture->window);
}

static gboolean
is_open (ParlorUiFixture *fixture,
         const char      *title)
{
  ParlorConversation *open = parlor_window_get_conversation (window_of (fixture));

  return open != NULL && g_str_equal (parlor_conversation_get_title (open), title);
}

static void
enter (ParlorUiFixture *fixture,
       const char      *entry,
       const char      *text)
{
  gtk_editable_set_text (GTK_EDITABLE (parlor_ui_get (fixture, ADW_TYPE_ENTRY_ROW, entry)), text);
}

static void
click (ParlorUiFixture *fixture,
       const char      *button)
{
  parlor_ui_click_widget (fixture->window, parlor_ui_get (fixture, GTK_TYPE_BUTTON, button));
}

static char *
link_to (ParlorUiFixture *fixture,
         const char      *rest)
{
  g_autofree char *link = parlor_ui_server_link (fixture->server);

  return g_strconcat (link, rest, NULL);
}

static void
create (ParlorUiFixture       *fixture,
        ParlorConversationKind kind,
        const char            *name,
        const char            *password)
{
  ParlorConversation *conversation = NULL;

  parlor_client_create_async (fixture->ben, kind, name, password, NULL, NULL, NULL);
  parlor_ui_wait ((conversation = parlor_client_find_conversation (fixture->ben, name)) != NULL);
  g_assert_true (parlor_conversation_is_member (conversation));
}

static void
explained (const char *heading)
{
  GtkWidget *dialog;

  parlor_ui_wait ((dialog = parlor_ui_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_find_label (dialog, heading) != NULL);
  parlor_ui_answer ("Close");
}

/* Whoever is invited types a name and a password, and is where the link leads. */
static void
test_invited (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  g_autofree char *link = link_to (fixture, "&invite=any-token-will-do#garden");
  GtkWidget       *row;

  create (fixture, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_window_open_link (window_of (fixture), link);
  parlor_ui_present (fixture->window, 1000, 700);

  row = parlor_ui_get (fixture, PARLOR_TYPE_LINK_ROW, NULL);
  g_assert_true (parlor_ui_is_shown (row));
  g_assert_false (parlor_ui_is_shown (parlor_ui_get (fixture, ADW_TYPE_ENTRY_ROW, "server")));
  g_assert_true (parlor_ui_reads (fixture, "You are invited to “garden” on 127.0.0.1"));
  g_assert_true (
    parlor_ui_reads (fixture, "Trusted: the link carries the fingerprint of its certificate"));
  g_assert_true (gtk_toggle_button_get_active (
    GTK_TOGGLE_BUTTON (parlor_ui_get (fixture, GTK_TYPE_BUTTON, "create"))));
  parlor_ui_screenshot (fixture->window, "link-invited");

  parlor_ui_type (fixture->window, "ada");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_type (fixture->window, "correct horse");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (is_open (fixture, "garden"));
  g_assert_cmpstr (parlor_client_get_pinned_fingerprint (fixture->ada), ==,
                   parlor_test_server_get_fingerprint (fixture->server));
}

/* Narrow, with a long name, and somebody who wants to go elsewhere after all. */
static void
test_change_server (ParlorUiFixture *fixture,
                    gconstpointer    data)
{
  parlor_window_open_link (
    window_of (fixture),
    "parlor://chat.gesellschaftsangehoerigenversammlungsprotokollfuehrerin.example.org:17976/"
    "?fp=SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA#the-place-where-all-of-us-meet");
  parlor_ui_present (fixture->window, 360, 640);
  parlor_ui_screenshot (fixture->window, "link-narrow");
  click (fixture, "change");
  g_assert_false (parlor_ui_is_shown (parlor_ui_get (fixture, PARLOR_TYPE_LINK_ROW, NULL)));
  g_assert_true (parlor_ui_is_shown (parlor_ui_get (fixture, ADW_TYPE_ENTRY_ROW, "server")));
  g_assert_nonnull (
    gtk_widget_get_focus_child (parlor_ui_get (fixture, ADW_TYPE_ENTRY_ROW, "server")));
}

/* Looked at by people. */
static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkSettings     *settings = gtk_settings_get_default ();
  int              dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  parlor_window_open_link (window_of (fixture),
                           "parlor://chat.example.org/?invite=any-token-will-do#garden");
  parlor_ui_present (fixture->window, 700, 700);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_screenshot (fixture->window, "link-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  parlor_ui_screenshot (fixture->window, "link-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_object_set (settings, "gtk-xft-dpi", dpi * 2, NULL);
  parlor_ui_screenshot (fixture->window, "link-large-text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);

  parlor_preferences_present (GTK_WINDOW (fixture->window));
  parlor_ui_screenshot (parlor_ui_find_window (PARLOR_TYPE_PREFERENCES), "preferences");
  gtk_window_close (GTK_WINDOW (parlor_ui_find_window (PARLOR_TYPE_PREFERENCES)));
}

/* Who has an account may follow an invitation, too. */
static void
test_name_is_taken (ParlorUiFixture *fixture,
                    gconstpointer    data)
{
  g_autofree char *link = link_to (fixture, "&invite=any-token-will-do");
  GtkWidget       *instead;

  parlor_window_enter (window_of (fixture), link, "ben", NULL, PARLOR_SIGN_IN_EXISTING);
  parlor_ui_present (fixture->window, 1000, 700);
  instead = parlor_ui_get (fixture, GTK_TYPE_BUTTON, "instead");
  g_assert_false (parlor_ui_is_shown (instead));

  parlor_ui_type (fixture->window, "correct horse");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_is_shown (instead));
  parlor_ui_screenshot (fixture->window, "link-name-is-taken");
  parlor_ui_click_widget (fixture->window, instead);
  parlor_ui_wait (is_open (fixture, "lobby"));
  g_assert_false (parlor_ui_is_shown (instead));
}

/* What one may not enter is told, and one is in all the same. */
static void
test_forbidden_places (ParlorUiFixture *fixture,
                       gconstpointer    data)
{
  g_autofree char *link = link_to (fixture, "#nowhere");
  g_autofree char *guarded = link_to (fixture, "#cellar");
  GtkWidget       *dialog;

  create (fixture, PARLOR_CONVERSATION_GROUP, "cellar", "open sesame");
  parlor_window_enter (window_of (fixture), link, "ada", "correct horse",
                       PARLOR_SIGN_IN_REGISTER);
  parlor_ui_present (fixture->window, 1000, 700);
  explained ("You Cannot Enter “nowhere”");
  g_assert_true (is_open (fixture, "lobby"));

  /* Nobody joins by a link without having said so. */
  parlor_window_open_link (window_of (fixture), guarded);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_JOIN_DIALOG)) != NULL);
  g_assert_null (parlor_client_find_conversation (fixture->ada, "cellar"));
  gtk_window_close (GTK_WINDOW (dialog));
}

/* A link to a group with a password, for who is not in yet. */
static void
test_password (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  g_autofree char *link = link_to (fixture, "#cellar");
  GtkWidget       *dialog;

  create (fixture, PARLOR_CONVERSATION_GROUP, "cellar", "open sesame");
  parlor_window_enter (window_of (fixture), link, "ada", "correct horse",
                       PARLOR_SIGN_IN_REGISTER);
  parlor_ui_present (fixture->window, 1000, 700);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_JOIN_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find_label (dialog, "“cellar” takes a password.")));
  parlor_ui_type (dialog, "open sesame");
  parlor_ui_press (dialog, "Return");
  parlor_ui_wait (is_open (fixture, "cellar"));
}

/* Whatever comes as a link leaves the window as it is. */
static void
test_broken (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  g_autofree char *long_link = g_strnfill (100000, 'x');
  const char      *broken[] = { "",
                                "https://example.org/",
                                "parlor:",
                                "parlor://",
                                "parlor://h:0/",
                                "parlor://h/?fp=SHA256:short",
                                "parlor://h/?invite=%00",
                                "parlor://h/#\xff\xfe",
                                "\xff\xfe<b>&",
                                long_link };

  parlor_ui_present (fixture->window, 1000, 700);
  enter (fixture, "server", "chat.example.org");
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    parlor_window_open_link (window_of (fixture), broken[i]);
    if (i == 1)
      parlor_ui_screenshot (fixture->window, "link-broken");
    explained ("This Link Cannot Be Opened");
  }
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (
                     parlor_ui_get (fixture, ADW_TYPE_ENTRY_ROW, "server"))),
                   ==, "chat.example.org");
}

/* Signed in, a link goes to a place of this server, or asks before it leaves it. */
static void
test_signed_in (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  g_autofree char *here = link_to (fixture, "#lobby");
  g_autofree char *impostor =
    g_strdup_printf ("parlor://127.0.0.1:%u/?fp=SHA256:"
                     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                     parlor_test_server_get_port (fixture->server));

  parlor_ui_sign_in (fixture);
  parlor_window_open_conversation (window_of (fixture), parlor_ui_chat (fixture->ada, "ben"));
  parlor_window_open_link (window_of (fixture), here);
  parlor_ui_wait (is_open (fixture, "lobby"));

  parlor_window_open_link (window_of (fixture), impostor);
  explained ("This Link Names Another Certificate");

  parlor_window_open_link (window_of (fixture), "parlor://chat.example.org/#garden");
  parlor_ui_answer ("Cancel");
  g_assert_true (parlor_client_has_account (fixture->ada));

  parlor_window_open_link (window_of (fixture), "parlor://chat.example.org/#garden");
  parlor_ui_answer ("Sign Out");
  parlor_ui_wait (
    parlor_ui_reads (fixture, "The link leads to “garden” on chat.example.org"));
  g_assert_false (parlor_client_has_account (fixture->ada));
}

/* Somebody clicks before the server has answered; nothing is lost by it. */
static void
test_impatient (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  g_autofree char *link = link_to (fixture, "#garden");
  g_autofree char *next = link_to (fixture, "#cellar");

  create (fixture, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  create (fixture, PARLOR_CONVERSATION_CHANNEL, "cellar", NULL);
  parlor_ui_present (fixture->window, 1000, 700);
  parlor_window_enter (window_of (fixture), link, "ada", "correct horse",
                       PARLOR_SIGN_IN_REGISTER);
  parlor_window_open_link (window_of (fixture), next);
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_JOIN_DIALOG) != NULL);
  gtk_window_close (GTK_WINDOW (parlor_ui_find_window (PARLOR_TYPE_JOIN_DIALOG)));

  /* Without a connection it is said that one has to wait. */
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_has_failed (fixture->ada));
  parlor_window_open_link (window_of (fixture), next);
  parlor_ui_wait (parlor_ui_reads (fixture, "This opens as soon as there is a connection"));
}

/* What a notification names, be it somewhere in a long history or left long ago. */
static void
test_go_to (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  ParlorConversation *lobby;

  parlor_ui_sign_in (fixture);
  lobby = parlor_client_find_conversation (fixture->ada, "lobby");
  parlor_window_open_conversation (window_of (fixture), parlor_ui_chat (fixture->ada, "ben"));
  gtk_widget_activate_action (fixture->window, "win.go-to", "(sx)",
                              parlor_conversation_get_id (lobby), (gint64) 0);
  parlor_ui_wait (is_open (fixture, "lobby"));

  gtk_widget_activate_action (fixture->window, "win.go-to", "(sx)", "gone", (gint64) 7);
  parlor_ui_wait (parlor_ui_reads (fixture, "You are not in this conversation any more"));
  gtk_widget_activate_action (fixture->window, "win.go-to", "(sx)", "", G_MININT64);
  g_assert_true (is_open (fixture, "lobby"));
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/links/invited", test_invited);
  PARLOR_UI_TEST ("/links/change-server", test_change_server);
  PARLOR_UI_TEST ("/links/looks", test_looks);
  PARLOR_UI_TEST ("/links/name-is-taken", test_name_is_taken);
  PARLOR_UI_TEST ("/links/forbidden-places", test_forbidden_places);
  PARLOR_UI_TEST ("/links/password", test_password);
  PARLOR_UI_TEST ("/links/broken", test_broken);
  PARLOR_UI_TEST ("/links/signed-in", test_signed_in);
  PARLOR_UI_TEST ("/links/impatient", test_impatient);
  PARLOR_UI_TEST ("/links/go-to", test_go_to);

  return g_test_run ();
}
