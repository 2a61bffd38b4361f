/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-viewer"

#include "parlor-image-viewer.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-file-saver.h"
#include "parlor-resource.h"
#include "parlor-texture.h"

/* More pixels than that are of no use on a screen, and take much memory. */
#define MAX_SIDE_PX 6000

#define ZOOM_STEP 1.25
#define ZOOM_MAX 8.0

/* Part of the parent window that a viewer takes. */
#define WINDOW_SHARE 0.94

/**
 * ParlorImageViewer:
 *
 * Shows one image as large as fits, or larger.
 *
 * Actions: viewer.save, viewer.copy, viewer.zoom-in, viewer.zoom-out,
 * viewer.zoom-fit, win.toast.
 */
struct _ParlorImageViewer
{
  AdwWindow parent_instance;

  AdwWindowTitle    *title;
  AdwToastOverlay   *toasts;
  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  GtkPicture        *picture;

  ParlorAttachment *attachment;
  GdkTexture       *texture;
  GCancellable     *cancellable;
  double            zoom; /* 1: as large as fits */
};

G_DEFINE_FINAL_TYPE (ParlorImageViewer, parlor_image_viewer, ADW_TYPE_WINDOW)

/* At zoom 1 the picture follows the window; above it has a size of its own and
 * is scrolled, with the same point of it in the middle. */
static void
set_zoom (ParlorImageViewer *self,
          double             zoom)
{
  const double   width_px = gtk_widget_get_width (GTK_WIDGET (self->scroller));
  const double   height_px = gtk_widget_get_height (GTK_WIDGET (self->scroller));
  const gboolean is_fit = zoom <= 1;

  self->zoom = CLAMP (zoom, 1, ZOOM_MAX);
  gtk_widget_set_size_request (GTK_WIDGET (self->picture),
                               is_fit ? -1 : width_px * self->zoom,
                               is_fit ? -1 : height_px * self->zoom);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.zoom-out", self->zoom > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.zoom-in",
                                 self->texture != NULL && self->zoom < ZOOM_MAX);
}

static void
on_zoom_in_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (widget);

  set_zoom (self, self->zoom * ZOOM_STEP);
}

static void
on_zoom_out_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (widget);

  set_zoom (self, self->zoom / ZOOM_STEP);
}

static void
on_zoom_fit_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  set_zoom (PARLOR_IMAGE_VIEWER (widget), 1);
}

static gboolean
on_wheel (ParlorImageViewer  *self,
          double              dx,
          double              dy,
          GtkEventController *controller)
{
  if ((gtk_event_controller_get_current_event_state (controller) & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  set_zoom (self, dy < 0 ? self->zoom * ZOOM_STEP : self->zoom / ZOOM_STEP);

  return GDK_EVENT_STOP;
}

static void
on_save_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_file_saver_ask (widget, PARLOR_IMAGE_VIEWER (widget)->attachment);
}

static void
on_copy_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (widget);

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), self->texture);
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("Copied"));
}

static void
on_toast_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  adw_toast_overlay_add_toast (PARLOR_IMAGE_VIEWER (widget)->toasts, toast);
}

static void
on_texture_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ParlorImageViewer) self = user_data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (GdkTexture)        texture = parlor_texture_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (texture == NULL) {
    g_debug ("Cannot show an image: %s", error->message);
    gtk_stack_set_visible_child_name (self->stack, "broken");
    return;
  }

  g_set_object (&self->texture, texture);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "image");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.copy", TRUE);
  set_zoom (self, 1);
}

static void
parlor_image_viewer_dispose (GObject *object)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_IMAGE_VIEWER);
  g_clear_object (&self->attachment);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (parlor_image_viewer_parent_class)->dispose (object);
}

static void
parlor_image_viewer_finalize (GObject *object)
{
  g_clear_object (&PARLOR_IMAGE_VIEWER (object)->cancellable);

  G_OBJECT_CLASS (parlor_image_viewer_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "viewer.save", NULL, on_save_activated);
  gtk_widget_class_install_action (widget_class, "viewer.copy", NULL, on_copy_activated);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-in", NULL, on_zoom_in_activated);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-out", NULL, on_zoom_out_activated);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-fit", NULL, on_zoom_fit_activated);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", on_toast_activated);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "viewer.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "viewer.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK,
                                       "viewer.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, GDK_CONTROL_MASK,
                                       "viewer.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, GDK_CONTROL_MASK,
                                       "viewer.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, GDK_CONTROL_MASK,
                                       "viewer.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Subtract, GDK_CONTROL_MASK,
                                       "viewer.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, GDK_CONTROL_MASK,
                                       "viewer.zoom-fit", NULL);
}

static void
parlor_image_viewer_class_init (ParlorImageViewerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = parlor_image_viewer_dispose;
  object_class->finalize = parlor_image_viewer_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-image-viewer.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, toasts);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, scroller);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, picture);
  install_actions (widget_class);
}

static void
parlor_image_viewer_init (ParlorImageViewer *self)
{
  GtkEventController *wheel;

  self->cancellable = g_cancellable_new ();
  self->zoom = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.copy", FALSE);
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  set_zoom (self, 1);

  wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect_object (wheel, "scroll", G_CALLBACK (on_wheel), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), wheel);
}

static void
show (ParlorImageViewer *self,
      ParlorAttachment  *attachment)
{
  const char      *name = parlor_attachment_get_name (attachment);
  g_autofree char *size = g_format_size (parlor_attachment_get_size_bytes (attachment));
  /* Translators: width and height of a picture, and how large its file is */
  g_autofree char *subtitle = g_strdup_printf (_ ("%1$d × %2$d, %3$s"),
                                               parlor_attachment_get_width_px (attachment),
                                               parlor_attachment_get_height_px (attachment),
                                               size);

  self->attachment = g_object_ref (attachment);
  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_picture_set_alternative_text (self->picture, name);
  parlor_texture_load_async (parlor_attachment_get_path (attachment), MAX_SIDE_PX, MAX_SIDE_PX,
                             self->cancellable, on_texture_ready, g_object_ref (self));
}

/**
 * parlor_image_viewer_present:
 * @widget: in the window above which the viewer opens
 * @attachment: an image that is here
 *
 * Opens a viewer for @attachment.
 */
void
parlor_image_viewer_present (GtkWidget        *widget,
                             ParlorAttachment *attachment)
{
  GtkWidget         *parent = GTK_WIDGET (gtk_widget_get_root (widget));
  ParlorImageViewer *self;

  g_return_if_fail (parlor_attachment_get_path (attachment) != NULL);

  self = g_object_new (PARLOR_TYPE_IMAGE_VIEWER,
                       "transient-for", parent,
                       "default-width", (int) (gtk_widget_get_width (parent) * WINDOW_SHARE),
                       "default-height", (int) (gtk_widget_get_height (parent) * WINDOW_SHARE),
                       NULL);
  show (self, attachment);
  gtk_window_present (GTK_WINDOW (self));
}
