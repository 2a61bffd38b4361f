/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-box"

#include "parlor-image-box.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-picture.h"
#include "parlor-progress-ring.h"
#include "parlor-resource.h"
#include "parlor-texture.h"

/* Larger ones are fetched only when somebody asks for them. */
#define AUTOMATIC_MAX_BYTES (10 * 1024 * 1024)

/* Twice the place of an image, which is enough for every screen. */
#define DECODE_SCALE 2

/**
 * ParlorImageBox:
 *
 * The image of a message in its conversation: its place is kept from the
 * beginning; then comes the preview, then the image itself, or what went wrong.
 * Nothing is fetched or decoded before parlor_image_box_load() says that the
 * box is about to be seen.
 *
 * Actions, to be found in a parent: message.open, message.fetch,
 * message.cancel.
 */
struct _ParlorImageBox
{
  AdwBin parent_instance;

  GtkWidget          *button;
  ParlorPicture      *picture;
  GtkStack           *status;
  AdwButtonContent   *fetch_content;
  ParlorProgressRing *ring;

  ParlorAttachment *attachment;
  GCancellable     *cancellable;

  guint is_wanted : 1;  /* about to be seen */
  guint is_loading : 1; /* the image itself, not the preview */
  guint is_shown : 1;
  guint is_broken : 1;
};

G_DEFINE_FINAL_TYPE (ParlorImageBox, parlor_image_box, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_ATTACHMENT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static const char *
status_page (ParlorImageBox *self)
{
  switch (parlor_attachment_get_state (self->attachment)) {
  case PARLOR_TRANSFER_RUNNING:
    return "running";
  case PARLOR_TRANSFER_REMOTE:
    return self->is_wanted ? "remote" : NULL;
  case PARLOR_TRANSFER_FAILED:
    return self->is_shown ? NULL : "broken";
  case PARLOR_TRANSFER_LOCAL:
  default:
    return self->is_broken ? "broken" : NULL;
  }
}

static void
update_status (ParlorImageBox *self)
{
  const char *page = status_page (self);

  gtk_widget_set_visible (GTK_WIDGET (self->status), page != NULL);
  if (page != NULL)
    gtk_stack_set_visible_child_name (self->status, page);
}

static void
on_preview_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ParlorImageBox) self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (GdkTexture)     texture = parlor_texture_load_finish (result, &error);

  if (texture != NULL && !self->is_shown)
    parlor_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  else if (texture == NULL)
    g_debug ("No preview: %s", error->message);
}

static void
on_image_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorImageBox) self = user_data;
  g_autoptr (GError)         error = NULL;
  g_autoptr (GdkTexture)     texture = parlor_texture_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_loading = FALSE;
  self->is_shown = texture != NULL;
  self->is_broken = texture == NULL;
  if (texture != NULL)
    parlor_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  else
    g_debug ("Cannot decode an image: %s", error->message);
  update_status (self);
}

/* The image is scaled to cover its place, of which a very long or thin one
 * shows only a part: it is needed larger than the place. */
static void
decode (ParlorImageBox *self,
        const char     *path)
{
  const double width_px = MAX (parlor_attachment_get_width_px (self->attachment), 1);
  const double height_px = MAX (parlor_attachment_get_height_px (self->attachment), 1);
  const double scale = MAX (parlor_picture_get_width_px (self->picture) / width_px,
                            parlor_picture_get_height_px (self->picture) / height_px);

  self->is_loading = TRUE;
  parlor_texture_load_async (path,
                             MAX (width_px * scale * DECODE_SCALE, 1),
                             MAX (height_px * scale * DECODE_SCALE, 1),
                             self->cancellable,
                             on_image_ready,
                             g_object_ref (self));
}

static void
load_preview (ParlorImageBox *self)
{
  GBytes *preview = parlor_attachment_get_preview (self->attachment);

  if (preview != NULL)
    parlor_texture_load_bytes_async (preview, 0, 0, self->cancellable, on_preview_ready,
                                     g_object_ref (self));
}

static gboolean
is_fetched_unasked (ParlorImageBox *self)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);

  return g_settings_get_boolean (settings, "show-images") &&
         parlor_attachment_get_size_bytes (self->attachment) <= AUTOMATIC_MAX_BYTES;
}

static void
go_on (ParlorImageBox *self)
{
  const char *path = parlor_attachment_get_path (self->attachment);

  if (!self->is_wanted || self->is_loading || self->is_shown || self->is_broken)
    return;

  if (path != NULL)
    decode (self, path);
  else if (parlor_attachment_get_state (self->attachment) == PARLOR_TRANSFER_REMOTE &&
           is_fetched_unasked (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "message.fetch", NULL);
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
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_IMAGE_BOX);
  g_clear_object (&self->attachment);

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
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, status);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, fetch_content);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageBox, ring);
}

static void
parlor_image_box_init (ParlorImageBox *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/**
 * parlor_image_box_new:
 * @attachment: an image
 *
 * Returns: (transfer floating): a box that has the place for it
 */
GtkWidget *
parlor_image_box_new (ParlorAttachment *attachment)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (attachment), NULL);

  return g_object_new (PARLOR_TYPE_IMAGE_BOX, "attachment", attachment, NULL);
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
 * parlor_image_box_load:
 * @self: an image box
 *
 * Shows the preview, fetches the image if it is small enough, decodes it.  To
 * be called when it comes near the view; nothing happens the second time.
 */
void
parlor_image_box_load (ParlorImageBox *self)
{
  g_return_if_fail (PARLOR_IS_IMAGE_BOX (self));

  if (self->is_wanted)
    return;

  self->is_wanted = TRUE;
  if (parlor_attachment_get_path (self->attachment) == NULL)
    load_preview (self);
  go_on (self);
  update_status (self);
}
