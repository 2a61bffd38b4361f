/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-listing-row"

#include "parlor-listing-row.h"

#include <glib/gi18n.h>

/**
 * ParlorListingRow:
 *
 * A channel or group that one can join: found in the server's directory, or
 * only known by its name.
 */
struct _ParlorListingRow
{
  AdwActionRow parent_instance;

  char *id; /* id, or name */

  guint needs_password : 1;
};

G_DEFINE_FINAL_TYPE (ParlorListingRow, parlor_listing_row, ADW_TYPE_ACTION_ROW)

static void
parlor_listing_row_finalize (GObject *object)
{
  g_free (PARLOR_LISTING_ROW (object)->id);

  G_OBJECT_CLASS (parlor_listing_row_parent_class)->finalize (object);
}

static void
parlor_listing_row_class_init (ParlorListingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_listing_row_finalize;
}

static void
parlor_listing_row_init (ParlorListingRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

static void
add_avatar (ParlorListingRow *self,
            const char       *name,
            const char       *icon_name)
{
  GtkWidget *avatar = adw_avatar_new (32, name, FALSE);

  adw_avatar_set_icon_name (ADW_AVATAR (avatar), icon_name);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), avatar);
}

static void
add_icon (ParlorListingRow *self,
          const char       *icon_name,
          const char       *tooltip)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (icon, tooltip);
  gtk_widget_add_css_class (icon, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), icon);
}

static char *
format_subtitle (const ParlorListingPacket *listing)
{
  g_autofree char *members =
    g_strdup_printf (ngettext ("%d member", "%d members", (gulong) listing->members),
                     (int) listing->members);

  if (listing->topic == NULL || *listing->topic == '\0')
    return g_steal_pointer (&members);

  /* Translators: "3 members · What the channel is about" */
  return g_strdup_printf (_ ("%1$s · %2$s"), members, listing->topic);
}

/**
 * parlor_listing_row_new:
 * @listing: what the directory says of it
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
parlor_listing_row_new (const ParlorListingPacket *listing)
{
  ParlorListingRow *self = g_object_new (PARLOR_TYPE_LISTING_ROW, NULL);
  const gboolean    is_channel = listing->kind == PARLOR_CONVERSATION_CHANNEL;
  g_autofree char  *subtitle = format_subtitle (listing);

  self->id = g_strdup (listing->conversation);
  self->needs_password = listing->has_password && !listing->joined;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), listing->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  add_avatar (self, listing->name,
              is_channel ? "parlor-channel-symbolic" : "system-users-symbolic");
  if (listing->has_password)
    add_icon (self, "channel-secure-symbolic", _ ("Needs a Password to Join"));
  if (listing->joined)
    add_icon (self, "object-select-symbolic", _ ("Joined"));

  return GTK_WIDGET (self);
}

/**
 * parlor_listing_row_new_by_name:
 * @name: what somebody typed
 *
 * Returns: (transfer floating): a row that joins what is called so, should it
 *   not be listed
 */
GtkWidget *
parlor_listing_row_new_by_name (const char *name)
{
  ParlorListingRow *self = g_object_new (PARLOR_TYPE_LISTING_ROW, NULL);
  /* Translators: %s is the name of a channel or group */
  g_autofree char *title = g_strdup_printf (_ ("Join “%s”"), name);

  self->id = g_strdup (name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _ ("It is not in the list"));
  add_avatar (self, name, "list-add-symbolic");

  return GTK_WIDGET (self);
}

/**
 * parlor_listing_row_get_id:
 * @self: a row
 *
 * Returns: (transfer none): the id, or the name, to join by
 */
const char *
parlor_listing_row_get_id (ParlorListingRow *self)
{
  g_return_val_if_fail (PARLOR_IS_LISTING_ROW (self), NULL);

  return self->id;
}

/**
 * parlor_listing_row_needs_password:
 * @self: a row
 *
 * Returns: whether it is known that joining takes a password
 */
gboolean
parlor_listing_row_needs_password (ParlorListingRow *self)
{
  g_return_val_if_fail (PARLOR_IS_LISTING_ROW (self), FALSE);

  return self->needs_password;
}
