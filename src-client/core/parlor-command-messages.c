/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands about what is written. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include "parlor-emoji.h"
#include "parlor-emoji-names.h"
#include "parlor-local-time.h"

#include <glib/gi18n.h>

void
parlor_command_me (ParlorCommandRun *run)
{
  parlor_command_run_write (
    run, run->conversation,
    &(ParlorMessageBody){ .text = run->arguments[0], .is_action = TRUE });
}

void
parlor_command_msg (ParlorCommandRun *run)
{
  ParlorConversation *conversation = run->named;

  if (conversation == NULL)
    conversation = parlor_client_open_personal (run->client, run->account);
  parlor_command_run_write (run, conversation, &(ParlorMessageBody){ .text = run->arguments[1] });
}

void
parlor_command_reply (ParlorCommandRun *run)
{
  if (run->arguments[1] == NULL)
    parlor_command_run_miss (run, 1);
  else
    parlor_command_run_write (
      run, run->conversation,
      &(ParlorMessageBody){ .text = run->arguments[1],
                            .reply_to = parlor_message_get_seq (run->message) });
}

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;

  parlor_conversation_change_finish (PARLOR_CONVERSATION (source), result, &error);
  parlor_command_run_end (user_data, error);
}

static void
change (ParlorCommandRun *run,
        ParlorEventKind   kind,
        const char       *value)
{
  parlor_conversation_change_async (run->conversation, kind, parlor_message_get_seq (run->message),
                                    value, g_task_get_cancellable (run->task), on_changed, run);
}

void
parlor_command_edit (ParlorCommandRun *run)
{
  if (run->arguments[1] == NULL)
    parlor_command_run_miss (run, 1);
  else
    change (run, PARLOR_EVENT_EDIT, run->arguments[1]);
}

void
parlor_command_delete (ParlorCommandRun *run)
{
  change (run, PARLOR_EVENT_DELETE, run->arguments[1]);
}

void
parlor_command_react (ParlorCommandRun *run)
{
  const char      *written = run->arguments[1];
  const char      *named = parlor_emoji_find (written);
  g_autofree char *emoji = parlor_emoji_prepare (named != NULL ? named : written, NULL);

  if (emoji == NULL)
    parlor_command_run_fail (run, PARLOR_COMMAND_ERROR_USAGE,
                             _ ("“%s” is not an emoji, nor the name of one, as :tada: is."),
                             written);
  else
    change (run, PARLOR_EVENT_REACT, emoji);
}

void
parlor_command_pin (ParlorCommandRun *run)
{
  change (run, PARLOR_EVENT_PIN, NULL);
}

void
parlor_command_unpin (ParlorCommandRun *run)
{
  change (run, PARLOR_EVENT_UNPIN, NULL);
}

static void
say_found (ParlorCommandRun        *run,
           const ParlorEventPacket *event)
{
  g_autoptr (ParlorMessage) message = parlor_client_make_message (run->client, event);
  ParlorConversation       *where = NULL;
  ParlorAttachment         *attachment = parlor_message_get_attachment (message);
  g_autoptr (GDateTime)     time = parlor_local_time_new (event->time_ms);
  g_autofree char          *clock =
    g_date_time_format (time, "%Y-%m-%d %H:%M");
  const char      *text = parlor_message_get_text (message);
  const char      *title;
  g_autofree char *said = NULL;

  where = parlor_client_find_conversation (run->client, event->conversation);
  if (text == NULL)
    text = attachment != NULL ? parlor_attachment_get_name (attachment) : "";
  title = where != NULL ? parlor_conversation_get_title (where) : "?";
  said = g_strdup_printf ("%s: %s", parlor_account_get_nick (parlor_message_get_author (message)),
                          text);
  parlor_command_run_say (run, "[%s] %s %s", clock, title, said);
  parlor_command_run_note_cells (run, clock, title, said, NULL);
}

static void
on_search_page (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ParlorCommandRun       *run = user_data;
  GError                 *error = NULL;
  ParlorSearchPagePacket *page =
    parlor_client_finish_as (PARLOR_CLIENT (source), result, PARLOR_PACKET_SEARCH_PAGE, &error);

  if (page != NULL) {
    for (guint i = page->messages->len; i > 0; i--)
      say_found (run, page->messages->pdata[i - 1]);
    if (page->messages->len == 0)
      parlor_command_run_say (run, "%s", _ ("Nothing was found."));
    else if (page->next != NULL)
      parlor_command_run_say (run, "%s", _ ("There is more: search for more words."));
    parlor_packet_free (PARLOR_PACKET_SEARCH_PAGE, page);
  }
  parlor_command_run_end (run, error);
}

void
parlor_command_search (ParlorCommandRun *run)
{
  ParlorSearchPacket *packet = parlor_packet_new (PARLOR_PACKET_SEARCH);

  packet->query = g_strdup (run->arguments[0]);
  parlor_client_request_async (run->client, PARLOR_PACKET_SEARCH, packet,
                               g_task_get_cancellable (run->task), on_search_page, run);
}

void
parlor_command_broadcast (ParlorCommandRun *run)
{
  ParlorAnnouncePacket *packet = parlor_packet_new (PARLOR_PACKET_ANNOUNCE);

  packet->text = g_strdup (run->arguments[0]);
  parlor_command_run_request (run, PARLOR_PACKET_ANNOUNCE, packet);
}
