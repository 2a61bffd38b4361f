/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * parlor-server admin: the commands, and reading what was typed. */

#include "parlor-admin-private.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#define MAX_ARGS 1000
#define AUDIT_DEFAULT_ENTRIES 50
#define MAX_DAYS 36500

typedef struct
{
  const char        *name; /* one word or two */
  const char        *args; /* as people are told */
  guint              min_args;
  guint              max_args;
  ParlorAdminCommand func;
  const char        *summary;
} Command;

/* clang-format off */
static const Command commands[] = {
  { "status", "", 0, 0, parlor_admin_status,
    /* Translators: how it is: what it has to do, how large it is */
    N_ ("How the server does") },
  { "users", N_ ("[QUERY]"), 0, 1, parlor_admin_users,
    N_ ("List the accounts, or those whose name or nick contains QUERY") },
  { "user show", N_ ("WHO"), 1, 1, parlor_admin_user_show,
    N_ ("Show an account") },
  { "user ban", N_ ("WHO"), 1, 1, parlor_admin_user_ban,
    N_ ("Keep an account out (--days, --reason)") },
  { "user unban", N_ ("WHO"), 1, 1, parlor_admin_user_unban,
    N_ ("Let it in again") },
  { "user password", N_ ("WHO"), 1, 1, parlor_admin_user_password,
    N_ ("Give an account a new password, print it, and sign its devices out") },
  { "user role", N_ ("WHO ROLE"), 2, 2, parlor_admin_user_role,
    N_ ("Make an account user, admin or owner of the server") },
  { "user delete", N_ ("WHO"), 1, 1, parlor_admin_user_delete,
    N_ ("Delete an account for good (--yes, --keep-messages)") },
  { "invite create", "", 0, 0, parlor_admin_invite_create,
    N_ ("Make an invite link and print it (--uses, --days, --conversation, --note)") },
  { "invite list", "", 0, 0, parlor_admin_invite_list,
    /* Translators: that can still be used */
    N_ ("List the invite links that hold") },
  { "invite revoke", N_ ("ID"), 1, 1, parlor_admin_invite_revoke,
    N_ ("Have an invite link hold no longer; invite list shows its ID") },
  { "conversations", "", 0, 0, parlor_admin_conversations,
    N_ ("List channels and groups") },
  { "sessions", "", 0, 0, parlor_admin_sessions,
    N_ ("List who is connected") },
  /* Translators: either of two: what is typed stands for itself */
  { "disconnect", N_ ("SESSION|NAME"), 1, 1, parlor_admin_disconnect,
    N_ ("End a connection, or all of somebody; they may come back") },
  { "announce", N_ ("TEXT…"), 1, MAX_ARGS, parlor_admin_announce,
    N_ ("Tell something to everybody who is connected") },
  { "audit", "", 0, 0, parlor_admin_audit,
    N_ ("List acts of moderation, the newest first (--limit, --conversation)") },
  { "ban", N_ ("NETWORK"), 1, 1, parlor_admin_ban,
    N_ ("Keep out an address, or a network such as 192.0.2.0/24 (--days, --reason)") },
  { "unban", N_ ("NETWORK"), 1, 1, parlor_admin_unban,
    N_ ("Let it in again") },
  { "bans", "", 0, 0, parlor_admin_bans,
    N_ ("List who and what is kept out") },
  { "backup", N_ ("FOLDER"), 1, 1, parlor_admin_backup,
    N_ ("Write a copy of everything into a folder that is empty or not there yet") },
  { "reload", "", 0, 0, parlor_admin_reload,
    N_ ("Read configuration and certificate again") },
  { "link", "", 0, 0, parlor_admin_link,
    N_ ("Print the link to the server: until somebody has used it, the owner's") },
  { "stop", "", 0, 0, parlor_admin_stop,
    N_ ("End the server in order, and wait until it has ended") },
};
/* clang-format on */

G_DEFINE_QUARK (parlor - admin - error - quark, parlor_admin_error)

gboolean
parlor_admin_misused (GError    **error,
                      const char *format,
                      ...)
{
  va_list args;

  va_start (args, format);
  *error = g_error_new_valist (PARLOR_ADMIN_ERROR, PARLOR_ADMIN_MISUSED, format, args);
  va_end (args);

  return FALSE;
}

/* Returns a command as it is typed. */
static char *
format_command (const Command *command)
{
  return g_strchomp (
    g_strdup_printf ("%s %s", command->name, *command->args != '\0' ? _ (command->args) : ""));
}

static char *
describe_commands (void)
{
  GString *text = g_string_new (_ ("Commands:\n"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *line = format_command (&commands[i]);
    int              n_spaces = MAX (28 - (int) parlor_admin_width_of (line), 0) + 1;

    g_string_append_printf (text, "  %s%*s%s\n", line, n_spaces, "", _ (commands[i].summary));
  }
  g_string_append (
    text, _ ("\nWHO is a name, or the number of an account; write @ before a name of digits\n"
             "alone. The server has to run on this machine, and its data folder has to be\n"
             "yours. Exit status: 0 done, 1 refused or failed, 2 not understood, 3 no server\n"
             "runs there.\n"));

  return g_string_free (text, FALSE);
}

/* Returns how many of the words typed are the name of @command; 0: they are not. */
static guint
match (const Command *command,
       char         **words)
{
  g_auto (GStrv) names = g_strsplit (command->name, " ", -1);
  guint          n = g_strv_length (names);

  for (guint i = 0; i < n; i++)
    if (words[i] == NULL || !g_str_equal (words[i], names[i]))
      return 0;

  return n;
}

static const Command *
find_command (ParlorAdmin *self,
              char       **words,
              GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    guint            n_names = match (&commands[i], words);
    g_autofree char *usage = NULL;
    guint            n_args;

    if (n_names == 0)
      continue;

    self->args = words + n_names;
    n_args = g_strv_length (self->args);
    if (n_args >= commands[i].min_args && n_args <= commands[i].max_args)
      return &commands[i];
    usage = format_command (&commands[i]);
    /* Translators: %s is how the command is written, that was typed with too much or too little */
    parlor_admin_misused (error, _ ("It is: parlor-server admin %s"), usage);
    return NULL;
  }

  if (words[0] != NULL)
    parlor_admin_misused (error,
                          _ ("“%s” is no command, or not a whole one. parlor-server admin --help "
                             "lists the commands."),
                          words[0]);
  else
    parlor_admin_misused (
      error, _ ("A command is missing. parlor-server admin --help lists the commands."));

  return NULL;
}

static gboolean
read_options (ParlorAdmin *self,
              int         *argc,
              char      ***argv,
              GError     **error)
{
  g_autofree char   *description = describe_commands ();
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data, N_ ("Data folder of the server"),
      N_ ("DIR") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->is_json,
      N_ ("Print the server's answers as they are, one JSON object in each line"), NULL },
    { "days", 0, 0, G_OPTION_ARG_INT64, &self->days,
      N_ ("For how long a ban or an invite link holds; default: for good"), N_ ("N") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &self->reason, N_ ("Why; told to who is banned"),
      N_ ("TEXT") },
    { "uses", 0, 0, G_OPTION_ARG_INT64, &self->uses,
      N_ ("How many accounts an invite link is good for; default: any number"), N_ ("N") },
    { "note", 0, 0, G_OPTION_ARG_STRING, &self->note, N_ ("What an invite link is for"),
      N_ ("TEXT") },
    { "conversation", 0, 0, G_OPTION_ARG_STRING, &self->conversation,
      N_ ("Where an invite link leads, or what the audit is about"), N_ ("ID") },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &self->limit, N_ ("How many entries; default: 50"),
      N_ ("N") },
    { "keep-messages", 0, 0, G_OPTION_ARG_NONE, &self->keeps_messages,
      N_ ("Leave what a deleted account has written"), NULL },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &self->is_sure, N_ ("Do what cannot be undone"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
    /* Translators: behind the name of the program, in its help: what is typed, and what it does */
    g_option_context_new (_ ("COMMAND… - run a server of Parlor on this machine"));
  g_autoptr (GError) reason = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, argc, argv, &reason))
    return parlor_admin_misused (error, "%s", reason->message);
  if (self->days < 0 || self->days > MAX_DAYS)
    return parlor_admin_misused (error, _ ("--days takes a number up to %d; 0 is for good."),
                                 MAX_DAYS);
  if (self->uses < 0)
    return parlor_admin_misused (error, _ ("--uses takes no negative number; 0 is any number."));
  if (self->limit < 1)
    return parlor_admin_misused (error, _ ("--limit takes a number from 1."));

  if (self->data == NULL)
    self->data = g_build_filename (g_get_user_data_dir (), "parlor-server", NULL);

  return TRUE;
}

static gboolean
run (ParlorAdmin *self,
     int          argc,
     char       **argv,
     GError     **error)
{
  const Command *command;

  if (!read_options (self, &argc, &argv, error))
    return FALSE;

  command = find_command (self, argv + 1, error);

  return command != NULL && parlor_admin_connect (self, error) && command->func (self, error);
}

static void
clear (ParlorAdmin *self)
{
  if (self->fd >= 0) {
    parlor_framer_clear (&self->framer);
    close (self->fd);
  }
  g_free (self->data);
  g_free (self->reason);
  g_free (self->note);
  g_free (self->conversation);
}

/**
 * parlor_admin_main:
 * @argc: of the program, without the program's own name
 * @argv: the same, from `admin` on
 *
 * Carries out what was typed.
 *
 * Returns: a #ParlorAdminStatus, with which the program ends
 */
int
parlor_admin_main (int    argc,
                   char **argv)
{
  ParlorAdmin        self = { .fd = -1, .limit = AUDIT_DEFAULT_ENTRIES };
  g_autoptr (GError) error = NULL;
  gboolean           is_done;

  g_set_prgname ("parlor-server admin");
  is_done = run (&self, argc, argv, &error);
  clear (&self);
  if (is_done)
    return PARLOR_ADMIN_DONE;

  g_printerr ("parlor-server admin: %s\n", error->message);

  return error->domain == PARLOR_ADMIN_ERROR ? error->code : PARLOR_ADMIN_REFUSED;
}
