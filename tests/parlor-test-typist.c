/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-typist"

#include "parlor-test-typist.h"

/**
 * parlor_test_typist_set_up:
 * @self: zeroes
 * @unused: nothing
 *
 * Has Ada and Ben make accounts.
 */
void
parlor_test_typist_set_up (ParlorTestTypist *self, gconstpointer unused)
{
  g_autoptr (ParlorTestPeer) ada = NULL;
  g_autofree char           *password = parlor_test_password_of ("ada");
  char                      *environment[5] = { NULL };

  if (!parlor_test_terminal_is_possible ())
    return;

  self->server = parlor_test_serve ("tokens-burst = 100000\n");
  ada = parlor_test_enter (self->server, "ada");
  self->ben = parlor_test_enter (self->server, "ben");
  self->folder = g_dir_make_tmp ("parlor-typing-XXXXXX", NULL);
  self->link = g_strdup_printf ("parlor://127.0.0.1:%u/?fp=%s",
                                parlor_test_server_get_port (self->server),
                                parlor_test_server_get_fingerprint (self->server));
  environment[0] = g_strdup_printf ("XDG_DATA_HOME=%s", self->folder);
  environment[1] = g_strdup_printf ("P=%s", password);
  environment[2] = g_strdup_printf ("C=%s", g_getenv ("PARLOR_TEST_CLI"));
  environment[3] = g_strdup_printf ("L=%s", self->link);
  self->terminal =
    parlor_test_terminal_new (self->folder, (const char *const *) environment, 60, 16);
  for (guint i = 0; i < 4; i++)
    g_free (environment[i]);
}

/**
 * parlor_test_typist_tear_down:
 * @self: a typist
 * @unused: nothing
 */
void
parlor_test_typist_tear_down (ParlorTestTypist *self, gconstpointer unused)
{
  const char *argv[] = { "rm", "-r", self->folder, NULL };

  if (self->terminal == NULL)
    return;

  parlor_test_terminal_free (self->terminal);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  parlor_test_peer_free (self->ben);
  parlor_test_server_free (self->server);
  g_free (self->folder);
  g_free (self->link);
}

/**
 * parlor_test_typist_start:
 * @self: a typist
 * @options: for the program
 *
 * Starts it as Ada, and waits until she can type.
 */
void
parlor_test_typist_start (ParlorTestTypist *self, const char *options)
{
  g_autofree char *line =
    g_strdup_printf ("clear; PARLOR_PASSWORD=\"$P\" \"$C\" \"$L\" --name ada %s; echo left: $?",
                     options);

  parlor_test_terminal_enter (self->terminal, line);
  parlor_test_terminal_expect_last (self->terminal, "#lobby>");
}

/**
 * parlor_test_typist_leave:
 * @self: a typist whose line has the cursor at its end
 *
 * Leaves, as one should be able to.
 */
void
parlor_test_typist_leave (ParlorTestTypist *self)
{
  parlor_test_terminal_press (self->terminal, "C-u C-d");
  parlor_test_terminal_expect (self->terminal, "left: 0");
}

/**
 * parlor_test_typist_hear:
 * @self: a typist
 * @text: what Ben is to hear next in the lobby
 */
void
parlor_test_typist_hear (ParlorTestTypist *self, const char *text)
{
  parlor_test_hear_text (self->ben, "lobby", text);
}
