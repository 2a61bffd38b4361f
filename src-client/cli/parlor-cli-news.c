/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prints what happens.
 *
 * Whoever sits at a terminal is told what is to be seen from where they are, and has read what
 * was printed of the conversation that they are in.  A script is told of everything, and has read
 * nothing. */

#define G_LOG_DOMAIN "parlor-cli-news"

#include "parlor-cli-news.h"

#include "parlor-cli-backlog.h"
#include "parlor-cli-columns.h"
#include "parlor-cli-crowd.h"
#include "parlor-cli-images.h"
#include "parlor-cli-json.h"
#include "parlor-cli-pager.h"
#include "parlor-cli-presence.h"
#include "parlor-cli-summary.h"
#include "parlor-local-time.h"

#include <glib/gi18n.h>
#include <unistd.h>

struct _ParlorCliNews
{
  ParlorCli          *cli;
  ParlorClient       *client;
  ParlorCliStyle      style;
  ParlorCliCrowd     *crowd;
  ParlorCliImages    *images;
  ParlorCliPager     *pager;
  char               *typed; /* before anybody could take it, or NULL */
  GHashTable         *nicks; /* by id of the account, of those who were printed */
  ParlorCliPresence  *presence;
  ParlorConversation *loading; /* whose last lines are printed in a moment, or NULL */
  int                 day;     /* of the last line, Julian; 0 for today */
  gboolean            is_json;
  gboolean            is_live; /* a person sits at a terminal */
  gboolean            is_started;
};

static int
get_day (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                  g_date_time_get_year (time));

  return (int) g_date_get_julian (&date);
}

/* A line between one day and the next one. */
static void
print_day (ParlorCliNews *self,
           gint64         time_ms)
{
  const ParlorCliView   view = parlor_cli_news_get_view (self);
  g_autoptr (GDateTime) time = parlor_local_time_new (time_ms);
  g_autoptr (GDateTime) now = parlor_local_time_new (g_get_real_time () / 1000);
  const int             day = get_day (time);
  g_autofree char      *title = NULL;
  g_autofree char      *rule = NULL;

  if (!self->is_live || day == self->day)
    return;

  self->day = day;
  if (g_date_time_get_year (time) == g_date_time_get_year (now)) {
    /* Translators: the day of messages of this year, see strftime(3) */
    title = g_date_time_format (time, _ ("%A, %-d %B"));
  } else {
    /* Translators: the day of older messages, see strftime(3) */
    title = g_date_time_format (time, _ ("%-d %B %Y"));
  }
  rule = parlor_cli_describe_rule (&view, title);
  parlor_cli_print (self->cli, "%s", rule);
}

static void
print_notice (ParlorConversation *conversation,
              gint64              time_ms,
              const char         *notice,
              gpointer            user_data)
{
  ParlorCliNews      *self = user_data;
  const ParlorCliView view = parlor_cli_news_get_view (self);
  g_autofree char    *line =
    parlor_cli_describe_notice (&view, conversation, time_ms, notice);

  print_day (self, time_ms);
  parlor_cli_print (self->cli, "%s", line);
}

static void
note_nick (ParlorCliNews *self,
           ParlorAccount *account)
{
  gint64 id = parlor_account_get_id (account);

  g_hash_table_replace (self->nicks, g_memdup2 (&id, sizeof id),
                        g_strdup (parlor_account_get_nick (account)));
}

/**
 * parlor_cli_news_print_message:
 * @self: prints what happens
 * @conversation: where
 * @message: what
 *
 * Prints a message, or what else happened.
 */
void
parlor_cli_news_print_message (ParlorCliNews      *self,
                               ParlorConversation *conversation,
                               ParlorMessage      *message)
{
  const ParlorCliView view = parlor_cli_news_get_view (self);
  g_autofree char    *line = parlor_cli_describe_message (&view, conversation, message);

  if (line == NULL)
    return;

  print_day (self, parlor_message_get_time_ms (message));
  parlor_cli_print (self->cli, "%s", line);
  note_nick (self, parlor_message_get_author (message));
}

/* Who came and went elsewhere, and who likes what there, is seen when one goes there. */
static gboolean
is_of_interest (ParlorCliNews      *self,
                ParlorConversation *conversation,
                ParlorMessage      *message)
{
  ParlorConversation *here = parlor_cli_get_target (self->cli);

  switch ((int) parlor_message_get_kind (message)) {
  case PARLOR_EVENT_JOIN:
  case PARLOR_EVENT_LEAVE:
    return (here == NULL || here == conversation) &&
           !parlor_account_is_self (parlor_message_get_author (message));
  case PARLOR_EVENT_EDIT:
  case PARLOR_EVENT_REACT:
  case PARLOR_EVENT_UNREACT:
  case PARLOR_EVENT_PIN:
  case PARLOR_EVENT_UNPIN:
    return here == NULL || here == conversation;
  default:
    return TRUE;
  }
}

static void
show_live (ParlorCliNews      *self,
           ParlorConversation *conversation,
           ParlorMessage      *message)
{
  /* At the beginning the summary tells of it, and what is being loaded has it. */
  if (!self->is_started || conversation == self->loading ||
      !is_of_interest (self, conversation, message) ||
      parlor_cli_crowd_take (self->crowd, conversation, message))
    return;

  parlor_cli_crowd_flush (self->crowd);
  parlor_cli_news_print_message (self, conversation, message);
  if (conversation != parlor_cli_get_target (self->cli))
    return;

  parlor_cli_images_show (self->images, message);
  parlor_conversation_mark_read (conversation, parlor_message_get_seq (message));
}

static void
on_event (ParlorClient       *client,
          ParlorConversation *conversation,
          ParlorMessage      *message,
          gpointer            user_data)
{
  ParlorCliNews *self = user_data;

  if (self->is_live)
    show_live (self, conversation, message);
  else if (!self->is_json)
    parlor_cli_news_print_message (self, conversation, message);
}

/* Of those who were seen: somebody who writes next is to be known again. */
static void
print_new_nicks (ParlorCliNews             *self,
                 const ParlorChangedPacket *changed)
{
  const gint64 now_ms = g_get_real_time () / 1000;

  for (guint i = 0; self->is_live && i < changed->people->len; i++) {
    const ParlorAccountPacket *account = changed->people->pdata[i];
    const char                *before = g_hash_table_lookup (self->nicks, &account->account);
    ParlorConversation        *here = parlor_cli_get_target (self->cli);
    g_autofree char           *notice = NULL;

    if (before == NULL || here == NULL || g_strcmp0 (before, account->nick) == 0)
      continue;

    /* Translators: both are names: of before, and of now */
    notice = g_strdup_printf (_ ("* %1$s is called %2$s now"), before, account->nick);
    print_notice (here, now_ms, notice, self);
    g_hash_table_replace (self->nicks, g_memdup2 (&account->account, sizeof account->account),
                          g_strdup (account->nick));
  }
}

static void
show_packet (ParlorCliNews   *self,
             ParlorPacketType type,
             gconstpointer    packet)
{
  const ParlorCliView view = parlor_cli_news_get_view (self);
  g_autofree char    *line = NULL;

  if (type == PARLOR_PACKET_ANNOUNCEMENT)
    line = parlor_cli_describe_announcement (&view, packet);
  else if (type == PARLOR_PACKET_INVITED)
    line = parlor_cli_describe_invitation (&view, packet);
  else if (type == PARLOR_PACKET_CHANGED)
    print_new_nicks (self, packet);

  if (line != NULL)
    parlor_cli_print (self->cli, "%s", line);
}

static void
on_packet (ParlorClient    *client,
           ParlorPacketType type,
           gconstpointer    packet,
           gpointer         user_data)
{
  ParlorCliNews   *self = user_data;
  g_autofree char *line = NULL;

  if (!self->is_json) {
    show_packet (self, type, packet);
    return;
  }

  line = parlor_cli_describe_packet (type, packet);
  if (line != NULL)
    parlor_cli_print_json (self->cli, line);
}

/**
 * parlor_cli_news_new:
 * @cli: the program; its client has not signed in yet: what happens then is printed as well
 * @options: how to print
 *
 * Returns: (transfer full): prints what happens
 */
ParlorCliNews *
parlor_cli_news_new (ParlorCli              *cli,
                     const ParlorCliOptions *options)
{
  ParlorCliNews *self = g_new0 (ParlorCliNews, 1);

  self->cli = cli;
  self->client = g_object_ref (parlor_cli_get_client (cli));
  self->is_json = options->is_json;
  self->style = parlor_cli_style_detect (options->color, STDOUT_FILENO);
  self->is_live = options->is_interactive && !options->is_json && self->style.width_columns > 0;
  self->crowd = parlor_cli_crowd_new (print_notice, self);
  self->presence = parlor_cli_presence_new (print_notice, self);
  self->pager = parlor_cli_pager_new (cli, self->is_live);
  self->images = parlor_cli_images_new (cli, options->images);
  self->nicks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  g_signal_connect (self->client, "packet", G_CALLBACK (on_packet), self);
  g_signal_connect (self->client, "event-applied", G_CALLBACK (on_event), self);

  return self;
}

/**
 * parlor_cli_news_free:
 * @self: (transfer full): prints nothing more
 */
void
parlor_cli_news_free (ParlorCliNews *self)
{
  g_signal_handlers_disconnect_by_data (self->client, self);
  parlor_cli_crowd_free (self->crowd);
  parlor_cli_images_free (self->images);
  parlor_cli_pager_free (self->pager);
  g_free (self->typed);
  g_hash_table_unref (self->nicks);
  parlor_cli_presence_free (self->presence);
  g_clear_object (&self->loading);
  g_object_unref (self->client);
  g_free (self);
}

/**
 * parlor_cli_news_print_more:
 * @self: prints what happens
 *
 * Prints the next page of what had no room, if there is any.
 */
void
parlor_cli_news_print_more (ParlorCliNews *self)
{
  parlor_cli_pager_print_more (self->pager);
}

/**
 * parlor_cli_news_print_outcome:
 * @self: prints what happens
 * @outcome: what came of a command
 *
 * Prints its lines; to a person, a page of them.
 */
void
parlor_cli_news_print_outcome (ParlorCliNews              *self,
                               const ParlorCommandOutcome *outcome)
{
  const ParlorCliView view = parlor_cli_news_get_view (self);

  parlor_cli_pager_print (self->pager, parlor_cli_align_lines (&view.style, outcome));
}

/**
 * parlor_cli_news_note_line:
 * @self: prints what happens
 *
 * A line was printed, by whomever.
 */
void
parlor_cli_news_note_line (ParlorCliNews *self)
{
  parlor_cli_images_note_line (self->images);
}

/**
 * parlor_cli_news_take_typed:
 * @self: prints what happens
 *
 * Returns: (transfer full) (nullable): what was typed while the terminal was asked what it can do
 */
char *
parlor_cli_news_take_typed (ParlorCliNews *self)
{
  return g_steal_pointer (&self->typed);
}

/**
 * parlor_cli_news_get_view:
 * @self: prints what happens
 *
 * Returns: how it is shown now: a terminal may have become wider
 */
ParlorCliView
parlor_cli_news_get_view (ParlorCliNews *self)
{
  if (self->style.width_columns > 0)
    self->style.width_columns = parlor_cli_style_measure (STDOUT_FILENO);

  return (ParlorCliView){ self->style, parlor_cli_get_target (self->cli) };
}

static int
get_today (void)
{
  g_autoptr (GDateTime) now = parlor_local_time_new (g_get_real_time () / 1000);

  return get_day (now);
}

/**
 * parlor_cli_news_start:
 * @self: prints what happens, signed in
 *
 * Tells a person what there is to read, and from now on what happens.
 */
void
parlor_cli_news_start (ParlorCliNews *self)
{
  const ParlorCliView view = parlor_cli_news_get_view (self);

  self->is_started = TRUE;
  self->day = get_today ();
  if (!self->is_live)
    return;

  self->typed = parlor_cli_images_start (self->images);
  parlor_cli_print_summary (self->cli, &view);
}

/* Of what was written before, one sees the images of the last lines. */
#define BACKLOG_IMAGE_LINES 3

/* The place is remembered: reading moves it. */
typedef struct
{
  ParlorCliNews *news;
  guint          n_lines;
  guint          n_unread;
  gint64         read_seq;
} Entering;

static void
print_backlog (Entering           *entering,
               ParlorConversation *conversation)
{
  ParlorCliNews      *self = entering->news;
  GListModel         *timeline = G_LIST_MODEL (parlor_conversation_get_timeline (conversation));
  const guint         n_items = g_list_model_get_n_items (timeline);
  const ParlorCliView view = parlor_cli_news_get_view (self);
  gboolean            is_new = FALSE;
  gint64              seq = 0;

  if (entering->n_unread > entering->n_lines)
    /* Translators: the newest of so many messages are shown; behind /history stands a number */
    parlor_cli_print (self->cli,
                      ngettext ("%1$u message is unread: /history %1$u shows it.",
                                "%1$u messages are unread: /history %1$u shows them all.",
                                entering->n_unread),
                      entering->n_unread);
  for (guint i = n_items - MIN (n_items, entering->n_lines); i < n_items; i++) {
    g_autoptr (ParlorMessage) message = g_list_model_get_item (timeline, i);

    seq = parlor_message_get_seq (message);
    if (!is_new && entering->n_unread > 0 && seq > entering->read_seq &&
        !parlor_message_is_own (message)) {
      /* Translators: a line; the messages below it were written since one was here */
      g_autofree char *rule = parlor_cli_describe_rule (&view, _ ("new"));

      parlor_cli_crowd_flush (self->crowd);
      parlor_cli_print (self->cli, "%s", rule);
      is_new = TRUE;
    }
    if (parlor_cli_crowd_take (self->crowd, conversation, message))
      continue;
    parlor_cli_crowd_flush (self->crowd);
    parlor_cli_news_print_message (self, conversation, message);
    if (n_items - i <= BACKLOG_IMAGE_LINES)
      parlor_cli_images_show (self->images, message);
  }
  parlor_cli_crowd_flush (self->crowd);
  if (seq > 0)
    parlor_conversation_mark_read (conversation, seq);
}

static void
on_loaded (ParlorConversation *conversation,
           const GError       *error,
           gpointer            user_data)
{
  Entering      *entering = user_data;
  ParlorCliNews *self = entering->news;

  if (conversation == self->loading) {
    g_clear_object (&self->loading);
    print_backlog (entering, conversation);
  }
  g_free (entering);
}

/* So that what is new can be seen with a little of what was before, on one screen. */
#define BACKLOG_MIN_LINES 10
#define BACKLOG_OLD_LINES 3

/**
 * parlor_cli_news_enter:
 * @self: prints what happens
 * @conversation: where one is from now on
 *
 * Shows a person its last messages, and which of them are new.
 */
void
parlor_cli_news_enter (ParlorCliNews      *self,
                       ParlorConversation *conversation)
{
  Entering *entering;

  if (!self->is_live)
    return;

  parlor_cli_crowd_flush (self->crowd);
  parlor_cli_presence_watch (self->presence, conversation);
  entering = g_new0 (Entering, 1);
  entering->news = self;
  entering->n_unread = parlor_conversation_get_unread (conversation);
  entering->read_seq = parlor_conversation_get_read_seq (conversation);
  entering->n_lines = CLAMP (entering->n_unread + BACKLOG_OLD_LINES, BACKLOG_MIN_LINES,
                             MAX (parlor_cli_pager_count_rows (), BACKLOG_MIN_LINES));
  g_set_object (&self->loading, conversation);
  parlor_cli_load_last (conversation, entering->n_lines, on_loaded, entering);
}
