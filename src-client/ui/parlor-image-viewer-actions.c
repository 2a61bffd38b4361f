/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done with an image in its viewer. */

#define G_LOG_DOMAIN "parlor-image-viewer"

#include "parlor-image-viewer-private.h"

#include <glib/gi18n.h>

#include "parlor-file-saver.h"
#include "parlor-texture.h"

/* How far an arrow key goes in an image that is larger than the view. */
#define PAN_PX 80

static void
tell (ParlorImageViewer *self,
      const char        *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

/* Zoom. */

static void
on_zoom_in_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  parlor_zoom_view_zoom_in (PARLOR_IMAGE_VIEWER (widget)->view);
}

static void
on_zoom_out_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  parlor_zoom_view_zoom_out (PARLOR_IMAGE_VIEWER (widget)->view);
}

static void
on_zoom_fit_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  parlor_zoom_view_fit (PARLOR_IMAGE_VIEWER (widget)->view);
}

static void
on_zoom_natural_activated (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  parlor_zoom_view_set_scale (PARLOR_IMAGE_VIEWER (widget)->view, 1);
}

static gboolean
is_enlarged (ParlorImageViewer *self)
{
  return parlor_zoom_view_get_scale (self->view) > parlor_zoom_view_get_fit_scale (self->view);
}

void
_parlor_image_viewer_update_zoom (ParlorImageViewer *self)
{
  const double   scale = parlor_zoom_view_get_scale (self->view);
  const gboolean is_shown = self->image != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.zoom-in", is_shown && scale < 8);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.zoom-out",
                                 is_shown && is_enlarged (self));
  if (is_shown && is_enlarged (self))
    _parlor_image_viewer_load_large (self);
}

/* The next one. */

void
_parlor_image_viewer_update_walk (ParlorImageViewer *self)
{
  const gboolean has_older =
    parlor_image_walk_can (self->conversation, self->message, PARLOR_WALK_OLDER);
  const gboolean has_newer =
    parlor_image_walk_can (self->conversation, self->message, PARLOR_WALK_NEWER);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.previous", has_older);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.next", has_newer);
  gtk_widget_set_visible (self->previous, has_older);
  gtk_widget_set_visible (self->next, has_newer);
}

static void
on_walked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ParlorImageViewer) self = user_data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (ParlorMessage)     message = parlor_image_walk_finish (result, &error);

  self->is_walking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What was found may have been deleted since. */
  if (message != NULL && parlor_message_get_attachment (message) != NULL) {
    _parlor_image_viewer_show (self, message);
  } else {
    if (error != NULL)
      tell (self, error->message);
    _parlor_image_viewer_update_walk (self);
  }
}

static void
walk (ParlorImageViewer  *self,
      ParlorWalkDirection direction)
{
  if (self->is_walking)
    return;

  self->is_walking = TRUE;
  parlor_image_walk_async (self->conversation, self->message, direction, self->cancellable,
                           on_walked, g_object_ref (self));
}

static void
on_previous_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  walk (PARLOR_IMAGE_VIEWER (widget), PARLOR_WALK_OLDER);
}

static void
on_next_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  walk (PARLOR_IMAGE_VIEWER (widget), PARLOR_WALK_NEWER);
}

/* Arrows move over an image that is larger than the view, and else go to the one
 * that lies there. */
static gboolean
on_arrow (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (widget);
  const gboolean     is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int                dx, dy;

  g_variant_get (arguments, "(ii)", &dx, &dy);
  if (is_enlarged (self))
    parlor_zoom_view_pan (self->view, dx * PAN_PX, dy * PAN_PX);
  else if (dx != 0)
    gtk_widget_activate_action (widget,
                                (dx < 0) != is_rtl ? "viewer.previous" : "viewer.next", NULL);

  return GDK_EVENT_STOP;
}

/* GTK would press what has the focus, which is nothing to be pressed. */
static gboolean
on_space (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (widget);

  if (!gtk_widget_has_focus (GTK_WIDGET (self->view)))
    return GDK_EVENT_PROPAGATE;

  parlor_image_player_toggle (self->player);

  return GDK_EVENT_STOP;
}

/* With it. */

void
_parlor_image_viewer_copy (ParlorImageViewer *self)
{
  ParlorAnimation       *animation = parlor_image_player_get_animation (self->player);
  g_autoptr (GdkTexture) texture = NULL;

  if (self->image == NULL)
    return;
  if (!self->is_large) {
    self->is_copy_wanted = TRUE;
    _parlor_image_viewer_load_large (self);
    return;
  }

  self->is_copy_wanted = FALSE;
  if (animation != NULL)
    texture = g_object_ref (parlor_animation_get_texture (animation));
  else
    texture = parlor_texture_new (self->image, 0);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  tell (self, _ ("Picture copied"));
}

static void
on_copy_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  _parlor_image_viewer_copy (PARLOR_IMAGE_VIEWER (widget));
}

static void
on_save_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_file_saver_ask (widget, PARLOR_IMAGE_VIEWER (widget)->attachment);
}

static void
on_open_with_activated (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  parlor_file_saver_open (widget, PARLOR_IMAGE_VIEWER (widget)->attachment);
}

static void
on_fetch_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorImageViewer *self = PARLOR_IMAGE_VIEWER (widget);

  parlor_client_fetch (self->client, self->attachment);
}

static void
on_play_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  parlor_image_player_toggle (PARLOR_IMAGE_VIEWER (widget)->player);
}

static void
on_fullscreen_activated (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static void
on_toast_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  /* The title of a toast is markup. */
  g_autofree char *title = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_overlay_add_toast (PARLOR_IMAGE_VIEWER (widget)->toasts, adw_toast_new (title));
}

/* clang-format off */
static const struct
{
  guint           keyval;
  GdkModifierType modifiers;
  const char     *action_name;
} bindings[] = {
  { GDK_KEY_Escape,      0,                "window.close" },
  { GDK_KEY_w,           GDK_CONTROL_MASK, "window.close" },
  { GDK_KEY_s,           GDK_CONTROL_MASK, "viewer.save" },
  { GDK_KEY_c,           GDK_CONTROL_MASK, "viewer.copy" },
  { GDK_KEY_o,           GDK_CONTROL_MASK, "viewer.open-with" },
  { GDK_KEY_plus,        0,                "viewer.zoom-in" },
  { GDK_KEY_plus,        GDK_CONTROL_MASK, "viewer.zoom-in" },
  { GDK_KEY_equal,       0,                "viewer.zoom-in" },
  { GDK_KEY_equal,       GDK_CONTROL_MASK, "viewer.zoom-in" },
  { GDK_KEY_KP_Add,      0,                "viewer.zoom-in" },
  { GDK_KEY_KP_Add,      GDK_CONTROL_MASK, "viewer.zoom-in" },
  { GDK_KEY_minus,       0,                "viewer.zoom-out" },
  { GDK_KEY_minus,       GDK_CONTROL_MASK, "viewer.zoom-out" },
  { GDK_KEY_KP_Subtract, 0,                "viewer.zoom-out" },
  { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "viewer.zoom-out" },
  { GDK_KEY_0,           0,                "viewer.zoom-fit" },
  { GDK_KEY_0,           GDK_CONTROL_MASK, "viewer.zoom-fit" },
  { GDK_KEY_KP_0,        0,                "viewer.zoom-fit" },
  { GDK_KEY_1,           0,                "viewer.zoom-natural" },
  { GDK_KEY_1,           GDK_CONTROL_MASK, "viewer.zoom-natural" },
  { GDK_KEY_KP_1,        0,                "viewer.zoom-natural" },
  { GDK_KEY_Page_Up,     0,                "viewer.previous" },
  { GDK_KEY_Page_Down,   0,                "viewer.next" },
  { GDK_KEY_F11,         0,                "viewer.fullscreen" },
};

static const struct
{
  guint keyval;
  int   dx;
  int   dy;
} arrows[] = {
  { GDK_KEY_Left, -1, 0 },
  { GDK_KEY_Right, 1, 0 },
  { GDK_KEY_Up,    0, -1 },
  { GDK_KEY_Down,  0, 1 },
};
/* clang-format on */

void
_parlor_image_viewer_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "viewer.save", NULL, on_save_activated);
  gtk_widget_class_install_action (widget_class, "viewer.copy", NULL, on_copy_activated);
  gtk_widget_class_install_action (widget_class, "viewer.open-with", NULL, on_open_with_activated);
  gtk_widget_class_install_action (widget_class, "viewer.fetch", NULL, on_fetch_activated);
  gtk_widget_class_install_action (widget_class, "viewer.play", NULL, on_play_activated);
  gtk_widget_class_install_action (widget_class, "viewer.previous", NULL, on_previous_activated);
  gtk_widget_class_install_action (widget_class, "viewer.next", NULL, on_next_activated);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-in", NULL, on_zoom_in_activated);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-out", NULL, on_zoom_out_activated);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-fit", NULL, on_zoom_fit_activated);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-natural", NULL,
                                   on_zoom_natural_activated);
  gtk_widget_class_install_action (widget_class, "viewer.fullscreen", NULL,
                                   on_fullscreen_activated);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", on_toast_activated);

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].keyval, bindings[i].modifiers,
                                         bindings[i].action_name, NULL);
}

/**
 * _parlor_image_viewer_add_arrows:
 * @self: a viewer
 *
 * Lets arrow keys move over the image, before they move the focus, and the
 * space bar play it.
 */
void
_parlor_image_viewer_add_arrows (ParlorImageViewer *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (arrows[i].keyval, 0),
                                              gtk_callback_action_new (on_arrow, NULL, NULL));

    gtk_shortcut_set_arguments (shortcut, g_variant_new ("(ii)", arrows[i].dx, arrows[i].dy));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  }
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_space, 0),
                      gtk_callback_action_new (on_space, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
