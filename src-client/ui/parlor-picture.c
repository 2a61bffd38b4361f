/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-picture"

#include "parlor-picture.h"

/* What an image takes of a conversation at most, and what it must have so that
 * a thin strip can be seen and clicked. */
#define MAX_WIDTH_PX 400
#define MAX_HEIGHT_PX 320
#define MIN_WIDTH_PX 96
#define MIN_HEIGHT_PX 64

/**
 * ParlorPicture:
 *
 * Keeps the place of an image from its size alone, so that nothing moves when
 * the image arrives.  What does not fit, of a very long or thin image, is cut
 * off.
 *
 * For a place that is narrower, parlor_picture_set_max_width_px() has to be
 * told: GTK does not let a widget be lower because it is narrower, so that this
 * cannot be a matter of measuring.
 */
struct _ParlorPicture
{
  GtkWidget parent_instance;

  GdkPaintable *paintable;
  int           image_width_px;
  int           image_height_px;
  int           max_width_px;
  int           width_px; /* of the place */
  int           height_px;
};

G_DEFINE_FINAL_TYPE (ParlorPicture, parlor_picture, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_PAINTABLE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
parlor_picture_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  ParlorPicture *self = PARLOR_PICTURE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MIN_WIDTH_PX;
    *natural = self->width_px;
  } else {
    *minimum = *natural = self->height_px;
  }
}

/* Covers the whole place, from the middle of the image. */
static void
parlor_picture_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  ParlorPicture *self = PARLOR_PICTURE (widget);
  const double   width = gtk_widget_get_width (widget);
  const double   height = gtk_widget_get_height (widget);
  double         ratio, drawn_width, drawn_height;

  if (self->paintable == NULL || width <= 0 || height <= 0)
    return;

  ratio = gdk_paintable_get_intrinsic_aspect_ratio (self->paintable);
  if (ratio <= 0)
    ratio = width / height;
  drawn_width = MAX (width, height * ratio);
  drawn_height = drawn_width / ratio;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((width - drawn_width) / 2,
                                                (height - drawn_height) / 2));
  gdk_paintable_snapshot (self->paintable, snapshot, drawn_width, drawn_height);
  gtk_snapshot_restore (snapshot);
}

static void
parlor_picture_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PAINTABLE:
    g_value_set_object (value, PARLOR_PICTURE (object)->paintable);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_picture_dispose (GObject *object)
{
  parlor_picture_set_paintable (PARLOR_PICTURE (object), NULL);

  G_OBJECT_CLASS (parlor_picture_parent_class)->dispose (object);
}

static void
parlor_picture_class_init (ParlorPictureClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_picture_get_property;
  object_class->dispose = parlor_picture_dispose;

  /**
   * ParlorPicture:paintable: (nullable)
   *
   * What is shown.
   */
  props[PROP_PAINTABLE] =
    g_param_spec_object ("paintable", NULL, NULL, GDK_TYPE_PAINTABLE,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  widget_class->measure = parlor_picture_measure;
  widget_class->snapshot = parlor_picture_snapshot;

  gtk_widget_class_set_css_name (widget_class, "picture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
parlor_picture_init (ParlorPicture *self)
{
  self->max_width_px = MAX_WIDTH_PX;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  parlor_picture_set_image_size (self, 0, 0);
}

static void
update_place (ParlorPicture *self)
{
  const double scale = MIN (1.0, MIN ((double) self->max_width_px / self->image_width_px,
                                      (double) MAX_HEIGHT_PX / self->image_height_px));

  self->width_px = CLAMP ((int) (self->image_width_px * scale + 0.5), MIN_WIDTH_PX,
                          self->max_width_px);
  self->height_px = CLAMP ((int) (self->image_height_px * scale + 0.5), MIN_HEIGHT_PX,
                           MAX_HEIGHT_PX);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * parlor_picture_set_image_size:
 * @self: a picture
 * @width_px: width of the image, 0 if it is not known
 * @height_px: height of the image, 0 if it is not known
 */
void
parlor_picture_set_image_size (ParlorPicture *self,
                               int            width_px,
                               int            height_px)
{
  const gboolean is_known = width_px > 0 && height_px > 0;

  g_return_if_fail (PARLOR_IS_PICTURE (self));

  self->image_width_px = is_known ? width_px : MAX_WIDTH_PX;
  self->image_height_px = is_known ? height_px : MAX_HEIGHT_PX;
  update_place (self);
}

/**
 * parlor_picture_set_max_width_px:
 * @self: a picture
 * @max_width_px: how wide a place there is
 */
void
parlor_picture_set_max_width_px (ParlorPicture *self,
                                 int            max_width_px)
{
  g_return_if_fail (PARLOR_IS_PICTURE (self));

  max_width_px = CLAMP (max_width_px, MIN_WIDTH_PX, MAX_WIDTH_PX);
  if (self->max_width_px == max_width_px)
    return;

  self->max_width_px = max_width_px;
  update_place (self);
}

/**
 * parlor_picture_get_width_px:
 * @self: a picture
 *
 * Returns: how wide it wants to be
 */
int
parlor_picture_get_width_px (ParlorPicture *self)
{
  g_return_val_if_fail (PARLOR_IS_PICTURE (self), 0);

  return self->width_px;
}

/**
 * parlor_picture_get_height_px:
 * @self: a picture
 *
 * Returns: how high it is at that width
 */
int
parlor_picture_get_height_px (ParlorPicture *self)
{
  g_return_val_if_fail (PARLOR_IS_PICTURE (self), 0);

  return self->height_px;
}

/**
 * parlor_picture_get_full_scale:
 * @self: a picture
 *
 * Of a very long or thin image only a part is shown: it is needed larger than
 * its place.
 *
 * Returns: by what the image is scaled to cover its place, where there is room
 */
double
parlor_picture_get_full_scale (ParlorPicture *self)
{
  double width_px, height_px, scale;

  g_return_val_if_fail (PARLOR_IS_PICTURE (self), 1);

  width_px = self->image_width_px;
  height_px = self->image_height_px;
  scale = MIN (1, MIN (MAX_WIDTH_PX / width_px, MAX_HEIGHT_PX / height_px));

  return MAX (CLAMP (width_px * scale, MIN_WIDTH_PX, MAX_WIDTH_PX) / width_px,
              CLAMP (height_px * scale, MIN_HEIGHT_PX, MAX_HEIGHT_PX) / height_px);
}

/**
 * parlor_picture_set_paintable:
 * @self: a picture
 * @paintable: (nullable): what to show, or its preview
 */
void
parlor_picture_set_paintable (ParlorPicture *self,
                              GdkPaintable  *paintable)
{
  g_return_if_fail (PARLOR_IS_PICTURE (self));

  if (self->paintable == paintable)
    return;

  if (self->paintable != NULL)
    g_signal_handlers_disconnect_by_func (self->paintable, gtk_widget_queue_draw, self);
  g_set_object (&self->paintable, paintable);
  if (paintable != NULL)
    g_signal_connect_object (paintable, "invalidate-contents",
                             G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PAINTABLE]);
}
