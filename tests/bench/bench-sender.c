/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-bench"

#include "bench-sender.h"

#include "parlor-names.h"
#include "parlor-protocol.h"

/* A text begins with two numbers of so many digits, its sender's and its own.
 * A nonce begins with the time in milliseconds, as parlor_nonce_new() has it,
 * and ends with the latter number. */
#define DIGITS 8
#define INDEX_OFFSET (DIGITS + 1)
#define NONCE_TIME_DIGITS 12
#define NONCE_INDEX_OFFSET (PARLOR_NONCE_HEX_CHARS - DIGITS)

static const char filler[] =
  " says that the ferry leaves at seven, that the tea is hot and that all of you "
  "are welcome aboard";

G_STATIC_ASSERT (sizeof filler - 1 + INDEX_OFFSET + DIGITS >= BENCH_BODY_BYTES);

static void
write_digits (char *digits,
              guint number)
{
  for (guint i = DIGITS; i > 0; i--, number /= 10)
    digits[i - 1] = '0' + number % 10;
}

static void
write_nonce (const BenchSender *sender,
             char              *nonce,
             guint              index)
{
  gint64 time_us = g_array_index (sender->sendings, BenchSending, index).time_us;
  gint64 time_ms = (sender->monotonic_epoch_us + time_us) / 1000;

  for (guint i = NONCE_TIME_DIGITS; i > 0; i--, time_ms /= 16)
    nonce[i - 1] = "0123456789abcdef"[time_ms % 16];
  write_digits (nonce + NONCE_INDEX_OFFSET, index);
}

static gboolean
read_digits (const char *digits,
             guint      *ret_number)
{
  guint number = 0;

  for (guint i = 0; i < DIGITS; i++) {
    if (!g_ascii_isdigit (digits[i]))
      return FALSE;
    number = 10 * number + digits[i] - '0';
  }

  *ret_number = number;
  return TRUE;
}

/**
 * bench_sender_new:
 * @number: its number among all senders
 * @account: number of the account, or 0
 * @conversation: where to write to
 *
 * Encodes one message; those that are sent differ from it in some digits.
 *
 * Returns: (transfer full): a sender that has not sent anything
 */
BenchSender *
bench_sender_new (guint       number,
                  gint64      account,
                  const char *conversation)
{
  BenchSender       *sender = g_new0 (BenchSender, 1);
  g_autofree char   *nonce = parlor_nonce_new ();
  char               text[BENCH_BODY_BYTES + 1];
  ParlorSendPacket   packet = { 1, (char *) conversation, nonce, text };
  g_autoptr (GBytes) frame = NULL;

  g_snprintf (text, sizeof text, "%0*u-%0*u%s", DIGITS, number, DIGITS, 0, filler);
  frame = parlor_packet_encode (PARLOR_PACKET_SEND, &packet);

  sender->number = number;
  sender->account = account;
  sender->monotonic_epoch_us = g_get_real_time () - g_get_monotonic_time ();
  sender->sendings = g_array_new (FALSE, FALSE, sizeof (BenchSending));
  sender->line_bytes = g_bytes_get_size (frame);
  sender->line = g_strndup (g_bytes_get_data (frame, NULL), sender->line_bytes);
  sender->nonce_offset = strstr (sender->line, nonce) - sender->line;
  sender->text_offset = strstr (sender->line, text) - sender->line;

  return sender;
}

/**
 * bench_sender_free:
 * @sender: (transfer full): a sender
 */
void
bench_sender_free (BenchSender *sender)
{
  g_array_unref (sender->sendings);
  g_free (sender->line);
  g_free (sender);
}

/**
 * bench_sender_next:
 * @sender: a sender
 * @now_us: monotonic time
 *
 * Writes the next message.
 *
 * Returns: (transfer none): a frame of @sender.line_bytes bytes
 */
const char *
bench_sender_next (BenchSender *sender,
                   gint64       now_us)
{
  BenchSending sending = { now_us, 0 };
  guint        index = sender->sendings->len;

  g_array_append_val (sender->sendings, sending);
  write_nonce (sender, sender->line + sender->nonce_offset, index);
  write_digits (sender->line + sender->text_offset + INDEX_OFFSET, index);

  return sender->line;
}

/**
 * bench_sender_check_text:
 * @sender: a sender
 * @index: number of a message
 * @text: what was received
 *
 * Returns: whether @text is, to the last byte, what that message said
 */
gboolean
bench_sender_check_text (const BenchSender *sender,
                         guint              index,
                         const char        *text)
{
  char expected[BENCH_BODY_BYTES + 1] = "";

  memcpy (expected, sender->line + sender->text_offset, BENCH_BODY_BYTES);
  write_digits (expected + INDEX_OFFSET, index);

  return g_str_equal (expected, text);
}

/**
 * bench_sender_check_nonce:
 * @sender: a sender
 * @index: number of a message
 * @nonce: what was received
 *
 * Returns: whether @nonce is that message's
 */
gboolean
bench_sender_check_nonce (const BenchSender *sender,
                          guint              index,
                          const char        *nonce)
{
  char expected[PARLOR_NONCE_HEX_CHARS + 1] = "";

  memcpy (expected, sender->line + sender->nonce_offset, PARLOR_NONCE_HEX_CHARS);
  write_nonce (sender, expected, index);

  return g_str_equal (expected, nonce);
}

/**
 * bench_body_parse:
 * @text: a text that was received
 * @ret_sender: (out): number of its sender
 * @ret_index: (out): number of the message
 *
 * Returns: whether @text begins as the texts of senders do
 */
gboolean
bench_body_parse (const char *text,
                  guint      *ret_sender,
                  guint      *ret_index)
{
  return strlen (text) == BENCH_BODY_BYTES &&
         read_digits (text, ret_sender) &&
         read_digits (text + INDEX_OFFSET, ret_index);
}
