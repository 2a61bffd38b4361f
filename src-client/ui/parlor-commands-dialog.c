/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-commands-dialog"

#include "parlor-commands-dialog.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"

/**
 * ParlorCommandsDialog:
 *
 * All commands, with what they take and do; the one that is chosen is begun in the composer.
 *
 * Action, to be found from the widget that asked: conversation.insert.
 */
struct _ParlorCommandsDialog
{
  AdwWindow parent_instance;

  GtkEditable *search;
  GtkListBox  *list;

  GtkWidget *widget;   /* weak: who asked */
  GPtrArray *commands; /* of ParlorCommand, as the rows stand */
};

G_DEFINE_FINAL_TYPE (ParlorCommandsDialog, parlor_commands_dialog, ADW_TYPE_WINDOW)

static const ParlorCommand *
get_command (ParlorCommandsDialog *self,
             GtkListBoxRow        *row)
{
  return self->commands->pdata[gtk_list_box_row_get_index (row)];
}

static gboolean
is_wanted (GtkListBoxRow *row,
           gpointer       user_data)
{
  ParlorCommandsDialog *self = user_data;
  const ParlorCommand  *command = get_command (self, row);
  const char           *typed = gtk_editable_get_text (self->search);
  g_autofree char      *words = g_utf8_casefold (*typed == '/' ? typed + 1 : typed, -1);
  g_autofree char      *text =
    g_strdup_printf ("%s %s %s", command->name, command->aliases != NULL ? command->aliases : "",
                     parlor_command_get_help (command));
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, words) != NULL;
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  ParlorCommandsDialog      *self = user_data;
  const ParlorCommandSection section = get_command (self, row)->section;
  GtkWidget                 *label;

  if (before != NULL && get_command (self, before)->section == section) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }

  label = gtk_label_new (parlor_command_get_section_title (section));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "commands-section");
  gtk_list_box_row_set_header (row, label);
}

static void
on_search_changed (ParlorCommandsDialog *self)
{
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
}

static void
on_row_activated (ParlorCommandsDialog *self,
                  GtkListBoxRow        *row)
{
  g_autofree char *text = g_strdup_printf ("/%s ", get_command (self, row)->name);

  if (self->widget != NULL)
    gtk_widget_activate_action (self->widget, "conversation.insert", "s", text);
  gtk_window_close (GTK_WINDOW (self));
}

/* The first that is left. */
static void
on_search_activated (ParlorCommandsDialog *self)
{
  GtkListBoxRow *row;

  gtk_list_box_invalidate_filter (self->list);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)) &&
        gtk_widget_is_sensitive (GTK_WIDGET (row))) {
      on_row_activated (self, row);
      return;
    }
}

static void
parlor_commands_dialog_dispose (GObject *object)
{
  ParlorCommandsDialog *self = PARLOR_COMMANDS_DIALOG (object);

  if (self->list != NULL) {
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
    gtk_list_box_set_header_func (self->list, NULL, NULL, NULL);
  }
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_COMMANDS_DIALOG);
  g_clear_weak_pointer (&self->widget);
  g_clear_pointer (&self->commands, g_ptr_array_unref);

  G_OBJECT_CLASS (parlor_commands_dialog_parent_class)->dispose (object);
}

static void
parlor_commands_dialog_class_init (ParlorCommandsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_commands_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-commands-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorCommandsDialog, search);
  gtk_widget_class_bind_template_child (widget_class, ParlorCommandsDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlor_commands_dialog_init (ParlorCommandsDialog *self)
{
  self->commands = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("Commands"));
  parlor_accessible_set_label (GTK_WIDGET (self->search), _ ("Search Commands"));
}

static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
add_row (ParlorCommandsDialog       *self,
         const ParlorCommandContext *context,
         const ParlorCommand        *command)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char   *usage = parlor_command_dup_usage (command);
  g_autofree char   *label = NULL;
  GtkWidget         *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget         *row = gtk_list_box_row_new ();
  GtkWidget         *help = create_label (parlor_command_get_help (command), "caption");

  gtk_widget_add_css_class (help, "dim-label");
  gtk_box_append (GTK_BOX (box), create_label (usage, NULL));
  gtk_box_append (GTK_BOX (box), help);
  if (!parlor_command_check (command, context, &reason)) {
    gtk_box_append (GTK_BOX (box), create_label (reason->message, "caption"));
    gtk_widget_set_sensitive (row, FALSE);
  }
  label = g_strdup_printf ("%s, %s %s", usage, parlor_command_get_help (command),
                           reason != NULL ? reason->message : "");
  parlor_accessible_set_label (row, label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_ptr_array_add (self->commands, (gpointer) command);
  gtk_list_box_append (self->list, row);
}

/**
 * parlor_commands_dialog_present:
 * @widget: who asks, in a window
 * @context: who could use them, and where
 *
 * Opens the dialog.
 */
void
parlor_commands_dialog_present (GtkWidget                  *widget,
                                const ParlorCommandContext *context)
{
  ParlorCommandsDialog *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (context != NULL);

  self = g_object_new (PARLOR_TYPE_COMMANDS_DIALOG, "transient-for", gtk_widget_get_root (widget),
                       NULL);
  g_set_weak_pointer (&self->widget, widget);
  for (guint i = 0; i < parlor_command_get_n_commands (); i++)
    add_row (self, context, parlor_command_get (i));
  gtk_list_box_set_filter_func (self->list, is_wanted, self, NULL);
  gtk_list_box_set_header_func (self->list, update_header, self, NULL);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_window_present (GTK_WINDOW (self));
}
