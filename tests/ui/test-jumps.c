/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the end of a long history in the window to what lies far back in it, and
 * back: by a quote, by its date, and from another conversation. */

#include "parlor-ui-messages.h"

#include "parlor-date-popover.h"
#include "parlor-quote.h"
#include "parlor-window.h"

#define LINES 120

/* Ben has said a lot in the garden before Ada comes; then he answers his first line. */
static ParlorConversation *
sign_in_to_garden (ParlorUiFixture *fixture)
{
  ParlorConversation *garden =
    parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  gint64             first_seq;
  g_autoptr (GError) error = NULL;

  parlor_ui_say (garden, "Shall we grow beans?");
  first_seq = parlor_message_get_seq (parlor_conversation_get_last_message (garden));
  for (guint i = 1; i < LINES; i++) {
    g_autofree char *text = g_strdup_printf ("Bean number %u", i);

    parlor_ui_say (garden, text);
  }
  parlor_conversation_send (garden,
                            &(ParlorMessageBody){ .text = "We should", .reply_to = first_seq },
                            &error);
  g_assert_no_error (error);

  parlor_ui_sign_in (fixture);
  parlor_ui_join (fixture->ada, "garden", NULL);
  garden = parlor_client_find_conversation (fixture->ada, "garden");
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), garden);
  parlor_ui_wait (parlor_ui_find_row (fixture, "We should") != NULL);
  gtk_widget_activate_action (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"),
                              "history.go-to-end", NULL);
  parlor_ui_wait (parlor_ui_reads (fixture, "We should"));
  parlor_ui_settle (fixture->window);

  return garden;
}

static int
place_of (ParlorUiFixture *fixture,
          const char      *text)
{
  int x_px, y_px;

  parlor_ui_locate (fixture, parlor_ui_find_row (fixture, text), &x_px, &y_px);

  return y_px;
}

static gboolean
is_marked (ParlorUiFixture *fixture,
           const char      *text)
{
  GtkWidget *row = parlor_ui_find_row (fixture, text);

  return row != NULL && gtk_widget_has_css_class (row, "highlighted");
}

/* To what is answered, which was not loaded, and back to the pixel. */
static void
test_quote (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  GtkWidget *quote;
  int        y_px;

  sign_in_to_garden (fixture);
  g_assert_null (parlor_ui_find_row (fixture, "Shall we grow beans?"));
  quote = parlor_ui_find (parlor_ui_find_row (fixture, "We should"), PARLOR_TYPE_QUOTE, NULL);
  parlor_ui_wait (parlor_ui_find_label (quote, "Shall we grow beans?") != NULL ||
                  parlor_ui_find_label (quote, "Ben: Shall we grow beans?") != NULL);
  parlor_ui_settle (fixture->window);
  y_px = place_of (fixture, "We should");

  parlor_ui_click_widget (fixture->window, quote);
  parlor_ui_wait (is_marked (fixture, "Shall we grow beans?"));
  parlor_ui_settle (fixture->window);
  g_assert_true (parlor_ui_reads (fixture, "Bean number 1"));
  parlor_ui_screenshot (fixture->window, "jump-to-quoted");

  parlor_ui_press (fixture->window, "alt+Left");
  parlor_ui_wait (parlor_ui_reads (fixture, "We should"));
  parlor_ui_settle (fixture->window);
  g_assert_cmpint (place_of (fixture, "We should"), ==, y_px);
}

/* By the menu of the conversation; all of it was said on the day that the
 * calendar begins with. */
static void
test_date (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *popover;
  GtkWidget *label;

  sign_in_to_garden (fixture);
  gtk_widget_activate_action (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "view"),
                              "conversation.choose-date", NULL);
  parlor_ui_wait ((popover = parlor_ui_find (fixture->window, PARLOR_TYPE_DATE_POPOVER, NULL)) !=
                  NULL);
  parlor_ui_wait (parlor_ui_is_shown (popover));
  parlor_ui_screenshot (fixture->window, "jump-calendar");
  label = parlor_ui_find_label (popover, "Go to This Day");
  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
  parlor_ui_wait (parlor_ui_reads (fixture, "Shall we grow beans?"));
  g_assert_false (parlor_ui_is_shown (popover));

  gtk_widget_activate_action (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "view"),
                              "conversation.back-to-place", NULL);
  parlor_ui_wait (parlor_ui_reads (fixture, "We should"));
}

/* From another conversation; and to what was never there. */
static void
test_elsewhere (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  ParlorConversation *garden = sign_in_to_garden (fixture);
  const char         *id = parlor_conversation_get_id (garden);
  ParlorMessage      *last = parlor_conversation_get_last_message (garden);
  gint64              seq = parlor_message_get_seq (last);

  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window),
                                   parlor_client_find_conversation (fixture->ada, "lobby"));
  gtk_widget_activate_action (fixture->window, "win.show-message", "(sx)", id,
                              parlor_message_get_reply_to (last));
  parlor_ui_wait (is_marked (fixture, "Shall we grow beans?"));
  g_assert_true (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) == garden);

  gtk_widget_activate_action (fixture->window, "win.show-message", "(sx)", id, seq + 1000);
  parlor_ui_wait (parlor_ui_reads (fixture, "This message is no longer there"));
  g_assert_true (parlor_ui_reads (fixture, "Shall we grow beans?"));

  /* Neither is such a conversation. */
  gtk_widget_activate_action (fixture->window, "win.show-message", "(sx)", "nowhere", seq);
  parlor_ui_settle (fixture->window);
  g_assert_true (parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)) == garden);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/jumps/quote", test_quote);
  PARLOR_UI_TEST ("/jumps/date", test_date);
  PARLOR_UI_TEST ("/jumps/elsewhere", test_elsewhere);

  return g_test_run ();
}
