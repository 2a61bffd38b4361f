/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-deferral"

#include "parlor-deferral.h"

/**
 * ParlorDeferral:
 *
 * An act that somebody asked for and may still take back.  It ends once: either
 * ParlorDeferral::carried-out or ParlorDeferral::taken-back is emitted.
 */
struct _ParlorDeferral
{
  GObject parent_instance;

  gboolean has_ended;
};

G_DEFINE_FINAL_TYPE (ParlorDeferral, parlor_deferral, G_TYPE_OBJECT)

enum {
  CARRIED_OUT,
  TAKEN_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
parlor_deferral_class_init (ParlorDeferralClass *klass)
{
  /**
   * ParlorDeferral::carried-out:
   *
   * Nobody has taken it back: now it is to be done.
   */
  signals[CARRIED_OUT] =
    g_signal_new ("carried-out", PARLOR_TYPE_DEFERRAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * ParlorDeferral::taken-back:
   *
   * It is not to be done.
   */
  signals[TAKEN_BACK] =
    g_signal_new ("taken-back", PARLOR_TYPE_DEFERRAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
parlor_deferral_init (ParlorDeferral *self)
{
}

/**
 * parlor_deferral_new:
 *
 * Returns: (transfer full): an act that waits; see parlor_window_offer_undo()
 */
ParlorDeferral *
parlor_deferral_new (void)
{
  return g_object_new (PARLOR_TYPE_DEFERRAL, NULL);
}

static void
end (ParlorDeferral *self,
     guint           signal)
{
  if (self->has_ended)
    return;

  self->has_ended = TRUE;
  g_object_ref (self);
  g_signal_emit (self, signals[signal], 0);
  g_object_unref (self);
}

/**
 * parlor_deferral_carry_out:
 * @self: a deferral
 *
 * Does it now, unless it has ended.
 */
void
parlor_deferral_carry_out (ParlorDeferral *self)
{
  g_return_if_fail (PARLOR_IS_DEFERRAL (self));

  end (self, CARRIED_OUT);
}

/**
 * parlor_deferral_take_back:
 * @self: a deferral
 *
 * Does not do it, unless it has ended.
 */
void
parlor_deferral_take_back (ParlorDeferral *self)
{
  g_return_if_fail (PARLOR_IS_DEFERRAL (self));

  end (self, TAKEN_BACK);
}
