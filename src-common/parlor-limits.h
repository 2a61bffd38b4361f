/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What both ends agree to keep to.  Sizes are of UTF-8 text or of bytes before
 * base64, unless a name says otherwise. */

#pragma once

#define PARLOR_PROTOCOL_VERSION 1
#define PARLOR_ALPN "parlor/1"
#define PARLOR_DEFAULT_PORT 7976

/* One line of JSON, its newline included. */
#define PARLOR_FRAME_MAX_BYTES (64 * 1024)

/* A piece of a file: in base64 it takes 60 KiB, which leaves room in a frame
 * for the members around it. */
#define PARLOR_PIECE_MAX_BYTES (45 * 1024)
#define PARLOR_PIECES_IN_FLIGHT 4

#define PARLOR_TEXT_MAX_BYTES (16 * 1024)
#define PARLOR_NAME_MAX_BYTES 64
#define PARLOR_NAME_MAX_CHARS 32
#define PARLOR_TITLE_MAX_BYTES 192
#define PARLOR_TITLE_MAX_CHARS 48
#define PARLOR_TOPIC_MAX_BYTES 1024
#define PARLOR_PASSWORD_MAX_BYTES 256
#define PARLOR_PASSWORD_MIN_CHARS 8
#define PARLOR_ID_MAX_BYTES 64
#define PARLOR_NONCE_BYTES 16
#define PARLOR_NONCE_HEX_CHARS (2 * PARLOR_NONCE_BYTES)
#define PARLOR_TOKEN_MAX_BYTES 128
#define PARLOR_AGENT_MAX_BYTES 64
#define PARLOR_FILE_NAME_MAX_BYTES 200
#define PARLOR_MEDIA_TYPE_MAX_BYTES 100
#define PARLOR_SHA256_HEX_CHARS 64
#define PARLOR_PREVIEW_MAX_BYTES (8 * 1024)
#define PARLOR_PAGE_MAX_ITEMS 200
#define PARLOR_CURSORS_MAX 1000
#define PARLOR_STATUS_MAX_BYTES 256
#define PARLOR_REASON_MAX_BYTES 512
#define PARLOR_NETWORK_MAX_BYTES 64
#define PARLOR_EMOJI_MAX_BYTES 64
#define PARLOR_REACTIONS_MAX 32
#define PARLOR_MENTIONS_MAX 50
#define PARLOR_PINS_MAX 100
#define PARLOR_TYPISTS_MAX 10
#define PARLOR_AVATAR_MAX_BYTES (1024 * 1024)
#define PARLOR_INVITATIONS_MAX 50
#define PARLOR_NICKS_MAX 20
#define PARLOR_TYPING_MAX_SESSIONS 250
#define PARLOR_WATCH_MAX 300
#define PARLOR_QUERY_MAX_BYTES 512
#define PARLOR_LINK_MAX_BYTES 512
#define PARLOR_PATH_MAX_BYTES 4096
#define PARLOR_SLOW_MODE_MAX_S (24 * 60 * 60)
#define PARLOR_RETENTION_MAX_DAYS 36500

/* A place in a log, which every program that reads JSON can tell from the next (RFC 7493, 2.2). */
#define PARLOR_SEQ_MAX G_GINT64_CONSTANT (9007199254740991)

/* What "for good" is where a time has to be named: the end of the year 9999. */
#define PARLOR_FOREVER_MS G_GINT64_CONSTANT (253402300799999)

/* An image of more pixels is shown as a file: nobody decodes it. */
#define PARLOR_IMAGE_MAX_SIDE_PX 16384
#define PARLOR_IMAGE_MAX_PX (50 * 1000 * 1000)
