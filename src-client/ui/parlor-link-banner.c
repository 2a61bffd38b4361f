/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-link-banner"

#include "parlor-link-banner.h"

#include <glib/gi18n.h>

#include "parlor-announcement-bar.h"
#include "parlor-banner.h"
#include "parlor-fingerprint.h"
#include "parlor-resource.h"

/* A connection that is there again at once is not worth a word. */
#define OFFLINE_AFTER_MS 1000

/* Often enough for no second to be left out. */
#define COUNTDOWN_MS 500

/**
 * ParlorLinkBanner:
 *
 * What is to be seen whatever is open: what an administrator tells everyone; that
 * there is no connection to the server and why; and, until somebody has decided,
 * that the server shows another certificate than it used to.
 *
 * Actions, to be found in a parent: win.reconnect, win.review-certificate.
 */
struct _ParlorLinkBanner
{
  AdwBin parent_instance;

  ParlorAnnouncementBar *announcements;
  ParlorBanner          *offline;
  ParlorBanner          *certificate;

  ParlorClient *client;
  guint         offline_id;
  guint         countdown_id; /* while there is no connection, and one is told */
};

G_DEFINE_FINAL_TYPE (ParlorLinkBanner, parlor_link_banner, ADW_TYPE_BIN)

static gboolean
has_certificate_changed (ParlorLinkBanner *self)
{
  const char *pinned = parlor_client_get_pinned_fingerprint (self->client);
  const char *offered = parlor_client_get_offered_fingerprint (self->client);

  return pinned != NULL && offered != NULL && !g_str_equal (pinned, offered);
}

static void
set_title (ParlorBanner *banner,
           const char   *title)
{
  g_object_set (banner, "title", title, NULL);
}

static char *
format_countdown (ParlorLinkBanner *self)
{
  const gint64 retry_us = parlor_client_get_retry_us (self->client);
  gint64       wait_s;

  if (retry_us == 0)
    return parlor_client_get_state (self->client) == PARLOR_LINK_OFFLINE
             ? NULL
             : g_strdup (_ ("Trying again…"));

  wait_s = MAX ((retry_us - g_get_monotonic_time () + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, 1);

  /* Translators: %u is a number of seconds */
  return g_strdup_printf (_ ("Trying again in %u s."), (guint) wait_s);
}

static gboolean
on_second (gpointer user_data)
{
  ParlorLinkBanner *self = user_data;
  g_autofree char  *countdown = format_countdown (self);

  g_object_set (self->offline, "detail", countdown, NULL);

  return G_SOURCE_CONTINUE;
}

/* It counts down once something has failed. */
static void
tell_offline (ParlorLinkBanner *self,
              const char       *status)
{
  const gboolean is_counting = status != NULL && parlor_client_has_failed (self->client);

  g_clear_handle_id (&self->countdown_id, g_source_remove);
  if (is_counting) {
    on_second (self);
    self->countdown_id = g_timeout_add (COUNTDOWN_MS, on_second, self);
  } else if (status != NULL) {
    g_object_set (self->offline, "detail", NULL, NULL);
  }
  set_title (self->offline, status);
}

static gboolean
on_offline_timeout (gpointer user_data)
{
  ParlorLinkBanner *self = user_data;

  self->offline_id = 0;
  tell_offline (self, parlor_client_get_status_text (self->client));

  return G_SOURCE_REMOVE;
}

/* Comes late, goes at once, and changes its words while it is there. */
static void
update_offline (ParlorLinkBanner *self,
                const char       *status)
{
  g_autofree char *title = NULL;

  g_object_get (self->offline, "title", &title, NULL);
  if (status == NULL || title != NULL) {
    g_clear_handle_id (&self->offline_id, g_source_remove);
    tell_offline (self, status);
  } else if (self->offline_id == 0) {
    self->offline_id = g_timeout_add (OFFLINE_AFTER_MS, on_offline_timeout, self);
  }
}

static void
update_certificate (ParlorLinkBanner *self)
{
  g_autofree char *pinned = NULL;
  g_autofree char *offered = NULL;
  g_autofree char *title = NULL;

  if (!has_certificate_changed (self)) {
    set_title (self->certificate, NULL);
    return;
  }

  pinned = parlor_fingerprint_format (parlor_client_get_pinned_fingerprint (self->client));
  offered = parlor_fingerprint_format (parlor_client_get_offered_fingerprint (self->client));
  /* Translators: both are fingerprints, in lines of their own */
  title = g_strdup_printf (_ ("The server shows another certificate than it used to. Parlor stays "
                              "disconnected until you decide.\n\nTrusted so far\n%1$s\n\n"
                              "Shown now\n%2$s"),
                           pinned, offered);
  set_title (self->certificate, title);
}

static void
update (ParlorLinkBanner *self)
{
  update_certificate (self);
  update_offline (self, has_certificate_changed (self)
                          ? NULL
                          : parlor_client_get_status_text (self->client));
}

static void
parlor_link_banner_dispose (GObject *object)
{
  ParlorLinkBanner *self = PARLOR_LINK_BANNER (object);

  g_clear_handle_id (&self->offline_id, g_source_remove);
  g_clear_handle_id (&self->countdown_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_LINK_BANNER);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_link_banner_parent_class)->dispose (object);
}

static void
parlor_link_banner_class_init (ParlorLinkBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_link_banner_dispose;

  g_type_ensure (PARLOR_TYPE_ANNOUNCEMENT_BAR);
  g_type_ensure (PARLOR_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-link-banner.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorLinkBanner, announcements);
  gtk_widget_class_bind_template_child (widget_class, ParlorLinkBanner, offline);
  gtk_widget_class_bind_template_child (widget_class, ParlorLinkBanner, certificate);
}

static void
parlor_link_banner_init (ParlorLinkBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_link_banner_set_client:
 * @self: a link banner
 * @client: whose link it is about
 */
void
parlor_link_banner_set_client (ParlorLinkBanner *self,
                               ParlorClient     *client)
{
  g_return_if_fail (PARLOR_IS_LINK_BANNER (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  parlor_announcement_bar_set_client (self->announcements, client);
  g_signal_connect_object (client, "notify::status-text",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::offered-fingerprint",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::pinned-fingerprint",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
