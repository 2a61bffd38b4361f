/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-ui-list"

#include "parlor-ui-list.h"

#include "parlor-badge.h"
#include "parlor-sidebar-list.h"
#include "parlor-sidebar-row.h"

/**
 * parlor_ui_list_get_row:
 * @fixture: a fixture
 * @position: so far down
 *
 * Returns: (transfer none) (nullable): a row of the list, be it shown or not
 */
GtkListBoxRow *
parlor_ui_list_get_row (ParlorUiFixture *fixture,
                        int              position)
{
  GtkWidget *list = parlor_ui_find (parlor_ui_get (fixture, PARLOR_TYPE_SIDEBAR_LIST, NULL),
                                    GTK_TYPE_LIST_BOX, NULL);

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), position);
}

static gboolean
is_row_of (GtkListBoxRow *row,
           const char    *title)
{
  ParlorConversation *conversation;

  if (!PARLOR_IS_SIDEBAR_ROW (row))
    return FALSE;

  conversation = parlor_sidebar_row_get_conversation (PARLOR_SIDEBAR_ROW (row));
  if (conversation != NULL)
    return g_str_equal (parlor_conversation_get_title (conversation), title);

  return g_str_equal (
    parlor_account_get_nick (parlor_sidebar_row_get_account (PARLOR_SIDEBAR_ROW (row))), title);
}

/**
 * parlor_ui_list_find_row:
 * @fixture: a fixture
 * @title: of a conversation, or what somebody is called
 *
 * Returns: (transfer none) (nullable): its row
 */
GtkWidget *
parlor_ui_list_find_row (ParlorUiFixture *fixture,
                         const char      *title)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = parlor_ui_list_get_row (fixture, i)) != NULL; i++)
    if (is_row_of (row, title))
      return GTK_WIDGET (row);

  return NULL;
}

/**
 * parlor_ui_list_find_section:
 * @fixture: a fixture
 * @section: which one
 *
 * Returns: (transfer none): its heading
 */
ParlorSidebarSection *
parlor_ui_list_find_section (ParlorUiFixture *fixture,
                             ParlorSection    section)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = parlor_ui_list_get_row (fixture, i)) != NULL; i++)
    if (PARLOR_IS_SIDEBAR_SECTION (row) &&
        parlor_sidebar_section_get_section (PARLOR_SIDEBAR_SECTION (row)) == section)
      return PARLOR_SIDEBAR_SECTION (row);

  g_assert_not_reached ();
}

/**
 * parlor_ui_list_section_of:
 * @fixture: a fixture
 * @title: of a conversation, or what somebody is called
 *
 * Returns: below which heading it stands
 */
ParlorSection
parlor_ui_list_section_of (ParlorUiFixture *fixture,
                           const char      *title)
{
  GtkWidget *row = parlor_ui_list_find_row (fixture, title);

  g_assert_nonnull (row);

  return parlor_sidebar_row_get_place (PARLOR_SIDEBAR_ROW (row))->section;
}

/**
 * parlor_ui_list_is_above:
 * @fixture: a fixture
 * @one: a title
 * @other: another title
 *
 * Returns: whether @one stands above @other
 */
gboolean
parlor_ui_list_is_above (ParlorUiFixture *fixture,
                         const char      *one,
                         const char      *other)
{
  return gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (parlor_ui_list_find_row (fixture, one))) <
         gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (parlor_ui_list_find_row (fixture, other)));
}

/**
 * parlor_ui_list_badge_of:
 * @row: a row, or a heading
 *
 * Returns: what its badge says; empty if there is none
 */
const char *
parlor_ui_list_badge_of (gpointer row)
{
  GtkWidget *badge = parlor_ui_find (row, PARLOR_TYPE_BADGE, NULL);

  if (!parlor_ui_is_shown (badge))
    return "";

  return gtk_label_get_label (GTK_LABEL (adw_bin_get_child (ADW_BIN (badge))));
}

/**
 * parlor_ui_list_says:
 * @fixture: a fixture
 * @title: of a conversation, or what somebody is called
 * @words: part of a sentence
 *
 * Returns: whether a screen reader says @words of its row
 */
gboolean
parlor_ui_list_says (ParlorUiFixture *fixture,
                     const char      *title,
                     const char      *words)
{
  char *label = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (parlor_ui_list_find_row (fixture, title)), GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  gboolean is_said = strstr (label, words) != NULL;

  g_free (label);

  return is_said;
}

/**
 * parlor_ui_list_get_center:
 * @fixture: a fixture
 * @widget: in the window
 * @ret_x: (out): return location
 * @ret_y: (out): return location
 *
 * Finds where to click.
 */
void
parlor_ui_list_get_center (ParlorUiFixture *fixture,
                           gpointer         widget,
                           int             *ret_x,
                           int             *ret_y)
{
  GtkWidget *content = adw_application_window_get_content (
    ADW_APPLICATION_WINDOW (fixture->window));
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (widget, content,
                                                   gtk_widget_get_width (widget) / 2.0,
                                                   gtk_widget_get_height (widget) / 2.0, &x, &y));
  *ret_x = (int) x;
  *ret_y = (int) y;
}

/**
 * parlor_ui_list_click:
 * @fixture: a fixture
 * @widget: in the window
 *
 * Clicks on the middle of @widget.
 */
void
parlor_ui_list_click (ParlorUiFixture *fixture,
                      gpointer         widget)
{
  int x, y;

  parlor_ui_list_get_center (fixture, widget, &x, &y);
  parlor_ui_click (fixture->window, x, y);
}

/**
 * parlor_ui_list_point_away:
 * @fixture: a fixture
 *
 * Moves the pointer away from the list, which holds still below it.
 */
void
parlor_ui_list_point_away (ParlorUiFixture *fixture)
{
  parlor_ui_point (fixture->window, 700, 300);
}

/**
 * parlor_ui_list_sign_in:
 * @fixture: a fixture
 *
 * Signs Ada in, who is in the channel garden and the group Summer party, which
 * takes a password.
 *
 * Returns: (transfer none): the garden, as Ben has it
 */
ParlorConversation *
parlor_ui_list_sign_in (ParlorUiFixture *fixture)
{
  ParlorConversation *garden =
    parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_GROUP, "Summer party", "strawberry");
  parlor_ui_sign_in (fixture);
  parlor_ui_join (fixture->ada, "garden", NULL);
  parlor_ui_join (fixture->ada, "Summer party", "strawberry");
  parlor_ui_wait (parlor_ui_list_find_row (fixture, "garden") != NULL);
  parlor_ui_wait (parlor_ui_list_find_row (fixture, "Summer party") != NULL);
  parlor_ui_wait (parlor_ui_list_find_row (fixture, "Ben") != NULL);
  parlor_ui_list_point_away (fixture);

  return garden;
}

/**
 * parlor_ui_list_is_listed:
 * @fixture: a fixture
 * @title: of a conversation, or what somebody is called
 *
 * Returns: whether its row is shown
 */
gboolean
parlor_ui_list_is_listed (ParlorUiFixture *fixture,
                          const char      *title)
{
  GtkWidget *row = parlor_ui_list_find_row (fixture, title);

  return row != NULL && gtk_widget_get_child_visible (row);
}

/**
 * parlor_ui_list_choose_item:
 * @fixture: a fixture
 * @title: of a conversation, or what somebody is called
 * @item: its label
 *
 * Chooses something from the menu of a row.
 */
void
parlor_ui_list_choose_item (ParlorUiFixture *fixture,
                            const char      *title,
                            const char      *item)
{
  GtkWidget *list = parlor_ui_get (fixture, PARLOR_TYPE_SIDEBAR_LIST, NULL);
  GtkWidget *label;
  int        x, y;

  parlor_ui_settle (fixture->window);
  parlor_ui_list_get_center (fixture, parlor_ui_list_find_row (fixture, title), &x, &y);
  parlor_ui_right_click (fixture->window, x, y);
  parlor_ui_wait ((label = parlor_ui_find_label (list, item)) != NULL &&
                  gtk_widget_get_mapped (label));
  while (!GTK_IS_WIDGET (label) || gtk_widget_get_css_name (label) == NULL ||
         !g_str_equal (gtk_widget_get_css_name (label), "modelbutton"))
    label = gtk_widget_get_parent (label);
  gtk_widget_activate (label);
  parlor_ui_settle (fixture->window);
}
