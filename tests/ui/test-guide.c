/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first hour with Parlor, as docs/getting-started.md tells it: somebody hosts, others come in
 * by the link, and they talk.  The pictures of that page are taken here. */

#include "parlor-ui-fixture.h"

#include <ftw.h>
#include <glib/gstdio.h>

#include "parlor-create-dialog.h"
#include "parlor-host-dialog.h"
#include "parlor-search-row.h"
#include "parlor-welcome-page.h"
#include "parlor-window.h"

#define PASSWORD "correct horse"

enum {
  BEN,
  CHLOE,
  EMILIA,
  N_OTHERS
};

static const struct
{
  const char *name;
  const char *nick;
} others[N_OTHERS] = {
  [BEN] = { "ben", NULL },
  [CHLOE] = { "chloe", "Chloé" },
  [EMILIA] = { "emilia", "Emilia Nowak" },
};

/* What the steps of the story share. */
static struct
{
  char         *home;
  GtkWidget    *window; /* Ada's */
  char         *link;   /* for the others */
  ParlorClient *others[N_OTHERS];
} story;

static void
fill_in (GtkWidget  *root,
         GType       type,
         const char *name,
         const char *text)
{
  GtkWidget *entry = parlor_ui_find (root, type, name);

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static gboolean
shows (GtkWidget  *window,
       const char *text)
{
  return parlor_ui_is_shown (parlor_ui_find_label (window, text));
}

static void
take_picture (GtkWidget  *window,
              const char *name)
{
  parlor_ui_settle (window);
  parlor_ui_assert_fits (window);
  parlor_ui_screenshot (window, name);
}

static void
begin_hosting (GtkWidget *dialog)
{
  fill_in (dialog, ADW_TYPE_ENTRY_ROW, "server_name", "The Garden Club");
  fill_in (dialog, ADW_TYPE_ENTRY_ROW, "name", "Ada");
  fill_in (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "password", PASSWORD);
  take_picture (dialog, "host");
  g_signal_emit_by_name (parlor_ui_find (dialog, GTK_TYPE_BUTTON, "submit"), "clicked");
  parlor_ui_wait (shows (dialog, "Invite Others"));
  parlor_ui_wait (shows (dialog, "The Garden Club"));
}

static void
test_host (void)
{
  GtkWidget *dialog;

  g_application_activate (G_APPLICATION (parlor_ui_get_application ()));
  parlor_ui_wait ((story.window = parlor_ui_find_window (PARLOR_TYPE_WINDOW)) != NULL);
  parlor_ui_present (story.window, 1000, 700);
  take_picture (story.window, "welcome");

  parlor_ui_click_widget (story.window, parlor_ui_find (story.window, GTK_TYPE_BUTTON, "host"));
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_HOST_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (dialog, GTK_TYPE_BUTTON, "submit")));
  begin_hosting (dialog);
  take_picture (dialog, "invite");

  story.link = g_strdup (
    gtk_label_get_label (GTK_LABEL (parlor_ui_find (dialog, GTK_TYPE_LABEL, "link"))));
  parlor_ui_press (dialog, "Escape");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_HOST_DIALOG) == NULL);
}

static ParlorClient *
client_new (const char *name)
{
  g_autofree char          *folder = g_build_filename (story.home, name, NULL);
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  g_autoptr (GError)        error = NULL;
  ParlorClient             *client = parlor_client_new (folder, secrets, &error);

  g_assert_no_error (error);

  return client;
}

/* Ben has clicked the link: it lacks his name and a password. */
static void
test_come_in (void)
{
  GtkWidget *window;
  GtkWidget *page;

  story.others[BEN] = client_new ("ben");
  window = parlor_window_new (parlor_ui_get_application (), story.others[BEN]);
  parlor_ui_present (window, 1000, 700);
  parlor_window_open_link (PARLOR_WINDOW (window), story.link);
  page = parlor_ui_find (window, PARLOR_TYPE_WELCOME_PAGE, NULL);
  fill_in (page, ADW_TYPE_ENTRY_ROW, "name", "Ben");
  fill_in (page, ADW_TYPE_PASSWORD_ENTRY_ROW, "password", PASSWORD);
  take_picture (window, "come-in");

  parlor_welcome_page_submit (PARLOR_WELCOME_PAGE (page));
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (window)) != NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
say (ParlorClient *client,
     const char   *where,
     const char   *text)
{
  parlor_ui_say (parlor_client_find_conversation (client, where), text);
}

static void
talk (void)
{
  ParlorClient *ada = parlor_window_get_client (PARLOR_WINDOW (story.window));

  parlor_ui_create (story.others[CHLOE], PARLOR_CONVERSATION_CHANNEL, "seeds", NULL);
  parlor_ui_join (ada, "seeds", NULL);
  say (story.others[CHLOE], "seeds", "Who swaps beans for pumpkins?");
  parlor_ui_create (story.others[EMILIA], PARLOR_CONVERSATION_GROUP, "Summer party", "strawberry");
  parlor_ui_join (ada, "Summer party", "strawberry");
  say (story.others[EMILIA], "Summer party", "I bring the lanterns 🏮");
  parlor_ui_say (parlor_ui_chat (story.others[BEN], "ada"), "Shall I take the wheelbarrow?");

  say (story.others[BEN], "lobby", "Good morning! That was quick: one link, and I am in.");
  say (ada, "lobby", "Welcome to our own place 🌻 It runs on my computer, and nobody else listens.");
  say (story.others[CHLOE], "lobby", "The tomatoes are ripe 🍅");
  say (story.others[EMILIA], "lobby", "And this is how it looked on the way here:");
  parlor_ui_send_picture (parlor_client_find_conversation (story.others[EMILIA], "lobby"),
                          "photo.webp", NULL);
}

static void
test_talk (void)
{
  ParlorClient       *ada = parlor_window_get_client (PARLOR_WINDOW (story.window));
  ParlorConversation *lobby = parlor_client_find_conversation (ada, "lobby");

  for (guint i = CHLOE; i < N_OTHERS; i++) {
    story.others[i] = client_new (others[i].name);
    parlor_ui_enter (story.others[i], story.link, others[i].name, others[i].nick);
  }
  talk ();

  parlor_window_open_conversation (PARLOR_WINDOW (story.window), lobby);
  parlor_ui_wait (shows (story.window, "And this is how it looked on the way here:"));
  parlor_ui_wait (parlor_conversation_get_unread (lobby) == 0);
  parlor_ui_type (story.window, "What a light");
  take_picture (story.window, "window");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  take_picture (story.window, "window-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  parlor_ui_press (story.window, "Return");
  parlor_ui_wait (shows (story.window, "What a light"));
}

static void
test_make_group (void)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (story.window, "win.create-group", NULL);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_CREATE_DIALOG)) != NULL);
  parlor_ui_settle (dialog);
  fill_in (dialog, ADW_TYPE_ENTRY_ROW, "name", "Winter Committee");
  fill_in (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "password", "snowdrop");
  take_picture (dialog, "group");
  g_signal_emit_by_name (parlor_ui_find (dialog, GTK_TYPE_BUTTON, "create"), "clicked");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_CREATE_DIALOG) == NULL);
  parlor_ui_wait (shows (story.window, "Winter Committee"));
}

static void
test_find (void)
{
  ParlorClient *ada = parlor_window_get_client (PARLOR_WINDOW (story.window));

  parlor_window_open_conversation (PARLOR_WINDOW (story.window),
                                   parlor_client_find_conversation (ada, "lobby"));
  gtk_widget_activate_action (story.window, "win.find-everywhere", "s", "beans");
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (story.window, PARLOR_TYPE_SEARCH_ROW, NULL)));
  take_picture (story.window, "find");
}

static void
test_on_a_phone (void)
{
  parlor_ui_press (story.window, "Escape");
  parlor_ui_present (story.window, 360, 640);
  take_picture (story.window, "phone");
  gtk_widget_activate_action (story.window, "win.back", NULL);
  take_picture (story.window, "phone-list");
}

/* The owner ends it where it was begun. */
static void
test_stop (void)
{
  GtkWidget *dialog;

  g_action_group_activate_action (G_ACTION_GROUP (parlor_ui_get_application ()), "host", NULL);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_HOST_DIALOG)) != NULL);
  parlor_ui_wait (shows (dialog, "Invite Others"));
  g_signal_emit_by_name (parlor_ui_find (dialog, GTK_TYPE_BUTTON, "stop"), "clicked");
  parlor_ui_answer ("Stop");
  parlor_ui_wait (shows (dialog, "Stopped"));

  for (guint i = 0; i < N_OTHERS; i++)
    parlor_ui_client_free (story.others[i]);
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
make_home (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *data = NULL;
  g_autofree char   *keyring = NULL;

  story.home = g_dir_make_tmp ("parlor-test-XXXXXX", &error);
  g_assert_no_error (error);
  data = g_build_filename (story.home, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_STATE_HOME", story.home, TRUE);
  /* A keyring, which the computer that runs this may lack. */
  keyring = g_build_filename (story.home, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", PASSWORD, TRUE);
  g_setenv ("PARLOR_SERVER", g_getenv ("PARLOR_TEST_SERVER"), TRUE);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  make_home ();
  parlor_ui_init (&argc, &argv);

  g_test_add_func ("/guide/host", test_host);
  g_test_add_func ("/guide/come-in", test_come_in);
  g_test_add_func ("/guide/talk", test_talk);
  g_test_add_func ("/guide/make-group", test_make_group);
  g_test_add_func ("/guide/find", test_find);
  g_test_add_func ("/guide/on-a-phone", test_on_a_phone);
  g_test_add_func ("/guide/stop", test_stop);

  status = g_test_run ();
  nftw (story.home, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  g_free (story.link);
  g_free (story.home);

  return status;
}
