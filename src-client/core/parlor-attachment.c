/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-attachment"

#include "parlor-attachment-private.h"

#include "parlor-names.h"
#include "parlor-strings.h"

/**
 * ParlorAttachment:
 *
 * A file that a message carries, and where it is: only on the server, on its
 * way up or down, or here.
 */
struct _ParlorAttachment
{
  GObject parent_instance;

  ParlorAttachmentPacket *facts; /* what does not change, and the id */

  char               *path;
  char               *error;
  ParlorTransferState state;
  double              progress;
};

/* clang-format off */
G_DEFINE_ENUM_TYPE (ParlorTransferState, parlor_transfer_state,
                    G_DEFINE_ENUM_VALUE (PARLOR_TRANSFER_REMOTE, "remote"),
                    G_DEFINE_ENUM_VALUE (PARLOR_TRANSFER_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (PARLOR_TRANSFER_LOCAL, "local"),
                    G_DEFINE_ENUM_VALUE (PARLOR_TRANSFER_FAILED, "failed"))
/* clang-format on */

G_DEFINE_FINAL_TYPE (ParlorAttachment, parlor_attachment, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_MEDIA_TYPE,
  PROP_SIZE_BYTES,
  PROP_WIDTH_PX,
  PROP_HEIGHT_PX,
  PROP_PREVIEW,
  PROP_PATH,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
parlor_attachment_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ParlorAttachment *self = PARLOR_ATTACHMENT (object);

  switch (prop_id) {
  case PROP_ID:
    g_value_set_string (value, self->facts->attachment);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->facts->name);
    break;
  case PROP_MEDIA_TYPE:
    g_value_set_string (value, self->facts->media_type);
    break;
  case PROP_SIZE_BYTES:
    g_value_set_int64 (value, self->facts->size_bytes);
    break;
  case PROP_WIDTH_PX:
    g_value_set_int (value, self->facts->width_px);
    break;
  case PROP_HEIGHT_PX:
    g_value_set_int (value, self->facts->height_px);
    break;
  case PROP_PREVIEW:
    g_value_set_boxed (value, self->facts->preview);
    break;
  case PROP_PATH:
    g_value_set_string (value, self->path);
    break;
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, self->progress);
    break;
  case PROP_ERROR:
    g_value_set_string (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_attachment_finalize (GObject *object)
{
  ParlorAttachment *self = PARLOR_ATTACHMENT (object);

  parlor_packet_free (PARLOR_PACKET_ATTACHMENT, self->facts);
  g_free (self->path);
  g_free (self->error);

  G_OBJECT_CLASS (parlor_attachment_parent_class)->finalize (object);
}

static void
install_facts (GParamFlags flags)
{
  /**
   * ParlorAttachment:id: (nullable)
   *
   * What the server calls it; %NULL until it is uploaded.
   */
  props[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * ParlorAttachment:name:
   *
   * File name without folders, safe to show and to save under.
   */
  props[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, flags);

  /**
   * ParlorAttachment:media-type:
   *
   * `image/…` only for what can be shown: PNG, JPEG, GIF and WebP.
   */
  props[PROP_MEDIA_TYPE] =
    g_param_spec_string ("media-type", NULL, NULL, NULL, flags);

  /**
   * ParlorAttachment:size-bytes:
   *
   * Size of the file.
   */
  props[PROP_SIZE_BYTES] =
    g_param_spec_int64 ("size-bytes", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorAttachment:width-px:
   *
   * Width of an image after rotation; 0 if it is not one to be shown.
   */
  props[PROP_WIDTH_PX] =
    g_param_spec_int ("width-px", NULL, NULL, 0, PARLOR_IMAGE_MAX_SIDE_PX, 0, flags);

  /**
   * ParlorAttachment:height-px:
   *
   * Height of an image after rotation; 0 if it is not one to be shown.
   */
  props[PROP_HEIGHT_PX] =
    g_param_spec_int ("height-px", NULL, NULL, 0, PARLOR_IMAGE_MAX_SIDE_PX, 0, flags);

  /**
   * ParlorAttachment:preview: (nullable)
   *
   * A small PNG or JPEG to show until the image itself is here.
   */
  props[PROP_PREVIEW] =
    g_param_spec_boxed ("preview", NULL, NULL, G_TYPE_BYTES, flags);
}

static void
install_transfer (GParamFlags flags)
{
  /**
   * ParlorAttachment:path: (nullable)
   *
   * The whole file on this computer, if it is here.
   */
  props[PROP_PATH] =
    g_param_spec_string ("path", NULL, NULL, NULL, flags);

  /**
   * ParlorAttachment:state:
   *
   * Where it is.
   */
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PARLOR_TYPE_TRANSFER_STATE,
                       PARLOR_TRANSFER_REMOTE, flags);

  /**
   * ParlorAttachment:progress:
   *
   * How much of it has been transferred, 0 to 1.
   */
  props[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);

  /**
   * ParlorAttachment:error: (nullable)
   *
   * Why the transfer failed, for people.
   */
  props[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, flags);
}

static void
parlor_attachment_class_init (ParlorAttachmentClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = parlor_attachment_get_property;
  object_class->finalize = parlor_attachment_finalize;

  install_facts (flags);
  install_transfer (flags);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlor_attachment_init (ParlorAttachment *self)
{
}

/**
 * parlor_attachment_new:
 * @packet: what is known of the file; without an id if it is yet to be
 *   uploaded
 *
 * Returns: (transfer full): an attachment that is on the server only
 */
ParlorAttachment *
parlor_attachment_new (const ParlorAttachmentPacket *packet)
{
  ParlorAttachment *self = g_object_new (PARLOR_TYPE_ATTACHMENT, NULL);

  self->facts = parlor_packet_copy (PARLOR_PACKET_ATTACHMENT, packet);

  /* People save files under the name that they see. */
  g_free (self->facts->name);
  self->facts->name = parlor_file_name_clean (packet->name);

  return self;
}

/* Sets what belongs together; each change is told once, when all are made. */
static void
set_transfer (ParlorAttachment   *self,
              ParlorTransferState state,
              double              progress,
              const char         *path,
              const char         *error)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);

  if (parlor_set_string (&self->path, path))
    g_object_notify_by_pspec (object, props[PROP_PATH]);
  if (parlor_set_string (&self->error, error))
    g_object_notify_by_pspec (object, props[PROP_ERROR]);
  if (self->progress != progress) {
    self->progress = progress;
    g_object_notify_by_pspec (object, props[PROP_PROGRESS]);
  }
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (object, props[PROP_STATE]);
  }

  g_object_thaw_notify (object);
}

/**
 * parlor_attachment_set_local:
 * @self: an attachment
 * @path: (type filename): where the whole file is
 *
 * It has arrived, above or below.
 */
void
parlor_attachment_set_local (ParlorAttachment *self,
                             const char       *path)
{
  g_return_if_fail (PARLOR_IS_ATTACHMENT (self));

  set_transfer (self, PARLOR_TRANSFER_LOCAL, 1, path, NULL);
}

/**
 * parlor_attachment_set_running:
 * @self: an attachment
 * @progress: 0 to 1
 *
 * It is on its way.  The path of what is being uploaded stays.
 */
void
parlor_attachment_set_running (ParlorAttachment *self,
                               double            progress)
{
  g_autofree char *path = NULL;

  g_return_if_fail (PARLOR_IS_ATTACHMENT (self));

  path = g_strdup (self->path);
  set_transfer (self, PARLOR_TRANSFER_RUNNING, CLAMP (progress, 0, 1), path, NULL);
}

/**
 * parlor_attachment_set_remote:
 * @self: an attachment
 *
 * Nothing of it is wanted here any more.
 */
void
parlor_attachment_set_remote (ParlorAttachment *self)
{
  g_return_if_fail (PARLOR_IS_ATTACHMENT (self));

  set_transfer (self, PARLOR_TRANSFER_REMOTE, 0, NULL, NULL);
}

/**
 * parlor_attachment_set_failed:
 * @self: an attachment
 * @error: why, for people
 *
 * The transfer ended before its end.
 */
void
parlor_attachment_set_failed (ParlorAttachment *self,
                              const char       *error)
{
  g_autofree char *path = NULL;

  g_return_if_fail (PARLOR_IS_ATTACHMENT (self));

  path = g_strdup (self->path);
  set_transfer (self, PARLOR_TRANSFER_FAILED, self->progress, path, error);
}

void
parlor_attachment_set_id (ParlorAttachment *self,
                          const char       *id)
{
  g_return_if_fail (PARLOR_IS_ATTACHMENT (self));

  if (parlor_set_string (&self->facts->attachment, id))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ID]);
}

void
parlor_attachment_set_preview (ParlorAttachment *self,
                               GBytes           *preview)
{
  g_return_if_fail (PARLOR_IS_ATTACHMENT (self));

  if (self->facts->preview == preview)
    return;

  g_clear_pointer (&self->facts->preview, g_bytes_unref);
  self->facts->preview = preview != NULL ? g_bytes_ref (preview) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREVIEW]);
}

/**
 * parlor_attachment_get_facts:
 * @self: an attachment
 *
 * Returns: (transfer none): what the server knows of it, as it travels
 */
const ParlorAttachmentPacket *
parlor_attachment_get_facts (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), NULL);

  return self->facts;
}

const char *
parlor_attachment_get_id (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), NULL);

  return self->facts->attachment;
}

const char *
parlor_attachment_get_name (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), NULL);

  return self->facts->name;
}

const char *
parlor_attachment_get_media_type (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), NULL);

  return self->facts->media_type;
}

gint64
parlor_attachment_get_size_bytes (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), 0);

  return self->facts->size_bytes;
}

int
parlor_attachment_get_width_px (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), 0);

  return self->facts->width_px;
}

int
parlor_attachment_get_height_px (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), 0);

  return self->facts->height_px;
}

GBytes *
parlor_attachment_get_preview (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), NULL);

  return self->facts->preview;
}

const char *
parlor_attachment_get_path (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), NULL);

  return self->path;
}

ParlorTransferState
parlor_attachment_get_state (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), PARLOR_TRANSFER_FAILED);

  return self->state;
}

double
parlor_attachment_get_progress (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), 0);

  return self->progress;
}

/**
 * parlor_attachment_is_image:
 * @self: an attachment
 *
 * Returns: whether it is to be shown as a picture: its dimensions are known
 */
gboolean
parlor_attachment_is_image (ParlorAttachment *self)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (self), FALSE);

  return self->facts->width_px > 0 && self->facts->height_px > 0 &&
         g_str_has_prefix (self->facts->media_type, "image/");
}
