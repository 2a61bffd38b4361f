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
 * above them.
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
  ParlorSidebarList *list;

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
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint       signals[N_SIGNALS];

static void
on_search_changed (ParlorSidebar *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

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

  g_type_ensure (PARLOR_TYPE_LINK_BANNER);
  g_type_ensure (PARLOR_TYPE_SIDEBAR_LIST);
  gtk_widget_class_set_css_name (widget_class, "sidebar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-sidebar.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, banner);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, ParlorSidebar, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
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
  g_signal_connect_object (client, "notify::server-name",
                           G_CALLBACK (on_server_name_changed), self, G_CONNECT_SWAPPED);
  parlor_link_banner_set_client (self->banner, client);
  parlor_sidebar_list_set_client (self->list, client);
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
 * Lets the person type what to search for.
 */
void
parlor_sidebar_search (ParlorSidebar *self)
{
  g_return_if_fail (PARLOR_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
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

  gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu_button));
}
