/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-toasts"

#include "parlor-toasts.h"

#include <glib/gi18n.h>

/* As long as one may think better of it. */
#define UNDO_S 5

/**
 * ParlorToasts:
 *
 * What a window tells without waiting for an answer, and what it does only when
 * nobody has taken it back for a moment.
 */
struct _ParlorToasts
{
  GObject parent_instance;

  AdwToastOverlay *overlay;   /* not owned: it belongs to the owner of this */
  GPtrArray       *deferrals; /* of ParlorDeferral: may still be taken back, the newest last */
};

G_DEFINE_FINAL_TYPE (ParlorToasts, parlor_toasts, G_TYPE_OBJECT)

static void
parlor_toasts_dispose (GObject *object)
{
  ParlorToasts *self = PARLOR_TOASTS (object);

  parlor_toasts_carry_out (self);
  self->overlay = NULL;

  G_OBJECT_CLASS (parlor_toasts_parent_class)->dispose (object);
}

static void
parlor_toasts_finalize (GObject *object)
{
  g_ptr_array_unref (PARLOR_TOASTS (object)->deferrals);

  G_OBJECT_CLASS (parlor_toasts_parent_class)->finalize (object);
}

static void
parlor_toasts_class_init (ParlorToastsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = parlor_toasts_dispose;
  object_class->finalize = parlor_toasts_finalize;
}

static void
parlor_toasts_init (ParlorToasts *self)
{
  self->deferrals = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * parlor_toasts_new:
 * @overlay: where they are shown; has to live as long as this
 *
 * Returns: (transfer full): the toasts of a window
 */
ParlorToasts *
parlor_toasts_new (AdwToastOverlay *overlay)
{
  ParlorToasts *self = g_object_new (PARLOR_TYPE_TOASTS, NULL);

  self->overlay = overlay;

  return self;
}

/* The title of a toast is markup: what others have named stands in a label. */
static AdwToast *
toast_new (const char *text)
{
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_custom_title (toast, g_object_new (GTK_TYPE_LABEL,
                                                   "label", text,
                                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                                   NULL));

  return toast;
}

/**
 * parlor_toasts_tell:
 * @self: toasts
 * @text: a short sentence
 *
 * Tells what became of something.
 */
void
parlor_toasts_tell (ParlorToasts *self,
                    const char   *text)
{
  g_return_if_fail (PARLOR_IS_TOASTS (self));

  adw_toast_overlay_add_toast (self->overlay, toast_new (text));
}

static void
on_ended (ParlorToasts   *self,
          ParlorDeferral *deferral)
{
  g_ptr_array_remove (self->deferrals, deferral);
}

/**
 * parlor_toasts_offer_undo:
 * @self: toasts
 * @text: what has been done, as far as the person can see
 * @deferral: has it be done, or not
 *
 * Tells of it with a button that takes it back; carries it out when the toast
 * goes, or at parlor_toasts_carry_out().
 */
void
parlor_toasts_offer_undo (ParlorToasts   *self,
                          const char     *text,
                          ParlorDeferral *deferral)
{
  AdwToast *toast;

  g_return_if_fail (PARLOR_IS_TOASTS (self));
  g_return_if_fail (PARLOR_IS_DEFERRAL (deferral));

  g_ptr_array_add (self->deferrals, g_object_ref (deferral));
  g_signal_connect_object (deferral, "carried-out",
                           G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (deferral, "taken-back",
                           G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);

  toast = toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, UNDO_S);
  g_signal_connect_object (toast, "button-clicked",
                           G_CALLBACK (parlor_deferral_take_back), deferral, G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed",
                           G_CALLBACK (parlor_deferral_carry_out), deferral, G_CONNECT_SWAPPED);
  g_signal_connect_object (deferral, "carried-out",
                           G_CALLBACK (adw_toast_dismiss), toast, G_CONNECT_SWAPPED);
  g_signal_connect_object (deferral, "taken-back",
                           G_CALLBACK (adw_toast_dismiss), toast, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->overlay, toast);
}

/**
 * parlor_toasts_undo:
 * @self: toasts
 *
 * Takes the latest act back that can be.
 *
 * Returns: whether there was one
 */
gboolean
parlor_toasts_undo (ParlorToasts *self)
{
  g_return_val_if_fail (PARLOR_IS_TOASTS (self), FALSE);

  if (self->deferrals->len == 0)
    return FALSE;

  parlor_deferral_take_back (g_ptr_array_index (self->deferrals, self->deferrals->len - 1));

  return TRUE;
}

/**
 * parlor_toasts_carry_out:
 * @self: toasts
 *
 * Does now what nobody has taken back, the oldest first.
 */
void
parlor_toasts_carry_out (ParlorToasts *self)
{
  g_return_if_fail (PARLOR_IS_TOASTS (self));

  while (self->deferrals->len > 0)
    parlor_deferral_carry_out (g_ptr_array_index (self->deferrals, 0));
}
