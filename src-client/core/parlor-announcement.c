/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-announcement"

#include "parlor-announcement.h"

/**
 * ParlorAnnouncement:
 *
 * What an administrator told everyone who is connected.  It never changes.
 */
struct _ParlorAnnouncement
{
  GObject parent_instance;

  char          *text;
  ParlorAccount *author;
  gint64         time_ms;
};

G_DEFINE_FINAL_TYPE (ParlorAnnouncement, parlor_announcement, G_TYPE_OBJECT)

static void
parlor_announcement_finalize (GObject *object)
{
  ParlorAnnouncement *self = PARLOR_ANNOUNCEMENT (object);

  g_free (self->text);
  g_clear_object (&self->author);

  G_OBJECT_CLASS (parlor_announcement_parent_class)->finalize (object);
}

static void
parlor_announcement_class_init (ParlorAnnouncementClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_announcement_finalize;
}

static void
parlor_announcement_init (ParlorAnnouncement *self)
{
}

/**
 * parlor_announcement_new:
 * @text: what is told
 * @author: (nullable): who tells it; %NULL for whoever runs the machine
 * @time_ms: when, Unix time in milliseconds
 *
 * Returns: (transfer full): an announcement
 */
ParlorAnnouncement *
parlor_announcement_new (const char    *text,
                         ParlorAccount *author,
                         gint64         time_ms)
{
  ParlorAnnouncement *self = g_object_new (PARLOR_TYPE_ANNOUNCEMENT, NULL);

  self->text = g_strdup (text);
  g_set_object (&self->author, author);
  self->time_ms = time_ms;

  return self;
}

const char *
parlor_announcement_get_text (ParlorAnnouncement *self)
{
  g_return_val_if_fail (PARLOR_IS_ANNOUNCEMENT (self), NULL);

  return self->text;
}

/**
 * parlor_announcement_get_author:
 * @self: an announcement
 *
 * Returns: (transfer none) (nullable): who tells it; %NULL for whoever runs the
 *   machine
 */
ParlorAccount *
parlor_announcement_get_author (ParlorAnnouncement *self)
{
  g_return_val_if_fail (PARLOR_IS_ANNOUNCEMENT (self), NULL);

  return self->author;
}

gint64
parlor_announcement_get_time_ms (ParlorAnnouncement *self)
{
  g_return_val_if_fail (PARLOR_IS_ANNOUNCEMENT (self), 0);

  return self->time_ms;
}
