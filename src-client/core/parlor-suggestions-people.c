/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People and conversations that one may mean. */

#define G_LOG_DOMAIN "parlor-suggestions"

#include "parlor-suggestions-private.h"

#include "parlor-conversation-private.h"
#include "parlor-mentions.h"

#include <glib/gi18n.h>
#include <string.h>

/* Who has not said anything for so long does not count as speaking. */
#define SPEECH_MAX_MESSAGES 200

/* Who is nearer comes first, whatever fits better; then who fits better; then who is here. */
#define RANK_SPEAKER G_GINT64_CONSTANT (1000000)
#define RANK_MEMBER G_GINT64_CONSTANT (100000)
#define RANK_FIT G_GINT64_CONSTANT (100)

/* Returns: (transfer full): for each who spoke lately, a rank that is higher the later it was */
static GHashTable *
find_speakers (ParlorConversation *conversation)
{
  GHashTable     *speakers = g_hash_table_new (NULL, NULL);
  ParlorTimeline *timeline = parlor_conversation_get_timeline (conversation);
  const guint     n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  for (guint i = 0; i < MIN (n_items, SPEECH_MAX_MESSAGES); i++) {
    g_autoptr (ParlorMessage) message =
      g_list_model_get_item (G_LIST_MODEL (timeline), n_items - i - 1);
    ParlorAccount *author = parlor_message_get_author (message);

    if (parlor_message_get_kind (message) == PARLOR_EVENT_MESSAGE && author != NULL &&
        !g_hash_table_contains (speakers, author))
      g_hash_table_insert (speakers, author, GINT_TO_POINTER (SPEECH_MAX_MESSAGES - i));
  }

  return speakers;
}

static GHashTable *
find_members (ParlorConversation *conversation)
{
  GHashTable               *set = g_hash_table_new (NULL, NULL);
  g_autoptr (ParlorMembers) members = parlor_conversation_peek_members (conversation);
  const guint               n_members =
    members != NULL ? g_list_model_get_n_items (G_LIST_MODEL (members)) : 0;

  for (guint i = 0; i < n_members; i++) {
    g_autoptr (ParlorAccount) account = g_list_model_get_item (G_LIST_MODEL (members), i);

    g_hash_table_add (set, account); /* the client keeps it */
  }

  return set;
}

static ParlorFit
fit_person (ParlorAccount *account,
            const char    *folded_word)
{
  g_autofree char *nick = NULL;
  const ParlorFit  fit = parlor_fit (parlor_account_get_name (account), folded_word);

  if (fit >= PARLOR_FIT_BEGINNING)
    return fit;
  nick = g_utf8_casefold (parlor_account_get_nick (account), -1);

  return MAX (fit, parlor_fit (nick, folded_word));
}

static void
add_person (ParlorSuggestions *self,
            ParlorAccount     *account)
{
  const char       *name = parlor_account_get_name (account);
  ParlorSuggestion *suggestion =
    parlor_suggestion_new (PARLOR_SUGGESTION_PERSON, g_strdup (parlor_account_get_nick (account)),
                           g_strdup_printf ("@%s ", name));

  suggestion->detail = g_strconcat ("@", name, NULL);
  suggestion->account = g_object_ref (account);
  g_ptr_array_add (self->items, suggestion);
}

static void
add_everybody (ParlorSuggestions *self)
{
  ParlorSuggestion *suggestion =
    parlor_suggestion_new (PARLOR_SUGGESTION_EVERYBODY, g_strdup ("@" PARLOR_MENTION_ALL),
                           g_strdup ("@" PARLOR_MENTION_ALL " "));

  suggestion->detail = g_strdup (_ ("Everybody in this conversation"));
  g_ptr_array_add (self->items, suggestion);
}

static gint64
rank_person (ParlorAccount *account,
             ParlorFit      fit,
             GHashTable    *speakers,
             GHashTable    *members)
{
  gint64 rank = fit * RANK_FIT + parlor_account_get_presence (account);

  if (speakers != NULL)
    rank += GPOINTER_TO_INT (g_hash_table_lookup (speakers, account)) * RANK_SPEAKER;
  if (members != NULL && g_hash_table_contains (members, account))
    rank += RANK_MEMBER;

  return rank;
}

/**
 * parlor_suggestions_take_people:
 * @self: suggestions, with their word
 * @context: who writes, and where
 * @n_max: how many to add at most
 *
 * Adds those whose name or nick fits: who spoke here last, then members, then others.
 */
void
parlor_suggestions_take_people (ParlorSuggestions          *self,
                                const ParlorCommandContext *context,
                                guint                       n_max)
{
  GListModel            *people = parlor_client_get_people (context->client);
  const guint            n_people = g_list_model_get_n_items (people);
  g_autofree char       *folded = g_utf8_casefold (self->word, -1);
  g_autoptr (GHashTable) speakers = NULL;
  g_autoptr (GHashTable) members = NULL;
  ParlorAccount         *account;
  ParlorBest             best;

  if (context->conversation != NULL) {
    speakers = find_speakers (context->conversation);
    members = find_members (context->conversation);
  }

  parlor_best_init (&best, n_max);
  for (guint i = 0; i < n_people; i++) {
    g_autoptr (ParlorAccount) person = g_list_model_get_item (people, i);
    const ParlorFit           fit =
      parlor_account_is_self (person) ? PARLOR_FIT_NONE : fit_person (person, folded);

    if (fit != PARLOR_FIT_NONE)
      parlor_best_add (&best, rank_person (person, fit, speakers, members), person);
  }
  for (guint i = 0; (account = parlor_best_get (&best, i)) != NULL; i++)
    add_person (self, account);
  parlor_best_clear (&best);

  if (self->argument == NULL && *folded != '\0' && self->items->len < n_max &&
      context->conversation != NULL &&
      parlor_conversation_get_kind (context->conversation) != PARLOR_CONVERSATION_PERSONAL &&
      g_str_has_prefix (PARLOR_MENTION_ALL, folded))
    add_everybody (self);
}

/* In an argument that others may follow, a name with spaces is quoted. */
static char *
write_name (ParlorSuggestions *self,
            const char        *name)
{
  if (self->argument != NULL && self->argument->kind != PARLOR_ARGUMENT_TEXT &&
      strchr (name, ' ') != NULL)
    return g_strdup_printf ("\"%s\" ", name);

  return g_strdup_printf ("#%s ", name);
}

static const char *
get_kind_word (ParlorConversation *conversation)
{
  return parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_GROUP ? _ ("Group")
                                                                                  : _ ("Channel");
}

static void
add_conversation (ParlorSuggestions  *self,
                  ParlorConversation *conversation)
{
  const char       *title = parlor_conversation_get_title (conversation);
  const char       *topic = parlor_conversation_get_topic (conversation);
  ParlorSuggestion *suggestion = parlor_suggestion_new (
    PARLOR_SUGGESTION_CONVERSATION, g_strdup (title), write_name (self, title));

  suggestion->detail =
    g_strdup (topic != NULL && *topic != '\0' ? topic : get_kind_word (conversation));
  suggestion->conversation = g_object_ref (conversation);
  g_ptr_array_add (self->items, suggestion);
}

/**
 * parlor_suggestions_take_conversations:
 * @self: suggestions, with their word
 * @context: who writes
 * @n_max: how many to add at most
 *
 * Adds the channels and groups that one is in whose name fits.
 */
void
parlor_suggestions_take_conversations (ParlorSuggestions          *self,
                                       const ParlorCommandContext *context,
                                       guint                       n_max)
{
  GListModel         *conversations = parlor_client_get_conversations (context->client);
  g_autofree char    *folded = g_utf8_casefold (self->word, -1);
  ParlorConversation *found;
  ParlorBest          best;

  parlor_best_init (&best, n_max);
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);
    g_autofree char               *title =
      g_utf8_casefold (parlor_conversation_get_title (conversation), -1);
    const ParlorFit fit = parlor_fit (title, folded);

    if (parlor_conversation_get_kind (conversation) != PARLOR_CONVERSATION_PERSONAL &&
        parlor_conversation_is_member (conversation) && fit != PARLOR_FIT_NONE)
      parlor_best_add (&best, fit, conversation);
  }
  for (guint i = 0; (found = parlor_best_get (&best, i)) != NULL; i++)
    add_conversation (self, found);
  parlor_best_clear (&best);
}

/**
 * parlor_suggestions_take_invitations:
 * @self: suggestions, with their word
 * @context: who writes
 * @n_max: how many to add at most
 *
 * Adds the channels and groups that one is invited to whose name fits.
 */
void
parlor_suggestions_take_invitations (ParlorSuggestions          *self,
                                     const ParlorCommandContext *context,
                                     guint                       n_max)
{
  GListModel      *invitations = parlor_client_get_invitations (context->client);
  g_autofree char *folded = g_utf8_casefold (self->word, -1);

  for (guint i = 0; i < g_list_model_get_n_items (invitations) && self->items->len < n_max; i++) {
    g_autoptr (ParlorInvitation) invitation = g_list_model_get_item (invitations, i);
    const char                  *name = parlor_invitation_get_name (invitation);
    g_autofree char             *title = g_utf8_casefold (name, -1);
    ParlorSuggestion            *suggestion;

    if (parlor_fit (title, folded) == PARLOR_FIT_NONE)
      continue;

    suggestion = parlor_suggestion_new (PARLOR_SUGGESTION_CONVERSATION, g_strdup (name),
                                        write_name (self, name));
    /* Translators: %s is a name */
    suggestion->detail =
      g_strdup_printf (_ ("%s invites you"),
                       parlor_account_get_nick (parlor_invitation_get_author (invitation)));
    g_ptr_array_add (self->items, suggestion);
  }
}

static gboolean
has_title (ParlorSuggestions *self,
           const char        *title)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (((ParlorSuggestion *) self->items->pdata[i])->title, title))
      return TRUE;

  return FALSE;
}

/**
 * parlor_suggestions_add_listings:
 * @self: suggestions
 * @page: what the server knows of channels and groups that fit
 * @n_max: how many suggestions there may be
 *
 * Adds those that one is not in yet.
 */
void
parlor_suggestions_add_listings (ParlorSuggestions               *self,
                                 const ParlorDirectoryPagePacket *page,
                                 guint                            n_max)
{
  g_return_if_fail (self != NULL && page != NULL);

  for (guint i = 0; i < page->conversations->len && self->items->len < n_max; i++) {
    const ParlorListingPacket *listing = page->conversations->pdata[i];
    const gboolean             has_topic = listing->topic != NULL && *listing->topic != '\0';
    ParlorSuggestion          *suggestion;

    if (listing->joined || has_title (self, listing->name))
      continue;

    suggestion = parlor_suggestion_new (PARLOR_SUGGESTION_CONVERSATION, g_strdup (listing->name),
                                        write_name (self, listing->name));
    suggestion->detail = g_strdup (has_topic               ? listing->topic
                                   : listing->has_password ? _ ("Takes a password")
                                                           : _ ("Everybody may enter"));
    g_ptr_array_add (self->items, suggestion);
  }
}
