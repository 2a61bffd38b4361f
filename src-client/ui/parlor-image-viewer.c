/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-image-viewer"

#include "parlor-image-viewer-private.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-local-time.h"
#include "parlor-resource.h"
#include "parlor-texture.h"
#include "parlor-time-format.h"
#include "parlor-transient.h"

/* What is seen at once, at twice the size of most screens' parts; and what there
 * is to see when somebody looks closer: more pixels take too much memory. */
#define FIT_MAX_PX 2048
#define LARGE_MAX_PX 6000

/* All frames of an animation together: 160 MB. */
#define ANIMATION_MAX_PX (40 * 1000 * 1000)

/* Part of the parent window that a viewer takes. */
#define WINDOW_SHARE 0.94

/**
 * ParlorImageViewer:
 *
 * Shows one image of a conversation as large as fits, or larger, with what was
 * written below it, and leads to the others.
 *
 * Actions: viewer.save, viewer.copy, viewer.open-with, viewer.fetch,
 * viewer.play, viewer.previous, viewer.next, viewer.zoom-in, viewer.zoom-out,
 * viewer.zoom-fit, viewer.zoom-natural, viewer.fullscreen, win.toast.
 */

G_DEFINE_FINAL_TYPE (ParlorImageViewer, parlor_image_viewer, ADW_TYPE_WINDOW)

static void load (ParlorImageViewer *self, int max_px);

/* What is there instead of the image.  The description of a status page is
 * markup, the reason may be the server's. */
static void
show_status (ParlorImageViewer *self,
             const char        *title,
             const char        *reason)
{
  const gboolean   is_here = parlor_attachment_get_path (self->attachment) != NULL;
  g_autofree char *description = g_markup_escape_text (reason != NULL ? reason : "", -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description);
  gtk_widget_set_visible (self->status_save, is_here);
  gtk_widget_set_visible (self->status_fetch, !is_here);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
update_actions (ParlorImageViewer *self)
{
  const gboolean is_here = parlor_attachment_get_path (self->attachment) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.save", is_here);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.open-with", is_here);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.copy", self->image != NULL);
  _parlor_image_viewer_update_zoom (self);
}

static void
update_play (ParlorImageViewer *self)
{
  gtk_widget_set_visible (self->play,
                          parlor_image_player_get_animation (self->player) != NULL &&
                            !parlor_image_player_is_wanted (self->player));
}

/* The image. */

static void
set_image (ParlorImageViewer *self,
           ParlorImage       *image)
{
  g_autoptr (ParlorAnimation) animation = NULL;
  g_autoptr (GdkPaintable)    paintable = NULL;

  g_clear_pointer (&self->image, parlor_image_unref);
  if (image != NULL && image->n_frames > 1) {
    animation = parlor_animation_new (image);
    paintable = GDK_PAINTABLE (g_object_ref (animation));
  } else if (image != NULL) {
    paintable = GDK_PAINTABLE (parlor_texture_new (image, 0));
  }

  self->image = image != NULL ? parlor_image_ref (image) : NULL;
  parlor_zoom_view_set_paintable (self->view, paintable);
  parlor_image_player_set_animation (self->player, animation);
  update_play (self);
  update_actions (self);
}

/* Keys are for the image, unless somebody goes on by the buttons. */
static void
show_view (ParlorImageViewer *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  gtk_stack_set_visible_child_name (self->stack, "image");
  if (focus != self->previous && focus != self->next)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_image_ready (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ParlorImageViewer) self = user_data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (ParlorImage)       image = parlor_image_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_loading = FALSE;
  if (image != NULL) {
    if (self->image == NULL)
      show_view (self);
    set_image (self, image);
    if (self->is_copy_wanted)
      _parlor_image_viewer_copy (self);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    parlor_client_fetch (self->client, self->attachment);
  } else if (self->image == NULL) {
    show_status (self, _ ("Cannot Be Shown"), error->message);
  }
}

static void
load (ParlorImageViewer *self,
      int                max_px)
{
  const ParlorImageRequest request = {
    .path = parlor_attachment_get_path (self->attachment),
    .max_width_px = max_px,
    .max_height_px = max_px,
    .max_animation_px = ANIMATION_MAX_PX,
  };

  self->is_loading = TRUE;
  self->is_large = max_px == LARGE_MAX_PX ||
                   (parlor_attachment_get_width_px (self->attachment) <= max_px &&
                    parlor_attachment_get_height_px (self->attachment) <= max_px);
  parlor_image_load_async (&request, G_PRIORITY_HIGH, self->cancellable, on_image_ready,
                           g_object_ref (self));
}

/* What was scaled down to be seen at once is not sharp enough any more. */
void
_parlor_image_viewer_load_large (ParlorImageViewer *self)
{
  if (!self->is_large && !self->is_loading &&
      parlor_attachment_get_path (self->attachment) != NULL)
    load (self, LARGE_MAX_PX);
}

static void
on_attachment_changed (ParlorImageViewer *self)
{
  g_autofree char *error = NULL;

  if (self->image != NULL || self->is_loading)
    return;

  update_actions (self);
  if (parlor_attachment_get_path (self->attachment) != NULL) {
    load (self, FIT_MAX_PX);
  } else if (parlor_attachment_get_state (self->attachment) == PARLOR_TRANSFER_FAILED) {
    g_object_get (self->attachment, "error", &error, NULL);
    show_status (self, _ ("Cannot Be Fetched"), error);
  } else {
    gtk_stack_set_visible_child_name (self->stack, "loading");
  }
}

/* The message that it came with. */

static void
update_texts (ParlorImageViewer *self)
{
  ParlorAccount        *author = parlor_message_get_author (self->message);
  const char           *text = parlor_message_get_text (self->message);
  const char           *name = parlor_attachment_get_name (self->attachment);
  g_autoptr (GDateTime) local =
    parlor_local_time_new (parlor_message_get_time_ms (self->message));
  g_autofree char *time = parlor_time_format_full (local);

  gtk_window_set_title (GTK_WINDOW (self), name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), name);
  adw_window_title_set_title (self->title, parlor_account_get_nick (author));
  adw_window_title_set_subtitle (self->title, time);
  gtk_label_set_text (self->caption, text != NULL ? text : "");
  gtk_widget_set_visible (self->caption_place, text != NULL && *text != '\0');
  parlor_accessible_set_label (GTK_WIDGET (self->view), name);
}

static void
on_message_changed (ParlorImageViewer *self)
{
  if (parlor_message_is_deleted (self->message))
    gtk_window_close (GTK_WINDOW (self));
  else
    update_texts (self);
}

static void
forget (ParlorImageViewer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->attachment != NULL)
    g_signal_handlers_disconnect_by_func (self->attachment, on_attachment_changed, self);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_func (self->message, on_message_changed, self);
  g_clear_object (&self->attachment);
  g_clear_object (&self->message);
}

void
_parlor_image_viewer_show (ParlorImageViewer *self,
                           ParlorMessage     *message)
{
  g_object_ref (message);
  forget (self);
  self->cancellable = g_cancellable_new ();
  self->message = message;
  self->attachment = g_object_ref (parlor_message_get_attachment (message));
  self->is_loading = FALSE;
  self->is_walking = FALSE;
  self->is_copy_wanted = FALSE;

  g_signal_connect_object (self->attachment, "notify::path",
                           G_CALLBACK (on_attachment_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->attachment, "notify::state",
                           G_CALLBACK (on_attachment_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::text",
                           G_CALLBACK (on_message_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::is-deleted",
                           G_CALLBACK (on_message_changed), self, G_CONNECT_SWAPPED);

  set_image (self, NULL);
  parlor_zoom_view_set_image_size (self->view,
                                   parlor_attachment_get_width_px (self->attachment),
                                   parlor_attachment_get_height_px (self->attachment));
  update_texts (self);
  _parlor_image_viewer_update_walk (self);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  if (parlor_attachment_get_path (self->attachment) == NULL)
    parlor_client_fetch (self->client, self->attachment);
  else
    load (self, FIT_MAX_PX);
}

/* The widget. */

static gboolean
parlor_image_viewer_close_request (GtkWindow *window)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (window);

  if (self->opener != NULL && gtk_widget_get_root (self->opener) != NULL)
    gtk_widget_grab_focus (self->opener);

  return GTK_WINDOW_CLASS (parlor_image_viewer_parent_class)->close_request (window);
}

static void
parlor_image_viewer_dispose (GObject *object)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (object);

  forget (self);
  g_clear_object (&self->player);
  g_clear_weak_pointer (&self->opener);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_IMAGE_VIEWER);
  g_clear_pointer (&self->image, parlor_image_unref);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_image_viewer_parent_class)->dispose (object);
}

static void
parlor_image_viewer_class_init (ParlorImageViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_image_viewer_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = parlor_image_viewer_close_request;

  g_type_ensure (PARLOR_TYPE_ZOOM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-image-viewer.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, toasts);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, view);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, caption_place);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, caption);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, play);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, previous);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, next);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, status);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, status_save);
  gtk_widget_class_bind_template_child (widget_class, ParlorImageViewer, status_fetch);
  _parlor_image_viewer_install_actions (widget_class);
}

static void
parlor_image_viewer_init (ParlorImageViewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  _parlor_image_viewer_add_arrows (self);

  self->player = parlor_image_player_new (GTK_WIDGET (self));
  parlor_image_player_set_is_seen (self->player, TRUE);
  g_signal_connect_object (self->player, "changed",
                           G_CALLBACK (update_play), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "notify::scale",
                           G_CALLBACK (_parlor_image_viewer_update_zoom), self,
                           G_CONNECT_SWAPPED);
}

/**
 * parlor_image_viewer_present:
 * @widget: in the window above which the viewer opens; it gets the focus back
 * @client: fetches images
 * @conversation: where @message was written
 * @message: a message that carries an image
 *
 * Opens a viewer for the image of @message.
 */
void
parlor_image_viewer_present (GtkWidget          *widget,
                             ParlorClient       *client,
                             ParlorConversation *conversation,
                             ParlorMessage      *message)
{
  GtkWidget         *parent = GTK_WIDGET (gtk_widget_get_root (widget));
  GtkWidget         *focus = gtk_root_get_focus (GTK_ROOT (parent));
  ParlorImageViewer *self;

  g_return_if_fail (parlor_message_get_attachment (message) != NULL);

  self = g_object_new (PARLOR_TYPE_IMAGE_VIEWER,
                       "transient-for", parent,
                       "destroy-with-parent", TRUE,
                       "default-width", (int) (gtk_widget_get_width (parent) * WINDOW_SHARE),
                       "default-height", (int) (gtk_widget_get_height (parent) * WINDOW_SHARE),
                       NULL);
  parlor_transient_follow (GTK_WINDOW (self));
  self->client = g_object_ref (client);
  self->conversation = g_object_ref (conversation);
  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    g_set_weak_pointer (&self->opener, focus);
  else
    g_set_weak_pointer (&self->opener, widget);
  _parlor_image_viewer_show (self, message);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * parlor_image_viewer_get_message:
 * @self: a viewer
 *
 * Returns: (transfer none): the message whose image it shows
 */
ParlorMessage *
parlor_image_viewer_get_message (ParlorImageViewer *self)
{
  g_return_val_if_fail (PARLOR_IS_IMAGE_VIEWER (self), NULL);

  return self->message;
}
