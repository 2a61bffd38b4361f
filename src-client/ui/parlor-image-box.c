/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-box"

#include "parlor-image-box.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-image-blur.h"
#include "parlor-image-player.h"
#include "parlor-picture.h"
#include "parlor-progress-ring.h"
#include "parlor-resource.h"
#include "parlor-texture.h"

/* Larger ones are fetched only when somebody asks for them. */
#define AUTOMATIC_MAX_BYTES (10 * 1024 * 1024)

/* Twice the place of an image, which is enough for every screen. */
#define DECODE_SCALE 2

/* All frames of an animation together: 48 MB.  What is longer is played in the
 * viewer. */
#define ANIMATION_MAX_PX (12 * 1000 * 1000)

/* However long and thin it is. */
#define DECODED_MAX_PX 4096

/* A preview is small; of one that is not, as much as is blurred anyway. */
#define PREVIEW_MAX_PX 160
#define BLUR_SHARE 32

/* In a lower box there is no place for it. */
#define BROKEN_ICON_MIN_PX 120

/**
 * ParlorImageBox:
 *
 * The image of a message in its conversation: its place is kept from the
 * beginning; then comes the preview, blurred, then the image itself, or what
 * went wrong.  Nothing is fetched or decoded before
 * parlor_image_box_set_nearness() says that the box is about to be seen, and it
 * lets go of its image when it is far away again.
 *
 * An animation is played while it is in view and its window is used.  If
 * animations are not wanted on this computer, it takes a click, or the space
 * bar.
 *
 * Actions: image.play; to be found in a parent: message.open, message.fetch,
 * message.cancel, message.save.
 */
struct _ParlorImageBox
{
  AdwBin parent_instance;

  GtkWidget          *button;
  ParlorPicture      *picture;
  GtkWidget          *play;
  GtkStack           *status;
  AdwButtonContent   *fetch_content;
  ParlorProgressRing *ring;
  GtkWidget          *broken_icon;
  GtkButton          *broken_button;

  ParlorImageCache  *images;
  ParlorAttachment  *attachment;
  ParlorImagePlayer *player;
  GCancellable      *cancellable; /* (nullable): of what is being decoded */
  GdkPaintable      *preview;     /* (nullable) */
  ParlorImage       *image;       /* (nullable) */

  ParlorNearness nearness;

  guint has_preview : 1; /* is there, or on its way */
  guint is_loading : 1;  /* the image itself, not the preview */
  guint is_broken : 1;
  guint is_fetched_unasked : 1; /* and is not worth going on with when far away */
};

G_DEFINE_FINAL_TYPE (ParlorImageBox, parlor_image_box, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IMAGES,
  PROP_ATTACHMENT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* What stands above the picture. */

static const char *
status_page (ParlorImageBox *self)
{
  switch (parlor_attachment_get_state (self->attachment)) {
  case PARLOR_TRANSFER_RUNNING:
    return "running";
  case PARLOR_TRANSFER_REMOTE:
    return self->nearness != PARLOR_FAR ? "remote" : NULL;
  case PARLOR_TRANSFER_FAILED:
    return self->image != NULL ? NULL : "broken";
  case PARLOR_TRANSFER_LOCAL:
  default:
    return self->is_broken ? "broken" : NULL;
  }
}

/* What is here can be saved, whatever it is; what is not, fetched again. */
static void
update_broken (ParlorImageBox *self)
{
  const gboolean is_here = parlor_attachment_get_path (self->attachment) != NULL;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->broken_button),
                                  is_here ? "message.save" : "message.fetch");
  gtk_button_set_label (self->broken_button, is_here ? _ ("Save As…") : _ ("Try Again"));
  gtk_widget_set_visible (self->broken_icon,
                          parlor_picture_get_height_px (self->picture) >= BROKEN_ICON_MIN_PX);
}

static void
update_status (ParlorImageBox *self)
{
  const char *page = status_page (self);

  update_broken (self);
  gtk_widget_set_visible (GTK_WIDGET (self->status), page != NULL);
  if (page != NULL)
    gtk_stack_set_visible_child_name (self->status, page);
}

/* Playing. */

/* What does not play by itself can be played. */
static void
update_play (ParlorImageBox *self)
{
  gtk_widget_set_visible (self->play,
                          self->image != NULL && self->image->is_animated &&
                            !parlor_image_player_is_wanted (self->player));
}

/* One that is too long for the conversation is for the viewer. */
static void
on_play_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorImageBox *self = PARLOR_IMAGE_BOX (widget);

  if (parlor_image_player_get_animation (self->player) == NULL) {
    gtk_widget_activate_action (widget, "message.open", NULL);
    return;
  }

  gtk_widget_grab_focus (self->button);
  parlor_image_player_toggle (self->player);
}

/* The space bar plays; everything else of the button is as with any image. */
static gboolean
on_space (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  ParlorImageBox *self = PARLOR_IMAGE_BOX (widget);

  if (!gtk_widget_has_focus (self->button) || !parlor_image_player_can_toggle (self->player))
    return GDK_EVENT_PROPAGATE;

  parlor_image_player_toggle (self->player);

  return GDK_EVENT_STOP;
}

/* Showing. */

static void
set_image (ParlorImageBox *self,
           ParlorImage    *image)
{
  g_autoptr (ParlorAnimation) animation = NULL;
  g_autoptr (GdkPaintable)    paintable = NULL;

  g_clear_pointer (&self->image, parlor_image_unref);
  if (image == NULL) {
    g_set_object (&paintable, self->preview);
  } else if (image->n_frames > 1) {
    animation = parlor_animation_new (image);
    paintable = GDK_PAINTABLE (g_object_ref (animation));
  } else {
    paintable = GDK_PAINTABLE (parlor_texture_new (image, 0));
  }

  self->image = image != NULL ? parlor_image_ref (image) : NULL;
  parlor_picture_set_paintable (self->picture, paintable);
  parlor_image_player_set_animation (self->player, animation);
  update_play (self);
  update_status (self);
}

static void
on_preview_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ParlorImageBox) self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (ParlorImage)    image = parlor_image_load_finish (result, &error);
  g_autoptr (ParlorImage)    blurred = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    self->has_preview = FALSE;
    return;
  }
  if (image == NULL) {
    g_debug ("No preview: %s", error->message);
    return;
  }

  blurred = parlor_image_blur (image, MAX (image->width_px, image->height_px) / BLUR_SHARE + 1);
  g_clear_object (&self->preview);
  self->preview = GDK_PAINTABLE (parlor_texture_new (blurred, 0));
  if (self->image == NULL)
    parlor_picture_set_paintable (self->picture, self->preview);
}

static ParlorImageRequest
make_request (ParlorImageBox *self)
{
  const double scale = DECODE_SCALE * parlor_picture_get_full_scale (self->picture);
  const double width_px = scale * parlor_attachment_get_width_px (self->attachment);
  const double height_px = scale * parlor_attachment_get_height_px (self->attachment);

  return (ParlorImageRequest){ .path = parlor_attachment_get_path (self->attachment),
                               .max_width_px = CLAMP ((int) width_px, 1, DECODED_MAX_PX),
                               .max_height_px = CLAMP ((int) height_px, 1, DECODED_MAX_PX),
                               .max_animation_px = ANIMATION_MAX_PX };
}

static void
on_image_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorImageBox) self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (ParlorImage)    image = parlor_image_load_finish (result, &error);
  ParlorImageRequest         request;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_loading = FALSE;
  /* Somebody has tidied up: it is fetched again. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "message.fetch", NULL);
    return;
  }

  self->is_broken = image == NULL;
  request = make_request (self);
  if (image == NULL)
    g_debug ("Cannot decode an image: %s", error->message);
  else if (request.path != NULL)
    parlor_image_cache_add (self->images, &request, image);
  set_image (self, image);
}

static void
decode (ParlorImageBox *self)
{
  const ParlorImageRequest request = make_request (self);
  g_autoptr (ParlorImage)  known = parlor_image_cache_find (self->images, &request);

  if (known != NULL) {
    set_image (self, known);
    return;
  }

  self->is_loading = TRUE;
  parlor_image_load_async (&request,
                           self->nearness == PARLOR_SEEN ? G_PRIORITY_DEFAULT : G_PRIORITY_LOW,
                           self->cancellable, on_image_ready, g_object_ref (self));
}

static void
load_preview (ParlorImageBox *self)
{
  const ParlorImageRequest request = {
    .content = parlor_attachment_get_preview (self->attachment),
    .max_width_px = PREVIEW_MAX_PX,
    .max_height_px = PREVIEW_MAX_PX,
  };

  if (self->has_preview || request.content == NULL)
    return;

  self->has_preview = TRUE;
  parlor_image_load_async (&request,
                           self->nearness == PARLOR_SEEN ? G_PRIORITY_HIGH : G_PRIORITY_DEFAULT,
                           self->cancellable, on_preview_ready, g_object_ref (self));
}

static gboolean
is_to_be_fetched_unasked (ParlorImageBox *self)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);

  return g_settings_get_boolean (settings, "show-images") &&
         parlor_attachment_get_size_bytes (self->attachment) <= AUTOMATIC_MAX_BYTES;
}

static void
go_on (ParlorImageBox *self)
{
  if (self->nearness == PARLOR_FAR || self->is_loading || self->image != NULL || self->is_broken)
    return;

  if (parlor_attachment_get_path (self->attachment) != NULL) {
    decode (self);
    return;
  }

  load_preview (self);
  if (parlor_attachment_get_state (self->attachment) == PARLOR_TRANSFER_REMOTE &&
      is_to_be_fetched_unasked (self)) {
    self->is_fetched_unasked = TRUE;
    gtk_widget_activate_action (GTK_WIDGET (self), "message.fetch", NULL);
  }
}

static void
let_go (ParlorImageBox *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->is_loading = FALSE;
  set_image (self, NULL);

  if (self->is_fetched_unasked &&
      parlor_attachment_get_state (self->attachment) == PARLOR_TRANSFER_RUNNING)
    gtk_widget_activate_action (GTK_WIDGET (self), "message.cancel", NULL);
  self->is_fetched_unasked = FALSE;
}

static void
on_attachment_changed (ParlorImageBox *self)
{
  /* Fetched anew: what was broken may be whole now. */
  if (parlor_attachment_get_state (self->attachment) == PARLOR_TRANSFER_RUNNING)
    self->is_broken = FALSE;

  go_on (self);
  update_status (self);
}

static void
on_progress_changed (ParlorImageBox *self)
{
  parlor_progress_ring_set_fraction (self->ring,
                                     parlor_attachment_get_progress (self->attachment));
}

static void
set_attachment (ParlorImageBox   *self,
                ParlorAttachment *attachment)
{
  g_autofree char *size = g_format_size (parlor_attachment_get_size_bytes (attachment));
  /* Translators: %s is a file name */
  g_autofree char *label = g_strdup_printf (_ ("Open picture %s"),
                                            parlor_attachment_get_name (attachment));

  self->attachment = g_object_ref (attachment);
  parlor_picture_set_image_size (self->picture,
                                 parlor_attachment_get_width_px (attachment),
                                 parlor_attachment_get_height_px (attachment));
  adw_button_content_set_label (self->fetch_content, size);
  parlor_accessible_set_label (self->button, label);

  g_signal_connect_object (attachment, "notify::state",
                           G_CALLBACK (on_attachment_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attachment, "notify::path",
                           G_CALLBACK (on_attachment_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attachment, "notify::progress",
                           G_CALLBACK (on_progress_changed), self, G_CONNECT_SWAPPED);
  on_progress_changed (self);
  update_status (self);
}

static void
parlor_image_box_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id) {
  case PROP_IMAGES:
    PARLOR_IMAGE_BOX (object)->images = g_value_dup_object (value);
    break;
  case PROP_ATTACHMENT:
    set_attachment (PARLOR_IMAGE_BOX (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_image_box_dispose (GObject *object)
{
  ParlorImageBox *self = PARLOR_IMAGE_BOX (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->player);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_IMAGE_BOX);
  g_clear_object (&self->attachment);
  g_clear_object (&self->images);
  g_clear_object (&self->preview);
  g_clear_pointer (&self->image, parlor_image_unref);

  G_OBJECT_CLASS (parlor_image_box_parent_class)->dispose (object);
}

static void
parlor_image_box_finalize (GObject *object)
{
  ParlorImageBox *self = PARLOR_IMAGE_BOX (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (parlor_image_box_parent_class)->finalize (object);
}

static void
parlor_image_box_class_init (ParlorImageBoxClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = parlor_image_box_set_property;
  object_class->dispose = parlor_image_box_dispose;
  object_class->finalize = parlor_image_box_finalize;

  /**
   * ParlorImageBox:images:
   *
   * Keeps what was decoded.
   */
  props[PROP_IMAGES] =
    g_param_spec_object ("images", NULL, NULL, PARLOR_TYPE_IMAGE_CACHE,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * ParlorImageBox:attachment:
   *
   * The image.
   */
  props[PROP_ATTACHMENT] =
    g_param_spec_object ("attachment", NULL, NULL, PARLOR_TYPE_ATTACHMENT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (PARLOR_TYPE_PICTURE);
  g_type_ensure (PARLOR_TYPE_PROGRESS_RING);
  gtk_widget_class_set_css_name (widget_class, "imagebox");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-image-box.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, button);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, picture);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, play);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, status);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, fetch_content);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, ring);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, broken_icon);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, broken_button);
  gtk_widget_class_install_action (widget_class, "image.play", NULL, on_play_activated);
}

static void
add_space (ParlorImageBox *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* Before the button, which would be clicked. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_space, 0),
                      gtk_callback_action_new (on_space, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
parlor_image_box_init (ParlorImageBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  add_space (self);
  self->player = parlor_image_player_new (GTK_WIDGET (self));
  g_signal_connect_object (self->player, "changed", G_CALLBACK (update_play), self,
                           G_CONNECT_SWAPPED);
}

/**
 * parlor_image_box_new:
 * @images: keeps what was decoded
 * @attachment: an image
 *
 * Returns: (transfer floating): a box that has the place for it
 */
GtkWidget *
parlor_image_box_new (ParlorImageCache *images,
                      ParlorAttachment *attachment)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_CACHE (images), NULL);
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (attachment), NULL);

  return g_object_new (PARLOR_TYPE_IMAGE_BOX, "images", images, "attachment", attachment, NULL);
}

/**
 * parlor_image_box_get_width_px:
 * @self: an image box
 *
 * Returns: how wide it wants to be
 */
int
parlor_image_box_get_width_px (ParlorImageBox *self)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_BOX (self), 0);

  return parlor_picture_get_width_px (self->picture);
}

/**
 * parlor_image_box_set_max_width_px:
 * @self: an image box
 * @max_width_px: how wide a place there is
 */
void
parlor_image_box_set_max_width_px (ParlorImageBox *self,
                                   int             max_width_px)
{
  g_return_if_fail (PARLOR_IS_IMAGE_BOX (self));

  parlor_picture_set_max_width_px (self->picture, max_width_px);
}

/**
 * parlor_image_box_set_nearness:
 * @self: an image box
 * @nearness: how far it is from what is in view
 *
 * When it comes near, it shows the preview, fetches the image if it is small
 * enough, and decodes it; when it is far away, it lets go of all of that.
 */
void
parlor_image_box_set_nearness (ParlorImageBox *self,
                               ParlorNearness  nearness)
{
  g_return_if_fail (PARLOR_IS_IMAGE_BOX (self));

  if (self->nearness == nearness)
    return;

  self->nearness = nearness;
  parlor_image_player_set_is_seen (self->player, nearness == PARLOR_SEEN);
  if (nearness == PARLOR_FAR) {
    let_go (self);
    return;
  }

  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  if (nearness == PARLOR_SEEN)
    parlor_image_hurry (self->cancellable);
  go_on (self);
  update_status (self);
}

/**
 * parlor_image_box_get_animation:
 * @self: an image box
 *
 * Returns: (transfer none) (nullable): what is played, if it is an animation
 */
ParlorAnimation *
parlor_image_box_get_animation (ParlorImageBox *self)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_BOX (self), NULL);

  return parlor_image_player_get_animation (self->player);
}
