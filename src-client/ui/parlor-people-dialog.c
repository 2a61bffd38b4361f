/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-people-dialog"

#include "parlor-people-dialog.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-person-row.h"
#include "parlor-resource.h"

/* Each row is a widget; whoever looks for more searches. */
#define PEOPLE_MAX 100

/**
 * ParlorPeopleDialog:
 *
 * Chooses somebody of the team to begin a personal chat with.
 *
 * Action, to be found in the parent window: win.open-account.
 */
struct _ParlorPeopleDialog
{
  AdwWindow parent_instance;

  GtkEditable *search;
  GtkListBox  *list;
  GtkLabel    *nobody;

  GtkFilterListModel *filtered;
};

G_DEFINE_FINAL_TYPE (ParlorPeopleDialog, parlor_people_dialog, ADW_TYPE_WINDOW)

static gboolean
is_wanted (gpointer item,
           gpointer user_data)
{
  ParlorPeopleDialog *self = user_data;
  g_autofree char    *words = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  g_autofree char    *names = g_strconcat (parlor_account_get_nick (item), "\n@",
                                           parlor_account_get_name (item), NULL);
  g_autofree char    *folded = g_utf8_casefold (names, -1);

  return !parlor_account_is_self (item) && strstr (folded, words) != NULL;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  ParlorAccount *one = (gpointer) a;
  ParlorAccount *other = (gpointer) b;

  if (parlor_account_get_presence (one) != parlor_account_get_presence (other))
    return (int) parlor_account_get_presence (other) - (int) parlor_account_get_presence (one);

  return g_utf8_collate (parlor_account_get_nick (one), parlor_account_get_nick (other));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return parlor_person_row_new (item);
}

static void
on_search_changed (ParlorPeopleDialog *self)
{
  gtk_label_set_label (self->nobody, *gtk_editable_get_text (self->search) != '\0'
                                       ? _ ("Nobody of this name is on the server.")
                                       : _ ("Nobody else is on the server yet."));
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered),
                      GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_row_activated (ParlorPeopleDialog *self,
                  ParlorPersonRow    *row)
{
  ParlorAccount *account = parlor_person_row_get_account (row);

  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))),
                              "win.open-account", "x", parlor_account_get_id (account));
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_search_activated (ParlorPeopleDialog *self)
{
  GtkListBoxRow *row;

  on_search_changed (self);
  row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row != NULL)
    on_row_activated (self, PARLOR_PERSON_ROW (row));
}

static void
parlor_people_dialog_dispose (GObject *object)
{
  ParlorPeopleDialog *self = PARLOR_PEOPLE_DIALOG (object);

  /* The filter looks at the entry, which is about to go. */
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (self->filtered != NULL)
    gtk_filter_list_model_set_filter (self->filtered, NULL);
  g_clear_object (&self->filtered);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PEOPLE_DIALOG);

  G_OBJECT_CLASS (parlor_people_dialog_parent_class)->dispose (object);
}

static void
parlor_people_dialog_class_init (ParlorPeopleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_people_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-people-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorPeopleDialog, search);
  gtk_widget_class_bind_template_child (widget_class, ParlorPeopleDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorPeopleDialog, nobody);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlor_people_dialog_init (ParlorPeopleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("People"));
  parlor_accessible_set_label (GTK_WIDGET (self->search), _ ("Search People"));
}

/**
 * parlor_people_dialog_present:
 * @parent: above which it opens
 * @client: whose team it is
 *
 * Opens the dialog.
 */
void
parlor_people_dialog_present (GtkWindow    *parent,
                              ParlorClient *client)
{
  ParlorPeopleDialog          *self;
  GListModel                  *people;
  g_autoptr (GtkSortListModel) sorted = NULL;
  g_autoptr (GListModel)       first = NULL;

  self = g_object_new (PARLOR_TYPE_PEOPLE_DIALOG, "transient-for", parent, NULL);
  people = g_object_ref (parlor_client_get_people (client));
  self->filtered =
    gtk_filter_list_model_new (people, GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL)));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)),
                                    GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL)));
  first = G_LIST_MODEL (gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (sorted)),
                                                  0, PEOPLE_MAX));
  gtk_list_box_bind_model (self->list, first, create_row, NULL, NULL);
  on_search_changed (self);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_window_present (GTK_WINDOW (self));
}
