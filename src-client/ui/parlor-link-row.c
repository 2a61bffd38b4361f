/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-link-row"

#include "parlor-link-row.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-limits.h"
#include "parlor-resource.h"

/**
 * ParlorLinkRow:
 *
 * The server that a link leads to, and why it can be trusted, with a button for
 * who wants to go elsewhere.
 */
struct _ParlorLinkRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (ParlorLinkRow, parlor_link_row, ADW_TYPE_ACTION_ROW)

enum {
  CHANGE_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_clicked (ParlorLinkRow *self)
{
  g_signal_emit (self, signals[CHANGE_CLICKED], 0);
}

static void
parlor_link_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOR_TYPE_LINK_ROW);

  G_OBJECT_CLASS (parlor_link_row_parent_class)->dispose (object);
}

static void
parlor_link_row_class_init (ParlorLinkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_link_row_dispose;

  /**
   * ParlorLinkRow::change-clicked:
   *
   * The person wants to name another server.
   */
  signals[CHANGE_CLICKED] =
    g_signal_new ("change-clicked", PARLOR_TYPE_LINK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-link-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorLinkRow, icon);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
parlor_link_row_init (ParlorLinkRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

static char *
describe_address (const ParlorLinkUri *link)
{
  if (link->port == PARLOR_DEFAULT_PORT)
    return g_strdup (link->host);
  if (strchr (link->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", link->host, link->port);

  return g_strdup_printf ("%s:%u", link->host, link->port);
}

/**
 * parlor_link_row_set_link:
 * @self: a row
 * @link: a link that somebody has followed
 *
 * Shows the server that @link leads to.
 */
void
parlor_link_row_set_link (ParlorLinkRow       *self,
                          const ParlorLinkUri *link)
{
  const gboolean   has_fingerprint = link->fingerprint != NULL;
  g_autofree char *address = describe_address (link);

  g_return_if_fail (PARLOR_IS_LINK_ROW (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), address);
  adw_action_row_set_subtitle (
    ADW_ACTION_ROW (self), has_fingerprint
                             ? _ ("Trusted: the link carries the fingerprint of its certificate")
                             : _ ("Its certificate is checked when you sign in"));
  gtk_image_set_from_icon_name (self->icon, has_fingerprint ? "security-high-symbolic"
                                                            : "network-server-symbolic");
}

/**
 * parlor_link_row_describe:
 * @link: a link that somebody has followed
 *
 * Returns: (transfer full): a sentence that says where it leads, without a full
 *   stop
 */
char *
parlor_link_row_describe (const ParlorLinkUri *link)
{
  g_return_val_if_fail (link != NULL, NULL);

  if (link->invite != NULL && link->conversation != NULL) {
    /* Translators: the first is the name of a channel or group, the second of a server */
    return g_strdup_printf (_ ("You are invited to “%1$s” on %2$s"), link->conversation,
                            link->host);
  }
  if (link->invite != NULL) {
    /* Translators: %s is the name of a server */
    return g_strdup_printf (_ ("You are invited to %s"), link->host);
  }
  if (link->conversation != NULL) {
    /* Translators: the first is the name of a channel or group, the second of a server */
    return g_strdup_printf (_ ("The link leads to “%1$s” on %2$s"), link->conversation,
                            link->host);
  }

  /* Translators: %s is the name of a server */
  return g_strdup_printf (_ ("The link leads to %s"), link->host);
}
