/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-sidebar"

#include "parlor-sidebar.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-link-banner.h"
#include "parlor-resource.h"

/**
 * ParlorSidebar:
 *
 * All conversations and the whole team, with a search by name and the main menu
 * above them; or a search for messages in their place.
 *
 * Actions, to be found in a parent: win.join, win.new-chat and others of its
 * menus.
 */
struct _ParlorSidebar
{
  AdwBin parent_instance;

  AdwWindowTitle    *title;
  GtkWidget         *menu_button;
  ParlorLinkBanner  *banner;
  GtkEditable       *search;
  GtkWidget         *find_button;
  GtkLabel          *find_label;
  ParlorSidebarList *list;
  ParlorSearchPane  *pane;

  ParlorClient *client;
  gboolean      is_folded;
};

G_DEFINE_FINAL_TYPE (ParlorSidebar, parlor_sidebar, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IS_FOLDED,
  N_PROPS,
};

enum {
  CHOSEN,
  RETURNED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

static GtkStack *
get_stack (ParlorSidebar *self)
{
  return GTK_STACK (adw_bin_get_child (ADW_BIN (self)));
}

/* What is no name may be in a message. */
static void
update_find_button (ParlorSidebar *self,
                    const char    *text)
{
  g_autofree char *label = NULL;

  /* Translators: %s is what somebody typed */
  label = g_strdup_printf (_ ("Search messages for “%s”"), text);
  gtk_label_set_label (self->find_label, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->find_button), "s", text);
  gtk_widget_set_visible (self->find_button, *text != '\0');
}

static void
on_search_changed (ParlorSidebar *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

  update_find_button (self, text);
  parlor_sidebar_list_search (self->list, *text == '#' || *text == '@' ? text + 1 : text);
}

static void
on_search_stopped (ParlorSidebar *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* Who types fast presses Enter before the list has been searched. */
static void
on_search_activated (ParlorSidebar *self)
{
  on_search_changed (self);
  parlor_sidebar_list_choose_first (self->list);
  gtk_editable_set_text (self->search, "");
}

static void
on_chosen (ParlorSidebar      *self,
           ParlorConversation *conversation)
{
  g_signal_emit (self, signals[CHOSEN], 0, conversation);
}

static void
on_search_closed (ParlorSidebar      *self,
                  ParlorConversation *conversation)
{
  g_autoptr (ParlorConversation) kept = conversation != NULL ? g_object_ref (conversation) : NULL;

  gtk_stack_set_visible_child_name (get_stack (self), "list");
  parlor_search_pane_close (self->pane);
  g_signal_emit (self, signals[RETURNED], 0, kept);
}

static void
set_is_folded (ParlorSidebar *self,
               gboolean       is_folded)
{
  if (self->is_folded == is_folded)
    return;

  self->is_folded = is_folded;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FOLDED]);
}

static void
parlor_sidebar_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    g_value_set_boolean (value, PARLOR_SIDEBAR (object)->is_folded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_sidebar_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    set_is_folded (PARLOR_SIDEBAR (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_sidebar_dispose (GObject *object)
{
  ParlorSidebar *self = PARLOR_SIDEBAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_SIDEBAR);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (parlor_sidebar_parent_class)->dispose (object);
}

static void
parlor_sidebar_class_init (ParlorSidebarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_sidebar_get_property;
  object_class->set_property = parlor_sidebar_set_property;
  object_class->dispose = parlor_sidebar_dispose;

  /**
   * ParlorSidebar:is-folded:
   *
   * Whether it has the whole window, with no conversation beside it.
   */
  props[PROP_IS_FOLDED] =
    g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ParlorSidebar::chosen:
   * @conversation: a conversation
   *
   * The person wants to see @conversation.
   */
  signals[CHOSEN] =
    g_signal_new ("chosen", PARLOR_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, PARLOR_TYPE_CONVERSATION);

  /**
   * ParlorSidebar::returned:
   * @conversation: (nullable): what was open before
   *
   * A search for messages is over.  The person wants to go back to
   * @conversation, as it was, or to stay with what was found.
   */
  signals[RETURNED] =
    g_signal_new ("returned", PARLOR_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, PARLOR_TYPE_CONVERSATION);

  g_type_ensure (PARLOR_TYPE_LINK_BANNER);
  g_type_ensure (PARLOR_TYPE_SEARCH_PANE);
  g_type_ensure (PARLOR_TYPE_SIDEBAR_LIST);
  gtk_widget_class_set_css_name (widget_class, "sidebar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-sidebar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, banner);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, find_button);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, find_label);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_search_closed);
}

static void
parlor_sidebar_init (ParlorSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  parlor_accessible_set_label (GTK_WIDGET (self->search), _ ("Search Conversations and People"));
}

static void
on_server_name_changed (ParlorSidebar *self)
{
  g_autofree char *name = NULL;

  g_object_get (self->client, "server-name", &name, NULL);
  adw_window_title_set_title (self->title, name != NULL && *name != '\0' ? name : "Parlor");
}

/* What somebody else has found is nobody's business. */
static void
on_self_changed (ParlorSidebar *self)
{
  parlor_search_pane_close (self->pane);
  gtk_stack_set_visible_child_name (get_stack (self), "list");
}

/**
 * parlor_sidebar_set_client:
 * @self: a sidebar
 * @client: whose conversations to show
 */
void
parlor_sidebar_set_client (ParlorSidebar *self,
                           ParlorClient  *client)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));
  g_return_if_fail (PARLOR_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::self",
                           G_CALLBACK (on_self_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::server-name",
                           G_CALLBACK (on_server_name_changed), self, G_CONNECT_SWAPPED);
  parlor_link_banner_set_client (self->banner, client);
  parlor_sidebar_list_set_client (self->list, client);
  parlor_search_pane_set_client (self->pane, client);
  on_server_name_changed (self);
}

/**
 * parlor_sidebar_select:
 * @self: a sidebar
 * @conversation: (nullable): the conversation that is open
 *
 * Marks the row of @conversation.
 */
void
parlor_sidebar_select (ParlorSidebar      *self,
                       ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  parlor_sidebar_list_select (self->list, conversation);
}

/**
 * parlor_sidebar_focus_open:
 * @self: a sidebar
 *
 * Gives the focus to the row of the conversation that one comes from, unless
 * something else is shown than the list.
 */
void
parlor_sidebar_focus_open (ParlorSidebar *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  parlor_sidebar_list_focus_open (self->list);
}

/**
 * parlor_sidebar_step:
 * @self: a sidebar
 * @step: which way
 *
 * Opens the conversation below or above the one that is open, or the next one
 * in which something is unread.
 */
void
parlor_sidebar_step (ParlorSidebar *self,
                     ParlorStep     step)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  parlor_sidebar_list_step (self->list, step);
}

/**
 * parlor_sidebar_search:
 * @self: a sidebar
 *
 * Lets the person type the name of a conversation or of somebody.
 */
void
parlor_sidebar_search (ParlorSidebar *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  parlor_search_pane_close (self->pane);
  gtk_stack_set_visible_child_name (get_stack (self), "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * parlor_sidebar_search_messages:
 * @self: a sidebar
 * @conversation: (nullable): the conversation that is open
 * @words: (nullable): what to search for everywhere, %NULL to let the person say
 *
 * Searches messages.
 */
void
parlor_sidebar_search_messages (ParlorSidebar      *self,
                                ParlorConversation *conversation,
                                const char         *words)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  gtk_stack_set_visible_child_name (get_stack (self), "messages");
  parlor_search_pane_open (self->pane, conversation, words);
  gtk_editable_set_text (self->search, "");
}

/**
 * parlor_sidebar_is_searching:
 * @self: a sidebar
 *
 * Returns: whether it shows a search for messages
 */
gboolean
parlor_sidebar_is_searching (ParlorSidebar *self)
{
  g_return_val_if_fail (PARLOR_IS_SIDEBAR (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (get_stack (self)), "messages") == 0;
}

/**
 * parlor_sidebar_end_search:
 * @self: a sidebar
 *
 * Goes back to where a search for messages began, if there is one.
 */
void
parlor_sidebar_end_search (ParlorSidebar *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  if (parlor_sidebar_is_searching (self))
    gtk_widget_activate_action (GTK_WIDGET (self->pane), "search.return", NULL);
}

/**
 * parlor_sidebar_step_hit:
 * @self: a sidebar
 * @step: which way
 *
 * Shows the next of the messages that were found, if there is one.
 */
void
parlor_sidebar_step_hit (ParlorSidebar *self,
                         ParlorHitStep  step)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  if (parlor_sidebar_is_searching (self))
    parlor_search_pane_step (self->pane, step);
}

/**
 * parlor_sidebar_open_menu:
 * @self: a sidebar
 *
 * Opens the main menu.
 */
void
parlor_sidebar_open_menu (ParlorSidebar *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  gtk_stack_set_visible_child_name (get_stack (self), "list");
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu_button));
}
