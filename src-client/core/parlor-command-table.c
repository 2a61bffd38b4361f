/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All commands, in the order in which help shows them. */

#define G_LOG_DOMAIN "parlor-command"

#include "parlor-command-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* No name is longer. */
#define SIMILAR_MAX_BYTES 32

#define COMMAND(section, name, aliases, place, right, help, func, ...)     \
  {                                                                        \
    name, aliases, PARLOR_COMMAND_ABOUT_##section, PARLOR_COMMAND_##place, \
      PARLOR_COMMAND_BY_##right, help, func,                               \
    {                                                                      \
      __VA_ARGS__                                                          \
    }                                                                      \
  }
#define NEEDS(kind, hint)              \
  {                                    \
    PARLOR_ARGUMENT_##kind, TRUE, hint \
  }
#define TAKES(kind, hint)               \
  {                                     \
    PARLOR_ARGUMENT_##kind, FALSE, hint \
  }
#define NOTHING \
  {             \
    0           \
  }

/* clang-format off */
static const ParlorCommand commands[] = {
  /* What is written. */
  COMMAND (MESSAGES, "me", NULL, IN_CONVERSATION, WRITERS,
           N_("Say what you do: “/me waves” reads “Ada waves”"), parlor_command_me,
           NEEDS (TEXT, N_("TEXT"))),
  COMMAND (MESSAGES, "msg", NULL, ANYWHERE, ANYBODY,
           N_("Write to a person or a conversation"), parlor_command_msg,
           NEEDS (RECIPIENT, N_("NAME")), NEEDS (TEXT, N_("TEXT"))),
  COMMAND (MESSAGES, "pm", NULL, ANYWHERE, ANYBODY,
           N_("Write to a person"), parlor_command_msg,
           NEEDS (PERSON, N_("NAME")), NEEDS (TEXT, N_("TEXT"))),
  COMMAND (MESSAGES, "reply", NULL, IN_CONVERSATION, WRITERS,
           N_("Reply to the newest message of somebody else"), parlor_command_reply,
           TAKES (OTHERS_MESSAGE, N_("WHICH")), TAKES (TEXT, N_("TEXT"))),
  COMMAND (MESSAGES, "edit", NULL, IN_CONVERSATION, SPEAKERS,
           N_("Change what your newest message says"), parlor_command_edit,
           TAKES (OWN_MESSAGE, N_("WHICH")), TAKES (TEXT, N_("TEXT"))),
  COMMAND (MESSAGES, "delete", NULL, IN_CONVERSATION, ANYBODY,
           N_("Delete your newest message"), parlor_command_delete,
           TAKES (OWN_MESSAGE, N_("WHICH")), TAKES (TEXT, N_("REASON"))),
  COMMAND (MESSAGES, "react", NULL, IN_CONVERSATION, SPEAKERS,
           N_("React to the newest message of somebody else"), parlor_command_react,
           TAKES (OTHERS_MESSAGE, N_("WHICH")), NEEDS (EMOJI, N_("EMOJI"))),
  COMMAND (MESSAGES, "pin", NULL, IN_CONVERSATION, MODERATORS,
           N_("Pin the newest message"), parlor_command_pin,
           TAKES (MESSAGE, N_("WHICH"))),
  COMMAND (MESSAGES, "unpin", NULL, IN_CONVERSATION, MODERATORS,
           N_("Take the pin off a message"), parlor_command_unpin,
           TAKES (MESSAGE, N_("WHICH"))),
  COMMAND (MESSAGES, "search", NULL, ANYWHERE, ANYBODY,
           N_("Search what was written: words, from:NAME, in:CONVERSATION, has:image"),
           parlor_command_search,
           NEEDS (TEXT, N_("WORDS"))),
  COMMAND (MESSAGES, "history", NULL, IN_CONVERSATION, ANYBODY,
           N_("Show the last messages"), NULL,
           TAKES (NUMBER, N_("HOW-MANY"))),
  COMMAND (MESSAGES, "image", NULL, IN_CONVERSATION, WRITERS,
           N_("Send an image"), parlor_command_send_file,
           TAKES (FILE, N_("FILE"))),
  COMMAND (MESSAGES, "file", NULL, IN_CONVERSATION, WRITERS,
           N_("Send a file"), parlor_command_send_file,
           TAKES (FILE, N_("FILE"))),
  COMMAND (MESSAGES, "save", NULL, ANYWHERE, ANYBODY,
           N_("Save the newest image or file"), parlor_command_save,
           TAKES (FILE_MESSAGE, N_("WHICH")), TAKES (FILE, N_("FILE"))),

  /* Where it is written. */
  COMMAND (CONVERSATIONS, "list", NULL, ANYWHERE, ANYBODY,
           N_("Show channels and groups"), parlor_command_list,
           TAKES (NAME, N_("WORDS"))),
  COMMAND (CONVERSATIONS, "join", NULL, ANYWHERE, ANYBODY,
           N_("Enter a channel or group"), parlor_command_join,
           NEEDS (LISTED, N_("NAME")), TAKES (PASSWORD, N_("PASSWORD"))),
  COMMAND (CONVERSATIONS, "leave", NULL, ANYWHERE, ANYBODY,
           N_("Leave a conversation, this one if none is named"), parlor_command_leave,
           TAKES (CONVERSATION, N_("NAME"))),
  COMMAND (CONVERSATIONS, "create", NULL, ANYWHERE, ANYBODY,
           N_("Make a channel or group"), parlor_command_create,
           NEEDS (CHOICE, "channel|group"), NEEDS (WORD, N_("NAME")),
           TAKES (PASSWORD, N_("PASSWORD"))),
  COMMAND (CONVERSATIONS, "decline", NULL, ANYWHERE, ANYBODY,
           N_("Decline an invitation"), parlor_command_decline,
           NEEDS (INVITATION, N_("NAME"))),
  COMMAND (CONVERSATIONS, "topic", NULL, IN_COMPANY, ANYBODY,
           N_("Show what this conversation is about, or say it; \"\" takes it away"),
           parlor_command_topic,
           TAKES (TEXT, N_("TEXT"))),
  COMMAND (CONVERSATIONS, "mark", NULL, IN_CONVERSATION, ANYBODY,
           N_("Mark the conversation as read or unread"), parlor_command_mark,
           TAKES (CHOICE, "read|unread")),

  /* Who else is there. */
  COMMAND (PEOPLE, "users", NULL, ANYWHERE, ANYBODY,
           N_("Show who is in the conversation"), parlor_command_users,
           NOTHING),
  COMMAND (PEOPLE, "who", NULL, ANYWHERE, ANYBODY,
           N_("Show who is here now, or who somebody is"), parlor_command_who,
           TAKES (PERSON, N_("NAME"))),
  COMMAND (PEOPLE, "invite", NULL, IN_COMPANY, ANYBODY,
           N_("Invite somebody into this conversation"), parlor_command_invite,
           NEEDS (PERSON, N_("NAME"))),
  COMMAND (PEOPLE, "kick", NULL, IN_COMPANY, MODERATORS,
           N_("Remove somebody, who may come again"), parlor_command_kick,
           NEEDS (MEMBER, N_("NAME")), TAKES (TEXT, N_("REASON"))),
  COMMAND (PEOPLE, "ban", NULL, IN_COMPANY, MODERATORS,
           N_("Remove somebody for a while (10m, 2h, 7d) or for good"), parlor_command_ban,
           NEEDS (MEMBER, N_("NAME")), TAKES (DURATION, N_("HOW-LONG")),
           TAKES (TEXT, N_("REASON"))),
  COMMAND (PEOPLE, "unban", NULL, IN_COMPANY, MODERATORS,
           N_("Let somebody come again"), parlor_command_unban,
           NEEDS (PERSON, N_("NAME"))),
  COMMAND (PEOPLE, "mute", NULL, IN_COMPANY, MODERATORS,
           N_("Let somebody only read, for a while (10m, 2h, 7d) or for good"),
           parlor_command_mute,
           NEEDS (MEMBER, N_("NAME")), TAKES (DURATION, N_("HOW-LONG")),
           TAKES (TEXT, N_("REASON"))),
  COMMAND (PEOPLE, "unmute", NULL, IN_COMPANY, MODERATORS,
           N_("Let somebody write again"), parlor_command_unmute,
           NEEDS (MEMBER, N_("NAME"))),
  COMMAND (PEOPLE, "block", NULL, ANYWHERE, ANYBODY,
           N_("Take no personal messages from somebody"), parlor_command_block,
           NEEDS (PERSON, N_("NAME"))),
  COMMAND (PEOPLE, "unblock", NULL, ANYWHERE, ANYBODY,
           N_("Block somebody no longer"), parlor_command_unblock,
           NEEDS (PERSON, N_("NAME"))),
  COMMAND (PEOPLE, "invite-link", NULL, ANYWHERE, ANYBODY,
           N_("Make a link by which so many people can make an account"),
           parlor_command_invite_link,
           TAKES (NUMBER, N_("HOW-MANY")), TAKES (DURATION, N_("HOW-LONG"))),

  /* What others see of oneself. */
  COMMAND (ONESELF, "nick", NULL, ANYWHERE, ANYBODY,
           N_("Change the name that others see"), parlor_command_nick,
           NEEDS (NAME, N_("NICK"))),
  COMMAND (ONESELF, "status", NULL, ANYWHERE, ANYBODY,
           N_("Tell others something about the moment; without a text, nothing any more"),
           parlor_command_status,
           TAKES (TEXT, N_("TEXT"))),
  COMMAND (ONESELF, "away", NULL, ANYWHERE, ANYBODY,
           N_("Say that you are away, and perhaps why"), parlor_command_away,
           TAKES (TEXT, N_("TEXT"))),
  COMMAND (ONESELF, "back", NULL, ANYWHERE, ANYBODY,
           N_("Say that you are here again"), parlor_command_back,
           NOTHING),
  COMMAND (ONESELF, "export", NULL, ANYWHERE, ANYBODY,
           N_("Fetch all that the server keeps of you"), parlor_command_export,
           NEEDS (FOLDER, N_("FOLDER"))),

  COMMAND (PROGRAM, "help", NULL, ANYWHERE, ANYBODY,
           N_("Show the commands, or more about one"), parlor_command_help,
           TAKES (COMMAND, N_("COMMAND"))),
  COMMAND (PROGRAM, "settings", NULL, ANYWHERE, ANYBODY,
           N_("Change the settings: “/settings qqq on” lets “qqq” alone on a line leave"), NULL,
           TAKES (CHOICE, "qqq"), TAKES (CHOICE, "on|off")),
  COMMAND (PROGRAM, "quit", "exit", ANYWHERE, ANYBODY,
           N_("End the program"), NULL,
           NOTHING),

  /* What simpler chats call it. */
  COMMAND (HABITS, "groupcreate", NULL, ANYWHERE, ANYBODY,
           N_("Make a group"), parlor_command_create_group,
           NEEDS (WORD, N_("NAME")), TAKES (PASSWORD, N_("PASSWORD"))),
  COMMAND (HABITS, "groupjoin", NULL, ANYWHERE, ANYBODY,
           N_("Enter a group"), parlor_command_join,
           NEEDS (LISTED, N_("NAME")), TAKES (PASSWORD, N_("PASSWORD"))),
  COMMAND (HABITS, "groupleave", NULL, ANYWHERE, ANYBODY,
           N_("Leave a group"), parlor_command_leave,
           TAKES (CONVERSATION, N_("NAME"))),
  COMMAND (HABITS, "group", NULL, ANYWHERE, ANYBODY,
           N_("Write to a group"), parlor_command_msg,
           NEEDS (CONVERSATION, N_("NAME")), NEEDS (TEXT, N_("TEXT"))),
  COMMAND (HABITS, "channelcreate", NULL, ANYWHERE, ANYBODY,
           N_("Make a channel"), parlor_command_create_channel,
           NEEDS (NAME, N_("NAME"))),
  COMMAND (HABITS, "channeljoin", NULL, ANYWHERE, ANYBODY,
           N_("Enter a channel"), parlor_command_join,
           NEEDS (LISTED, N_("NAME"))),
  COMMAND (HABITS, "channelleave", NULL, ANYWHERE, ANYBODY,
           N_("Leave a channel"), parlor_command_leave,
           TAKES (CONVERSATION, N_("NAME"))),
  COMMAND (HABITS, "channel", NULL, ANYWHERE, ANYBODY,
           N_("Write to a channel"), parlor_command_msg,
           NEEDS (CONVERSATION, N_("NAME")), NEEDS (TEXT, N_("TEXT"))),
  COMMAND (HABITS, "broadcast", NULL, ANYWHERE, ADMINS,
           N_("Tell everyone who is connected"), parlor_command_broadcast,
           NEEDS (TEXT, N_("TEXT"))),
};
/* clang-format on */

guint
parlor_command_get_n_commands (void)
{
  return G_N_ELEMENTS (commands);
}

/**
 * parlor_command_get:
 * @position: less than parlor_command_get_n_commands()
 *
 * Returns: (transfer none): a command
 */
const ParlorCommand *
parlor_command_get (guint position)
{
  g_return_val_if_fail (position < G_N_ELEMENTS (commands), NULL);

  return &commands[position];
}

static gboolean
is_called (const ParlorCommand *command,
           const char          *name)
{
  g_auto (GStrv) aliases = NULL;

  if (g_ascii_strcasecmp (command->name, name) == 0)
    return TRUE;
  if (command->aliases == NULL)
    return FALSE;

  aliases = g_strsplit (command->aliases, " ", -1);
  for (guint i = 0; aliases[i] != NULL; i++)
    if (g_ascii_strcasecmp (aliases[i], name) == 0)
      return TRUE;

  return FALSE;
}

/**
 * parlor_command_find:
 * @name: a name or alias, without the slash, in any case of letters
 *
 * Returns: (transfer none) (nullable): the command
 */
const ParlorCommand *
parlor_command_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (is_called (&commands[i], name))
      return &commands[i];

  return NULL;
}

/* How many letters have to be put in, taken out, changed, or swapped with the next one
 * (optimal string alignment). */
static guint
measure_distance (const char *one,
                  const char *other)
{
  guint rows[3][SIMILAR_MAX_BYTES + 1];

  for (guint j = 0; j <= strlen (other); j++)
    rows[0][j] = j;
  for (guint i = 1; one[i - 1] != '\0'; i++) {
    guint *row = rows[i % 3];
    guint *before = rows[(i - 1) % 3];

    row[0] = i;
    for (guint j = 1; other[j - 1] != '\0'; j++) {
      row[j] = MIN (before[j - 1] + (one[i - 1] != other[j - 1]), MIN (before[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
        row[j] = MIN (row[j], rows[(i - 2) % 3][j - 2] + 1);
    }
  }

  return rows[strlen (one) % 3][strlen (other)];
}

/**
 * parlor_command_find_similar:
 * @name: what was written as the name of a command, without the slash
 *
 * Returns: (transfer none) (nullable): the command that was most likely meant; %NULL if none is
 *   near
 */
const ParlorCommand *
parlor_command_find_similar (const char *name)
{
  g_autofree char     *small = NULL;
  const ParlorCommand *similar = NULL;
  guint                least;

  g_return_val_if_fail (name != NULL, NULL);

  if (strlen (name) > SIMILAR_MAX_BYTES)
    return NULL;

  /* Of short names, nearly all are near to one another. */
  least = strlen (name) > 4 ? 3 : 2;
  small = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    const guint distance = measure_distance (small, commands[i].name);

    if (distance < least && distance < strlen (small)) {
      least = distance;
      similar = &commands[i];
    }
  }

  return similar;
}
