/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-file-box"

#include "parlor-file-box.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-file-kind.h"
#include "parlor-progress-ring.h"
#include "parlor-resource.h"

/**
 * ParlorFileBox:
 *
 * A file that came with a message: what kind it is, what it is called, how
 * large it is, and a button to fetch it, to stop that, or to open it.  One that
 * may be a program is not opened: it can be saved.
 *
 * Actions, to be found in a parent: message.fetch, message.cancel,
 * message.open, message.save.
 */
struct _ParlorFileBox
{
  AdwBin parent_instance;

  GtkImage           *icon;
  GtkWidget          *button;
  ParlorProgressRing *ring;
  GtkLabel           *name;
  GtkLabel           *details;
  GtkWidget          *save;

  ParlorAttachment *attachment;
};

G_DEFINE_FINAL_TYPE (ParlorFileBox, parlor_file_box, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_ATTACHMENT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* clang-format off */
static const struct
{
  const char *icon_name;
  const char *action_name;
  const char *label;
} buttons[] = {
  /* Translators: a button beside a file in a message: get it from the server */
  [PARLOR_TRANSFER_REMOTE]  = { "folder-download-symbolic", "message.fetch",  N_("Fetch") },
  [PARLOR_TRANSFER_RUNNING] = { "process-stop-symbolic",    "message.cancel", N_("Cancel") },
  [PARLOR_TRANSFER_LOCAL]   = { "document-open-symbolic",   "message.open",   N_("Open") },
  [PARLOR_TRANSFER_FAILED]  = { "view-refresh-symbolic",    "message.fetch",  N_("Try Again") },
};
/* clang-format on */

static gboolean
is_program (ParlorFileBox *self)
{
  return parlor_file_kind_is_program (parlor_attachment_get_name (self->attachment), NULL, 0);
}

static char *
format_details (ParlorFileBox *self)
{
  const gint64     size_bytes = parlor_attachment_get_size_bytes (self->attachment);
  g_autofree char *size = g_format_size (size_bytes);
  g_autofree char *done = NULL;
  g_autofree char *error = NULL;

  switch (parlor_attachment_get_state (self->attachment)) {
  case PARLOR_TRANSFER_RUNNING:
    done = g_format_size (size_bytes * parlor_attachment_get_progress (self->attachment));
    /* Translators: how much of a file was transferred, and its size: "1.2 MB of 3.4 MB" */
    return g_strdup_printf (_ ("%1$s of %2$s"), done, size);
  case PARLOR_TRANSFER_FAILED:
    g_object_get (self->attachment, "error", &error, NULL);
    return error != NULL ? g_steal_pointer (&error) : g_steal_pointer (&size);
  case PARLOR_TRANSFER_REMOTE:
  case PARLOR_TRANSFER_LOCAL:
  default:
    if (is_program (self))
      /* Translators: below the name of a file that may do harm; %s is its size */
      return g_strdup_printf (_ ("%s, program"), size);
    return g_steal_pointer (&size);
  }
}

static void
on_progress_changed (ParlorFileBox *self)
{
  g_autofree char *details = format_details (self);

  gtk_label_set_label (self->details, details);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->details),
                               parlor_attachment_get_state (self->attachment) ==
                                   PARLOR_TRANSFER_FAILED
                                 ? details
                                 : NULL);
  parlor_progress_ring_set_fraction (self->ring,
                                     parlor_attachment_get_progress (self->attachment));
}

static void
on_state_changed (ParlorFileBox *self)
{
  const ParlorTransferState state = parlor_attachment_get_state (self->attachment);
  const char               *label = _ (buttons[state].label);

  gtk_button_set_icon_name (GTK_BUTTON (self->button), buttons[state].icon_name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), buttons[state].action_name);
  gtk_widget_set_tooltip_text (self->button, label);
  parlor_accessible_set_label (self->button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->ring), state == PARLOR_TRANSFER_RUNNING);
  gtk_widget_set_visible (gtk_widget_get_parent (self->button),
                          state != PARLOR_TRANSFER_LOCAL || !is_program (self));
  gtk_widget_set_visible (self->save, state == PARLOR_TRANSFER_LOCAL);
  on_progress_changed (self);
}

static void
set_attachment (ParlorFileBox    *self,
                ParlorAttachment *attachment)
{
  g_autoptr (GIcon) icon = parlor_file_kind_get_icon (parlor_attachment_get_name (attachment));

  self->attachment = g_object_ref (attachment);
  gtk_image_set_from_gicon (self->icon, icon);
  gtk_label_set_label (self->name, parlor_attachment_get_name (attachment));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), parlor_attachment_get_name (attachment));

  g_signal_connect_object (attachment, "notify::state",
                           G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attachment, "notify::progress",
                           G_CALLBACK (on_progress_changed), self, G_CONNECT_SWAPPED);
  on_state_changed (self);
}

static void
parlor_file_box_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id) {
  case PROP_ATTACHMENT:
    set_attachment (PARLOR_FILE_BOX (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_file_box_dispose (GObject *object)
{
  ParlorFileBox *self = PARLOR_FILE_BOX (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_FILE_BOX);
  g_clear_object (&self->attachment);

  G_OBJECT_CLASS (parlor_file_box_parent_class)->dispose (object);
}

static void
parlor_file_box_class_init (ParlorFileBoxClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = parlor_file_box_set_property;
  object_class->dispose = parlor_file_box_dispose;

  /**
   * ParlorFileBox:attachment:
   *
   * The file.
   */
  props[PROP_ATTACHMENT] =
    g_param_spec_object ("attachment", NULL, NULL, PARLOR_TYPE_ATTACHMENT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (PARLOR_TYPE_PROGRESS_RING);
  gtk_widget_class_set_css_name (widget_class, "filebox");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-file-box.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorFileBox, icon);
  gtk_widget_class_bind_template_child (widget_class, ParlorFileBox, button);
  gtk_widget_class_bind_template_child (widget_class, ParlorFileBox, ring);
  gtk_widget_class_bind_template_child (widget_class, ParlorFileBox, name);
  gtk_widget_class_bind_template_child (widget_class, ParlorFileBox, details);
  gtk_widget_class_bind_template_child (widget_class, ParlorFileBox, save);
}

static void
parlor_file_box_init (ParlorFileBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/**
 * parlor_file_box_new:
 * @attachment: a file
 *
 * Returns: (transfer floating): a box that shows it
 */
GtkWidget *
parlor_file_box_new (ParlorAttachment *attachment)
{
  g_return_val_if_fail (PARLOR_IS_ATTACHMENT (attachment), NULL);

  return g_object_new (PARLOR_TYPE_FILE_BOX, "attachment", attachment, NULL);
}
