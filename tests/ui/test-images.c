/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images in a conversation: from the preview to the image, animations, and what
 * cannot be shown.
 */

#include "parlor-ui-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "parlor-image-box.h"
#include "parlor-message-row.h"
#include "parlor-picture.h"
#include "parlor-window.h"

static void
set_animations_enabled (gboolean are_enabled)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", are_enabled, NULL);
}

static void
set_shown_unasked (gboolean are_shown)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);

  g_settings_set_boolean (settings, "show-images", are_shown);
}

static ParlorImageBox *
find_box (ParlorUiFixture *fixture)
{
  GtkWidget *row;

  parlor_ui_wait ((row = parlor_ui_find_picture_row (fixture)) != NULL);
  parlor_ui_settle (fixture->window);

  return PARLOR_IMAGE_BOX (parlor_ui_find (row, PARLOR_TYPE_IMAGE_BOX, NULL));
}

static GdkPaintable *
get_paintable (ParlorImageBox *box)
{
  GdkPaintable *paintable;

  g_object_get (parlor_ui_find (GTK_WIDGET (box), PARLOR_TYPE_PICTURE, NULL),
                "paintable", &paintable, NULL);
  if (paintable != NULL)
    g_object_unref (paintable);

  return paintable;
}

/* A preview is 160 pixels at most. */
static gboolean
is_sharp (ParlorImageBox *box)
{
  GdkPaintable *paintable = get_paintable (box);

  return paintable != NULL && gdk_paintable_get_intrinsic_width (paintable) > 160;
}

static ParlorImageBox *
wait_for_image (ParlorUiFixture *fixture)
{
  ParlorImageBox *box = find_box (fixture);

  parlor_ui_wait (is_sharp (box));

  return box;
}

/* The preview, blurred, is in the place of the image, which comes when somebody
 * asks for it; and nothing moves. */
static void
test_preview (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  ParlorImageBox *box;
  GtkWidget      *row;
  int             height_px;

  parlor_ui_sign_in (fixture);
  set_shown_unasked (FALSE);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "12-megapixels.jpg", "The lake");
  box = find_box (fixture);
  row = parlor_ui_find_picture_row (fixture);
  height_px = gtk_widget_get_height (row);
  parlor_ui_wait (get_paintable (box) != NULL);
  g_assert_false (is_sharp (box));
  parlor_ui_wait (parlor_ui_is_shown (
    parlor_ui_find (GTK_WIDGET (box), GTK_TYPE_BUTTON, "message.fetch")));
  parlor_ui_screenshot (fixture->window, "image-preview");
  g_assert_cmpint (gtk_widget_get_height (row), ==, height_px);

  gtk_widget_activate_action (row, "message.fetch", NULL);
  parlor_ui_wait (is_sharp (box));
  parlor_ui_screenshot (fixture->window, "image-loaded");
  g_assert_cmpint (gtk_widget_get_height (row), ==, height_px);
  set_shown_unasked (TRUE);
}

static gboolean
is_running (ParlorImageBox *box)
{
  ParlorAnimation *animation = parlor_image_box_get_animation (box);

  return animation != NULL && parlor_animation_is_running (animation);
}

static GtkWidget *
get_play_button (ParlorImageBox *box)
{
  return parlor_ui_find (GTK_WIDGET (box), GTK_TYPE_BUTTON, "image.play");
}

/* Where nothing is to move, it takes the space bar or a click. */
static void
test_animation_asked_for (ParlorUiFixture *fixture,
                          gconstpointer    data)
{
  ParlorImageBox *box;
  guint           frame;

  set_animations_enabled (FALSE);
  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "animated.gif", "Ahoy");
  box = wait_for_image (fixture);
  parlor_ui_wait (parlor_ui_is_shown (get_play_button (box)));
  g_assert_false (is_running (box));
  parlor_ui_screenshot (fixture->window, "image-animated-paused");

  /* Who comes from outside comes to the message first. */
  gtk_widget_grab_focus (parlor_ui_find_picture_row (fixture));
  gtk_widget_grab_focus (parlor_ui_find (GTK_WIDGET (box), GTK_TYPE_BUTTON, "message.open"));
  parlor_ui_press (fixture->window, "space");
  parlor_ui_wait (is_running (box));
  g_assert_false (parlor_ui_is_shown (get_play_button (box)));
  frame = parlor_animation_get_frame (parlor_image_box_get_animation (box));
  parlor_ui_wait (parlor_animation_get_frame (parlor_image_box_get_animation (box)) != frame);

  parlor_ui_press (fixture->window, "space");
  parlor_ui_wait (!is_running (box));
  g_signal_emit_by_name (get_play_button (box), "clicked");
  parlor_ui_wait (is_running (box));
}

/* It plays by itself while it can be seen, and only then. */
static void
test_animation (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  ParlorImageBox *box;
  ParlorWindow   *window = PARLOR_WINDOW (fixture->window);
  GtkWidget      *other;

  set_animations_enabled (TRUE);
  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "animated.webp", NULL);
  box = wait_for_image (fixture);
  parlor_ui_wait (gtk_window_is_active (GTK_WINDOW (window)));
  parlor_ui_wait (is_running (box));

  /* Another window is used. */
  other = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (other));
  parlor_ui_wait (!is_running (box));
  g_assert_false (parlor_ui_is_shown (get_play_button (box)));
  gtk_window_destroy (GTK_WINDOW (other));
  gtk_window_present (GTK_WINDOW (window));
  parlor_ui_wait (is_running (box));

  /* It is scrolled away. */
  for (int i = 0; i < 60; i++)
    parlor_ui_say (parlor_ui_ben_lobby (fixture), "What was that?\nNothing.");
  parlor_ui_wait (!is_running (box));
  parlor_ui_wait (parlor_image_box_get_animation (box) == NULL);
  set_animations_enabled (FALSE);
}

/* Too long to be played in the conversation: a click leads to the viewer. */
static void
test_animation_too_long (ParlorUiFixture *fixture,
                         gconstpointer    data)
{
  ParlorImageBox *box;

  set_animations_enabled (TRUE);
  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "2000-frames.gif", NULL);
  box = find_box (fixture);
  parlor_ui_wait (get_paintable (box) != NULL);
  parlor_ui_wait (parlor_ui_is_shown (get_play_button (box)));
  g_assert_null (parlor_image_box_get_animation (box));
  set_animations_enabled (FALSE);
}

static ParlorImageBox *
find_last_box (ParlorUiFixture *fixture)
{
  GtkWidget *list = parlor_ui_find (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"),
                                    GTK_TYPE_LIST_BOX, NULL);
  GtkWidget *found = NULL;

  for (GtkWidget *row = gtk_widget_get_last_child (list); row != NULL && found == NULL;
       row = gtk_widget_get_prev_sibling (row))
    found = parlor_ui_find (row, PARLOR_TYPE_IMAGE_BOX, NULL);

  return PARLOR_IMAGE_BOX (found);
}

/* Whatever happens to the helper, there is a box with words, a way to the file,
 * and the next image. */
static void
test_broken (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  g_autofree char *helper = g_strdup (g_getenv ("PARLOR_IMAGE_HELPER"));
  ParlorImageBox  *box;
  GtkWidget       *save;

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "photo.webp", NULL);
  g_setenv ("PARLOR_IMAGE_HELPER", "/bin/false", TRUE);
  box = find_box (fixture);
  parlor_ui_wait (parlor_ui_find_label (GTK_WIDGET (box), "Cannot be shown") != NULL);
  save = parlor_ui_find (GTK_WIDGET (box), GTK_TYPE_BUTTON, "message.save");
  parlor_ui_wait (parlor_ui_is_shown (save) && gtk_widget_get_sensitive (save));
  parlor_ui_screenshot (fixture->window, "image-broken");
  parlor_ui_assert_fits (fixture->window);

  g_setenv ("PARLOR_IMAGE_HELPER", helper, TRUE);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "rotated.jpg", NULL);
  parlor_ui_wait (find_last_box (fixture) != box && is_sharp (find_last_box (fixture)));
  g_assert_true (parlor_ui_is_shown (save));
}

/* What was removed from the disk to make room is fetched again. */
static void
test_removed (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  ParlorImageBox   *box;
  ParlorAttachment *attachment;

  parlor_ui_sign_in (fixture);
  parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "photo.webp", NULL);
  box = wait_for_image (fixture);
  attachment = parlor_message_get_attachment (
    parlor_message_row_get_message (PARLOR_MESSAGE_ROW (parlor_ui_find_picture_row (fixture))));
  g_assert_cmpint (g_unlink (parlor_attachment_get_path (attachment)), ==, 0);

  parlor_image_box_set_nearness (box, PARLOR_FAR);
  g_assert_false (is_sharp (box));
  parlor_image_box_set_nearness (box, PARLOR_SEEN);
  parlor_ui_wait (is_sharp (box));
}

static guint
count_painted (GtkWidget *widget)
{
  guint n_painted = PARLOR_IS_IMAGE_BOX (widget) && get_paintable (PARLOR_IMAGE_BOX (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_painted += count_painted (child);

  return n_painted;
}

static void
take_looks (ParlorUiFixture *fixture,
            const char      *name)
{
  parlor_ui_settle (fixture->window);
  parlor_ui_wait (count_painted (fixture->window) >= 2);
  parlor_ui_screenshot (fixture->window, name);
  parlor_ui_assert_fits (fixture->window);
}

/* All that can stand in a box, and boxes that are hardly one, in every shape of
 * the window. */
static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  ParlorConversation *lobby = parlor_ui_ben_lobby (fixture);
  GtkSettings        *settings = gtk_settings_get_default ();
  AdwStyleManager    *style = adw_style_manager_get_default ();
  int                 dpi;

  parlor_ui_send_picture (lobby, "animated.gif", NULL);
  parlor_ui_send_picture (lobby, "16384x3051.png", "Very wide");
  parlor_ui_send_picture (lobby, "truncated.webp", NULL);
  parlor_ui_send_picture (lobby, "truncated-strip.png", NULL);
  parlor_ui_sign_in (fixture);
  parlor_ui_wait (parlor_ui_find_label (fixture->window, "Cannot be shown") != NULL);
  take_looks (fixture, "images-wide");

  parlor_ui_present (fixture->window, 360, 640);
  take_looks (fixture, "images-narrow");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  take_looks (fixture, "images-narrow-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  take_looks (fixture, "images-large-text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static gsize
get_resident_bytes (void)
{
  g_autofree char *content = NULL;
  gsize            pages[2] = { 0 };

  g_assert_true (g_file_get_contents ("/proc/self/statm", &content, NULL, NULL));
  g_assert_cmpint (sscanf (content, "%zu %zu", &pages[0], &pages[1]), ==, 2);

  return pages[1] * (gsize) getpagesize ();
}

static guint
count_images (void)
{
  const char *text = g_getenv ("PARLOR_TEST_IMAGES");

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 60;
}

/* Many images take no more memory than some. */
static void
test_many (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  const guint     n_images = count_images ();
  ParlorTimeline *timeline;
  GtkAdjustment  *adjustment;
  gsize           before_bytes, after_bytes;

  for (guint i = 0; i < n_images; i++)
    parlor_ui_send_picture (parlor_ui_ben_lobby (fixture), "rotated.jpg", NULL);
  parlor_ui_sign_in (fixture);
  find_box (fixture);
  parlor_ui_wait (is_sharp (find_last_box (fixture)));
  before_bytes = get_resident_bytes ();

  timeline = parlor_conversation_get_timeline (
    parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)));
  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (parlor_ui_get (fixture, GTK_TYPE_SCROLLED_WINDOW, "scroller")));
  while (!parlor_timeline_is_complete (timeline) || gtk_adjustment_get_value (adjustment) > 0) {
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_value (adjustment) -
                                gtk_adjustment_get_page_size (adjustment) / 2);
    parlor_ui_settle (fixture->window);
  }
  after_bytes = get_resident_bytes ();
  g_test_message ("%u images: %zu MiB before, %zu MiB after", n_images, before_bytes >> 20,
                  after_bytes >> 20);
  g_assert_cmpuint (after_bytes, <, before_bytes + (gsize) 200 * 1024 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/images/preview", test_preview);
  PARLOR_UI_TEST ("/images/animation", test_animation);
  PARLOR_UI_TEST ("/images/animation-asked-for", test_animation_asked_for);
  PARLOR_UI_TEST ("/images/animation-too-long", test_animation_too_long);
  PARLOR_UI_TEST ("/images/broken", test_broken);
  PARLOR_UI_TEST ("/images/removed", test_removed);
  PARLOR_UI_TEST ("/images/looks", test_looks);
  PARLOR_UI_TEST ("/images/many", test_many);

  return g_test_run ();
}
