/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, as lines for people.  Nothing here prints.
 *
 * In a terminal a line is `14:05 › Ada: Hello`, where the mark says that it is one's own or that
 * it mentions one, and the lines below stand in behind the mark; the conversation is named when
 * one is in another one.  For scripts it is `[14:05] #lobby Ada: Hello`, however long. */

#define G_LOG_DOMAIN "parlor-cli-print"

#include "parlor-cli-print.h"

#include "parlor-cli-event.h"
#include "parlor-cli-rich.h"
#include "parlor-cli-width.h"
#include "parlor-local-time.h"
#include "parlor-rich-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of what is quoted. */
#define QUOTE_MAX_CHARS 200
#define QUOTE_MIN_COLUMNS 20

/* Before what people wrote, and what they do. */
#define MARK_NONE "  "
#define MARK_ACTION "* "
#define MARK_OWN "› "
#define MARK_MENTION "! "

#define RULE_COLUMNS 4

static gboolean
is_for_scripts (const ParlorCliView *view)
{
  return view->style.width_columns == 0;
}

/**
 * parlor_cli_describe_conversation:
 * @conversation: a conversation
 *
 * Returns: (transfer full): what one would type to name it
 */
char *
parlor_cli_describe_conversation (ParlorConversation *conversation)
{
  ParlorAccount   *peer = parlor_conversation_get_peer (conversation);
  g_autofree char *title = parlor_cli_clean (parlor_conversation_get_title (conversation));

  if (peer != NULL)
    return g_strconcat ("@", parlor_account_get_name (peer), NULL);

  return g_strconcat ("#", title, NULL);
}

static char *
describe_attachment_plainly (ParlorAttachment *attachment)
{
  g_autofree char *name = parlor_cli_clean (parlor_attachment_get_name (attachment));
  g_autofree char *size = g_format_size (parlor_attachment_get_size_bytes (attachment));
  const char      *id = parlor_attachment_get_id (attachment);

  if (!parlor_attachment_is_image (attachment))
    return g_strdup_printf ("[%s, %s] %s", name, size, id != NULL ? id : "");

  return g_strdup_printf ("[%s, %d×%d, %s] %s", name,
                          parlor_attachment_get_width_px (attachment),
                          parlor_attachment_get_height_px (attachment), size, id != NULL ? id : "");
}

static char *
describe_attachment (ParlorAttachment *attachment)
{
  g_autofree char *name = parlor_cli_clean_line (parlor_attachment_get_name (attachment));
  g_autofree char *size = g_format_size (parlor_attachment_get_size_bytes (attachment));

  if (!parlor_attachment_is_image (attachment)) {
    /* Translators: the name of a file and its size */
    return g_strdup_printf (_ ("[file] %1$s, %2$s"), name, size);
  }

  /* Translators: the name of an image, its width and height, and its size in bytes */
  return g_strdup_printf (_ ("[image] %1$s, %2$d × %3$d, %4$s"), name,
                          parlor_attachment_get_width_px (attachment),
                          parlor_attachment_get_height_px (attachment), size);
}

static void
append_attachment (const ParlorCliView *view,
                   ParlorCliText       *line,
                   ParlorConversation  *conversation,
                   ParlorMessage       *message)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (message);
  const gint64      seq = parlor_message_get_seq (message);
  g_autofree char  *described = NULL;

  if (attachment == NULL)
    return;

  if (is_for_scripts (view))
    described = describe_attachment_plainly (attachment);
  else
    described = describe_attachment (attachment);
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, described);

  if (!is_for_scripts (view) && conversation == view->here && seq > 0) {
    g_autofree char *hint = g_strdup_printf (" — /save =%" G_GINT64_FORMAT, seq);

    parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, hint);
  }
}

/* Scripts get the first line as it was written. */
static char *
dup_first_line (const ParlorCliView *view,
                ParlorMessage       *quoted)
{
  const char       *text = parlor_message_get_text (quoted);
  ParlorAttachment *attachment = parlor_message_get_attachment (quoted);

  if (text != NULL && *text != '\0')
    return is_for_scripts (view) ? g_strndup (text, strcspn (text, "\r\n"))
                                 : parlor_rich_text_summarize (text, QUOTE_MAX_CHARS);

  return g_strdup (attachment != NULL ? parlor_attachment_get_name (attachment) : "…");
}

/* What a message answers. */
static char *
dup_quote (const ParlorCliView *view,
           ParlorConversation  *conversation,
           gint64               seq)
{
  ParlorMessage   *quoted = parlor_conversation_find_message (conversation, seq);
  g_autofree char *first = NULL;

  if (quoted == NULL)
    return g_strdup ("…");

  first = dup_first_line (view, quoted);

  return g_strdup_printf ("%s: %s", parlor_account_get_nick (parlor_message_get_author (quoted)),
                          first);
}

/* @n_used: the columns of the line that are taken */
static void
append_quote (const ParlorCliView *view,
              ParlorCliText       *line,
              ParlorConversation  *conversation,
              gint64               seq,
              guint                n_used)
{
  g_autofree char *quote = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *shortened = NULL;
  const int        n_left = (int) view->style.width_columns - (int) n_used - 2;

  if (seq == 0)
    return;

  quote = dup_quote (view, conversation, seq);
  clean = parlor_cli_clean_line (quote);
  if (is_for_scripts (view)) {
    parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "> ");
    parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, clean);
  } else {
    shortened = parlor_cli_shorten (clean, MAX (n_left, QUOTE_MIN_COLUMNS));
    parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, "↪ ");
    parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, shortened);
  }
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "\n");
}

static void
append_marks (ParlorCliText *line,
              ParlorMessage *message)
{
  const GPtrArray *reactions = parlor_message_get_reactions (message);

  if (parlor_message_is_edited (message)) {
    parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, " ");
    /* Translators: behind a message whose text was changed */
    parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, _ ("(edited)"));
  }
  for (guint i = 0; reactions != NULL && i < reactions->len; i++) {
    const ParlorReactionPacket *reaction = reactions->pdata[i];
    g_autofree char            *part =
      g_strdup_printf ("%s%s %d%s", i == 0 ? "  [" : " ", reaction->emoji, (int) reaction->count,
                       i + 1 == reactions->len ? "]" : "");

    parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, part);
  }
}

static void
append_written_text (const ParlorCliView *view,
                     ParlorCliText       *line,
                     ParlorConversation  *conversation,
                     const char          *text)
{
  if (text == NULL)
    return;

  if (!parlor_cli_text_is_at_space (line))
    parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, " ");
  if (view->style.n_colors > 0)
    parlor_cli_append_rich (line, conversation, text);
  else
    parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, text);
}

/* What people write; @n_used: the columns that are taken before the name */
static void
append_written (const ParlorCliView *view,
                ParlorCliText       *line,
                ParlorConversation  *conversation,
                ParlorMessage       *message,
                guint                n_used)
{
  ParlorAccount     *author = parlor_message_get_author (message);
  const gboolean     is_deleted = parlor_message_is_deleted (message);
  const gboolean     is_action = parlor_message_is_action (message) && !is_deleted;
  const ParlorCliInk ink = parlor_cli_ink_of_name (parlor_account_get_name (author));
  g_autofree char   *nick = parlor_cli_clean_line (parlor_account_get_nick (author));

  parlor_cli_text_append (line, PARLOR_CLI_INK_BOLD | ink, nick);
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, is_action ? " " : ": ");
  if (is_deleted) {
    parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, _ ("(message deleted)"));
    return;
  }

  append_quote (view, line, conversation, parlor_message_get_reply_to (message),
                n_used + parlor_cli_count_columns (nick) + 2);
  append_attachment (view, line, conversation, message);
  append_written_text (view, line, conversation, parlor_message_get_text (message));
  append_marks (line, message);
}

/* Returns: how many columns it takes */
static guint
append_place (const ParlorCliView *view,
              ParlorCliText       *line,
              ParlorConversation  *conversation)
{
  g_autofree char *where = NULL;

  if (!is_for_scripts (view) && conversation == view->here)
    return 0;

  where = parlor_cli_describe_conversation (conversation);
  parlor_cli_text_append (line, PARLOR_CLI_INK_UNDERLINE, where);
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, " ");

  return parlor_cli_count_columns (where) + 1;
}

static void
append_time (const ParlorCliView *view,
             ParlorCliText       *line,
             gint64               time_ms)
{
  g_autoptr (GDateTime) time = parlor_local_time_new (time_ms);
  g_autofree char      *clock =
    g_date_time_format (time, is_for_scripts (view) ? "[%H:%M]" : "%H:%M");

  parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, clock);
  parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, " ");
}

static void
append_message (const ParlorCliView *view,
                ParlorCliText       *line,
                ParlorConversation  *conversation,
                ParlorMessage       *message)
{
  const gboolean is_action =
    parlor_message_is_action (message) && !parlor_message_is_deleted (message);
  const char  *mark = is_action ? MARK_ACTION : MARK_NONE;
  ParlorCliInk ink = PARLOR_CLI_INK_PLAIN;
  guint        n_used;

  if (parlor_message_is_own (message)) {
    mark = MARK_OWN;
    ink = PARLOR_CLI_INK_BOLD;
  } else if (parlor_conversation_mentions_self (conversation, parlor_message_get_text (message))) {
    mark = MARK_MENTION;
    ink = PARLOR_CLI_INK_BOLD | PARLOR_CLI_INK_ALERT;
  }
  if (!is_for_scripts (view))
    parlor_cli_text_append (line, ink, mark);

  n_used = PARLOR_CLI_INDENT_COLUMNS + append_place (view, line, conversation);
  if (is_action && (is_for_scripts (view) || ink != PARLOR_CLI_INK_PLAIN))
    parlor_cli_text_append (line, PARLOR_CLI_INK_PLAIN, "* ");
  append_written (view, line, conversation, message, n_used);
}

/* The asterisk is the mark. */
static void
append_notice (const ParlorCliView *view,
               ParlorCliText       *line,
               ParlorConversation  *conversation,
               const char          *notice)
{
  const gboolean has_mark = !is_for_scripts (view) && g_str_has_prefix (notice, "* ");

  if (has_mark)
    parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, "* ");
  append_place (view, line, conversation);
  parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, has_mark ? notice + 2 : notice);
}

/**
 * parlor_cli_describe_notice:
 * @view: how to show it
 * @conversation: where
 * @time_ms: when, Unix time
 * @notice: what happened, beginning with an asterisk and a space
 *
 * Returns: (transfer full): a line
 */
char *
parlor_cli_describe_notice (const ParlorCliView *view,
                            ParlorConversation  *conversation,
                            gint64               time_ms,
                            const char          *notice)
{
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();

  append_time (view, line, time_ms);
  append_notice (view, line, conversation, notice);

  return parlor_cli_text_render (line, &view->style, PARLOR_CLI_INDENT_COLUMNS);
}

/**
 * parlor_cli_describe_message:
 * @view: how to show it
 * @conversation: where
 * @message: what
 *
 * Returns: (transfer full) (nullable): a line for people: `14:05 › Ada: Hello`; %NULL for what
 *   this program does not know
 */
char *
parlor_cli_describe_message (const ParlorCliView *view,
                             ParlorConversation  *conversation,
                             ParlorMessage       *message)
{
  g_autoptr (ParlorCliText) line = NULL;
  g_autofree char          *notice = NULL;

  if (parlor_message_get_kind (message) != PARLOR_EVENT_MESSAGE) {
    notice = parlor_cli_describe_event (conversation, message);
    if (notice == NULL)
      return NULL;
    return parlor_cli_describe_notice (view, conversation, parlor_message_get_time_ms (message),
                                       notice);
  }

  line = parlor_cli_text_new ();
  append_time (view, line, parlor_message_get_time_ms (message));
  append_message (view, line, conversation, message);

  return parlor_cli_text_render (line, &view->style, PARLOR_CLI_INDENT_COLUMNS);
}

/**
 * parlor_cli_describe_rule:
 * @view: how to show it
 * @title: what stands in it
 *
 * Returns: (transfer full): a line between what was and what comes
 */
char *
parlor_cli_describe_rule (const ParlorCliView *view,
                          const char          *title)
{
  g_autoptr (ParlorCliText) line = parlor_cli_text_new ();
  const guint               n_columns = parlor_cli_count_columns (title) + RULE_COLUMNS;
  GString                  *rule = g_string_new ("── ");

  g_string_append (rule, title);
  g_string_append_c (rule, ' ');
  for (guint i = n_columns; i < MIN (view->style.width_columns, 60); i++)
    g_string_append (rule, "─");
  parlor_cli_text_append (line, PARLOR_CLI_INK_FAINT, rule->str);
  g_string_free (rule, TRUE);

  return parlor_cli_text_render (line, &view->style, 0);
}
