/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is here, and who is told so. */

#define G_LOG_DOMAIN "parlor-hub-presence"

#include "parlor-hub-private.h"

/* What people see of others' comings and goings is told a little later, once:
 * who comes back at once has never been away. */
#define TELL_INTERVAL_MS 250
#define PEOPLE_PER_FRAME 50 /* each takes less than 1,200 bytes */

static void
account_free (gpointer data)
{
  parlor_packet_free (PARLOR_PACKET_ACCOUNT, data);
}

static void
person_free (gpointer data)
{
  ParlorHubPerson *person = data;

  g_ptr_array_unref (person->sessions);
  g_ptr_array_unref (person->watchers);
  g_clear_pointer (&person->profile, account_free);
  g_free (person);
}

/**
 * parlor_hub_init_presence:
 * @self: a new hub
 */
void
parlor_hub_init_presence (ParlorHub *self)
{
  self->people = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, person_free);
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, account_free);
  self->moved = g_ptr_array_new ();
  self->left = g_array_new (FALSE, FALSE, sizeof (ParlorHubLeft));
}

/**
 * parlor_hub_clear_presence:
 * @self: a hub that all sessions have left
 */
void
parlor_hub_clear_presence (ParlorHub *self)
{
  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->changed);
  g_ptr_array_unref (self->moved);
  g_array_unref (self->left);
}

/**
 * parlor_hub_find_person:
 * @self: the hub
 * @account: an account
 *
 * Returns: (transfer none) (nullable): what is known of it
 */
ParlorHubPerson *
parlor_hub_find_person (ParlorHub *self,
                        gint64     account)
{
  return g_hash_table_lookup (self->people, &account);
}

static ParlorHubPerson *
ensure_person (ParlorHub *self,
               gint64     account)
{
  ParlorHubPerson *person = parlor_hub_find_person (self, account);

  if (person != NULL)
    return person;

  person = g_new0 (ParlorHubPerson, 1);
  person->account = account;
  person->sessions = g_ptr_array_new ();
  person->watchers = g_ptr_array_new ();
  person->told = PARLOR_PRESENCE_OFFLINE;
  g_hash_table_insert (self->people, &person->account, person);

  return person;
}

static void
drop_if_unused (ParlorHub       *self,
                ParlorHubPerson *person)
{
  if (person->sessions->len == 0 && person->watchers->len == 0 && !person->is_moved)
    g_hash_table_remove (self->people, &person->account);
}

/* Online if the person is at one of the devices, away if at none of them. */
static ParlorPresence
fold (ParlorHubPerson *person)
{
  for (guint i = 0; i < person->sessions->len; i++)
    if (((ParlorSession *) person->sessions->pdata[i])->presence != PARLOR_PRESENCE_AWAY)
      return PARLOR_PRESENCE_ONLINE;

  return person->sessions->len > 0 ? PARLOR_PRESENCE_AWAY : PARLOR_PRESENCE_OFFLINE;
}

static gboolean
on_tell_due (gpointer user_data)
{
  ParlorHub *self = user_data;

  self->tell_source = 0;
  parlor_hub_flush (self);

  return G_SOURCE_REMOVE;
}

static void
tell_later (ParlorHub *self)
{
  if (self->tell_source == 0)
    self->tell_source = g_timeout_add (TELL_INTERVAL_MS, on_tell_due, self);
}

static void
note_move (ParlorHub       *self,
           ParlorHubPerson *person)
{
  if (person->is_moved)
    return;

  person->is_moved = TRUE;
  g_ptr_array_add (self->moved, person);
  tell_later (self);
}

static void
set_profile (ParlorHubPerson           *person,
             const ParlorAccountPacket *profile)
{
  g_clear_pointer (&person->profile, account_free);
  person->profile = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, profile);
}

/**
 * parlor_hub_come:
 * @self: the hub
 * @session: a session that comes into the hub
 * @profile: who that is
 */
void
parlor_hub_come (ParlorHub                 *self,
                 ParlorSession             *session,
                 const ParlorAccountPacket *profile)
{
  ParlorHubPerson *person = ensure_person (self, session->account);

  set_profile (person, profile);
  g_ptr_array_add (person->sessions, session);
  person->left_ms = 0;
  note_move (self, person);
}

/**
 * parlor_hub_go:
 * @self: the hub
 * @session: a session that leaves the hub
 */
void
parlor_hub_go (ParlorHub     *self,
               ParlorSession *session)
{
  ParlorHubPerson *person = parlor_hub_find_person (self, session->account);
  ParlorHubLeft    left = { session->account, g_get_real_time () / 1000 };

  g_ptr_array_remove_fast (person->sessions, session);
  note_move (self, person);
  if (person->sessions->len > 0)
    return;

  person->left_ms = left.time_ms;
  g_array_append_val (self->left, left);
}

/**
 * parlor_hub_set_presence:
 * @self: the hub
 * @session: a session, in the hub or not yet
 * @presence: whether the person is at this device
 */
void
parlor_hub_set_presence (ParlorHub     *self,
                         ParlorSession *session,
                         ParlorPresence presence)
{
  session->presence = presence;
  if (session->is_in_hub)
    note_move (self, parlor_hub_find_person (self, session->account));
}

/**
 * parlor_hub_get_presence:
 * @self: the hub
 * @account: an account
 *
 * Returns: whether the person is here, all devices taken together
 */
ParlorPresence
parlor_hub_get_presence (ParlorHub *self,
                         gint64     account)
{
  ParlorHubPerson *person = parlor_hub_find_person (self, account);

  return person != NULL ? fold (person) : PARLOR_PRESENCE_OFFLINE;
}

/**
 * parlor_hub_describe:
 * @self: the hub
 * @account: somebody as the database knows them
 *
 * Sets presence, and of who is here that there is no last time.
 */
void
parlor_hub_describe (ParlorHub           *self,
                     ParlorAccountPacket *account)
{
  ParlorHubPerson *person = parlor_hub_find_person (self, account->account);

  if (account->is_deleted)
    return;

  account->presence = person != NULL ? fold (person) : PARLOR_PRESENCE_OFFLINE;
  if (account->presence != PARLOR_PRESENCE_OFFLINE)
    account->last_seen_ms = 0;
  else if (person != NULL && person->left_ms != 0)
    account->last_seen_ms = person->left_ms; /* it may not be stored yet */
}

static void
unwatch (ParlorHub      *self,
         ParlorHubWatch *watch)
{
  GPtrArray *watchers = watch->person->watchers;

  g_ptr_array_remove_index_fast (watchers, watch->number);
  if (watch->number < watchers->len)
    ((ParlorHubWatch *) watchers->pdata[watch->number])->number = watch->number;
  drop_if_unused (self, watch->person);
  g_free (watch);
}

static void
add_watch (ParlorHub     *self,
           ParlorSession *session,
           gint64         account)
{
  ParlorHubPerson *person = ensure_person (self, account);
  ParlorHubWatch  *watch = g_new (ParlorHubWatch, 1);

  *watch = (ParlorHubWatch){ person, session, person->watchers->len };
  g_ptr_array_add (person->watchers, watch);
  g_ptr_array_add (session->watches, watch);
  /* This one is told of something in between, which may be taken back. */
  if (person->is_moved)
    person->told = PARLOR_PRESENCE_UNKNOWN;
}

static ParlorAccountPacket
describe_person (ParlorHubPerson *person)
{
  ParlorAccountPacket account = *person->profile;

  account.presence = fold (person);
  if (account.presence == PARLOR_PRESENCE_OFFLINE && !account.is_deleted)
    account.last_seen_ms = person->left_ms;
  else
    account.last_seen_ms = 0;

  return account;
}

static void
send_people (ParlorSession *session,
             GPtrArray     *people)
{
  ParlorChangedPacket packet = { 0, people };
  g_autoptr (GBytes)  frame = NULL;

  if (people->len == 0)
    return;

  frame = parlor_packet_encode (PARLOR_PACKET_CHANGED, &packet);
  parlor_session_send (session, frame);
  g_ptr_array_set_size (people, 0);
}

static void
send_present (ParlorSession *session)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  ParlorAccountPacket   accounts[PEOPLE_PER_FRAME];

  for (guint i = 0; i < session->watches->len; i++) {
    ParlorHubPerson *person = ((ParlorHubWatch *) session->watches->pdata[i])->person;

    if (person->sessions->len == 0)
      continue;
    accounts[people->len] = describe_person (person);
    g_ptr_array_add (people, &accounts[people->len]);
    if (people->len == PEOPLE_PER_FRAME)
      send_people (session, people);
  }
  send_people (session, people);
}

/**
 * parlor_hub_watch:
 * @self: the hub
 * @session: a session in the hub
 * @people: (nullable) (element-type ParlorWhoPacket): whom it watches from now
 *   on, instead of those before
 *
 * Tells @session which of them are not offline, and from then on who comes and
 * goes.
 */
void
parlor_hub_watch (ParlorHub       *self,
                  ParlorSession   *session,
                  const GPtrArray *people)
{
  g_autoptr (GHashTable) accounts = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < session->watches->len; i++)
    unwatch (self, session->watches->pdata[i]);
  g_ptr_array_set_size (session->watches, 0);

  for (guint i = 0; people != NULL && i < people->len; i++) {
    ParlorWhoPacket *who = people->pdata[i];

    if (g_hash_table_add (accounts, &who->account))
      add_watch (self, session, who->account);
  }
  send_present (session);
}

/* Encoded once, whoever watches. */
static void
tell_watchers (ParlorHubPerson *person)
{
  ParlorAccountPacket   account = describe_person (person);
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  ParlorChangedPacket   packet = { 0, people };
  g_autoptr (GBytes)    frame = NULL;

  g_ptr_array_add (people, &account);
  frame = parlor_packet_encode (PARLOR_PACKET_CHANGED, &packet);
  for (guint i = 0; i < person->watchers->len; i++)
    parlor_session_send (((ParlorHubWatch *) person->watchers->pdata[i])->session, frame);
}

static void
tell_moved (ParlorHub *self)
{
  for (guint i = 0; i < self->moved->len; i++) {
    ParlorHubPerson *person = self->moved->pdata[i];
    ParlorPresence   presence = fold (person);

    if (person->told != presence && person->watchers->len > 0)
      tell_watchers (person);
    person->told = presence;
    person->is_moved = FALSE;
    drop_if_unused (self, person);
  }
  g_ptr_array_set_size (self->moved, 0);
}

static void
send_changed (ParlorHub *self,
              GPtrArray *people)
{
  ParlorChangedPacket packet = { 0, people };
  g_autoptr (GBytes)  frame = NULL;

  if (people->len == 0)
    return;

  frame = parlor_packet_encode (PARLOR_PACKET_CHANGED, &packet);
  for (guint i = 0; i < self->sessions->len; i++) {
    ParlorSession *session = self->sessions->pdata[i];

    if (session->wants_people)
      parlor_session_send (session, frame);
  }
  g_ptr_array_set_size (people, 0);
}

static void
tell_changed (ParlorHub *self)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  gpointer              account;
  GHashTableIter        iter;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, NULL, &account)) {
    g_ptr_array_add (people, account);
    if (people->len == PEOPLE_PER_FRAME)
      send_changed (self, people);
  }
  send_changed (self, people);
  g_hash_table_remove_all (self->changed);
}

/**
 * parlor_hub_tell_changed:
 * @self: the hub
 * @account: (transfer none): an account that is new or has changed, all that
 *   others see of it; its presence is not told
 *
 * Tells, within a quarter of a second and together with others, those who
 * asked for people.
 */
void
parlor_hub_tell_changed (ParlorHub                 *self,
                         const ParlorAccountPacket *account)
{
  ParlorHubPerson     *person = parlor_hub_find_person (self, account->account);
  ParlorAccountPacket *copy = parlor_packet_copy (PARLOR_PACKET_ACCOUNT, account);

  copy->presence = PARLOR_PRESENCE_UNKNOWN;
  copy->last_seen_ms = 0;
  if (person != NULL)
    set_profile (person, copy);
  g_hash_table_replace (self->changed, &copy->account, copy);
  tell_later (self);
}

/**
 * parlor_hub_set_store:
 * @self: the hub
 * @store_left: keeps when people were last here; called for many at once
 * @user_data: for @store_left
 */
void
parlor_hub_set_store (ParlorHub     *self,
                      ParlorHubStore store_left,
                      gpointer       user_data)
{
  self->store_left = store_left;
  self->store_data = user_data;
}

/**
 * parlor_hub_flush:
 * @self: the hub
 *
 * Tells and has stored now what would be a little later.
 */
void
parlor_hub_flush (ParlorHub *self)
{
  GArray *left = self->left;

  g_clear_handle_id (&self->tell_source, g_source_remove);
  tell_moved (self);
  tell_changed (self);
  if (left->len == 0 || self->store_left == NULL)
    return;

  self->left = g_array_new (FALSE, FALSE, sizeof (ParlorHubLeft));
  self->store_left (left, self->store_data);
}
