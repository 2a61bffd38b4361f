/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wrong words while one writes: with the library that knows words, and with a
 * dictionary of American English.
 */

#include "parlor-ui-fixture.h"

#include <glib/gstdio.h>

#include "parlor-dictionary.h"
#include "parlor-test-clock.h"
#include "parlor-window.h"

#define LANGUAGE "en_US"

/* Six frames; a busy machine takes longer than what is asked for. */
#define TURN_MAX_US (100 * 1000)

static GtkTextView *
get_view (ParlorUiFixture *fixture)
{
  return GTK_TEXT_VIEW (parlor_ui_get (fixture, GTK_TYPE_TEXT_VIEW, "text"));
}

/* Returns: (transfer full): what is underlined, with a space after each */
static char *
dup_wrong (ParlorUiFixture *fixture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_view (fixture));
  GString       *wrong = g_string_new (NULL);
  GtkTextIter    start, end;

  gtk_text_buffer_get_start_iter (buffer, &start);
  do {
    g_autoptr (GSList) tags = gtk_text_iter_get_toggled_tags (&start, TRUE);

    if (tags == NULL)
      continue;
    end = start;
    gtk_text_iter_forward_to_tag_toggle (&end, tags->data);
    g_string_append (wrong, gtk_text_iter_get_text (&start, &end));
    g_string_append_c (wrong, ' ');
  } while (gtk_text_iter_forward_to_tag_toggle (&start, NULL));

  return g_string_free (wrong, FALSE);
}

static gboolean
is_wrong (ParlorUiFixture *fixture,
          const char      *expected)
{
  g_autofree char *wrong = dup_wrong (fixture);

  return g_str_equal (wrong, expected);
}

static gboolean
begin (ParlorUiFixture *fixture)
{
  g_auto (GStrv)        languages = parlor_dictionary_list_languages ();
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);

  if (!g_strv_contains ((const char *const *) languages, LANGUAGE)) {
    g_test_skip ("There is no dictionary of " LANGUAGE);
    return FALSE;
  }

  g_settings_set_string (settings, "spelling", LANGUAGE);
  parlor_ui_sign_in (fixture);

  return TRUE;
}

static void
test_underline (ParlorUiFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (GSettings) settings = g_settings_new (PARLOR_APP_ID);

  if (!begin (fixture))
    return;

  /* What is being written is not wrong yet. */
  parlor_ui_type (fixture->window, "Ths is @bne and teh");
  parlor_ui_wait (is_wrong (fixture, "Ths "));
  parlor_ui_type (fixture->window, " end");
  parlor_ui_wait (is_wrong (fixture, "Ths teh "));
  parlor_ui_screenshot (fixture->window, "spelling");

  /* Nor what is being mended. */
  parlor_ui_press (fixture->window, "Home");
  for (int i = 0; i < 2; i++)
    parlor_ui_press (fixture->window, "Right");
  parlor_ui_type (fixture->window, "i");
  g_assert_true (is_wrong (fixture, "teh "));
  parlor_ui_press (fixture->window, "End");
  parlor_ui_wait (is_wrong (fixture, "teh "));

  /* Nothing of it is sent. */
  parlor_ui_press (fixture->window, "Return");
  parlor_ui_wait (parlor_ui_ben_reads (fixture, "This is @bne and teh end"));
  g_assert_true (is_wrong (fixture, ""));

  g_settings_set_string (settings, "spelling", "off");
  parlor_ui_type (fixture->window, "Ths");
  parlor_ui_settle (fixture->window);
  g_assert_true (is_wrong (fixture, ""));
  g_settings_set_string (settings, "spelling", LANGUAGE);
  parlor_ui_type (fixture->window, " is");
  parlor_ui_wait (is_wrong (fixture, "Ths "));
}

static void
assert_text (ParlorUiFixture *fixture,
             const char      *text)
{
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (get_view (fixture));
  g_autofree char *now = NULL;

  g_object_get (buffer, "text", &now, NULL);
  g_assert_cmpstr (now, ==, text);
}

static GtkWidget *
find_item (ParlorUiFixture *fixture,
           const char      *label)
{
  return parlor_ui_find_label (GTK_WIDGET (get_view (fixture)), label);
}

/* Opens the menu at the cursor and chooses what is called so. */
static void
choose (ParlorUiFixture *fixture,
        const char      *label)
{
  GtkWidget *item;

  parlor_ui_press (fixture->window, "Menu");
  parlor_ui_wait (find_item (fixture, label) != NULL &&
                  gtk_widget_get_mapped (find_item (fixture, label)));
  item = gtk_widget_get_parent (find_item (fixture, label));
  while (!gtk_widget_activate (item))
    item = gtk_widget_get_parent (item);
  parlor_ui_settle (fixture->window);
}

static void
test_menu (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  if (!begin (fixture))
    return;

  parlor_ui_type (fixture->window, "speling parlorish Frobnitz ok");
  parlor_ui_wait (is_wrong (fixture, "speling parlorish Frobnitz "));

  parlor_ui_press (fixture->window, "Home");
  choose (fixture, "spelling");
  assert_text (fixture, "spelling parlorish Frobnitz ok");

  parlor_ui_press (fixture->window, "ctrl+Right");
  choose (fixture, "Ignore");
  parlor_ui_press (fixture->window, "ctrl+Right");
  choose (fixture, "Add to Dictionary");
  parlor_ui_press (fixture->window, "End");
  parlor_ui_wait (is_wrong (fixture, ""));
}

/* Returns whether the last of what is wrong is marked. */
static gboolean
is_wrong_at_end (ParlorUiFixture *fixture)
{
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (get_view (fixture));
  GtkTextIter      start, end;
  g_autofree char *last = NULL;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_iter_backward_to_tag_toggle (&end, NULL);
  start = end;
  gtk_text_iter_backward_to_tag_toggle (&start, NULL);
  last = gtk_text_iter_get_text (&start, &end);

  return g_str_equal (last, "lasst");
}

/* However much is pasted, no frame takes long. */
static void
test_long (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  GString *text = g_string_new (NULL);
  gint64   longest_us = 0;

  if (!begin (fixture))
    return;

  for (int i = 0; text->len < 16 * 1024; i++)
    g_string_append_printf (text, "wrnog%c%c%c word ", 'a' + i % 26, 'a' + i / 26 % 26,
                            'a' + i / 676);
  g_string_append (text, " lasst end");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->window), text->str);
  parlor_ui_press (fixture->window, "ctrl+v");

  while (!is_wrong_at_end (fixture)) {
    const gint64 begin_us = parlor_test_computed_us ();

    g_main_context_iteration (NULL, FALSE);
    longest_us = MAX (longest_us, parlor_test_computed_us () - begin_us);
  }
  g_assert_cmpint (longest_us, <, TURN_MAX_US);
  g_test_message ("The longest turn of the main loop took %" G_GINT64_FORMAT " µs", longest_us);
  g_string_free (text, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("parlor-words-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, LANGUAGE ".dic", NULL);
  g_autofree char *excluded = g_build_filename (folder, LANGUAGE ".exc", NULL);
  int              result;

  /* What is added is not to be added for whoever runs the test. */
  g_setenv ("ENCHANT_CONFIG_DIR", folder, TRUE);
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/spelling/underline", test_underline);
  PARLOR_UI_TEST ("/spelling/menu", test_menu);
  PARLOR_UI_TEST ("/spelling/long", test_long);

  result = g_test_run ();
  g_unlink (file);
  g_unlink (excluded);
  g_rmdir (folder);

  return result;
}
