/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-application"

#include "parlor-application.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "parlor-about.h"
#include "parlor-accelerators.h"
#include "parlor-background.h"
#include "parlor-file-saver.h"
#include "parlor-host-actions.h"
#include "parlor-notifier.h"
#include "parlor-preferences.h"
#include "parlor-window.h"

/* Signing in usually takes less. */
#define PRESENT_AFTER_MS 1500

/**
 * ParlorApplication:
 *
 * The program: its command line, its one window, and the links that lead into
 * it.
 *
 * Who starts it again with the same data folder reaches the one that runs.  The
 * desktop starts it with `--gapplication-service`, without a window, and tells it
 * by D-Bus what is wanted: Activate, Open, or one of the actions app.new-message
 * and app.show-conversation (id, seq or 0).
 */
struct _ParlorApplication
{
  AdwApplication parent_instance;

  ParlorClient     *client;   /* NULL until the window is wanted */
  ParlorNotifier   *notifier; /* of the client; NULL without a session bus */
  ParlorBackground *background;
  guint             present_id;
  gboolean          is_quitting;

  /* From the command line of whoever started it, each of them (nullable). */
  char *data_dir;
  char *keep_token;
};

/* What a command line says of signing in, each of them (nullable). */
typedef struct
{
  const char *link;
  const char *name;
  char       *password;
  gboolean    is_registering;
} Entrance;

G_DEFINE_FINAL_TYPE (ParlorApplication, parlor_application, ADW_TYPE_APPLICATION)

static ParlorWindow *
get_window (ParlorApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (PARLOR_IS_WINDOW (l->data))
      return l->data;
  }

  return NULL;
}

static char *
get_token_path (ParlorApplication *self)
{
  return g_build_filename (self->data_dir, "token", NULL);
}

/* The keyring, unless something else was asked for: now, or when the file was
 * made. */
static ParlorSecrets *
secrets_new (ParlorApplication *self)
{
  g_autofree char *path = get_token_path (self);

  if (g_strcmp0 (self->keep_token, "memory") == 0)
    return parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  if (g_strcmp0 (self->keep_token, "file") == 0 ||
      (self->keep_token == NULL && g_file_test (path, G_FILE_TEST_EXISTS)))
    return parlor_secrets_new (PARLOR_SECRETS_FILE, path);

  return parlor_secrets_new (PARLOR_SECRETS_KEYRING, NULL);
}

static ParlorConversation *
get_on_screen (gpointer user_data)
{
  ParlorWindow *window = get_window (user_data);

  return window != NULL ? parlor_window_get_on_screen (window) : NULL;
}

static void
update_background (ParlorApplication *self)
{
  parlor_background_set_is_useful (self->background, !self->is_quitting && self->client != NULL &&
                                                       parlor_client_has_account (self->client));
}

static void
close_client (ParlorApplication *self)
{
  if (self->notifier != NULL)
    parlor_notifier_close (self->notifier);
  g_clear_object (&self->notifier);
  if (self->client != NULL)
    parlor_client_close (self->client);
  g_clear_object (&self->client);
}

/* Without a window nobody can sign in again: the next one begins from scratch. */
static void
on_signed_out (ParlorApplication *self)
{
  if (get_window (self) != NULL)
    return;

  close_client (self);
  update_background (self);
}

/* What goes on without a window. */
static void
watch_client (ParlorApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  if (g_application_get_dbus_connection (application) != NULL)
    self->notifier = parlor_notifier_new (application, self->client, get_on_screen, self);
  g_signal_connect_object (self->client, "notify::has-account", G_CALLBACK (update_background),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "signed-out", G_CALLBACK (on_signed_out), self,
                           G_CONNECT_SWAPPED);
  update_background (self);
}

static gboolean
open_client (ParlorApplication *self)
{
  g_autoptr (ParlorSecrets) secrets = NULL;
  g_autoptr (GError)        error = NULL;

  if (self->data_dir == NULL)
    self->data_dir = g_build_filename (g_get_user_data_dir (), "parlor", NULL);

  secrets = secrets_new (self);
  self->client = parlor_client_new (self->data_dir, secrets, &error);
  if (self->client == NULL) {
    g_printerr ("parlor: %s\n", error->message);
    return FALSE;
  }

  watch_client (self);
  if (parlor_client_has_account (self->client))
    parlor_client_start (self->client);

  return TRUE;
}

static void
clear_entrance (Entrance *entrance)
{
  if (entrance->password != NULL)
    explicit_bzero (entrance->password, strlen (entrance->password));
  g_free (entrance->password);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entrance, clear_entrance)

/* With an account that is remembered, the password is used only if the token is
 * gone. */
static void
enter (ParlorApplication *self,
       ParlorWindow      *window,
       const Entrance    *entrance)
{
  const ParlorSignInMode mode =
    entrance->is_registering ? PARLOR_SIGN_IN_REGISTER : PARLOR_SIGN_IN_EXISTING;

  if (parlor_client_has_account (self->client)) {
    parlor_window_fill_in (window, entrance->link, entrance->name, entrance->password);
    if (entrance->link != NULL)
      parlor_window_open_link (window, entrance->link);
  } else if (entrance->link != NULL || entrance->name != NULL) {
    parlor_window_enter (window, entrance->link, entrance->name, entrance->password, mode);
  }
}

static ParlorWindow *
ensure_window (ParlorApplication *self)
{
  ParlorWindow *window = get_window (self);

  if (window != NULL)
    return window;
  if (self->client == NULL && !open_client (self))
    return NULL;

  return PARLOR_WINDOW (parlor_window_new (GTK_APPLICATION (self), self->client));
}

static void
present (ParlorApplication *self)
{
  ParlorWindow *window = get_window (self);

  g_clear_handle_id (&self->present_id, g_source_remove);
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static gboolean
on_present_timeout (gpointer user_data)
{
  ParlorApplication *self = user_data;

  self->present_id = 0;
  present (self);

  return G_SOURCE_REMOVE;
}

static void
on_entering_changed (ParlorApplication *self)
{
  if (self->present_id != 0)
    present (self);
}

/* Who is about to be signed in need not see the form for it. */
static void
present_when_entered (ParlorApplication *self,
                      ParlorWindow      *window)
{
  gboolean is_entering;

  g_object_get (window, "is-entering", &is_entering, NULL);
  if (!is_entering || gtk_widget_get_visible (GTK_WIDGET (window))) {
    present (self);
    return;
  }

  g_signal_connect_object (window, "notify::is-entering",
                           G_CALLBACK (on_entering_changed), self, G_CONNECT_SWAPPED);
  if (self->present_id == 0)
    self->present_id = g_timeout_add (PRESENT_AFTER_MS, on_present_timeout, self);
}

/* Returns: (nullable): the window, which may be seen only in a moment */
static ParlorWindow *
show_window (ParlorApplication *self)
{
  ParlorWindow *window = ensure_window (self);

  if (window != NULL)
    present_when_entered (self, window);

  return window;
}

static void
parlor_application_activate (GApplication *application)
{
  show_window (PARLOR_APPLICATION (application));
}

static void
parlor_application_open (GApplication *application,
                         GFile       **files,
                         int           n_files,
                         const char   *hint)
{
  ParlorWindow *window = show_window (PARLOR_APPLICATION (application));

  for (int i = 0; window != NULL && i < n_files; i++) {
    g_autofree char *uri = g_file_get_uri (files[i]);

    parlor_window_open_link (window, uri);
  }
}

/* Returns: (nullable): the first line of the file */
static char *
read_password (GApplicationCommandLine *line,
               const char              *path)
{
  g_autoptr (GFile)  file = g_application_command_line_create_file_for_arg (line, path);
  g_autoptr (GError) error = NULL;
  char              *password = NULL;

  if (!g_file_load_contents (file, NULL, &password, NULL, NULL, &error)) {
    g_application_command_line_printerr (line, "parlor: %s\n", error->message);
    return NULL;
  }

  password[strcspn (password, "\r\n")] = '\0';

  return password;
}

/* Both of whoever started the program and of whoever found it running. */
static int
parlor_application_command_line (GApplication            *application,
                                 GApplicationCommandLine *line)
{
  ParlorApplication *self = PARLOR_APPLICATION (application);
  GVariantDict      *options = g_application_command_line_get_options_dict (line);
  g_auto (GStrv)     arguments = g_application_command_line_get_arguments (line, NULL);
  g_auto (Entrance)  entrance = { NULL };
  const char        *password_file = NULL;
  ParlorWindow      *window = ensure_window (self);

  if (window == NULL)
    return EXIT_FAILURE;

  g_variant_dict_lookup (options, "link", "&s", &entrance.link);
  g_variant_dict_lookup (options, "name", "&s", &entrance.name);
  g_variant_dict_lookup (options, "register", "b", &entrance.is_registering);
  if (g_variant_dict_lookup (options, "password-file", "^&ay", &password_file))
    entrance.password = read_password (line, password_file);
  enter (self, window, &entrance);
  for (guint i = 1; arguments[0] != NULL && arguments[i] != NULL; i++)
    parlor_window_open_link (window, arguments[i]);

  present_when_entered (self, window);
  if (g_variant_dict_contains (options, "new-message"))
    g_action_group_activate_action (G_ACTION_GROUP (self), "new-message", NULL);
  if (g_variant_dict_contains (options, "host"))
    g_action_group_activate_action (G_ACTION_GROUP (self), "host", NULL);

  return EXIT_SUCCESS;
}

static void
on_quit_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ParlorApplication *self = user_data;
  ParlorWindow      *window = get_window (self);
  GList             *windows;

  self->is_quitting = TRUE;
  update_background (self);

  /* The window keeps its size and the draft, and may hold the program until the
   * server has answered: it ends by itself then. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (user_data);

  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    gtk_window_destroy (windows->data);
}

static void
on_keep_token_in_file_activated (GSimpleAction *action,
                                 GVariant      *parameter,
                                 gpointer       user_data)
{
  ParlorApplication        *self = user_data;
  g_autofree char          *path = NULL;
  g_autoptr (ParlorSecrets) secrets = NULL;

  /* By D-Bus, anybody may ask for it at any time. */
  if (self->client == NULL)
    return;

  path = get_token_path (self);
  secrets = parlor_secrets_new (PARLOR_SECRETS_FILE, path);
  parlor_client_set_secrets (self->client, secrets);
}

static void
on_new_message_activated (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  ParlorWindow *window = show_window (user_data);

  if (window != NULL && parlor_client_has_account (parlor_window_get_client (window)))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.new-chat", NULL);
}

static void
on_show_conversation_activated (GSimpleAction *action,
                                GVariant      *parameter,
                                gpointer       user_data)
{
  ParlorWindow *window = show_window (user_data);

  if (window != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.go-to", parameter);
}

static void
on_preferences_activated (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  ParlorWindow *window = show_window (user_data);

  if (window != NULL)
    parlor_preferences_present (GTK_WINDOW (window));
}

static void
on_about_activated (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  parlor_about_present (gtk_application_get_active_window (user_data));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = on_quit_activated },
  { .name = "preferences", .activate = on_preferences_activated },
  { .name = "about", .activate = on_about_activated },
  { .name = "keep-token-in-file", .activate = on_keep_token_in_file_activated },
  { .name = "new-message", .activate = on_new_message_activated },
  { .name = "show-conversation",
    .activate = on_show_conversation_activated,
    .parameter_type = "(sx)" },
};

static void
on_background_refused (ParlorApplication *self)
{
  ParlorWindow *window = get_window (self);

  if (window != NULL)
    parlor_window_tell (window, _ ("The desktop does not let Parlor run in the background"));
}

static void
parlor_application_startup (GApplication *application)
{
  ParlorApplication *self = PARLOR_APPLICATION (application);

  G_APPLICATION_CLASS (parlor_application_parent_class)->startup (application);
  parlor_file_saver_forget_opened ();

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  parlor_host_actions_add (GTK_APPLICATION (application));
  parlor_accelerators_add (GTK_APPLICATION (application));
  self->background = parlor_background_new (application);
  g_signal_connect_object (self->background, "refused", G_CALLBACK (on_background_refused), self,
                           G_CONNECT_SWAPPED);
  gtk_window_set_default_icon_name (PARLOR_APP_ID);
  /* Going through the messages by keyboard would select the text of each. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
}

static void
parlor_application_shutdown (GApplication *application)
{
  ParlorApplication *self = PARLOR_APPLICATION (application);

  g_clear_handle_id (&self->present_id, g_source_remove);
  close_client (self);
  g_clear_object (&self->background);

  G_APPLICATION_CLASS (parlor_application_parent_class)->shutdown (application);
}

/* Whoever names a data folder wants a client of its own, beside any other; whoever
 * names it again, that one.  A name on the bus stands for it, below that of the
 * program, so that a sandbox allows it. */
static void
set_apart (ParlorApplication *self)
{
  g_autofree char *path = g_canonicalize_filename (self->data_dir, NULL);
  g_autofree char *real = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *id = NULL;

  /* What cannot be made is told of when it is to be used. */
  if (g_mkdir_with_parents (path, 0700) == 0)
    real = realpath (path, NULL);
  g_free (self->data_dir);
  self->data_dir = g_strdup (real != NULL ? real : path);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->data_dir, -1);
  id = g_strdup_printf (PARLOR_APP_ID ".Data%.16s", digest);
  g_application_set_application_id (G_APPLICATION (self), id);
}

static int
parlor_application_handle_local_options (GApplication *application,
                                         GVariantDict *options)
{
  ParlorApplication *self = PARLOR_APPLICATION (application);

  if (g_variant_dict_contains (options, "version")) {
    g_print ("parlor %s\n", PARLOR_VERSION);
    return 0;
  }

  if (self->data_dir != NULL)
    set_apart (self);

  return -1;
}

static void
parlor_application_finalize (GObject *object)
{
  ParlorApplication *self = PARLOR_APPLICATION (object);

  g_free (self->data_dir);
  g_free (self->keep_token);

  G_OBJECT_CLASS (parlor_application_parent_class)->finalize (object);
}

static void
parlor_application_class_init (ParlorApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = parlor_application_finalize;
  application_class->activate = parlor_application_activate;
  application_class->command_line = parlor_application_command_line;
  application_class->open = parlor_application_open;
  application_class->startup = parlor_application_startup;
  application_class->shutdown = parlor_application_shutdown;
  application_class->handle_local_options = parlor_application_handle_local_options;
}

static void
parlor_application_init (ParlorApplication *self)
{
  const GOptionEntry options[] = {
    { "link", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Sign in to the server that LINK names"), N_ ("LINK") },
    { "name", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Sign in as NAME"), N_ ("NAME") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Read the password from the first line of FILE"), N_ ("FILE") },
    { "register", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("Create the account first"), NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data_dir,
      N_ ("Keep account and messages in DIR, apart from others"), N_ ("DIR") },
    { "keep-token", 0, 0, G_OPTION_ARG_STRING, &self->keep_token,
      N_ ("Where to stay signed in: keyring, file or memory"), N_ ("WHERE") },
    { "new-message", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("Ask whom to write to"), NULL },
    { "host", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("Host a server on this computer"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("Print the version"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  /* Translators: after the name of the program in its help */
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[LINK…]"));
}

/**
 * parlor_application_new:
 *
 * Returns: (transfer full): the program
 */
ParlorApplication *
parlor_application_new (void)
{
  return g_object_new (PARLOR_TYPE_APPLICATION,
                       "application-id", PARLOR_APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}
