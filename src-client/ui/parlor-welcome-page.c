/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-welcome-page"

#include "parlor-welcome-page.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-certificate-dialog.h"
#include "parlor-entrance.h"
#include "parlor-link-row.h"
#include "parlor-resource.h"

/**
 * ParlorWelcomePage:
 *
 * Where somebody enters a server: the server, a name, a password, and whether
 * there is an account already.  What is wrong is told in place, and nothing
 * that was typed is lost by it.
 *
 * Who has followed a link need not see the address in it, but where it leads and
 * why that can be trusted.
 *
 * Action, to be found in a parent: app.keep-token-in-file.
 */
struct _ParlorWelcomePage
{
  AdwBin parent_instance;

  GtkToggleButton *existing;
  GtkToggleButton *create;
  GtkLabel        *invitation;
  ParlorLinkRow   *link_row; /* stands for the entry while a link is followed */
  GtkWidget       *server;
  GtkWidget       *name;
  GtkWidget       *password;
  GtkWidget       *keep_row;
  GtkSwitch       *keep;
  GtkLabel        *message;
  GtkWidget       *instead;
  GtkStack        *button_stack;
  GtkButton       *submit;
  GtkSpinner      *spinner;

  ParlorClient  *client;
  ParlorLinkUri *link;        /* what is being signed in to */
  GCancellable  *cancellable; /* while that is going on */

  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (ParlorWelcomePage, parlor_welcome_page, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IS_BUSY,
  N_PROPS,
};

enum {
  ENTERED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

static ParlorSignInMode
get_mode (ParlorWelcomePage *self)
{
  return gtk_toggle_button_get_active (self->create) ? PARLOR_SIGN_IN_REGISTER
                                                     : PARLOR_SIGN_IN_EXISTING;
}

static void
clear_message (ParlorWelcomePage *self)
{
  gtk_widget_hide (GTK_WIDGET (self->message));
  gtk_widget_hide (self->instead);
  gtk_widget_remove_css_class (self->server, "error");
  gtk_widget_remove_css_class (self->name, "error");
  gtk_widget_remove_css_class (self->password, "error");
}

/* @entry: (nullable): what is to be changed */
static void
tell (ParlorWelcomePage *self,
      GtkWidget         *entry,
      const char        *text)
{
  clear_message (self);
  gtk_label_set_label (self->message, text);
  gtk_widget_show (GTK_WIDGET (self->message));
  if (entry == NULL || !gtk_widget_get_visible (entry))
    return;

  gtk_widget_add_css_class (entry, "error");
  gtk_widget_grab_focus (entry);
}

static void
set_busy (ParlorWelcomePage *self,
          gboolean           is_busy)
{
  GtkWidget *widgets[] = { GTK_WIDGET (self->link_row), self->server,
                           self->name, self->password,
                           self->keep_row, GTK_WIDGET (self->existing),
                           GTK_WIDGET (self->create) };

  self->is_busy = is_busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_BUSY]);

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    gtk_widget_set_sensitive (widgets[i], !is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_stack_set_visible_child_name (self->button_stack, is_busy ? "busy" : "ready");
}

/* Where a link leads. */

static void
show_address (ParlorWelcomePage *self)
{
  gtk_widget_hide (GTK_WIDGET (self->link_row));
  gtk_widget_hide (GTK_WIDGET (self->invitation));
}

static void
show_link (ParlorWelcomePage   *self,
           const ParlorLinkUri *link)
{
  g_autofree char *invitation = parlor_link_row_describe (link);

  /* GTK would look for another place for the focus only in the next frame, when it may long
   * be where it belongs. */
  if (gtk_widget_get_focus_child (self->server) != NULL)
    gtk_widget_grab_focus (self->name);

  parlor_link_row_set_link (self->link_row, link);
  gtk_label_set_label (self->invitation, invitation);
  gtk_widget_show (GTK_WIDGET (self->invitation));
  gtk_widget_show (GTK_WIDGET (self->link_row));
}

/* What can be said without asking the server. */

static gboolean
check (ParlorWelcomePage *self)
{
  const char               *server = gtk_editable_get_text (GTK_EDITABLE (self->server));
  const char               *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  const char               *password = gtk_editable_get_text (GTK_EDITABLE (self->password));
  g_autoptr (ParlorLinkUri) link = NULL;
  g_autoptr (GError)        error = NULL;

  link = parlor_entrance_check_server (server, &error);
  if (link == NULL)
    tell (self, self->server, error->message);
  else if (!parlor_entrance_check_name (name, &error))
    tell (self, self->name, error->message);
  else if (!parlor_entrance_check_password (password, get_mode (self), &error))
    tell (self, self->password, error->message);

  if (error != NULL)
    return FALSE;

  g_clear_pointer (&self->link, parlor_link_uri_free);
  self->link = g_steal_pointer (&link);

  return TRUE;
}

/* What the server says. */

static void begin (ParlorWelcomePage *self);

static void
on_certificate_response (ParlorWelcomePage *self,
                         const char        *response)
{
  if (g_strcmp0 (response, PARLOR_CERTIFICATE_TRUST) != 0) {
    tell (self, self->server, _ ("The server is not trusted. Nothing was sent to it."));
    return;
  }

  g_free (self->link->fingerprint);
  self->link->fingerprint = g_strdup (parlor_client_get_offered_fingerprint (self->client));
  begin (self);
}

static void
ask_about_certificate (ParlorWelcomePage *self)
{
  const char *fingerprint = parlor_client_get_offered_fingerprint (self->client);
  GtkWidget  *dialog;

  if (fingerprint == NULL) {
    tell (self, self->server, _ ("The certificate of the server cannot be read."));
    return;
  }

  dialog = parlor_certificate_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                          self->link->host, fingerprint);
  g_signal_connect_object (dialog, "response",
                           G_CALLBACK (on_certificate_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A link that names another certificate than the server shows: either the link
 * is old, or the server is not the one that it was made by. */
static void
tell_changed (ParlorWelcomePage *self)
{
  tell (self, self->server,
        _ ("The server shows another certificate than this link names. Ask for a new link; if "
           "there is none, somebody else may be answering in the place of the server."));
}

static void
tell_error (ParlorWelcomePage *self,
            const GError      *error)
{
  GtkWidget *entry = NULL;

  if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE)) {
    ask_about_certificate (self);
    return;
  }
  if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_CERTIFICATE_CHANGED)) {
    tell_changed (self);
    return;
  }

  if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_WRONG_PASSWORD))
    entry = self->password;
  else if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_EXISTS))
    entry = self->name;
  else if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_UNREACHABLE))
    entry = self->server;

  tell (self, entry, error->message);
  gtk_widget_set_visible (self->instead, entry == self->name);
}

static void
on_sign_in_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (ParlorWelcomePage) self = user_data;
  g_autoptr (GError)            error = NULL;

  if (parlor_client_sign_in_finish (PARLOR_CLIENT (source), result, &error)) {
    g_signal_emit (self, signals[ENTERED], 0, self->link->conversation);
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
    set_busy (self, FALSE);
    return;
  }

  /* Closed, or cancelled: then the form is free again already. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  tell_error (self, error);
}

static void
begin (ParlorWelcomePage *self)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  clear_message (self);
  set_busy (self, TRUE);
  if (gtk_switch_get_active (self->keep))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.keep-token-in-file", NULL);
  parlor_client_sign_in_async (self->client, self->link,
                               gtk_editable_get_text (GTK_EDITABLE (self->name)),
                               gtk_editable_get_text (GTK_EDITABLE (self->password)),
                               get_mode (self), self->cancellable,
                               on_sign_in_ready, g_object_ref (self));
}

static void
on_cancel_clicked (ParlorWelcomePage *self)
{
  g_cancellable_cancel (self->cancellable);
  set_busy (self, FALSE);
}

static void
on_mode_changed (ParlorWelcomePage *self)
{
  clear_message (self);
  gtk_button_set_label (self->submit, get_mode (self) == PARLOR_SIGN_IN_REGISTER
                                        ? _ ("Create Account")
                                        : _ ("Sign In"));
}

/* Whoever has an account on the server may have followed an invitation to it. */
static void
on_instead_clicked (ParlorWelcomePage *self)
{
  gtk_toggle_button_set_active (self->existing, TRUE);
  parlor_welcome_page_submit (self);
}

static void
on_change_server_clicked (ParlorWelcomePage *self)
{
  gtk_widget_grab_focus (self->name);
  show_address (self);
  gtk_widget_grab_focus (self->server);
}

static void
on_edited (ParlorWelcomePage *self)
{
  clear_message (self);
}

/* Who was invited has no account yet. */
static void
on_server_edited (ParlorWelcomePage *self)
{
  g_autoptr (ParlorLinkUri) link =
    parlor_link_uri_parse_address (gtk_editable_get_text (GTK_EDITABLE (self->server)), NULL);

  if (link != NULL && link->invite != NULL)
    gtk_toggle_button_set_active (self->create, TRUE);
  clear_message (self);
}

static GtkWidget *
find_empty (ParlorWelcomePage *self)
{
  GtkWidget *entries[] = { self->server, self->name, self->password };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    if (*gtk_editable_get_text (GTK_EDITABLE (entries[i])) == '\0')
      return entries[i];
  }

  return NULL;
}

/* Enter goes to what is still empty, or begins. */
static void
on_entry_activated (ParlorWelcomePage *self)
{
  GtkWidget *empty = find_empty (self);

  if (empty != NULL)
    gtk_widget_grab_focus (empty);
  else
    parlor_welcome_page_submit (self);
}

/* What is to be entered first, or at last. */
static gboolean
parlor_welcome_page_grab_focus (GtkWidget *widget)
{
  ParlorWelcomePage *self = PARLOR_WELCOME_PAGE (widget);
  GtkWidget         *empty = find_empty (self);

  return gtk_widget_grab_focus (empty != NULL ? empty : self->password);
}

static void
parlor_welcome_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_BUSY:
    g_value_set_boolean (value, PARLOR_WELCOME_PAGE (object)->is_busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_welcome_page_dispose (GObject *object)
{
  ParlorWelcomePage *self = PARLOR_WELCOME_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_WELCOME_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_welcome_page_parent_class)->dispose (object);
}

static void
parlor_welcome_page_finalize (GObject *object)
{
  g_clear_pointer (&PARLOR_WELCOME_PAGE (object)->link, parlor_link_uri_free);

  G_OBJECT_CLASS (parlor_welcome_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-welcome-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, existing);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, create);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, invitation);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, link_row);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, server);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, name);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, password);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, keep_row);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, keep);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, message);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, instead);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, button_stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, submit);
  gtk_widget_class_bind_template_child (widget_class, ParlorWelcomePage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_mode_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_server_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_change_server_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_instead_clicked);
  gtk_widget_class_bind_template_callback (widget_class, parlor_welcome_page_submit);
}

static void
parlor_welcome_page_class_init (ParlorWelcomePageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_welcome_page_get_property;
  object_class->dispose = parlor_welcome_page_dispose;
  object_class->finalize = parlor_welcome_page_finalize;
  widget_class->grab_focus = parlor_welcome_page_grab_focus;

  /**
   * ParlorWelcomePage:is-busy:
   *
   * Whether it is signing in.
   */
  props[PROP_IS_BUSY] =
    g_param_spec_boolean ("is-busy", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ParlorWelcomePage::entered:
   * @conversation: (nullable): the place that the link names
   *
   * The person is signed in.
   */
  signals[ENTERED] =
    g_signal_new ("entered", PARLOR_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  bind_template (widget_class);
}

static void
parlor_welcome_page_init (ParlorWelcomePage *self)
{
  g_type_ensure (PARLOR_TYPE_LINK_ROW);
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
}

/* Only where there is no keyring, that is, where it is a question. */
static void
update_keep (ParlorWelcomePage *self)
{
  gtk_widget_set_visible (self->keep_row, parlor_client_get_secrets_error (self->client) != NULL ||
                                            gtk_switch_get_active (self->keep));
}

/**
 * parlor_welcome_page_set_client:
 * @self: a welcome page
 * @client: what signs in
 */
void
parlor_welcome_page_set_client (ParlorWelcomePage *self,
                                ParlorClient      *client)
{
  g_return_if_fail (PARLOR_IS_WELCOME_PAGE (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::secrets-error",
                           G_CALLBACK (update_keep), self, G_CONNECT_SWAPPED);
  update_keep (self);
}

/* Who was invited has no account yet. */
static void
fill_in_server (ParlorWelcomePage *self,
                const char        *server)
{
  g_autoptr (ParlorLinkUri) link = parlor_link_uri_parse (server, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->server), server);
  if (link == NULL) {
    show_address (self);
    return;
  }

  show_link (self, link);
  if (link->invite != NULL)
    gtk_toggle_button_set_active (self->create, TRUE);
}

/**
 * parlor_welcome_page_fill_in:
 * @self: a welcome page
 * @server: (nullable): address or link
 * @name: (nullable): name of the account
 * @password: (nullable): its password
 * @mode: whether there is an account already, unless @server is an invitation
 *
 * Enters what is known; %NULL leaves as it is.
 */
void
parlor_welcome_page_fill_in (ParlorWelcomePage *self,
                             const char        *server,
                             const char        *name,
                             const char        *password,
                             ParlorSignInMode   mode)
{
  g_return_if_fail (PARLOR_IS_WELCOME_PAGE (self));

  gtk_toggle_button_set_active (mode == PARLOR_SIGN_IN_REGISTER ? self->create : self->existing,
                                TRUE);
  if (server != NULL)
    fill_in_server (self, server);
  if (name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  if (password != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->password), password);
}

/**
 * parlor_welcome_page_submit:
 * @self: a welcome page
 *
 * Checks what was entered and, if it can be right, signs in.
 */
void
parlor_welcome_page_submit (ParlorWelcomePage *self)
{
  g_return_if_fail (PARLOR_IS_WELCOME_PAGE (self));

  if (check (self))
    begin (self);
}

static void
fill_in_remembered (ParlorWelcomePage *self)
{
  g_autofree char *server = parlor_client_dup_server_address (self->client);
  const char      *name = parlor_client_get_account_name (self->client);

  parlor_welcome_page_fill_in (self, server, name, NULL, PARLOR_SIGN_IN_EXISTING);
}

/**
 * parlor_welcome_page_ask_again:
 * @self: a welcome page
 * @text: why the person has to sign in again
 *
 * Asks for the password of the account that is remembered, unless it has been
 * filled in already.
 */
void
parlor_welcome_page_ask_again (ParlorWelcomePage *self,
                               const char        *text)
{
  g_return_if_fail (PARLOR_IS_WELCOME_PAGE (self));

  if (find_empty (self) == NULL) {
    parlor_welcome_page_submit (self);
    return;
  }

  fill_in_remembered (self);
  if (parlor_client_get_secrets_error (self->client) != NULL)
    text = _ ("This computer has no keyring to keep you signed in. Enter your password again.");
  tell (self, NULL, text);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}
