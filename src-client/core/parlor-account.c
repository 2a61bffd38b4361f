/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-account"

#include "parlor-account-private.h"

#include "parlor-strings.h"
#include "parlor-translate.h"

/**
 * ParlorAccount:
 *
 * Somebody who has an account on the server.
 *
 * The client keeps one object for each account, so that accounts can be
 * compared by pointer and a new nick shows everywhere at once.
 */
struct _ParlorAccount
{
  GObject parent_instance;

  gint64         id;
  char          *name;
  char          *nick;
  ParlorPresence presence;
  gboolean       is_self;
  gboolean       is_blocked;
};

G_DEFINE_FINAL_TYPE (ParlorAccount, parlor_account, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_NICK,
  PROP_PRESENCE,
  PROP_IS_SELF,
  PROP_IS_BLOCKED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
parlor_account_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ParlorAccount *self = PARLOR_ACCOUNT (object);

  switch (prop_id) {
  case PROP_ID:
    g_value_set_int64 (value, self->id);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_NICK:
    g_value_set_string (value, parlor_account_get_nick (self));
    break;
  case PROP_PRESENCE:
    g_value_set_int (value, self->presence);
    break;
  case PROP_IS_SELF:
    g_value_set_boolean (value, self->is_self);
    break;
  case PROP_IS_BLOCKED:
    g_value_set_boolean (value, self->is_blocked);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_account_finalize (GObject *object)
{
  ParlorAccount *self = PARLOR_ACCOUNT (object);

  g_free (self->name);
  g_free (self->nick);

  G_OBJECT_CLASS (parlor_account_parent_class)->finalize (object);
}

static void
parlor_account_class_init (ParlorAccountClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = parlor_account_get_property;
  object_class->finalize = parlor_account_finalize;

  /**
   * ParlorAccount:id:
   *
   * The number that the server gave; never given twice.
   */
  props[PROP_ID] =
    g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * ParlorAccount:name:
   *
   * The unique name that one signs in with and mentions.
   */
  props[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, flags);

  /**
   * ParlorAccount:nick:
   *
   * The name to show; plain text, not unique.
   */
  props[PROP_NICK] =
    g_param_spec_string ("nick", NULL, NULL, NULL, flags);

  /**
   * ParlorAccount:presence:
   *
   * Whether the person is here: a #ParlorPresence.
   */
  props[PROP_PRESENCE] =
    g_param_spec_int ("presence", NULL, NULL, 0, PARLOR_N_PRESENCES - 1,
                      PARLOR_PRESENCE_OFFLINE, flags);

  /**
   * ParlorAccount:is-self:
   *
   * Whether this is the account that one is signed in with.
   */
  props[PROP_IS_SELF] =
    g_param_spec_boolean ("is-self", NULL, NULL, FALSE, flags);

  /**
   * ParlorAccount:is-blocked:
   *
   * Whether one takes no personal messages from this account.
   */
  props[PROP_IS_BLOCKED] =
    g_param_spec_boolean ("is-blocked", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlor_account_init (ParlorAccount *self)
{
  self->presence = PARLOR_PRESENCE_OFFLINE;
}

/**
 * parlor_account_new:
 * @id: the number of the account
 * @name: its unique name
 * @nick: the name to show
 *
 * Returns: (transfer full): somebody who is offline as far as is known
 */
ParlorAccount *
parlor_account_new (gint64      id,
                    const char *name,
                    const char *nick)
{
  ParlorAccount *self = g_object_new (PARLOR_TYPE_ACCOUNT, NULL);

  self->id = id;
  self->name = g_strdup (name);
  self->nick = g_strdup (nick);

  return self;
}

/**
 * parlor_account_update:
 * @self: an account
 * @packet: what the server says about it
 *
 * Takes over nick and, if it is told, presence.
 */
void
parlor_account_update (ParlorAccount             *self,
                       const ParlorAccountPacket *packet)
{
  g_return_if_fail (PARLOR_IS_ACCOUNT (self));
  g_return_if_fail (packet->account == self->id);

  if (parlor_set_string (&self->name, packet->name))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
  parlor_account_set_nick (self, packet->nick);
  if (packet->presence != PARLOR_PRESENCE_UNKNOWN)
    parlor_account_set_presence (self, packet->presence);
}

void
parlor_account_set_nick (ParlorAccount *self,
                         const char    *nick)
{
  g_return_if_fail (PARLOR_IS_ACCOUNT (self));

  if (parlor_set_string (&self->nick, nick))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NICK]);
}

void
parlor_account_set_presence (ParlorAccount *self,
                             ParlorPresence presence)
{
  g_return_if_fail (PARLOR_IS_ACCOUNT (self));

  if (self->presence == presence)
    return;

  self->presence = presence;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRESENCE]);
}

void
parlor_account_set_is_self (ParlorAccount *self,
                            gboolean       is_self)
{
  g_return_if_fail (PARLOR_IS_ACCOUNT (self));

  if (self->is_self == is_self)
    return;

  self->is_self = is_self;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_SELF]);
}

void
parlor_account_set_is_blocked (ParlorAccount *self,
                               gboolean       is_blocked)
{
  g_return_if_fail (PARLOR_IS_ACCOUNT (self));

  if (self->is_blocked == is_blocked)
    return;

  self->is_blocked = is_blocked;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_BLOCKED]);
}

gint64
parlor_account_get_id (ParlorAccount *self)
{
  g_return_val_if_fail (PARLOR_IS_ACCOUNT (self), 0);

  return self->id;
}

const char *
parlor_account_get_name (ParlorAccount *self)
{
  g_return_val_if_fail (PARLOR_IS_ACCOUNT (self), NULL);

  return self->name;
}

const char *
parlor_account_get_nick (ParlorAccount *self)
{
  g_return_val_if_fail (PARLOR_IS_ACCOUNT (self), NULL);

  /* The server alone gives names like this one, and a nick along with it. */
  if (self->name != NULL && self->nick != NULL && g_str_has_prefix (self->name, "deleted-"))
    return parlor_translate_text (self->nick);

  return self->nick;
}

ParlorPresence
parlor_account_get_presence (ParlorAccount *self)
{
  g_return_val_if_fail (PARLOR_IS_ACCOUNT (self), PARLOR_PRESENCE_UNKNOWN);

  return self->presence;
}

gboolean
parlor_account_is_self (ParlorAccount *self)
{
  g_return_val_if_fail (PARLOR_IS_ACCOUNT (self), FALSE);

  return self->is_self;
}

gboolean
parlor_account_is_blocked (ParlorAccount *self)
{
  g_return_val_if_fail (PARLOR_IS_ACCOUNT (self), FALSE);

  return self->is_blocked;
}
