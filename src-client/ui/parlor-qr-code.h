/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define PARLOR_TYPE_QR_CODE (parlor_qr_code_get_type ())

G_DECLARE_FINAL_TYPE (ParlorQrCode, parlor_qr_code, PARLOR, QR_CODE, GObject)

GdkPaintable *parlor_qr_code_new (const char *text);

G_END_DECLS
