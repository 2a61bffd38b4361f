/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-ui-fixture"

#include "parlor-ui-fixture.h"

#include "parlor-message-row.h"
#include "parlor-pending-file.h"
#include "parlor-window.h"

/**
 * parlor_ui_fixture_set_up:
 * @fixture: to be filled
 * @data: unused
 *
 * Starts a server, on which Ben is, and makes a window for Ada, who is not.
 */
void
parlor_ui_fixture_set_up (ParlorUiFixture *fixture,
                          gconstpointer    data)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->ben = parlor_ui_person_new (fixture->server, "ben", "Ben");
  fixture->ada = parlor_ui_client_new (fixture->server, "ada");
  fixture->window =
    g_object_ref (parlor_window_new (parlor_ui_get_application (), fixture->ada));
}

/**
 * parlor_ui_fixture_tear_down:
 * @fixture: a fixture
 * @data: unused
 *
 * Ends all of it; nothing may be left of the window.
 */
void
parlor_ui_fixture_tear_down (ParlorUiFixture *fixture,
                             gconstpointer    data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->window);
  parlor_ui_client_free (fixture->ada);
  parlor_ui_client_free (fixture->ben);
  parlor_test_server_free (fixture->server);
}

/**
 * parlor_ui_get:
 * @fixture: a fixture
 * @type: of a widget
 * @name: (nullable): its id or action
 *
 * Returns: (transfer none): a widget that has to be in the window
 */
GtkWidget *
parlor_ui_get (ParlorUiFixture *fixture,
               GType            type,
               const char      *name)
{
  GtkWidget *found = parlor_ui_find (fixture->window, type, name);

  g_assert_nonnull (found);

  return found;
}

/**
 * parlor_ui_reads:
 * @fixture: a fixture
 * @text: what a label says
 *
 * Returns: whether this is on screen
 */
gboolean
parlor_ui_reads (ParlorUiFixture *fixture,
                 const char      *text)
{
  return parlor_ui_is_shown (parlor_ui_find_label (fixture->window, text));
}

/**
 * parlor_ui_sign_in:
 * @fixture: a fixture
 *
 * Makes an account for Ada and shows the window, with the lobby.
 */
void
parlor_ui_sign_in (ParlorUiFixture *fixture)
{
  g_autofree char *link = parlor_ui_server_link (fixture->server);

  parlor_window_enter (PARLOR_WINDOW (fixture->window), link, "ada", "correct horse",
                       PARLOR_SIGN_IN_REGISTER);
  parlor_ui_wait (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) != NULL);
  parlor_ui_present (fixture->window, 1000, 700);
}

/**
 * parlor_ui_ben_lobby:
 * @fixture: a fixture
 *
 * Returns: (transfer none): the lobby, as Ben has it
 */
ParlorConversation *
parlor_ui_ben_lobby (ParlorUiFixture *fixture)
{
  return parlor_client_find_conversation (fixture->ben, "lobby");
}

/**
 * parlor_ui_ben_reads:
 * @fixture: a fixture
 * @text: what somebody wrote
 *
 * Returns: whether it is the last that Ben has seen in the lobby
 */
gboolean
parlor_ui_ben_reads (ParlorUiFixture *fixture,
                     const char      *text)
{
  ParlorMessage *last = parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture));

  return last != NULL && g_strcmp0 (parlor_message_get_text (last), text) == 0;
}

/**
 * parlor_ui_send:
 * @fixture: a fixture
 * @text: UTF-8, which cannot be typed
 *
 * Sends what is put into the composer.
 */
void
parlor_ui_send (ParlorUiFixture *fixture,
                const char      *text)
{
  GtkWidget *view = parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text");

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_widget_activate_action (view, "composer.send", NULL);
}

/**
 * parlor_ui_answer:
 * @label: of a button
 *
 * Waits for a question and answers it.
 */
void
parlor_ui_answer (const char *label)
{
  GtkWidget *dialog;
  GtkWidget *found;

  parlor_ui_wait ((dialog = parlor_ui_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  parlor_ui_wait ((found = parlor_ui_find_label (dialog, label)) != NULL);
  g_signal_emit_by_name (gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON), "clicked");
  parlor_ui_wait (parlor_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

/**
 * parlor_ui_paste_file:
 * @fixture: a fixture
 * @file_name: of a file in tests/media
 *
 * Pastes it from the clipboard, with the keyboard.
 */
void
parlor_ui_paste_file (ParlorUiFixture *fixture,
                      const char      *file_name)
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

/**
 * parlor_ui_find_picture_row:
 * @fixture: a fixture
 *
 * Returns: (transfer none) (nullable): the first row that has an attachment
 */
GtkWidget *
parlor_ui_find_picture_row (ParlorUiFixture *fixture)
{
  GtkWidget *list = parlor_ui_find (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"),
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
