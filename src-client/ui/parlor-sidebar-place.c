/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sidebar-place"

#include "parlor-sidebar-place.h"

/* Whoever wants no attention drawn to it finds it where it always is. */
static ParlorSection
find_section (ParlorAccount      *account,
              ParlorConversation *conversation)
{
  if (conversation != NULL && parlor_conversation_get_mentions (conversation) > 0 &&
      !parlor_conversation_are_notifications_muted (conversation))
    return PARLOR_SECTION_MENTIONS;
  if (account != NULL)
    return PARLOR_SECTION_PEOPLE;

  return parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_CHANNEL
           ? PARLOR_SECTION_CHANNELS
           : PARLOR_SECTION_GROUPS;
}

/**
 * parlor_sidebar_place_init:
 * @place: (out caller-allocates): to be cleared with parlor_sidebar_place_clear()
 * @account: (nullable): who a personal chat is with
 * @conversation: (nullable): if there is one
 *
 * Finds where one of both, or both as one, belongs now.
 */
void
parlor_sidebar_place_init (ParlorSidebarPlace *place,
                           ParlorAccount      *account,
                           ParlorConversation *conversation)
{
  ParlorMessage *last = NULL;
  const char    *title;

  g_return_if_fail (account != NULL || conversation != NULL);

  if (conversation != NULL)
    last = parlor_conversation_get_last_message (conversation);
  title = account != NULL ? parlor_account_get_nick (account)
                          : parlor_conversation_get_title (conversation);

  place->section = find_section (account, conversation);
  place->is_pinned = conversation != NULL && parlor_conversation_is_pinned (conversation);
  place->time_ms = last != NULL ? parlor_message_get_time_ms (last) : 0;
  place->presence = account != NULL && last == NULL ? parlor_account_get_presence (account)
                                                    : PARLOR_PRESENCE_UNKNOWN;
  place->key = g_utf8_collate_key (title != NULL ? title : "", -1);
}

/**
 * parlor_sidebar_place_clear:
 * @place: a place
 *
 * Frees what is in @place.
 */
void
parlor_sidebar_place_clear (ParlorSidebarPlace *place)
{
  g_clear_pointer (&place->key, g_free);
}

/**
 * parlor_sidebar_place_compare:
 * @one: a place
 * @other: another place
 *
 * By section; then what is pinned; then what was written in last; then who is
 * here; then by name.
 *
 * Returns: less than, equal to or greater than 0, as for qsort()
 */
int
parlor_sidebar_place_compare (const ParlorSidebarPlace *one,
                              const ParlorSidebarPlace *other)
{
  if (one->section != other->section)
    return (int) one->section - (int) other->section;
  if (one->is_pinned != other->is_pinned)
    return one->is_pinned ? -1 : 1;
  if (one->time_ms != other->time_ms)
    return one->time_ms > other->time_ms ? -1 : 1;
  if (one->presence != other->presence)
    return (int) other->presence - (int) one->presence;

  return strcmp (one->key, other->key);
}
