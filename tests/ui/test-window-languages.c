/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window in another language, which PARLOR_TEST_LOCALE names: all of it is translated, fits,
 * and stands the right way round.  What is seen is saved as pictures. */

#include "parlor-test-locale.h"
#include "parlor-ui-fixture.h"

#include "parlor-conversation-view.h"
#include "parlor-sidebar.h"
#include "parlor-translate.h"
#include "parlor-window.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define NARROW_PX 360
#define MO_MAGIC 0x950412de

static GHashTable *translations; /* text → its translation, both without marks */
static GHashTable *translated;   /* translations alone */
static guint       n_faults;

static char *
strip_marks (const char *text)
{
  GString *plain = g_string_new (text);

  g_string_replace (plain, "_", "", 0);

  return g_string_free (plain, FALSE);
}

static guint32
get_number (const char *data,
            gsize       offset)
{
  guint32 number;

  memcpy (&number, data + offset, sizeof number);

  return GUINT32_FROM_LE (number);
}

static gboolean
load (const char *language,
      char      **ret_data)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("PARLOR_LOCALE_DIR"), language, "LC_MESSAGES", "parlor.mo", NULL);

  return g_file_get_contents (path, ret_data, NULL, NULL);
}

/* Reads the catalogue, as msgfmt writes it: tables of the texts and of their translations. */
static void
read_catalogue (const char *locale)
{
  g_auto (GStrv)   parts = g_strsplit (locale, "_", 2);
  g_autofree char *data = NULL;

  translations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  translated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!load (locale, &data) && !load (parts[0], &data)) {
    g_print ("1..0 # SKIP there is no catalogue of %s\n", locale);
    exit (0);
  }

  g_assert_cmphex (get_number (data, 0), ==, MO_MAGIC);
  for (guint32 i = 0; i < get_number (data, 8); i++) {
    const char *text = data + get_number (data, get_number (data, 12) + 8 * i + 4);
    const char *translation = data + get_number (data, get_number (data, 16) + 8 * i + 4);
    const char *context_end = strchr (text, '\4');

    g_hash_table_insert (translations, strip_marks (context_end != NULL ? context_end + 1 : text),
                         strip_marks (translation));
    g_hash_table_add (translated, strip_marks (translation));
  }
}

static void
find_fault (const char *scene,
            const char *what,
            const char *text)
{
  g_test_message ("%s: %s: “%s”", scene, what, text);
  n_faults++;
}

static void
check_text (const char *scene,
            const char *text)
{
  const char *translation =
    text != NULL && *text != '\0' ? g_hash_table_lookup (translations, text) : NULL;

  if (translation != NULL && !g_str_equal (translation, text) &&
      !g_hash_table_contains (translated, text))
    find_fault (scene, "is not translated", text);
}

/* What people called something may be cut off; what we say is seen as a whole. */
static void
check (GtkWidget  *widget,
       const char *scene)
{
  /* Keys are what GTK calls them. */
  if (!gtk_widget_get_mapped (widget) || GTK_IS_SHORTCUT_LABEL (widget))
    return;

  check_text (scene, gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_LABEL (widget)) {
    const char *text = gtk_label_get_text (GTK_LABEL (widget));

    check_text (scene, text);
    if (g_hash_table_contains (translated, text) &&
        pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
      find_fault (scene, "is cut off", text);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check (child, scene);
}

static void
look_at (GtkWidget  *window,
         const char *scene)
{
  parlor_ui_screenshot (window, scene);
  check (window, scene);
  g_assert_cmpuint (n_faults, ==, 0);
}

/* Names what keeps a window from being as narrow as a telephone. */
static void
check_width (GtkWidget  *widget,
             const char *scene,
             int         max_px)
{
  int min_px;

  if (!gtk_widget_get_mapped (widget))
    return;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &min_px, NULL, NULL, NULL);
  if (min_px > max_px)
    find_fault (scene, "is too wide",
                GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                                      : G_OBJECT_TYPE_NAME (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_width (child, scene, max_px);
}

/* Makes the window as wide as a telephone. */
static void
look_at_narrow (ParlorUiFixture *fixture,
                const char      *scene)
{
  check_width (adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window)), scene,
               NARROW_PX);
  g_assert_cmpuint (n_faults, ==, 0);
  parlor_ui_present (fixture->window, NARROW_PX, 640);
  look_at (fixture->window, scene);
}

static gboolean
is_mirrored (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

static void
test_welcome (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  parlor_ui_present (fixture->window, 1000, 700);
  parlor_ui_wait (parlor_ui_reads (fixture, _ ("Welcome to Parlor")));
  look_at (fixture->window, "welcome");
  look_at_narrow (fixture, "welcome-narrow");
}

/* The server's refusal is said in the language of the window. */
static void
test_refusal (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  g_autofree char *link = parlor_ui_server_link (fixture->server);

  parlor_ui_present (fixture->window, 1000, 700);
  parlor_window_enter (PARLOR_WINDOW (fixture->window), link, "ben", "wrong battery",
                       PARLOR_SIGN_IN_EXISTING);
  g_assert_cmpstr (_ ("The name or the password is wrong."), !=,
                   "The name or the password is wrong.");
  parlor_ui_wait (parlor_ui_reads (fixture, _ ("The name or the password is wrong.")));
}

static void
talk (ParlorUiFixture *fixture)
{
  ParlorConversation *lobby = parlor_ui_ben_lobby (fixture);

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_ui_join (fixture->ada, "garden", NULL);
  parlor_ui_create (fixture->ada, PARLOR_CONVERSATION_GROUP, "Book club", "strawberry");
  parlor_ui_say (parlor_client_find_conversation (fixture->ben, "garden"), "The tomatoes are ripe");
  parlor_ui_say (parlor_ui_chat (fixture->ben, "ada"), "Lunch at one?");
  parlor_ui_say (lobby, "Good morning everyone!");
  parlor_ui_say (lobby, "صباح الخير يا آدا، كيف حالك اليوم؟");
  parlor_ui_send (fixture, "Guten Morgen, Ben!");
  parlor_ui_send_picture (lobby, "photo.webp", NULL);
}

static void
assert_sides (ParlorUiFixture *fixture)
{
  GtkWidget      *sidebar = parlor_ui_get (fixture, PARLOR_TYPE_SIDEBAR, NULL);
  GtkWidget      *view = parlor_ui_get (fixture, PARLOR_TYPE_CONVERSATION_VIEW, NULL);
  graphene_rect_t of_sidebar, of_view;

  g_assert_true (gtk_widget_compute_bounds (sidebar, fixture->window, &of_sidebar));
  g_assert_true (gtk_widget_compute_bounds (view, fixture->window, &of_view));
  g_assert_cmpint (of_sidebar.origin.x > of_view.origin.x, ==, is_mirrored ());
}

static void
test_talk (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  talk (fixture);
  parlor_ui_wait (parlor_ui_reads (fixture, _ ("Today")));
  parlor_ui_wait (parlor_ui_reads (fixture, "garden"));
  assert_sides (fixture);
  look_at (fixture->window, "talk");
  gtk_widget_activate_action (fixture->window, "win.members", NULL);
  look_at (fixture->window, "talk-members");
  gtk_widget_activate_action (fixture->window, "win.members", NULL);
  gtk_widget_activate_action (fixture->window, "win.search", NULL);
  look_at (fixture->window, "talk-search");
  gtk_widget_activate_action (fixture->window, "win.escape", NULL);

  look_at_narrow (fixture, "talk-narrow");
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  look_at (fixture->window, "list-narrow");
}

static GtkWidget *
find_other_window (GtkWidget *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (item->data != window && gtk_widget_get_mapped (item->data))
      return item->data;

  return NULL;
}

/* Whatever opens is looked at, and closed. */
static void
look_at_dialog (ParlorUiFixture *fixture,
                const char      *action,
                const char      *scene)
{
  GtkWidget *dialog = NULL;

  if (g_str_has_prefix (action, "app."))
    g_action_group_activate_action (G_ACTION_GROUP (parlor_ui_get_application ()),
                                    action + strlen ("app."), NULL);
  else
    g_assert_true (gtk_widget_activate_action (fixture->window, action, NULL));
  parlor_ui_wait ((dialog = find_other_window (fixture->window)) != NULL);
  look_at (dialog, scene);
  gtk_window_destroy (GTK_WINDOW (dialog));
  parlor_ui_wait (find_other_window (fixture->window) == NULL);
}

static void
test_dialogs (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  static const char *const dialogs[][2] = {
    { "win.create-channel", "create-channel" },
    { "win.create-group", "create-group" },
    { "win.join", "join" },
    { "win.new-chat", "new-chat" },
    { "win.leave", "leave" },
    { "win.sign-out", "sign-out" },
    { "win.show-help-overlay", "shortcuts" },
    { "app.preferences", "preferences" },
    { "app.host", "host" },
  };

  parlor_ui_sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    look_at_dialog (fixture, dialogs[i][0], dialogs[i][1]);
}

static void
look_at_menu (GtkMenuButton *button,
              guint          number)
{
  g_autofree char *scene = g_strdup_printf ("menu-%u", number);
  GtkWidget       *popover;

  gtk_menu_button_popup (button);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  if (popover == NULL)
    return;

  parlor_ui_wait (gtk_widget_get_mapped (popover));
  look_at (popover, scene);
  gtk_menu_button_popdown (button);
  parlor_ui_wait (!gtk_widget_get_mapped (popover));
}

static void
look_at_menus (GtkWidget *widget,
               guint     *n_menus)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_MENU_BUTTON (widget))
    look_at_menu (GTK_MENU_BUTTON (widget), ++*n_menus);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at_menus (child, n_menus);
}

static void
test_menus (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  guint n_menus = 0;

  parlor_ui_sign_in (fixture);
  look_at_menus (fixture->window, &n_menus);
  g_assert_cmpuint (n_menus, >=, 2);
}

int
main (int   argc,
      char *argv[])
{
  const char *name = g_getenv ("PARLOR_TEST_LOCALE");
  char       *folder = parlor_test_locale_begin (name);
  int         status;

  if (folder == NULL)
    return 0;

  g_unsetenv ("LANGUAGE");
  parlor_translate_init ();
  read_catalogue (name);
  parlor_ui_init (&argc, &argv);
  g_assert_cmpint (is_mirrored (), ==, g_str_has_prefix (name, "ar"));

  PARLOR_UI_TEST ("/window-languages/welcome", test_welcome);
  PARLOR_UI_TEST ("/window-languages/refusal", test_refusal);
  PARLOR_UI_TEST ("/window-languages/talk", test_talk);
  PARLOR_UI_TEST ("/window-languages/dialogs", test_dialogs);
  PARLOR_UI_TEST ("/window-languages/menus", test_menus);
  status = g_test_run ();
  parlor_test_locale_end (folder);

  return status;
}
