/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sidebar-row"

#include "parlor-sidebar-row.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-presence-dot.h"
#include "parlor-resource.h"
#include "parlor-summary.h"
#include "parlor-time-format.h"

/* A badge says no more than that: it has to stay small. */
#define BADGE_MAX 99

/**
 * ParlorSidebarRow:
 *
 * A channel, a group, or somebody of the team, with whom there may be a
 * personal chat already or not yet.
 */
struct _ParlorSidebarRow
{
  GtkListBoxRow parent_instance;

  AdwAvatar         *avatar;
  ParlorPresenceDot *dot;
  GtkLabel          *title;
  GtkWidget         *lock;
  GtkLabel          *time;
  GtkWidget         *second_line;
  GtkLabel          *line;
  GtkLabel          *badge;

  ParlorAccount      *account;      /* (nullable): of a personal chat */
  ParlorConversation *conversation; /* (nullable): if there is one */
  ParlorMessage      *last;         /* (nullable): its last message */
};

G_DEFINE_FINAL_TYPE (ParlorSidebarRow, parlor_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
get_title (ParlorSidebarRow *self)
{
  if (self->account != NULL)
    return parlor_account_get_nick (self->account);

  return parlor_conversation_get_title (self->conversation);
}

static guint
get_unread (ParlorSidebarRow *self)
{
  return self->conversation != NULL ? parlor_conversation_get_unread (self->conversation) : 0;
}

static gint64
get_time_ms (ParlorSidebarRow *self)
{
  return self->last != NULL ? parlor_message_get_time_ms (self->last) : 0;
}

static char *
format_time (ParlorSidebarRow *self)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (self->last == NULL)
    return g_strdup ("");

  now = g_date_time_new_now_local ();
  time = g_date_time_new_from_unix_local (get_time_ms (self) / 1000);

  return parlor_time_format_short (time, now);
}

/* What is half written tells more than what was written last. */
static char *
format_line (ParlorSidebarRow *self)
{
  const char      *draft = NULL;
  g_autofree char *name = NULL;

  if (self->conversation != NULL)
    draft = parlor_conversation_get_draft (self->conversation)->text;
  if (draft != NULL) {
    g_autofree char *text = g_strdelimit (g_strdup (draft), "\r\n\t", ' ');

    /* Translators: %s is a message that was begun but not sent */
    return g_strdup_printf (_ ("Draft: %s"), text);
  }
  if (self->last != NULL)
    return parlor_summary_line (self->last, parlor_conversation_get_kind (self->conversation));
  if (self->account != NULL)
    return g_strconcat ("@", parlor_account_get_name (self->account), NULL);

  return g_strdup ("");
}

/* Everything that the row shows, as one sentence. */
static void
update_accessible (ParlorSidebarRow *self)
{
  const guint n_unread = get_unread (self);
  GString    *label = g_string_new (get_title (self));

  if (self->account != NULL)
    g_string_append_printf (label, ", %s",
                            parlor_presence_get_word (parlor_account_get_presence (self->account)));
  if (gtk_widget_get_visible (self->lock))
    g_string_append_printf (label, ", %s", _ ("needs a password to join"));
  if (n_unread > 0) {
    g_string_append (label, ", ");
    g_string_append_printf (label,
                            ngettext ("%u new message", "%u new messages", n_unread), n_unread);
  }
  if (*gtk_label_get_label (self->line) != '\0')
    g_string_append_printf (label, ", %s", gtk_label_get_label (self->line));

  parlor_accessible_set_label (GTK_WIDGET (self), label->str);
  g_string_free (label, TRUE);
}

static void
update_badge (ParlorSidebarRow *self)
{
  const guint      n_unread = get_unread (self);
  g_autofree char *text = n_unread > BADGE_MAX ? g_strdup_printf ("%d+", BADGE_MAX)
                                               : g_strdup_printf ("%u", n_unread);

  gtk_label_set_label (self->badge, text);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), n_unread > 0);
  if (n_unread > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
  update_accessible (self);
}

static void
update_line (ParlorSidebarRow *self)
{
  g_autofree char *line = format_line (self);
  g_autofree char *time = format_time (self);

  gtk_label_set_label (self->line, line);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (self->second_line, *line != '\0' || get_unread (self) > 0);
  update_badge (self);
}

static void
update_title (ParlorSidebarRow *self)
{
  gboolean has_password = FALSE;

  if (self->conversation != NULL)
    g_object_get (self->conversation, "has-password", &has_password, NULL);

  adw_avatar_set_text (self->avatar, get_title (self));
  gtk_label_set_label (self->title, get_title (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), get_title (self));
  gtk_widget_set_visible (self->lock, has_password);
  update_accessible (self);
}

static void
update_presence (ParlorSidebarRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->dot), self->account != NULL);
  if (self->account != NULL)
    parlor_presence_dot_set_presence (self->dot, parlor_account_get_presence (self->account));
  update_accessible (self);
}

static void
update_avatar (ParlorSidebarRow *self)
{
  const ParlorSection section = parlor_sidebar_row_get_section (self);

  adw_avatar_set_show_initials (self->avatar, section == PARLOR_SECTION_PEOPLE);
  if (section == PARLOR_SECTION_CHANNELS)
    adw_avatar_set_icon_name (self->avatar, "parlor-channel-symbolic");
  else if (section == PARLOR_SECTION_GROUPS)
    adw_avatar_set_icon_name (self->avatar, "system-users-symbolic");
}

static void
on_last_message_changed (ParlorSidebarRow *self)
{
  ParlorMessage *last = NULL;

  if (self->last != NULL)
    g_signal_handlers_disconnect_by_data (self->last, self);
  if (self->conversation != NULL)
    last = parlor_conversation_get_last_message (self->conversation);
  g_set_object (&self->last, last);
  if (last != NULL)
    g_signal_connect_object (last, "notify::time-ms",
                             G_CALLBACK (update_line), self, G_CONNECT_SWAPPED);

  update_line (self);
  gtk_list_box_row_changed (GTK_LIST_BOX_ROW (self));
}

static void
on_name_changed (ParlorSidebarRow *self)
{
  update_title (self);
  gtk_list_box_row_changed (GTK_LIST_BOX_ROW (self));
}

static void
on_presence_changed (ParlorSidebarRow *self)
{
  update_presence (self);
  gtk_list_box_row_changed (GTK_LIST_BOX_ROW (self));
}

static void
parlor_sidebar_row_dispose (GObject *object)
{
  ParlorSidebarRow *self = PARLOR_SIDEBAR_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_SIDEBAR_ROW);
  g_clear_object (&self->last);
  g_clear_object (&self->conversation);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (parlor_sidebar_row_parent_class)->dispose (object);
}

static void
parlor_sidebar_row_class_init (ParlorSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_sidebar_row_dispose;

  g_type_ensure (PARLOR_TYPE_PRESENCE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-sidebar-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, dot);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, lock);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, time);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, second_line);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, line);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, badge);
}

static void
parlor_sidebar_row_init (ParlorSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parlor_sidebar_row_new:
 * @account: (nullable): somebody of the team
 * @conversation: (nullable): a channel or group, or the chat with @account
 *
 * One of both has to be given.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
parlor_sidebar_row_new (ParlorAccount      *account,
                        ParlorConversation *conversation)
{
  ParlorSidebarRow *self;

  g_return_val_if_fail (account != NULL || conversation != NULL, NULL);

  self = g_object_new (PARLOR_TYPE_SIDEBAR_ROW, NULL);
  if (account != NULL) {
    self->account = g_object_ref (account);
    g_signal_connect_object (account, "notify::nick",
                             G_CALLBACK (on_name_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (account, "notify::presence",
                             G_CALLBACK (on_presence_changed), self, G_CONNECT_SWAPPED);
  }

  parlor_sidebar_row_set_conversation (self, conversation);
  update_avatar (self);
  update_presence (self);

  return GTK_WIDGET (self);
}

/**
 * parlor_sidebar_row_set_conversation:
 * @self: a row
 * @conversation: (nullable): the chat with the account of the row
 */
void
parlor_sidebar_row_set_conversation (ParlorSidebarRow   *self,
                                     ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR_ROW (self));

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL) {
    g_signal_connect_object (conversation, "notify::title",
                             G_CALLBACK (on_name_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::has-password",
                             G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::last-message",
                             G_CALLBACK (on_last_message_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::draft",
                             G_CALLBACK (update_line), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::unread",
                             G_CALLBACK (update_line), self, G_CONNECT_SWAPPED);
  }

  update_title (self);
  on_last_message_changed (self);
}

/**
 * parlor_sidebar_row_get_conversation:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the conversation, if there is one
 */
ParlorConversation *
parlor_sidebar_row_get_conversation (ParlorSidebarRow *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), NULL);

  return self->conversation;
}

/**
 * parlor_sidebar_row_get_account:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): who a personal chat is with
 */
ParlorAccount *
parlor_sidebar_row_get_account (ParlorSidebarRow *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), NULL);

  return self->account;
}

/**
 * parlor_sidebar_row_get_section:
 * @self: a row
 *
 * Returns: where in the sidebar it belongs
 */
ParlorSection
parlor_sidebar_row_get_section (ParlorSidebarRow *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), PARLOR_SECTION_PEOPLE);

  if (self->account != NULL)
    return PARLOR_SECTION_PEOPLE;

  return parlor_conversation_get_kind (self->conversation) == PARLOR_CONVERSATION_CHANNEL
           ? PARLOR_SECTION_CHANNELS
           : PARLOR_SECTION_GROUPS;
}

/**
 * parlor_sidebar_row_compare:
 * @one: a row
 * @other: another row
 *
 * By section; then what was written in last stands first; then who is here;
 * then by name.
 *
 * Returns: less than, equal to or greater than 0, as for qsort()
 */
int
parlor_sidebar_row_compare (ParlorSidebarRow *one,
                            ParlorSidebarRow *other)
{
  const int section = (int) parlor_sidebar_row_get_section (one) -
                      (int) parlor_sidebar_row_get_section (other);
  const gint64 time_one = get_time_ms (one);
  const gint64 time_other = get_time_ms (other);

  if (section != 0)
    return section;
  if (time_one != time_other)
    return time_one > time_other ? -1 : 1;
  if (one->account != NULL && time_one == 0 &&
      parlor_account_get_presence (one->account) != parlor_account_get_presence (other->account))
    return (int) parlor_account_get_presence (other->account) -
           (int) parlor_account_get_presence (one->account);

  return g_utf8_collate (get_title (one), get_title (other));
}

/**
 * parlor_sidebar_row_matches:
 * @self: a row
 * @folded_words: what is searched for, by g_utf8_casefold()
 *
 * Returns: whether a name of the row contains @folded_words
 */
gboolean
parlor_sidebar_row_matches (ParlorSidebarRow *self,
                            const char       *folded_words)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), FALSE);

  title = g_utf8_casefold (get_title (self), -1);
  if (strstr (title, folded_words) != NULL)
    return TRUE;
  if (self->account == NULL)
    return FALSE;

  name = g_utf8_casefold (parlor_account_get_name (self->account), -1);

  return strstr (name, folded_words) != NULL;
}
