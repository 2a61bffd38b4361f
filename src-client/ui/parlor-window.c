/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-window"

#include "parlor-window-private.h"

#include <glib/gi18n.h>

#include "parlor-resource.h"

/* Long enough to read it and to decide. */
#define SECRETS_TOAST_S 20

/**
 * ParlorWindow:
 *
 * One account's window: the welcome page until somebody is signed in, then the
 * sidebar and the conversation that is open, side by side or, in a narrow
 * window, one at a time.
 *
 * What its actions do is in parlor-window-actions.c.
 */
G_DEFINE_FINAL_TYPE (ParlorWindow, parlor_window, ADW_TYPE_APPLICATION_WINDOW)

enum {
  PROP_0,
  PROP_CLIENT,
  PROP_IS_ENTERING,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

void
_parlor_window_update_title (ParlorWindow *self)
{
  ParlorConversation *conversation = parlor_window_get_conversation (self);
  g_autofree char    *title = NULL;

  if (conversation != NULL) {
    /* Translators: title of the window; %s is the name of a conversation */
    title = g_strdup_printf (_ ("%s – Parlor"), parlor_conversation_get_title (conversation));
  }
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : "Parlor");
}

static void
on_entered (ParlorWindow *self,
            const char   *conversation)
{
  if (conversation != NULL) {
    g_free (self->wanted);
    self->wanted = g_strdup (conversation);
  }

  _parlor_window_set_signed_in (self, TRUE);
  if (conversation != NULL)
    _parlor_window_land (self, conversation);
}

static void
on_signed_out (ParlorWindow *self,
               const char   *text)
{
  _parlor_window_set_signed_in (self, FALSE);
  parlor_welcome_page_ask_again (self->welcome, text);
}

static void
on_chosen (ParlorWindow       *self,
           ParlorConversation *conversation)
{
  parlor_window_open_conversation (self, conversation);
}

/* Back to where a search began. */
static void
on_returned (ParlorWindow       *self,
             ParlorConversation *conversation)
{
  if (conversation == NULL)
    return;

  if (parlor_window_get_conversation (self) == conversation)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "conversation.back-to-place", NULL);
  parlor_window_open_conversation (self, conversation);
}

static void
on_busy_changed (ParlorWindow *self)
{
  gboolean is_busy;

  g_object_get (self->welcome, "is-busy", &is_busy, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_ENTERING]);
  if (!is_busy)
    _parlor_window_follow_next (self);
}

/* Signed in all the same, but not at the next start. */
static void
on_secrets_error_changed (ParlorWindow *self)
{
  const ParlorLinkState state = parlor_client_get_state (self->client);
  AdwToast             *toast;

  if (parlor_client_get_secrets_error (self->client) == NULL || self->has_password ||
      (state != PARLOR_LINK_SIGNING_IN && state != PARLOR_LINK_ONLINE))
    return;

  toast = adw_toast_new (_ ("There is no keyring to stay signed in with"));
  adw_toast_set_button_label (toast, _ ("_Use a File"));
  adw_toast_set_action_name (toast, "app.keep-token-in-file");
  adw_toast_set_timeout (toast, SECRETS_TOAST_S);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* Whoever makes a window narrow keeps the conversation that was open in it. */
static void
on_folded_changed (ParlorWindow *self)
{
  const gboolean was_wide = self->was_wide;

  self->was_wide = !adw_leaflet_get_folded (self->leaflet);
  if (was_wide && !self->was_wide && parlor_window_get_conversation (self) != NULL)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));
}

static gboolean
on_frame (GtkWidget     *leaflet,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  ParlorWindow *self = user_data;

  if (gtk_widget_get_width (leaflet) == 0)
    return G_SOURCE_CONTINUE;

  self->was_wide = !adw_leaflet_get_folded (self->leaflet);

  return G_SOURCE_REMOVE;
}

/* It says that it is not folded until it has been given a width. */
static void
on_leaflet_mapped (ParlorWindow *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self->leaflet), on_frame, self, NULL);
}

/* Coming back to the list, nothing of the conversation is on screen. */
static void
on_leaflet_changed (ParlorWindow *self)
{
  const gboolean is_folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back",
                                 is_folded &&
                                   g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet),
                                              "content") == 0);
}

static gboolean
parlor_window_close_request (GtkWindow *window)
{
  ParlorWindow *self = PARLOR_WINDOW (window);

  _parlor_window_save_size (self, self->settings);
  parlor_toasts_carry_out (self->toasts);
  /* The draft is kept. */
  parlor_conversation_view_set_conversation (self->view, NULL);

  return GTK_WINDOW_CLASS (parlor_window_parent_class)->close_request (window);
}

static void
parlor_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_CLIENT:
    g_value_set_object (value, PARLOR_WINDOW (object)->client);
    break;
  case PROP_IS_ENTERING:
    g_object_get_property (G_OBJECT (PARLOR_WINDOW (object)->welcome), "is-busy", value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_window_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id) {
  case PROP_CLIENT:
    PARLOR_WINDOW (object)->client = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_window_constructed (GObject *object)
{
  ParlorWindow *self = PARLOR_WINDOW (object);

  G_OBJECT_CLASS (parlor_window_parent_class)->constructed (object);

  parlor_welcome_page_set_client (self->welcome, self->client);
  parlor_sidebar_set_client (self->sidebar, self->client);
  parlor_invitation_bar_set_client (self->invitations, self->client);
  parlor_conversation_view_set_client (self->view, self->client);
  parlor_link_banner_set_client (self->banner, self->client);
  g_signal_connect_object (self->client, "signed-out",
                           G_CALLBACK (on_signed_out), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::secrets-error",
                           G_CALLBACK (on_secrets_error_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->welcome, "notify::is-busy",
                           G_CALLBACK (on_busy_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_client_get_conversations (self->client), "items-changed",
                           G_CALLBACK (_parlor_window_open_wanted_later), self, G_CONNECT_SWAPPED);
  _parlor_window_set_signed_in (self, parlor_client_has_account (self->client));
}

static void
parlor_window_dispose (GObject *object)
{
  ParlorWindow *self = PARLOR_WINDOW (object);

  _parlor_window_set_landing (self, NULL);
  g_clear_handle_id (&self->known_id, g_source_remove);
  g_clear_object (&self->toasts);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_WINDOW);
  g_clear_object (&self->settings);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_window_parent_class)->dispose (object);
}

static void
parlor_window_finalize (GObject *object)
{
  g_free (PARLOR_WINDOW (object)->wanted);
  g_free (PARLOR_WINDOW (object)->next_link);

  G_OBJECT_CLASS (parlor_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, invitations);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, content);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, ParlorWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, on_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_returned);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_leaflet_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_leaflet_mapped);
}

static void
parlor_window_class_init (ParlorWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_window_get_property;
  object_class->set_property = parlor_window_set_property;
  object_class->constructed = parlor_window_constructed;
  object_class->dispose = parlor_window_dispose;
  object_class->finalize = parlor_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = parlor_window_close_request;

  /**
   * ParlorWindow:client:
   *
   * Whose conversations the window shows.
   */
  props[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, PARLOR_TYPE_CLIENT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * ParlorWindow:is-entering:
   *
   * Whether it is signing in, after which it will look quite different.
   */
  props[PROP_IS_ENTERING] =
    g_param_spec_boolean ("is-entering", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (PARLOR_TYPE_WELCOME_PAGE);
  g_type_ensure (PARLOR_TYPE_SIDEBAR);
  g_type_ensure (PARLOR_TYPE_INVITATION_BAR);
  g_type_ensure (PARLOR_TYPE_LINK_BANNER);
  g_type_ensure (PARLOR_TYPE_CONVERSATION_VIEW);
  bind_template (widget_class);
  _parlor_window_install_actions (widget_class);
}

static void
parlor_window_init (ParlorWindow *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
  self->wanted = g_settings_get_string (self->settings, "last-conversation");
  gtk_widget_init_template (GTK_WIDGET (self));
  self->toasts = parlor_toasts_new (self->toast_overlay);
  _parlor_window_restore_size (self, self->settings);
  on_leaflet_changed (self);
}

/**
 * parlor_window_new:
 * @application: the application
 * @client: whose conversations to show
 *
 * Returns: (transfer none): a window
 */
GtkWidget *
parlor_window_new (GtkApplication *application,
                   ParlorClient   *client)
{
  return g_object_new (PARLOR_TYPE_WINDOW, "application", application, "client", client, NULL);
}

/**
 * parlor_window_fill_in:
 * @self: a window
 * @server: (nullable): address or link
 * @name: (nullable): name of the account
 * @password: (nullable): its password
 *
 * Keeps at hand what is needed should the account that is remembered have to
 * sign in again.
 */
void
parlor_window_fill_in (ParlorWindow *self,
                       const char   *server,
                       const char   *name,
                       const char   *password)
{
  g_return_if_fail (PARLOR_IS_WINDOW (self));

  self->has_password = password != NULL;
  parlor_welcome_page_fill_in (self->welcome, server, name, password, PARLOR_SIGN_IN_EXISTING);
}

/**
 * parlor_window_enter:
 * @self: a window
 * @server: (nullable): address or link
 * @name: (nullable): name of the account
 * @password: (nullable): its password
 * @mode: whether there is an account already
 *
 * Fills in the welcome page and, if all of it is known, signs in.
 */
void
parlor_window_enter (ParlorWindow    *self,
                     const char      *server,
                     const char      *name,
                     const char      *password,
                     ParlorSignInMode mode)
{
  g_return_if_fail (PARLOR_IS_WINDOW (self));

  self->has_password = password != NULL;
  parlor_welcome_page_fill_in (self->welcome, server, name, password, mode);
  if (server != NULL && name != NULL && password != NULL)
    parlor_welcome_page_submit (self->welcome);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->welcome));
}

/**
 * parlor_window_open_conversation:
 * @self: a window
 * @conversation: a conversation
 *
 * Shows @conversation, ready to write in it.
 */
void
parlor_window_open_conversation (ParlorWindow       *self,
                                 ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_WINDOW (self));
  g_return_if_fail (PARLOR_IS_CONVERSATION (conversation));

  parlor_conversation_view_set_conversation (self->view, conversation);
  gtk_stack_set_visible_child_name (self->content, "conversation");
  parlor_sidebar_select (self->sidebar, conversation);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));
  parlor_conversation_view_write (self->view);
  g_settings_set_string (self->settings, "last-conversation",
                         parlor_conversation_get_id (conversation));
  _parlor_window_update_title (self);
}

/**
 * parlor_window_get_client:
 * @self: a window
 *
 * Returns: (transfer none): whose conversations it shows
 */
ParlorClient *
parlor_window_get_client (ParlorWindow *self)
{
  g_return_val_if_fail (PARLOR_IS_WINDOW (self), NULL);

  return self->client;
}

/**
 * parlor_window_get_conversation:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the conversation that is open
 */
ParlorConversation *
parlor_window_get_conversation (ParlorWindow *self)
{
  g_return_val_if_fail (PARLOR_IS_WINDOW (self), NULL);

  return parlor_conversation_view_get_conversation (self->view);
}

gboolean
_parlor_window_is_signed_in (ParlorWindow *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "main");
}

void
_parlor_window_set_signed_in (ParlorWindow *self,
                              gboolean      is_signed_in)
{
  /* What has the focus goes out of sight. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->stack, is_signed_in ? "main" : "welcome");
  _parlor_window_set_landing (self, NULL);
  if (is_signed_in) {
    _parlor_window_open_wanted (self);
    return;
  }

  parlor_conversation_view_set_conversation (self->view, NULL);
  parlor_sidebar_select (self->sidebar, NULL);
  gtk_stack_set_visible_child_name (self->content, "nothing");
  gtk_widget_grab_focus (GTK_WIDGET (self->welcome));
  _parlor_window_update_title (self);
}

/* Nothing of a conversation is on screen then: what comes is not read. */
void
_parlor_window_show_nothing (ParlorWindow *self)
{
  parlor_conversation_view_set_conversation (self->view, NULL);
  parlor_sidebar_select (self->sidebar, NULL);
  gtk_stack_set_visible_child_name (self->content, "nothing");
  adw_leaflet_set_visible_child_name (self->leaflet, "sidebar");
  _parlor_window_update_title (self);
}

void
_parlor_window_show_sidebar (ParlorWindow *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "sidebar");
}

ParlorSidebar *
_parlor_window_get_sidebar (ParlorWindow *self)
{
  return self->sidebar;
}

GtkWidget *
_parlor_window_get_view (ParlorWindow *self)
{
  return GTK_WIDGET (self->view);
}

/* Who follows a link no longer wants to get to where the last one led. */
void
_parlor_window_set_landing (ParlorWindow  *self,
                            ParlorLanding *landing)
{
  if (self->landing != NULL)
    parlor_landing_cancel (self->landing);
  g_set_object (&self->landing, landing);
}

ParlorToasts *
_parlor_window_get_toasts (ParlorWindow *self)
{
  return self->toasts;
}
