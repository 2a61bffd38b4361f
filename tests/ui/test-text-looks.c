/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that can be written, in all shapes of the window: nothing may be cut off or
 * leave it.  What is seen is saved as pictures. */

#include "parlor-ui-fixture.h"

#include "parlor-window.h"

#define N_PARTS 3

/* What is seen at once. */
static const struct
{
  const char *by_ben[4];
  const char *by_ada[3];
} parts[N_PARTS] = {
  { { "*bold*, _italic_, ~struck~, *_both_* and `inline code` in one line, with snake_case_names",
      "Ask @ada or @ben in #lobby; it is written at "
      "https://example.org/a/page?with=some&words=1",
      "> Shall we move the meeting to four?\n> > It was at three.\n"
      "Yes. I have to leave at five." },
    { "*bold*, _italic_, ~struck~ and `code`, @ben",
      "> He asked\nand I say: https://example.org" } },
  { { "Try this:\n```python\ndef greet(name):\n    # <b>not bold</b> &amp; </span>\n"
      "    print(f\"Hello, {name}! This is a rather long line of code, which is wrapped\")\n"
      "```",
      "<b>hostile</b> &amp; </span> <a href=\"x\">markup</a>" },
    { "```\nls -l ~/Documents/*.txt | sort\n```", "👍🎉" } },
  { { "مرحبا، *هذا نص عريض* و `code` هنا\nand a line of English\nשלום _עולם_",
      "> اقتباس بالعربية\nجواب",
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
      "gesellschaftsangehörigenversammlungsprotokollführerin" },
    { "> اقتباس بالعربية\n```\necho \"مرحبا\"\n```" } },
};

static void
talk (ParlorUiFixture *fixture,
      guint            part)
{
  ParlorConversation *lobby = parlor_client_find_conversation (fixture->ada, "lobby");

  for (guint i = 0; i < G_N_ELEMENTS (parts[part].by_ben) && parts[part].by_ben[i] != NULL; i++)
    parlor_ui_say (parlor_ui_ben_lobby (fixture), parts[part].by_ben[i]);
  for (guint i = 0; i < G_N_ELEMENTS (parts[part].by_ada) && parts[part].by_ada[i] != NULL; i++)
    parlor_ui_say (lobby, parts[part].by_ada[i]);
}

static void
act (ParlorUiFixture *fixture,
     const char      *text)
{
  g_autoptr (GError) error = NULL;

  parlor_conversation_send (parlor_ui_ben_lobby (fixture),
                            &(ParlorMessageBody){ .text = text, .is_action = TRUE }, &error);
  g_assert_no_error (error);
  parlor_ui_wait (parlor_conversation_get_last_message (parlor_client_find_conversation (
                    fixture->ada, "lobby")) != NULL &&
                  g_strcmp0 (parlor_message_get_text (parlor_conversation_get_last_message (
                               parlor_client_find_conversation (fixture->ada, "lobby"))),
                             text) == 0);
}

static void
take_picture (ParlorUiFixture *fixture,
              const char      *name,
              int              width_px,
              int              height_px)
{
  parlor_ui_present (fixture->window, width_px, height_px);
  parlor_ui_screenshot (fixture->window, name);
  parlor_ui_assert_fits (fixture->window);
}

static void
take_part (ParlorUiFixture *fixture,
           guint            part,
           const char      *name,
           int              width_px,
           int              height_px)
{
  g_autofree char *numbered = g_strdup_printf ("%s-%u", name, part + 1);

  take_picture (fixture, numbered, width_px, height_px);
}

static void
test_looks (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  parlor_ui_sign_in (fixture);
  for (guint i = 0; i < N_PARTS; i++) {
    talk (fixture, i);
    take_part (fixture, i, "text-light", 900, 700);
    adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
    take_part (fixture, i, "text-dark", 900, 700);
    adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
    take_part (fixture, i, "text-narrow", 360, 800);
  }
}

static void
test_large (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int          dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  parlor_ui_sign_in (fixture);
  for (guint i = 0; i < N_PARTS; i++) {
    talk (fixture, i);
    take_part (fixture, i, "text-large", 900, 800);
  }
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
test_rtl (ParlorUiFixture *fixture,
          gconstpointer    data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  parlor_ui_sign_in (fixture);
  for (guint i = 0; i < N_PARTS; i++) {
    talk (fixture, i);
    take_part (fixture, i, "text-rtl", 900, 700);
  }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_actions (ParlorUiFixture *fixture,
              gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Hello");
  act (fixture, "waves at *everybody*, and @ada most of all");
  act (fixture, "writes\n```c\nint a;\n```\nand goes");
  act (fixture, "> quotes nothing but this");
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "Back again");
  take_picture (fixture, "text-actions", 700, 600);
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  PARLOR_UI_TEST ("/text-looks/looks", test_looks);
  PARLOR_UI_TEST ("/text-looks/large", test_large);
  PARLOR_UI_TEST ("/text-looks/rtl", test_rtl);
  PARLOR_UI_TEST ("/text-looks/actions", test_actions);

  return g_test_run ();
}
