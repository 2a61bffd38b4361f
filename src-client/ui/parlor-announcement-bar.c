/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-announcement-bar"

#include "parlor-announcement-bar.h"

#include <glib/gi18n.h>

#include "parlor-local-time.h"
#include "parlor-markup.h"
#include "parlor-resource.h"
#include "parlor-time-format.h"

/**
 * ParlorAnnouncementBar:
 *
 * What an administrator tells everyone, until somebody dismisses it: the oldest
 * announcement, then the one that came after it.
 *
 * Action: announcement.dismiss.
 */
struct _ParlorAnnouncementBar
{
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkLabel *text;
  GtkLabel *more;

  ParlorClient       *client;
  ParlorAnnouncement *announcement; /* (nullable): the one shown */
};

G_DEFINE_FINAL_TYPE (ParlorAnnouncementBar, parlor_announcement_bar, ADW_TYPE_BIN)

static char *
format_heading (ParlorAnnouncement *announcement)
{
  ParlorAccount        *author = parlor_announcement_get_author (announcement);
  const gint64          time_ms = parlor_announcement_get_time_ms (announcement);
  g_autoptr (GDateTime) time = parlor_local_time_new (time_ms);
  g_autofree char      *clock = parlor_time_format_clock (time);

  if (author == NULL) {
    /* Translators: above a text for everyone; %s is a time of day */
    return g_strdup_printf (_ ("Announcement, %s"), clock);
  }

  /* Translators: above a text for everyone; a name and a time of day */
  return g_strdup_printf (_ ("Announcement from %1$s, %2$s"), parlor_account_get_nick (author),
                          clock);
}

static void
show_announcement (ParlorAnnouncementBar *self)
{
  g_autofree char *heading = format_heading (self->announcement);
  g_autofree char *markup =
    parlor_markup_from_text (parlor_announcement_get_text (self->announcement));

  gtk_label_set_label (self->heading, heading);
  gtk_label_set_markup (self->text, markup);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text),
                               parlor_announcement_get_text (self->announcement));
}

/* The old text stays while the bar slides out. */
static void
update (ParlorAnnouncementBar *self)
{
  GListModel                    *list = parlor_client_get_announcements (self->client);
  const guint                    n_items = g_list_model_get_n_items (list);
  g_autoptr (ParlorAnnouncement) first = g_list_model_get_item (list, 0);
  g_autofree char               *more = NULL;

  g_set_object (&self->announcement, first);
  gtk_revealer_set_reveal_child (GTK_REVEALER (adw_bin_get_child (ADW_BIN (self))),
                                 first != NULL);
  if (first == NULL)
    return;

  show_announcement (self);
  /* Translators: behind the first of several texts: how many more there are */
  more = g_strdup_printf (ngettext ("%u more", "%u more", n_items - 1), n_items - 1);
  gtk_label_set_label (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_items > 1);
}

static void
on_dismiss_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorAnnouncementBar *self = PARLOR_ANNOUNCEMENT_BAR (widget);

  if (self->announcement != NULL)
    parlor_client_dismiss_announcement (self->client, self->announcement);
}

static void
parlor_announcement_bar_dispose (GObject *object)
{
  ParlorAnnouncementBar *self = PARLOR_ANNOUNCEMENT_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_ANNOUNCEMENT_BAR);
  g_clear_object (&self->announcement);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_announcement_bar_parent_class)->dispose (object);
}

static void
parlor_announcement_bar_class_init (ParlorAnnouncementBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_announcement_bar_dispose;

  gtk_widget_class_set_css_name (widget_class, "banner");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-announcement-bar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorAnnouncementBar, heading);
  gtk_widget_class_bind_template_child (widget_class, ParlorAnnouncementBar, text);
  gtk_widget_class_bind_template_child (widget_class, ParlorAnnouncementBar, more);
  gtk_widget_class_install_action (widget_class, "announcement.dismiss", NULL,
                                   on_dismiss_activated);
}

static void
parlor_announcement_bar_init (ParlorAnnouncementBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_announcement_bar_set_client:
 * @self: a bar
 * @client: whose server's announcements to show
 */
void
parlor_announcement_bar_set_client (ParlorAnnouncementBar *self,
                                    ParlorClient          *client)
{
  g_return_if_fail (PARLOR_IS_ANNOUNCEMENT_BAR (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (parlor_client_get_announcements (client), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
