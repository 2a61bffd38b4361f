/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-banner"

#include "parlor-banner.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"

/**
 * ParlorBanner:
 *
 * A bar that slides in below a header bar and tells a lasting state, with one
 * button to do something about it.  Screen readers are told of the title, once;
 * the detail may change every second.
 *
 * Action of the button: "action-name", looked up from the banner.
 */
struct _ParlorBanner
{
  AdwBin parent_instance;

  GtkWidget *label;
  GtkWidget *button;

  char *title;
  char *detail;
  char *button_label;
  char *action_name;
};

G_DEFINE_FINAL_TYPE (ParlorBanner, parlor_banner, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_TITLE,
  PROP_DETAIL,
  PROP_BUTTON_LABEL,
  PROP_ACTION_NAME,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* The old text stays while the bar slides out. */
static void
update_label (ParlorBanner *self)
{
  g_autofree char *text = NULL;

  if (self->title == NULL)
    return;

  /* Translators: two whole sentences, one after the other; what stands between them in your
   * language: a space, or nothing */
  text = self->detail != NULL
           ? g_strdup_printf (C_ ("sentences", "%1$s %2$s"), self->title, self->detail)
           : g_strdup (self->title);
  gtk_label_set_label (GTK_LABEL (self->label), text);
}

static void
set_detail (ParlorBanner *self,
            const char   *detail)
{
  if (g_strcmp0 (self->detail, detail) == 0)
    return;

  g_free (self->detail);
  self->detail = g_strdup (detail);
  update_label (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAIL]);
}

static void
set_title (ParlorBanner *self,
           const char   *title)
{
  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  update_label (self);
  parlor_accessible_set_label (GTK_WIDGET (self), title != NULL ? title : "");
  gtk_revealer_set_reveal_child (GTK_REVEALER (adw_bin_get_child (ADW_BIN (self))), title != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

static void
parlor_banner_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ParlorBanner *self = PARLOR_BANNER (object);

  switch (prop_id) {
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_DETAIL:
    g_value_set_string (value, self->detail);
    break;
  case PROP_BUTTON_LABEL:
    g_value_set_string (value, self->button_label);
    break;
  case PROP_ACTION_NAME:
    g_value_set_string (value, self->action_name);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_banner_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ParlorBanner *self = PARLOR_BANNER (object);

  switch (prop_id) {
  case PROP_TITLE:
    set_title (self, g_value_get_string (value));
    break;
  case PROP_DETAIL:
    set_detail (self, g_value_get_string (value));
    break;
  case PROP_BUTTON_LABEL:
    self->button_label = g_value_dup_string (value);
    gtk_button_set_label (GTK_BUTTON (self->button), self->button_label);
    break;
  case PROP_ACTION_NAME:
    self->action_name = g_value_dup_string (value);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), self->action_name);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOR_TYPE_BANNER);

  G_OBJECT_CLASS (parlor_banner_parent_class)->dispose (object);
}

static void
parlor_banner_finalize (GObject *object)
{
  ParlorBanner *self = PARLOR_BANNER (object);

  g_free (self->title);
  g_free (self->detail);
  g_free (self->button_label);
  g_free (self->action_name);

  G_OBJECT_CLASS (parlor_banner_parent_class)->finalize (object);
}

static void
parlor_banner_class_init (ParlorBannerClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags fixed = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = parlor_banner_get_property;
  object_class->set_property = parlor_banner_set_property;
  object_class->dispose = parlor_banner_dispose;
  object_class->finalize = parlor_banner_finalize;

  /**
   * ParlorBanner:title: (nullable)
   *
   * What it says; hidden while this is %NULL.
   */
  props[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * ParlorBanner:detail: (nullable)
   *
   * What it says behind the title.
   */
  props[PROP_DETAIL] =
    g_param_spec_string ("detail", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * ParlorBanner:button-label: (nullable)
   *
   * What can be done, with a mnemonic.
   */
  props[PROP_BUTTON_LABEL] =
    g_param_spec_string ("button-label", NULL, NULL, NULL, fixed);

  /**
   * ParlorBanner:action-name: (nullable)
   *
   * The action that does it.
   */
  props[PROP_ACTION_NAME] =
    g_param_spec_string ("action-name", NULL, NULL, NULL, fixed);

  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "banner");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-banner.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorBanner, label);
  gtk_widget_class_bind_template_child (widget_class, ParlorBanner, button);
}

static void
parlor_banner_init (ParlorBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
