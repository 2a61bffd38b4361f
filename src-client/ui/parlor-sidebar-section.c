/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sidebar-section"

#include "parlor-sidebar-section.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-badge.h"
#include "parlor-resource.h"
#include "parlor-sentence.h"

/**
 * ParlorSidebarSection:
 *
 * The heading of a section in the list of conversations: a button that shows
 * and hides what is below it.  While that is hidden, it tells whether something
 * there is new.
 */
struct _ParlorSidebarSection
{
  GtkListBoxRow parent_instance;

  GtkImage    *arrow;
  GtkLabel    *title;
  GtkLabel    *mention;
  ParlorBadge *badge;

  ParlorSection       section;
  ParlorSectionCounts counts;
  gboolean            is_expanded;
};

G_DEFINE_FINAL_TYPE (ParlorSidebarSection, parlor_sidebar_section, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_0,
  PROP_IS_EXPANDED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static const char *
get_title (ParlorSection section)
{
  switch (section) {
  case PARLOR_SECTION_MENTIONS:
    /* Translators: heading above conversations in which somebody mentions one */
    return _ ("Mentions");
  case PARLOR_SECTION_CHANNELS:
    return _ ("Channels");
  case PARLOR_SECTION_GROUPS:
    return _ ("Groups");
  case PARLOR_SECTION_PEOPLE:
  case PARLOR_N_SECTIONS:
  default:
    return _ ("People");
  }
}

static void
update_accessible (ParlorSidebarSection *self)
{
  GString *label = g_string_new (get_title (self->section));

  if (!self->is_expanded && self->counts.n_unread > 0) {
    g_autofree char *unread =
      g_strdup_printf (ngettext ("%u new message", "%u new messages", self->counts.n_unread),
                       self->counts.n_unread);

    parlor_sentence_add (label, unread);
  }
  if (!self->is_expanded && self->counts.n_mentions > 0) {
    g_autofree char *mentions =
      g_strdup_printf (ngettext ("%u mention", "%u mentions", self->counts.n_mentions),
                       self->counts.n_mentions);

    parlor_sentence_add (label, mentions);
  }
  parlor_accessible_set_label (GTK_WIDGET (self), label->str);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_EXPANDED, self->is_expanded,
                               -1);
  g_string_free (label, TRUE);
}

static void
update (ParlorSidebarSection *self)
{
  gtk_image_set_from_icon_name (self->arrow, self->is_expanded ? "pan-down-symbolic"
                                                               : "pan-end-symbolic");
  parlor_badge_set_count (self->badge, self->is_expanded ? 0 : self->counts.n_unread,
                          self->counts.n_loud == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->mention),
                          !self->is_expanded && self->counts.n_mentions > 0);
  update_accessible (self);
}

/* As in a tree: the arrow that points into it shows what is below. */
static gboolean
on_arrow_key (GtkWidget *widget,
              GVariant  *args,
              gpointer   user_data)
{
  const gboolean is_ltr = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_LTR;
  gboolean       is_right;

  g_variant_get (args, "(b)", &is_right);
  parlor_sidebar_section_set_is_expanded (PARLOR_SIDEBAR_SECTION (widget), is_right == is_ltr);

  return GDK_EVENT_STOP;
}

static void
parlor_sidebar_section_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_EXPANDED:
    g_value_set_boolean (value, PARLOR_SIDEBAR_SECTION (object)->is_expanded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_sidebar_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOR_TYPE_SIDEBAR_SECTION);

  G_OBJECT_CLASS (parlor_sidebar_section_parent_class)->dispose (object);
}

static void
parlor_sidebar_section_class_init (ParlorSidebarSectionClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_sidebar_section_get_property;
  object_class->dispose = parlor_sidebar_section_dispose;

  /**
   * ParlorSidebarSection:is-expanded:
   *
   * Whether what is below it is shown.
   */
  props[PROP_IS_EXPANDED] =
    g_param_spec_boolean ("is-expanded", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (PARLOR_TYPE_BADGE);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-sidebar-section.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarSection, arrow);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarSection, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarSection, mention);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarSection, badge);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, on_arrow_key, "(b)", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Right, 0, on_arrow_key, "(b)", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, on_arrow_key, "(b)", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Left, 0, on_arrow_key, "(b)", FALSE);
}

static void
parlor_sidebar_section_init (ParlorSidebarSection *self)
{
  self->is_expanded = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_sidebar_section_new:
 * @section: which one
 *
 * Returns: (transfer floating): its heading
 */
GtkWidget *
parlor_sidebar_section_new (ParlorSection section)
{
  ParlorSidebarSection *self;

  g_return_val_if_fail (section < PARLOR_N_SECTIONS, NULL);

  self = g_object_new (PARLOR_TYPE_SIDEBAR_SECTION, NULL);
  self->section = section;
  gtk_label_set_label (self->title, get_title (section));
  update (self);

  return GTK_WIDGET (self);
}

/**
 * parlor_section_get_name:
 * @section: a section
 *
 * Returns: what it is called among the settings
 */
const char *
parlor_section_get_name (ParlorSection section)
{
  static const char *const names[PARLOR_N_SECTIONS] = {
    [PARLOR_SECTION_MENTIONS] = "mentions",
    [PARLOR_SECTION_CHANNELS] = "channels",
    [PARLOR_SECTION_GROUPS] = "groups",
    [PARLOR_SECTION_PEOPLE] = "people",
  };

  g_return_val_if_fail (section < PARLOR_N_SECTIONS, NULL);

  return names[section];
}

/**
 * parlor_sidebar_section_get_section:
 * @self: a heading
 *
 * Returns: of which section
 */
ParlorSection
parlor_sidebar_section_get_section (ParlorSidebarSection *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_SECTION (self), PARLOR_SECTION_PEOPLE);

  return self->section;
}

/**
 * parlor_sidebar_section_is_expanded:
 * @self: a heading
 *
 * Returns: whether what is below it is to be shown
 */
gboolean
parlor_sidebar_section_is_expanded (ParlorSidebarSection *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_SECTION (self), TRUE);

  return self->is_expanded;
}

/**
 * parlor_sidebar_section_set_is_expanded:
 * @self: a heading
 * @is_expanded: whether what is below it is to be shown
 */
void
parlor_sidebar_section_set_is_expanded (ParlorSidebarSection *self,
                                        gboolean              is_expanded)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR_SECTION (self));

  if (self->is_expanded == is_expanded)
    return;

  self->is_expanded = is_expanded;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_EXPANDED]);
}

/**
 * parlor_sidebar_section_set_counts:
 * @self: a heading
 * @counts: what is below it
 */
void
parlor_sidebar_section_set_counts (ParlorSidebarSection      *self,
                                   const ParlorSectionCounts *counts)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR_SECTION (self));

  if (memcmp (&self->counts, counts, sizeof *counts) == 0)
    return;

  self->counts = *counts;
  update (self);
}
