/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-meta"

#include "parlor-message-meta.h"

#include <glib/gi18n.h>

#include "parlor-local-time.h"
#include "parlor-resource.h"
#include "parlor-time-format.h"

/**
 * ParlorMessageMeta:
 *
 * The small print of a message: when it was sent and, of one's own, how far it
 * has come.  All of it is looked up from the message in
 * parlor-message-meta.ui.
 */
struct _ParlorMessageMeta
{
  AdwBin parent_instance;

  ParlorMessage *message;
};

G_DEFINE_FINAL_TYPE (ParlorMessageMeta, parlor_message_meta, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_MESSAGE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static char *
format_time (ParlorMessageMeta *self,
             gint64             time_ms)
{
  g_autoptr (GDateTime) time = parlor_local_time_new (time_ms);

  return parlor_time_format_clock (time);
}

static char *
format_full_time (ParlorMessageMeta *self,
                  gint64             time_ms)
{
  g_autoptr (GDateTime) time = parlor_local_time_new (time_ms);

  return parlor_time_format_full (time);
}

static gboolean
is_edited (ParlorMessageMeta *self,
           gint64             edited_ms)
{
  return edited_ms != 0;
}

static gboolean
has_status (ParlorMessageMeta *self,
            ParlorMessage     *message)
{
  return message != NULL && parlor_message_is_own (message);
}

static char *
status_icon (ParlorMessageMeta *self,
             ParlorDelivery     delivery)
{
  switch (delivery) {
  case PARLOR_DELIVERY_PENDING:
    return g_strdup ("parlor-pending-symbolic");
  case PARLOR_DELIVERY_FAILED:
    return g_strdup ("dialog-warning-symbolic");
  case PARLOR_DELIVERY_SENT:
  default:
    return g_strdup ("parlor-sent-symbolic");
  }
}

static char *
status_text (ParlorMessageMeta *self,
             ParlorDelivery     delivery)
{
  switch (delivery) {
  case PARLOR_DELIVERY_PENDING:
    return g_strdup (_ ("Waiting to be sent"));
  case PARLOR_DELIVERY_FAILED:
    return g_strdup (_ ("Not sent"));
  case PARLOR_DELIVERY_SENT:
  default:
    /* Translators: state of a message */
    return g_strdup (_ ("Sent"));
  }
}

static void
parlor_message_meta_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ParlorMessageMeta *self = PARLOR_MESSAGE_META (object);

  switch (prop_id) {
  case PROP_MESSAGE:
    g_value_set_object (value, self->message);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_message_meta_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ParlorMessageMeta *self = PARLOR_MESSAGE_META (object);

  switch (prop_id) {
  case PROP_MESSAGE:
    parlor_message_meta_set_message (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_message_meta_dispose (GObject *object)
{
  ParlorMessageMeta *self = PARLOR_MESSAGE_META (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_MESSAGE_META);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (parlor_message_meta_parent_class)->dispose (object);
}

static void
parlor_message_meta_class_init (ParlorMessageMetaClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_message_meta_get_property;
  object_class->set_property = parlor_message_meta_set_property;
  object_class->dispose = parlor_message_meta_dispose;

  /**
   * ParlorMessageMeta:message: (nullable)
   *
   * The message it belongs to.
   */
  props[PROP_MESSAGE] =
    g_param_spec_object ("message", NULL, NULL, PARLOR_TYPE_MESSAGE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "meta");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-message-meta.ui"));
  gtk_widget_class_bind_template_callback (widget_class, format_time);
  gtk_widget_class_bind_template_callback (widget_class, format_full_time);
  gtk_widget_class_bind_template_callback (widget_class, is_edited);
  gtk_widget_class_bind_template_callback (widget_class, has_status);
  gtk_widget_class_bind_template_callback (widget_class, status_icon);
  gtk_widget_class_bind_template_callback (widget_class, status_text);
}

static void
parlor_message_meta_init (ParlorMessageMeta *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_message_meta_set_message:
 * @self: a small print
 * @message: (nullable): the message it belongs to
 */
void
parlor_message_meta_set_message (ParlorMessageMeta *self,
                                 ParlorMessage     *message)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_META (self));
  g_return_if_fail (message == NULL || PARLOR_IS_MESSAGE (message));

  if (g_set_object (&self->message, message))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);
}
