/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is written with signs in it, and how it is shown: styles, code, quotes,
 * links and names. */

#include "parlor-ui-fixture.h"

#include "parlor-code-block.h"
#include "parlor-limits.h"
#include "parlor-message-row.h"
#include "parlor-message-text.h"
#include "parlor-window.h"

#include <string.h>

#define QUESTION "*Which* of them is _meant_ with `int *p;`, ~the first~?"
#define CODE_MESSAGE                                 \
  "Look at this:\n```c\n"                            \
  "int main (void)\n{\n  return *x * 2; // <b>\n}\n" \
  "```\nDoes it *work*?"

static void
ben_says (ParlorUiFixture *fixture,
          const char      *text)
{
  parlor_ui_say (parlor_ui_ben_lobby (fixture), text);
}

static ParlorConversation *
lobby_of (ParlorUiFixture *fixture)
{
  return parlor_client_find_conversation (fixture->ada, "lobby");
}

static GtkWidget *
history_of (ParlorUiFixture *fixture)
{
  return parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history");
}

static GtkWidget *
last_row (ParlorUiFixture *fixture)
{
  GtkListBox    *list = GTK_LIST_BOX (parlor_ui_find (history_of (fixture), GTK_TYPE_LIST_BOX,
                                                      NULL));
  GtkListBoxRow *last = NULL;

  for (int i = 0; gtk_list_box_get_row_at_index (list, i) != NULL; i++)
    last = gtk_list_box_get_row_at_index (list, i);

  return GTK_WIDGET (last);
}

/* Waits until @text is what was written last. */
static GtkWidget *
wait_for (ParlorUiFixture *fixture,
          const char      *text)
{
  ParlorMessage *last;

  parlor_ui_wait ((last = parlor_conversation_get_last_message (lobby_of (fixture))) != NULL &&
                  g_strcmp0 (parlor_message_get_text (last), text) == 0);
  parlor_ui_settle (fixture->window);

  return last_row (fixture);
}

static GtkWidget *
find_css_class (GtkWidget  *root,
                const char *css_class)
{
  GtkWidget *found = NULL;

  if (gtk_widget_has_css_class (root, css_class))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_css_class (child, css_class);

  return found;
}

static guint
count_widgets (GtkWidget *root)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);

  return n;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
assert_copied (ParlorUiFixture *fixture,
               const char      *expected)
{
  g_autofree char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->window), NULL, on_read, &text);
  parlor_ui_wait (text != NULL);
  g_assert_cmpstr (text, ==, expected);
}

/* Where @part is written in @label. */
static void
find_part (ParlorUiFixture *fixture,
           GtkWidget       *label,
           const char      *part,
           double          *ret_x_px,
           double          *ret_y_px)
{
  GtkWidget *content =
    adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window));
  const char    *text = gtk_label_get_text (GTK_LABEL (label));
  const char    *found = strstr (text, part);
  PangoRectangle place;
  int            x_px, y_px;

  g_assert_nonnull (found);
  pango_layout_index_to_pos (gtk_label_get_layout (GTK_LABEL (label)), found - text + 1, &place);
  gtk_label_get_layout_offsets (GTK_LABEL (label), &x_px, &y_px);
  gtk_widget_translate_coordinates (label, content, x_px + PANGO_PIXELS (place.x) + 2,
                                    y_px + PANGO_PIXELS (place.y) + 6, ret_x_px, ret_y_px);
}

static void
click_on (ParlorUiFixture *fixture,
          GtkWidget       *label,
          const char      *part)
{
  double x_px, y_px;

  find_part (fixture, label, part, &x_px, &y_px);
  parlor_ui_click (fixture->window, x_px, y_px);
}

/* Who comes to a message by key comes to all of it first. */
static void
focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW));
  gtk_widget_grab_focus (widget);
}

/* Signs that style are not shown; a screen reader does not read them, nor does the
 * sidebar show them. */
static void
test_styles (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  GtkWidget *row;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, QUESTION);
  row = wait_for (fixture, QUESTION);
  g_assert_nonnull (
    parlor_ui_find_label (row, "Which of them is meant with int *p;, the first?"));
  g_assert_true (parlor_ui_reads (fixture, "Ben: Which of them is meant with int *p;, the first?"));
}

/* What peers write is never markup. */
static void
test_hostile_markup (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  static const char *texts[] = {
    "<b>bold</b> &amp; </span> <a href=\"x\">y</a>",
    "*</span>* `<i>` _&lt;_ @ben</a>",
    "https://example.org/?a=<b>&b=\"><span size='99999'>",
    "https://example.org/?a=1&lt;b&amp;c=' www.&quot;.org/&",
  };

  parlor_ui_sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    GtkWidget *row;

    ben_says (fixture, texts[i]);
    row = wait_for (fixture, texts[i]);
    if (strpbrk (texts[i], "*") == NULL)
      g_assert_nonnull (parlor_ui_find_label (row, texts[i]));
  }
  g_assert_nonnull (parlor_ui_find_label (history_of (fixture), "</span> <i> &lt; @ben</a>"));
}

static gboolean
shows_tooltip (GtkWidget  *label,
               GtkTooltip *tooltip)
{
  gboolean is_shown = FALSE;

  g_signal_emit_by_name (label, "query-tooltip", 0, 0, TRUE, tooltip, &is_shown);

  return is_shown;
}

/* The tooltip of a link takes markup, too: whatever is in the address. */
static void
test_tooltip (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  static const char     *text = "https://example.org/?a=1&b='x&amp;y<i>";
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  GtkWidget             *label;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, text);
  label = parlor_ui_find_label (wait_for (fixture, text), text);
  g_assert_nonnull (label);
  /* By keyboard, the link under the focus is the one asked about. */
  gtk_widget_child_focus (label, GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (gtk_label_get_current_uri (GTK_LABEL (label)), ==,
                   "https://example.org/?a=1&b='x&amp;y");
  g_assert_true (shows_tooltip (label, tooltip));
}

/* Opens the menu at @part of @label. */
static void
open_menu (ParlorUiFixture *fixture,
           GtkWidget       *label,
           const char      *part)
{
  double x_px, y_px;

  find_part (fixture, label, part, &x_px, &y_px);
  parlor_ui_right_click (fixture->window, x_px, y_px);
  parlor_ui_wait (parlor_ui_is_shown (parlor_ui_find_label (history_of (fixture), "Reply")));
}

/* The address can be copied, not only opened; a name is none. */
static void
test_copy_link (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  static const char *text = "@ben wrote www.example.org/a_b_c.";
  GtkWidget         *label, *item;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, text);
  label = parlor_ui_find_label (wait_for (fixture, text), text);
  open_menu (fixture, label, "@ben");
  g_assert_null (parlor_ui_find_label (history_of (fixture), "Copy Link"));
  parlor_ui_press (fixture->window, "Escape");
  parlor_ui_wait (parlor_ui_find_label (history_of (fixture), "Reply") == NULL);

  open_menu (fixture, label, "example");
  item = parlor_ui_find_label (history_of (fixture), "Copy Link");
  g_assert_nonnull (item);
  gtk_widget_activate (gtk_widget_get_parent (item));
  parlor_ui_settle (fixture->window);
  assert_copied (fixture, "https://www.example.org/a_b_c");
}

static void
test_code (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *row, *button;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, CODE_MESSAGE);
  row = wait_for (fixture, CODE_MESSAGE);
  g_assert_nonnull (parlor_ui_find (row, PARLOR_TYPE_CODE_BLOCK, NULL));
  g_assert_nonnull (parlor_ui_find_label (row, "Look at this:"));
  g_assert_nonnull (parlor_ui_find_label (row, "c"));
  g_assert_nonnull (
    parlor_ui_find_label (row, "int main (void)\n{\n  return *x * 2; // <b>\n}"));
  g_assert_nonnull (parlor_ui_find_label (row, "Does it work?"));

  button = find_css_class (row, "copy");
  focus (button);
  parlor_ui_press (fixture->window, "space");
  assert_copied (fixture, "int main (void)\n{\n  return *x * 2; // <b>\n}");
  parlor_ui_wait (parlor_ui_reads (fixture, "Copied"));
}

/* One that names somebody leads there. */
static void
test_mentions (ParlorUiFixture *fixture,
               gconstpointer    data)
{
  ParlorWindow       *window = PARLOR_WINDOW (fixture->window);
  ParlorConversation *garden;
  GtkWidget          *row;

  parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  parlor_ui_sign_in (fixture);
  garden = parlor_ui_join (fixture->ada, "garden", NULL);
  parlor_window_open_conversation (window, lobby_of (fixture));

  ben_says (fixture, "Ask @ben in #garden, not @nobody in #nowhere");
  row = wait_for (fixture, "Ask @ben in #garden, not @nobody in #nowhere");
  g_assert_null (find_css_class (row, "mentioned"));
  click_on (fixture,
            parlor_ui_find_label (row, "Ask @ben in #garden, not @nobody in #nowhere"), "#garden");
  g_assert_true (parlor_window_get_conversation (window) == garden);

  parlor_window_open_conversation (window, lobby_of (fixture));
  parlor_ui_settle (fixture->window);
  row = last_row (fixture);
  click_on (fixture,
            parlor_ui_find_label (row, "Ask @ben in #garden, not @nobody in #nowhere"), "@nobody");
  g_assert_true (parlor_window_get_conversation (window) == lobby_of (fixture));
  click_on (fixture,
            parlor_ui_find_label (row, "Ask @ben in #garden, not @nobody in #nowhere"), "@ben");
  g_assert_cmpstr (parlor_conversation_get_title (parlor_window_get_conversation (window)), ==,
                   "Ben");
}

static void
test_mentions_reader (ParlorUiFixture *fixture,
                      gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  ben_says (fixture, "Hello @Ada!");
  g_assert_nonnull (find_css_class (wait_for (fixture, "Hello @Ada!"), "mentioned"));
  ben_says (fixture, "Hello `@ada`!");
  g_assert_null (find_css_class (wait_for (fixture, "Hello `@ada`!"), "mentioned"));
  ben_says (fixture, "> Hello @all");
  g_assert_nonnull (find_css_class (wait_for (fixture, "> Hello @all"), "mentioned"));
}

/* Somebody may come to be known later than what is written about them. */
static void
test_known_later (ParlorUiFixture *fixture,
                  gconstpointer    data)
{
  ParlorClient *carl;
  GtkWidget    *label;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, "Where is @carl?");
  label = parlor_ui_find_label (wait_for (fixture, "Where is @carl?"), "Where is @carl?");
  g_assert_false (gtk_label_get_use_markup (GTK_LABEL (label)));

  carl = parlor_ui_person_new (fixture->server, "carl", "Carl");
  parlor_ui_wait (parlor_client_find_account (fixture->ada, "carl") != NULL);
  parlor_ui_wait (gtk_label_get_use_markup (GTK_LABEL (label)));
  parlor_ui_client_free (carl);
}

/* An edit may make something else of it altogether, and does so at once. */
static void
test_edit (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  ParlorMessage *message;
  GtkWidget     *row;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, "plain");
  row = wait_for (fixture, "plain");
  message = parlor_conversation_get_last_message (parlor_ui_ben_lobby (fixture));

  for (guint i = 0; i < 2; i++) {
    parlor_conversation_change_async (parlor_ui_ben_lobby (fixture), PARLOR_EVENT_EDIT,
                                      parlor_message_get_seq (message), CODE_MESSAGE, NULL, NULL,
                                      NULL);
    parlor_ui_wait (parlor_ui_find_label (row, "Does it work?") != NULL);
    g_assert_null (parlor_ui_find_label (row, "plain"));
    focus (find_css_class (row, "copy"));

    parlor_conversation_change_async (parlor_ui_ben_lobby (fixture), PARLOR_EVENT_EDIT,
                                      parlor_message_get_seq (message), "*plain*", NULL, NULL,
                                      NULL);
    parlor_ui_wait (parlor_ui_find_label (row, "plain") != NULL);
    g_assert_null (parlor_ui_find (row, PARLOR_TYPE_CODE_BLOCK, NULL));
  }
  g_assert_true (last_row (fixture) == row);
}

/* Who copies all of a message gets it as it was written; who copies a part, that. */
static void
test_copy (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *label;

  parlor_ui_sign_in (fixture);
  ben_says (fixture, "a *bold* word");
  label = parlor_ui_find_label (wait_for (fixture, "a *bold* word"), "a bold word");
  focus (label);
  gtk_label_select_region (GTK_LABEL (label), 0, -1);
  parlor_ui_press (fixture->window, "ctrl+c");
  assert_copied (fixture, "a *bold* word");
  gtk_label_select_region (GTK_LABEL (label), 0, 6);
  parlor_ui_press (fixture->window, "ctrl+c");
  assert_copied (fixture, "a bold");
}

static double
top_px (ParlorUiFixture *fixture,
        GtkWidget       *row)
{
  double x_px, y_px;

  gtk_widget_translate_coordinates (row, fixture->window, 0, 0, &x_px, &y_px);

  return y_px;
}

static GtkWidget *
show_long_message (ParlorUiFixture *fixture)
{
  g_autoptr (GString) text = g_string_new ("*First* line");

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "\nline %u", i);
  g_string_append (text, "\nRead this to the end, @ada");
  parlor_ui_sign_in (fixture);
  for (guint i = 0; i < 25; i++)
    ben_says (fixture, "Something short");
  ben_says (fixture, text->str);

  return wait_for (fixture, text->str);
}

/* Of a long message one sees the beginning, until one asks for more: it grows
 * downwards. */
static void
test_long (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GtkWidget *row = show_long_message (fixture);
  GtkWidget *button = find_css_class (row, "show-more");
  double     before_px;

  g_assert_cmpint (gtk_widget_get_height (row), <, 900);
  g_assert_nonnull (button);
  g_assert_nonnull (find_css_class (row, "mentioned"));
  gtk_widget_grab_focus (row);
  for (guint i = 0; i < 5 && gtk_root_get_focus (GTK_ROOT (fixture->window)) != button; i++)
    parlor_ui_press (fixture->window, "Tab");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == button);
  before_px = top_px (fixture, row);
  parlor_ui_screenshot (fixture->window, "text-long");
  parlor_ui_press (fixture->window, "space");
  g_assert_null (find_css_class (row, "show-more"));
  g_assert_cmpint (gtk_widget_get_height (row), >, 1500);
  g_assert_cmpfloat (top_px (fixture, row), ==, before_px);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == row);
}

/* It does so as well if its beginning is above what is seen. */
static void
test_long_beginning (ParlorUiFixture *fixture,
                     gconstpointer    data)
{
  GtkWidget     *row = show_long_message (fixture);
  GtkWidget     *scroller = parlor_ui_get (fixture, GTK_TYPE_SCROLLED_WINDOW, "scroller");
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  double before_px;

  ben_says (fixture, "And something else");
  wait_for (fixture, "And something else");
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 5);
  parlor_ui_settle (fixture->window);
  before_px = top_px (fixture, row);
  g_assert_cmpfloat (before_px, <, top_px (fixture, scroller));
  g_signal_emit_by_name (find_css_class (row, "show-more"), "clicked");
  parlor_ui_settle (fixture->window);
  g_assert_cmpint (gtk_widget_get_height (row), >, 1500);
  g_assert_cmpfloat (top_px (fixture, row), ==, before_px);
}

/* As long as can be sent, and made to cost much. */
static void
test_hostile_size (ParlorUiFixture *fixture,
                   gconstpointer    data)
{
  static const char *units[] = { "*a* ", "```\na\n```\n", "> a\n>> b\n", "www.a ", "a\xcc\x81",
                                 "@ben ", "`a` _b_ " };

  parlor_ui_sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    while (text->len + strlen (units[i]) < PARLOR_TEXT_MAX_BYTES)
      g_string_append (text, units[i]);
    ben_says (fixture, text->str);
    g_assert_cmpuint (count_widgets (wait_for (fixture, text->str)), <, 1000);
  }
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/message-text/styles", test_styles);
  PARLOR_UI_TEST ("/message-text/hostile-markup", test_hostile_markup);
  PARLOR_UI_TEST ("/message-text/tooltip", test_tooltip);
  PARLOR_UI_TEST ("/message-text/copy-link", test_copy_link);
  PARLOR_UI_TEST ("/message-text/code", test_code);
  PARLOR_UI_TEST ("/message-text/mentions", test_mentions);
  PARLOR_UI_TEST ("/message-text/mentions-reader", test_mentions_reader);
  PARLOR_UI_TEST ("/message-text/known-later", test_known_later);
  PARLOR_UI_TEST ("/message-text/edit", test_edit);
  PARLOR_UI_TEST ("/message-text/copy", test_copy);
  PARLOR_UI_TEST ("/message-text/long", test_long);
  PARLOR_UI_TEST ("/message-text/long-beginning", test_long_beginning);
  PARLOR_UI_TEST ("/message-text/hostile-size", test_hostile_size);

  return g_test_run ();
}
