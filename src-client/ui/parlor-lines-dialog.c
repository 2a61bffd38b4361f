/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-lines-dialog"

#include "parlor-lines-dialog.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"

/* Each line is a widget; whoever wants more asks more exactly. */
#define LINES_MAX 300

/**
 * ParlorLinesDialog:
 *
 * What a command has to say, to be read and copied.
 */
struct _ParlorLinesDialog
{
  AdwWindow parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ParlorLinesDialog, parlor_lines_dialog, ADW_TYPE_WINDOW)

static void
parlor_lines_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOR_TYPE_LINES_DIALOG);

  G_OBJECT_CLASS (parlor_lines_dialog_parent_class)->dispose (object);
}

static void
parlor_lines_dialog_class_init (ParlorLinesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_lines_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-lines-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorLinesDialog, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlor_lines_dialog_init (ParlorLinesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_line (ParlorLinesDialog *self,
          const char        *line)
{
  GtkWidget *label = gtk_label_new (line);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  parlor_accessible_set_label (row, line);
  gtk_list_box_append (self->list, row);
}

/**
 * parlor_lines_dialog_present:
 * @parent: above which it opens
 * @title: what was asked
 * @lines: (element-type utf8): what there is to say, plain text that others may have written
 *
 * Opens the dialog.
 */
void
parlor_lines_dialog_present (GtkWindow  *parent,
                             const char *title,
                             GPtrArray  *lines)
{
  ParlorLinesDialog *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL && lines != NULL);

  self = g_object_new (PARLOR_TYPE_LINES_DIALOG, "transient-for", parent, "title", title, NULL);
  parlor_accessible_set_label (GTK_WIDGET (self->list), title);
  for (guint i = 0; i < MIN (lines->len, LINES_MAX); i++)
    add_line (self, lines->pdata[i]);
  if (lines->len > LINES_MAX) {
    const int        n_more = lines->len - LINES_MAX;
    g_autofree char *more =
      g_strdup_printf (ngettext ("There is %d more.", "There are %d more.", n_more), n_more);

    add_line (self, more);
  }

  gtk_window_present (GTK_WINDOW (self));
}
