/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at the images of a conversation, by keys.
 */

#include "parlor-ui-fixture.h"

#include "parlor-image-viewer.h"
#include "parlor-message-row.h"
#include "parlor-window.h"
#include "parlor-zoom-view.h"

static GtkWidget *
get_viewer (void)
{
  return parlor_ui_find_window (PARLOR_TYPE_IMAGE_VIEWER);
}

static ParlorZoomView *
get_view (void)
{
  return PARLOR_ZOOM_VIEW (parlor_ui_find (get_viewer (), PARLOR_TYPE_ZOOM_VIEW, NULL));
}

static ParlorZoomView *
wait_for_image (void)
{
  parlor_ui_wait (get_viewer () != NULL);
  parlor_ui_wait (parlor_ui_is_shown (GTK_WIDGET (get_view ())));
  parlor_ui_settle (get_viewer ());

  return get_view ();
}

static const char *
get_shown_name (void)
{
  ParlorMessage *message = parlor_image_viewer_get_message (PARLOR_IMAGE_VIEWER (get_viewer ()));

  return parlor_attachment_get_name (parlor_message_get_attachment (message));
}

#define wait_for_name(name) parlor_ui_wait (g_strcmp0 (get_shown_name (), (name)) == 0)

static GtkWidget *
get_last_image_button (ParlorUiFixture *fixture)
{
  GtkWidget *list = parlor_ui_find (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"),
                                    GTK_TYPE_LIST_BOX, NULL);
  GtkWidget *button = NULL;

  for (GtkWidget *row = gtk_widget_get_last_child (list); row != NULL && button == NULL;
       row = gtk_widget_get_prev_sibling (row))
    button = parlor_ui_find (row, GTK_TYPE_BUTTON, "message.open");

  return button;
}

/* As somebody does it who has no mouse. */
static void
open_last (ParlorUiFixture *fixture)
{
  GtkWidget        *button;
  ParlorAttachment *attachment;

  parlor_ui_wait ((button = get_last_image_button (fixture)) != NULL);
  attachment = parlor_message_get_attachment (parlor_message_row_get_message (
    PARLOR_MESSAGE_ROW (gtk_widget_get_ancestor (button, PARLOR_TYPE_MESSAGE_ROW))));
  parlor_ui_wait (parlor_attachment_get_path (attachment) != NULL);
  /* Who comes from outside comes to the message first. */
  gtk_widget_grab_focus (gtk_widget_get_ancestor (button, PARLOR_TYPE_MESSAGE_ROW));
  gtk_widget_grab_focus (button);
  parlor_ui_press (fixture->window, "Return");
  wait_for_image ();
}

static double
get_scale (void)
{
  return parlor_zoom_view_get_scale (get_view ());
}

static void
test_zoom (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *button;
  double     fit;

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "12-megapixels.jpg", "The lake");
  open_last (fixture);
  button = get_last_image_button (fixture);
  parlor_ui_screenshot (get_viewer (), "viewer");
  fit = get_scale ();
  g_assert_cmpfloat (fit, <, 0.5);

  parlor_ui_press (get_viewer (), "plus");
  g_assert_cmpfloat (get_scale (), >, fit);
  parlor_ui_press (get_viewer (), "minus");
  g_assert_cmpfloat_with_epsilon (get_scale (), fit, 0.001);
  parlor_ui_press (get_viewer (), "1");
  g_assert_cmpfloat (get_scale (), ==, 1);
  parlor_ui_press (get_viewer (), "Right");
  parlor_ui_screenshot (get_viewer (), "viewer-zoomed");
  g_assert_cmpfloat (get_scale (), ==, 1);
  parlor_ui_press (get_viewer (), "0");
  g_assert_cmpfloat (get_scale (), ==, fit);
  for (int i = 0; i < 30; i++)
    parlor_zoom_view_zoom_in (get_view ());
  g_assert_cmpfloat (get_scale (), ==, 8);

  parlor_ui_press (get_viewer (), "Escape");
  parlor_ui_wait (get_viewer () == NULL);
  parlor_ui_wait (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == button);
}

/* The wheel zooms, a double click goes back, or to each pixel. */
static void
test_mouse (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  double fit;

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "12-megapixels.jpg", NULL);
  open_last (fixture);
  fit = get_scale ();
  parlor_ui_turn_wheel_up (get_viewer (), 300, 200);
  parlor_ui_wait (get_scale () > fit);
  g_assert_cmpfloat_with_epsilon (get_scale () / fit, 1.25, 0.01);
  parlor_ui_double_click (get_viewer (), 300, 200);
  parlor_ui_wait (get_scale () == fit);
  parlor_ui_double_click (get_viewer (), 300, 200);
  parlor_ui_wait (get_scale () == 1);
}

/* What is copied is the whole image, not what fitted. */
static void
test_copy (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GdkClipboard *clipboard;

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "12-megapixels.jpg", NULL);
  open_last (fixture);
  clipboard = gtk_widget_get_clipboard (get_viewer ());
  gdk_clipboard_set_text (clipboard, "before");
  parlor_ui_press (get_viewer (), "ctrl+c");
  parlor_ui_wait (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                                     GDK_TYPE_TEXTURE));
  {
    GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
    g_auto (GValue)     value = G_VALUE_INIT;

    g_value_init (&value, GDK_TYPE_TEXTURE);
    g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
    g_assert_cmpint (gdk_texture_get_width (g_value_get_object (&value)), ==, 4000);
  }
}

static void
test_walk (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorConversation *lobby = parlor_ui_ben_lobby (fixture);

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (lobby, "photo.webp", "one");
  parlor_ui_say (lobby, "and then");
  parlor_ui_send_picture (lobby, "rotated.jpg", "two");
  parlor_ui_say (lobby, "at last");
  parlor_ui_send_picture (lobby, "alpha.png", NULL);
  open_last (fixture);
  g_assert_cmpstr (get_shown_name (), ==, "alpha.png");
  g_assert_false (parlor_ui_is_shown (parlor_ui_find (get_viewer (), GTK_TYPE_BUTTON, "next")));

  parlor_ui_press (get_viewer (), "Left");
  wait_for_name ("rotated.jpg");
  wait_for_image ();
  g_assert_nonnull (parlor_ui_find_label (get_viewer (), "two"));
  g_assert_nonnull (parlor_ui_find_label (get_viewer (), "Ben"));
  parlor_ui_screenshot (get_viewer (), "viewer-walk");
  g_signal_emit_by_name (parlor_ui_find (get_viewer (), GTK_TYPE_BUTTON, "previous"), "clicked");
  wait_for_name ("photo.webp");
  wait_for_image ();
  parlor_ui_press (get_viewer (), "Page_Down");
  wait_for_name ("rotated.jpg");
  parlor_ui_press (get_viewer (), "Page_Down");
  wait_for_name ("alpha.png");
}

/* Beyond what is loaded, too. */
static void
test_walk_far (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  ParlorConversation *lobby = parlor_ui_ben_lobby (fixture);

  parlor_ui_send_picture (lobby, "photo.webp", NULL);
  for (int i = 0; i < 250; i++)
    parlor_ui_say (lobby, "Not a picture");
  parlor_ui_send_picture (lobby, "alpha.png", NULL);
  parlor_ui_sign_in (fixture);
  open_last (fixture);

  parlor_ui_press (get_viewer (), "Page_Up");
  wait_for_name ("photo.webp");
  wait_for_image ();
}

/* It says so, and can be saved. */
static void
test_broken (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  g_autofree char *helper = g_strdup (g_getenv ("PARLOR_IMAGE_HELPER"));
  GtkWidget       *save;

  parlor_ui_sign_in (fixture);
  g_setenv ("PARLOR_IMAGE_HELPER", "/bin/false", TRUE);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "photo.webp", NULL);
  parlor_ui_wait (get_last_image_button (fixture) != NULL);
  parlor_ui_wait (parlor_ui_find_label (fixture->window, "Cannot be shown") != NULL);
  gtk_widget_activate_action (get_last_image_button (fixture), "message.open", NULL);
  parlor_ui_wait (get_viewer () != NULL);
  parlor_ui_wait (parlor_ui_find_label (get_viewer (), "Cannot Be Shown") != NULL);
  save = parlor_ui_find (get_viewer (), GTK_TYPE_BUTTON, "status_save");
  parlor_ui_wait (parlor_ui_is_shown (save) && gtk_widget_get_sensitive (save));
  parlor_ui_screenshot (get_viewer (), "viewer-broken");

  /* What files are called is not taken for markup. */
  gtk_widget_activate_action (get_viewer (), "win.toast", "s", "Ben & <b>.png");
  parlor_ui_wait (parlor_ui_find_label (get_viewer (), "Ben & <b>.png") != NULL);
  g_setenv ("PARLOR_IMAGE_HELPER", helper, TRUE);
}

/* An animation is played in the viewer, where the conversation is still. */
static void
test_animation (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  GtkWidget *play;

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "animated.gif", NULL);
  open_last (fixture);
  play = parlor_ui_find (get_viewer (), GTK_TYPE_BUTTON, "viewer.play");
  parlor_ui_wait (parlor_ui_is_shown (play));
  parlor_ui_screenshot (get_viewer (), "viewer-animation");
  parlor_ui_press (get_viewer (), "space");
  parlor_ui_wait (!parlor_ui_is_shown (play));
  parlor_ui_press (get_viewer (), "space");
  parlor_ui_wait (parlor_ui_is_shown (play));
}

/* What somebody deletes is not looked at any longer. */
static void
test_deleted (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  ParlorConversation *lobby = parlor_ui_ben_lobby (fixture);

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (lobby, "photo.webp", NULL);
  open_last (fixture);
  parlor_conversation_change_async (
    lobby, PARLOR_EVENT_DELETE,
    parlor_message_get_seq (parlor_conversation_get_last_message (lobby)), NULL, NULL, NULL, NULL);
  parlor_ui_wait (get_viewer () == NULL);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/image-viewer/zoom", test_zoom);
  PARLOR_UI_TEST ("/image-viewer/mouse", test_mouse);
  PARLOR_UI_TEST ("/image-viewer/copy", test_copy);
  PARLOR_UI_TEST ("/image-viewer/walk", test_walk);
  PARLOR_UI_TEST ("/image-viewer/walk-far", test_walk_far);
  PARLOR_UI_TEST ("/image-viewer/broken", test_broken);
  PARLOR_UI_TEST ("/image-viewer/animation", test_animation);
  PARLOR_UI_TEST ("/image-viewer/deleted", test_deleted);

  return g_test_run ();
}
