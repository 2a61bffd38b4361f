/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-host-form"

#include "parlor-host-form.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-names.h"
#include "parlor-resource.h"

/**
 * ParlorHostForm:
 *
 * What is asked of who begins to host: what the server is called, and name and password of
 * its owner.  What can be known of the person is filled in.  What is wrong is told in
 * place.
 *
 * Action, to be found in a parent: app.keep-token-in-file.
 */
struct _ParlorHostForm
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget           *server_name;
  AdwPreferencesGroup *account;
  GtkWidget           *name;
  GtkWidget           *password;
  GtkWidget           *keep_row;
  GtkSwitch           *keep;
  GtkLabel            *message;
  GtkLabel            *doing;
  GtkStack            *button_stack;
  GtkSpinner          *spinner;

  ParlorClient *client;
};

G_DEFINE_FINAL_TYPE (ParlorHostForm, parlor_host_form, ADW_TYPE_BIN)

enum {
  SUBMITTED,
  CANCELLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
clear_message (ParlorHostForm *self)
{
  gtk_widget_hide (GTK_WIDGET (self->message));
  gtk_widget_remove_css_class (self->server_name, "error");
  gtk_widget_remove_css_class (self->name, "error");
  gtk_widget_remove_css_class (self->password, "error");
}

/* @entry: (nullable): what is to be changed */
static void
tell (ParlorHostForm *self,
      GtkWidget      *entry,
      const char     *text)
{
  clear_message (self);
  gtk_label_set_label (self->message, text);
  gtk_widget_show (GTK_WIDGET (self->message));
  if (entry == NULL)
    return;

  gtk_widget_add_css_class (entry, "error");
  gtk_widget_grab_focus (entry);
}

static gboolean
check_server_name (ParlorHostForm *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *title = parlor_title_prepare (get_text (self->server_name), &error);

  if (title == NULL)
    tell (self, self->server_name, error->message);

  return title != NULL;
}

static gboolean
check_name (ParlorHostForm *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *name = parlor_name_prepare (get_text (self->name), &error);

  if (name == NULL)
    tell (self, self->name, error->message);

  return name != NULL;
}

static gboolean
check_password (ParlorHostForm *self)
{
  g_autofree char *hint = NULL;

  if (g_utf8_strlen (get_text (self->password), -1) >= PARLOR_PASSWORD_MIN_CHARS)
    return TRUE;

  /* Translators: %d is a number */
  hint = g_strdup_printf (ngettext ("The password needs at least %d character.",
                                    "The password needs at least %d characters.",
                                    PARLOR_PASSWORD_MIN_CHARS),
                          PARLOR_PASSWORD_MIN_CHARS);
  tell (self, self->password, hint);

  return FALSE;
}

static void
on_edited (ParlorHostForm *self)
{
  clear_message (self);
}

static void
submit (ParlorHostForm *self)
{
  if (!check_server_name (self) ||
      (parlor_host_form_wants_account (self) && (!check_name (self) || !check_password (self))))
    return;

  if (gtk_switch_get_active (self->keep))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.keep-token-in-file", NULL);
  g_signal_emit (self, signals[SUBMITTED], 0);
}

/* Enter goes to what is still empty, or begins. */
static void
on_entry_activated (ParlorHostForm *self)
{
  GtkWidget *entries[] = { self->server_name, self->name, self->password };
  guint      n_entries = parlor_host_form_wants_account (self) ? G_N_ELEMENTS (entries) : 1;

  for (guint i = 0; i < n_entries; i++) {
    if (*get_text (entries[i]) == '\0') {
      gtk_widget_grab_focus (entries[i]);
      return;
    }
  }

  submit (self);
}

static void
on_cancel_clicked (ParlorHostForm *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

/* What is left to be entered: all the rest is known. */
static gboolean
parlor_host_form_grab_focus (GtkWidget *widget)
{
  ParlorHostForm *self = PARLOR_HOST_FORM (widget);

  if (!parlor_host_form_wants_account (self))
    return gtk_widget_grab_focus (self->server_name);

  return gtk_widget_grab_focus (*get_text (self->name) == '\0' ? self->name : self->password);
}

static void
parlor_host_form_dispose (GObject *object)
{
  ParlorHostForm *self = PARLOR_HOST_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_HOST_FORM);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_host_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-host-form.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, group);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, server_name);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, account);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, name);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, password);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, keep_row);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, keep);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, message);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, doing);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, button_stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorHostForm, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, submit);
}

static void
parlor_host_form_class_init (ParlorHostFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_host_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = parlor_host_form_grab_focus;

  /**
   * ParlorHostForm::submitted:
   *
   * What was entered can be right.
   */
  signals[SUBMITTED] = g_signal_new ("submitted", PARLOR_TYPE_HOST_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ParlorHostForm::cancelled:
   *
   * What is going on is to end.
   */
  signals[CANCELLED] = g_signal_new ("cancelled", PARLOR_TYPE_HOST_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

/* Returns: (transfer full) (nullable): the name that this person has on this computer */
static char *
find_person_name (void)
{
  const char *real_name = g_get_real_name ();

  /* GLib says so where there is none. */
  if (g_str_equal (real_name, "Unknown"))
    real_name = g_get_user_name ();

  return parlor_title_prepare (real_name, NULL);
}

static void
fill_in (ParlorHostForm *self)
{
  g_autofree char *login = parlor_name_prepare (g_get_user_name (), NULL);
  g_autofree char *person = find_person_name ();
  g_autofree char *title = NULL;

  if (login != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name), login);
  if (person != NULL) {
    /* Translators: what a server is called at first; %s is the name of a person */
    g_autofree char *text = g_strdup_printf (_ ("%s’s Parlor"), person);

    title = parlor_title_prepare (text, NULL);
  }
  gtk_editable_set_text (GTK_EDITABLE (self->server_name), title != NULL ? title : "Parlor");
}

static void
parlor_host_form_init (ParlorHostForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  fill_in (self);
}

/* Only where there is no keyring, that is, where it is a question. */
static void
update_keep (ParlorHostForm *self)
{
  gtk_widget_set_visible (self->keep_row, parlor_client_get_secrets_error (self->client) != NULL ||
                                            gtk_switch_get_active (self->keep));
}

/**
 * parlor_host_form_set_client:
 * @self: a form
 * @client: what is going to sign in, unless it is signed in elsewhere
 */
void
parlor_host_form_set_client (ParlorHostForm *self,
                             ParlorClient   *client)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PARLOR_IS_HOST_FORM (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::secrets-error",
                           G_CALLBACK (update_keep), self, G_CONNECT_SWAPPED);
  update_keep (self);

  if (parlor_host_form_wants_account (self))
    return;

  gtk_widget_hide (GTK_WIDGET (self->account));
  /* Translators: %s is the name of a server */
  text = g_markup_printf_escaped (
    _ ("You are signed in to %s. Sign out there when you want to make your "
       "account on the new server."),
    parlor_client_get_server_name (client));
  adw_preferences_group_set_description (self->group, text);
}

/**
 * parlor_host_form_set_server_name:
 * @self: a form
 * @server_name: (nullable): what the server is called already
 */
void
parlor_host_form_set_server_name (ParlorHostForm *self,
                                  const char     *server_name)
{
  g_return_if_fail (PARLOR_IS_HOST_FORM (self));

  if (server_name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->server_name), server_name);
}

/**
 * parlor_host_form_set_busy:
 * @self: a form
 * @text: (nullable): what is going on; %NULL: nothing
 */
void
parlor_host_form_set_busy (ParlorHostForm *self,
                           const char     *text)
{
  const gboolean is_busy = text != NULL;

  g_return_if_fail (PARLOR_IS_HOST_FORM (self));

  clear_message (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->account), !is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_label_set_label (self->doing, is_busy ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->doing), is_busy);
  gtk_stack_set_visible_child_name (self->button_stack, is_busy ? "busy" : "ready");
}

/**
 * parlor_host_form_tell:
 * @self: a form
 * @error: why it did not work
 */
void
parlor_host_form_tell (ParlorHostForm *self,
                       const GError   *error)
{
  GtkWidget *entry = NULL;

  g_return_if_fail (PARLOR_IS_HOST_FORM (self));

  if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_EXISTS) ||
      g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_BAD_VALUE))
    entry = self->name;

  tell (self, entry, error->message);
}

/**
 * parlor_host_form_wants_account:
 * @self: a form
 *
 * Returns: whether the person is about to get an account on the server
 */
gboolean
parlor_host_form_wants_account (ParlorHostForm *self)
{
  g_return_val_if_fail (PARLOR_IS_HOST_FORM (self), FALSE);

  return self->client != NULL && !parlor_client_has_account (self->client);
}

/**
 * parlor_host_form_dup_server_name:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): what the server is to be called, one line
 */
char *
parlor_host_form_dup_server_name (ParlorHostForm *self)
{
  g_return_val_if_fail (PARLOR_IS_HOST_FORM (self), NULL);

  return parlor_title_prepare (get_text (self->server_name), NULL);
}

/**
 * parlor_host_form_get_name:
 * @self: a form
 *
 * Returns: (transfer none): as whom the owner is to sign in
 */
const char *
parlor_host_form_get_name (ParlorHostForm *self)
{
  g_return_val_if_fail (PARLOR_IS_HOST_FORM (self), NULL);

  return get_text (self->name);
}

/**
 * parlor_host_form_get_password:
 * @self: a form
 *
 * Returns: (transfer none): the owner's password
 */
const char *
parlor_host_form_get_password (ParlorHostForm *self)
{
  g_return_val_if_fail (PARLOR_IS_HOST_FORM (self), NULL);

  return get_text (self->password);
}
