/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that go with the next message.
 */

#include "parlor-ui-fixture.h"

#include "parlor-message-row.h"
#include "parlor-pending-file.h"
#include "parlor-window.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* The files that are shown above the composer. */

static GtkWidget *
get_box (ParlorUiFixture *fixture)
{
  GtkWidget *attachments = parlor_ui_get (fixture, GTK_TYPE_WIDGET, "attachments");

  return parlor_ui_find (attachments, GTK_TYPE_BOX, "box");
}

static ParlorPendingFile *
get_file (ParlorUiFixture *fixture,
          guint            n)
{
  GtkWidget *child = gtk_widget_get_first_child (get_box (fixture));

  while (child != NULL && n-- > 0)
    child = gtk_widget_get_next_sibling (child);

  return (ParlorPendingFile *) child;
}

static guint
count_files (ParlorUiFixture *fixture)
{
  guint n_files = 0;

  while (get_file (fixture, n_files) != NULL)
    n_files++;

  return n_files;
}

static void
assert_named (ParlorUiFixture *fixture,
              guint            n,
              const char      *name)
{
  g_assert_cmpstr (parlor_pending_file_get_name (get_file (fixture, n)), ==, name);
}

static gboolean
are_shrunk (ParlorUiFixture *fixture)
{
  for (guint i = 0; i < count_files (fixture); i++) {
    if (parlor_pending_file_is_shrinking (get_file (fixture, i)))
      return FALSE;
  }

  return TRUE;
}

static const char *
get_problem (ParlorUiFixture *fixture)
{
  GtkWidget *attachments = parlor_ui_get (fixture, GTK_TYPE_WIDGET, "attachments");
  GtkWidget *revealer = parlor_ui_find (attachments, GTK_TYPE_REVEALER, "problem_revealer");

  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)))
    return NULL;

  return gtk_label_get_text (GTK_LABEL (parlor_ui_find (revealer, GTK_TYPE_LABEL, "problem")));
}

/* Pasting. */

static void
paste_value (ParlorUiFixture *fixture,
             GType            type,
             gpointer         data)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, type);
  if (type == GDK_TYPE_FILE_LIST)
    g_value_set_boxed (&value, data);
  else
    g_value_set_object (&value, data);
  gdk_clipboard_set_value (gtk_widget_get_clipboard (fixture->window), &value);
  parlor_ui_press (fixture->window, "ctrl+v");
}

static void
paste_paths (ParlorUiFixture   *fixture,
             const char *const *paths)
{
  GSList *files = NULL;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_path (paths[i]));
  paste_value (fixture, GDK_TYPE_FILE_LIST, files);
  g_slist_free_full (files, g_object_unref);
}

static char *
media_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "media", name, NULL);
}

static void
paste_three (ParlorUiFixture *fixture)
{
  g_autofree char *photo = media_path ("12-megapixels.jpg");
  g_autofree char *drawing = media_path ("alpha.png");
  g_autofree char *script = media_path ("make-media");

  paste_paths (fixture, (const char *[]){ photo, script, drawing, NULL });
  parlor_ui_wait (count_files (fixture) == 3);
  parlor_ui_wait (are_shrunk (fixture));
}

/* What Ben gets. */

static ParlorMessage *
get_bens (ParlorUiFixture *fixture,
          guint            from_end)
{
  GListModel *list =
    G_LIST_MODEL (parlor_conversation_get_timeline (parlor_ui_ben_lobby (fixture)));
  const guint               n_items = g_list_model_get_n_items (list);
  g_autoptr (ParlorMessage) message = NULL;

  if (from_end >= n_items)
    return NULL;
  message = g_list_model_get_item (list, n_items - 1 - from_end);

  return message;
}

static ParlorAttachment *
get_bens_file (ParlorUiFixture *fixture,
               guint            from_end)
{
  ParlorMessage *message = get_bens (fixture, from_end);

  return message != NULL ? parlor_message_get_attachment (message) : NULL;
}

static GBytes *
fetch_bens_file (ParlorUiFixture *fixture,
                 guint            from_end)
{
  ParlorAttachment *attachment = get_bens_file (fixture, from_end);
  char             *content;
  gsize             size_bytes;

  g_assert_nonnull (attachment);
  parlor_client_fetch (fixture->ben, attachment);
  parlor_ui_wait (parlor_attachment_get_path (attachment) != NULL);
  g_assert_true (g_file_get_contents (parlor_attachment_get_path (attachment), &content,
                                      &size_bytes, NULL));

  return g_bytes_new_take (content, size_bytes);
}

static gboolean
has_exif (GBytes *content)
{
  gsize         size;
  gconstpointer data = g_bytes_get_data (content, &size);

  return memmem (data, size, "Exif", 4) != NULL;
}

/* Several at once: in their order, one left out by the keyboard, the caption
 * below the last; pictures smaller, upright, and silent about where they are
 * from. */
static void
test_many (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  g_autoptr (GBytes) picture = NULL;

  parlor_ui_sign_in (fixture);
  parlor_conversation_get_timeline (parlor_ui_ben_lobby (fixture));
  paste_three (fixture);
  assert_named (fixture, 0, "12-megapixels.jpg");
  assert_named (fixture, 1, "make-media");
  assert_named (fixture, 2, "alpha.png");
  g_assert_true (parlor_ui_reads (fixture, "make-media"));
  parlor_ui_screenshot (fixture->window, "attach-three");

  gtk_widget_grab_focus (GTK_WIDGET (get_file (fixture, 1)));
  parlor_ui_press (fixture->window, "Delete");
  g_assert_cmpuint (count_files (fixture), ==, 2);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (get_file (fixture, 1))));

  gtk_widget_grab_focus (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text"));
  parlor_ui_type (fixture->window, "Both of them");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "Both of them"));
  g_assert_cmpuint (count_files (fixture), ==, 0);
  g_assert_cmpstr (parlor_attachment_get_name (get_bens_file (fixture, 0)), ==, "alpha.png");
  g_assert_cmpstr (parlor_attachment_get_name (get_bens_file (fixture, 1)), ==,
                   "12-megapixels.jpg");
  g_assert_null (parlor_message_get_text (get_bens (fixture, 1)));
  g_assert_cmpint (parlor_attachment_get_width_px (get_bens_file (fixture, 1)), <=, 2048);
  picture = fetch_bens_file (fixture, 1);
  g_assert_cmpuint (g_bytes_get_size (picture), <, 500 * 1000);
  g_assert_false (has_exif (picture));
}

/* Enter right after pasting waits for the smaller picture, and one is sent. */
static void
test_at_once (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  g_autofree char   *photo = media_path ("rotated.jpg");
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) sent = NULL;
  char              *content;
  gsize              size_bytes;

  parlor_ui_sign_in (fixture);
  paste_paths (fixture, (const char *[]){ photo, NULL });
  parlor_ui_wait (count_files (fixture) == 1);
  gtk_widget_activate_action (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text"), "composer.send",
                              NULL);
  parlor_ui_wait (get_bens_file (fixture, 0) != NULL);
  g_assert_cmpuint (count_files (fixture), ==, 0);
  g_assert_cmpint (parlor_attachment_get_width_px (get_bens_file (fixture, 0)), ==, 960);
  g_assert_cmpint (parlor_attachment_get_height_px (get_bens_file (fixture, 0)), ==, 720);
  g_file_get_contents (photo, &content, &size_bytes, NULL);
  original = g_bytes_new_take (content, size_bytes);
  g_assert_true (has_exif (original));
  sent = fetch_bens_file (fixture, 0);
  g_assert_false (has_exif (sent));
}

static void
test_original (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  g_autofree char   *photo = media_path ("12-megapixels.jpg");
  g_autoptr (GBytes) sent = NULL;
  GtkWidget         *original;
  char              *content;
  gsize              size_bytes;

  parlor_ui_sign_in (fixture);
  paste_paths (fixture, (const char *[]){ photo, NULL });
  parlor_ui_wait (count_files (fixture) == 1);
  parlor_ui_wait (are_shrunk (fixture));
  original = parlor_ui_get (fixture, GTK_TYPE_TOGGLE_BUTTON, "original");
  parlor_ui_wait (parlor_ui_is_shown (original));
  gtk_widget_grab_focus (original);
  parlor_ui_press (fixture->window, "space");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (original)));
  parlor_ui_screenshot (fixture->window, "attach-original");

  gtk_widget_activate_action (original, "composer.send", NULL);
  parlor_ui_wait (get_bens_file (fixture, 0) != NULL);
  sent = fetch_bens_file (fixture, 0);
  g_assert_true (g_file_get_contents (photo, &content, &size_bytes, NULL));
  g_assert_cmpmem (content, size_bytes, g_bytes_get_data (sent, NULL), g_bytes_get_size (sent));
  g_free (content);

  /* The wish holds for the next ones. */
  paste_paths (fixture, (const char *[]){ photo, NULL });
  parlor_ui_wait (count_files (fixture) == 1);
  parlor_ui_wait (are_shrunk (fixture));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (original)));
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (parlor_ui_get (fixture, GTK_TYPE_TOGGLE_BUTTON, "smaller")), TRUE);
}

/* They wait where they were added, also when they come after one has gone. */
static void
test_kept (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorWindow       *window = PARLOR_WINDOW (fixture->window);
  ParlorConversation *lobby, *chat;
  g_autofree char    *photo = media_path ("animated.gif");

  parlor_ui_sign_in (fixture);
  lobby = parlor_window_get_conversation (window);
  chat = parlor_ui_chat (fixture->ada, "ben");
  paste_three (fixture);
  paste_paths (fixture, (const char *[]){ photo, NULL });
  parlor_window_open_conversation (window, chat);
  g_assert_cmpuint (count_files (fixture), ==, 0);
  paste_paths (fixture, (const char *[]){ photo, NULL });
  parlor_ui_wait (count_files (fixture) == 1);

  parlor_window_open_conversation (window, lobby);
  parlor_ui_wait (count_files (fixture) == 4);
  assert_named (fixture, 1, "make-media");
  assert_named (fixture, 3, "animated.gif");
  parlor_window_open_conversation (window, chat);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* What cannot be sent is told, each for its reason, and what can be is there. */
static void
test_refused (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  g_autofree char   *folder = g_dir_make_tmp ("parlor-test-XXXXXX", NULL);
  g_autofree char   *empty = g_build_filename (folder, "empty.txt", NULL);
  g_autofree char   *pipe = g_build_filename (folder, "pipe", NULL);
  g_autofree char   *gone = g_build_filename (folder, "gone.txt", NULL);
  g_autofree char   *large = g_build_filename (folder, "large.iso", NULL);
  g_autofree char   *photo = media_path ("photo.webp");
  g_autoptr (GError) error = NULL;

  g_file_set_contents (empty, "", 0, &error);
  g_assert_no_error (error);
  g_file_set_contents (large, "x", 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (large, G_GINT64_CONSTANT (3) << 30), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  parlor_ui_sign_in (fixture);
  paste_paths (fixture, (const char *[]){ folder, photo, empty, NULL });
  parlor_ui_wait (get_problem (fixture) != NULL);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  g_assert_nonnull (strstr (get_problem (fixture), "is a folder"));
  g_assert_nonnull (strstr (get_problem (fixture), "“empty.txt” is empty."));
  parlor_ui_screenshot (fixture->window, "attach-refused");

  paste_paths (fixture, (const char *[]){ gone, large, pipe, NULL });
  parlor_ui_wait (strstr (get_problem (fixture), "“gone.txt” cannot be read") != NULL);
  g_assert_nonnull (strstr (get_problem (fixture), "“large.iso” is larger than"));
  g_assert_nonnull (strstr (get_problem (fixture), "1 more file cannot be attached."));
  g_assert_cmpuint (count_files (fixture), ==, 1);

  gtk_widget_activate (parlor_ui_find (parlor_ui_get (fixture, GTK_TYPE_REVEALER,
                                                      "problem_revealer"),
                                       GTK_TYPE_BUTTON, NULL));
  parlor_ui_wait (get_problem (fixture) == NULL);
  g_unlink (empty);
  g_unlink (pipe);
  g_unlink (large);
  g_rmdir (folder);
}

static void
test_too_many (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  g_autofree char *script = media_path ("make-media");
  const char      *paths[62] = { NULL };

  for (guint i = 0; i < 60; i++)
    paths[i] = script;
  parlor_ui_sign_in (fixture);
  paste_paths (fixture, paths);
  parlor_ui_wait (get_problem (fixture) != NULL);
  g_assert_cmpuint (count_files (fixture), ==, 50);
  g_assert_cmpstr (get_problem (fixture), ==,
                   "Only 50 files can be sent at once. Send these first.");
  parlor_ui_screenshot (fixture->window, "attach-fifty");
}

/* A picture that another program drew, and addresses that a file manager copied. */
static void
test_formats (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  g_autofree char               *photo = media_path ("rotated.jpg");
  g_autofree char               *drawing = media_path ("alpha.png");
  g_autofree char               *uris = NULL;
  g_autoptr (GdkTexture)         texture = gdk_texture_new_from_filename (drawing, NULL);
  g_autoptr (GBytes)             bytes = NULL;
  g_autoptr (GdkContentProvider) provider = NULL;

  parlor_ui_sign_in (fixture);
  paste_value (fixture, GDK_TYPE_TEXTURE, texture);
  parlor_ui_wait (count_files (fixture) == 1);
  assert_named (fixture, 0, "Picture.png");

  uris = g_strdup_printf ("file://%s\r\nfile://%s\r\n", photo, drawing);
  bytes = g_bytes_new (uris, strlen (uris));
  provider = gdk_content_provider_new_for_bytes ("text/uri-list", bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (fixture->window), provider);
  parlor_ui_press (fixture->window, "ctrl+v");
  parlor_ui_wait (count_files (fixture) == 3);
  assert_named (fixture, 1, "rotated.jpg");
  assert_named (fixture, 2, "alpha.png");
}

static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  parlor_ui_sign_in (fixture);
  paste_three (fixture);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_screenshot (fixture->window, "attach-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  parlor_ui_present (fixture->window, 360, 600);
  parlor_ui_screenshot (fixture->window, "attach-narrow");
  parlor_ui_assert_fits (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "size_choice"));
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/attach/many", test_many);
  PARLOR_UI_TEST ("/attach/at-once", test_at_once);
  PARLOR_UI_TEST ("/attach/original", test_original);
  PARLOR_UI_TEST ("/attach/kept", test_kept);
  PARLOR_UI_TEST ("/attach/refused", test_refused);
  PARLOR_UI_TEST ("/attach/too-many", test_too_many);
  PARLOR_UI_TEST ("/attach/formats", test_formats);
  PARLOR_UI_TEST ("/attach/looks", test_looks);

  return g_test_run ();
}
