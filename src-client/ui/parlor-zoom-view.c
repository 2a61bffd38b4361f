/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-zoom-view"

#include "parlor-zoom-view.h"

#include <math.h>

#define ZOOM_STEP 1.25

/* A pixel of the image is not shown larger than that, unless it has so few that
 * all of it still fits. */
#define SCALE_MAX 8.0

/**
 * ParlorZoomView:
 *
 * Shows an image as large as fits, but not larger than it is, or larger.  The
 * wheel and two fingers zoom at the place where they are; what is larger than
 * the view is dragged.  A double click changes between the whole and each
 * pixel.
 */
struct _ParlorZoomView
{
  GtkWidget parent_instance;

  GdkPaintable *paintable;
  double        image_width_px;
  double        image_height_px;

  double   scale; /* unless it fits */
  gboolean is_fit;
  double   center_x; /* in the image: what is in the middle of the view */
  double   center_y;

  double begin_scale; /* of a pinch */
  double begin_x;     /* of a drag */
  double begin_y;
};

G_DEFINE_FINAL_TYPE (ParlorZoomView, parlor_zoom_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_SCALE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* So that there is no empty place where there could be image. */
static double
clamp_center (double center,
              double image_px,
              double view_px,
              double scale)
{
  const double half = view_px / scale / 2;

  return half * 2 >= image_px ? image_px / 2 : CLAMP (center, half, image_px - half);
}

static void
clamp_place (ParlorZoomView *self)
{
  const double scale = parlor_zoom_view_get_scale (self);

  self->center_x = clamp_center (self->center_x, self->image_width_px,
                                 gtk_widget_get_width (GTK_WIDGET (self)), scale);
  self->center_y = clamp_center (self->center_y, self->image_height_px,
                                 gtk_widget_get_height (GTK_WIDGET (self)), scale);
}

static void
update (ParlorZoomView *self)
{
  clamp_place (self);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->is_fit ? NULL : "grab");
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCALE]);
}

/* What is at (@x, @y) in the view stays there. */
static void
zoom_at (ParlorZoomView *self,
         double          scale,
         double          x,
         double          y)
{
  const double before = parlor_zoom_view_get_scale (self);
  const double fit = parlor_zoom_view_get_fit_scale (self);
  const double dx = x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  const double dy = y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  scale = CLAMP (scale, fit, MAX (SCALE_MAX, fit));
  if (scale == before)
    return;

  self->center_x += dx / before - dx / scale;
  self->center_y += dy / before - dy / scale;
  self->scale = scale;
  self->is_fit = scale == fit;
  update (self);
}

/* Input. */

static gboolean
on_wheel (ParlorZoomView           *self,
          double                    dx,
          double                    dy,
          GtkEventControllerScroll *controller)
{
  GtkEventController *wheel = GTK_EVENT_CONTROLLER (controller);
  GdkDevice          *device = gtk_event_controller_get_current_event_device (wheel);
  const gboolean      has_ctrl =
    (gtk_event_controller_get_current_event_state (wheel) & GDK_CONTROL_MASK) != 0;
  double x, y;

  /* Two fingers on a touchpad move what they lie on. */
  if (device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHPAD && !has_ctrl) {
    parlor_zoom_view_pan (self, dx, dy);
    return GDK_EVENT_STOP;
  }

  gdk_event_get_position (gtk_event_controller_get_current_event (wheel), &x, &y);
  if (gtk_widget_get_native (GTK_WIDGET (self)) != NULL) {
    GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
    double     native_x, native_y;

    gtk_native_get_surface_transform (native, &native_x, &native_y);
    gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), x - native_x,
                                      y - native_y, &x, &y);
  }
  zoom_at (self, parlor_zoom_view_get_scale (self) * pow (ZOOM_STEP, -dy), x, y);

  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (ParlorZoomView *self)
{
  self->begin_scale = parlor_zoom_view_get_scale (self);
}

static void
on_pinch (ParlorZoomView *self,
          double          factor,
          GtkGesture     *gesture)
{
  double x = 0, y = 0;

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  zoom_at (self, self->begin_scale * factor, x, y);
}

static void
on_drag_begin (ParlorZoomView *self)
{
  self->begin_x = self->center_x;
  self->begin_y = self->center_y;
}

static void
on_drag (ParlorZoomView *self,
         double          dx,
         double          dy)
{
  const double scale = parlor_zoom_view_get_scale (self);

  self->center_x = self->begin_x - dx / scale;
  self->center_y = self->begin_y - dy / scale;
  update (self);
}

static void
on_pressed (ParlorZoomView *self,
            int             n_press,
            double          x,
            double          y)
{
  const double fit = parlor_zoom_view_get_fit_scale (self);

  if (n_press % 2 != 0)
    return;

  if (!self->is_fit)
    parlor_zoom_view_fit (self);
  else
    zoom_at (self, fit < 1 ? 1 : 2, x, y);
}

/* The widget. */

static void
parlor_zoom_view_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
parlor_zoom_view_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  ParlorZoomView *self = PARLOR_ZOOM_VIEW (widget);

  if (self->scale <= parlor_zoom_view_get_fit_scale (self))
    self->is_fit = TRUE;
  clamp_place (self);
}

static void
parlor_zoom_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  ParlorZoomView *self = PARLOR_ZOOM_VIEW (widget);
  const double    scale = parlor_zoom_view_get_scale (self);
  const double    width = self->image_width_px * scale;
  const double    height = self->image_height_px * scale;
  double          x, y;

  if (self->paintable == NULL)
    return;

  /* On whole pixels, or the whole image would be blurred by half of one. */
  x = round (gtk_widget_get_width (widget) / 2.0 - self->center_x * scale);
  y = round (gtk_widget_get_height (widget) / 2.0 - self->center_y * scale);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gdk_paintable_snapshot (self->paintable, snapshot, width, height);
  gtk_snapshot_restore (snapshot);
}

static void
parlor_zoom_view_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_SCALE:
    g_value_set_double (value, parlor_zoom_view_get_scale (PARLOR_ZOOM_VIEW (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_zoom_view_dispose (GObject *object)
{
  parlor_zoom_view_set_paintable (PARLOR_ZOOM_VIEW (object), NULL);

  G_OBJECT_CLASS (parlor_zoom_view_parent_class)->dispose (object);
}

static void
parlor_zoom_view_class_init (ParlorZoomViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_zoom_view_get_property;
  object_class->dispose = parlor_zoom_view_dispose;
  widget_class->measure = parlor_zoom_view_measure;
  widget_class->size_allocate = parlor_zoom_view_size_allocate;
  widget_class->snapshot = parlor_zoom_view_snapshot;

  /**
   * ParlorZoomView:scale:
   *
   * How large a pixel of the image is.
   */
  props[PROP_SCALE] =
    g_param_spec_double ("scale", NULL, NULL, 0, G_MAXDOUBLE, 1,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "zoomview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controllers (ParlorZoomView *self)
{
  GtkEventController *wheel =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (wheel, "scroll", G_CALLBACK (on_wheel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pinch, "begin", G_CALLBACK (on_pinch_begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pinch, "scale-changed", G_CALLBACK (on_pinch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (on_drag_begin), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (on_drag), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
parlor_zoom_view_init (ParlorZoomView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->image_width_px = self->image_height_px = 1;
  self->is_fit = TRUE;
  add_controllers (self);
}

/**
 * parlor_zoom_view_set_image_size:
 * @self: a zoom view
 * @width_px: width of the image, at least 1
 * @height_px: height of the image, at least 1
 *
 * Another image is shown, which fits at first.  What is set as paintable may
 * have more or fewer pixels.
 */
void
parlor_zoom_view_set_image_size (ParlorZoomView *self,
                                 int             width_px,
                                 int             height_px)
{
  g_return_if_fail (PARLOR_IS_ZOOM_VIEW (self));

  self->image_width_px = MAX (width_px, 1);
  self->image_height_px = MAX (height_px, 1);
  parlor_zoom_view_fit (self);
}

/**
 * parlor_zoom_view_set_paintable:
 * @self: a zoom view
 * @paintable: (nullable): the image
 */
void
parlor_zoom_view_set_paintable (ParlorZoomView *self,
                                GdkPaintable   *paintable)
{
  g_return_if_fail (PARLOR_IS_ZOOM_VIEW (self));

  if (self->paintable == paintable)
    return;

  if (self->paintable != NULL)
    g_signal_handlers_disconnect_by_func (self->paintable, gtk_widget_queue_draw, self);
  g_set_object (&self->paintable, paintable);
  if (paintable != NULL)
    g_signal_connect_object (paintable, "invalidate-contents",
                             G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * parlor_zoom_view_get_scale:
 * @self: a zoom view
 *
 * Returns: how large a pixel of the image is
 */
double
parlor_zoom_view_get_scale (ParlorZoomView *self)
{
  g_return_val_if_fail (PARLOR_IS_ZOOM_VIEW (self), 1);

  return self->is_fit ? parlor_zoom_view_get_fit_scale (self) : self->scale;
}

/**
 * parlor_zoom_view_get_fit_scale:
 * @self: a zoom view
 *
 * Returns: the scale at which all of the image is seen, at most 1
 */
double
parlor_zoom_view_get_fit_scale (ParlorZoomView *self)
{
  double width_px, height_px;

  g_return_val_if_fail (PARLOR_IS_ZOOM_VIEW (self), 1);

  width_px = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  height_px = MAX (gtk_widget_get_height (GTK_WIDGET (self)), 1);

  return MIN (1, MIN (width_px / self->image_width_px, height_px / self->image_height_px));
}

/**
 * parlor_zoom_view_set_scale:
 * @self: a zoom view
 * @scale: how large a pixel of the image is to be
 *
 * What is in the middle stays there.
 */
void
parlor_zoom_view_set_scale (ParlorZoomView *self,
                            double          scale)
{
  g_return_if_fail (PARLOR_IS_ZOOM_VIEW (self));

  zoom_at (self, scale, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

void
parlor_zoom_view_zoom_in (ParlorZoomView *self)
{
  parlor_zoom_view_set_scale (self, parlor_zoom_view_get_scale (self) * ZOOM_STEP);
}

void
parlor_zoom_view_zoom_out (ParlorZoomView *self)
{
  parlor_zoom_view_set_scale (self, parlor_zoom_view_get_scale (self) / ZOOM_STEP);
}

/**
 * parlor_zoom_view_fit:
 * @self: a zoom view
 *
 * Shows all of the image, also when the view changes its size.
 */
void
parlor_zoom_view_fit (ParlorZoomView *self)
{
  g_return_if_fail (PARLOR_IS_ZOOM_VIEW (self));

  self->is_fit = TRUE;
  self->scale = 0;
  update (self);
}

/**
 * parlor_zoom_view_pan:
 * @self: a zoom view
 * @dx_px: how far the view moves to the right over the image
 * @dy_px: how far it moves down
 */
void
parlor_zoom_view_pan (ParlorZoomView *self,
                      double          dx_px,
                      double          dy_px)
{
  const double scale = parlor_zoom_view_get_scale (self);

  g_return_if_fail (PARLOR_IS_ZOOM_VIEW (self));

  self->center_x += dx_px / scale;
  self->center_y += dy_px / scale;
  update (self);
}
