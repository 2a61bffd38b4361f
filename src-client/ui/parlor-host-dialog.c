/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-host-dialog"

#include "parlor-host-dialog.h"

#include <glib/gi18n.h>

#include "parlor-host-form.h"
#include "parlor-host-pane.h"
#include "parlor-host-people.h"
#include "parlor-resource.h"
#include "parlor-transient.h"

/* Who is connected may be a little out of date. */
#define REFRESH_S 5

/**
 * ParlorHostDialog:
 *
 * Hosting on this computer, from the first question to the last: a form while there is no
 * server with an owner, then the server's pane.
 *
 * https://developer.gnome.org/hig/patterns/feedback/dialogs.html
 */
struct _ParlorHostDialog
{
  AdwWindow parent_instance;

  GtkStack       *stack;
  ParlorHostForm *form;
  ParlorHostPane *pane;

  ParlorLocalServer *server;
  ParlorClient      *client;
  GCancellable      *cancellable; /* while the dialog is there */
  GCancellable      *entering;    /* (nullable): while somebody begins to host */
  guint              refresh_source;
};

G_DEFINE_FINAL_TYPE (ParlorHostDialog, parlor_host_dialog, ADW_TYPE_WINDOW)

/* The window that it belongs to, if that is still there. */
static ParlorWindow *
get_window (ParlorHostDialog *self)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));

  return PARLOR_IS_WINDOW (window) ? PARLOR_WINDOW (window) : NULL;
}

/* What has the focus goes out of sight. */
static void
go_to (ParlorHostDialog *self,
       const char       *page)
{
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

/* A server that nobody owns is not begun with yet, but where the account would have to be
 * made by somebody who is signed in elsewhere. */
static gboolean
wants_form (ParlorHostDialog *self)
{
  const ParlorLocalServerFacts *facts = parlor_local_server_get_facts (self->server);

  if (facts == NULL)
    return !parlor_local_server_has_data (self->server);

  return facts->owner_invite != NULL && !parlor_client_has_account (self->client);
}

static void
show_page (ParlorHostDialog *self)
{
  g_autofree char *name = parlor_local_server_dup_name (self->server);

  if (!wants_form (self)) {
    go_to (self, "server");
    return;
  }

  go_to (self, "form");
  parlor_host_form_set_server_name (self->form, name);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static gboolean
is_page (ParlorHostDialog *self,
         const char       *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0;
}

static void
on_refreshed (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ParlorHostDialog) self = user_data;
  g_autoptr (GError)           error = NULL;

  if (!parlor_local_server_refresh_finish (self->server, result, &error)) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    parlor_host_pane_tell (self->pane, error->message, TRUE);
    go_to (self, "server");
    return;
  }

  if (is_page (self, "looking"))
    show_page (self);
}

static void
refresh (ParlorHostDialog *self)
{
  parlor_local_server_refresh_async (self->server, self->cancellable, on_refreshed,
                                     g_object_ref (self));
}

static gboolean
on_refresh_due (gpointer user_data)
{
  ParlorHostDialog *self = user_data;

  /* One that was closed is there for as long as what is under way. */
  if (is_page (self, "server") && gtk_widget_get_visible (GTK_WIDGET (self)))
    refresh (self);

  return G_SOURCE_CONTINUE;
}

/* Beginning to host. */

static void
end_entering (ParlorHostDialog *self)
{
  g_clear_object (&self->entering);
  parlor_host_form_set_busy (self->form, NULL);
}

static void
fail_entering (ParlorHostDialog *self,
               const GError     *error)
{
  end_entering (self);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    parlor_host_form_tell (self->form, error);
}

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ParlorHostDialog) self = user_data;
  g_autoptr (GError)           error = NULL;

  if (!parlor_client_sign_in_finish (PARLOR_CLIENT (source), result, &error)) {
    fail_entering (self, error);
    return;
  }

  end_entering (self);
  if (get_window (self) != NULL)
    parlor_window_show_signed_in (get_window (self));
  go_to (self, "server");
  refresh (self); /* there is an invite link now */
}

/* As others do, over TLS; the certificate is known from the server itself. */
static void
sign_in (ParlorHostDialog *self)
{
  g_autoptr (ParlorLinkUri) uri = parlor_local_server_dup_own_uri (self->server);

  if (uri == NULL || uri->invite == NULL || !parlor_host_form_wants_account (self->form)) {
    end_entering (self);
    go_to (self, "server");
    return;
  }

  parlor_host_form_set_busy (self->form, _ ("Making your account…"));
  parlor_client_sign_in_async (self->client, uri, parlor_host_form_get_name (self->form),
                               parlor_host_form_get_password (self->form),
                               PARLOR_SIGN_IN_REGISTER, self->entering, on_signed_in,
                               g_object_ref (self));
}

static void
on_begun (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ParlorHostDialog) self = user_data;
  g_autoptr (GError)           error = NULL;

  if (parlor_local_server_start_finish (self->server, result, &error))
    sign_in (self);
  else
    fail_entering (self, error);
}

static void
on_submitted (ParlorHostDialog *self)
{
  g_autofree char *server_name = parlor_host_form_dup_server_name (self->form);

  g_clear_object (&self->entering);
  self->entering = g_cancellable_new ();
  parlor_host_form_set_busy (self->form, _ ("Starting the server…"));
  parlor_local_server_start_async (self->server, server_name, self->entering, on_begun,
                                   g_object_ref (self));
}

static void
on_cancelled (ParlorHostDialog *self)
{
  g_cancellable_cancel (self->entering);
}

/* Starting and stopping what is there. */

/* Who is signed in to the server looks for it where it was. */
static void
check_port (ParlorHostDialog *self)
{
  g_autoptr (ParlorLinkUri) uri = parlor_local_server_dup_own_uri (self->server);
  g_autofree char          *address = parlor_client_dup_server_address (self->client);
  g_autoptr (ParlorLinkUri) old = NULL;
  g_autofree char          *text = NULL;

  if (uri == NULL || address == NULL || !parlor_host_is_home (self->server, self->client))
    return;

  old = parlor_link_uri_parse_address (address, NULL);
  if (old == NULL || old->port == uri->port)
    return;

  /* Translators: the numbers of two network ports */
  text = g_strdup_printf (_ ("Another program has taken port %u, so the server is at port %u from "
                             "now on. Links that were given before lead nowhere: sign out, sign in "
                             "again here, and invite others anew."),
                          old->port, uri->port);
  parlor_host_pane_tell (self->pane, text, TRUE);
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ParlorHostDialog) self = user_data;
  g_autoptr (GError)           error = NULL;

  if (!parlor_local_server_start_finish (self->server, result, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      parlor_host_pane_tell (self->pane, error->message, TRUE);
    return;
  }

  check_port (self);
  /* Somebody may have begun to host, and changed their mind. */
  if (wants_form (self))
    show_page (self);
  /* Who waits for it tries again at once. */
  if (parlor_host_is_home (self->server, self->client))
    parlor_client_reconnect (self->client);
}

static void
on_start_activated (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  ParlorHostDialog *self = PARLOR_HOST_DIALOG (widget);

  parlor_host_pane_tell (self->pane, NULL, FALSE);
  parlor_local_server_start_async (self->server, NULL, self->cancellable, on_started,
                                   g_object_ref (self));
}

static void
on_stopped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ParlorHostDialog) self = user_data;
  g_autoptr (GError)           error = NULL;

  if (parlor_local_server_stop_finish (self->server, result, &error)) {
    parlor_host_pane_tell (self->pane,
                           _ ("The server has stopped. Everything that was sent is on the disk, "
                              "and whoever was connected has been told."),
                           FALSE);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  parlor_host_pane_tell (self->pane, error->message, TRUE);
  refresh (self);
}

static void
on_stop_response (ParlorHostDialog *self,
                  const char       *response)
{
  if (g_strcmp0 (response, "stop") != 0 ||
      parlor_local_server_get_state (self->server) != PARLOR_LOCAL_SERVER_RUNNING)
    return;

  parlor_host_pane_tell (self->pane, NULL, FALSE);
  parlor_local_server_stop_async (self->server, self->cancellable, on_stopped,
                                  g_object_ref (self));
}

static void
ask_to_stop (ParlorHostDialog *self)
{
  g_autoptr (GPtrArray) nicks = parlor_host_list_people (self->server, self->client);
  g_autofree char      *who = parlor_host_describe_people (nicks);
  g_autofree char      *body = NULL;
  GtkWidget            *dialog;
  AdwMessageDialog     *message;

  /* Translators: %s is a sentence that says who is connected */
  body = g_strdup_printf (_ ("%s\n\nNobody can write until you start the server again. Nothing is "
                             "lost."),
                          who);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Stop the Server?"), body);
  message = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "stop", _ ("_Stop"), NULL);
  adw_message_dialog_set_response_appearance (message, "stop", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (message, "cancel");
  adw_message_dialog_set_default_response (message, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_stop_response), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* It says who is connected at this moment. */
static void
on_counted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ParlorHostDialog) self = user_data;
  g_autoptr (GError)           error = NULL;

  if (parlor_local_server_refresh_finish (self->server, result, &error)) {
    if (parlor_local_server_get_facts (self->server) != NULL)
      ask_to_stop (self);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    parlor_host_pane_tell (self->pane, error->message, TRUE);
  }
}

static void
on_stop_activated (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ParlorHostDialog *self = PARLOR_HOST_DIALOG (widget);

  parlor_local_server_refresh_async (self->server, self->cancellable, on_counted,
                                     g_object_ref (self));
}

/* The window's own page is where one signs in. */
static void
on_sign_in_activated (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ParlorHostDialog         *self = PARLOR_HOST_DIALOG (widget);
  g_autoptr (ParlorLinkUri) uri = parlor_local_server_dup_own_uri (self->server);
  g_autofree char          *link = uri != NULL ? parlor_link_uri_to_string (uri) : NULL;

  if (link != NULL && get_window (self) != NULL)
    parlor_window_enter (get_window (self), link, NULL, NULL, PARLOR_SIGN_IN_EXISTING);
  gtk_window_close (GTK_WINDOW (self));
}

static void
parlor_host_dialog_dispose (GObject *object)
{
  ParlorHostDialog *self = PARLOR_HOST_DIALOG (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->entering);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_HOST_DIALOG);

  G_OBJECT_CLASS (parlor_host_dialog_parent_class)->dispose (object);
}

/* What is under way holds the dialog, and asks for these. */
static void
parlor_host_dialog_finalize (GObject *object)
{
  ParlorHostDialog *self = PARLOR_HOST_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->entering);
  g_clear_object (&self->client);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (parlor_host_dialog_parent_class)->finalize (object);
}

static void
parlor_host_dialog_class_init (ParlorHostDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = parlor_host_dialog_dispose;
  object_class->finalize = parlor_host_dialog_finalize;

  g_type_ensure (PARLOR_TYPE_HOST_FORM);
  g_type_ensure (PARLOR_TYPE_HOST_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-host-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorHostDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostDialog, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_submitted);
  gtk_widget_class_bind_template_callback (widget_class, on_cancelled);
  gtk_widget_class_install_action (widget_class, "host.start", NULL, on_start_activated);
  gtk_widget_class_install_action (widget_class, "host.stop", NULL, on_stop_activated);
  gtk_widget_class_install_action (widget_class, "host.sign-in", NULL, on_sign_in_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlor_host_dialog_init (ParlorHostDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->server = parlor_local_server_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWindow *
find_dialog (ParlorWindow *parent)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (PARLOR_IS_HOST_DIALOG (window) &&
        gtk_window_get_transient_for (window) == GTK_WINDOW (parent))
      return window;
  }

  return NULL;
}

/**
 * parlor_host_dialog_present:
 * @parent: above which it opens
 *
 * Opens the dialog, unless it is open, and looks for the server.
 */
void
parlor_host_dialog_present (ParlorWindow *parent)
{
  GtkWindow        *there = find_dialog (parent);
  ParlorHostDialog *self;

  if (there != NULL) {
    gtk_window_present (there);
    return;
  }

  /* Of the application, so that its actions are within reach. */
  self = g_object_new (PARLOR_TYPE_HOST_DIALOG,
                       "application", gtk_window_get_application (GTK_WINDOW (parent)),
                       "transient-for", parent,
                       NULL);
  self->client = g_object_ref (parlor_window_get_client (parent));
  parlor_host_form_set_client (self->form, self->client);
  parlor_host_pane_set_server (self->pane, self->server, self->client);
  self->refresh_source = g_timeout_add_seconds (REFRESH_S, on_refresh_due, self);
  refresh (self);
  parlor_transient_follow (GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
}
