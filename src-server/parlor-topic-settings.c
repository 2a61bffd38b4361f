/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings of channels and groups. */

#define G_LOG_DOMAIN "parlor-topic-settings"

#include "parlor-act.h"
#include "parlor-names.h"
#include "parlor-topics.h"

typedef enum {
  VALUE_NAME,
  VALUE_TEXT,
  VALUE_PASSWORD,
  VALUE_FLAG,
  VALUE_NUMBER,
} ValueKind;

/* What a setting takes.  The lobby is where everybody arrives: some settings are
 * not for it. */
typedef struct
{
  ValueKind   kind;
  ParlorRole  role;
  gint64      max;
  gboolean    not_lobby;
  const char *read_sql;
  const char *write_sql; /* $1: where, $2: the value, $3: the text folded */
} Rule;

#define READ(column) "SELECT " column " FROM conversations WHERE conversation = $1"
#define WRITE(column) "UPDATE conversations SET " column " = $2 WHERE conversation = $1"
#define WRITE_FOLDED(column)                          \
  "UPDATE conversations SET " column " = $2, " column \
  "_folded = $3 WHERE conversation = $1"
#define OWNERS(kind, max, not_lobby, column)                               \
  {                                                                        \
    kind, PARLOR_ROLE_OWNER, max, not_lobby, READ (column), WRITE (column) \
  }
#define MODERATORS(kind, max, column)                                      \
  {                                                                        \
    kind, PARLOR_ROLE_MODERATOR, max, FALSE, READ (column), WRITE (column) \
  }

static const Rule rules[PARLOR_N_SETTINGS] = {
  [PARLOR_SETTING_NAME] = { VALUE_NAME, PARLOR_ROLE_OWNER, 0, FALSE, READ ("name"),
                            WRITE_FOLDED ("name") },
  [PARLOR_SETTING_TOPIC] = { VALUE_TEXT, PARLOR_ROLE_MODERATOR, 0, FALSE, READ ("topic"),
                             WRITE_FOLDED ("topic") },
  [PARLOR_SETTING_DESCRIPTION] = OWNERS (VALUE_TEXT, 0, FALSE, "description"),
  [PARLOR_SETTING_PASSWORD] = OWNERS (VALUE_PASSWORD, 0, TRUE, "password"),
  [PARLOR_SETTING_UNLISTED] = OWNERS (VALUE_FLAG, 0, FALSE, "unlisted"),
  [PARLOR_SETTING_PRIVATE] = OWNERS (VALUE_FLAG, 0, TRUE, "is_private"),
  [PARLOR_SETTING_READ_ONLY] = MODERATORS (VALUE_FLAG, 0, "is_read_only"),
  [PARLOR_SETTING_SLOW_MODE] = MODERATORS (VALUE_NUMBER, PARLOR_SLOW_MODE_MAX_S, "slow_mode_s"),
  [PARLOR_SETTING_ARCHIVED] = OWNERS (VALUE_FLAG, 0, TRUE, "is_archived"),
  [PARLOR_SETTING_RETENTION_DAYS] =
    OWNERS (VALUE_NUMBER, PARLOR_RETENTION_MAX_DAYS, FALSE, "retention_days"),
  [PARLOR_SETTING_RETENTION_COUNT] =
    OWNERS (VALUE_NUMBER, G_MAXINT32, FALSE, "retention_count"),
  [PARLOR_SETTING_FILE_RETENTION_DAYS] =
    OWNERS (VALUE_NUMBER, PARLOR_RETENTION_MAX_DAYS, FALSE, "file_retention_days"),
};

/* A value as it was asked for. */
typedef struct
{
  const Rule *rule;
  char       *stored; /* as SQL writes it; NULL: none */
  char       *folded;
  char       *told; /* in the event; NULL: none */
  gint64      number;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->stored);
  g_free (setting->folded);
  g_free (setting->told);
  g_free (setting);
}

static const char *
word_of (ParlorSetting setting)
{
  const ParlorPacketInfo *info = parlor_packet_info (PARLOR_PACKET_SET);

  for (guint i = 0; i < info->n_fields; i++)
    if (g_str_equal (info->fields[i].name, "setting"))
      return info->fields[i].words[setting - 1];

  g_assert_not_reached ();
}

static gboolean
check_rights (ParlorAct *act,
              ParlorDb  *db,
              GError   **error)
{
  const ParlorSetPacket *packet = act->packet;
  const Rule            *rule = &rules[packet->setting];

  if (!parlor_act_need_member (act, db, packet->conversation, error))
    return FALSE;
  if (act->standing.kind == PARLOR_CONVERSATION_PERSONAL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "conversation",
                          N_ ("A personal chat has no settings."));
  if (!parlor_rights_need_role (&act->standing, rule->role, error) ||
      !parlor_rights_need_voice (&act->standing, error))
    return FALSE;
  if (rule->not_lobby && g_str_equal (packet->conversation, PARLOR_LOBBY))
    return parlor_refuse (error, PARLOR_REFUSED_NOT_ALLOWED, "setting",
                          N_ ("The lobby is where everybody arrives: it stays open."));
  if (rule->kind == VALUE_PASSWORD && act->standing.kind != PARLOR_CONVERSATION_GROUP)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "setting",
                          N_ ("Only a group can have a password."));

  return TRUE;
}

static gboolean
tell_set (ParlorAct    *act,
          ParlorDb     *db,
          ParlorSetting setting,
          const char   *value,
          GError      **error)
{
  const ParlorSetPacket *packet = act->packet;
  ParlorEventPacket     *event;
  g_autofree char       *entry =
    g_strdup_printf ("%s: %.*s", word_of (setting), PARLOR_TOPIC_MAX_BYTES - 32,
                     value != NULL ? value : "");
  g_autofree char *valid = g_utf8_make_valid (entry, -1);

  event = parlor_act_add_event (act, packet->conversation, PARLOR_EVENT_SET);
  event->setting = setting;
  event->text = g_strdup (value);

  return parlor_log_append (db, event, error) &&
         parlor_audit_add (db, act->author.account, PARLOR_PACKET_SET, packet->conversation, 0,
                           valid, error);
}

/* What is private is unlisted: whoever makes it private hides it, and it comes back
 * to the directory only by being listed again. */
static gboolean
keep_hidden (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorSetPacket *packet = act->packet;
  const Setting         *setting = act->data;
  gint64                 is_unlisted = 0;

  if (packet->setting == PARLOR_SETTING_UNLISTED && !setting->number && act->standing.is_private)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "value",
                          N_ ("What is private cannot be listed: make it public first."));
  if (packet->setting != PARLOR_SETTING_PRIVATE || !setting->number)
    return TRUE;

  if (!parlor_db_get_int (db, rules[PARLOR_SETTING_UNLISTED].read_sql,
                          PARLOR_PARAMS (parlor_text (packet->conversation)), &is_unlisted, error))
    return FALSE;

  return is_unlisted || (parlor_db_exec (db, rules[PARLOR_SETTING_UNLISTED].write_sql,
                                         PARLOR_PARAMS (parlor_text (packet->conversation),
                                                        parlor_int (1)),
                                         NULL, NULL, error) &&
                         tell_set (act, db, PARLOR_SETTING_UNLISTED, "on", error));
}

/* Nobody is told of an invitation to what is archived. */
static gboolean
drop_invitations (ParlorAct *act,
                  ParlorDb  *db,
                  GError   **error)
{
  const ParlorSetPacket *packet = act->packet;
  const Setting         *setting = act->data;

  return packet->setting != PARLOR_SETTING_ARCHIVED || !setting->number ||
         parlor_db_exec (db, "DELETE FROM invitations WHERE conversation = $1",
                         PARLOR_PARAMS (parlor_text (packet->conversation)), NULL, NULL, error);
}

static gboolean
write_value (ParlorAct *act,
             ParlorDb  *db,
             GError   **error)
{
  const ParlorSetPacket *packet = act->packet;
  const Setting         *setting = act->data;
  ParlorValue            params[3];
  g_autoptr (GError)     failure = NULL;

  params[0] = parlor_text (packet->conversation);
  if (setting->rule->kind == VALUE_FLAG || setting->rule->kind == VALUE_NUMBER)
    params[1] = parlor_int (setting->number);
  else
    params[1] = parlor_text (setting->stored);
  params[2] = parlor_text (setting->folded);

  if (parlor_db_exec (db, setting->rule->write_sql, params, setting->folded != NULL ? 3 : 2, NULL,
                      NULL, &failure))
    return TRUE;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return parlor_refuse (error, PARLOR_REFUSED_EXISTS, "value",
                          N_ ("A channel or group of this name is there already."));

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static void
take_text (const ParlorRow *row,
           gpointer         user_data)
{
  g_free (*(char **) user_data);
  *(char **) user_data = g_strdup (parlor_row_text (row, 0));
}

static gboolean
set_work (ParlorAct *act,
          ParlorDb  *db,
          GError   **error)
{
  const ParlorSetPacket *packet = act->packet;
  const Setting         *setting = act->data;
  g_autofree char       *present = NULL;

  if (!check_rights (act, db, error) ||
      !parlor_db_exec (db, setting->rule->read_sql,
                       PARLOR_PARAMS (parlor_text (packet->conversation)), take_text, &present,
                       error))
    return FALSE;
  if (g_strcmp0 (present, setting->stored) == 0)
    return TRUE;

  return write_value (act, db, error) &&
         tell_set (act, db, packet->setting, setting->told, error) &&
         keep_hidden (act, db, error) && drop_invitations (act, db, error);
}

static gboolean
read_text (Setting    *setting,
           const char *value,
           GError    **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean           is_name = setting->rule->kind == VALUE_NAME;

  if (is_name)
    setting->stored = parlor_title_prepare (*value == '#' ? value + 1 : value, &failure);
  else if (*value != '\0' && parlor_text_check (value, &failure))
    setting->stored = g_strdup (value);
  if (failure != NULL)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "value", failure->message);

  setting->told = g_strdup (setting->stored);
  if (strstr (setting->rule->write_sql, "$3") != NULL)
    setting->folded = parlor_title_fold (setting->stored != NULL ? setting->stored : "");

  return TRUE;
}

static gboolean
read_flag (Setting    *setting,
           const char *value,
           GError    **error)
{
  setting->number = g_str_equal (value, "on");
  if (!setting->number && !g_str_equal (value, "off") && *value != '\0')
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "value",
                          N_ ("This is either on or off."));

  setting->stored = g_strdup (setting->number ? "1" : "0");
  setting->told = g_strdup (setting->number ? "on" : "off");

  return TRUE;
}

static gboolean
read_number (Setting    *setting,
             const char *value,
             GError    **error)
{
  guint64 number = 0;

  if (*value != '\0' &&
      !g_ascii_string_to_unsigned (value, 10, 0, setting->rule->max, &number, NULL))
    return parlor_refuse_above (error, "value",
                                N_ ("This is no number, or one that is too large."),
                                setting->rule->max);

  setting->number = number;
  setting->stored = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  setting->told = g_strdup (setting->stored);

  return TRUE;
}

static gboolean
read_value (Setting    *setting,
            const char *value,
            GError    **error)
{
  switch (setting->rule->kind) {
  case VALUE_NAME:
  case VALUE_TEXT:
    return read_text (setting, value, error);
  case VALUE_FLAG:
    return read_flag (setting, value, error);
  case VALUE_NUMBER:
    return read_number (setting, value, error);
  case VALUE_PASSWORD:
  default:
    setting->told = g_strdup (*value != '\0' ? "on" : "off");
    return strlen (value) <= PARLOR_PASSWORD_MAX_BYTES ||
           parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "value",
                          N_ ("A password has at most 256 bytes."));
  }
}

static void
on_hashed (char    *hash,
           gpointer user_data)
{
  ParlorAct *act = user_data;

  if (hash == NULL) {
    parlor_act_refuse_for (act, PARLOR_REFUSED_BUSY, 2000,
                           N_ ("The server has much to do. Try again in a moment."));
    return;
  }

  ((Setting *) act->data)->stored = hash;
  parlor_act_run (act, PARLOR_STORE_WRITE, set_work, NULL);
}

static gboolean
may_set_work (gpointer owner,
              gpointer data,
              GError **error)
{
  return check_rights (data, owner, error);
}

static void
may_set_done (gpointer      data,
              const GError *error)
{
  ParlorAct             *act = data;
  const ParlorSetPacket *packet = act->packet;

  if (error != NULL)
    parlor_act_refuse (act, error);
  else if (parlor_passwords_is_crowded (act->session->services->passwords) ||
           !parlor_passwords_hash (act->session->services->passwords, packet->value, on_hashed,
                                   act))
    on_hashed (NULL, act);
}

/**
 * parlor_on_set:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_set (ParlorRequest *request)
{
  const ParlorSetPacket *packet = request->packet;
  const char            *value = packet->value != NULL ? packet->value : "";
  ParlorAct             *act = parlor_act_new (request);
  Setting               *setting = g_new0 (Setting, 1);
  g_autoptr (GError)     error = NULL;

  act->data = setting;
  act->free_data = setting_free;
  setting->rule = &rules[packet->setting];
  if (packet->setting == PARLOR_SETTING_UNKNOWN) {
    parlor_act_refuse_with (act, PARLOR_REFUSED_BAD_VALUE, "setting",
                            N_ ("There is no such setting."));
  } else if (!read_value (setting, value, &error)) {
    parlor_act_refuse (act, error);
  } else if (setting->rule->kind == VALUE_PASSWORD && *value != '\0') {
    /* Hashing is work: only for who may set it. */
    parlor_store_run (act->session->services->store, PARLOR_STORE_READ, may_set_work, may_set_done,
                      act);
  } else {
    parlor_act_run (act, PARLOR_STORE_WRITE, set_work, NULL);
  }
}
