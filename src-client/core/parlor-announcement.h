/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-account.h"

G_BEGIN_DECLS

#define PARLOR_TYPE_ANNOUNCEMENT (parlor_announcement_get_type ())

G_DECLARE_FINAL_TYPE (ParlorAnnouncement, parlor_announcement, PARLOR, ANNOUNCEMENT, GObject)

ParlorAnnouncement *parlor_announcement_new (const char    *text,
                                             ParlorAccount *author,
                                             gint64         time_ms);

const char    *parlor_announcement_get_text (ParlorAnnouncement *self);
ParlorAccount *parlor_announcement_get_author (ParlorAnnouncement *self);
gint64         parlor_announcement_get_time_ms (ParlorAnnouncement *self);

G_END_DECLS
