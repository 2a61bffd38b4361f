/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that come with messages: fetched, stopped, gone on with, opened or not.
 */

#include "parlor-ui-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "parlor-file-box.h"
#include "parlor-file-saver.h"
#include "parlor-message-row.h"
#include "parlor-window.h"

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
send_file (ParlorUiFixture *fixture,
           const char      *name,
           const char      *content,
           gsize            size_bytes)
{
  g_autoptr (GBytes)       bytes = g_bytes_new (content, size_bytes);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError)       error = NULL;
  ParlorConversation      *lobby = parlor_ui_ben_lobby (fixture);
  ParlorMessage           *message;

  parlor_conversation_send_file_async (lobby, bytes, name, &(ParlorMessageBody){ .text = NULL },
                                       NULL, on_ready, &result);
  parlor_ui_wait (result != NULL);
  message = parlor_conversation_send_file_finish (lobby, result, &error);
  g_assert_no_error (error);
  parlor_ui_wait (parlor_message_get_delivery (message) == PARLOR_DELIVERY_SENT);
}

static GtkWidget *
wait_for_box (ParlorUiFixture *fixture)
{
  GtkWidget *row;

  parlor_ui_wait ((row = parlor_ui_find_picture_row (fixture)) != NULL);
  parlor_ui_settle (fixture->window);

  return parlor_ui_find (row, PARLOR_TYPE_FILE_BOX, NULL);
}

static ParlorAttachment *
get_attachment (ParlorUiFixture *fixture)
{
  return parlor_message_get_attachment (
    parlor_message_row_get_message (PARLOR_MESSAGE_ROW (parlor_ui_find_picture_row (fixture))));
}

static gboolean
is_offered (GtkWidget  *box,
            const char *action_name)
{
  return parlor_ui_is_shown (parlor_ui_find (box, GTK_TYPE_BUTTON, action_name));
}

static void
click (GtkWidget  *box,
       const char *action_name)
{
  g_signal_emit_by_name (parlor_ui_find (box, GTK_TYPE_BUTTON, action_name), "clicked");
}

static char *
make_large (gsize size_bytes)
{
  char *content = g_malloc (size_bytes);

  for (gsize i = 0; i < size_bytes; i++)
    content[i] = (char) (i * 2654435761u >> 13);

  return content;
}

/* Stopped half way, it is gone on with, and is what was sent. */
static void
test_fetch (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  const gsize      size_bytes = 6 * 1024 * 1024;
  g_autofree char *content = make_large (size_bytes);
  g_autofree char *part = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *files = NULL;
  g_autofree char *fetched = NULL;
  gsize            fetched_bytes;
  GtkWidget       *box;
  GStatBuf         status;

  parlor_ui_sign_in (fixture);
  send_file (fixture, "A very long name of a recording that nobody will ever read.flac", content,
             size_bytes);
  box = wait_for_box (fixture);
  g_assert_true (is_offered (box, "message.fetch"));
  g_assert_false (is_offered (box, "message.save"));
  parlor_ui_screenshot (fixture->window, "file-remote");

  click (box, "message.fetch");
  parlor_ui_wait (parlor_attachment_get_progress (get_attachment (fixture)) > 0.1);
  g_assert_true (is_offered (box, "message.cancel"));
  if (parlor_attachment_get_state (get_attachment (fixture)) == PARLOR_TRANSFER_RUNNING) {
    click (box, "message.cancel");
    parlor_ui_wait (is_offered (box, "message.fetch"));
    folder = g_path_get_dirname (parlor_test_server_get_folder (fixture->server));
    files = g_build_filename (folder, "ada", "files", NULL);
    part = g_strdup_printf ("%s/%s.part", files,
                            parlor_attachment_get_id (get_attachment (fixture)));
    g_assert_cmpint (g_stat (part, &status), ==, 0);
    g_assert_cmpint (status.st_size, >, 0);
    click (box, "message.fetch");
    parlor_ui_wait (parlor_attachment_get_progress (get_attachment (fixture)) > 0);
  }

  parlor_ui_wait (is_offered (box, "message.open"));
  g_assert_true (is_offered (box, "message.save"));
  g_assert_true (g_file_get_contents (parlor_attachment_get_path (get_attachment (fixture)),
                                      &fetched, &fetched_bytes, NULL));
  g_assert_cmpmem (fetched, fetched_bytes, content, size_bytes);
  parlor_ui_screenshot (fixture->window, "file-local");
  parlor_ui_assert_fits (fixture->window);
}

static void
fetch (ParlorUiFixture *fixture)
{
  gtk_widget_activate_action (parlor_ui_find_picture_row (fixture), "message.fetch", NULL);
  parlor_ui_wait (parlor_attachment_get_path (get_attachment (fixture)) != NULL);
  parlor_ui_settle (fixture->window);
}

static void
assert_not_run (ParlorUiFixture *fixture)
{
  const char *refusal = "Programs are not run from here. Save it if you trust who sent it.";

  gtk_widget_activate_action (parlor_ui_find_picture_row (fixture), "message.open", NULL);
  parlor_ui_wait (parlor_ui_find_label (fixture->window, refusal) != NULL);
}

/* Its name is shown as it is, not as it wants to be read; and it is not run. */
static void
test_program (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  GtkWidget *box;

  parlor_ui_sign_in (fixture);
  send_file (fixture, "photo\u202egpj.exe", "MZ and so on", 12);
  box = wait_for_box (fixture);
  g_assert_nonnull (parlor_ui_find_label (box, "photo_gpj.exe"));
  fetch (fixture);
  parlor_ui_wait (is_offered (box, "message.save"));
  g_assert_false (is_offered (box, "message.open"));
  parlor_ui_screenshot (fixture->window, "file-program");
  assert_not_run (fixture);
}

/* Nor is one that does not say so. */
static void
test_hidden_program (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  send_file (fixture, "letter.txt", "#!/bin/sh\nexit 1\n", 17);
  wait_for_box (fixture);
  fetch (fixture);
  assert_not_run (fixture);
}

/* Other applications get a copy that is called as it should be, and that they
 * cannot change. */
static void
test_open (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  g_autofree char *folder = parlor_file_saver_get_open_folder ();
  g_autofree char *path = NULL;
  g_autoptr (GDir) dir = NULL;
  GStatBuf         status;

  parlor_file_saver_forget_opened ();
  parlor_ui_sign_in (fixture);
  /* Of a kind that no application on any computer takes. */
  send_file (fixture, "letter.parlor-test", "\0\1\2\3\4\5\6\7", 8);
  wait_for_box (fixture);
  fetch (fixture);
  gtk_widget_activate_action (parlor_ui_find_picture_row (fixture), "message.open", NULL);
  parlor_ui_wait (parlor_ui_find_label (
                    fixture->window, "There is no application for this file. It can be saved.") !=
                  NULL);

  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  path = g_build_filename (folder, g_dir_read_name (dir), "letter.parlor-test", NULL);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0400);
  parlor_file_saver_forget_opened ();
  g_assert_cmpint (g_stat (path, &status), !=, 0);
}

/* What cannot be kept says why, and can be asked for again. */
static void
test_failed (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  g_autofree char *parent = g_path_get_dirname (parlor_test_server_get_folder (fixture->server));
  g_autofree char *files = g_build_filename (parent, "ada", "files", NULL);
  g_autofree char *away = g_strconcat (files, "-away", NULL);
  GtkWidget       *box;

  parlor_ui_sign_in (fixture);
  send_file (fixture, "notes.txt", "Dear Ada", 8);
  box = wait_for_box (fixture);
  g_assert_cmpint (g_rename (files, away), ==, 0);
  g_assert_true (g_file_set_contents (files, "", 0, NULL));
  click (box, "message.fetch");
  parlor_ui_wait (parlor_attachment_get_state (get_attachment (fixture)) ==
                  PARLOR_TRANSFER_FAILED);
  g_assert_nonnull (
    parlor_ui_find_label (box, "The file cannot be kept on this computer"));
  parlor_ui_screenshot (fixture->window, "file-failed");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (
                     parlor_ui_find (box, GTK_TYPE_BUTTON, "message.fetch")),
                   ==, "Try Again");

  g_assert_cmpint (g_unlink (files), ==, 0);
  g_assert_cmpint (g_rename (away, files), ==, 0);
  click (box, "message.fetch");
  parlor_ui_wait (is_offered (box, "message.open"));
}

/* A deleted message leaves nothing on the disk. */
static void
test_deleted (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  ParlorConversation *lobby = parlor_ui_ben_lobby (fixture);
  g_autofree char    *path = NULL;

  parlor_ui_sign_in (fixture);
  send_file (fixture, "notes.txt", "Dear Ada", 8);
  wait_for_box (fixture);
  fetch (fixture);
  path = g_strdup (parlor_attachment_get_path (get_attachment (fixture)));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  parlor_conversation_change_async (
    lobby, PARLOR_EVENT_DELETE,
    parlor_message_get_seq (parlor_conversation_get_last_message (lobby)), NULL, NULL, NULL, NULL);
  parlor_ui_wait (!g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/file-box/fetch", test_fetch);
  PARLOR_UI_TEST ("/file-box/program", test_program);
  PARLOR_UI_TEST ("/file-box/hidden-program", test_hidden_program);
  PARLOR_UI_TEST ("/file-box/open", test_open);
  PARLOR_UI_TEST ("/file-box/failed", test_failed);
  PARLOR_UI_TEST ("/file-box/deleted", test_deleted);

  return g_test_run ();
}
