/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sidebar-list"

#include "parlor-sidebar-list-private.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-resource.h"

#define SETTING_COLLAPSED "collapsed-sections"
#define FRAMES_TO_SHOW 3

/**
 * ParlorSidebarList:
 *
 * All conversations and the whole team, in the sections Mentions, Channels,
 * Groups and People, each of which can be collapsed.  Each stands in one place:
 * what mentions one, above all else until it is read.
 *
 * Nothing moves while somebody is about to choose from the list.
 *
 * Actions, to be found in a parent: win.join and those of
 * parlor-conversation-menu.c.
 */
G_DEFINE_FINAL_TYPE (ParlorSidebarList, parlor_sidebar_list, ADW_TYPE_BIN)

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

static ParlorSection
get_section (GtkListBoxRow *row)
{
  if (PARLOR_IS_SIDEBAR_SECTION (row))
    return parlor_sidebar_section_get_section (PARLOR_SIDEBAR_SECTION (row));

  return parlor_sidebar_row_get_place (PARLOR_SIDEBAR_ROW (row))->section;
}

static int
compare_rows (GtkListBoxRow *one,
              GtkListBoxRow *other,
              gpointer       user_data)
{
  if (PARLOR_IS_SIDEBAR_ROW (one) && PARLOR_IS_SIDEBAR_ROW (other))
    return parlor_sidebar_place_compare (
      parlor_sidebar_row_get_place (PARLOR_SIDEBAR_ROW (one)),
      parlor_sidebar_row_get_place (PARLOR_SIDEBAR_ROW (other)));

  if (get_section (one) != get_section (other))
    return (int) get_section (one) - (int) get_section (other);

  return PARLOR_IS_SIDEBAR_SECTION (one) ? -1 : 1;
}

static gboolean
is_expanded (ParlorSidebarList *self,
             ParlorSection      section)
{
  return parlor_sidebar_section_is_expanded (PARLOR_SIDEBAR_SECTION (self->sections[section]));
}

static gboolean
matches (ParlorSidebarList *self,
         ParlorSidebarRow  *row)
{
  return self->words == NULL || parlor_sidebar_row_matches (row, self->words);
}

/* A search finds what is collapsed as well. */
static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  ParlorSidebarList *self = user_data;

  if (PARLOR_IS_SIDEBAR_SECTION (row))
    return self->n_shown[get_section (row)] > 0;
  if (self->words != NULL)
    return matches (self, PARLOR_SIDEBAR_ROW (row));

  return is_expanded (self, get_section (row));
}

static void
update_nothing (ParlorSidebarList *self)
{
  gtk_label_set_label (self->nothing_label,
                       self->words != NULL ? _ ("Nothing of this name is known here yet.")
                                           : _ ("No conversations yet."));
}

static gboolean
is_held (ParlorSidebarList *self)
{
  return self->menu_row != NULL || parlor_list_hold_is_held (self->hold);
}

static void
settle (ParlorSidebarList *self)
{
  GHashTableIter iter;
  gpointer       row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (parlor_sidebar_row_settle (row))
      gtk_list_box_row_changed (row);
}

static void
count (ParlorSidebarList   *self,
       ParlorSectionCounts *counts)
{
  GHashTableIter iter;
  gpointer       row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row)) {
    ParlorSectionCounts *section = &counts[get_section (row)];
    ParlorConversation  *conversation = parlor_sidebar_row_get_conversation (row);
    const guint          n_unread = parlor_sidebar_row_get_unread (row);

    section->n_shown += matches (self, row);
    section->n_unread += n_unread;
    section->n_loud += parlor_sidebar_row_is_quiet (row) ? 0 : n_unread;
    if (conversation != NULL)
      section->n_mentions += parlor_conversation_get_mentions (conversation);
  }
}

/* Everything where it belongs, unless it has to stay where it is. */
void
_parlor_sidebar_list_arrange (ParlorSidebarList *self)
{
  ParlorSectionCounts counts[PARLOR_N_SECTIONS] = { 0 };
  gboolean            is_other = FALSE;

  g_clear_handle_id (&self->arrange_id, g_source_remove);
  if (!is_held (self))
    settle (self);

  count (self, counts);
  for (guint i = 0; i < PARLOR_N_SECTIONS; i++) {
    is_other |= (self->n_shown[i] > 0) != (counts[i].n_shown > 0);
    self->n_shown[i] = counts[i].n_shown;
    parlor_sidebar_section_set_counts (PARLOR_SIDEBAR_SECTION (self->sections[i]), &counts[i]);
  }
  if (is_other)
    gtk_list_box_invalidate_filter (self->list);
}

static gboolean
on_arrange_due (gpointer user_data)
{
  ParlorSidebarList *self = user_data;

  self->arrange_id = 0;
  _parlor_sidebar_list_arrange (self);

  return G_SOURCE_REMOVE;
}

void
_parlor_sidebar_list_arrange_later (ParlorSidebarList *self)
{
  if (self->arrange_id == 0)
    self->arrange_id = g_idle_add (on_arrange_due, self);
}

/* Sections. */

static void
save_collapsed (ParlorSidebarList *self)
{
  const char *names[PARLOR_N_SECTIONS + 1] = { NULL };
  guint       n_names = 0;

  for (guint i = 0; i < PARLOR_N_SECTIONS; i++)
    if (!is_expanded (self, i))
      names[n_names++] = parlor_section_get_name (i);
  g_settings_set_strv (self->settings, SETTING_COLLAPSED, names);
}

static void
on_expanded_changed (ParlorSidebarList *self)
{
  save_collapsed (self);
  gtk_list_box_invalidate_filter (self->list);
}

static void
add_sections (ParlorSidebarList *self)
{
  g_auto (GStrv) collapsed = g_settings_get_strv (self->settings, SETTING_COLLAPSED);

  for (guint i = 0; i < PARLOR_N_SECTIONS; i++) {
    GtkWidget  *section = parlor_sidebar_section_new (i);
    const char *name = parlor_section_get_name (i);

    parlor_sidebar_section_set_is_expanded (
      PARLOR_SIDEBAR_SECTION (section),
      !g_strv_contains ((const char *const *) collapsed, name));
    g_signal_connect_object (section, "notify::is-expanded",
                             G_CALLBACK (on_expanded_changed), self, G_CONNECT_SWAPPED);
    self->sections[i] = section;
    gtk_list_box_append (self->list, section);
  }
}

/* Choosing. */

static void
choose (ParlorSidebarList *self,
        ParlorSidebarRow  *row)
{
  ParlorConversation *conversation = parlor_sidebar_row_get_conversation (row);

  if (conversation == NULL)
    conversation = parlor_client_open_personal (self->client,
                                                parlor_sidebar_row_get_account (row));
  if (conversation != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, conversation);
}

/* A click, or Enter. */
static void
on_row_activated (ParlorSidebarList *self,
                  GtkListBoxRow     *row)
{
  if (PARLOR_IS_SIDEBAR_SECTION (row))
    parlor_sidebar_section_set_is_expanded (PARLOR_SIDEBAR_SECTION (row),
                                            !is_expanded (self, get_section (row)));
  else
    choose (self, PARLOR_SIDEBAR_ROW (row));
}

/* The arrow keys: they show a conversation where there is room for it. */
static void
on_row_selected (ParlorSidebarList *self,
                 GtkListBoxRow     *row)
{
  if (PARLOR_IS_SIDEBAR_ROW (row) && !self->is_selecting && !self->is_folded &&
      parlor_sidebar_row_get_conversation (PARLOR_SIDEBAR_ROW (row)) != NULL)
    g_signal_emit (self, signals[CHOSEN], 0,
                   parlor_sidebar_row_get_conversation (PARLOR_SIDEBAR_ROW (row)));
}

static void
set_is_folded (ParlorSidebarList *self,
               gboolean           is_folded)
{
  if (self->is_folded == is_folded)
    return;

  self->is_folded = is_folded;
  gtk_list_box_set_selection_mode (self->list,
                                   is_folded ? GTK_SELECTION_NONE : GTK_SELECTION_SINGLE);
  if (!is_folded)
    parlor_sidebar_list_select (self, self->open);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FOLDED]);
}

static void
parlor_sidebar_list_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    g_value_set_boolean (value, PARLOR_SIDEBAR_LIST (object)->is_folded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_sidebar_list_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    set_is_folded (PARLOR_SIDEBAR_LIST (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_sidebar_list_dispose (GObject *object)
{
  ParlorSidebarList *self = PARLOR_SIDEBAR_LIST (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_handle_id (&self->arrange_id, g_source_remove);
  if (self->scroll_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->scroll_id);
  self->scroll_id = 0;
  g_clear_handle_id (&self->day_id, g_source_remove);
  g_clear_weak_pointer (&self->menu_row);
  g_clear_weak_pointer (&self->focus);
  g_clear_weak_pointer (&self->open);
  if (self->menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->menu)));
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_SIDEBAR_LIST);
  g_hash_table_remove_all (self->rows);
  g_clear_object (&self->hold);
  g_clear_object (&self->settings);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_sidebar_list_parent_class)->dispose (object);
}

static void
parlor_sidebar_list_finalize (GObject *object)
{
  ParlorSidebarList *self = PARLOR_SIDEBAR_LIST (object);

  g_hash_table_unref (self->rows);
  g_free (self->words);

  G_OBJECT_CLASS (parlor_sidebar_list_parent_class)->finalize (object);
}

static void
parlor_sidebar_list_class_init (ParlorSidebarListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_sidebar_list_get_property;
  object_class->set_property = parlor_sidebar_list_set_property;
  object_class->dispose = parlor_sidebar_list_dispose;
  object_class->finalize = parlor_sidebar_list_finalize;

  /**
   * ParlorSidebarList:is-folded:
   *
   * Whether there is no conversation beside it.
   */
  props[PROP_IS_FOLDED] =
    g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ParlorSidebarList::chosen:
   * @conversation: a conversation
   *
   * The person wants to see @conversation.
   */
  signals[CHOSEN] =
    g_signal_new ("chosen", PARLOR_TYPE_SIDEBAR_LIST, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, PARLOR_TYPE_CONVERSATION);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-sidebar-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarList, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebarList, nothing_label);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  _parlor_sidebar_list_install_menu (widget_class);
}

static void
parlor_sidebar_list_init (ParlorSidebarList *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
  self->rows = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->list), _ ("Conversations"));

  self->hold = parlor_list_hold_new (GTK_WIDGET (self));
  g_signal_connect_object (self->hold, "ended",
                           G_CALLBACK (_parlor_sidebar_list_arrange_later), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  add_sections (self);
  _parlor_sidebar_list_init_menu (self);
  _parlor_sidebar_list_watch_day (self);
  update_nothing (self);
}

/**
 * parlor_sidebar_list_set_client:
 * @self: a list
 * @client: whose conversations to show
 */
void
parlor_sidebar_list_set_client (ParlorSidebarList *self,
                                ParlorClient      *client)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR_LIST (self));
  g_return_if_fail (PARLOR_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (parlor_client_get_conversations (client), "items-changed",
                           G_CALLBACK (_parlor_sidebar_list_update_rows_later), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (parlor_client_get_people (client), "items-changed",
                           G_CALLBACK (_parlor_sidebar_list_update_rows_later), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::self",
                           G_CALLBACK (_parlor_sidebar_list_update_rows_later), self,
                           G_CONNECT_SWAPPED);
  _parlor_sidebar_list_update_rows (self);
}

/* By the keys for the next one, say, one goes beyond what is in sight.  A row
 * that has come just now gets its place in one frame and may lose it in the
 * next. */
static gboolean
show_selected (GtkWidget     *list,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  ParlorSidebarList *self = user_data;
  GtkWidget         *row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  GtkAdjustment     *adjustment = gtk_list_box_get_adjustment (self->list);
  graphene_rect_t    bounds;

  if (row != NULL && gtk_widget_get_child_visible (row) &&
      gtk_widget_compute_bounds (row, gtk_widget_get_parent (list), &bounds)) {
    const double y_px = bounds.origin.y + gtk_adjustment_get_value (adjustment);

    gtk_adjustment_clamp_page (adjustment, y_px, y_px + bounds.size.height);
    if (self->n_frames_to_show-- > 0)
      return G_SOURCE_CONTINUE;
  }

  self->scroll_id = 0;

  return G_SOURCE_REMOVE;
}

/**
 * parlor_sidebar_list_select:
 * @self: a list
 * @conversation: (nullable): the conversation that is open
 *
 * Marks the row of @conversation.
 */
void
parlor_sidebar_list_select (ParlorSidebarList  *self,
                            ParlorConversation *conversation)
{
  GtkListBoxRow *row = NULL;

  g_return_if_fail (PARLOR_IS_SIDEBAR_LIST (self));

  if (conversation != NULL)
    row = GTK_LIST_BOX_ROW (
      _parlor_sidebar_list_ensure_row (self, parlor_conversation_get_peer (conversation),
                                       conversation));

  g_set_weak_pointer (&self->open, conversation);
  self->is_selecting = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->is_selecting = FALSE;
  self->n_frames_to_show = FRAMES_TO_SHOW;
  if (row != NULL && self->scroll_id == 0)
    self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), show_selected, self,
                                                    NULL);
}

/* What is unread is found in collapsed sections as well. */
static gboolean
is_step (GtkListBoxRow *row,
         gboolean       is_to_unread)
{
  if (!PARLOR_IS_SIDEBAR_ROW (row))
    return FALSE;
  if (is_to_unread)
    return parlor_sidebar_row_get_unread (PARLOR_SIDEBAR_ROW (row)) > 0;

  return gtk_widget_get_child_visible (GTK_WIDGET (row));
}

static int
count_rows (ParlorSidebarList *self)
{
  return PARLOR_N_SECTIONS + g_hash_table_size (self->rows);
}

/**
 * parlor_sidebar_list_step:
 * @self: a list
 * @step: which way
 *
 * Opens the conversation below or above the one that is open, or the next one
 * in which something is unread; after the last of those, the first.
 */
void
parlor_sidebar_list_step (ParlorSidebarList *self,
                          ParlorStep         step)
{
  const gboolean is_to_unread = step == PARLOR_STEP_NEXT_UNREAD ||
                                step == PARLOR_STEP_PREVIOUS_UNREAD;
  const int      offset = step == PARLOR_STEP_NEXT || step == PARLOR_STEP_NEXT_UNREAD ? 1 : -1;
  GtkListBoxRow *selected;
  int            n_rows, at;

  g_return_if_fail (PARLOR_IS_SIDEBAR_LIST (self));

  n_rows = count_rows (self);
  selected = gtk_list_box_get_selected_row (self->list);
  at = selected != NULL ? gtk_list_box_row_get_index (selected) : -1;
  for (int i = 0; i < n_rows; i++) {
    GtkListBoxRow *row;

    at += offset;
    if (is_to_unread)
      at = (at + n_rows) % n_rows;
    row = at >= 0 ? gtk_list_box_get_row_at_index (self->list, at) : NULL;
    if (row != NULL && is_step (row, is_to_unread)) {
      parlor_list_hold_begin (self->hold);
      choose (self, PARLOR_SIDEBAR_ROW (row));
      return;
    }
  }
}

/**
 * parlor_sidebar_list_search:
 * @self: a list
 * @words: (nullable): part of a name, %NULL to show everything
 *
 * Shows what has @words in its name.
 */
void
parlor_sidebar_list_search (ParlorSidebarList *self,
                            const char        *words)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR_LIST (self));

  g_free (self->words);
  self->words = words != NULL && *words != '\0' ? g_utf8_casefold (words, -1) : NULL;
  if (self->words != NULL && self->client != NULL)
    _parlor_sidebar_list_find_people (self);
  else
    _parlor_sidebar_list_update_rows_later (self);

  update_nothing (self);
  _parlor_sidebar_list_arrange (self);
  gtk_list_box_invalidate_filter (self->list);
}

/**
 * parlor_sidebar_list_choose_first:
 * @self: a list
 *
 * Opens what was found first, if anything was.
 */
void
parlor_sidebar_list_choose_first (ParlorSidebarList *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (PARLOR_IS_SIDEBAR_LIST (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (PARLOR_IS_SIDEBAR_ROW (row) && gtk_widget_get_child_visible (GTK_WIDGET (row))) {
      choose (self, PARLOR_SIDEBAR_ROW (row));
      return;
    }
  }
}
