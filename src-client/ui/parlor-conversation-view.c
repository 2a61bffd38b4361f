/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-conversation-view"

#include "parlor-conversation-view-private.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-conversation-menu.h"
#include "parlor-incoming.h"
#include "parlor-presence-dot.h"
#include "parlor-resource.h"

/**
 * ParlorConversationView:
 *
 * One conversation: what it is called, its history, the composer below it and
 * its members beside it.  Files can be dropped anywhere on it.
 *
 * Actions: conversation.show-message (seq), conversation.show-date (Unix time in
 * ms), conversation.choose-date, conversation.back-to-place, conversation.reply,
 * conversation.edit, conversation.insert, conversation.toggle-members; to be found
 * in a parent: win.back and those of parlor-conversation-menu.c.
 */

G_DEFINE_FINAL_TYPE (ParlorConversationView, parlor_conversation_view, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IS_FOLDED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static char *
format_subtitle (ParlorConversationView *self)
{
  const char *topic = parlor_conversation_get_topic (self->conversation);
  gint64      n_members;

  if (self->peer != NULL)
    return g_strdup (parlor_presence_get_word (parlor_account_get_presence (self->peer)));
  if (topic != NULL && *topic != '\0')
    return g_strdelimit (g_strdup (topic), "\r\n\t", ' ');

  g_object_get (self->conversation, "n-members", &n_members, NULL);

  /* Translators: below the name of a channel or group */
  return g_strdup_printf (ngettext ("%d member", "%d members", (gulong) n_members),
                          (int) n_members);
}

static void
update_title (ParlorConversationView *self)
{
  g_autofree char *subtitle = NULL;

  if (self->conversation == NULL)
    return;

  subtitle = format_subtitle (self);
  adw_window_title_set_title (self->title, parlor_conversation_get_title (self->conversation));
  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
on_sent (ParlorConversationView *self)
{
  parlor_history_view_go_to_end (self->history);
}

/* Dropping. */

static gboolean
on_drop_accept (ParlorConversationView *self,
                GdkDrop                *drop)
{
  g_autoptr (GdkContentFormats) formats = parlor_incoming_get_formats ();

  return self->conversation != NULL &&
         gdk_content_formats_match (formats, gdk_drop_get_formats (drop));
}

static GdkDragAction
on_drag_enter (ParlorConversationView *self)
{
  gtk_widget_show (self->drop_page);

  return GDK_ACTION_COPY;
}

static void
on_drag_leave (ParlorConversationView *self)
{
  gtk_widget_hide (self->drop_page);
}

static gboolean
on_drop (ParlorConversationView *self,
         GdkDrop                *drop)
{
  gtk_widget_hide (self->drop_page);

  return parlor_composer_take_drop (self->composer, drop);
}

static void
add_drop_target (ParlorConversationView *self)
{
  GtkDropTargetAsync *target =
    gtk_drop_target_async_new (parlor_incoming_get_formats (), GDK_ACTION_COPY);

  /* Before the text view, which would take a file for its name. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "accept", G_CALLBACK (on_drop_accept), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-enter",
                           G_CALLBACK (on_drag_enter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-leave",
                           G_CALLBACK (on_drag_leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->overlay, GTK_EVENT_CONTROLLER (target));
}

/* Who has clicked on a message and goes on typing means to write. */
static gboolean
on_key_pressed (ParlorConversationView *self,
                guint                   keyval,
                guint                   keycode,
                GdkModifierType         state,
                GtkEventControllerKey  *controller)
{
  const gunichar c = gdk_keyval_to_unicode (keyval);
  GtkWidget     *focus;

  if (self->conversation == NULL || c == 0 || !g_unichar_isgraph (c) ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  parlor_conversation_view_write (self);
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return gtk_event_controller_key_forward (controller, focus);
}

static void
add_key_controller (ParlorConversationView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (keys, "key-pressed",
                           G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->history), keys);
}

/* Selecting messages: a bar with what can be done with them takes the place of
 * the header, and nothing moves. */
static void
update_selection (ParlorConversationView *self)
{
  ParlorSelection *selection = parlor_message_acts_get_selection (self->message_acts);
  const gboolean   is_active = parlor_selection_is_active (selection);
  GtkWidget       *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->selection_bar));

  parlor_selection_bar_update (self->selection_bar, selection);
  gtk_stack_set_visible_child_name (self->header, is_active ? "selection" : "title");
  if (!is_active && focus != NULL)
    parlor_conversation_view_write (self);
}

/* Members: beside the history where there is room, and only of more than two. */

static void
update_members (ParlorConversationView *self)
{
  const gboolean has_members = self->conversation != NULL && self->peer == NULL;

  gtk_widget_set_visible (self->members_button, has_members);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), self->conversation != NULL);
  if (!has_members)
    adw_flap_set_reveal_flap (self->flap, FALSE);
  else if (!adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "show-members"));
}

/* What is closed by itself, for lack of room, is not a wish. */
static void
on_members_toggled (ParlorConversationView *self)
{
  if (self->conversation != NULL && self->peer == NULL && !adw_flap_get_folded (self->flap))
    g_settings_set_boolean (self->settings, "show-members", adw_flap_get_reveal_flap (self->flap));
}

static void
on_flap_folded (ParlorConversationView *self)
{
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  else
    update_members (self);
}

/* Before the menu is shown: what it offers depends on the conversation. */
static void
on_menu_wanted (GtkMenuButton *button,
                gpointer       user_data)
{
  ParlorConversationView *self = user_data;

  if (self->conversation != NULL)
    parlor_conversation_menu_fill (self->acts, self->conversation);
}

static void
forget (ParlorConversationView *self)
{
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_func (self->conversation, update_title, self);
  if (self->peer != NULL)
    g_signal_handlers_disconnect_by_func (self->peer, update_title, self);
  g_clear_object (&self->conversation);
  g_clear_object (&self->peer);
}

static void
parlor_conversation_view_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_IS_FOLDED:
    g_value_set_boolean (value, PARLOR_CONVERSATION_VIEW (object)->is_folded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_conversation_view_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  ParlorConversationView *self = PARLOR_CONVERSATION_VIEW (object);

  switch (prop_id) {
  case PROP_IS_FOLDED:
    if (self->is_folded == g_value_get_boolean (value))
      return;
    self->is_folded = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_conversation_view_dispose (GObject *object)
{
  ParlorConversationView *self = PARLOR_CONVERSATION_VIEW (object);

  forget (self);
  g_clear_object (&self->message_acts);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_CONVERSATION_VIEW);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (parlor_conversation_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-conversation-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, title);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, acts);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, members_button);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, banner);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, flap);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, overlay);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, history);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, failed);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, composer);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, drop_page);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, members);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, header);
  gtk_widget_class_bind_template_child (widget_class, ParlorConversationView, selection_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_sent);
}

static void
parlor_conversation_view_class_init (ParlorConversationViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_conversation_view_get_property;
  object_class->set_property = parlor_conversation_view_set_property;
  object_class->dispose = parlor_conversation_view_dispose;

  /**
   * ParlorConversationView:is-folded:
   *
   * Whether it has the whole window, with no sidebar beside it.
   */
  props[PROP_IS_FOLDED] =
    g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (PARLOR_TYPE_LINK_BANNER);
  g_type_ensure (PARLOR_TYPE_FAILED_BAR);
  g_type_ensure (PARLOR_TYPE_HISTORY_VIEW);
  g_type_ensure (PARLOR_TYPE_COMPOSER);
  g_type_ensure (PARLOR_TYPE_MEMBERS_PANE);
  g_type_ensure (PARLOR_TYPE_SELECTION_BAR);
  bind_template (widget_class);
  parlor_message_acts_install (widget_class);
  _parlor_conversation_view_install_actions (widget_class);
}

static void
parlor_conversation_view_init (ParlorConversationView *self)
{
  self->settings = g_settings_new (PARLOR_APP_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  parlor_accessible_name_buttons (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, on_menu_wanted, self, NULL);
  add_drop_target (self);
  add_key_controller (self);
  self->message_acts =
    parlor_message_acts_new (GTK_WIDGET (self), parlor_history_view_get_list (self->history));
  g_signal_connect_object (parlor_message_acts_get_selection (self->message_acts), "changed",
                           G_CALLBACK (update_selection), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (self->flap, "notify::reveal-flap",
                           G_CALLBACK (on_members_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::folded",
                           G_CALLBACK (on_flap_folded), self, G_CONNECT_SWAPPED);
}

static void
follow (ParlorConversationView *self,
        ParlorConversation     *conversation)
{
  static const char *const told[] = { "notify::title", "notify::topic", "notify::n-members" };

  self->conversation = g_object_ref (conversation);
  g_object_get (conversation, "peer", &self->peer, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_signal_connect_object (conversation, told[i], G_CALLBACK (update_title), self,
                             G_CONNECT_SWAPPED);
  if (self->peer != NULL)
    g_signal_connect_object (self->peer, "notify::presence",
                             G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
}

/**
 * parlor_conversation_view_set_client:
 * @self: a conversation view
 * @client: what its conversations belong to
 */
void
parlor_conversation_view_set_client (ParlorConversationView *self,
                                     ParlorClient           *client)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION_VIEW (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  parlor_link_banner_set_client (self->banner, client);
}

/**
 * parlor_conversation_view_set_conversation:
 * @self: a conversation view
 * @conversation: (nullable): what to show
 */
void
parlor_conversation_view_set_conversation (ParlorConversationView *self,
                                           ParlorConversation     *conversation)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION_VIEW (self));

  if (self->conversation == conversation) {
    parlor_history_view_come_back (self->history);
    return;
  }

  forget (self);
  if (conversation != NULL)
    follow (self, conversation);

  update_title (self);
  update_members (self);
  parlor_message_acts_set_conversation (self->message_acts, self->client, conversation);
  parlor_history_view_set_conversation (self->history, self->client, conversation);
  parlor_failed_bar_set_conversation (self->failed, conversation);
  parlor_composer_set_conversation (self->composer, conversation);
  parlor_members_pane_set_conversation (self->members, self->peer == NULL ? conversation : NULL);
}

/**
 * parlor_conversation_view_write:
 * @self: a conversation view
 *
 * Lets the person write.
 */
void
parlor_conversation_view_write (ParlorConversationView *self)
{
  g_return_if_fail (PARLOR_IS_CONVERSATION_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/**
 * parlor_conversation_view_get_conversation:
 * @self: a conversation view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
ParlorConversation *
parlor_conversation_view_get_conversation (ParlorConversationView *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION_VIEW (self), NULL);

  return self->conversation;
}

/**
 * parlor_conversation_view_get_acts:
 * @self: a conversation view
 *
 * Returns: (transfer none): what is done with its messages
 */
ParlorMessageActs *
parlor_conversation_view_get_acts (ParlorConversationView *self)
{
  g_return_val_if_fail (PARLOR_IS_CONVERSATION_VIEW (self), NULL);

  return self->message_acts;
}
