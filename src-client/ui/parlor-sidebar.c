/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sidebar"

#include "parlor-sidebar.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-link-banner.h"
#include "parlor-resource.h"
#include "parlor-sidebar-row.h"

/* Each row is a widget.  Of a large team, so many are listed with whom there
 * is no chat yet; a search finds everybody. */
#define MORE_PEOPLE_MAX 200
#define FOUND_PEOPLE_MAX 50

/**
 * ParlorSidebar:
 *
 * All conversations and the whole team, in the sections Channels, Groups and
 * People.
 *
 * Actions, to be found in a parent: win.join, win.new-chat and others of its
 * menus.
 */
struct _ParlorSidebar
{
  AdwBin parent_instance;

  AdwWindowTitle   *title;
  GtkWidget        *menu_button;
  ParlorLinkBanner *banner;
  GtkEditable      *search;
  GtkListBox       *list;
  GtkLabel         *nothing_label;

  ParlorClient *client;
  GHashTable   *rows;  /* ParlorConversation, or ParlorAccount of a personal chat → row */
  char         *words; /* searched for, folded; NULL if nothing is */
  guint         update_id;

  guint is_folded : 1;
  guint is_selecting : 1;
};

G_DEFINE_FINAL_TYPE (ParlorSidebar, parlor_sidebar, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IS_FOLDED,
  N_PROPS,
};

enum {
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

/* What the list shows, and in which order. */

static int
compare_rows (GtkListBoxRow *one,
              GtkListBoxRow *other,
              gpointer       user_data)
{
  return parlor_sidebar_row_compare (PARLOR_SIDEBAR_ROW (one), PARLOR_SIDEBAR_ROW (other));
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  ParlorSidebar *self = user_data;

  return self->words == NULL || parlor_sidebar_row_matches (PARLOR_SIDEBAR_ROW (row), self->words);
}

static const char *
section_title (ParlorSection section)
{
  switch (section) {
  case PARLOR_SECTION_CHANNELS:
    return _ ("Channels");
  case PARLOR_SECTION_GROUPS:
    return _ ("Groups");
  case PARLOR_SECTION_PEOPLE:
  default:
    return _ ("People");
  }
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  const ParlorSection section = parlor_sidebar_row_get_section (PARLOR_SIDEBAR_ROW (row));
  GtkWidget          *label;

  if (before != NULL && parlor_sidebar_row_get_section (PARLOR_SIDEBAR_ROW (before)) == section) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }

  label = gtk_label_new (section_title (section));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "section");
  gtk_list_box_row_set_header (row, label);
}

static void
update_nothing (ParlorSidebar *self)
{
  gtk_label_set_label (self->nothing_label,
                       self->words != NULL ? _ ("Nothing of this name is known here yet.")
                                           : _ ("No conversations yet."));
}

/* Rows for what the client knows. */

static gboolean
is_member (ParlorConversation *conversation)
{
  gboolean is_member;

  g_object_get (conversation, "is-member", &is_member, NULL);

  return is_member;
}

static ParlorSidebarRow *
ensure_row (ParlorSidebar      *self,
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
  g_hash_table_insert (self->rows, key, row);
  gtk_list_box_append (self->list, row);

  return PARLOR_SIDEBAR_ROW (row);
}

static void update_rows_later (ParlorSidebar *self);

/* One that was left stays known to the client, and may be joined again. */
static void
watch (ParlorSidebar      *self,
       ParlorConversation *conversation)
{
  const GSignalMatchType same = G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA;

  if (g_signal_handler_find (conversation, same, 0, 0, NULL, update_rows_later, self) == 0)
    g_signal_connect_object (conversation, "notify::is-member",
                             G_CALLBACK (update_rows_later), self, G_CONNECT_SWAPPED);
}

static void
update_conversations (ParlorSidebar *self,
                      GHashTable    *wanted)
{
  GListModel *conversations = parlor_client_get_conversations (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);
    ParlorAccount                 *peer = NULL;

    watch (self, conversation);
    g_object_get (conversation, "peer", &peer, NULL);
    if (peer != NULL || is_member (conversation))
      g_hash_table_add (wanted, ensure_row (self, peer, conversation));
    g_clear_object (&peer);
  }
}

/* Those who are here come first, should there be too many. */
static void
update_people (ParlorSidebar *self,
               GHashTable    *wanted,
               gboolean       is_online)
{
  GListModel *people = parlor_client_get_people (self->client);
  guint       n_more = g_hash_table_size (wanted);

  for (guint i = 0; i < g_list_model_get_n_items (people) && n_more < MORE_PEOPLE_MAX; i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);

    if (!parlor_account_is_self (account) &&
        (parlor_account_get_presence (account) == PARLOR_PRESENCE_ONLINE) == is_online) {
      g_hash_table_add (wanted, ensure_row (self, account, NULL));
      n_more = g_hash_table_size (wanted);
    }
  }
}

static void
remove_unwanted (ParlorSidebar *self,
                 GHashTable    *wanted)
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

static gboolean
update_rows (gpointer user_data)
{
  ParlorSidebar         *self = user_data;
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);

  self->update_id = 0;
  if (self->client != NULL) {
    update_conversations (self, wanted);
    update_people (self, wanted, TRUE);
    update_people (self, wanted, FALSE);
  }
  remove_unwanted (self, wanted);

  return G_SOURCE_REMOVE;
}

static void
update_rows_later (ParlorSidebar *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (update_rows, self);
}

/* Search. */

static void
add_found_people (ParlorSidebar *self)
{
  GListModel *people = parlor_client_get_people (self->client);
  guint       n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (people) && n_found < FOUND_PEOPLE_MAX; i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (people, i);
    g_autofree char          *names = g_strconcat (parlor_account_get_nick (account), "\n",
                                                   parlor_account_get_name (account), NULL);
    g_autofree char          *folded = g_utf8_casefold (names, -1);

    if (!parlor_account_is_self (account) && strstr (folded, self->words) != NULL) {
      ensure_row (self, account, NULL);
      n_found++;
    }
  }
}

static void
on_search_changed (ParlorSidebar *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  const char      *bare = *text == '#' || *text == '@' ? text + 1 : text;

  g_free (self->words);
  self->words = *bare != '\0' ? g_utf8_casefold (bare, -1) : NULL;
  if (self->words != NULL && self->client != NULL)
    add_found_people (self);

  update_nothing (self);
  gtk_list_box_invalidate_filter (self->list);
}

static void
on_search_stopped (ParlorSidebar *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
choose (ParlorSidebar    *self,
        ParlorSidebarRow *row)
{
  ParlorConversation *conversation = parlor_sidebar_row_get_conversation (row);

  if (conversation == NULL)
    conversation = parlor_client_open_personal (self->client,
                                                parlor_sidebar_row_get_account (row));
  if (conversation != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, conversation);
}

static ParlorSidebarRow *
first_visible_row (ParlorSidebar *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return PARLOR_SIDEBAR_ROW (row);
  }

  return NULL;
}

/* Who types fast presses Enter before the list has been searched. */
static void
on_search_activated (ParlorSidebar *self)
{
  ParlorSidebarRow *row;

  on_search_changed (self);
  row = first_visible_row (self);
  if (row == NULL)
    return;

  choose (self, row);
  gtk_editable_set_text (self->search, "");
}

/* A click, or Enter. */
static void
on_row_activated (ParlorSidebar    *self,
                  ParlorSidebarRow *row)
{
  choose (self, row);
}

/* The arrow keys: they show a conversation where there is room for it. */
static void
on_row_selected (ParlorSidebar    *self,
                 ParlorSidebarRow *row)
{
  if (row != NULL && !self->is_selecting && !self->is_folded &&
      parlor_sidebar_row_get_conversation (row) != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, parlor_sidebar_row_get_conversation (row));
}

static void
set_is_folded (ParlorSidebar *self,
               gboolean       is_folded)
{
  if (self->is_folded == is_folded)
    return;

  self->is_folded = is_folded;
  gtk_list_box_set_selection_mode (self->list,
                                   is_folded ? GTK_SELECTION_NONE : GTK_SELECTION_SINGLE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FOLDED]);
}

static void
parlor_sidebar_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    g_value_set_boolean (value, PARLOR_SIDEBAR (object)->is_folded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_sidebar_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    set_is_folded (PARLOR_SIDEBAR (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_sidebar_dispose (GObject *object)
{
  ParlorSidebar *self = PARLOR_SIDEBAR (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_SIDEBAR);
  g_hash_table_remove_all (self->rows);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_sidebar_parent_class)->dispose (object);
}

static void
parlor_sidebar_finalize (GObject *object)
{
  ParlorSidebar *self = PARLOR_SIDEBAR (object);

  g_hash_table_unref (self->rows);
  g_free (self->words);

  G_OBJECT_CLASS (parlor_sidebar_parent_class)->finalize (object);
}

static void
parlor_sidebar_class_init (ParlorSidebarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_sidebar_get_property;
  object_class->set_property = parlor_sidebar_set_property;
  object_class->dispose = parlor_sidebar_dispose;
  object_class->finalize = parlor_sidebar_finalize;

  /**
   * ParlorSidebar:is-folded:
   *
   * Whether it has the whole window, with no conversation beside it.
   */
  props[PROP_IS_FOLDED] =
    g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ParlorSidebar::chosen:
   * @conversation: a conversation
   *
   * The person wants to see @conversation.
   */
  signals[CHOSEN] =
    g_signal_new ("chosen", PARLOR_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, PARLOR_TYPE_CONVERSATION);

  g_type_ensure (PARLOR_TYPE_LINK_BANNER);
  gtk_widget_class_set_css_name (widget_class, "sidebar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-sidebar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, banner);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, nothing_label);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
}

static void
parlor_sidebar_init (ParlorSidebar *self)
{
  self->rows = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("Conversations"));
  parlor_accessible_set_label (GTK_WIDGET (self->search), _ ("Search Conversations and People"));

  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  update_nothing (self);
}

static void
on_server_name_changed (ParlorSidebar *self)
{
  g_autofree char *name = NULL;

  g_object_get (self->client, "server-name", &name, NULL);
  adw_window_title_set_title (self->title, name != NULL && *name != '\0' ? name : "Parlor");
}

/**
 * parlor_sidebar_set_client:
 * @self: a sidebar
 * @client: whose conversations to show
 */
void
parlor_sidebar_set_client (ParlorSidebar *self,
                           ParlorClient  *client)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));
  g_return_if_fail (PARLOR_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (parlor_client_get_conversations (client), "items-changed",
                           G_CALLBACK (update_rows_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_client_get_people (client), "items-changed",
                           G_CALLBACK (update_rows_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::self",
                           G_CALLBACK (update_rows_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::server-name",
                           G_CALLBACK (on_server_name_changed), self, G_CONNECT_SWAPPED);
  parlor_link_banner_set_client (self->banner, client);
  on_server_name_changed (self);
  update_rows (self);
}

/**
 * parlor_sidebar_select:
 * @self: a sidebar
 * @conversation: (nullable): the conversation that is open
 *
 * Marks the row of @conversation.
 */
void
parlor_sidebar_select (ParlorSidebar      *self,
                       ParlorConversation *conversation)
{
  ParlorAccount *peer = NULL;
  GtkListBoxRow *row = NULL;

  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  if (conversation != NULL) {
    g_object_get (conversation, "peer", &peer, NULL);
    row = GTK_LIST_BOX_ROW (ensure_row (self, peer, conversation));
    g_clear_object (&peer);
  }

  self->is_selecting = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->is_selecting = FALSE;
}

/**
 * parlor_sidebar_step:
 * @self: a sidebar
 * @step: which way
 *
 * Opens the conversation below or above the one that is open.
 */
void
parlor_sidebar_step (ParlorSidebar *self,
                     ParlorStep     step)
{
  GtkListBoxRow *row;
  int            at;

  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  row = gtk_list_box_get_selected_row (self->list);
  at = row != NULL ? gtk_list_box_row_get_index (row) : -1;
  do {
    at += step == PARLOR_STEP_NEXT ? 1 : -1;
    row = at >= 0 ? gtk_list_box_get_row_at_index (self->list, at) : NULL;
  } while (row != NULL && !gtk_widget_get_child_visible (GTK_WIDGET (row)));

  if (row != NULL)
    choose (self, PARLOR_SIDEBAR_ROW (row));
}

/**
 * parlor_sidebar_search:
 * @self: a sidebar
 *
 * Lets the person type what to search for.
 */
void
parlor_sidebar_search (ParlorSidebar *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * parlor_sidebar_open_menu:
 * @self: a sidebar
 *
 * Opens the main menu.
 */
void
parlor_sidebar_open_menu (ParlorSidebar *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu_button));
}
