/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PARLOR_CERTIFICATE_TRUST "trust"

GtkWidget *parlor_certificate_dialog_new (GtkWindow  *parent,
                                          const char *host,
                                          const char *fingerprint);
GtkWidget *parlor_certificate_dialog_new_changed (GtkWindow  *parent,
                                                  const char *pinned,
                                                  const char *offered);

G_END_DECLS
