/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-protocol.h"

static void
assert_refuses_line (const char         *line,
                     gsize               size,
                     ParlorProtocolError code,
                     gint64              tag,
                     const char         *field)
{
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type = PARLOR_N_PACKETS;
  ParlorRefusal      refusal = { -1, "untouched" };

  g_assert_null (parlor_packet_decode_line (line, size, &type, &refusal, &error));
  g_assert_error (error, PARLOR_PROTOCOL_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (type, ==, PARLOR_N_PACKETS);
  g_assert_cmpint (refusal.tag, ==, tag);
  g_assert_cmpstr (refusal.field, ==, field);
}

static void
test_not_json (void)
{
  static const char *lines[] = {
    "",
    " ",
    "null",
    "[]",
    "\"ping\"",
    "{\"type\":\"ping\"",
    "{\"type\":\"ping\",}",
    "{'type':'ping'}",
    "{\"type\":\"ping\"}{}",
    "{}{}",
    "{\"type\":\"ping\",\"type\":\"ping\"}",
    "{\"type\":\"ping\",\"x\":1,\"x\":1}",
    "{\"type\":\"ping\",\"x\":\"\\u0000\"}",
    "{\"type\":\"ping\",\"x\":\"\\ud83d\"}",
    "{\"type\":\"ping\",\"x\":\"\xff\"}",
    "{\"type\":\"ping\",\"x\":\"\xed\xa0\x80\"}",
    "{\"type\":\"ping\",\"x\":\"\xc0\xaf\"}",
    "{\"type\":\"ping\",\"x\":NaN}",
    "{\"type\":\"ping\",\"x\":1e999}",
    "{\"type\":\"ping\",\"tag\":9223372036854775808}",
    "\xef\xbb\xbf{\"type\":\"ping\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *shown = g_strescape (lines[i], NULL);

    g_test_message ("%s", shown);
    assert_refuses_line (lines[i], strlen (lines[i]), PARLOR_PROTOCOL_ERROR_SYNTAX, 0, NULL);
  }
}

static void
test_not_a_packet (void)
{
  static const struct
  {
    const char *line;
    gint64      tag;
    const char *field;
  } cases[] = {
    { "{}", 0, "type" },
    { "{\"tag\":3}", 3, "type" },
    { "{\"type\":7,\"tag\":3}", 3, "type" },
    { "{\"type\":\"\",\"tag\":3}", 3, "type" },
    { "{\"type\":\"PING\",\"tag\":3}", 3, "type" },
    { "{\"type\":\"no-such\",\"tag\":-3}", 0, "type" },
    { "{\"type\":\"aßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßß\"}", 0, "type" },
    { "{\"type\":\"ping\",\"tag\":0}", 0, "tag" },
    { "{\"type\":\"ping\",\"tag\":-1}", 0, "tag" },
    { "{\"type\":\"ping\",\"tag\":1.5}", 0, "tag" },
    { "{\"type\":\"ping\",\"tag\":\"1\"}", 0, "tag" },
    { "{\"type\":\"ping\",\"tag\":9007199254740993}", 0, "tag" },
    { "{\"type\":\"hello\",\"tag\":3,\"version\":1e0}", 3, "version" },
    { "{\"type\":\"hello\",\"version\":1,\"agent\":[]}", 0, "agent" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gboolean is_unknown = g_str_equal (cases[i].field, "type");

    g_test_message ("%s", cases[i].line);
    assert_refuses_line (cases[i].line, strlen (cases[i].line),
                         is_unknown ? PARLOR_PROTOCOL_ERROR_UNKNOWN : PARLOR_PROTOCOL_ERROR_FIELD,
                         cases[i].tag, cases[i].field);
  }
}

static void
test_nul (void)
{
  static const char line[] = "{\"type\":\"ping\"}\0";
  static const char inside[] = "{\"type\":\"pi\0ng\"}";

  assert_refuses_line (line, sizeof line - 1, PARLOR_PROTOCOL_ERROR_SYNTAX, 0, NULL);
  assert_refuses_line (inside, sizeof inside - 1, PARLOR_PROTOCOL_ERROR_SYNTAX, 0, NULL);
}

/* As deep as a frame allows: what parses by recursion must know where to stop. */
static void
test_depth (void)
{
  static const char *openings[] = { "[", "{\"a\":", "{\"type\":\"ping\",\"x\":[[" };

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++) {
    g_autoptr (GString) line = g_string_new (NULL);

    while (line->len < PARLOR_FRAME_MAX_BYTES)
      g_string_append (line, openings[i]);
    assert_refuses_line (line->str, line->len, PARLOR_PROTOCOL_ERROR_SYNTAX, 0, NULL);
  }
}

static void
test_base64 (void)
{
  static const struct
  {
    const char *text;
    int         size; /* -1: refused */
  } cases[] = {
    { "", 0 },
    { "AA==", 1 },
    { "AAA=", 2 },
    { "+/+/", 3 },
    { "A", -1 },
    { "AA", -1 },
    { "AAA", -1 },
    { "A===", -1 },
    { "====", -1 },
    { "=AAA", -1 },
    { "AA=A", -1 },
    { "AA==AA==", -1 },
    { "-_-_", -1 },
    { "AA A", -1 },
    { "AAA\\n", -1 },
    { "AAAAAAA\\u00e4", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char         *line = g_strdup_printf ("{\"type\":\"upload-piece\",\"upload\":\"u\","
                                                             "\"offset\":0,\"data\":\"%s\"}",
                                                     cases[i].text);
    ParlorPacketType         type;
    ParlorUploadPiecePacket *packet;

    g_test_message ("%s", cases[i].text);
    if (cases[i].size < 0) {
      assert_refuses_line (line, strlen (line), PARLOR_PROTOCOL_ERROR_FIELD, 0, "data");
      continue;
    }

    packet = parlor_packet_decode_line (line, strlen (line), &type, NULL, NULL);
    g_assert_nonnull (packet);
    g_assert_cmpint (g_bytes_get_size (packet->data), ==, cases[i].size);
    parlor_packet_free (type, packet);
  }
}

/* A newer peer says more than its elder knows. */
static void
test_unknown_is_ignored (void)
{
  static const char line[] =
    "{\"new\":{\"a\":[1,null]},\"type\":\"event\",\"conversation\":\"1\",\"seq\":1,"
    "\"kind\":\"levitate\",\"time_ms\":5,"
    "\"author\":{\"account\":1,\"name\":\"ada\",\"nick\":\"Ada\",\"aura\":3}}";
  g_autoptr (GError) error = NULL;
  ParlorPacketType   type = PARLOR_N_PACKETS;
  ParlorEventPacket *event = parlor_packet_decode_line (line, strlen (line), &type, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (type, ==, PARLOR_PACKET_EVENT);
  g_assert_cmpint (event->kind, ==, PARLOR_EVENT_UNKNOWN);
  g_assert_cmpstr (((ParlorAccountPacket *) event->author)->nick, ==, "Ada");

  parlor_packet_free (type, event);
}

/* Escapes on the wire are characters in the struct, and the other way round. */
static void
test_text_survives (void)
{
  static const char *texts[] = {
    "\001\002\003\004\005\006\a\b\t\n\v\f\r\016\017\020\033\037\177",
    "line\nbreak\ttab \"quotes\" \\ back / slash",
    "שלום, עולם",
    "नमस्ते",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇪🇺",
    "\x7f\u2028",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    ParlorSendPacket send = {
      .conversation = (char *) "1",
      .nonce = (char *) "n",
      .text = (char *) texts[i],
    };
    g_autoptr (GBytes) frame = parlor_packet_encode (PARLOR_PACKET_SEND, &send);
    ParlorPacketType   type;
    ParlorSendPacket  *got = parlor_packet_decode (frame, &type, NULL);

    g_assert_nonnull (got);
    g_assert_cmpstr (got->text, ==, texts[i]);
    g_assert_null (memchr (g_bytes_get_data (frame, NULL), '\n', g_bytes_get_size (frame) - 1));
    parlor_packet_free (type, got);
  }
}

static void
assert_fits_frame (ParlorPacketType type,
                   gconstpointer    packet)
{
  g_autoptr (GBytes) frame = parlor_packet_encode (type, packet);

  g_assert_cmpuint (g_bytes_get_size (frame), <=, PARLOR_FRAME_MAX_BYTES);
}

/* The limits are such that the largest of everything fits into a frame, be it
 * written in escapes. */
static void
test_largest_fit (gconstpointer data)
{
  g_autofree char       *text = g_strnfill (PARLOR_TEXT_MAX_BYTES, *(const char *) data);
  g_autofree char       *name = g_strnfill (PARLOR_FILE_NAME_MAX_BYTES, '"');
  g_autofree char       *id = g_strnfill (PARLOR_ID_MAX_BYTES, 'i');
  g_autofree char       *nonce = g_strnfill (PARLOR_NONCE_HEX_CHARS, 'f');
  g_autofree char       *nick = g_strnfill (PARLOR_TITLE_MAX_BYTES, '"');
  guint8                *zeros = g_malloc0 (PARLOR_PIECE_MAX_BYTES);
  g_autoptr (GBytes)     piece = g_bytes_new_take (zeros, PARLOR_PIECE_MAX_BYTES);
  g_autoptr (GBytes)     preview = g_bytes_new_from_bytes (piece, 0, PARLOR_PREVIEW_MAX_BYTES);
  ParlorAccountPacket    author = { .account = G_MAXINT64, .name = nick, .nick = nick };
  ParlorAttachmentPacket attachment = {
    .attachment = id,
    .name = name,
    .media_type = name,
    .size_bytes = G_MAXINT64,
    .preview = preview,
  };
  ParlorEventPacket event = {
    .tag = G_MAXINT64,
    .conversation = id,
    .seq = G_MAXINT64,
    .kind = PARLOR_EVENT_MESSAGE,
    .author = &author,
    .time_ms = G_MAXINT64,
    .nonce = nonce,
    .text = text,
    .attachment = &attachment,
  };
  ParlorUploadPiecePacket upload = {
    .tag = G_MAXINT64,
    .upload = nonce,
    .offset = G_MAXINT64,
    .data = piece,
  };
  ParlorPiecePacket down = {
    .tag = G_MAXINT64,
    .attachment = id,
    .offset = G_MAXINT64,
    .size_bytes = G_MAXINT64,
    .data = piece,
  };
  ParlorConversationPacket conversation = {
    .tag = G_MAXINT64,
    .conversation = id,
    .name = nick,
    .topic = name,
    .with = &author,
    .last = &event,
  };

  assert_fits_frame (PARLOR_PACKET_EVENT, &event);
  assert_fits_frame (PARLOR_PACKET_UPLOAD_PIECE, &upload);
  assert_fits_frame (PARLOR_PACKET_PIECE, &down);
  assert_fits_frame (PARLOR_PACKET_CONVERSATION, &conversation);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol-lines/not-json", test_not_json);
  g_test_add_func ("/protocol-lines/not-a-packet", test_not_a_packet);
  g_test_add_func ("/protocol-lines/nul", test_nul);
  g_test_add_func ("/protocol-lines/depth", test_depth);
  g_test_add_func ("/protocol-lines/base64", test_base64);
  g_test_add_func ("/protocol-lines/unknown-is-ignored", test_unknown_is_ignored);
  g_test_add_func ("/protocol-lines/text-survives", test_text_survives);
  g_test_add_data_func ("/protocol-lines/largest-fit/quotes", "\"", test_largest_fit);
  g_test_add_data_func ("/protocol-lines/largest-fit/line-breaks", "\n", test_largest_fit);
  g_test_add_data_func ("/protocol-lines/largest-fit/tabs", "\t", test_largest_fit);

  return g_test_run ();
}
