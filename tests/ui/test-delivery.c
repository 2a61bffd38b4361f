/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one sees of a connection that comes and goes, and of messages that wait.
 */

#include "parlor-ui-messages.h"

#include "parlor-banner.h"
#include "parlor-message-row.h"
#include "parlor-test-proxy.h"
#include "parlor-window.h"

#include <math.h>
#include <string.h>

#define CONTRAST_MIN 4.5

static GtkWidget *
get_banner (ParlorUiFixture *fixture)
{
  GtkWidget *view = parlor_ui_get (fixture, GTK_TYPE_WIDGET, "view");

  return parlor_ui_find (view, PARLOR_TYPE_BANNER, "offline");
}

/* What it says; NULL while it is hidden. */
static const char *
read_banner (ParlorUiFixture *fixture)
{
  GtkWidget *banner = get_banner (fixture);
  GtkWidget *revealer = parlor_ui_find (banner, GTK_TYPE_REVEALER, NULL);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (revealer))
           ? gtk_label_get_text (GTK_LABEL (parlor_ui_find (banner, GTK_TYPE_LABEL, "label")))
           : NULL;
}

static gboolean
banner_says (ParlorUiFixture *fixture,
             const char      *words)
{
  const char *text = read_banner (fixture);

  return text != NULL && strstr (text, words) != NULL;
}

/* Contrast, as WCAG 2 has it. */

static double
linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *colour)
{
  return 0.2126 * linear (colour->red) + 0.7152 * linear (colour->green) +
         0.0722 * linear (colour->blue);
}

/* The colour in the corner, where no text is. */
static GdkRGBA
pick_background (GtkWidget *widget)
{
  const int                 width_px = gtk_widget_get_width (widget);
  const int                 height_px = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable)  paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot              *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture)    texture = NULL;
  g_autofree guint32       *pixels = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width_px, height_px);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
    &GRAPHENE_RECT_INIT (0, 0, width_px, height_px));
  pixels = g_new (guint32, (gsize) width_px * height_px);
  gdk_texture_download (texture, (guchar *) pixels, 4 * (gsize) width_px);

  return (GdkRGBA){ (pixels[0] >> 16 & 0xff) / 255.0, (pixels[0] >> 8 & 0xff) / 255.0,
                    (pixels[0] & 0xff) / 255.0, 1 };
}

static void
assert_legible (GtkWidget *banner)
{
  GtkWidget *label = parlor_ui_find (banner, GTK_TYPE_LABEL, "label");
  GdkRGBA    back = pick_background (gtk_widget_get_parent (label));
  GdkRGBA    text;
  double     light, dark;

  gtk_style_context_get_color (gtk_widget_get_style_context (label), &text);
  text.red = text.red * text.alpha + back.red * (1 - text.alpha);
  text.green = text.green * text.alpha + back.green * (1 - text.alpha);
  text.blue = text.blue * text.alpha + back.blue * (1 - text.alpha);
  light = MAX (luminance (&text), luminance (&back));
  dark = MIN (luminance (&text), luminance (&back));
  g_test_message ("Contrast %.1f", (light + 0.05) / (dark + 0.05));
  g_assert_cmpfloat ((light + 0.05) / (dark + 0.05), >=, CONTRAST_MIN);
}

/* What has happened, when it is tried again, and a button to do so now. */
static void
test_away (ParlorUiFixture *fixture,
           gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  parlor_test_network_change (TRUE);
  parlor_ui_sign_in (fixture);
  g_assert_null (read_banner (fixture));
  parlor_test_server_stop (fixture->server);
  parlor_ui_wait (banner_says (fixture, "The server is being restarted."));
  parlor_ui_wait (banner_says (fixture, "Messages are sent when it is back. Trying again in "));
  g_assert_true (gtk_test_accessible_has_role (GTK_ACCESSIBLE (get_banner (fixture)),
                                               GTK_ACCESSIBLE_ROLE_ALERT));
  parlor_ui_screenshot (fixture->window, "banner-away");
  assert_legible (get_banner (fixture));

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_screenshot (fixture->window, "banner-away-dark");
  assert_legible (get_banner (fixture));
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  parlor_ui_present (fixture->window, 360, 600);
  parlor_ui_screenshot (fixture->window, "banner-away-narrow");
  parlor_ui_assert_fits (get_banner (fixture));

  parlor_test_server_start (fixture->server);
  parlor_ui_wait (parlor_client_get_state (fixture->ada) == PARLOR_LINK_WAITING ||
                  parlor_client_get_state (fixture->ada) == PARLOR_LINK_ONLINE);
  gtk_widget_activate (parlor_ui_find (get_banner (fixture), GTK_TYPE_BUTTON, "button"));
  parlor_ui_wait (read_banner (fixture) == NULL);
  g_assert_cmpint (parlor_client_get_state (fixture->ada), ==, PARLOR_LINK_ONLINE);
}

static void
test_no_network (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  parlor_ui_sign_in (fixture);
  parlor_test_network_change (FALSE);
  parlor_test_server_kill (fixture->server);
  parlor_ui_wait (banner_says (fixture, "There is no network."));
  parlor_ui_screenshot (fixture->window, "banner-no-network");

  parlor_test_server_start (fixture->server);
  parlor_test_network_change (TRUE);
  parlor_ui_wait (read_banner (fixture) == NULL);
}

static gboolean
note_shown (GtkWidget  *revealer,
            GParamSpec *pspec,
            guint      *n_shown)
{
  *n_shown += gtk_revealer_get_reveal_child (GTK_REVEALER (revealer));

  return FALSE;
}

/* A connection that is there again at once is not worth a word. */
static void
test_short (ParlorUiFixture *fixture,
            gconstpointer    data)
{
  GtkWidget *revealer;
  guint      n_shown = 0;
  gint64     end_us;

  parlor_test_network_change (TRUE);
  parlor_ui_sign_in (fixture);
  revealer = parlor_ui_find (get_banner (fixture), GTK_TYPE_REVEALER, NULL);
  g_signal_connect (revealer, "notify::reveal-child", G_CALLBACK (note_shown), &n_shown);
  parlor_test_server_kill (fixture->server);
  parlor_test_server_start (fixture->server);
  parlor_ui_wait (parlor_client_get_state (fixture->ada) != PARLOR_LINK_ONLINE);
  gtk_widget_activate_action (fixture->window, "win.reconnect", NULL);
  parlor_ui_wait (parlor_client_get_state (fixture->ada) == PARLOR_LINK_ONLINE);
  end_us = g_get_monotonic_time () + 1500 * 1000;
  parlor_ui_wait (g_get_monotonic_time () > end_us);
  g_assert_cmpuint (n_shown, ==, 0);
}

static GtkWidget *
find_row (ParlorUiFixture *fixture,
          const char      *text)
{
  GtkWidget *label = parlor_ui_find_label (parlor_ui_get (fixture, GTK_TYPE_WIDGET, "history"),
                                           text);

  return label != NULL ? gtk_widget_get_ancestor (label, PARLOR_TYPE_MESSAGE_ROW) : NULL;
}

static void
set_read_only (ParlorUiFixture    *fixture,
               ParlorConversation *conversation,
               const char         *value)
{
  ParlorSetPacket *packet = parlor_packet_new (PARLOR_PACKET_SET);

  packet->conversation = g_strdup (parlor_conversation_get_id (conversation));
  packet->setting = PARLOR_SETTING_READ_ONLY;
  packet->value = g_strdup (value);
  parlor_client_request_async (fixture->ben, PARLOR_PACKET_SET, packet, NULL, NULL, NULL);
}

static gboolean
is_bar_shown (ParlorUiFixture *fixture)
{
  return parlor_ui_is_shown (parlor_ui_find (fixture->window, GTK_TYPE_BUTTON, "failed.retry"));
}

/* Three are refused in Ben's club: one is given up, the others are sent again
 * when one may write; by mouse, by keyboard, and all at once. */
static void
test_failed (ParlorUiFixture *fixture,
             gconstpointer    data)
{
  static const char *const texts[] = { "First of all", "Second", "And the third" };
  ParlorConversation      *club, *bens;
  GtkWidget               *row;

  parlor_test_network_change (TRUE);
  bens = parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "club", NULL);
  parlor_conversation_get_timeline (bens);
  parlor_ui_sign_in (fixture);
  club = parlor_ui_join (fixture->ada, "club", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), club);

  parlor_test_server_kill (fixture->server);
  parlor_ui_wait (parlor_client_get_state (fixture->ada) == PARLOR_LINK_WAITING);
  parlor_ui_wait (parlor_client_get_state (fixture->ben) == PARLOR_LINK_WAITING);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    parlor_ui_send (fixture, texts[i]);
    parlor_ui_wait (find_row (fixture, texts[i]) != NULL);
  }
  parlor_ui_screenshot (fixture->window, "delivery-pending");
  g_assert_false (is_bar_shown (fixture));

  parlor_test_server_start (fixture->server);
  parlor_client_reconnect (fixture->ben);
  parlor_ui_wait (parlor_client_get_state (fixture->ben) == PARLOR_LINK_ONLINE);
  set_read_only (fixture, bens, "on");
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "It is read-only now");
  gtk_widget_activate_action (fixture->window, "win.reconnect", NULL);
  parlor_ui_wait (parlor_conversation_get_n_failed (club) == 3);
  parlor_ui_wait (is_bar_shown (fixture));
  g_assert_true (parlor_ui_reads (fixture, "3 messages were not sent."));
  parlor_ui_screenshot (fixture->window, "delivery-failed");
  parlor_ui_assert_fits (fixture->window);

  /* One is given up with the mouse. */
  row = find_row (fixture, texts[1]);
  parlor_ui_click_widget (fixture->window,
                          parlor_ui_find (row, GTK_TYPE_BUTTON, "message.discard"));
  parlor_ui_wait (parlor_conversation_get_n_failed (club) == 2);
  parlor_ui_wait (parlor_ui_reads (fixture, "2 messages were not sent."));

  /* The others go in their order. */
  set_read_only (fixture, bens, "off");
  parlor_ui_say (parlor_ui_ben_lobby (fixture), "It is not read-only any more");
  gtk_widget_grab_focus (parlor_ui_find (fixture->window, GTK_TYPE_BUTTON, "failed.retry"));
  parlor_ui_press (fixture->window, "space");
  parlor_ui_wait (parlor_conversation_get_n_failed (club) == 0);
  parlor_ui_wait (parlor_conversation_get_last_message (bens) != NULL);
  parlor_ui_wait (g_strcmp0 (parlor_message_get_text (parlor_conversation_get_last_message (bens)),
                             "And the third") == 0);
  parlor_ui_wait (!is_bar_shown (fixture));
}

static void
test_discard_all (ParlorUiFixture *fixture,
                  gconstpointer    data)
{
  ParlorConversation *club, *bens;

  parlor_test_network_change (TRUE);
  bens = parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "club", NULL);
  parlor_ui_sign_in (fixture);
  club = parlor_ui_join (fixture->ada, "club", NULL);
  parlor_window_open_conversation (PARLOR_WINDOW (fixture->window), club);
  set_read_only (fixture, bens, "on");
  parlor_conversation_send_text (club, "One", NULL);
  parlor_conversation_send_text (club, "Two", NULL);
  parlor_ui_wait (parlor_conversation_get_n_failed (club) == 2);
  parlor_ui_present (fixture->window, 400, 600);
  parlor_ui_wait (is_bar_shown (fixture));
  parlor_ui_screenshot (fixture->window, "delivery-failed-narrow");

  gtk_widget_activate_action (parlor_ui_find (fixture->window, GTK_TYPE_BUTTON, "failed.discard"),
                              "failed.discard", NULL);
  parlor_ui_answer ("Discard All");
  parlor_ui_wait (parlor_conversation_get_n_failed (club) == 0);
  parlor_ui_wait (!is_bar_shown (fixture));
  g_assert_null (find_row (fixture, "One"));
}

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);
  parlor_test_network_init ();

  PARLOR_UI_TEST ("/delivery/away", test_away);
  PARLOR_UI_TEST ("/delivery/no-network", test_no_network);
  PARLOR_UI_TEST ("/delivery/short", test_short);
  PARLOR_UI_TEST ("/delivery/failed", test_failed);
  PARLOR_UI_TEST ("/delivery/discard-all", test_discard_all);

  return g_test_run ();
}
