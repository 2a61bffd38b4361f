/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one does with a message: by its menu, its bar, and by keys. */

#include "parlor-ui-messages.h"

#include <string.h>

#include "parlor-frequent-emoji.h"
#include "parlor-message-bar.h"
#include "parlor-message-row.h"
#include "parlor-pin-row.h"
#include "parlor-pins-dialog.h"
#include "parlor-reaction-chip.h"
#include "parlor-reaction-picker.h"
#include "parlor-reactions-dialog.h"
#include "parlor-versions-dialog.h"
#include "parlor-window.h"

static void
ben_changes (ParlorUiFixture *fixture,
             ParlorEventKind  kind,
             gint64           seq,
             const char      *value)
{
  parlor_conversation_change_async (parlor_ui_ben_lobby (fixture), kind, seq, value, NULL, NULL,
                                    NULL);
}

/* As Ben has it. */
static ParlorMessage *
ben_message (ParlorUiFixture *fixture,
             GtkWidget       *row)
{
  return parlor_conversation_find_message (parlor_ui_ben_lobby (fixture),
                                           parlor_message_get_seq (parlor_ui_message_of (row)));
}

static GtkWidget *
find_popover (GtkWidget *row,
              GType      type)
{
  GtkWidget *popover = parlor_ui_find (row, type, NULL);

  return parlor_ui_is_shown (popover) ? popover : NULL;
}

static gboolean
offers (GtkWidget  *popover,
        const char *label)
{
  return parlor_ui_is_shown (parlor_ui_find_label (popover, label));
}

static void
close_menu (ParlorUiFixture *fixture,
            GtkWidget       *row)
{
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (parlor_ui_find (row, GTK_TYPE_POPOVER_MENU, NULL) == NULL);
}

/* Only what one may do is offered. */
static void
test_menu (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *bens, *adas, *menu;
  int        x_px, y_px;

  parlor_ui_sign_in (fixture);
  bens = parlor_ui_ben_says (fixture, "What is for lunch today?");
  adas = parlor_ui_ada_says (fixture, "Noodles with beans");

  parlor_ui_locate (fixture, parlor_ui_find_text (fixture, "What is for lunch today?"), &x_px,
                    &y_px);
  parlor_ui_right_click (fixture->window, x_px, y_px);
  parlor_ui_wait ((menu = find_popover (bens, GTK_TYPE_POPOVER_MENU)) != NULL);
  g_assert_true (offers (menu, "Reply"));
  g_assert_true (offers (menu, "React…"));
  g_assert_true (offers (menu, "Copy"));
  g_assert_true (offers (menu, "Quote"));
  g_assert_true (offers (menu, "Select"));
  g_assert_false (offers (menu, "Edit"));
  g_assert_false (offers (menu, "Pin"));
  g_assert_false (offers (menu, "Delete"));
  g_assert_false (offers (menu, "Delete…"));
  g_assert_false (offers (menu, "Show Edits"));
  g_assert_false (offers (menu, "Discard"));
  g_assert_false (offers (menu, "Select All"));
  close_menu (fixture, bens);

  gtk_widget_grab_focus (adas);
  parlor_ui_press (fixture->window, "shift+F10");
  parlor_ui_wait ((menu = find_popover (adas, GTK_TYPE_POPOVER_MENU)) != NULL);
  g_assert_true (offers (menu, "Edit"));
  g_assert_true (offers (menu, "Delete"));
  g_assert_false (offers (menu, "Pin"));
  close_menu (fixture, adas);
}

/* The bar comes and goes, and nothing moves. */
static void
test_bar (ParlorUiFixture *fixture,
          gconstpointer    data)
{
  GtkWidget *row, *bar;
  int        height_px;

  parlor_ui_sign_in (fixture);
  row = parlor_ui_ben_says (fixture, "Shall we paint the door?");
  parlor_ui_ben_says (fixture, "Or only the window?");
  height_px = gtk_widget_get_height (row);

  parlor_ui_point_at (fixture, row);
  parlor_ui_wait (parlor_ui_is_shown (bar = parlor_ui_find (row, PARLOR_TYPE_MESSAGE_BAR, NULL)));
  parlor_ui_settle (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (row), ==, height_px);
  parlor_ui_screenshot (fixture->window, "message-bar");

  parlor_ui_click_widget (fixture->window, parlor_ui_find (bar, GTK_TYPE_BUTTON, "message.reply"));
  parlor_ui_type (fixture->window, "Both");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "Both"));
  g_assert_cmpint (parlor_message_get_reply_to (
                     parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture))),
                   ==, parlor_message_get_seq (parlor_ui_message_of (row)));

  parlor_ui_point (fixture->window, 5, 5);
  parlor_ui_wait (parlor_ui_find (row, PARLOR_TYPE_MESSAGE_BAR, NULL) == NULL);
  g_assert_cmpint (gtk_widget_get_height (row), ==, height_px);
}

static gint64
last_seq (ParlorUiFixture *fixture)
{
  return parlor_message_get_seq (
    parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture)));
}

/* With nothing but a keyboard. */
static void
test_keys (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget       *first, *second, *text, *row;
  g_autofree char *label = NULL;

  parlor_ui_sign_in (fixture);
  first = parlor_ui_ben_says (fixture, "One");
  second = parlor_ui_ada_says (fixture, "Two");
  text = parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text");

  /* From the composer to the messages. */
  gtk_widget_grab_focus (text);
  parlor_ui_press (fixture->window, "shift+Tab");
  parlor_ui_press (fixture->window, "shift+Tab");
  row = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (row == second || gtk_widget_is_ancestor (row, second));
  parlor_ui_press (fixture->window, "Up");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == first);
  parlor_ui_press (fixture->window, "Down");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == second);
  parlor_ui_press (fixture->window, "Home");
  parlor_ui_press (fixture->window, "End");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == second);

  parlor_ui_press (fixture->window, "ctrl+e");
  parlor_ui_press (fixture->window, "ctrl+a");
  parlor_ui_type (fixture->window, "Three");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (g_strcmp0 (parlor_message_get_text (ben_message (fixture, second)), "Three") ==
                  0);

  gtk_widget_grab_focus (first);
  parlor_ui_press (fixture->window, "Escape");
  g_assert_true (gtk_widget_is_focus (text));

  /* Enter answers, letters are written. */
  gtk_widget_grab_focus (first);
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_type (fixture->window, "dear Ben");
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "dear Ben"));
  g_assert_cmpint (parlor_message_get_reply_to (
                     parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture))),
                   ==, parlor_message_get_seq (parlor_ui_message_of (first)));

  /* A message is one thing to a screen reader, with all that belongs to it. */
  ben_changes (fixture, PARLOR_EVENT_REACT, last_seq (fixture), "🎉");
  row = parlor_ui_find_row (fixture, "dear Ben");
  parlor_ui_wait (parlor_message_get_reactions (parlor_ui_message_of (row)) != NULL);
  label = gtk_test_accessible_check_property (GTK_ACCESSIBLE (row),
                                              GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  g_assert_nonnull (strstr (label, "dear Ben. 1 × 🎉. In reply to Ben: One"));
}

static void
test_copy (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *row, *label;

  parlor_ui_sign_in (fixture);
  row = parlor_ui_ben_says (fixture, "The code of the door is 1234");
  gtk_widget_grab_focus (row);
  parlor_ui_press (fixture->window, "ctrl+c");
  parlor_ui_assert_copied (fixture, "The code of the door is 1234");

  /* What is selected of it, if anything is. */
  label = parlor_ui_find_text (fixture, "The code of the door is 1234");
  gtk_label_select_region (GTK_LABEL (label), 24, 28);
  gtk_widget_activate_action (row, "message.copy", NULL);
  parlor_ui_assert_copied (fixture, "1234");
  gtk_label_select_region (GTK_LABEL (label), 0, 0);
  gtk_widget_grab_focus (label);
  parlor_ui_press (fixture->window, "ctrl+c");
  parlor_ui_assert_copied (fixture, "The code of the door is 1234");
}

static ParlorReactionChip *
find_chip (GtkWidget *row)
{
  GtkWidget *chip = parlor_ui_find (row, PARLOR_TYPE_REACTION_CHIP, NULL);

  return parlor_ui_is_shown (chip) ? PARLOR_REACTION_CHIP (chip) : NULL;
}

static gboolean
has_reaction (ParlorMessage *message,
              const char    *emoji,
              gint64         count,
              gboolean       is_mine)
{
  const GPtrArray *reactions = parlor_message_get_reactions (message);

  for (guint i = 0; reactions != NULL && i < reactions->len; i++) {
    const ParlorReactionPacket *reaction = reactions->pdata[i];

    if (g_str_equal (reaction->emoji, emoji))
      return reaction->count == count && reaction->mine == is_mine;
  }

  return count == 0;
}

static void
test_reactions (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  GtkWidget          *row, *picker;
  ParlorReactionChip *chip;

  parlor_ui_sign_in (fixture);
  row = parlor_ui_ben_says (fixture, "The cake is ready");

  gtk_widget_grab_focus (row);
  parlor_ui_press (fixture->window, "ctrl+period");
  parlor_ui_wait ((picker = find_popover (row, PARLOR_TYPE_REACTION_PICKER)) != NULL);
  g_signal_emit_by_name (gtk_widget_get_ancestor (parlor_ui_find_label (picker, "🎉"),
                                                  GTK_TYPE_BUTTON),
                         "clicked");
  parlor_ui_wait (has_reaction (ben_message (fixture, row), "🎉", 1, FALSE));
  parlor_ui_wait (find_chip (row) != NULL);
  chip = find_chip (row);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip)));

  ben_changes (fixture, PARLOR_EVENT_REACT, parlor_message_get_seq (parlor_ui_message_of (row)),
               "🎉");
  ben_changes (fixture, PARLOR_EVENT_REACT, parlor_message_get_seq (parlor_ui_message_of (row)),
               "🍰");
  parlor_ui_wait (has_reaction (parlor_ui_message_of (row), "🎉", 2, TRUE) &&
                  has_reaction (parlor_ui_message_of (row), "🍰", 1, FALSE));
  g_assert_true (find_chip (row) == chip);
  parlor_ui_screenshot (fixture->window, "reactions");

  /* By a click one takes it back; a second one at once does nothing. */
  parlor_ui_click_widget (fixture->window, GTK_WIDGET (chip));
  gtk_widget_activate (GTK_WIDGET (chip));
  parlor_ui_wait (has_reaction (ben_message (fixture, row), "🎉", 1, TRUE));
  parlor_ui_wait (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip)));

  /* Who it was. */
  gtk_widget_activate_action (row, "message.show-reactions", NULL);
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_REACTIONS_DIALOG) != NULL);
  parlor_ui_wait (parlor_ui_find_label (parlor_ui_find_window (PARLOR_TYPE_REACTIONS_DIALOG),
                                        "🍰") != NULL);
  g_assert_nonnull (
    parlor_ui_find_label (parlor_ui_find_window (PARLOR_TYPE_REACTIONS_DIALOG), "Ben"));
  parlor_ui_screenshot (parlor_ui_find_window (PARLOR_TYPE_REACTIONS_DIALOG), "reactions-dialog");
  parlor_ui_press (parlor_ui_find_window (PARLOR_TYPE_REACTIONS_DIALOG), "Escape");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_REACTIONS_DIALOG) == NULL);
}

/* Without a server nothing changes, and one is told. */
static void
test_reaction_offline (ParlorUiFixture *fixture,
                       gconstpointer    data)
{
  GtkWidget *row;

  parlor_ui_sign_in (fixture);
  row = parlor_ui_ben_says (fixture, "Nobody hears me");
  ben_changes (fixture, PARLOR_EVENT_REACT, parlor_message_get_seq (parlor_ui_message_of (row)),
               "👍");
  parlor_ui_wait (find_chip (row) != NULL);

  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (parlor_client_get_status_text (fixture->ada) != NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_chip (row)), TRUE);
  parlor_ui_wait (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_chip (row))));
  parlor_ui_wait (parlor_ui_is_shown (
    parlor_ui_find (fixture->window, g_type_from_name ("AdwToastWidget"), NULL)));
}

static void
test_versions (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  GtkWidget *row, *dialog, *mark;

  parlor_ui_sign_in (fixture);
  row = parlor_ui_ada_says (fixture, "The meeting is at <b>nine</b>");
  parlor_conversation_change_async (
    parlor_window_get_conversation (PARLOR_WINDOW (fixture->window)), PARLOR_EVENT_EDIT,
    parlor_message_get_seq (parlor_ui_message_of (row)), "The meeting is at ten", NULL, NULL, NULL);
  parlor_ui_wait (parlor_ui_find_row (fixture, "The meeting is at ten") != NULL);
  parlor_ui_settle (fixture->window);

  mark = parlor_ui_find_text (fixture, "edited");
  g_assert_true (parlor_ui_is_shown (mark));
  parlor_ui_click_widget (fixture->window, mark);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_VERSIONS_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_find_label (dialog, "The meeting is at <b>nine</b>") != NULL);
  g_assert_nonnull (parlor_ui_find_label (dialog, "The meeting is at ten"));
  parlor_ui_screenshot (dialog, "versions-dialog");
  parlor_ui_press (dialog, "Escape");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_VERSIONS_DIALOG) == NULL);
}

/* In a channel that Ada has made. */
static void
test_pins (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorConversation *club, *bens;
  GtkWidget          *row, *dialog, *unpin;

  parlor_ui_sign_in (fixture);
  club = parlor_ui_create (fixture->ada, PARLOR_CONVERSATION_CHANNEL, "club", NULL);
  bens = parlor_ui_join (fixture->ben, "club", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), club);
  parlor_ui_say (bens, "The key is under the stone");
  parlor_ui_wait (parlor_ui_find_row (fixture, "The key is under the stone") != NULL);
  row = parlor_ui_find_row (fixture, "The key is under the stone");

  gtk_widget_grab_focus (row);
  parlor_ui_press (fixture->window, "ctrl+shift+p");
  parlor_ui_wait (parlor_message_is_pinned (parlor_conversation_get_last_message (bens)));
  parlor_ui_wait (parlor_message_is_pinned (parlor_ui_message_of (row)));
  parlor_ui_screenshot (fixture->window, "pinned");

  gtk_widget_activate_action (row, "conversation.show-pins", NULL);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_PINS_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_find (dialog, PARLOR_TYPE_PIN_ROW, NULL) != NULL);
  parlor_ui_screenshot (dialog, "pins-dialog");

  /* One leads to where it was written. */
  g_signal_emit_by_name (parlor_ui_find (dialog, PARLOR_TYPE_PIN_ROW, NULL), "activate");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_PINS_DIALOG) == NULL);
  g_assert_true (parlor_ui_is_shown (row));

  gtk_widget_activate_action (row, "conversation.show-pins", NULL);
  parlor_ui_wait ((dialog = parlor_ui_find_window (PARLOR_TYPE_PINS_DIALOG)) != NULL);
  parlor_ui_wait (parlor_ui_find (dialog, PARLOR_TYPE_PIN_ROW, NULL) != NULL);
  unpin =
    parlor_ui_find (parlor_ui_find (dialog, PARLOR_TYPE_PIN_ROW, NULL), GTK_TYPE_BUTTON, NULL);
  g_signal_emit_by_name (unpin, "clicked");
  parlor_ui_wait (!parlor_message_is_pinned (parlor_ui_message_of (row)));
  parlor_ui_wait (parlor_ui_find (dialog, PARLOR_TYPE_PIN_ROW, NULL) == NULL);
  parlor_ui_press (dialog, "Escape");
  parlor_ui_wait (parlor_ui_find_window (PARLOR_TYPE_PINS_DIALOG) == NULL);
}

/* Those that are used most come first, and habits change. */
static void
test_frequent_emoji (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);
  g_auto (GStrv)        usual = NULL;
  g_auto (GStrv)        now = NULL;
  g_auto (GStrv)        later = NULL;

  g_settings_reset (settings, "reaction-uses");
  usual = parlor_frequent_emoji_get (settings, 6);
  g_assert_cmpuint (g_strv_length (usual), ==, 6);
  parlor_frequent_emoji_note (settings, "🦆");
  parlor_frequent_emoji_note (settings, "🦆");
  parlor_frequent_emoji_note (settings, usual[5]);
  now = parlor_frequent_emoji_get (settings, 6);
  g_assert_cmpstr (now[0], ==, "🦆");
  g_assert_cmpstr (now[1], ==, usual[5]);
  g_assert_cmpstr (now[2], ==, usual[0]);
  g_assert_cmpuint (g_strv_length (now), ==, 6);

  for (int i = 0; i < 1000; i++)
    parlor_frequent_emoji_note (settings, usual[0]);
  for (int i = 0; i < 100; i++)
    parlor_frequent_emoji_note (settings, usual[1]);
  later = parlor_frequent_emoji_get (settings, 2);
  g_assert_cmpstr (later[0], ==, usual[1]);
  g_assert_cmpstr (later[1], ==, usual[0]);
  g_settings_reset (settings, "reaction-uses");
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/acts/menu", test_menu);
  PARLOR_UI_TEST ("/acts/bar", test_bar);
  PARLOR_UI_TEST ("/acts/keys", test_keys);
  PARLOR_UI_TEST ("/acts/copy", test_copy);
  PARLOR_UI_TEST ("/acts/reactions", test_reactions);
  PARLOR_UI_TEST ("/acts/reaction-offline", test_reaction_offline);
  PARLOR_UI_TEST ("/acts/versions", test_versions);
  PARLOR_UI_TEST ("/acts/pins", test_pins);
  g_test_add_func ("/acts/frequent-emoji", test_frequent_emoji);

  return g_test_run ();
}
