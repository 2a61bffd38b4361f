/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-host-pane"

#include "parlor-host-pane.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-host-people.h"
#include "parlor-qr-code.h"
#include "parlor-resource.h"
#include "parlor-time-format.h"

/* More names than that are a number. */
#define MAX_PEOPLE 20

/**
 * ParlorHostPane:
 *
 * The server on this computer as whoever hosts it sees it: whether it runs, the link that
 * invites others, as text and for a camera, by which addresses it is reached, and who is
 * connected.
 *
 * It is to stand in an #AdwToastOverlay.  Actions, to be found in a parent: host.start, host.stop,
 * host.sign-in, app.keep-token-in-file.
 */
struct _ParlorHostPane
{
  AdwBin parent_instance;

  AdwActionRow        *status;
  GtkSpinner          *spinner;
  GtkButton           *start;
  GtkButton           *stop;
  GtkLabel            *message;
  GtkWidget           *sign_in_row;
  GtkWidget           *keep_row;
  GtkWidget           *ownerless_row;
  GtkWidget           *invite_group;
  GtkPicture          *qr_code;
  GtkLabel            *link;
  AdwPreferencesGroup *hosts;
  AdwPreferencesGroup *people;
  GtkLabel            *note;

  ParlorLocalServer *server;
  ParlorClient      *client;
  GSettings         *settings;
  GPtrArray         *host_rows;
  GPtrArray         *people_rows;
  char              *shown_hosts; /* (nullable): those there are rows for */
  char              *shown_people;
};

G_DEFINE_FINAL_TYPE (ParlorHostPane, parlor_host_pane, ADW_TYPE_BIN)

static const ParlorLocalServerFacts *
get_facts (ParlorHostPane *self)
{
  return parlor_local_server_get_facts (self->server);
}

/* The link. */

/* Returns: (transfer none) (nullable): which address the link is to carry: the one that
 * was chosen, while this computer has it, else the likeliest */
static const char *
get_host (ParlorHostPane *self,
          char           *chosen)
{
  const GPtrArray *hosts = get_facts (self)->hosts;

  for (guint i = 0; i < hosts->len; i++)
    if (g_str_equal (hosts->pdata[i], chosen))
      return hosts->pdata[i];

  return hosts->len > 0 ? hosts->pdata[0] : NULL;
}

static void
show_link (ParlorHostPane *self)
{
  g_autofree char         *chosen = g_settings_get_string (self->settings, "hosting-address");
  g_autofree char         *link = NULL;
  g_autoptr (GdkPaintable) code = NULL;

  if (get_facts (self) != NULL)
    link = parlor_local_server_dup_link (self->server, get_host (self, chosen));
  gtk_widget_set_visible (self->invite_group, link != NULL);
  if (link == NULL || g_strcmp0 (link, gtk_label_get_label (self->link)) == 0)
    return;

  gtk_label_set_label (self->link, link);
  code = parlor_qr_code_new (link);
  gtk_picture_set_paintable (self->qr_code, code);
  gtk_widget_set_visible (GTK_WIDGET (self->qr_code), code != NULL);
}

static void
on_copy_clicked (ParlorHostPane *self)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->link));
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (_ ("Link copied")));
}

/* Rows. */

static void
clear_rows (AdwPreferencesGroup *group,
            GPtrArray           *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static GtkWidget *
add_row (AdwPreferencesGroup *group,
         GPtrArray           *rows,
         const char          *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);

  return row;
}

static char *
join (GPtrArray *texts)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (all, "%s\n", (const char *) texts->pdata[i]);

  return g_string_free (all, FALSE);
}

static gboolean
replace (char **shown,
         char  *text)
{
  const gboolean is_same = g_strcmp0 (*shown, text) == 0;

  g_free (*shown);
  *shown = text;

  return !is_same;
}

static const char *
describe_host (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address == NULL)
    return _ ("Name on the local network");

  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? _ ("IPv4 address")
                                                                     : _ ("IPv6 address");
}

static void
on_host_toggled (GtkCheckButton *check,
                 GParamSpec     *pspec,
                 ParlorHostPane *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (check), ADW_TYPE_ACTION_ROW);

  if (!gtk_check_button_get_active (check))
    return;

  g_settings_set_string (self->settings, "hosting-address",
                         adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  show_link (self);
}

static void
show_hosts (ParlorHostPane *self)
{
  const ParlorLocalServerFacts *facts = get_facts (self);
  g_autofree char              *chosen = g_settings_get_string (self->settings, "hosting-address");
  GtkCheckButton               *group = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->hosts), facts != NULL);
  if (facts == NULL || !replace (&self->shown_hosts, join (facts->hosts)))
    return;

  clear_rows (self->hosts, self->host_rows);
  for (guint i = 0; i < facts->hosts->len; i++) {
    const char *host = facts->hosts->pdata[i];
    GtkWidget  *row = add_row (self->hosts, self->host_rows, host);
    GtkWidget  *check = gtk_check_button_new ();

    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), group);
    group = GTK_CHECK_BUTTON (check);
    gtk_check_button_set_active (group, g_strcmp0 (host, get_host (self, chosen)) == 0);
    gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
    parlor_accessible_set_label (check, host);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), describe_host (host));
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
    g_signal_connect_object (check, "notify::active", G_CALLBACK (on_host_toggled), self, 0);
  }
  adw_preferences_group_set_description (
    self->hosts, facts->hosts->len > 0
                   ? _ ("Others on your network reach the server at these. The link carries the "
                        "one that you choose.")
                   : _ ("This computer is not connected with a network now: nobody else reaches "
                        "the server."));
}

static void
show_people (ParlorHostPane *self)
{
  g_autoptr (GPtrArray) nicks = parlor_host_list_people (self->server, self->client);

  gtk_widget_set_visible (GTK_WIDGET (self->people), get_facts (self) != NULL);
  if (!replace (&self->shown_people, join (nicks)))
    return;

  clear_rows (self->people, self->people_rows);
  for (guint i = 0; i < MIN (nicks->len, MAX_PEOPLE); i++)
    add_row (self->people, self->people_rows, nicks->pdata[i]);
  if (nicks->len > MAX_PEOPLE) {
    const guint      n_others = nicks->len - MAX_PEOPLE;
    g_autofree char *text = g_strdup_printf (
      /* Translators: how many people are not listed by name */
      ngettext ("and %u other", "and %u others", n_others), n_others);

    add_row (self->people, self->people_rows, text);
  }
  adw_preferences_group_set_description (self->people,
                                         nicks->len == 0 ? _ ("Nobody else is connected.") : NULL);
}

/* The server. */

/* Returns: (transfer full): since when it runs */
static char *
describe_start (ParlorHostPane *self)
{
  g_autoptr (GDateTime) started =
    g_date_time_new_from_unix_local (get_facts (self)->started_ms / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *clock = parlor_time_format_clock (started);
  g_autofree char      *day = parlor_time_format_day (started, now);

  /* Translators: when the server was started: a day (“Today”, a date), then a time */
  return g_strdup_printf (_ ("Running since: %s, %s"), day, clock);
}

static void
show_status (ParlorHostPane *self)
{
  const ParlorLocalServerState  state = parlor_local_server_get_state (self->server);
  const ParlorLocalServerFacts *facts = get_facts (self);
  const gboolean                is_busy =
    state == PARLOR_LOCAL_SERVER_STARTING || state == PARLOR_LOCAL_SERVER_STOPPING;
  g_autofree char *name = parlor_local_server_dup_name (self->server);
  g_autofree char *start = facts != NULL ? describe_start (self) : NULL;
  const char      *text = start != NULL ? start : _ ("Stopped");

  if (state == PARLOR_LOCAL_SERVER_STARTING)
    text = _ ("Starting…");
  else if (state == PARLOR_LOCAL_SERVER_STOPPING)
    text = _ ("Stopping…");
  else if (state == PARLOR_LOCAL_SERVER_FAILED)
    text = _ ("Not running: something went wrong");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->status),
                                 facts != NULL ? facts->server_name
                                               : (name != NULL ? name : _ ("Server")));
  adw_action_row_set_subtitle (self->status, text);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->start), facts == NULL && !is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), facts != NULL);
}

static const char *
get_note (ParlorHostPane *self)
{
  const ParlorLocalServerFacts *facts = get_facts (self);

  if (facts == NULL)
    return _ ("All that was written is kept on this computer. When the server is started again, "
              "it goes on where it was.");
  if (facts->is_service)
    /* Translators: leave the command as it is */
    return _ ("The server goes on when you close the window, and starts with each session of "
              "yours. For one that runs while nobody is signed in to this computer, enter "
              "“loginctl enable-linger” in a terminal.");

  return _ ("The server goes on when you close the window, until you stop it here or this "
            "computer is switched off.");
}

static void
update (ParlorHostPane *self)
{
  const ParlorLocalServerFacts *facts = get_facts (self);
  const gboolean                has_account = parlor_client_has_account (self->client);
  const gboolean                is_owned = facts != NULL && facts->owner_invite == NULL;

  show_status (self);
  show_hosts (self);
  show_link (self);
  show_people (self);
  gtk_widget_set_visible (self->sign_in_row, is_owned && !has_account);
  gtk_widget_set_visible (self->ownerless_row, facts != NULL && !is_owned);
  gtk_widget_set_visible (self->keep_row,
                          has_account && parlor_client_get_secrets_error (self->client) != NULL);
  gtk_label_set_label (self->note, get_note (self));
}

static void
parlor_host_pane_dispose (GObject *object)
{
  ParlorHostPane *self = PARLOR_HOST_PANE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_HOST_PANE);
  g_clear_object (&self->server);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (parlor_host_pane_parent_class)->dispose (object);
}

static void
parlor_host_pane_finalize (GObject *object)
{
  ParlorHostPane *self = PARLOR_HOST_PANE (object);

  g_ptr_array_unref (self->host_rows);
  g_ptr_array_unref (self->people_rows);
  g_free (self->shown_hosts);
  g_free (self->shown_people);

  G_OBJECT_CLASS (parlor_host_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-host-pane.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, status);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, start);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, stop);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, message);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, keep_row);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, ownerless_row);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, invite_group);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, qr_code);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, link);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, hosts);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, people);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostPane, note);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
parlor_host_pane_class_init (ParlorHostPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_host_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlor_host_pane_finalize;
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
parlor_host_pane_init (ParlorHostPane *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
  self->host_rows = g_ptr_array_new ();
  self->people_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/**
 * parlor_host_pane_set_server:
 * @self: a pane
 * @server: the server on this computer
 * @client: the client of the window
 */
void
parlor_host_pane_set_server (ParlorHostPane    *self,
                             ParlorLocalServer *server,
                             ParlorClient      *client)
{
  g_return_if_fail (PARLOR_IS_HOST_PANE (self));
  g_return_if_fail (self->server == NULL);

  self->server = g_object_ref (server);
  self->client = g_object_ref (client);
  g_signal_connect_object (server, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::secrets-error", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/**
 * parlor_host_pane_tell:
 * @self: a pane
 * @text: (nullable): what has come of something; %NULL: nothing is to be told
 * @is_wrong: whether something is wrong
 */
void
parlor_host_pane_tell (ParlorHostPane *self,
                       const char     *text,
                       gboolean        is_wrong)
{
  g_return_if_fail (PARLOR_IS_HOST_PANE (self));

  gtk_label_set_label (self->message, text != NULL ? text : "");
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
}
