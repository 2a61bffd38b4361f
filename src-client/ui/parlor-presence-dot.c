/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-presence-dot"

#include "parlor-presence-dot.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"

/**
 * ParlorPresenceDot:
 *
 * Shows whether somebody is here, at the corner of an avatar: a full dot, a
 * crescent or a ring (style.css), so that it can be told without colours, and
 * a word for screen readers and as a tooltip.
 */
struct _ParlorPresenceDot
{
  AdwBin parent_instance;

  ParlorPresence presence;
};

G_DEFINE_FINAL_TYPE (ParlorPresenceDot, parlor_presence_dot, ADW_TYPE_BIN)

/* clang-format off */
static const char *const css_classes[PARLOR_N_PRESENCES] = {
  [PARLOR_PRESENCE_UNKNOWN] = "offline",
  [PARLOR_PRESENCE_OFFLINE] = "offline",
  [PARLOR_PRESENCE_AWAY]    = "away",
  [PARLOR_PRESENCE_ONLINE]  = "online",
};
/* clang-format on */

static void
parlor_presence_dot_class_init (ParlorPresenceDotClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "presence");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
parlor_presence_dot_init (ParlorPresenceDot *self)
{
  self->presence = PARLOR_N_PRESENCES;
  parlor_presence_dot_set_presence (self, PARLOR_PRESENCE_OFFLINE);
}

/**
 * parlor_presence_dot_set_presence:
 * @self: a dot
 * @presence: what it is to show
 */
void
parlor_presence_dot_set_presence (ParlorPresenceDot *self,
                                  ParlorPresence     presence)
{
  const char *word;

  g_return_if_fail (PARLOR_IS_PRESENCE_DOT (self));
  g_return_if_fail (presence < PARLOR_N_PRESENCES);

  if (self->presence == presence)
    return;

  self->presence = presence;
  word = parlor_presence_get_word (presence);
  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char *[]){ css_classes[presence], NULL });
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), word);
  parlor_accessible_set_label (GTK_WIDGET (self), word);
}

/**
 * parlor_presence_get_word:
 * @presence: whether somebody is here
 *
 * Returns: a word for it, translated
 */
const char *
parlor_presence_get_word (ParlorPresence presence)
{
  switch (presence) {
  case PARLOR_PRESENCE_ONLINE:
    /* Translators: somebody is connected */
    return C_ ("presence", "Online");
  case PARLOR_PRESENCE_AWAY:
    /* Translators: somebody is connected, but not at the computer */
    return C_ ("presence", "Away");
  case PARLOR_PRESENCE_OFFLINE:
  case PARLOR_PRESENCE_UNKNOWN:
  case PARLOR_N_PRESENCES:
  default:
    /* Translators: somebody is not connected */
    return C_ ("presence", "Offline");
  }
}
