/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "parlor-client.h"
#include "parlor-rich-text.h"

G_BEGIN_DECLS

gboolean parlor_text_names_is_known (ParlorClient       *client,
                                     ParlorConversation *conversation,
                                     ParlorSpanKind      kind,
                                     const char         *name);
gboolean parlor_text_names_is_reader (ParlorClient *client,
                                      const char   *mention);
gboolean parlor_text_names_have_reader (ParlorClient         *client,
                                        const ParlorRichText *rich);
guint    parlor_text_names_hash (const ParlorRichText *rich);
void     parlor_text_names_open (ParlorClient *client,
                                 GtkWidget    *widget,
                                 const char   *name);

G_END_DECLS
