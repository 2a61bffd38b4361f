/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-player"

#include "parlor-image-player.h"

/**
 * ParlorImagePlayer:
 *
 * Lets time go on for an animation while somebody may be looking: its widget is
 * in view, and its window is the one that is used.  If animations are not
 * wanted on this computer, somebody has to ask for it.
 */
struct _ParlorImagePlayer
{
  GObject parent_instance;

  GtkWidget       *widget;    /* not owned: it owns the player */
  GtkWindow       *window;    /* (nullable): not owned; while the widget is in one */
  ParlorAnimation *animation; /* (nullable) */

  guint is_seen : 1;
  guint is_asked_for : 1; /* by somebody, whatever the settings say */
  guint was_wanted : 1;
};

G_DEFINE_FINAL_TYPE (ParlorImagePlayer, parlor_image_player, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
are_animations_enabled (ParlorImagePlayer *self)
{
  gboolean are_enabled;

  g_object_get (gtk_widget_get_settings (self->widget),
                "gtk-enable-animations", &are_enabled, NULL);

  return are_enabled;
}

static void
update (ParlorImagePlayer *self)
{
  const gboolean is_wanted = parlor_image_player_is_wanted (self);

  if (self->animation != NULL)
    parlor_animation_set_is_running (self->animation,
                                     is_wanted && self->is_seen &&
                                       gtk_widget_get_mapped (self->widget) &&
                                       self->window != NULL &&
                                       gtk_window_is_active (self->window));

  if (self->was_wanted == is_wanted)
    return;
  self->was_wanted = is_wanted;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
forget_window (ParlorImagePlayer *self)
{
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, update, self);
  g_clear_weak_pointer (&self->window);
}

static void
on_root_changed (ParlorImagePlayer *self)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);

  forget_window (self);
  if (GTK_IS_WINDOW (root)) {
    g_set_weak_pointer (&self->window, GTK_WINDOW (root));
    g_signal_connect_object (root, "notify::is-active", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  }
  update (self);
}

static void
parlor_image_player_dispose (GObject *object)
{
  ParlorImagePlayer *self = PARLOR_IMAGE_PLAYER (object);

  forget_window (self);
  if (self->animation != NULL)
    g_signal_handlers_disconnect_by_func (self->animation, update, self);
  g_clear_object (&self->animation);

  G_OBJECT_CLASS (parlor_image_player_parent_class)->dispose (object);
}

static void
parlor_image_player_class_init (ParlorImagePlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_image_player_dispose;

  /**
   * ParlorImagePlayer::changed:
   *
   * parlor_image_player_is_wanted() has another answer.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", PARLOR_TYPE_IMAGE_PLAYER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlor_image_player_init (ParlorImagePlayer *self)
{
}

/**
 * parlor_image_player_new:
 * @widget: what shows the animation, which has to own the player
 *
 * Returns: (transfer full): a player with nothing to play
 */
ParlorImagePlayer *
parlor_image_player_new (GtkWidget *widget)
{
  ParlorImagePlayer *self = g_object_new (PARLOR_TYPE_IMAGE_PLAYER, NULL);

  self->widget = widget;
  g_signal_connect_object (widget, "notify::root", G_CALLBACK (on_root_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "map", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-enable-animations",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  on_root_changed (self);

  return self;
}

/**
 * parlor_image_player_set_animation:
 * @self: a player
 * @animation: (nullable): what to play
 */
void
parlor_image_player_set_animation (ParlorImagePlayer *self,
                                   ParlorAnimation   *animation)
{
  g_return_if_fail (PARLOR_IS_IMAGE_PLAYER (self));

  if (self->animation == animation)
    return;

  if (self->animation != NULL) {
    parlor_animation_set_is_running (self->animation, FALSE);
    g_signal_handlers_disconnect_by_func (self->animation, update, self);
  }
  g_set_object (&self->animation, animation);
  self->is_asked_for = FALSE;
  if (animation != NULL)
    g_signal_connect_object (animation, "notify::is-over", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}

/**
 * parlor_image_player_get_animation:
 * @self: a player
 *
 * Returns: (transfer none) (nullable): what is played
 */
ParlorAnimation *
parlor_image_player_get_animation (ParlorImagePlayer *self)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_PLAYER (self), NULL);

  return self->animation;
}

/**
 * parlor_image_player_set_is_seen:
 * @self: a player
 * @is_seen: whether the widget is in view
 */
void
parlor_image_player_set_is_seen (ParlorImagePlayer *self,
                                 gboolean           is_seen)
{
  g_return_if_fail (PARLOR_IS_IMAGE_PLAYER (self));

  self->is_seen = is_seen;
  update (self);
}

/**
 * parlor_image_player_is_wanted:
 * @self: a player
 *
 * Returns: whether it plays, or would if somebody looked; if not, it takes
 *   parlor_image_player_toggle()
 */
gboolean
parlor_image_player_is_wanted (ParlorImagePlayer *self)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_PLAYER (self), FALSE);

  return self->animation != NULL && !parlor_animation_is_over (self->animation) &&
         (self->is_asked_for || are_animations_enabled (self));
}

/**
 * parlor_image_player_can_toggle:
 * @self: a player
 *
 * Returns: whether playing is up to somebody, and not to the settings
 */
gboolean
parlor_image_player_can_toggle (ParlorImagePlayer *self)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_PLAYER (self), FALSE);

  return self->animation != NULL &&
         (!are_animations_enabled (self) || parlor_animation_is_over (self->animation));
}

/**
 * parlor_image_player_toggle:
 * @self: a player
 *
 * Plays what does not play by itself, from the beginning if it is over, or
 * stops it.
 */
void
parlor_image_player_toggle (ParlorImagePlayer *self)
{
  g_return_if_fail (PARLOR_IS_IMAGE_PLAYER (self));

  if (!parlor_image_player_can_toggle (self))
    return;

  if (parlor_animation_is_over (self->animation)) {
    parlor_animation_rewind (self->animation);
    self->is_asked_for = TRUE;
  } else {
    self->is_asked_for = !self->is_asked_for;
  }
  update (self);
}
