/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-notifications"

#include "parlor-notifications.h"

#include "parlor-client-private.h"
#include "parlor-message-private.h"

/* What comes within it changes a notification once: somebody who writes ten lines
 * does not blink ten times. */
#define PAUSE_MS 1000

/* Of that many the texts are kept, should the newest be deleted. */
#define KEPT_MESSAGES_MAX 20

/**
 * ParlorNotifications:
 *
 * What a person is to be told of who does not look: one notification for each
 * conversation, of the messages that came since it was read.
 *
 * There is none for what somebody has on screen or has read on another device, for
 * conversations that are muted, of people who are blocked, of oneself, and for
 * what the program finds when it starts: that is in the list, which is on screen
 * then.  After a connection was lost, what was missed is told of once it is all
 * there.
 */
struct _ParlorNotifications
{
  GObject parent_instance;

  ParlorClient      *client;
  ParlorOnScreenFunc on_screen;
  gpointer           user_data;

  GHashTable *entries;    /* ParlorConversation → Entry */
  GHashTable *known_seqs; /* ParlorConversation → gint64 *, when the connection was lost */
  gboolean    was_online;
  gboolean    is_enabled;
  gboolean    shows_text;
};

G_DEFINE_FINAL_TYPE (ParlorNotifications, parlor_notifications, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_IS_ENABLED,
  PROP_SHOWS_TEXT,
  N_PROPS,
};

enum {
  SHOW,
  WITHDRAW,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

/* Of a conversation in which somebody wrote. */
typedef struct
{
  ParlorNotifications *owner; /* not owned: it owns this */
  ParlorConversation  *conversation;
  GPtrArray           *messages; /* of ParlorMessage, copies: unread, ascending */
  gboolean             is_shown;
  gboolean             is_changed; /* since then */
  gboolean             is_left;    /* the last start of the program may have told of it */
  gint64               shown_us;
  guint                pause_id;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_signal_handlers_disconnect_by_data (entry->conversation, entry->owner);
  g_clear_handle_id (&entry->pause_id, g_source_remove);
  g_ptr_array_unref (entry->messages);
  g_object_unref (entry->conversation);
  g_free (entry);
}

/* Telling. */

static gboolean
mentions_self (Entry         *entry,
               ParlorMessage *message)
{
  return parlor_conversation_mentions_self (entry->conversation, parlor_message_get_text (message));
}

static void
show (Entry *entry)
{
  GPtrArray               *messages = entry->messages;
  const guint              n_unread = parlor_conversation_get_unread (entry->conversation);
  ParlorMessage           *newest = messages->pdata[messages->len - 1];
  const ParlorNoticeFacts  facts = { .conversation = entry->conversation,
                                     .oldest = messages->pdata[0],
                                     .newest = newest,
                                     .n_messages = MAX (n_unread, messages->len),
                                     .mentions_self = mentions_self (entry, newest),
                                     .shows_text = entry->owner->shows_text };
  g_autoptr (ParlorNotice) notice = parlor_notice_new (&facts);

  entry->is_shown = TRUE;
  entry->is_changed = FALSE;
  entry->is_left = FALSE;
  entry->shown_us = g_get_monotonic_time ();
  g_signal_emit (entry->owner, signals[SHOW], 0, entry->conversation, notice);
}

static void update (Entry *entry);

static gboolean
on_pause_over (gpointer user_data)
{
  Entry *entry = user_data;

  entry->pause_id = 0;
  update (entry);

  return G_SOURCE_REMOVE;
}

static gboolean
is_pausing (Entry *entry)
{
  const gint64 over_us = entry->shown_us + PAUSE_MS * G_TIME_SPAN_MILLISECOND;
  const gint64 now_us = g_get_monotonic_time ();

  if (entry->pause_id == 0 && entry->shown_us != 0 && now_us < over_us)
    entry->pause_id =
      g_timeout_add ((over_us - now_us) / G_TIME_SPAN_MILLISECOND + 1, on_pause_over, entry);

  return entry->pause_id != 0;
}

/* What is gone goes at once. */
static void
update (Entry *entry)
{
  if (entry->messages->len == 0) {
    g_clear_handle_id (&entry->pause_id, g_source_remove);
    entry->is_changed = FALSE;
    if (entry->is_shown)
      g_signal_emit (entry->owner, signals[WITHDRAW], 0, entry->conversation);
    entry->is_shown = FALSE;
  } else if (entry->is_changed && parlor_client_is_online (entry->owner->client) &&
             !is_pausing (entry)) {
    show (entry);
  }
}

static void
withdraw_left (Entry *entry)
{
  if (entry->is_left)
    g_signal_emit (entry->owner, signals[WITHDRAW], 0, entry->conversation);
  entry->is_left = FALSE;
}

/* Who is told. */

static gboolean
is_wanted (ParlorNotifications *self,
           ParlorConversation  *conversation)
{
  return self->is_enabled && parlor_conversation_is_member (conversation) &&
         !parlor_conversation_are_notifications_muted (conversation);
}

static gboolean
is_unread (ParlorConversation *conversation,
           ParlorMessage      *message)
{
  return parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE &&
         !parlor_message_is_own (message) && !parlor_message_is_deleted (message) &&
         parlor_message_get_seq (message) > parlor_conversation_get_read_seq (conversation);
}

static gboolean
is_due (ParlorNotifications *self,
        ParlorConversation  *conversation,
        ParlorMessage       *message)
{
  return is_wanted (self, conversation) && is_unread (conversation, message) &&
         !parlor_account_is_blocked (parlor_message_get_author (message)) &&
         self->on_screen (self->user_data) != conversation;
}

/* Of what was unread, something is read, deleted, or not wanted any more. */
static void
sift (Entry *entry)
{
  const gboolean is_wanted_here = is_wanted (entry->owner, entry->conversation);
  const guint    n_before = entry->messages->len;

  for (guint i = entry->messages->len; i > 0; i--) {
    ParlorMessage *message = entry->messages->pdata[i - 1];

    if (!is_wanted_here || !is_unread (entry->conversation, message) ||
        parlor_account_is_blocked (parlor_message_get_author (message)))
      g_ptr_array_remove_index (entry->messages, i - 1);
  }

  entry->is_changed = entry->is_changed || entry->messages->len != n_before;
  update (entry);
}

static void
on_conversation_changed (ParlorNotifications *self,
                         GParamSpec          *pspec,
                         ParlorConversation  *conversation)
{
  Entry *entry = g_hash_table_lookup (self->entries, conversation);

  if (entry == NULL)
    return;

  if (!is_wanted (self, conversation) || parlor_conversation_get_unread (conversation) == 0)
    withdraw_left (entry);
  if (entry->messages->len > 0)
    sift (entry);
}

static Entry *
ensure_entry (ParlorNotifications *self,
              ParlorConversation  *conversation)
{
  static const char *const watched[] = { "notify::read-seq", "notify::unread", "notify::is-member",
                                         "notify::notifications-muted" };
  Entry                   *entry = g_hash_table_lookup (self->entries, conversation);

  if (entry != NULL)
    return entry;

  entry = g_new0 (Entry, 1);
  entry->owner = self;
  entry->conversation = g_object_ref (conversation);
  entry->messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->entries, conversation, entry);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (conversation, watched[i], G_CALLBACK (on_conversation_changed), self,
                             G_CONNECT_SWAPPED);

  return entry;
}

/* A copy: nobody else may keep it, and what becomes of it matters here. */
static void
add (ParlorNotifications *self,
     ParlorConversation  *conversation,
     ParlorMessage       *message)
{
  Entry *entry = ensure_entry (self, conversation);

  g_ptr_array_add (entry->messages,
                   parlor_message_new_of_event (parlor_message_get_event (message),
                                                parlor_message_get_author (message), NULL,
                                                parlor_message_get_attachment (message)));
  if (entry->messages->len > KEPT_MESSAGES_MAX)
    g_ptr_array_remove_index (entry->messages, 1);
  entry->is_changed = TRUE;
}

static void
change (Entry         *entry,
        ParlorMessage *event)
{
  for (guint i = 0; i < entry->messages->len; i++)
    entry->is_changed = parlor_message_apply (entry->messages->pdata[i], event) ||
                        entry->is_changed;
  sift (entry);
}

static void
on_event_applied (ParlorNotifications *self,
                  ParlorConversation  *conversation,
                  ParlorMessage       *message)
{
  Entry *entry;

  if (self->was_online && is_due (self, conversation, message))
    add (self, conversation, message);

  entry = g_hash_table_lookup (self->entries, conversation);
  if (entry == NULL)
    return;
  if (parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE)
    update (entry);
  else
    change (entry, message);
}

/* Coming and going of the connection. */

static GPtrArray *
list_conversations (ParlorNotifications *self)
{
  GListModel *model = parlor_client_get_conversations (self->client);
  GPtrArray  *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (list, g_list_model_get_item (model, i));

  return list;
}

static void
note_known (ParlorNotifications *self)
{
  g_autoptr (GPtrArray) list = list_conversations (self);

  g_hash_table_remove_all (self->known_seqs);
  for (guint i = 0; i < list->len; i++) {
    const gint64 seq = parlor_conversation_get_known_seq (list->pdata[i]);

    g_hash_table_insert (self->known_seqs, g_object_ref (list->pdata[i]),
                         g_memdup2 (&seq, sizeof seq));
  }
}

/* Of what was too much to be told one by one, the last is known, and how much it
 * was. */
static void
catch_up (ParlorNotifications *self,
          ParlorConversation  *conversation)
{
  const gint64  *known_seq = g_hash_table_lookup (self->known_seqs, conversation);
  ParlorMessage *last = parlor_conversation_get_last_event (conversation);
  Entry         *entry = g_hash_table_lookup (self->entries, conversation);
  const gboolean is_told = entry != NULL && entry->is_changed && entry->messages->len > 0;

  if (!is_told && last != NULL && is_due (self, conversation, last) &&
      parlor_message_get_seq (last) > (known_seq != NULL ? *known_seq : 0))
    add (self, conversation, last);

  entry = g_hash_table_lookup (self->entries, conversation);
  if (entry != NULL)
    sift (entry);
}

/* Of what the last start of the program has told, something may have been read
 * elsewhere; the rest goes when it is read here. */
static void
take_over (ParlorNotifications *self,
           ParlorConversation  *conversation)
{
  if (parlor_conversation_get_unread (conversation) == 0)
    g_signal_emit (self, signals[WITHDRAW], 0, conversation);
  else
    ensure_entry (self, conversation)->is_left = TRUE;
}

static void
on_state_changed (ParlorNotifications *self)
{
  g_autoptr (GPtrArray) list = NULL;

  if (!parlor_client_is_online (self->client)) {
    if (self->was_online && g_hash_table_size (self->known_seqs) == 0)
      note_known (self);
    return;
  }

  list = list_conversations (self);
  for (guint i = 0; i < list->len; i++) {
    if (self->was_online)
      catch_up (self, list->pdata[i]);
    else
      take_over (self, list->pdata[i]);
  }
  g_hash_table_remove_all (self->known_seqs);
  self->was_online = TRUE;
}

/**
 * parlor_notifications_withdraw_all:
 * @self: notifications
 *
 * Takes back whatever is shown.
 */
void
parlor_notifications_withdraw_all (ParlorNotifications *self)
{
  GHashTableIter iter;
  gpointer       entry;

  g_return_if_fail (PARLOR_IS_NOTIFICATIONS (self));

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry)) {
    g_ptr_array_set_size (((Entry *) entry)->messages, 0);
    update (entry);
    withdraw_left (entry);
  }
}

static void
on_signed_out (ParlorNotifications *self)
{
  parlor_notifications_withdraw_all (self);
  g_hash_table_remove_all (self->entries);
  g_hash_table_remove_all (self->known_seqs);
  self->was_online = FALSE;
}

static void
on_has_account_changed (ParlorNotifications *self)
{
  if (!parlor_client_has_account (self->client))
    on_signed_out (self);
}

/* Another wish: what is shown is shown otherwise, or not at all. */
static void
refresh (ParlorNotifications *self)
{
  GHashTableIter iter;
  gpointer       entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry)) {
    ((Entry *) entry)->is_changed = TRUE;
    sift (entry);
    withdraw_left (entry);
  }
}

static void
parlor_notifications_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  ParlorNotifications *self = PARLOR_NOTIFICATIONS (object);

  switch (prop_id) {
  case PROP_IS_ENABLED:
    g_value_set_boolean (value, self->is_enabled);
    break;
  case PROP_SHOWS_TEXT:
    g_value_set_boolean (value, self->shows_text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_notifications_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  ParlorNotifications *self = PARLOR_NOTIFICATIONS (object);

  switch (prop_id) {
  case PROP_IS_ENABLED:
    self->is_enabled = g_value_get_boolean (value);
    break;
  case PROP_SHOWS_TEXT:
    self->shows_text = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
  refresh (self);
}

static void
parlor_notifications_dispose (GObject *object)
{
  ParlorNotifications *self = PARLOR_NOTIFICATIONS (object);

  g_hash_table_remove_all (self->entries);
  g_hash_table_remove_all (self->known_seqs);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_notifications_parent_class)->dispose (object);
}

static void
parlor_notifications_finalize (GObject *object)
{
  ParlorNotifications *self = PARLOR_NOTIFICATIONS (object);

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->known_seqs);

  G_OBJECT_CLASS (parlor_notifications_parent_class)->finalize (object);
}

static void
install_signals (void)
{
  /**
   * ParlorNotifications::show:
   * @self: the notifications
   * @conversation: which one it is about
   * @notice: (type gpointer): a #ParlorNotice, what it says
   *
   * Shown from now on, instead of what was shown of @conversation before.
   */
  signals[SHOW] = g_signal_new ("show", PARLOR_TYPE_NOTIFICATIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, PARLOR_TYPE_CONVERSATION,
                                G_TYPE_POINTER);

  /**
   * ParlorNotifications::withdraw:
   * @self: the notifications
   * @conversation: which one it is about
   *
   * Nothing is to be told of @conversation any more.
   */
  signals[WITHDRAW] = g_signal_new ("withdraw", PARLOR_TYPE_NOTIFICATIONS, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, PARLOR_TYPE_CONVERSATION);
}

static void
parlor_notifications_class_init (ParlorNotificationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlor_notifications_get_property;
  object_class->set_property = parlor_notifications_set_property;
  object_class->dispose = parlor_notifications_dispose;
  object_class->finalize = parlor_notifications_finalize;

  /**
   * ParlorNotifications:is-enabled:
   *
   * Whether there are any.
   */
  props[PROP_IS_ENABLED] = g_param_spec_boolean ("is-enabled", NULL, NULL, TRUE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * ParlorNotifications:shows-text:
   *
   * Whether they say what was written, and by whom in a channel or group.
   */
  props[PROP_SHOWS_TEXT] = g_param_spec_boolean ("shows-text", NULL, NULL, TRUE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
  install_signals ();
}

static void
parlor_notifications_init (ParlorNotifications *self)
{
  self->is_enabled = TRUE;
  self->shows_text = TRUE;
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, entry_free);
  self->known_seqs = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
}

/**
 * parlor_notifications_new:
 * @client: the client of an account
 * @on_screen: says what somebody looks at
 * @user_data: for @on_screen
 *
 * Returns: (transfer full): what tells of what happens from now on
 */
ParlorNotifications *
parlor_notifications_new (ParlorClient      *client,
                          ParlorOnScreenFunc on_screen,
                          gpointer           user_data)
{
  ParlorNotifications *self = g_object_new (PARLOR_TYPE_NOTIFICATIONS, NULL);

  self->client = g_object_ref (client);
  self->on_screen = on_screen;
  self->user_data = user_data;
  self->was_online = parlor_client_is_online (client);
  g_signal_connect_object (client, "event-applied", G_CALLBACK (on_event_applied), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::has-account", G_CALLBACK (on_has_account_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "signed-out", G_CALLBACK (on_signed_out), self,
                           G_CONNECT_SWAPPED);

  return self;
}
