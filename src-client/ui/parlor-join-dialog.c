/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-join-dialog"

#include "parlor-join-dialog.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-listing-row.h"
#include "parlor-resource.h"
#include "parlor-transient.h"

/**
 * ParlorJoinDialog:
 *
 * Finds channels and groups and joins them: from the directory, or by the name
 * of one that is not listed; with its password, if it takes one.
 *
 * Action, to be found in the parent window: win.open-conversation.
 */
struct _ParlorJoinDialog
{
  AdwWindow parent_instance;

  GtkWidget           *back;
  GtkSpinner          *spinner;
  GtkStack            *stack;
  GtkEditable         *search;
  GtkLabel            *message;
  GtkListBox          *list;
  AdwPreferencesGroup *group;
  GtkWidget           *password;
  GtkLabel            *password_message;

  ParlorClient *client;
  GCancellable *search_cancellable;
  GCancellable *join_cancellable;
  char         *id;    /* of what is being joined, or its name */
  char         *words; /* searched for last */

  guint is_found : 1;  /* what was searched for last */
  guint is_chosen : 1; /* the first of it, as soon as it is found */
};

G_DEFINE_FINAL_TYPE (ParlorJoinDialog, parlor_join_dialog, ADW_TYPE_WINDOW)

static void
tell (GtkLabel   *label,
      const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_page (ParlorJoinDialog *self,
           const char       *name)
{
  const gboolean is_list = g_str_equal (name, "list");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->back, !is_list);
  gtk_widget_grab_focus (is_list ? GTK_WIDGET (self->search) : self->password);
}

static void choose_first (ParlorJoinDialog *self);

/* The directory. */

static char *
get_words (ParlorJoinDialog *self)
{
  const char *text = gtk_editable_get_text (self->search);

  return g_strstrip (g_strdup (*text == '#' ? text + 1 : text));
}

static void
show_listings (ParlorJoinDialog *self,
               GPtrArray        *listings)
{
  g_autofree char *words = get_words (self);
  gboolean         is_listed = *words == '\0';
  GtkListBoxRow   *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  for (guint i = 0; listings != NULL && i < listings->len; i++) {
    const ParlorListingPacket *listing = listings->pdata[i];

    is_listed = is_listed || g_ascii_strcasecmp (listing->name, words) == 0;
    gtk_list_box_append (self->list, parlor_listing_row_new (listing));
  }

  if (!is_listed)
    gtk_list_box_append (self->list, parlor_listing_row_new_by_name (words));
  gtk_widget_set_visible (GTK_WIDGET (self->list),
                          gtk_list_box_get_row_at_index (self->list, 0) != NULL);
}

static void
on_directory_ready (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (ParlorJoinDialog) self = user_data;
  g_autoptr (GError)           error = NULL;
  ParlorPacketType             type;
  ParlorDirectoryPagePacket   *page =
    parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_spinner_stop (self->spinner);
  self->is_found = TRUE;
  tell (self->message, error != NULL ? error->message : NULL);
  show_listings (self, page != NULL ? page->conversations : NULL);
  if (page != NULL)
    parlor_packet_free (type, page);
  if (self->is_chosen)
    choose_first (self);
}

static void
search (ParlorJoinDialog *self)
{
  ParlorDirectoryPacket *packet = parlor_packet_new (PARLOR_PACKET_DIRECTORY);

  g_free (self->words);
  self->words = get_words (self);
  self->is_found = FALSE;
  if (*self->words != '\0')
    packet->query = g_strdup (self->words);
  packet->limit = PARLOR_PAGE_MAX_ITEMS;

  g_cancellable_cancel (self->search_cancellable);
  g_clear_object (&self->search_cancellable);
  self->search_cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  parlor_client_request_async (self->client, PARLOR_PACKET_DIRECTORY, packet,
                               self->search_cancellable, on_directory_ready, g_object_ref (self));
}

static void
on_search_changed (ParlorJoinDialog *self)
{
  g_autofree char *words = get_words (self);

  if (self->client == NULL || g_strcmp0 (words, self->words) == 0)
    return;

  self->is_chosen = FALSE;
  search (self);
}

/* Joining. */

static void
on_join_ready (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ParlorJoinDialog) self = user_data;
  g_autoptr (GError)           error = NULL;
  ParlorConversation          *conversation =
    parlor_client_enter_finish (PARLOR_CLIENT (source), result, &error);
  const gboolean is_asking =
    g_str_equal (gtk_stack_get_visible_child_name (self->stack), "password");

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_spinner_stop (self->spinner);
  if (conversation != NULL) {
    gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))),
                                "win.open-conversation", "s",
                                parlor_conversation_get_id (conversation));
    gtk_window_close (GTK_WINDOW (self));
  } else if (is_asking) {
    tell (self->password_message, error->message);
    gtk_widget_add_css_class (self->password, "error");
  } else if (g_error_matches (error, PARLOR_CLIENT_ERROR, PARLOR_CLIENT_ERROR_WRONG_PASSWORD)) {
    show_page (self, "password");
  } else {
    tell (self->message, error->message);
  }
}

static void
join (ParlorJoinDialog *self,
      const char       *password)
{
  g_cancellable_cancel (self->join_cancellable);
  g_clear_object (&self->join_cancellable);
  self->join_cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  parlor_client_join_async (self->client, self->id, password, self->join_cancellable,
                            on_join_ready, g_object_ref (self));
}

static void
set_chosen (ParlorJoinDialog *self,
            const char       *id,
            const char       *title)
{
  /* Translators: %s is the name of a group; it is markup */
  g_autofree char *text = g_markup_printf_escaped (_ ("“%s” takes a password."), title);

  g_free (self->id);
  self->id = g_strdup (id);
  adw_preferences_group_set_description (self->group, text);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
}

static void
choose (ParlorJoinDialog *self,
        ParlorListingRow *row)
{
  set_chosen (self, parlor_listing_row_get_id (row),
              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  if (parlor_listing_row_needs_password (row))
    show_page (self, "password");
  else
    join (self, NULL);
}

static void
on_row_activated (ParlorJoinDialog *self,
                  ParlorListingRow *row)
{
  choose (self, row);
}

static void
choose_first (ParlorJoinDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  self->is_chosen = FALSE;
  if (row != NULL)
    choose (self, PARLOR_LISTING_ROW (row));
}

/* The answer of the directory may still be on its way. */
static void
on_search_activated (ParlorJoinDialog *self)
{
  on_search_changed (self);
  if (self->is_found)
    choose_first (self);
  else
    self->is_chosen = TRUE;
}

static void
on_join_clicked (ParlorJoinDialog *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  if (*password != '\0')
    join (self, password);
}

static void
on_password_edited (ParlorJoinDialog *self)
{
  tell (self->password_message, NULL);
  gtk_widget_remove_css_class (self->password, "error");
}

static void
on_back_clicked (ParlorJoinDialog *self)
{
  show_page (self, "list");
}

static void
parlor_join_dialog_dispose (GObject *object)
{
  ParlorJoinDialog *self = PARLOR_JOIN_DIALOG (object);

  g_cancellable_cancel (self->search_cancellable);
  g_cancellable_cancel (self->join_cancellable);
  g_clear_object (&self->search_cancellable);
  g_clear_object (&self->join_cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_JOIN_DIALOG);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_join_dialog_parent_class)->dispose (object);
}

static void
parlor_join_dialog_finalize (GObject *object)
{
  g_free (PARLOR_JOIN_DIALOG (object)->id);
  g_free (PARLOR_JOIN_DIALOG (object)->words);

  G_OBJECT_CLASS (parlor_join_dialog_parent_class)->finalize (object);
}

static void
parlor_join_dialog_class_init (ParlorJoinDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = parlor_join_dialog_dispose;
  object_class->finalize = parlor_join_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-join-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, back);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, search);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, message);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, group);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, password);
  gtk_widget_class_bind_template_child (widget_class, ParlorJoinDialog, password_message);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_join_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_password_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlor_join_dialog_init (ParlorJoinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("Channels and Groups"));
  parlor_accessible_set_label (GTK_WIDGET (self->search), _ ("Name of a channel or group"));
}

static ParlorJoinDialog *
join_dialog_new (GtkWindow    *parent,
                 ParlorClient *client,
                 const char   *name)
{
  ParlorJoinDialog *self = g_object_new (PARLOR_TYPE_JOIN_DIALOG, "transient-for", parent, NULL);

  parlor_transient_follow (GTK_WINDOW (self));
  self->client = g_object_ref (client);
  if (name != NULL)
    gtk_editable_set_text (self->search, name);
  gtk_widget_hide (GTK_WIDGET (self->list));
  search (self);

  return self;
}

/**
 * parlor_join_dialog_present:
 * @parent: above which it opens
 * @client: what joins
 * @name: (nullable): what to look for at first
 *
 * Opens the dialog.
 */
void
parlor_join_dialog_present (GtkWindow    *parent,
                            ParlorClient *client,
                            const char   *name)
{
  ParlorJoinDialog *self = join_dialog_new (parent, client, name);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * parlor_join_dialog_ask_password:
 * @parent: above which it opens
 * @client: what joins
 * @name: id or name of what takes a password
 *
 * Opens the dialog where it asks for the password.
 */
void
parlor_join_dialog_ask_password (GtkWindow    *parent,
                                 ParlorClient *client,
                                 const char   *name)
{
  ParlorJoinDialog *self = join_dialog_new (parent, client, name);

  set_chosen (self, name, name);
  show_page (self, "password");
  gtk_window_present (GTK_WINDOW (self));
}
