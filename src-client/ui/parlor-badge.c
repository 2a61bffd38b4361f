/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-badge"

#include "parlor-badge.h"

/* It has to stay small. */
#define COUNT_MAX 99

/**
 * ParlorBadge:
 *
 * Says how many messages are new.  What is to draw no attention is gray.
 */
struct _ParlorBadge
{
  AdwBin parent_instance;

  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (ParlorBadge, parlor_badge, ADW_TYPE_BIN)

static void
parlor_badge_class_init (ParlorBadgeClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "badge");
}

static void
parlor_badge_init (ParlorBadge *self)
{
  self->label = gtk_label_new ("");
  gtk_widget_add_css_class (self->label, "numeric");
  /* The plus follows the digits in any language. */
  gtk_widget_set_direction (self->label, GTK_TEXT_DIR_LTR);
  adw_bin_set_child (ADW_BIN (self), self->label);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_hide (GTK_WIDGET (self));
}

/**
 * parlor_badge_set_count:
 * @self: a badge
 * @count: how many; with 0 there is no badge
 * @is_quiet: whether it is to draw no attention
 */
void
parlor_badge_set_count (ParlorBadge *self,
                        guint        count,
                        gboolean     is_quiet)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PARLOR_IS_BADGE (self));

  text = count > COUNT_MAX ? g_strdup_printf ("%d+", COUNT_MAX) : g_strdup_printf ("%u", count);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self), count > 0);
  if (is_quiet)
    gtk_widget_add_css_class (GTK_WIDGET (self), "quiet");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "quiet");
}
