/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-end-pill"

#include "parlor-end-pill.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"

/**
 * ParlorEndPill:
 *
 * A button above the history of a conversation that leads to its end, and says
 * how many new messages there are.
 *
 * Action, to be found in a parent: history.go-to-end.
 */
struct _ParlorEndPill
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkLabel  *label;
};

G_DEFINE_FINAL_TYPE (ParlorEndPill, parlor_end_pill, ADW_TYPE_BIN)

/* While it is hidden, a click goes to what is below. */
static void
set_revealed (ParlorEndPill *self,
              gboolean       is_revealed)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (adw_bin_get_child (ADW_BIN (self))), is_revealed);
  gtk_widget_set_can_target (GTK_WIDGET (self), is_revealed);
}

static void
parlor_end_pill_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOR_TYPE_END_PILL);

  G_OBJECT_CLASS (parlor_end_pill_parent_class)->dispose (object);
}

static void
parlor_end_pill_class_init (ParlorEndPillClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_end_pill_dispose;

  gtk_widget_class_set_css_name (widget_class, "endpill");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-end-pill.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorEndPill, button);
  gtk_widget_class_bind_template_child (widget_class, ParlorEndPill, label);
}

static void
parlor_end_pill_init (ParlorEndPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_end_pill_show:
 * @self: a pill
 * @n_new: how many new messages there are
 *
 * Shows it.
 */
void
parlor_end_pill_show (ParlorEndPill *self,
                      guint          n_new)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PARLOR_IS_END_PILL (self));

  /* Translators: on a button that goes to the end of a conversation */
  text = g_strdup_printf (ngettext ("%u new", "%u new", n_new), n_new);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->label), n_new > 0);
  parlor_accessible_set_label (self->button,
                               n_new > 0 ? text : gtk_widget_get_tooltip_text (self->button));
  set_revealed (self, TRUE);
}

/**
 * parlor_end_pill_hide:
 * @self: a pill
 *
 * Hides it.
 */
void
parlor_end_pill_hide (ParlorEndPill *self)
{
  g_return_if_fail (PARLOR_IS_END_PILL (self));

  set_revealed (self, FALSE);
}
