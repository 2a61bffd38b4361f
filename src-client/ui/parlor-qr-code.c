/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-qr-code"

#include "parlor-qr-code.h"

#include <gtk/gtk.h>
#include <qrencode.h>

/* Modules that have to stay free around it: ISO/IEC 18004. */
#define QUIET_ZONE 4
/* At which size cameras of phones read it from a screen without effort. */
#define MODULE_PX 5

/**
 * ParlorQrCode:
 *
 * A QR code: black on white whatever the style, since some cameras read no other, and each
 * module of the same whole number of pixels, so that its edges are sharp.
 */
struct _ParlorQrCode
{
  GObject parent_instance;

  QRcode *code;
};

static void parlor_qr_code_paintable_init (GdkPaintableInterface *interface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (ParlorQrCode, parlor_qr_code, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE,
                                                      parlor_qr_code_paintable_init))
/* clang-format on */

static int
count_modules (ParlorQrCode *self)
{
  return self->code->width + 2 * QUIET_ZONE;
}

static gboolean
is_black (ParlorQrCode *self,
          int           x,
          int           y)
{
  return x < self->code->width && (self->code->data[y * self->code->width + x] & 1) != 0;
}

/* One rectangle for neighbours in a row: no seams, and fewer of them. */
static void
snapshot_row (ParlorQrCode          *self,
              GdkSnapshot           *snapshot,
              const graphene_rect_t *origin,
              int                    y)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  const float   module_px = origin->size.width;

  for (int x = 0; x < self->code->width; x++) {
    graphene_rect_t rect;
    int             end = x;

    while (is_black (self, end, y))
      end++;
    if (end == x)
      continue;

    graphene_rect_init (&rect, origin->origin.x + x * module_px, origin->origin.y + y * module_px,
                        (end - x) * module_px, module_px);
    gtk_snapshot_append_color (snapshot, &black, &rect);
    x = end;
  }
}

static void
parlor_qr_code_snapshot (GdkPaintable *paintable,
                         GdkSnapshot  *snapshot,
                         double        width_px,
                         double        height_px)
{
  ParlorQrCode   *self = PARLOR_QR_CODE (paintable);
  const GdkRGBA   white = { 1, 1, 1, 1 };
  const int       n_modules = count_modules (self);
  const int       module_px = MAX ((int) (MIN (width_px, height_px) / n_modules), 1);
  const int       left_px = (int) (width_px - n_modules * module_px) / 2;
  const int       top_px = (int) (height_px - n_modules * module_px) / 2;
  graphene_rect_t rect;

  graphene_rect_init (&rect, left_px, top_px, n_modules * module_px, n_modules * module_px);
  gtk_snapshot_append_color (snapshot, &white, &rect);

  graphene_rect_init (&rect, left_px + QUIET_ZONE * module_px, top_px + QUIET_ZONE * module_px,
                      module_px, module_px);
  for (int y = 0; y < self->code->width; y++)
    snapshot_row (self, snapshot, &rect, y);
}

static int
parlor_qr_code_get_intrinsic_size (GdkPaintable *paintable)
{
  return count_modules (PARLOR_QR_CODE (paintable)) * MODULE_PX;
}

static GdkPaintableFlags
parlor_qr_code_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
parlor_qr_code_paintable_init (GdkPaintableInterface *interface)
{
  interface->snapshot = parlor_qr_code_snapshot;
  interface->get_intrinsic_width = parlor_qr_code_get_intrinsic_size;
  interface->get_intrinsic_height = parlor_qr_code_get_intrinsic_size;
  interface->get_flags = parlor_qr_code_get_flags;
}

static void
parlor_qr_code_finalize (GObject *object)
{
  QRcode_free (PARLOR_QR_CODE (object)->code);

  G_OBJECT_CLASS (parlor_qr_code_parent_class)->finalize (object);
}

static void
parlor_qr_code_class_init (ParlorQrCodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_qr_code_finalize;
}

static void
parlor_qr_code_init (ParlorQrCode *self)
{
}

/**
 * parlor_qr_code_new:
 * @text: what a camera is to read, up to about two thousand bytes
 *
 * Returns: (transfer full) (nullable): the code; %NULL if @text is too long for one
 */
GdkPaintable *
parlor_qr_code_new (const char *text)
{
  QRcode       *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  ParlorQrCode *self;

  if (code == NULL)
    return NULL;

  self = g_object_new (PARLOR_TYPE_QR_CODE, NULL);
  self->code = code;

  return GDK_PAINTABLE (self);
}
