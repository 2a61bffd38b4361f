/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Host on This Computer, from the first run on: a real server, which outlives the dialog. */

#include "parlor-ui-fixture.h"

#include <ftw.h>
#include <glib/gstdio.h>

#include "parlor-host-dialog.h"
#include "parlor-host-people.h"
#include "parlor-local-server.h"

#define PASSWORD "correct horse"

typedef struct
{
  GtkWidget    *window;
  GtkWidget    *dialog;
  ParlorClient *client; /* of the window */
} Fixture;

static GtkWidget *
get (GtkWidget  *root,
     GType       type,
     const char *name)
{
  GtkWidget *found = parlor_ui_find (root, type, name);

  g_assert_nonnull (found);

  return found;
}

static gboolean
is_page (Fixture    *fixture,
         const char *name)
{
  GtkWidget *stack = get (fixture->dialog, GTK_TYPE_STACK, "stack");

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), name) == 0;
}

static gboolean
reads (Fixture    *fixture,
       const char *text)
{
  return parlor_ui_is_shown (parlor_ui_find_label (fixture->dialog, text));
}

static void
find_dialog (Fixture *fixture)
{
  parlor_ui_wait ((fixture->dialog = parlor_ui_find_window (PARLOR_TYPE_HOST_DIALOG)) != NULL);
  parlor_ui_wait (!is_page (fixture, "looking"));
  parlor_ui_settle (fixture->dialog);
}

/* By its action, as the launcher and D-Bus do it. */
static void
open_dialog (Fixture *fixture)
{
  GtkApplication *application = parlor_ui_get_application ();

  g_action_group_activate_action (G_ACTION_GROUP (application), "host", NULL);
  parlor_ui_wait ((fixture->window = parlor_ui_find_window (PARLOR_TYPE_WINDOW)) != NULL);
  fixture->client = parlor_window_get_client (PARLOR_WINDOW (fixture->window));
  find_dialog (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->dialog), 480, 860);
  parlor_ui_settle (fixture->dialog);
}

static void
close_dialog (Fixture *fixture)
{
  gtk_window_close (GTK_WINDOW (fixture->dialog));
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_HOST_DIALOG) == NULL);
  fixture->dialog = NULL;
}

/* The link as it is shown. */
static const char *
get_link (Fixture *fixture)
{
  return gtk_label_get_label (GTK_LABEL (get (fixture->dialog, GTK_TYPE_LABEL, "link")));
}

static void
press_button (Fixture    *fixture,
              const char *name)
{
  g_signal_emit_by_name (get (fixture->dialog, GTK_TYPE_BUTTON, name), "clicked");
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Returns: (transfer full) (nullable): what a camera reads, if there is one */
static char *
read_code (const char *screenshot)
{
  g_autofree char                *program = g_find_program_in_path ("zbarimg");
  g_autofree char                *file = g_strconcat (screenshot, ".png", NULL);
  g_autofree char                *path = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess)         camera = NULL;
  g_autoptr (GAsyncResult)        result = NULL;
  g_autoptr (GError)              error = NULL;
  char                           *text = NULL;

  if (program == NULL)
    return NULL;

  path = g_build_filename (g_getenv ("PARLOR_SCREENSHOTS"), file, NULL);
  /* It is not to look for a screen. */
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  camera = g_subprocess_launcher_spawn (launcher, &error, program, "--quiet", "--raw", path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (camera, NULL, NULL, on_ready, &result);
  parlor_ui_wait (result != NULL);
  g_subprocess_communicate_utf8_finish (camera, result, &text, NULL, &error);
  g_assert_no_error (error);

  return g_strchomp (text);
}

/* Whatever the style, a camera reads the link that is shown. */
static void
check_code (Fixture    *fixture,
            const char *screenshot)
{
  g_autofree char *text = NULL;

  parlor_ui_settle (fixture->dialog);
  parlor_ui_screenshot (fixture->dialog, screenshot);
  text = read_code (screenshot);
  if (text != NULL)
    g_assert_cmpstr (text, ==, get_link (fixture));
  else
    g_test_message ("There is no zbarimg: the QR code was not read");
}

/* Somebody comes in by the link: from this computer, which has no other one at hand. */
static ParlorClient *
enter_by_link (Fixture    *fixture,
               const char *name)
{
  g_autoptr (ParlorLinkUri) uri = parlor_link_uri_parse (get_link (fixture), NULL);
  g_autofree char          *folder = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  g_autoptr (GAsyncResult)  result = NULL;
  g_autoptr (GError)        error = NULL;
  ParlorClient             *client = parlor_client_new (folder, secrets, &error);

  g_assert_no_error (error);
  parlor_client_sign_in_async (client, uri, name, PASSWORD, PARLOR_SIGN_IN_REGISTER, NULL, on_ready,
                               &result);
  parlor_ui_wait (result != NULL);
  parlor_client_sign_in_finish (client, result, &error);
  g_assert_no_error (error);

  return client;
}

/* What is missing is told in the form, and the server is not begun with. */
static void
make_mistakes (Fixture *fixture)
{
  parlor_ui_press (fixture->dialog, "Return");
  parlor_ui_type (fixture->dialog, "short");
  parlor_ui_press (fixture->dialog, "Return");
  parlor_ui_wait (reads (fixture, "The password needs at least 8 characters."));
  gtk_window_set_default_size (GTK_WINDOW (fixture->dialog), 360, 640);
  parlor_ui_settle (fixture->dialog);
  parlor_ui_assert_fits (fixture->dialog);
  parlor_ui_screenshot (fixture->dialog, "hosting-mistake");

  g_setenv ("PARLOR_SERVER", "/no/such/parlor-server", TRUE);
  parlor_ui_press (fixture->dialog, "ctrl+a");
  parlor_ui_type (fixture->dialog, PASSWORD);
  parlor_ui_press (fixture->dialog, "Return");
  parlor_ui_wait (reads (fixture, "The program parlor-server is not installed on this computer. "
                                  "Install it, then try again."));
  g_setenv ("PARLOR_SERVER", g_getenv ("PARLOR_TEST_SERVER"), TRUE);
}

static int
remove_entry (const char        *path,
              const struct stat *status,
              int                type,
              struct FTW        *place)
{
  return g_remove (path);
}

static void
stop (ParlorLocalServer *server)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;

  parlor_local_server_stop_async (server, NULL, on_ready, &result);
  parlor_ui_wait (result != NULL);
  parlor_local_server_stop_finish (server, result, &error);
  g_assert_no_error (error);
}

/* Whoever began to host and went away before there was an account is asked for it again. */
static void
test_second_thoughts (void)
{
  Fixture                       fixture = { NULL };
  g_autoptr (ParlorLocalServer) server = parlor_local_server_new (NULL, NULL);
  g_autoptr (GAsyncResult)      result = NULL;
  g_autoptr (GError)            error = NULL;
  g_autofree char              *folder =
    g_build_filename (g_get_user_data_dir (), "parlor-server", NULL);

  parlor_local_server_start_async (server, NULL, NULL, on_ready, &result);
  parlor_ui_wait (result != NULL);
  parlor_local_server_start_finish (server, result, &error);
  g_assert_no_error (error);
  stop (server);

  open_dialog (&fixture);
  g_assert_true (is_page (&fixture, "server"));
  press_button (&fixture, "start");
  parlor_ui_wait (is_page (&fixture, "form"));
  close_dialog (&fixture);
  gtk_window_destroy (GTK_WINDOW (fixture.window));

  stop (server);
  nftw (folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The first run, by mouse and keyboard.  A keyring would ask for a password of its own. */
static void
test_first_run (void)
{
  Fixture                   fixture = { NULL };
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);

  g_application_activate (G_APPLICATION (parlor_ui_get_application ()));
  parlor_ui_wait ((fixture.window = parlor_ui_find_window (PARLOR_TYPE_WINDOW)) != NULL);
  fixture.client = parlor_window_get_client (PARLOR_WINDOW (fixture.window));
  parlor_client_set_secrets (fixture.client, secrets);
  parlor_ui_present (fixture.window, 360, 720);
  parlor_ui_assert_fits (fixture.window);
  parlor_ui_screenshot (fixture.window, "hosting-welcome-narrow");
  parlor_ui_present (fixture.window, 1000, 760);
  parlor_ui_screenshot (fixture.window, "hosting-welcome");
  parlor_ui_click_widget (fixture.window, get (fixture.window, GTK_TYPE_BUTTON, "host"));
  find_dialog (&fixture);
  g_assert_true (is_page (&fixture, "form"));
  parlor_ui_screenshot (fixture.dialog, "hosting-form");

  /* All but the password is filled in. */
  make_mistakes (&fixture);
  press_button (&fixture, "submit");
  parlor_ui_wait (is_page (&fixture, "server"));
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture.window)) != NULL);
  g_assert_cmpint (parlor_client_get_server_role (fixture.client), ==, PARLOR_SERVER_ROLE_OWNER);
  g_assert_cmpstr (parlor_conversation_get_id (
                     parlor_window_get_conversation (PARLOR_WINDOW (fixture.window))),
                   ==, "lobby");
  parlor_ui_wait (reads (&fixture, "Invite Others"));
  check_code (&fixture, "hosting-server");

  close_dialog (&fixture);
  parlor_ui_settle (fixture.window);
  parlor_ui_screenshot (fixture.window, "hosting-lobby");
}

/* The link that is copied is the one that is shown; another address goes into both. */
static void
test_link (void)
{
  Fixture          fixture = { NULL };
  g_autofree char *link = NULL;
  GtkWidget       *hosts;
  GtkWidget       *last;

  open_dialog (&fixture);
  parlor_ui_wait (reads (&fixture, "Invite Others"));
  link = g_strdup (get_link (&fixture));

  hosts = get (fixture.dialog, ADW_TYPE_PREFERENCES_GROUP, "hosts");
  last = parlor_ui_find_label (hosts, "IPv6 address");
  if (last == NULL) {
    g_test_skip ("this computer has one address only");
  } else {
    GtkWidget *row = gtk_widget_get_ancestor (last, ADW_TYPE_ACTION_ROW);

    adw_action_row_activate (ADW_ACTION_ROW (row));
    g_assert_cmpstr (get_link (&fixture), !=, link);
    g_assert_nonnull (
      strstr (get_link (&fixture), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row))));
    check_code (&fixture, "hosting-other-address");
  }
  press_button (&fixture, "copy");
  parlor_ui_wait (reads (&fixture, "Link copied"));
  close_dialog (&fixture);
}

/* Each style, each size, and a code that a camera reads in all of them. */
static void
test_looks (void)
{
  Fixture      fixture = { NULL };
  GtkSettings *settings = gtk_settings_get_default ();
  int          dpi;

  open_dialog (&fixture);
  parlor_ui_wait (reads (&fixture, "Invite Others"));
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  check_code (&fixture, "hosting-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);

  gtk_window_set_default_size (GTK_WINDOW (fixture.dialog), 360, 800);
  parlor_ui_settle (fixture.dialog);
  check_code (&fixture, "hosting-narrow");
  parlor_ui_assert_fits (fixture.dialog);

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  parlor_ui_settle (fixture.dialog);
  parlor_ui_assert_fits (fixture.dialog);
  parlor_ui_screenshot (fixture.dialog, "hosting-large");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  close_dialog (&fixture);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  open_dialog (&fixture);
  parlor_ui_wait (reads (&fixture, "Invite Others"));
  parlor_ui_screenshot (fixture.dialog, "hosting-rtl");
  close_dialog (&fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Who has signed out is led back, and is not asked to own the server once more. */
static void
test_sign_in (void)
{
  Fixture                  fixture = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char         *link = NULL;
  GtkWidget               *server;

  open_dialog (&fixture);
  parlor_ui_wait (reads (&fixture, "Invite Others"));
  g_assert_false (reads (&fixture, "You are not signed in"));
  parlor_client_sign_out_async (fixture.client, NULL, on_ready, &result);
  parlor_ui_wait (result != NULL);
  close_dialog (&fixture);
  gtk_window_destroy (GTK_WINDOW (fixture.window));

  open_dialog (&fixture);
  parlor_ui_wait (reads (&fixture, "You are not signed in"));
  parlor_ui_screenshot (fixture.dialog, "hosting-signed-out");
  gtk_widget_activate_action (fixture.dialog, "host.sign-in", NULL);
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_HOST_DIALOG) == NULL);
  server = get (fixture.window, ADW_TYPE_ENTRY_ROW, "server");
  link = g_strdup (gtk_editable_get_text (GTK_EDITABLE (server)));
  g_assert_true (g_str_has_prefix (link, "parlor://localhost:"));
  parlor_window_enter (PARLOR_WINDOW (fixture.window), link, g_get_user_name (), PASSWORD,
                       PARLOR_SIGN_IN_EXISTING);
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture.window)) != NULL);
}

static gboolean
has_stopped (Fixture *fixture)
{
  return reads (fixture, "Stopped");
}

/* It says who is still here, and what has become of it; then it goes on where it was. */
static void
test_stop (void)
{
  Fixture       fixture = { NULL };
  ParlorClient *ben;
  GtkWidget    *question;

  open_dialog (&fixture);
  parlor_ui_wait (reads (&fixture, "Invite Others"));
  ben = enter_by_link (&fixture, "ben");
  press_button (&fixture, "stop");
  parlor_ui_wait ((question = parlor_ui_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  parlor_ui_settle (question);
  parlor_ui_wait (parlor_ui_find_label (question, "ben is still connected.\n\nNobody can write "
                                                  "until you start the server again. Nothing is "
                                                  "lost.") != NULL);
  parlor_ui_screenshot (question, "hosting-stop");
  parlor_ui_answer ("Cancel");
  g_assert_true (reads (&fixture, "Stop…"));

  press_button (&fixture, "stop");
  parlor_ui_answer ("Stop");
  parlor_ui_wait (has_stopped (&fixture));
  parlor_ui_wait (parlor_client_get_state (ben) == PARLOR_LINK_WAITING);
  parlor_ui_settle (fixture.dialog);
  parlor_ui_screenshot (fixture.dialog, "hosting-stopped");

  press_button (&fixture, "start");
  parlor_ui_wait (reads (&fixture, "Invite Others"));
  parlor_ui_wait (parlor_client_get_state (fixture.client) == PARLOR_LINK_ONLINE);
  parlor_client_reconnect (ben);
  parlor_ui_wait (parlor_client_get_state (ben) == PARLOR_LINK_ONLINE);

  parlor_client_close (ben);
  g_object_unref (ben);
  press_button (&fixture, "stop");
  parlor_ui_answer ("Stop");
  parlor_ui_wait (has_stopped (&fixture));
  close_dialog (&fixture);
}

/* However many there are, it is a sentence. */
static void
test_people (void)
{
  static const char *const sentences[] = {
    "Nobody else is connected.",
    "Ada is still connected.",
    "Ada and Ben are still connected.",
    "Ada, Ben and Cem are still connected.",
    "Ada, Ben and 2 others are still connected.",
    "Ada, Ben and 3 others are still connected.",
  };
  static const char *const nicks[] = { "Ada", "Ben", "Cem", "Dora", "Eve" };
  g_autoptr (GPtrArray)    people = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    g_autofree char *sentence = parlor_host_describe_people (people);

    g_assert_cmpstr (sentence, ==, sentences[i]);
    if (i < G_N_ELEMENTS (nicks))
      g_ptr_array_add (people, (gpointer) nicks[i]);
  }
}

/* A home of one's own, and a server that others do not have. */
static char *
make_home (void)
{
  g_autoptr (GError) error = NULL;
  char              *home = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_autofree char   *data = g_build_filename (home, "data", NULL);
  g_autofree char   *config =
    g_build_filename (g_get_user_config_dir (), "parlor-server.conf", NULL);
  g_autofree char *text = g_strdup_printf ("[server]\n"
                                           "listen = [::]:%d\n"
                                           "password-hash-memory-kib = 64\n",
                                           g_random_int_range (20000, 30000));

  g_assert_no_error (error);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("PARLOR_SERVER", g_getenv ("PARLOR_TEST_SERVER"), TRUE);
  g_file_set_contents (config, text, -1, &error);
  g_assert_no_error (error);

  return home;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *home = make_home ();
  int              status;

  parlor_ui_init (&argc, &argv);

  /* One after another: what a person does with a server in its life. */
  g_test_add_func ("/hosting/second-thoughts", test_second_thoughts);
  g_test_add_func ("/hosting/first-run", test_first_run);
  g_test_add_func ("/hosting/link", test_link);
  g_test_add_func ("/hosting/looks", test_looks);
  g_test_add_func ("/hosting/sign-in", test_sign_in);
  g_test_add_func ("/hosting/stop", test_stop);
  g_test_add_func ("/hosting/people", test_people);

  status = g_test_run ();
  nftw (home, remove_entry, 16, FTW_DEPTH | FTW_PHYS);

  return status;
}
