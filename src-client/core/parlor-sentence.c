/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens in a conversation besides messages, said in a sentence. */

#define G_LOG_DOMAIN "parlor-sentence"

#include "parlor-sentence.h"

#include "parlor-local-time.h"

#include <glib/gi18n.h>

static guint
number (const char *value)
{
  return value != NULL ? (guint) MIN (g_ascii_strtoull (value, NULL, 10), G_MAXINT) : 0;
}

static gboolean
is_empty (const char *value)
{
  return value == NULL || *value == '\0';
}

static char *
say_slow_mode (const char *who,
               guint       seconds)
{
  if (seconds == 0) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s turned slow mode off"), who);
  }

  if (seconds % 3600 == 0) {
    /* Translators: slow mode: %1$s is a name, %2$u is how long one waits between messages */
    return g_strdup_printf (ngettext ("%1$s lets everybody write once in %2$u hour",
                                      "%1$s lets everybody write once in %2$u hours",
                                      seconds / 3600),
                            who, seconds / 3600);
  }
  if (seconds % 60 == 0) {
    /* Translators: slow mode: %1$s is a name, %2$u is how long one waits between messages */
    return g_strdup_printf (ngettext ("%1$s lets everybody write once in %2$u minute",
                                      "%1$s lets everybody write once in %2$u minutes",
                                      seconds / 60),
                            who, seconds / 60);
  }

  /* Translators: slow mode: %1$s is a name, %2$u is how long one waits between messages */
  return g_strdup_printf (ngettext ("%1$s lets everybody write once in %2$u second",
                                    "%1$s lets everybody write once in %2$u seconds", seconds),
                          who, seconds);
}

static char *
say_retention_days (const char *who,
                    guint       days)
{
  if (days == 0) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s has messages kept as long as the server keeps them"), who);
  }

  /* Translators: %1$s is a name */
  return g_strdup_printf (ngettext ("%1$s has messages removed after %2$u day",
                                    "%1$s has messages removed after %2$u days", days),
                          who, days);
}

static char *
say_retention_count (const char *who,
                     guint       count)
{
  if (count == 0) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s has as many messages kept as the server keeps"), who);
  }

  /* Translators: %1$s is a name */
  return g_strdup_printf (ngettext ("%1$s has the newest %2$u message kept",
                                    "%1$s has the newest %2$u messages kept", count),
                          who, count);
}

static char *
say_file_retention (const char *who,
                    guint       days)
{
  if (days == 0) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s has files kept as long as the server keeps them"), who);
  }

  /* Translators: %1$s is a name */
  return g_strdup_printf (ngettext ("%1$s has files removed after %2$u day",
                                    "%1$s has files removed after %2$u days", days),
                          who, days);
}

static char *
say_name (const char *who,
          const char *name)
{
  if (is_empty (name)) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s renamed this conversation"), who);
  }

  /* Translators: the first is somebody's name */
  return g_strdup_printf (_ ("%1$s renamed this conversation to “%2$s”"), who, name);
}

static char *
say_topic (const char *who,
           const char *topic)
{
  if (is_empty (topic)) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s removed the topic"), who);
  }

  /* Translators: the first is a name */
  return g_strdup_printf (_ ("%1$s set the topic to “%2$s”"), who, topic);
}

static char *
say_switch (const char   *who,
            ParlorSetting setting,
            gboolean      is_set)
{
  switch ((int) setting) {
  case PARLOR_SETTING_DESCRIPTION:
    /* Translators: %s is the name of who did it */
    return g_strdup_printf (is_set ? _ ("%s changed the description")
                                   : _ ("%s removed the description"),
                            who);
  case PARLOR_SETTING_PASSWORD:
    /* Translators: %s is the name of who did it */
    return g_strdup_printf (is_set ? _ ("%s set a password for joining")
                                   : _ ("%s removed the password for joining"),
                            who);
  case PARLOR_SETTING_UNLISTED:
    /* Translators: %s is the name of who did it */
    return g_strdup_printf (is_set ? _ ("%s took this conversation out of the directory")
                                   : _ ("%s put this conversation into the directory"),
                            who);
  case PARLOR_SETTING_PRIVATE:
    /* Translators: %s is the name of who did it */
    return g_strdup_printf (is_set ? _ ("%s made this conversation private")
                                   : _ ("%s made this conversation public"),
                            who);
  case PARLOR_SETTING_READ_ONLY:
    /* Translators: %s is the name of who did it */
    return g_strdup_printf (is_set ? _ ("%s lets only moderators write")
                                   : _ ("%s lets everybody write"),
                            who);
  case PARLOR_SETTING_ARCHIVED:
    /* Translators: %s is the name of who did it */
    return g_strdup_printf (is_set ? _ ("%s archived this conversation")
                                   : _ ("%s took this conversation out of the archive"),
                            who);
  default:
    /* Translators: %s is the name of who did it */
    return g_strdup_printf (_ ("%s changed a setting"), who);
  }
}

static char *
say_setting (const char              *who,
             const ParlorEventPacket *event)
{
  const char *value = event->text;

  switch ((int) event->setting) {
  case PARLOR_SETTING_NAME:
    return say_name (who, value);
  case PARLOR_SETTING_TOPIC:
    return say_topic (who, value);
  case PARLOR_SETTING_DESCRIPTION:
    return say_switch (who, event->setting, !is_empty (value));
  case PARLOR_SETTING_SLOW_MODE:
    return say_slow_mode (who, number (value));
  case PARLOR_SETTING_RETENTION_DAYS:
    return say_retention_days (who, number (value));
  case PARLOR_SETTING_RETENTION_COUNT:
    return say_retention_count (who, number (value));
  case PARLOR_SETTING_FILE_RETENTION_DAYS:
    return say_file_retention (who, number (value));
  default:
    return say_switch (who, event->setting, g_strcmp0 (value, "on") == 0);
  }
}

static char *
say_role (const char *who,
          const char *whom,
          ParlorRole  role)
{
  switch ((int) role) {
  case PARLOR_ROLE_OWNER:
    /* Translators: both are names */
    return g_strdup_printf (_ ("%1$s made %2$s the owner"), who, whom);
  case PARLOR_ROLE_MODERATOR:
    /* Translators: both are names */
    return g_strdup_printf (_ ("%1$s made %2$s a moderator"), who, whom);
  case PARLOR_ROLE_MEMBER:
  case PARLOR_ROLE_UNKNOWN:
  case PARLOR_N_ROLES:
  default:
    /* Translators: both are names; not a moderator or the owner any longer */
    return g_strdup_printf (_ ("%1$s made %2$s an ordinary member"), who, whom);
  }
}

/* Returns: (nullable): when it ends; NULL if it does not */
static char *
format_end (gint64 until_ms)
{
  g_autoptr (GDateTime) time = NULL;

  if (until_ms == 0 || until_ms >= PARLOR_FOREVER_MS)
    return NULL;

  time = parlor_local_time_new (until_ms);

  /* Translators: a date and a time of day, as of g_date_time_format() */
  return g_date_time_format (time, _ ("%x %H:%M"));
}

/* Takes @sentence. */
static char *
add_reason (char       *sentence,
            const char *reason)
{
  char *whole;

  if (is_empty (reason))
    return sentence;

  /* Translators: the first is what was done to somebody, the second why */
  whole = g_strdup_printf (C_ ("reason", "%1$s: %2$s"), sentence, reason);
  g_free (sentence);

  return whole;
}

static char *
say_sanction (const char              *who,
              const char              *whom,
              const ParlorEventPacket *event)
{
  g_autofree char *end = format_end (event->until_ms);
  char            *sentence;

  if (event->kind == PARLOR_EVENT_KICK) {
    /* Translators: both are names */
    sentence = g_strdup_printf (_ ("%1$s removed %2$s"), who, whom);
  } else if (event->kind == PARLOR_EVENT_BAN && end == NULL) {
    /* Translators: both are names */
    sentence = g_strdup_printf (_ ("%1$s banned %2$s"), who, whom);
  } else if (event->kind == PARLOR_EVENT_BAN) {
    /* Translators: two names and a time */
    sentence = g_strdup_printf (_ ("%1$s banned %2$s until %3$s"), who, whom, end);
  } else if (end == NULL) {
    /* Translators: both are names; somebody may only read */
    sentence = g_strdup_printf (_ ("%1$s muted %2$s"), who, whom);
  } else {
    /* Translators: two names and a time; somebody may only read */
    sentence = g_strdup_printf (_ ("%1$s muted %2$s until %3$s"), who, whom, end);
  }

  return add_reason (sentence, event->text);
}

/* What is told to be done by nobody was done on the machine itself. */
static const char *
name_of (ParlorAccount *account)
{
  const char *nick = account != NULL ? parlor_account_get_nick (account) : NULL;

  /* Translators: stands for the name of somebody who is not known */
  return is_empty (nick) ? _ ("Somebody") : nick;
}

/**
 * parlor_sentence_of_event:
 * @message: what happened in a conversation, other than a message
 *
 * Returns: (transfer full) (nullable): a sentence for it, without a full stop;
 *   %NULL if there is nothing to say
 */
char *
parlor_sentence_of_event (ParlorMessage *message)
{
  const ParlorEventPacket *event = parlor_message_get_event (message);
  const char              *who = name_of (parlor_message_get_author (message));
  const char              *whom = name_of (parlor_message_get_member (message));

  switch (event->kind) {
  case PARLOR_EVENT_CREATE:
    /* Translators: %s is a name; a channel or a group began */
    return g_strdup_printf (_ ("%s created this conversation"), who);
  case PARLOR_EVENT_JOIN:
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s joined"), who);
  case PARLOR_EVENT_LEAVE:
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s left"), who);
  case PARLOR_EVENT_SET:
    return say_setting (who, event);
  case PARLOR_EVENT_ROLE:
    return say_role (who, whom, event->role);
  case PARLOR_EVENT_KICK:
  case PARLOR_EVENT_BAN:
  case PARLOR_EVENT_MUTE:
    return say_sanction (who, whom, event);
  case PARLOR_EVENT_UNBAN:
    /* Translators: both are names */
    return g_strdup_printf (_ ("%1$s lifted the ban of %2$s"), who, whom);
  case PARLOR_EVENT_UNMUTE:
    /* Translators: both are names */
    return g_strdup_printf (_ ("%1$s lets %2$s write again"), who, whom);
  case PARLOR_EVENT_MESSAGE:
  case PARLOR_EVENT_EDIT:
  case PARLOR_EVENT_DELETE:
  case PARLOR_EVENT_PURGE:
  case PARLOR_EVENT_REACT:
  case PARLOR_EVENT_UNREACT:
  case PARLOR_EVENT_PIN:
  case PARLOR_EVENT_UNPIN:
  case PARLOR_EVENT_UNKNOWN:
  case PARLOR_N_EVENTS:
  default:
    return NULL;
  }
}

/**
 * parlor_sentence_add:
 * @list: things that are enumerated, perhaps none yet
 * @item: one more
 */
void
parlor_sentence_add (GString    *list,
                     const char *item)
{
  if (list->len > 0) {
    /* Translators: between things that are enumerated, such as names */
    g_string_append (list, C_ ("enumeration", ", "));
  }
  g_string_append (list, item);
}

/**
 * parlor_sentence_follow:
 * @text: sentences without a full stop at their end, perhaps none yet
 * @sentence: one more
 */
void
parlor_sentence_follow (GString    *text,
                        const char *sentence)
{
  if (text->len > 0) {
    /* Translators: what stands between the end of a sentence and the next one */
    g_string_append (text, C_ ("sentences", ". "));
  }
  g_string_append (text, sentence);
}
