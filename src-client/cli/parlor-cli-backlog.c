/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Having the last messages of a conversation at hand. */

#define G_LOG_DOMAIN "parlor-cli-backlog"

#include "parlor-cli-backlog.h"

typedef struct
{
  ParlorConversation *conversation;
  guint               n_wanted;
  ParlorCliLoaded     func;
  gpointer            user_data;
} Loading;

static void
finish_loading (Loading      *loading,
                const GError *error)
{
  loading->func (loading->conversation, error, loading->user_data);
  g_object_unref (loading->conversation);
  g_free (loading);
}

static void load_more (Loading *loading);

static void
on_older_loaded (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  const int          n_loaded =
    parlor_timeline_load_older_finish (PARLOR_TIMELINE (source), result, &error);

  if (n_loaded > 0)
    load_more (user_data);
  else
    finish_loading (user_data, error);
}

static void
load_more (Loading *loading)
{
  ParlorTimeline *timeline = parlor_conversation_get_timeline (loading->conversation);
  const guint     n_items = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  if (n_items >= loading->n_wanted || parlor_timeline_is_complete (timeline))
    finish_loading (loading, NULL);
  else
    parlor_timeline_load_older_async (timeline, loading->n_wanted - n_items, NULL, on_older_loaded,
                                      loading);
}

/**
 * parlor_cli_load_last:
 * @conversation: a conversation
 * @n_wanted: how many of its last messages are to be at hand, if there are as many
 * @func: told when they are in its timeline, now or later
 * @user_data: for @func
 */
void
parlor_cli_load_last (ParlorConversation *conversation,
                      guint               n_wanted,
                      ParlorCliLoaded     func,
                      gpointer            user_data)
{
  Loading *loading = g_new0 (Loading, 1);

  *loading = (Loading){ g_object_ref (conversation), n_wanted, func, user_data };
  load_more (loading);
}
