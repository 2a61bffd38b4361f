/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-ui-messages"

#include "parlor-ui-messages.h"

#include "parlor-message-row.h"
#include "parlor-window.h"

/**
 * parlor_ui_find_text:
 * @fixture: a fixture
 * @text: what is read
 *
 * Returns: (transfer none) (nullable): a label in the history
 */
GtkWidget *
parlor_ui_find_text (ParlorUiFixture *fixture,
                     const char      *text)
{
  return parlor_ui_find_label (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"), text);
}

/**
 * parlor_ui_find_row:
 * @fixture: a fixture
 * @text: of a message
 *
 * Returns: (transfer none) (nullable): its row
 */
GtkWidget *
parlor_ui_find_row (ParlorUiFixture *fixture,
                    const char      *text)
{
  GtkWidget *label = parlor_ui_find_text (fixture, text);

  return label != NULL ? gtk_widget_get_ancestor (label, PARLOR_TYPE_MESSAGE_ROW) : NULL;
}

/**
 * parlor_ui_message_of:
 * @row: a row
 *
 * Returns: (transfer none): its message
 */
ParlorMessage *
parlor_ui_message_of (GtkWidget *row)
{
  return parlor_message_row_get_message (PARLOR_MESSAGE_ROW (row));
}

/* Returns: whether the row has its place, and the server the message. */
static gboolean
is_there (ParlorUiFixture *fixture,
          const char      *text)
{
  GtkWidget *row = parlor_ui_find_row (fixture, text);

  return row != NULL && parlor_message_get_seq (parlor_ui_message_of (row)) > 0;
}

/**
 * parlor_ui_ben_says:
 * @fixture: a fixture
 * @text: what Ben writes in the lobby
 *
 * Returns: (transfer none): its row in Ada's window
 */
GtkWidget *
parlor_ui_ben_says (ParlorUiFixture *fixture,
                    const char      *text)
{
  parlor_ui_say (parlor_ui_ben_lobby (fixture), text);
  parlor_ui_wait (is_there (fixture, text));
  parlor_ui_settle (fixture->window);

  return parlor_ui_find_row (fixture, text);
}

/**
 * parlor_ui_ada_says:
 * @fixture: a fixture
 * @text: what Ada writes in the lobby
 *
 * Returns: (transfer none): its row, once Ben has read it
 */
GtkWidget *
parlor_ui_ada_says (ParlorUiFixture *fixture,
                    const char      *text)
{
  parlor_ui_send (fixture, text);
  parlor_ui_wait (parlor_ui_ben_reads (fixture, text));
  parlor_ui_wait (is_there (fixture, text));
  parlor_ui_settle (fixture->window);

  return parlor_ui_find_row (fixture, text);
}

/**
 * parlor_ui_locate:
 * @fixture: a fixture
 * @widget: a widget in the window
 * @ret_x_px: (out): the middle of @widget, see parlor_ui_click()
 * @ret_y_px: (out): the middle of @widget
 */
void
parlor_ui_locate (ParlorUiFixture *fixture,
                  GtkWidget       *widget,
                  int             *ret_x_px,
                  int             *ret_y_px)
{
  GtkWidget *content =
    adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window));
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (widget, content,
                                                   gtk_widget_get_width (widget) / 2.0,
                                                   gtk_widget_get_height (widget) / 2.0, &x, &y));
  *ret_x_px = (int) x;
  *ret_y_px = (int) y;
}

/**
 * parlor_ui_point_at:
 * @fixture: a fixture
 * @widget: a widget in the window
 *
 * Moves the pointer to @widget.
 */
void
parlor_ui_point_at (ParlorUiFixture *fixture,
                    GtkWidget       *widget)
{
  int x_px, y_px;

  parlor_ui_locate (fixture, widget, &x_px, &y_px);
  parlor_ui_point (fixture->window, x_px, y_px);
}

static void
on_text (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/**
 * parlor_ui_assert_copied:
 * @fixture: a fixture
 * @text: what is to be in the clipboard
 */
void
parlor_ui_assert_copied (ParlorUiFixture *fixture,
                         const char      *text)
{
  g_autofree char *copied = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->window), NULL, on_text,
                                 &copied);
  parlor_ui_wait (copied != NULL);
  g_assert_cmpstr (copied, ==, text);
}
