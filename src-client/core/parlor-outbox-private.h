/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by parlor-outbox.c, -add.c, which prepares what is to be sent, and
 * -send.c, which sends it. */

#pragma once

#include "parlor-outbox.h"

G_BEGIN_DECLS

/* A message that is on its way; counted references. */
typedef struct
{
  ParlorOutbox        *outbox; /* not owned; for the timer */
  ParlorConversation  *conversation;
  ParlorMessage       *message;
  ParlorCacheOutgoing *record; /* its error tells whether it has failed */
  GCancellable        *cancellable;
  gboolean             is_on_disk;   /* only then it is sent */
  gboolean             is_preparing; /* its preview is being made */
  gboolean             is_in_flight; /* an answer is awaited */
  gboolean             is_over;      /* it left the outbox */
  guint                retry_id;
} Outgoing;

struct _ParlorOutbox
{
  GObject parent_instance;

  ParlorClient *client; /* not owned; NULL once closed */
  ParlorCache  *cache;
  char         *folder;
  GPtrArray    *items; /* of Outgoing, as they were written */
  gint64        last_position;
};

Outgoing *parlor_outbox_ref_outgoing (Outgoing *outgoing);
void      parlor_outbox_unref_outgoing (gpointer outgoing);

Outgoing         *parlor_outbox_append (ParlorOutbox        *self,
                                        ParlorConversation  *conversation,
                                        ParlorMessage       *message,
                                        ParlorCacheOutgoing *record);
void              parlor_outbox_keep (ParlorOutbox *self,
                                      Outgoing     *outgoing);
void              parlor_outbox_start (ParlorOutbox *self,
                                       Outgoing     *outgoing);
void              parlor_outbox_remove (ParlorOutbox *self,
                                        Outgoing     *outgoing);
void              parlor_outbox_drop (ParlorOutbox *self,
                                      Outgoing     *outgoing);
void              parlor_outbox_fail (ParlorOutbox *self,
                                      Outgoing     *outgoing,
                                      const GError *error);
char             *parlor_outbox_get_path (ParlorOutbox        *self,
                                          ParlorCacheOutgoing *record);
ParlorAttachment *parlor_outbox_make_attachment (ParlorOutbox              *self,
                                                 const ParlorCacheOutgoing *record);

G_END_DECLS
