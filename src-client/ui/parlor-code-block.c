/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-code-block"

#include "parlor-code-block.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"

/**
 * ParlorCodeBlock:
 *
 * Lines of code, which can be copied with a button.  Long lines are wrapped: all
 * of it can be read without scrolling sideways.
 *
 * Action, to be found in a parent: win.toast.
 */
struct _ParlorCodeBlock
{
  AdwBin parent_instance;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (ParlorCodeBlock, parlor_code_block, ADW_TYPE_BIN)

static void
on_copy_clicked (ParlorCodeBlock *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->label));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Copied"));
}

static GtkWidget *
button_new (ParlorCodeBlock *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "copy");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Copy Code"));
  parlor_accessible_set_label (button, _ ("Copy Code"));
  g_signal_connect_object (button, "clicked",
                           G_CALLBACK (on_copy_clicked), self, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
heading_new (ParlorCodeBlock *self,
             const char      *language)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (language);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "language");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button_new (self));

  return box;
}

static void
parlor_code_block_class_init (ParlorCodeBlockClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "codeblock");
}

static void
parlor_code_block_init (ParlorCodeBlock *self)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* A hyphen at the end of a line would be taken for a part of it. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  self->label = g_object_new (GTK_TYPE_LABEL,
                              "attributes", attributes,
                              "selectable", TRUE,
                              "wrap", TRUE,
                              "wrap-mode", PANGO_WRAP_WORD_CHAR,
                              "xalign", 0.0,
                              "yalign", 0.0,
                              NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "code");
  /* Code is read from the left, whatever is written around it. */
  gtk_widget_set_direction (GTK_WIDGET (self->label), GTK_TEXT_DIR_LTR);
}

/**
 * parlor_code_block_new:
 * @code: lines of code
 * @language: (nullable): what they are written in, as their author calls it
 *
 * Returns: (transfer floating): a block that shows it
 */
GtkWidget *
parlor_code_block_new (const char *code,
                       const char *language)
{
  ParlorCodeBlock *self;
  GtkWidget       *box;

  g_return_val_if_fail (code != NULL, NULL);

  self = g_object_new (PARLOR_TYPE_CODE_BLOCK, NULL);
  gtk_label_set_text (self->label, code);

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  /* Translators: stands above lines of a program whose language is not known */
  gtk_box_append (GTK_BOX (box), heading_new (self, language != NULL ? language : _ ("Code")));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);

  return GTK_WIDGET (self);
}
