/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-test-commands.h"

#define PASSWORD "correct horse"

/**
 * parlor_test_commands_set_up:
 * @fixture: to be filled
 * @config: (nullable): of the server
 *
 * Starts a server and signs both in.
 */
void
parlor_test_commands_set_up (ParlorCommandFixture *fixture,
                             gconstpointer         config)
{
  g_autoptr (ParlorLinkUri) owners = NULL;
  g_autoptr (GError)        error = NULL;

  fixture->server = parlor_test_serve (config);
  fixture->ann = parlor_test_client_new ();
  fixture->bob = parlor_test_client_new ();
  owners = parlor_test_server_read_owner_link (fixture->server);
  g_free (owners->host);
  owners->host = g_strdup ("127.0.0.1");
  parlor_test_client_sign_in (fixture->ann, owners, "ann", PASSWORD, PARLOR_SIGN_IN_REGISTER,
                              &error);
  g_assert_no_error (error);
  parlor_test_client_register (fixture->bob, fixture->server, "bob");
}

/**
 * parlor_test_commands_tear_down:
 * @fixture: a fixture
 * @config: (nullable): of the server
 */
void
parlor_test_commands_tear_down (ParlorCommandFixture *fixture,
                                gconstpointer         config)
{
  parlor_test_client_free (fixture->ann);
  parlor_test_client_free (fixture->bob);
  parlor_test_server_free (fixture->server);
}

typedef struct
{
  gboolean              is_done;
  ParlorCommandOutcome *outcome;
  GError               *error;
} Answer;

static void
on_run (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Answer *answer = user_data;

  answer->outcome = parlor_command_run_finish (result, &answer->error);
  answer->is_done = TRUE;
}

static gboolean
is_done (gpointer user_data)
{
  return ((Answer *) user_data)->is_done;
}

/**
 * parlor_test_run:
 * @context: who, and where
 * @line: what is typed
 * @error: return location for what is said against it
 *
 * Returns: (transfer full) (nullable): what came of it
 */
ParlorCommandOutcome *
parlor_test_run (const ParlorCommandContext *context,
                 const char                 *line,
                 GError                    **error)
{
  Answer answer = { 0 };

  g_test_message ("%s", line);
  parlor_command_run_async (context, line, NULL, on_run, &answer);
  parlor_test_wait (is_done, &answer);
  g_assert_true ((answer.outcome == NULL) == (answer.error != NULL));
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);

  return answer.outcome;
}

static ParlorCommandOutcome *
run (ParlorTestClient *client,
     const char       *where,
     const char       *line,
     GError          **error)
{
  const ParlorCommandContext context = {
    .client = client->client,
    .conversation = where != NULL ? parlor_test_client_find (client, where) : NULL,
  };

  return parlor_test_run (&context, line, error);
}

/**
 * parlor_test_type:
 * @client: who
 * @where: (nullable): the name of a conversation
 * @line: what is typed, which has to go well
 *
 * Returns: (transfer none) (nullable): where that leads
 */
ParlorConversation *
parlor_test_type (ParlorTestClient *client,
                  const char       *where,
                  const char       *line)
{
  g_autoptr (GError)               error = NULL;
  g_autoptr (ParlorCommandOutcome) outcome = run (client, where, line, &error);

  g_assert_no_error (error);
  if (outcome->written != NULL)
    parlor_test_client_wait_sent (client);

  return outcome->opened;
}

/**
 * parlor_test_ask:
 * @client: who
 * @where: (nullable): the name of a conversation
 * @line: what is typed, which has to go well
 *
 * Returns: (transfer full): what is shown, with a newline after each line
 */
char *
parlor_test_ask (ParlorTestClient *client,
                 const char       *where,
                 const char       *line)
{
  g_autoptr (GError)               error = NULL;
  g_autoptr (ParlorCommandOutcome) outcome = run (client, where, line, &error);
  GString                         *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < outcome->lines->len; i++)
    g_string_append_printf (text, "%s\n", (char *) outcome->lines->pdata[i]);

  return g_string_free (text, FALSE);
}

/**
 * parlor_test_refuse:
 * @client: who
 * @where: (nullable): the name of a conversation
 * @line: what is typed, which may not go well
 * @part: of what is said against it
 */
void
parlor_test_refuse (ParlorTestClient *client,
                    const char       *where,
                    const char       *line,
                    const char       *part)
{
  g_autoptr (GError)               error = NULL;
  g_autoptr (ParlorCommandOutcome) outcome = run (client, where, line, &error);

  g_assert_null (outcome);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” is not in “%s”", part, error->message);
}
