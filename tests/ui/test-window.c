/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do in the window, against the real server, with somebody at the
 * other end. */

#include "parlor-ui-test.h"

#include "parlor-create-dialog.h"
#include "parlor-image-viewer.h"
#include "parlor-join-dialog.h"
#include "parlor-members-pane.h"
#include "parlor-message-row.h"
#include "parlor-pending-file.h"
#include "parlor-person-row.h"
#include "parlor-sidebar-row.h"
#include "parlor-window.h"

typedef struct
{
  ParlorTestServer *server;
  ParlorClient     *ada;
  ParlorClient     *ben;
  GtkWidget        *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->ben = parlor_ui_person_new (fixture->server, "ben", "Ben");
  fixture->ada = parlor_ui_client_new (fixture->server, "ada");
  fixture->window =
    g_object_ref (parlor_window_new (parlor_ui_get_application (), fixture->ada));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->window);
  parlor_ui_client_free (fixture->ada);
  parlor_ui_client_free (fixture->ben);
  parlor_test_server_free (fixture->server);
}

static GtkWidget *
find (Fixture    *fixture,
      GType       type,
      const char *name)
{
  GtkWidget *found = parlor_ui_find (fixture->window, type, name);

  g_assert_nonnull (found);

  return found;
}

static gboolean
is_read (Fixture    *fixture,
         const char *text)
{
  return parlor_ui_is_shown (parlor_ui_find_label (fixture->window, text));
}

static void
enter (Fixture    *fixture,
       const char *entry,
       const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, ADW_TYPE_ENTRY_ROW, entry)), text);
}

static gboolean
is_wrong (Fixture    *fixture,
          const char *entry)
{
  return gtk_widget_has_css_class (find (fixture, ADW_TYPE_ENTRY_ROW, entry), "error");
}

static void
submit (Fixture *fixture)
{
  g_signal_emit_by_name (find (fixture, GTK_TYPE_BUTTON, "submit"), "clicked");
}

/* Signs in as most of the tests need it. */
static void
sign_in (Fixture *fixture)
{
  g_autofree char *link = parlor_ui_server_link (fixture->server);

  parlor_window_enter (PARLOR_WINDOW (fixture->window), link, "ada", "correct horse",
                       PARLOR_SIGN_IN_REGISTER);
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != NULL);
  parlor_ui_present (fixture->window, 1000, 700);
}

static ParlorConversation *
ben_lobby (Fixture *fixture)
{
  return parlor_client_find_conversation (fixture->ben, "lobby");
}

static const char *
last_text (ParlorConversation *conversation)
{
  ParlorMessage *last = parlor_conversation_get_last_message (conversation);

  return last != NULL ? parlor_message_get_text (last) : NULL;
}

static void
write_and_send (Fixture    *fixture,
                const char *text)
{
  GtkWidget *view = find (fixture, GTK_TYPE_TEXT_VIEW, "text");

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_widget_activate_action (view, "composer.send", NULL);
}

/* First run. */

static void
test_mistakes (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *link = parlor_ui_server_link (fixture->server);

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
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (fixture, GTK_TYPE_BUTTON, "create")),
                                TRUE);
  submit (fixture);
  parlor_ui_wait (is_wrong (fixture, "name"));

  /* Whatever went wrong, one gets in at last. */
  enter (fixture, "name", "ada");
  submit (fixture);
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != NULL);
}

static void
answer (const char *label)
{
  GtkWidget *dialog;
  GtkWidget *found;

  parlor_ui_wait ((dialog = parlor_ui_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  parlor_ui_wait ((found = parlor_ui_find_label (dialog, label)) != NULL);
  g_signal_emit_by_name (gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON), "clicked");
  parlor_ui_wait (parlor_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

static void
test_certificate (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *address =
    g_strdup_printf ("127.0.0.1:%u", parlor_test_server_get_port (fixture->server));
  const char *fingerprint = parlor_test_server_get_fingerprint (fixture->server);

  parlor_ui_present (fixture->window, 1000, 700);
  parlor_window_enter (PARLOR_WINDOW (fixture->window), address, "ada", "correct horse",
                       PARLOR_SIGN_IN_REGISTER);
  answer ("Cancel");
  g_assert_true (is_wrong (fixture, "server"));
  g_assert_false (parlor_client_has_account (fixture->ada));

  submit (fixture);
  answer ("Trust This Server");
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != NULL);
  g_assert_cmpstr (parlor_client_get_pinned_fingerprint (fixture->ada), ==, fingerprint);
}

/* Talking. */

static void
test_talk (Fixture      *fixture,
           gconstpointer data)
{
  sign_in (fixture);
  parlor_ui_type (fixture->window, "Good morning <b>Ben</b> & all");
  parlor_ui_press (fixture->window, "shift+Return");
  parlor_ui_type (fixture->window, "second line");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_strcmp0 (last_text (ben_lobby (fixture)),
                             "Good morning <b>Ben</b> & all\nsecond line") == 0);
  g_assert_true (is_read (fixture, "Good morning <b>Ben</b> & all\nsecond line"));

  parlor_ui_say (ben_lobby (fixture), "Good morning, Ada");
  parlor_ui_wait (is_read (fixture, "Good morning, Ada"));

  write_and_send (fixture, "👩‍🚀🇩🇪👍🏽");
  parlor_ui_wait (g_strcmp0 (last_text (ben_lobby (fixture)), "👩‍🚀🇩🇪👍🏽") == 0);
  parlor_ui_wait (is_read (fixture, "👩‍🚀🇩🇪👍🏽"));

  /* What was sent is gone from the composer, and nothing is sent twice. */
  parlor_ui_press (fixture->window, "Return");
  g_assert_cmpstr (last_text (ben_lobby (fixture)), ==, "👩‍🚀🇩🇪👍🏽");
}

static void
paste_file (Fixture    *fixture,
            const char *file_name)
{
  g_autofree char   *path = g_test_build_filename (G_TEST_DIST, "media", file_name, NULL);
  g_autoptr (GFile)  file = g_file_new_for_path (path);
  g_autoptr (GSList) files = g_slist_prepend (NULL, file);
  g_auto (GValue)    value = G_VALUE_INIT;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  gdk_clipboard_set_value (gtk_widget_get_clipboard (fixture->window), &value);
  parlor_ui_press (fixture->window, "ctrl+v");
  parlor_ui_wait (parlor_ui_find (fixture->window, PARLOR_TYPE_PENDING_FILE, NULL) != NULL);
}

static GtkWidget *
find_picture_row (Fixture *fixture)
{
  GtkWidget *list = parlor_ui_find (find (fixture, GTK_TYPE_WIDGET, "history"),
                                    GTK_TYPE_LIST_BOX, NULL);

  for (int i = 0;; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i);

    if (row == NULL)
      return NULL;
    if (PARLOR_IS_MESSAGE_ROW (row) &&
        parlor_message_get_attachment (
          parlor_message_row_get_message (PARLOR_MESSAGE_ROW (row))) != NULL)
      return GTK_WIDGET (row);
  }
}

static void
test_picture (Fixture      *fixture,
              gconstpointer data)
{
  ParlorAttachment *attachment;
  GtkWidget        *row;

  sign_in (fixture);
  paste_file (fixture, "rotated.jpg");
  parlor_ui_screenshot (fixture->window, "composer-with-picture");
  parlor_ui_type (fixture->window, "On the way here");
  parlor_ui_press (fixture->window, "Return");

  parlor_ui_wait (g_strcmp0 (last_text (ben_lobby (fixture)), "On the way here") == 0);
  attachment = parlor_message_get_attachment (
    parlor_conversation_get_last_message (ben_lobby (fixture)));
  g_assert_nonnull (attachment);
  g_assert_true (parlor_attachment_is_image (attachment));
  g_assert_null (parlor_ui_find (fixture->window, PARLOR_TYPE_PENDING_FILE, NULL));

  /* It is larger on a click, and goes by Escape. */
  row = find_picture_row (fixture);
  gtk_widget_activate_action (row, "message.open", NULL);
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER) != NULL);
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (
    parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER), GTK_TYPE_PICTURE, "picture")));
  parlor_ui_screenshot (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER), "image-viewer");
  parlor_ui_press (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER), "Escape");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER) == NULL);
}

static gboolean
is_banner_shown (Fixture *fixture)
{
  GtkWidget *view = find (fixture, GTK_TYPE_WIDGET, "view");

  return parlor_ui_is_shown (parlor_ui_find (view, GTK_TYPE_BUTTON, "win.reconnect"));
}

static void
test_offline (Fixture      *fixture,
              gconstpointer data)
{
  sign_in (fixture);
  parlor_ui_say (ben_lobby (fixture), "The server will be away for a moment");
  parlor_ui_wait (is_read (fixture, "The server will be away for a moment"));

  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  parlor_ui_wait (is_banner_shown (fixture));
  write_and_send (fixture, "I write this all the same");
  parlor_ui_wait (is_read (fixture, "I write this all the same"));
  parlor_ui_screenshot (fixture->window, "reconnecting");

  parlor_test_server_start (fixture->server);
  gtk_widget_activate_action (fixture->window, "win.reconnect", NULL);
  parlor_client_reconnect (fixture->ben);
  parlor_ui_wait (g_strcmp0 (last_text (ben_lobby (fixture)), "I write this all the same") == 0);
  parlor_ui_wait (!is_banner_shown (fixture));
}

/* What the server refuses is not lost: one may try again, or give it up. */
static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  GtkWidget     *row;
  ParlorMessage *message;

  sign_in (fixture);
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  paste_file (fixture, "photo.webp");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait ((row = find_picture_row (fixture)) != NULL);

  parlor_test_server_configure (fixture->server, "upload-max-bytes = 1024\n");
  parlor_test_server_start (fixture->server);
  gtk_widget_activate_action (fixture->window, "win.reconnect", NULL);
  message = parlor_message_row_get_message (PARLOR_MESSAGE_ROW (row));
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_FAILED);
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find (row, GTK_TYPE_BUTTON, "message.retry")));
  parlor_ui_screenshot (fixture->window, "refused");

  gtk_widget_activate_action (row, "message.retry", NULL);
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_PENDING);
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_FAILED);
  gtk_widget_activate_action (row, "message.discard", NULL);
  parlor_ui_wait (find_picture_row (fixture) == NULL);
  g_assert_true (parlor_client_is_outbox_empty (fixture->ada));
}

/* A draft is kept where it was written. */
static void
test_draft (Fixture      *fixture,
            gconstpointer data)
{
  ParlorConversation *lobby, *chat;

  sign_in (fixture);
  lobby = parlor_window_get_conversation (PARLOR_WINDOW (fixture->window));
  chat = parlor_ui_chat (fixture->ada, "ben");

  parlor_ui_type (fixture->window, "half a thought");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_ui_settle (fixture->window);
  g_assert_cmpstr (parlor_conversation_get_draft (lobby), ==, "half a thought");
  g_assert_true (is_read (fixture, "Draft: half a thought"));
  g_assert_true (is_read (fixture, "Write a message"));

  parlor_ui_press (fixture->window, "alt+Up");
  g_assert_true (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) == lobby);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_strcmp0 (last_text (ben_lobby (fixture)), "half a thought") == 0);
  g_assert_null (parlor_conversation_get_draft (lobby));
}

/* Only what was on screen is read. */
static void
test_unread (Fixture      *fixture,
             gconstpointer data)
{
  ParlorConversation *lobby, *chat;

  sign_in (fixture);
  lobby = parlor_window_get_conversation (PARLOR_WINDOW (fixture->window));
  chat = parlor_ui_chat (fixture->ben, "ada");
  parlor_ui_say (chat, "Psst");
  parlor_ui_wait (parlor_client_find_conversation (
                    fixture->ada, parlor_conversation_get_id (chat)) != NULL);
  parlor_ui_say (ben_lobby (fixture), "Hello");
  parlor_ui_wait (is_read (fixture, "Hello"));
  parlor_ui_wait (parlor_conversation_get_unread (lobby) == 0);

  chat = parlor_client_find_conversation (fixture->ada, parlor_conversation_get_id (chat));
  g_assert_cmpuint (parlor_conversation_get_unread (chat), ==, 1);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), chat);
  parlor_ui_wait (parlor_conversation_get_unread (chat) == 0);
}

/* Finding one's way with the keyboard alone. */

static gboolean
is_sidebar_shown (Fixture *fixture)
{
  return g_strcmp0 (adw_leaflet_get_visible_child_name (
                      ADW_LEAFLET (find (fixture, ADW_TYPE_LEAFLET, "leaflet"))),
                    "sidebar") == 0;
}

static void
test_narrow (Fixture      *fixture,
             gconstpointer data)
{
  sign_in (fixture);
  parlor_ui_say (parlor_ui_chat (fixture->ben, "ada"), "Psst");
  parlor_ui_present (fixture->window, 360, 640);
  g_assert_true (is_sidebar_shown (fixture));

  parlor_ui_press (fixture->window, "ctrl+k");
  parlor_ui_type (fixture->window, "lob");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (!is_sidebar_shown (fixture));
  parlor_ui_type (fixture->window, "from a phone");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_strcmp0 (last_text (ben_lobby (fixture)), "from a phone") == 0);

  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (is_sidebar_shown (fixture));
  parlor_ui_press (fixture->window, "ctrl+k");
  parlor_ui_type (fixture->window, "ben");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (!is_sidebar_shown (fixture));
  parlor_ui_wait (is_read (fixture, "Psst"));
  parlor_ui_press (fixture->window, "alt+Left");
  parlor_ui_wait (is_sidebar_shown (fixture));
}

static void
test_members (Fixture      *fixture,
              gconstpointer data)
{
  GtkWidget *pane;

  sign_in (fixture);
  pane = find (fixture, PARLOR_TYPE_MEMBERS_PANE, NULL);
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

/* Channels and groups. */

static void
test_create (Fixture      *fixture,
             gconstpointer data)
{
  GtkWidget *dialog;

  sign_in (fixture);
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
  parlor_ui_wait (is_read (fixture, "Ben joined"));
}

static void
test_join (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget *dialog;
  GtkWidget *label;

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_GROUP, "Summer party", "strawberry");
  sign_in (fixture);

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
                         "summer");
  parlor_ui_wait ((label = parlor_ui_find_label (dialog, "Summer party")) != NULL);
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
  parlor_ui_wait (is_read (fixture, "ada joined"));

  /* And out again. */
  gtk_widget_activate_action (fixture->window, "win.leave", NULL);
  answer ("Leave");
  parlor_ui_wait (is_read (fixture, "No Conversation Open"));
  parlor_ui_wait (!is_read (fixture, "Summer party"));
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
test_accessible (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *sentence = NULL;
  GtkWidget       *row;

  sign_in (fixture);
  parlor_ui_send_picture (ben_lobby (fixture), "rotated.jpg", "On the way");
  parlor_ui_wait (is_read (fixture, "On the way"));
  assert_buttons_named (find (fixture, GTK_TYPE_WIDGET, "leaflet"));

  row = find_picture_row (fixture);
  sentence = gtk_test_accessible_check_property (GTK_ACCESSIBLE (row),
                                                 GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  g_assert_nonnull (strstr (sentence, "Ben, "));
  g_assert_nonnull (strstr (sentence, ": Picture rotated.jpg. On the way"));
  gtk_test_accessible_assert_role (gtk_widget_get_parent (row), GTK_ACCESSIBLE_ROLE_LOG);
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  row = gtk_widget_get_ancestor (parlor_ui_find_label (find (fixture, GTK_TYPE_WIDGET, "sidebar"),
                                                       "Ben"),
                                 PARLOR_TYPE_SIDEBAR_ROW);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Ben, Online, @ben");
}

static void
test_sign_out (Fixture      *fixture,
               gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (fixture->window, "win.sign-out", NULL);
  answer ("Sign Out");
  parlor_ui_wait (is_read (fixture, "Welcome to Parlor"));
  g_assert_false (parlor_client_has_account (fixture->ada));
}

#define ADD(name, function) g_test_add ("/window/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("mistakes", test_mistakes);
  ADD ("certificate", test_certificate);
  ADD ("talk", test_talk);
  ADD ("picture", test_picture);
  ADD ("offline", test_offline);
  ADD ("refused", test_refused);
  ADD ("draft", test_draft);
  ADD ("unread", test_unread);
  ADD ("narrow", test_narrow);
  ADD ("members", test_members);
  ADD ("create", test_create);
  ADD ("join", test_join);
  ADD ("accessible", test_accessible);
  ADD ("sign-out", test_sign_out);

  return g_test_run ();
}
