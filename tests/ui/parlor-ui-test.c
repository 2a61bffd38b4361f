/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-ui-test"

#include "parlor-ui-test.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "parlor-application.h"

/* A minute after which no test has changed the picture. */
#define FRAMES_TO_SETTLE 2

/* AdwMessageDialog of libadwaita 1.7 says the first of its own heading, GIO the second where
 * nobody shows notifications, and GtkShortcutsWindow of GTK 4.8 the third of a label of its own. */
static gboolean
is_known (const char *message)
{
  return g_str_has_prefix (message, "Trying to measure GtkLabel ") ||
         g_str_has_prefix (message, "unable to send notifications ") ||
         (g_str_has_prefix (message, "GtkLabel ") &&
          strstr (message, " reported min width -") != NULL);
}

static const char *
get_message (const GLogField *fields,
             gsize            n_fields)
{
  for (gsize i = 0; i < n_fields; i++) {
    if (g_str_equal (fields[i].key, "MESSAGE"))
      return fields[i].value;
  }

  return "";
}

/* Every warning ends the test; but GLib would not let one be an exception. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  g_log_writer_default (level, fields, n_fields, NULL);
  if ((level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL)) != 0 &&
      !is_known (get_message (fields, n_fields)))
    G_BREAKPOINT ();

  return G_LOG_WRITER_HANDLED;
}

/**
 * parlor_ui_init:
 * @argc: (inout): as main() has it
 * @argv: (inout): as main() has it
 *
 * Begins a program of display tests: times of the day are UTC, so that
 * pictures are the same everywhere.
 */
void
parlor_ui_init (int    *argc,
                char ***argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  if (!gtk_init_check ()) {
    g_print ("1..0 # SKIP there is no display\n");
    exit (0);
  }
  adw_init ();
}

/**
 * parlor_ui_turn:
 *
 * Lets the main loop do one thing, or wait a little for it.
 */
void
parlor_ui_turn (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (1000);
}

static void
on_frame (GdkFrameClock *clock,
          int           *n_frames)
{
  ++*n_frames;
}

/**
 * parlor_ui_settle:
 * @widget: a widget on screen
 *
 * Waits until what has changed is laid out and drawn.
 */
void
parlor_ui_settle (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  int            n_frames = 0;
  gulong         id;

  g_assert_nonnull (clock);
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame), &n_frames);
  for (int done = 0; done < FRAMES_TO_SETTLE; done = n_frames) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
    parlor_ui_wait (n_frames > done);
  }
  g_signal_handler_disconnect (clock, id);
}

/**
 * parlor_ui_present:
 * @window: an #AdwApplicationWindow
 * @width_px: of what is in it
 * @height_px: of what is in it
 *
 * Shows a window.  What the window manager makes GTK draw around it comes on
 * top of its size.
 */
void
parlor_ui_present (GtkWidget *window,
                   int        width_px,
                   int        height_px)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));

  gtk_window_set_default_size (GTK_WINDOW (window), width_px, height_px);
  gtk_window_present (GTK_WINDOW (window));
  parlor_ui_settle (window);
  gtk_window_set_default_size (GTK_WINDOW (window),
                               2 * width_px - gtk_widget_get_width (content),
                               2 * height_px - gtk_widget_get_height (content));
  parlor_ui_wait (gtk_widget_get_width (content) == width_px &&
                  gtk_widget_get_height (content) == height_px);
  parlor_ui_settle (window);
}

/**
 * parlor_ui_get_application:
 *
 * Returns: (transfer none): the application, started but not running, which
 *   has loaded the style
 */
GtkApplication *
parlor_ui_get_application (void)
{
  static GtkApplication *application;
  g_autoptr (GError)     error = NULL;

  if (application != NULL)
    return application;

  application = GTK_APPLICATION (parlor_application_new ());
  g_application_set_flags (G_APPLICATION (application),
                           g_application_get_flags (G_APPLICATION (application)) |
                             G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  return application;
}

static gboolean
is_called (GtkWidget  *widget,
           const char *name)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0)
    return TRUE;

  return GTK_IS_ACTIONABLE (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), name) == 0;
}

/**
 * parlor_ui_find:
 * @root: a widget
 * @type: of what is looked for
 * @name: (nullable): its id in the .ui file, or its action
 *
 * Returns: (transfer none) (nullable): the first one at or below @root
 */
GtkWidget *
parlor_ui_find (GtkWidget  *root,
                GType       type,
                const char *name)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (name == NULL || is_called (root, name)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = parlor_ui_find (child, type, name);

  return found;
}

/**
 * parlor_ui_find_label:
 * @root: a widget
 * @text: what people read
 *
 * Returns: (transfer none) (nullable): the first label at or below @root that
 *   reads @text and is not hidden
 */
GtkWidget *
parlor_ui_find_label (GtkWidget  *root,
                      const char *text)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return NULL;
  if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = parlor_ui_find_label (child, text);

  return found;
}

/**
 * parlor_ui_find_window:
 * @type: of a dialog
 *
 * Returns: (transfer none) (nullable): a window of this type that is on screen
 */
GtkWidget *
parlor_ui_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_mapped (window))
      return window;
  }

  return NULL;
}

/**
 * parlor_ui_is_shown:
 * @widget: (nullable): a widget
 *
 * Returns: whether @widget is on screen
 */
gboolean
parlor_ui_is_shown (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget);
}

static void
save (GtkWidget  *widget,
      GdkRGBA     background,
      const char *path)
{
  const graphene_rect_t bounds =
    GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  GskRenderer              *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkPaintable)  paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture)    texture = NULL;
  GtkSnapshot              *snapshot = gtk_snapshot_new ();

  gtk_snapshot_append_color (snapshot, &background, &bounds);
  gdk_paintable_snapshot (paintable, snapshot, bounds.size.width, bounds.size.height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &bounds);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static GtkWidget *
get_content (GtkWidget *window)
{
  if (GTK_IS_POPOVER (window))
    return gtk_popover_get_child (GTK_POPOVER (window));
  if (ADW_IS_APPLICATION_WINDOW (window))
    return adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  if (ADW_IS_WINDOW (window))
    return adw_window_get_content (ADW_WINDOW (window));

  return gtk_window_get_child (GTK_WINDOW (window));
}

/**
 * parlor_ui_screenshot:
 * @window: a window or a popover on screen
 * @name: of the picture
 *
 * Draws what is in @window into NAME.png in the folder PARLOR_SCREENSHOTS, as
 * far as this is set.
 */
void
parlor_ui_screenshot (GtkWidget  *window,
                      const char *name)
{
  const char      *folder = g_getenv ("PARLOR_SCREENSHOTS");
  g_autofree char *file_name = g_strconcat (name, ".png", NULL);
  g_autofree char *path = NULL;
  GdkRGBA          background;

  parlor_ui_settle (window);
  if (folder == NULL)
    return;

  g_mkdir_with_parents (folder, 0755);
  path = g_build_filename (folder, file_name, NULL);
  gtk_style_context_lookup_color (gtk_widget_get_style_context (window), "window_bg_color",
                                  &background);
  save (get_content (window), background, path);
}

/* Labels that say less than they are meant to are ellipsized on purpose; but no
 * widget may lie outside of the window, or be smaller than it has to. */
static void
assert_fits (GtkWidget *widget,
             GtkWidget *window)
{
  graphene_rect_t bounds;
  int             min_px;

  if (!gtk_widget_get_mapped (widget))
    return;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &min_px, NULL, NULL, NULL);
  g_assert_true (gtk_widget_compute_bounds (widget, window, &bounds));
  if ((GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget)) &&
      (bounds.origin.x < -0.5 ||
       bounds.origin.x + bounds.size.width > gtk_widget_get_width (window) + 0.5))
    g_error ("A %s \"%s\" lies from %g to %g px in a window of %d px",
             G_OBJECT_TYPE_NAME (widget),
             GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "",
             bounds.origin.x, bounds.origin.x + bounds.size.width, gtk_widget_get_width (window));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_fits (child, window);
}

/**
 * parlor_ui_assert_fits:
 * @window: a window that is shown
 *
 * Asserts that nothing in it is cut off or leaves it.
 */
void
parlor_ui_assert_fits (GtkWidget *window)
{
  assert_fits (window, window);
}
