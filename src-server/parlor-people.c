/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People as the database knows them. */

#define G_LOG_DOMAIN "parlor-people"

#include "parlor-people.h"

#include "parlor-log.h"
#include "parlor-names.h"
#include "parlor-refusal.h"

/**
 * parlor_row_person:
 * @row: a row
 * @column: of the first of %PARLOR_PERSON_COLUMNS
 *
 * Returns: (transfer full): all that others see of who is in the row, but for
 *   presence; of a deleted account name and nick alone
 */
ParlorAccountPacket *
parlor_row_person (const ParlorRow *row,
                   guint            column)
{
  ParlorAccountPacket *person = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  person->account = parlor_row_int (row, column);
  person->name = g_strdup (parlor_row_text (row, column + 1));
  person->nick = g_strdup (parlor_row_text (row, column + 2));
  person->is_deleted = parlor_row_int (row, column + 8);
  if (person->is_deleted)
    return person;

  if (parlor_row_int (row, column + 3) > PARLOR_SERVER_ROLE_USER)
    person->server_role = parlor_row_int (row, column + 3);
  person->status = g_strdup (parlor_row_text (row, column + 4));
  person->avatar = g_strdup (parlor_row_text (row, column + 5));
  person->last_seen_ms = parlor_row_int (row, column + 6);
  person->is_guest = parlor_row_int (row, column + 7);

  return person;
}

/**
 * parlor_people_fold:
 * @name: of an account
 * @nick: of the account
 *
 * Returns: (transfer full): what the account is found by, to be kept in
 *   accounts.folded
 */
char *
parlor_people_fold (const char *name,
                    const char *nick)
{
  g_autofree char *folded_name = parlor_title_fold (name);
  g_autofree char *folded_nick = parlor_title_fold (nick);

  return g_strconcat (folded_name, "\n", folded_nick, NULL);
}

/**
 * parlor_people_make_pattern:
 * @query: (nullable): part of a name or a nick, perhaps with `@` before it
 *
 * Returns: (transfer full) (nullable): what accounts.folded has to be LIKE, with
 *   ESCAPE '!'; NULL if nothing is looked for
 */
char *
parlor_people_make_pattern (const char *query)
{
  g_autofree char    *folded = parlor_title_fold (query != NULL ? query : "");
  const char         *words = g_strstrip (folded);
  g_autoptr (GString) pattern = g_string_new ("%");

  if (*words == '@')
    words++;
  if (*words == '\0')
    return NULL;

  for (const char *p = words; *p != '\0'; p++) {
    if (*p == '%' || *p == '_' || *p == '!')
      g_string_append_c (pattern, '!');
    g_string_append_c (pattern, *p);
  }
  g_string_append_c (pattern, '%');

  return g_strdup (pattern->str);
}

static void
take_person (const ParlorRow *row,
             gpointer         user_data)
{
  *(ParlorAccountPacket **) user_data = parlor_row_person (row, 0);
}

/**
 * parlor_people_read:
 * @db: the database
 * @account: who
 * @ret_person: (out) (transfer full): see parlor_row_person()
 * @error: return location for an error
 *
 * Returns: whether there is such an account; %PARLOR_REFUSED_NOT_FOUND otherwise
 */
gboolean
parlor_people_read (ParlorDb             *db,
                    gint64                account,
                    ParlorAccountPacket **ret_person,
                    GError              **error)
{
  *ret_person = NULL;
  if (!parlor_db_exec (db,
                       "SELECT " PARLOR_PERSON_COLUMNS " FROM accounts a WHERE a.account = $1",
                       PARLOR_PARAMS (parlor_int (account)), take_person, ret_person, error))
    return FALSE;

  if (*ret_person == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "account",
                          N_ ("There is no such person."));

  return TRUE;
}

static gboolean
keep_nick (ParlorDb                  *db,
           const ParlorAccountPacket *person,
           const char                *nick,
           GError                   **error)
{
  return parlor_db_exec (db,
                         "INSERT INTO nicks (account, time_ms, nick) VALUES ($1, $2, $3) "
                         "ON CONFLICT (account, time_ms) DO UPDATE SET nick = excluded.nick",
                         PARLOR_PARAMS (parlor_int (person->account),
                                        parlor_int (g_get_real_time () / 1000), parlor_text (nick)),
                         NULL, NULL, error) &&
         parlor_db_exec (
           db,
           "DELETE FROM nicks WHERE account = $1 AND time_ms NOT IN (SELECT time_ms "
           "FROM nicks WHERE account = $1 ORDER BY time_ms DESC LIMIT $2)",
           PARLOR_PARAMS (parlor_int (person->account), parlor_int (PARLOR_NICKS_MAX)), NULL, NULL,
           error);
}

/**
 * parlor_people_set_nick:
 * @db: the database
 * @person: who; the nick is set
 * @nick: a prepared title
 * @error: return location for an error
 *
 * Calls somebody by another nick, and keeps what they were called.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_people_set_nick (ParlorDb            *db,
                        ParlorAccountPacket *person,
                        const char          *nick,
                        GError             **error)
{
  g_autofree char *folded = parlor_people_fold (person->name, nick);

  if (!keep_nick (db, person, nick, error) ||
      !parlor_db_exec (db, "UPDATE accounts SET nick = $1, folded = $2 WHERE account = $3",
                       PARLOR_PARAMS (parlor_text (nick), parlor_text (folded),
                                      parlor_int (person->account)),
                       NULL, NULL, error))
    return FALSE;

  g_free (person->nick);
  person->nick = g_strdup (nick);

  return TRUE;
}

static void
add_person (const ParlorRow *row,
            gpointer         user_data)
{
  g_ptr_array_add (user_data, parlor_row_account (row, 0));
}

/**
 * parlor_people_fold_missing:
 * @db: the database
 * @error: return location for an error
 *
 * Has those found by name who were there before accounts.folded was.
 *
 * Returns: whether that could be done
 */
gboolean
parlor_people_fold_missing (ParlorDb *db,
                            GError  **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  gboolean              is_done;

  is_done = parlor_db_exec (db, "SELECT account, name, nick FROM accounts WHERE folded IS NULL",
                            NULL, 0, add_person, people, error);
  for (guint i = 0; i < people->len; i++) {
    ParlorAccountPacket *person = people->pdata[i];
    g_autofree char     *folded = parlor_people_fold (person->name, person->nick);

    is_done = is_done && parlor_db_exec (
                           db, "UPDATE accounts SET folded = $1 WHERE account = $2",
                           PARLOR_PARAMS (parlor_text (folded), parlor_int (person->account)), NULL,
                           NULL, error);
    parlor_packet_free (PARLOR_PACKET_ACCOUNT, person);
  }

  return is_done;
}
