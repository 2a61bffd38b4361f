/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told to the person and waits for a word. */

#include "parlor-ui-fixture.h"

#include "parlor-client-private.h"
#include "parlor-window.h"

#define LONG_TEXT                                                                               \
  "The server moves to another machine on Sunday at noon and will be away for an hour or two. " \
  "Nothing is lost: what you write meanwhile is sent when it is back. "                         \
  "https://example.org/status tells how far we are."

static void
announce (ParlorUiFixture *fixture,
          const char      *text)
{
  const ParlorAccountPacket ben = { .account = 1, .name = (char *) "ben", .nick = (char *) "Ben" };
  ParlorAnnouncementPacket  packet = { .text = (char *) text,
                                       .author = (gpointer) &ben,
                                       .time_ms = G_GINT64_CONSTANT (1700000000000) };

  parlor_client_take_packet (fixture->ada, PARLOR_PACKET_ANNOUNCEMENT, &packet);
}

/* In the part of the window that is to be seen. */
static gboolean
is_told (ParlorUiFixture *fixture,
         const char      *part,
         const char      *text)
{
  GtkWidget *root = parlor_ui_get (fixture, GTK_TYPE_WIDGET, part);
  GtkWidget *label = parlor_ui_find_label (root, text);

  return label != NULL && gtk_widget_get_child_visible (label) && parlor_ui_is_shown (label);
}

static void
dismiss (ParlorUiFixture *fixture,
         const char      *part)
{
  GtkWidget *root = parlor_ui_get (fixture, GTK_TYPE_WIDGET, part);

  g_signal_emit_by_name (parlor_ui_find (root, GTK_TYPE_BUTTON, "announcement.dismiss"),
                         "clicked");
}

static gboolean
is_revealed (ParlorUiFixture *fixture,
             const char      *part)
{
  GtkWidget *root = parlor_ui_get (fixture, GTK_TYPE_WIDGET, part);
  GtkWidget *button = parlor_ui_find (root, GTK_TYPE_BUTTON, "announcement.dismiss");

  return gtk_revealer_get_reveal_child (
    GTK_REVEALER (gtk_widget_get_ancestor (button, GTK_TYPE_REVEALER)));
}

static void
test_announcements (ParlorUiFixture *fixture,
                    gconstpointer    data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  parlor_ui_sign_in (fixture);
  g_assert_false (is_revealed (fixture, "view"));
  announce (fixture, LONG_TEXT);
  announce (fixture, "It is back!");
  parlor_ui_wait (is_told (fixture, "view", LONG_TEXT));
  parlor_ui_wait (is_told (fixture, "view", "1 more"));
  parlor_ui_settle (fixture->window);
  parlor_ui_screenshot (fixture->window, "announcement");
  parlor_ui_assert_fits (fixture->window);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  parlor_ui_screenshot (fixture->window, "announcement-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  /* In a narrow window it is there whatever is open. */
  parlor_ui_present (fixture->window, 360, 640);
  parlor_ui_screenshot (fixture->window, "announcement-narrow");
  parlor_ui_assert_fits (fixture->window);
  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  parlor_ui_wait (is_told (fixture, "sidebar", LONG_TEXT));
  parlor_ui_screenshot (fixture->window, "announcement-narrow-sidebar");
  parlor_ui_assert_fits (fixture->window);

  dismiss (fixture, "sidebar");
  parlor_ui_wait (is_told (fixture, "sidebar", "It is back!"));
  dismiss (fixture, "sidebar");
  g_assert_false (is_revealed (fixture, "sidebar"));
  g_assert_false (is_revealed (fixture, "view"));
}

static void
invite (ParlorUiFixture    *fixture,
        ParlorConversation *conversation)
{
  const ParlorAccountPacket ben = { .account = 1, .name = (char *) "ben", .nick = (char *) "Ben" };
  const ParlorListingPacket listing = {
    .conversation = (char *) parlor_conversation_get_id (conversation),
    .kind = PARLOR_CONVERSATION_CHANNEL,
    .name = (char *) parlor_conversation_get_title (conversation),
  };
  ParlorInvitedPacket packet = { .conversation = (gpointer) &listing, .author = (gpointer) &ben };

  parlor_client_take_packet (fixture->ada, PARLOR_PACKET_INVITED, &packet);
}

static void
test_invitation (ParlorUiFixture *fixture,
                 gconstpointer    data)
{
  GListModel         *invitations = parlor_client_get_invitations (fixture->ada);
  ParlorConversation *garden;
  GtkWidget          *join;

  parlor_ui_sign_in (fixture);
  garden = parlor_ui_create (fixture->ben, PARLOR_CONVERSATION_CHANNEL, "garden", NULL);
  invite (fixture, garden);
  invite (fixture, garden);
  g_assert_cmpuint (g_list_model_get_n_items (invitations), ==, 1);
  parlor_ui_wait (parlor_ui_reads (fixture, "Ben invites you to “garden”"));
  parlor_ui_settle (fixture->window);
  parlor_ui_screenshot (fixture->window, "invitation");
  parlor_ui_assert_fits (fixture->window);

  join = parlor_ui_get (fixture, GTK_TYPE_BUTTON, "invitation.join");
  g_signal_emit_by_name (join, "clicked");
  parlor_ui_wait (
    g_strcmp0 (parlor_conversation_get_title (
                 parlor_window_get_conversation (PARLOR_WINDOW (fixture->window))),
               "garden") == 0);
  g_assert_cmpuint (g_list_model_get_n_items (invitations), ==, 0);
  g_assert_false (gtk_widget_is_sensitive (join));
}

#define ADD(name, function)                                                                \
  g_test_add ("/notices/" name, ParlorUiFixture, NULL, parlor_ui_fixture_set_up, function, \
              parlor_ui_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  parlor_ui_init (&argc, &argv);

  ADD ("announcements", test_announcements);
  ADD ("invitation", test_invitation);

  return g_test_run ();
}
