/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done with a conversation as a whole, for the menus of the list
 * and of the conversation itself.  The actions are the window's. */

#define G_LOG_DOMAIN "parlor-conversation-menu"

#include "parlor-conversation-menu.h"

#include <glib/gi18n.h>

static void
append (GMenu      *section,
        const char *label,
        const char *action,
        GVariant   *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (section, item);
}

static void
append_section (GMenu *menu,
                GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static GMenu *
attention_section (ParlorConversation *conversation)
{
  const char *id = parlor_conversation_get_id (conversation);
  GMenu      *section = g_menu_new ();

  if (parlor_conversation_get_unread (conversation) > 0)
    append (section, _ ("Mark as _Read"), "win.mark-read", g_variant_new_string (id));
  else if (parlor_conversation_get_last_message (conversation) != NULL)
    append (section, _ ("Mark as _Unread"), "win.mark-unread", g_variant_new_string (id));

  if (parlor_conversation_is_pinned (conversation))
    append (section, _ ("Un_pin"), "win.unpin", g_variant_new_string (id));
  else
    append (section, _ ("_Pin"), "win.pin", g_variant_new_string (id));

  if (parlor_conversation_are_notifications_muted (conversation))
    append (section, _ ("Un_mute Notifications"), "win.unmute-notifications",
            g_variant_new_string (id));
  else
    append (section, _ ("_Mute Notifications"), "win.mute-notifications",
            g_variant_new_string (id));

  return section;
}

static GMenu *
block_section (ParlorAccount *account)
{
  GVariant *target = g_variant_new_int64 (parlor_account_get_id (account));
  GMenu    *section = g_menu_new ();

  if (parlor_account_is_blocked (account))
    append (section, _ ("Un_block"), "win.unblock", target);
  else
    append (section, _ ("_Block…"), "win.block", target);

  return section;
}

/**
 * parlor_conversation_menu_fill:
 * @menu: to be emptied and filled
 * @conversation: a conversation
 *
 * Offers what can be done with @conversation as it is now.
 */
void
parlor_conversation_menu_fill (GMenu              *menu,
                               ParlorConversation *conversation)
{
  ParlorAccount *peer;
  GMenu         *leaving;

  g_return_if_fail (G_IS_MENU (menu));
  g_return_if_fail (PARLOR_IS_CONVERSATION (conversation));

  g_menu_remove_all (menu);
  append_section (menu, attention_section (conversation));

  peer = parlor_conversation_get_peer (conversation);
  if (peer == NULL) {
    leaving = g_menu_new ();
    append (leaving, _ ("_Leave…"), "win.leave-conversation",
            g_variant_new_string (parlor_conversation_get_id (conversation)));
    append_section (menu, leaving);
  } else if (!parlor_account_is_self (peer)) {
    append_section (menu, block_section (peer));
  }
}

/**
 * parlor_conversation_menu_fill_for_account:
 * @menu: to be emptied and filled
 * @account: somebody with whom there is no chat yet
 *
 * Offers what can be done about @account.
 */
void
parlor_conversation_menu_fill_for_account (GMenu         *menu,
                                           ParlorAccount *account)
{
  GMenu *section;

  g_return_if_fail (G_IS_MENU (menu));
  g_return_if_fail (PARLOR_IS_ACCOUNT (account));

  g_menu_remove_all (menu);
  section = g_menu_new ();
  append (section, _ ("_Open Chat"), "win.open-account",
          g_variant_new_int64 (parlor_account_get_id (account)));
  append_section (menu, section);
  append_section (menu, block_section (account));
}
