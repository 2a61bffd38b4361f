/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-test-describe"

#include "parlor-test-describe.h"

static void
add_text (GString    *string,
          const char *name,
          const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (string, " %s=“%s”", name, value);
}

static void
add_number (GString    *string,
            const char *name,
            gint64      value)
{
  if (value != 0)
    g_string_append_printf (string, " %s=%" G_GINT64_FORMAT, name, value);
}

static void
add_flag (GString    *string,
          const char *name,
          gboolean    value)
{
  if (value)
    g_string_append_printf (string, " %s", name);
}

/* Of people, the number alone: the rest is told elsewhere. */
static void
add_account (GString      *string,
             const char   *name,
             gconstpointer account)
{
  if (account != NULL)
    add_number (string, name, ((const ParlorAccountPacket *) account)->account);
}

static void
add_reactions (GString         *string,
               const GPtrArray *reactions)
{
  for (guint i = 0; reactions != NULL && i < reactions->len; i++) {
    const ParlorReactionPacket *reaction = reactions->pdata[i];

    g_string_append_printf (string, " %s×%" G_GINT64_FORMAT "%s", reaction->emoji, reaction->count,
                            reaction->mine ? " (mine)" : "");
  }
}

/**
 * parlor_test_describe_event:
 * @event: an event
 *
 * Returns: (transfer full): what it says, but for its time
 */
char *
parlor_test_describe_event (const ParlorEventPacket *event)
{
  GString                      *string = g_string_new (NULL);
  const ParlorAttachmentPacket *attachment = event->attachment;

  g_string_append_printf (string, "%" G_GINT64_FORMAT " kind=%d", event->seq, event->kind);
  add_account (string, "by", event->author);
  /* An edit's text is the message's, as long as it is there. */
  if (event->kind != PARLOR_EVENT_EDIT)
    add_text (string, "text", event->text);
  add_text (string, "attachment", attachment != NULL ? attachment->attachment : NULL);
  add_flag (string, "action", event->is_action);
  add_number (string, "reply-to", event->reply_to);
  add_number (string, "target", event->target);
  add_text (string, "emoji", event->emoji);
  add_account (string, "member", event->member);
  add_number (string, "role", event->role);
  add_number (string, "setting", event->setting);
  add_number (string, "until", event->until_ms);
  add_number (string, "changed", event->changed);
  add_flag (string, "edited", event->edited_ms != 0);
  add_flag (string, "deleted", event->is_deleted);
  add_flag (string, "pinned", event->is_pinned);
  add_reactions (string, event->reactions);

  return g_string_free (string, FALSE);
}

/**
 * parlor_test_describe_conversation:
 * @told: a conversation
 *
 * Returns: (transfer full): what it says, but for its newest message
 */
char *
parlor_test_describe_conversation (const ParlorConversationPacket *told)
{
  GString *string = g_string_new (told->conversation);

  add_number (string, "kind", told->kind);
  add_text (string, "name", told->name);
  add_text (string, "topic", told->topic);
  add_text (string, "description", told->description);
  add_number (string, "role", told->role);
  add_number (string, "members", told->members);
  add_number (string, "head", told->head);
  add_flag (string, "password", told->has_password);
  add_flag (string, "unlisted", told->unlisted);
  add_flag (string, "private", told->is_private);
  add_flag (string, "read-only", told->is_read_only);
  add_flag (string, "archived", told->is_archived);
  add_account (string, "with", told->with);
  add_number (string, "slow-mode", told->slow_mode_s);
  add_number (string, "days", told->retention_days);
  add_number (string, "count", told->retention_count);
  add_number (string, "file-days", told->file_retention_days);
  add_number (string, "first", told->first);
  add_number (string, "read", told->read);
  add_number (string, "unread", told->unread);
  add_number (string, "muted", told->muted_until_ms);

  return g_string_free (string, FALSE);
}
