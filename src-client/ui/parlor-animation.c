/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-animation"

#include "parlor-animation.h"

#include "parlor-texture.h"

#define LATE_MAX_US (G_TIME_SPAN_SECOND / 10)

/**
 * ParlorAnimation:
 *
 * Plays the frames of an image, while it is told to, as often as it says.
 */
struct _ParlorAnimation
{
  GObject parent_instance;

  ParlorImage *image;
  GdkTexture  *texture; /* the frame that is shown */
  guint        frame;
  guint        n_loops_done;
  gint64       due_us; /* when the next frame is */
  guint        timeout_id;
  guint        is_running : 1;
};

enum {
  PROP_0,
  PROP_IS_OVER,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
parlor_animation_snapshot (GdkPaintable *paintable,
                           GdkSnapshot  *snapshot,
                           double        width,
                           double        height)
{
  gdk_paintable_snapshot (GDK_PAINTABLE (PARLOR_ANIMATION (paintable)->texture), snapshot, width,
                          height);
}

static GdkPaintable *
parlor_animation_get_current_image (GdkPaintable *paintable)
{
  return GDK_PAINTABLE (g_object_ref (PARLOR_ANIMATION (paintable)->texture));
}

static GdkPaintableFlags
parlor_animation_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE;
}

static int
parlor_animation_get_intrinsic_width (GdkPaintable *paintable)
{
  return PARLOR_ANIMATION (paintable)->image->width_px;
}

static int
parlor_animation_get_intrinsic_height (GdkPaintable *paintable)
{
  return PARLOR_ANIMATION (paintable)->image->height_px;
}

static void
implement_paintable (GdkPaintableInterface *iface)
{
  iface->snapshot = parlor_animation_snapshot;
  iface->get_current_image = parlor_animation_get_current_image;
  iface->get_flags = parlor_animation_get_flags;
  iface->get_intrinsic_width = parlor_animation_get_intrinsic_width;
  iface->get_intrinsic_height = parlor_animation_get_intrinsic_height;
}

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (ParlorAnimation, parlor_animation, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, implement_paintable))
/* clang-format on */

static void
show_frame (ParlorAnimation *self,
            guint            frame)
{
  self->frame = frame;
  g_clear_object (&self->texture);
  self->texture = parlor_texture_new (self->image, frame);
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

static gboolean on_frame_due (gpointer user_data);

static void
wait_for_next (ParlorAnimation *self)
{
  const gint64 now_us = g_get_monotonic_time ();

  /* A little late is made up for, a pause is not. */
  if (now_us - self->due_us > LATE_MAX_US)
    self->due_us = now_us;
  self->due_us += self->image->delays_ms[self->frame] * G_TIME_SPAN_MILLISECOND;
  self->timeout_id = g_timeout_add (MAX (self->due_us - now_us, 0) / G_TIME_SPAN_MILLISECOND,
                                    on_frame_due, self);
}

static gboolean
on_frame_due (gpointer user_data)
{
  ParlorAnimation *self = user_data;

  self->timeout_id = 0;
  if (self->frame + 1 == self->image->n_frames) {
    self->n_loops_done++;
    if (parlor_animation_is_over (self)) {
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_OVER]);
      return G_SOURCE_REMOVE;
    }
  }
  show_frame (self, (self->frame + 1) % self->image->n_frames);
  wait_for_next (self);

  return G_SOURCE_REMOVE;
}

static void
parlor_animation_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_OVER:
    g_value_set_boolean (value, parlor_animation_is_over (PARLOR_ANIMATION (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_animation_finalize (GObject *object)
{
  ParlorAnimation *self = PARLOR_ANIMATION (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->image, parlor_image_unref);

  G_OBJECT_CLASS (parlor_animation_parent_class)->finalize (object);
}

static void
parlor_animation_class_init (ParlorAnimationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlor_animation_get_property;
  object_class->finalize = parlor_animation_finalize;

  /**
   * ParlorAnimation:is-over:
   *
   * Whether it has been played as often as its file says.
   */
  props[PROP_IS_OVER] =
    g_param_spec_boolean ("is-over", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlor_animation_init (ParlorAnimation *self)
{
}

/**
 * parlor_animation_new:
 * @image: an image of more than one frame
 *
 * Returns: (transfer full): what shows its first frame
 */
ParlorAnimation *
parlor_animation_new (ParlorImage *image)
{
  ParlorAnimation *self = g_object_new (PARLOR_TYPE_ANIMATION, NULL);

  self->image = parlor_image_ref (image);
  show_frame (self, 0);

  return self;
}

/**
 * parlor_animation_set_is_running:
 * @self: an animation
 * @is_running: whether time goes on for it
 */
void
parlor_animation_set_is_running (ParlorAnimation *self,
                                 gboolean         is_running)
{
  g_return_if_fail (PARLOR_IS_ANIMATION (self));

  is_running = is_running && !parlor_animation_is_over (self);
  if (self->is_running == is_running)
    return;

  self->is_running = is_running;
  if (is_running)
    wait_for_next (self);
  else
    g_clear_handle_id (&self->timeout_id, g_source_remove);
}

/**
 * parlor_animation_is_running:
 * @self: an animation
 *
 * Returns: whether it is played
 */
gboolean
parlor_animation_is_running (ParlorAnimation *self)
{
  g_return_val_if_fail (PARLOR_IS_ANIMATION (self), FALSE);

  return self->is_running && !parlor_animation_is_over (self);
}

/**
 * parlor_animation_is_over:
 * @self: an animation
 *
 * Returns: whether it has been played as often as its file says
 */
gboolean
parlor_animation_is_over (ParlorAnimation *self)
{
  g_return_val_if_fail (PARLOR_IS_ANIMATION (self), FALSE);

  return self->image->n_loops > 0 && self->n_loops_done >= self->image->n_loops;
}

/**
 * parlor_animation_rewind:
 * @self: an animation
 *
 * Lets it be played once more from the beginning.
 */
void
parlor_animation_rewind (ParlorAnimation *self)
{
  g_return_if_fail (PARLOR_IS_ANIMATION (self));

  parlor_animation_set_is_running (self, FALSE);
  self->is_running = FALSE;
  self->n_loops_done = 0;
  show_frame (self, 0);
}

/**
 * parlor_animation_get_frame:
 * @self: an animation
 *
 * Returns: which frame is shown, from 0
 */
guint
parlor_animation_get_frame (ParlorAnimation *self)
{
  g_return_val_if_fail (PARLOR_IS_ANIMATION (self), 0);

  return self->frame;
}

/**
 * parlor_animation_get_texture:
 * @self: an animation
 *
 * Returns: (transfer none): the frame that is shown
 */
GdkTexture *
parlor_animation_get_texture (ParlorAnimation *self)
{
  g_return_val_if_fail (PARLOR_IS_ANIMATION (self), NULL);

  return self->texture;
}
