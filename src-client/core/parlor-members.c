/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-members"

#include "parlor-members-private.h"

/**
 * ParlorMembers:
 *
 * The people of a conversation: a list of #ParlorAccount, those who are here
 * first, then by nick.  Stays sorted when presence and nicks change.
 */
struct _ParlorMembers
{
  GObject parent_instance;

  GPtrArray *accounts;
};

static void parlor_members_list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (ParlorMembers, parlor_members, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, parlor_members_list_model_init))
/* clang-format on */

static GType
parlor_members_get_item_type (GListModel *model)
{
  return PARLOR_TYPE_ACCOUNT;
}

static guint
parlor_members_get_n_items (GListModel *model)
{
  return PARLOR_MEMBERS (model)->accounts->len;
}

static gpointer
parlor_members_get_item (GListModel *model,
                         guint       position)
{
  ParlorMembers *self = PARLOR_MEMBERS (model);

  return position < self->accounts->len ? g_object_ref (self->accounts->pdata[position]) : NULL;
}

static void
parlor_members_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = parlor_members_get_item_type;
  iface->get_n_items = parlor_members_get_n_items;
  iface->get_item = parlor_members_get_item;
}

static void
parlor_members_finalize (GObject *object)
{
  ParlorMembers *self = PARLOR_MEMBERS (object);

  g_ptr_array_unref (self->accounts);

  G_OBJECT_CLASS (parlor_members_parent_class)->finalize (object);
}

static void
parlor_members_class_init (ParlorMembersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlor_members_finalize;
}

static void
parlor_members_init (ParlorMembers *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * parlor_members_new:
 *
 * Returns: (transfer full): an empty list
 */
ParlorMembers *
parlor_members_new (void)
{
  return g_object_new (PARLOR_TYPE_MEMBERS, NULL);
}

static int
compare (ParlorAccount *a,
         ParlorAccount *b)
{
  gboolean is_a_away = parlor_account_get_presence (a) == PARLOR_PRESENCE_OFFLINE;
  gboolean is_b_away = parlor_account_get_presence (b) == PARLOR_PRESENCE_OFFLINE;
  int      order;

  if (is_a_away != is_b_away)
    return is_a_away - is_b_away;

  order = g_utf8_collate (parlor_account_get_nick (a), parlor_account_get_nick (b));
  if (order != 0)
    return order;

  return parlor_account_get_id (a) < parlor_account_get_id (b) ? -1 : 1;
}

static void
insert_sorted (ParlorMembers *self,
               ParlorAccount *account)
{
  guint low = 0;
  guint high = self->accounts->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (compare (self->accounts->pdata[middle], account) < 0)
      low = middle + 1;
    else
      high = middle;
  }

  g_ptr_array_insert (self->accounts, low, g_object_ref (account));
  g_list_model_items_changed (G_LIST_MODEL (self), low, 0, 1);
}

static void
on_account_changed (ParlorMembers *self,
                    GParamSpec    *pspec,
                    ParlorAccount *account)
{
  guint position;
  guint last = self->accounts->len - 1;

  if (!g_ptr_array_find (self->accounts, account, &position))
    return;
  if ((position == 0 || compare (self->accounts->pdata[position - 1], account) < 0) &&
      (position == last || compare (account, self->accounts->pdata[position + 1]) < 0))
    return;

  g_object_ref (account);
  g_ptr_array_remove_index (self->accounts, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  insert_sorted (self, account);
  g_object_unref (account);
}

/**
 * parlor_members_add:
 * @self: a list
 * @account: somebody; may be in it already
 *
 * Puts @account at its place.
 */
void
parlor_members_add (ParlorMembers *self,
                    ParlorAccount *account)
{
  g_return_if_fail (PARLOR_IS_MEMBERS (self));
  g_return_if_fail (PARLOR_IS_ACCOUNT (account));

  if (g_ptr_array_find (self->accounts, account, NULL))
    return;

  g_signal_connect_object (account, "notify::presence", G_CALLBACK (on_account_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::nick", G_CALLBACK (on_account_changed),
                           self, G_CONNECT_SWAPPED);
  insert_sorted (self, account);
}

/**
 * parlor_members_remove:
 * @self: a list
 * @account: somebody; need not be in it
 *
 * Takes @account out.
 */
void
parlor_members_remove (ParlorMembers *self,
                       ParlorAccount *account)
{
  guint position;

  g_return_if_fail (PARLOR_IS_MEMBERS (self));

  if (!g_ptr_array_find (self->accounts, account, &position))
    return;

  g_signal_handlers_disconnect_by_func (account, on_account_changed, self);
  g_ptr_array_remove_index (self->accounts, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}
