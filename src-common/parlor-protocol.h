/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "parlor-limits.h"

G_BEGIN_DECLS

#define PARLOR_PROTOCOL_ERROR (parlor_protocol_error_quark ())

typedef enum {
  PARLOR_PROTOCOL_ERROR_SYNTAX,
  PARLOR_PROTOCOL_ERROR_UNKNOWN,
  PARLOR_PROTOCOL_ERROR_FIELD,
} ParlorProtocolError;

/* ParlorConversationKind, ParlorRole …: 0 is PARLOR_…_UNKNOWN. */
#define WORDS(Name, NAME, ...)     \
  typedef enum {                   \
    PARLOR_##NAME##_UNKNOWN = 0,   \
    __VA_ARGS__ PARLOR_N_##NAME##S \
  } Parlor##Name;
#define WORD(NAME, ID, word) PARLOR_##NAME##_##ID,
#include "parlor-protocol.def"

typedef enum {
#define PACKET(ID, ...) PARLOR_PACKET_##ID,
#include "parlor-protocol.def"
  PARLOR_N_PACKETS
} ParlorPacketType;

#define PACKET(ID, Struct, ...) typedef struct _Parlor##Struct##Packet Parlor##Struct##Packet;
#include "parlor-protocol.def"

/* Every struct begins with its tag; 0 is none. */
#define PACKET(ID, Struct, wire, sender, access, cost, summary, ...) \
  struct _Parlor##Struct##Packet                                     \
  {                                                                  \
    gint64 tag;                                                      \
    __VA_ARGS__                                                      \
  };
#define STR(Struct, name, ...) char *name;
#define INT(Struct, name, ...) gint64 name;
#define BOOL(Struct, name, ...) gboolean name;
#define ENUM(Struct, name, need, Name, ...) Parlor##Name name;
#define BYTES(Struct, name, ...) GBytes *name;
#define ITEM(Struct, name, need, ...) gpointer name;
#define LIST(Struct, name, ...) GPtrArray *name;
#include "parlor-protocol.def"

typedef enum {
  PARLOR_STR,
  PARLOR_INT,
  PARLOR_BOOL,
  PARLOR_ENUM,
  PARLOR_BYTES,
  PARLOR_ITEM,
  PARLOR_LIST,
} ParlorFieldKind;

typedef enum {
  PARLOR_OPTIONAL,
  PARLOR_REQUIRED,
} ParlorFieldNeed;

typedef enum {
  PARLOR_SENDER_CLIENT,
  PARLOR_SENDER_SERVER,
  PARLOR_SENDER_PART,
} ParlorSender;

typedef enum {
  PARLOR_ANYONE,
  PARLOR_USER,
  PARLOR_ADMIN,
  PARLOR_LOCAL,
} ParlorAccess;

typedef struct
{
  const char        *name;
  ParlorFieldKind    kind;
  ParlorFieldNeed    need;
  gint64             max;
  ParlorPacketType   item;  /* of an ITEM or a LIST */
  const char *const *words; /* of an ENUM: NULL-terminated, the first is number 1 */
  gsize              offset;
  const char        *summary;
} ParlorField;

typedef struct
{
  const char        *name;
  ParlorSender       sender;
  ParlorAccess       access;
  guint              cost;
  const char        *summary;
  gsize              size;
  const ParlorField *fields;
  guint              n_fields;
} ParlorPacketInfo;

/**
 * ParlorRefusal:
 * @tag: of the packet refused, 0 if it had none
 * @field: (nullable): the member at fault; static
 *
 * What an answer to a packet that could not be decoded has to name.
 */
typedef struct
{
  gint64      tag;
  const char *field;
} ParlorRefusal;

GQuark parlor_protocol_error_quark (void);

const ParlorPacketInfo *parlor_packet_info (ParlorPacketType type);

gpointer parlor_packet_new (ParlorPacketType type);
void     parlor_packet_free (ParlorPacketType type,
                             gpointer         packet);
gpointer parlor_packet_copy (ParlorPacketType type,
                             gconstpointer    packet);

GBytes  *parlor_packet_encode (ParlorPacketType type,
                               gconstpointer    packet);
gpointer parlor_packet_decode (GBytes           *bytes,
                               ParlorPacketType *ret_type,
                               GError          **error);
gpointer parlor_packet_decode_line (const char       *line,
                                    gsize             size_bytes,
                                    ParlorPacketType *ret_type,
                                    ParlorRefusal    *ret_refusal,
                                    GError          **error);

G_END_DECLS
