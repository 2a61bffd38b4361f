/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sidebar-row"

#include "parlor-sidebar-row.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-badge.h"
#include "parlor-local-time.h"
#include "parlor-presence-dot.h"
#include "parlor-resource.h"
#include "parlor-sentence.h"
#include "parlor-sidebar-line.h"
#include "parlor-time-format.h"

/**
 * ParlorSidebarRow:
 *
 * A channel, a group, or somebody of the team, with whom there may be a
 * personal chat already or not yet.
 *
 * It keeps the place that it has been given, wherever it would belong by now,
 * until parlor_sidebar_row_settle().
 */
struct _ParlorSidebarRow
{
  GtkListBoxRow parent_instance;

  AdwAvatar         *avatar;
  ParlorPresenceDot *dot;
  GtkLabel          *title;
  GtkWidget         *lock;
  GtkWidget         *is_private;
  GtkWidget         *blocked;
  GtkWidget         *pin;
  GtkWidget         *muted;
  GtkLabel          *time;
  GtkWidget         *second_line;
  GtkLabel          *line;
  GtkWidget         *mention;
  ParlorBadge       *badge;

  ParlorAccount      *account;      /* (nullable): of a personal chat */
  ParlorConversation *conversation; /* (nullable): if there is one */
  ParlorMessage      *last;         /* (nullable): its last message */
  ParlorSidebarPlace  place;
};

G_DEFINE_FINAL_TYPE (ParlorSidebarRow, parlor_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_title (ParlorSidebarRow *self)
{
  if (self->account != NULL)
    return parlor_account_get_nick (self->account);

  return parlor_conversation_get_title (self->conversation);
}

static guint
get_mentions (ParlorSidebarRow *self)
{
  return self->conversation != NULL ? parlor_conversation_get_mentions (self->conversation) : 0;
}

static gint64
get_time_ms (ParlorSidebarRow *self)
{
  return self->last != NULL ? parlor_message_get_time_ms (self->last) : 0;
}

static gboolean
has_draft (ParlorSidebarRow *self)
{
  return self->conversation != NULL &&
         parlor_conversation_get_draft (self->conversation)->text != NULL;
}

static gboolean
has_typists (ParlorSidebarRow *self)
{
  return self->conversation != NULL &&
         parlor_conversation_get_typists (self->conversation)->len > 0;
}

static char *
format_time (ParlorSidebarRow *self)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (self->last == NULL)
    return g_strdup ("");

  now = g_date_time_new_now_local ();
  time = parlor_local_time_new (get_time_ms (self));

  return parlor_time_format_short (time, now);
}

static void
say (GString    *sentence,
     gboolean    is_so,
     const char *words)
{
  if (is_so)
    parlor_sentence_add (sentence, words);
}

static void
say_counts (ParlorSidebarRow *self,
            GString          *sentence)
{
  const guint      n_unread = parlor_sidebar_row_get_unread (self);
  const guint      n_mentions = get_mentions (self);
  g_autofree char *unread = NULL;
  g_autofree char *mentions = NULL;

  unread = g_strdup_printf (ngettext ("%u new message", "%u new messages", n_unread), n_unread);
  mentions = g_strdup_printf (ngettext ("%u mention", "%u mentions", n_mentions), n_mentions);
  say (sentence, n_unread > 0, unread);
  say (sentence, n_mentions > 0, mentions);
}

/* Everything that the row shows, as one sentence. */
static void
update_accessible (ParlorSidebarRow *self)
{
  GString         *sentence = g_string_new (get_title (self));
  g_autofree char *time = format_time (self);
  g_autofree char *line = parlor_sidebar_line_say (self->account, self->conversation);

  if (self->account != NULL)
    say (sentence, TRUE, parlor_presence_get_word (parlor_account_get_presence (self->account)));
  /* Translators: what follows says of a conversation what icons show, for screen readers: it is
   * added to the name, with commas between */
  say (sentence, gtk_widget_get_visible (self->lock), _ ("needs a password to join"));
  say (sentence, gtk_widget_get_visible (self->is_private), _ ("by invitation only"));
  say (sentence, gtk_widget_get_visible (self->blocked), _ ("blocked"));
  say (sentence, gtk_widget_get_visible (self->pin), _ ("pinned"));
  say (sentence, gtk_widget_get_visible (self->muted), _ ("notifications muted"));
  say_counts (self, sentence);
  say (sentence, *line != '\0', line);
  say (sentence, *time != '\0', time);

  parlor_accessible_set_label (GTK_WIDGET (self), sentence->str);
  g_string_free (sentence, TRUE);
}

static void
set_css_class (gpointer    widget,
               const char *css_class,
               gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
update_badge (ParlorSidebarRow *self)
{
  const guint    n_unread = parlor_sidebar_row_get_unread (self);
  const gboolean is_quiet = parlor_sidebar_row_is_quiet (self);

  parlor_badge_set_count (self->badge, n_unread, is_quiet);
  gtk_widget_set_visible (self->mention, get_mentions (self) > 0);
  set_css_class (self->mention, "quiet", is_quiet);
  set_css_class (self, "unread", n_unread > 0 && !is_quiet);
  update_accessible (self);
}

static void
update_line (ParlorSidebarRow *self)
{
  g_autofree char *line = parlor_sidebar_line_new (self->account, self->conversation);
  g_autofree char *time = format_time (self);

  gtk_label_set_label (self->line, line);
  gtk_label_set_label (self->time, time);
  set_css_class (self->line, "active", has_draft (self) || has_typists (self));
  gtk_widget_set_visible (self->second_line,
                          *line != '\0' || parlor_sidebar_row_get_unread (self) > 0);
  update_badge (self);
}

static gboolean
is_so (ParlorSidebarRow *self,
       const char       *property)
{
  gboolean value = FALSE;

  if (self->conversation != NULL)
    g_object_get (self->conversation, property, &value, NULL);

  return value;
}

static void
update_title (ParlorSidebarRow *self)
{
  adw_avatar_set_text (self->avatar, get_title (self));
  gtk_label_set_label (self->title, get_title (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), get_title (self));
  gtk_widget_set_visible (self->lock, is_so (self, "has-password"));
  gtk_widget_set_visible (self->is_private, is_so (self, "is-private"));
  gtk_widget_set_visible (self->blocked,
                          self->account != NULL && parlor_account_is_blocked (self->account));
  gtk_widget_set_visible (self->pin, is_so (self, "is-pinned"));
  gtk_widget_set_visible (self->muted, is_so (self, "notifications-muted"));
  update_badge (self);
}

static void
update_presence (ParlorSidebarRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->dot), self->account != NULL);
  if (self->account != NULL)
    parlor_presence_dot_set_presence (self->dot, parlor_account_get_presence (self->account));
  update_line (self);
}

static void
update_avatar (ParlorSidebarRow *self)
{
  adw_avatar_set_show_initials (self->avatar, self->account != NULL);
  if (self->account != NULL)
    return;

  if (parlor_conversation_get_kind (self->conversation) == PARLOR_CONVERSATION_CHANNEL)
    adw_avatar_set_icon_name (self->avatar, "parlor-channel-symbolic");
  else
    adw_avatar_set_icon_name (self->avatar, "system-users-symbolic");
}

static void
tell_changed (ParlorSidebarRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_progress (ParlorSidebarRow *self)
{
  update_line (self);
  tell_changed (self);
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
                             G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);

  update_line (self);
  tell_changed (self);
}

static void
on_facts_changed (ParlorSidebarRow *self)
{
  update_title (self);
  tell_changed (self);
}

static void
on_presence_changed (ParlorSidebarRow *self)
{
  update_presence (self);
  tell_changed (self);
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
parlor_sidebar_row_finalize (GObject *object)
{
  parlor_sidebar_place_clear (&PARLOR_SIDEBAR_ROW (object)->place);

  G_OBJECT_CLASS (parlor_sidebar_row_parent_class)->finalize (object);
}

static void
parlor_sidebar_row_class_init (ParlorSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_sidebar_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlor_sidebar_row_finalize;

  /**
   * ParlorSidebarRow::changed:
   *
   * It may belong elsewhere now, or what is new in it has changed.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PARLOR_TYPE_SIDEBAR_ROW, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PARLOR_TYPE_BADGE);
  g_type_ensure (PARLOR_TYPE_PRESENCE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-sidebar-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, dot);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, lock);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, is_private);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, blocked);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, pin);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, muted);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, time);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, second_line);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, line);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, mention);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarRow, badge);
}

static void
parlor_sidebar_row_init (ParlorSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE,
                                  -1);
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
                             G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (account, "notify::is-blocked",
                             G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (account, "notify::presence",
                             G_CALLBACK (on_presence_changed), self, G_CONNECT_SWAPPED);
  }

  parlor_sidebar_row_set_conversation (self, conversation);
  update_avatar (self);
  update_presence (self);
  parlor_sidebar_row_settle (self);

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
  static const char *const shown_facts[] = { "notify::title", "notify::has-password",
                                             "notify::is-private", "notify::is-pinned",
                                             "notify::notifications-muted" };

  g_return_if_fail (PARLOR_IS_SIDEBAR_ROW (self));

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL) {
    for (guint i = 0; i < G_N_ELEMENTS (shown_facts); i++)
      g_signal_connect_object (conversation, shown_facts[i],
                               G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::last-message",
                             G_CALLBACK (on_last_message_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::draft",
                             G_CALLBACK (update_line), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::typists",
                             G_CALLBACK (update_line), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::unread",
                             G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (conversation, "notify::mentions",
                             G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
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
 * parlor_sidebar_row_get_place:
 * @self: a row
 *
 * Returns: (transfer none): where in the sidebar it stands
 */
const ParlorSidebarPlace *
parlor_sidebar_row_get_place (ParlorSidebarRow *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), NULL);

  return &self->place;
}

/**
 * parlor_sidebar_row_settle:
 * @self: a row
 *
 * Takes the place where it belongs by now.
 *
 * Returns: whether it is another one, so that it has to be sorted in again
 */
gboolean
parlor_sidebar_row_settle (ParlorSidebarRow *self)
{
  ParlorSidebarPlace place;
  gboolean           is_other;

  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), FALSE);

  parlor_sidebar_place_init (&place, self->account, self->conversation);
  is_other = self->place.key == NULL || parlor_sidebar_place_compare (&place, &self->place) != 0;
  parlor_sidebar_place_clear (&self->place);
  self->place = place;

  return is_other;
}

/**
 * parlor_sidebar_row_tell_time:
 * @self: a row
 *
 * Tells anew when something was written in it: another day has begun.
 */
void
parlor_sidebar_row_tell_time (ParlorSidebarRow *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR_ROW (self));

  update_line (self);
}

/**
 * parlor_sidebar_row_get_unread:
 * @self: a row
 *
 * Returns: how many messages in it are new
 */
guint
parlor_sidebar_row_get_unread (ParlorSidebarRow *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), 0);

  return self->conversation != NULL ? parlor_conversation_get_unread (self->conversation) : 0;
}

/**
 * parlor_sidebar_row_is_quiet:
 * @self: a row
 *
 * Returns: whether what is new in it is not to draw attention
 */
gboolean
parlor_sidebar_row_is_quiet (ParlorSidebarRow *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR_ROW (self), FALSE);

  return self->conversation != NULL &&
         parlor_conversation_are_notifications_muted (self->conversation);
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
