/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows for what the client knows. */

#define G_LOG_DOMAIN "parlor-sidebar-list"

#include "parlor-sidebar-list-private.h"

/* Each row is a widget.  Of a large team, so many are listed with whom there
 * is no chat yet; a search finds everybody. */
#define MORE_PEOPLE_MAX 200
#define FOUND_PEOPLE_MAX 50

/* A day begins at another time for who travels, or wakes the computer. */
#define LOOK_AT_DAY_S 60

ParlorSidebarRow *
_parlor_sidebar_list_ensure_row (ParlorSidebarList  *self,
                                 ParlorAccount      *account,
                                 ParlorConversation *conversation)
{
  gpointer   key = account != NULL ? (gpointer) account : (gpointer) conversation;
  GtkWidget *row = g_hash_table_lookup (self->rows, key);

  if (row != NULL) {
    if (conversation != NULL &&
        parlor_sidebar_row_get_conversation (PARLOR_SIDEBAR_ROW (row)) != conversation)
      parlor_sidebar_row_set_conversation (PARLOR_SIDEBAR_ROW (row), conversation);
    return PARLOR_SIDEBAR_ROW (row);
  }

  row = parlor_sidebar_row_new (account, conversation);
  g_signal_connect_object (row, "changed", G_CALLBACK (_parlor_sidebar_list_arrange_later), self,
                           G_CONNECT_SWAPPED);
  g_hash_table_insert (self->rows, key, row);
  gtk_list_box_append (self->list, row);

  return PARLOR_SIDEBAR_ROW (row);
}

/* One that was left stays known to the client, and may be joined again. */
static void
watch (ParlorSidebarList  *self,
       ParlorConversation *conversation)
{
  const GSignalMatchType same = G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA;

  if (g_signal_handler_find (conversation, same, 0, 0, NULL,
                             _parlor_sidebar_list_update_rows_later, self) == 0)
    g_signal_connect_object (conversation, "notify::is-member",
                             G_CALLBACK (_parlor_sidebar_list_update_rows_later), self,
                             G_CONNECT_SWAPPED);
}

static void
update_conversations (ParlorSidebarList *self,
                      GHashTable        *wanted)
{
  GListModel *conversations = parlor_client_get_conversations (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);
    ParlorAccount                 *peer = parlor_conversation_get_peer (conversation);

    watch (self, conversation);
    if (peer != NULL || parlor_conversation_is_member (conversation))
      g_hash_table_add (wanted, _parlor_sidebar_list_ensure_row (self, peer, conversation));
  }
}

/* Those who are here come first, should there be too many. */
static void
update_people (ParlorSidebarList *self,
               GHashTable        *wanted,
               gboolean           is_online)
{
  GListModel *people = parlor_client_get_people (self->client);
  guint       n_more = g_hash_table_size (wanted);

  for (guint i = 0; i < g_list_model_get_n_items (people) && n_more < MORE_PEOPLE_MAX; i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);

    if (!parlor_account_is_self (account) &&
        (parlor_account_get_presence (account) == PARLOR_PRESENCE_ONLINE) == is_online) {
      g_hash_table_add (wanted, _parlor_sidebar_list_ensure_row (self, account, NULL));
      n_more = g_hash_table_size (wanted);
    }
  }
}

static void
remove_unwanted (ParlorSidebarList *self,
                 GHashTable        *wanted)
{
  GHashTableIter iter;
  gpointer       row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row)) {
    if (!g_hash_table_contains (wanted, row)) {
      gtk_list_box_remove (self->list, row);
      g_hash_table_iter_remove (&iter);
    }
  }
}

void
_parlor_sidebar_list_update_rows (ParlorSidebarList *self)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);

  if (self->client != NULL) {
    update_conversations (self, wanted);
    update_people (self, wanted, TRUE);
    update_people (self, wanted, FALSE);
  }
  remove_unwanted (self, wanted);
  _parlor_sidebar_list_arrange (self);
}

static gboolean
on_update_due (gpointer user_data)
{
  ParlorSidebarList *self = user_data;

  self->update_id = 0;
  _parlor_sidebar_list_update_rows (self);

  return G_SOURCE_REMOVE;
}

void
_parlor_sidebar_list_update_rows_later (ParlorSidebarList *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (on_update_due, self);
}

/* Makes rows of those whose names have the words in them. */
void
_parlor_sidebar_list_find_people (ParlorSidebarList *self)
{
  GListModel *people = parlor_client_get_people (self->client);
  guint       n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (people) && n_found < FOUND_PEOPLE_MAX; i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);
    g_autofree char          *names = g_strconcat (parlor_account_get_nick (account), "\n",
                                                   parlor_account_get_name (account), NULL);
    g_autofree char          *folded = g_utf8_casefold (names, -1);

    if (!parlor_account_is_self (account) && strstr (folded, self->words) != NULL) {
      _parlor_sidebar_list_ensure_row (self, account, NULL);
      n_found++;
    }
  }
}

static int
get_day (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_get_day_of_year (now);
}

static gboolean
on_look_at_day (gpointer user_data)
{
  ParlorSidebarList *self = user_data;
  const int          day = get_day ();
  GHashTableIter     iter;
  gpointer           row;

  if (day == self->day)
    return G_SOURCE_CONTINUE;

  self->day = day;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    parlor_sidebar_row_tell_time (row);

  return G_SOURCE_CONTINUE;
}

/* What was written at ten is from yesterday after midnight. */
void
_parlor_sidebar_list_watch_day (ParlorSidebarList *self)
{
  self->day = get_day ();
  self->day_id = g_timeout_add_seconds (LOOK_AT_DAY_S, on_look_at_day, self);
}

/**
 * parlor_sidebar_list_focus_open:
 * @self: a list
 *
 * Gives the focus to the row of the conversation that is open, or was: where one
 * came from.  Without one it stays where it is.
 */
void
parlor_sidebar_list_focus_open (ParlorSidebarList *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR_LIST (self));

  if (self->open != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    gtk_widget_grab_focus (GTK_WIDGET (_parlor_sidebar_list_ensure_row (
      self, parlor_conversation_get_peer (self->open), self->open)));
}
