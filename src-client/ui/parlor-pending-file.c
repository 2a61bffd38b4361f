/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-pending-file"

#include "parlor-pending-file.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-picture.h"
#include "parlor-resource.h"
#include "parlor-texture.h"

#define THUMBNAIL_PX 192

/**
 * ParlorPendingFile:
 *
 * A file that was chosen, dropped or pasted and goes with the next message:
 * a thumbnail or its name, and a button to leave it out.
 */
struct _ParlorPendingFile
{
  AdwBin parent_instance;

  GtkStack      *stack;
  GtkLabel      *name_label;
  ParlorPicture *picture;
  GtkWidget     *remove;

  GBytes       *content;
  char         *name;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ParlorPendingFile, parlor_pending_file, ADW_TYPE_BIN)

enum {
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_remove_clicked (ParlorPendingFile *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
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

static void
parlor_pending_file_dispose (GObject *object)
{
  ParlorPendingFile *self = PARLOR_PENDING_FILE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PENDING_FILE);
  g_clear_pointer (&self->content, g_bytes_unref);

  G_OBJECT_CLASS (parlor_pending_file_parent_class)->dispose (object);
}

static void
parlor_pending_file_finalize (GObject *object)
{
  ParlorPendingFile *self = PARLOR_PENDING_FILE (object);

  g_clear_object (&self->cancellable);
  g_free (self->name);

  G_OBJECT_CLASS (parlor_pending_file_parent_class)->finalize (object);
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

  g_type_ensure (PARLOR_TYPE_PICTURE);
  gtk_widget_class_set_css_name (widget_class, "pendingfile");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-pending-file.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, name_label);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, picture);
  gtk_widget_class_bind_template_child (widget_class, ParlorPendingFile, remove);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
}

static void
parlor_pending_file_init (ParlorPendingFile *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
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
  parlor_picture_set_image_size (self->picture, THUMBNAIL_PX / 2, THUMBNAIL_PX / 2);
  parlor_texture_load_bytes_async (content, THUMBNAIL_PX, THUMBNAIL_PX, self->cancellable,
                                   on_texture_ready, g_object_ref (self));

  return GTK_WIDGET (self);
}

/**
 * parlor_pending_file_get_content:
 * @self: a pending file
 *
 * Returns: (transfer none): what the file holds
 */
GBytes *
parlor_pending_file_get_content (ParlorPendingFile *self)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILE (self), NULL);

  return self->content;
}

/**
 * parlor_pending_file_get_name:
 * @self: a pending file
 *
 * Returns: (transfer none): its name
 */
const char *
parlor_pending_file_get_name (ParlorPendingFile *self)
{
  g_return_val_if_fail (PARLOR_IS_PENDING_FILE (self), NULL);

  return self->name;
}
