/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-target.h"

#include "parlor-link-uri.h"

static void
clear_account (gpointer data)
{
  BenchAccount *account = data;

  g_free (account->token);
}

/**
 * bench_target_new:
 * @name: what results are to be called by
 * @text: "PID@ADDRESS:PORT"
 * @is_relay: whether it is a relay
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a target without accounts
 */
BenchTarget *
bench_target_new (const char *name,
                  const char *text,
                  gboolean    is_relay,
                  GError    **error)
{
  char                     *at = NULL;
  guint64                   pid = g_ascii_strtoull (text, &at, 10);
  g_autoptr (ParlorLinkUri) uri = NULL;
  GSocketAddress           *address;
  BenchTarget              *target;

  if (pid == 0 || *at != '@') {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "“%s” is not PID@ADDRESS:PORT", text);
    return NULL;
  }

  uri = parlor_link_uri_parse_address (at + 1, error);
  if (uri == NULL)
    return NULL;

  address = g_inet_socket_address_new_from_string (uri->host, uri->port);
  if (address == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "“%s” is not an address", uri->host);
    return NULL;
  }

  target = g_new0 (BenchTarget, 1);
  target->name = g_strdup (name);
  target->is_relay = is_relay;
  target->pid = pid;
  target->address = address;
  target->accounts = g_array_new (FALSE, TRUE, sizeof (BenchAccount));
  g_array_set_clear_func (target->accounts, clear_account);
  target->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return target;
}

/**
 * bench_target_free:
 * @target: (transfer full): a target
 */
void
bench_target_free (BenchTarget *target)
{
  g_free (target->name);
  g_object_unref (target->address);
  g_array_unref (target->accounts);
  g_hash_table_unref (target->rooms);
  g_free (target);
}

/**
 * bench_script_new:
 *
 * Returns: (transfer full): an empty script: #BenchStep s that a connection
 *   takes one after the other
 */
GQueue *
bench_script_new (void)
{
  return g_queue_new ();
}

static void
step_free (gpointer data)
{
  BenchStep *step = data;

  g_bytes_unref (step->frame);
  g_free (step);
}

/**
 * bench_script_free:
 * @script: (transfer full): a script
 */
void
bench_script_free (GQueue *script)
{
  g_queue_free_full (script, step_free);
}

static void
add_step (GQueue *script,
          GBytes *frame,
          guint   answer)
{
  BenchStep *step = g_new (BenchStep, 1);

  *step = (BenchStep){ frame, answer };
  g_queue_push_tail (script, step);
}

/**
 * bench_script_add:
 * @script: a script
 * @type: type of @packet
 * @packet: what to send
 * @answer: what to wait for before the next step
 */
void
bench_script_add (GQueue          *script,
                  ParlorPacketType type,
                  gconstpointer    packet,
                  ParlorPacketType answer)
{
  add_step (script, parlor_packet_encode (type, packet), answer);
}

/**
 * bench_script_add_hello:
 * @script: a script
 *
 * Opens the session.
 */
void
bench_script_add_hello (GQueue *script)
{
  ParlorHelloPacket hello = { .version = PARLOR_PROTOCOL_VERSION };

  bench_script_add (script, PARLOR_PACKET_HELLO, &hello, PARLOR_PACKET_WELCOME);
}

/**
 * bench_script_add_sign_in:
 * @script: a script
 * @target: a server that knows @account
 * @account: index of an account
 *
 * Opens the session and signs in with the token of @account.
 */
void
bench_script_add_sign_in (GQueue            *script,
                          const BenchTarget *target,
                          guint              account)
{
  BenchAccount           *who = &g_array_index (target->accounts, BenchAccount, account);
  ParlorSignInTokenPacket sign_in = { .token = who->token };

  bench_script_add_hello (script);
  bench_script_add (script, PARLOR_PACKET_SIGN_IN_TOKEN, &sign_in, PARLOR_PACKET_SIGNED_IN);
}

/**
 * bench_script_add_resume:
 * @script: a script
 *
 * Asks for everything that happens from then on.
 */
void
bench_script_add_resume (GQueue *script)
{
  ParlorResumePacket resume = { 0 };

  bench_script_add (script, PARLOR_PACKET_RESUME, &resume, PARLOR_PACKET_RESUMED);
}

/**
 * bench_script_add_relay:
 * @script: a script
 * @reads: the log to listen to
 * @writes: the log to add to
 *
 * Says to a relay all that it wants to know.
 */
void
bench_script_add_relay (GQueue     *script,
                        const char *reads,
                        const char *writes)
{
  char *line = g_strdup_printf ("%s %s\n", reads, writes);

  add_step (script, g_bytes_new_take (line, strlen (line)), PARLOR_N_PACKETS);
}
