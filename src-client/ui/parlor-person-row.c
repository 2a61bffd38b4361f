/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-person-row"

#include "parlor-person-row.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-presence-dot.h"
#include "parlor-resource.h"

/**
 * ParlorPersonRow:
 *
 * Somebody in a list of people: face, name and presence.
 */
struct _ParlorPersonRow
{
  GtkListBoxRow parent_instance;

  AdwAvatar         *avatar;
  ParlorPresenceDot *dot;
  GtkLabel          *nick;
  GtkLabel          *details;

  ParlorAccount *account;
};

G_DEFINE_FINAL_TYPE (ParlorPersonRow, parlor_person_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (ParlorPersonRow *self)
{
  const char          *nick = parlor_account_get_nick (self->account);
  const ParlorPresence presence = parlor_account_get_presence (self->account);
  const char          *word = parlor_presence_get_word (presence);
  /* Translators: somebody in a list, read by screen readers: a name, then "Online" or the like */
  g_autofree char *label = g_strdup_printf (_ ("%1$s, %2$s"), nick, word);
  g_autofree char *details = g_strconcat ("@", parlor_account_get_name (self->account), NULL);

  adw_avatar_set_text (self->avatar, nick);
  gtk_label_set_label (self->nick, nick);
  /* Translators: marks oneself in a list of people */
  gtk_label_set_label (self->details,
                       parlor_account_is_self (self->account) ? _ ("This is you") : details);
  parlor_presence_dot_set_presence (self->dot, presence);
  parlor_accessible_set_label (GTK_WIDGET (self), label);
}

static void
parlor_person_row_dispose (GObject *object)
{
  ParlorPersonRow *self = PARLOR_PERSON_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_PERSON_ROW);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (parlor_person_row_parent_class)->dispose (object);
}

static void
parlor_person_row_class_init (ParlorPersonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_person_row_dispose;

  g_type_ensure (PARLOR_TYPE_PRESENCE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-person-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorPersonRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlorPersonRow, dot);
  gtk_widget_class_bind_template_child (widget_class, ParlorPersonRow, nick);
  gtk_widget_class_bind_template_child (widget_class, ParlorPersonRow, details);
}

static void
parlor_person_row_init (ParlorPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_person_row_new:
 * @account: somebody
 *
 * Returns: (transfer floating): a row for them
 */
GtkWidget *
parlor_person_row_new (ParlorAccount *account)
{
  ParlorPersonRow *self;

  g_return_val_if_fail (PARLOR_IS_ACCOUNT (account), NULL);

  self = g_object_new (PARLOR_TYPE_PERSON_ROW, NULL);
  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::nick", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::presence",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * parlor_person_row_get_account:
 * @self: a row
 *
 * Returns: (transfer none): who it is of
 */
ParlorAccount *
parlor_person_row_get_account (ParlorPersonRow *self)
{
  g_return_val_if_fail (PARLOR_IS_PERSON_ROW (self), NULL);

  return self->account;
}
