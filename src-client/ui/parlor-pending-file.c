/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-pending-file"

#include "parlor-pending-file.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parlor-accessible.h"
#include "parlor-image.h"
#include "parlor-picture.h"
#include "parlor-resource.h"
#include "parlor-texture.h"

#define THUMBNAIL_PX 192

/* A little less is not worth what it costs in quality. */
#define WORTH_IT 0.8

/**
 * ParlorPendingFile:
 *
 * A file that was chosen, dropped or pasted and goes with the next message:
 * a thumbnail or an icon, its name and size, and a button to leave it out.  Of
 * a picture there may be a smaller one, which can go in its place.
 *
 * Action: pendingfile.remove.
 */
struct _ParlorPendingFile
{
  AdwBin parent_instance;

  GtkStack      *stack;
  GtkImage      *icon;
  GtkLabel      *name_label;
  GtkLabel      *size_label;
  ParlorPicture *picture;
  GtkWidget     *remove;

  GBytes       *content;
  char         *name;
  GBytes       *smaller; /* (nullable): the same picture in fewer bytes */
  char         *smaller_name;
  gboolean      is_shrinking;
  gboolean      is_smaller; /* that one goes */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ParlorPendingFile, parlor_pending_file, ADW_TYPE_BIN)

enum {
  REMOVED,
  SHRUNK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_remove_activated (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  g_signal_emit (widget, signals[REMOVED], 0);
}

static void
update_size (ParlorPendingFile *self)
{
  g_autofree char *size = g_format_size (g_bytes_get_size (parlor_pending_file_get_content (self)));
  /* Translators: a file: its name and its size, as a screen reader says it */
  g_autofree char *label = g_strdup_printf (_ ("%1$s, %2$s"), self->name, size);

  gtk_label_set_label (self->size_label, size);
  parlor_accessible_set_label (GTK_WIDGET (self), label);
}

static void
on_texture_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ParlorPendingFile) self = user_data;
  g_autoptr (GdkTexture)        texture = parlor_texture_load_finish (result, NULL);

  /* Not an image: it goes as a file. */
  if (texture == NULL || self->picture == NULL)
    return;

  parlor_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "image");
}

/* Of the camera and, often, of the place: few mean to tell that. */
static gboolean
has_metadata (GBytes *content)
{
  static const char *const marks[] = { "Exif", "eXIf", "EXIF", "http://ns.adobe.com/xap/" };
  gsize                    size;
  gconstpointer            data = g_bytes_get_data (content, &size);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (memmem (data, size, marks[i], strlen (marks[i])) != NULL)
      return TRUE;
  }

  return FALSE;
}

/* Whether it is to be offered in the place of the file. */
static gboolean
is_worth_it (ParlorPendingFile *self,
             GBytes            *smaller)
{
  const double limit = has_metadata (self->content) ? 1 : WORTH_IT;

  return g_bytes_get_size (smaller) < limit * g_bytes_get_size (self->content);
}

/* Another kind of picture has another name. */
static char *
rename_to (const char *name,
           const char *extension)
{
  const char *dot = strrchr (name, '.');

  return dot == NULL || dot == name
           ? g_strconcat (name, extension, NULL)
           : g_strdup_printf ("%.*s%s", (int) (dot - name), name, extension);
}

static void
on_shrunk (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ParlorPendingFile) self = user_data;
  const char                   *extension = NULL;
  g_autoptr (GBytes)            smaller = parlor_image_shrink_finish (result, &extension, NULL);

  self->is_shrinking = FALSE;
  if (smaller != NULL && is_worth_it (self, smaller)) {
    self->smaller = g_steal_pointer (&smaller);
    self->smaller_name = rename_to (self->name, extension);
  }
  if (self->picture != NULL)
    g_signal_emit (self, signals[SHRUNK], 0);
}

static void
parlor_pending_file_dispose (GObject *object)
{
  ParlorPendingFile *self = PARLOR_PENDING_FILE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PENDING_FILE);

  G_OBJECT_CLASS (parlor_pending_file_parent_class)->dispose (object);
}

static void
parlor_pending_file_finalize (GObject *object)
{
  ParlorPendingFile *self = PARLOR_PENDING_FILE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_clear_pointer (&self->smaller, g_bytes_unref);
  g_free (self->smaller_name);
  g_free (self->name);

  G_OBJECT_CLASS (parlor_pending_file_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-pending-file.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, icon);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, name_label);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, size_label);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, picture);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, remove);
}

static void
parlor_pending_file_class_init (ParlorPendingFileClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = parlor_pending_file_dispose;
  object_class->finalize = parlor_pending_file_finalize;

  /**
   * ParlorPendingFile::removed:
   *
   * The person wants to leave it out.
   */
  signals[REMOVED] =
    g_signal_new ("removed", PARLOR_TYPE_PENDING_FILE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ParlorPendingFile::shrunk:
   *
   * It is known whether there is a smaller one.
   */
  signals[SHRUNK] =
    g_signal_new ("shrunk", PARLOR_TYPE_PENDING_FILE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PARLOR_TYPE_PICTURE);
  gtk_widget_class_set_css_name (widget_class, "pendingfile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "pendingfile.remove", NULL, on_remove_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "pendingfile.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "pendingfile.remove",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_BackSpace, 0, "pendingfile.remove",
                                       NULL);
}

static void
parlor_pending_file_init (ParlorPendingFile *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_icon (ParlorPendingFile *self)
{
  gsize             size;
  const guint8     *data = g_bytes_get_data (self->content, &size);
  g_autofree char  *type = g_content_type_guess (self->name, data, MIN (size, 4096), NULL);
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (type);

  gtk_image_set_from_gicon (self->icon, icon);
}

/**
 * parlor_pending_file_new:
 * @content: what the file holds
 * @name: its name, without folders
 *
 * Returns: (transfer floating): a widget that shows it
 */
GtkWidget *
parlor_pending_file_new (GBytes     *content,
                         const char *name)
{
  ParlorPendingFile *self = g_object_new (PARLOR_TYPE_PENDING_FILE, NULL);
  /* Translators: %s is a file name */
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), name);

  self->content = g_bytes_ref (content);
  self->name = g_strdup (name);
  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  parlor_accessible_set_label (self->remove, label);
  update_size (self);
  set_icon (self);
  parlor_picture_set_image_size (self->picture, THUMBNAIL_PX / 2, THUMBNAIL_PX / 2);
  parlor_texture_load_bytes_async (content, THUMBNAIL_PX, THUMBNAIL_PX, self->cancellable,
                                   on_texture_ready, g_object_ref (self));

  self->is_shrinking = TRUE;
  parlor_image_shrink_async (content, self->cancellable, on_shrunk, g_object_ref (self));

  return GTK_WIDGET (self);
}

/**
 * parlor_pending_file_get_content:
 * @self: a pending file
 *
 * Returns: (transfer none): what is to be sent
 */
GBytes *
parlor_pending_file_get_content (ParlorPendingFile *self)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILE (self), NULL);

  return self->is_smaller && self->smaller != NULL ? self->smaller : self->content;
}

/**
 * parlor_pending_file_get_name:
 * @self: a pending file
 *
 * Returns: (transfer none): what it is to be called
 */
const char *
parlor_pending_file_get_name (ParlorPendingFile *self)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILE (self), NULL);

  return self->is_smaller && self->smaller != NULL ? self->smaller_name : self->name;
}

/**
 * parlor_pending_file_get_size:
 * @self: a pending file
 * @ret_smaller_bytes: (out): that of the smaller one, or the same if there is
 *   none
 *
 * Returns: size of the file as it was given
 */
gint64
parlor_pending_file_get_size (ParlorPendingFile *self,
                              gint64            *ret_smaller_bytes)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILE (self), 0);

  *ret_smaller_bytes = g_bytes_get_size (self->smaller != NULL ? self->smaller : self->content);

  return g_bytes_get_size (self->content);
}

/**
 * parlor_pending_file_is_shrinking:
 * @self: a pending file
 *
 * Returns: whether it is not known yet if there is a smaller one
 */
gboolean
parlor_pending_file_is_shrinking (ParlorPendingFile *self)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILE (self), FALSE);

  return self->is_shrinking;
}

/**
 * parlor_pending_file_set_smaller:
 * @self: a pending file
 * @is_smaller: whether to send the smaller one, if there is one
 */
void
parlor_pending_file_set_smaller (ParlorPendingFile *self,
                                 gboolean           is_smaller)
{
  g_return_if_fail (PARLOR_IS_PENDING_FILE (self));

  self->is_smaller = is_smaller;
  update_size (self);
}
