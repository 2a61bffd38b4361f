/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-read-marker"

#include "parlor-read-marker.h"

/* What was on screen for so long is read. */
#define READ_AFTER_MS 500

/**
 * ParlorReadMarker:
 *
 * Marks as read what was on screen, in a window that somebody looks at.
 *
 * What somebody has marked as unread, here or on another device, stays so until
 * the person comes back to it, or has something newer on screen.
 */
struct _ParlorReadMarker
{
  GObject parent_instance;

  ParlorHistoryList  *list; /* not owned: of the view */
  GtkWidget          *view; /* not owned: it owns this */
  GtkRoot            *root; /* not owned */
  ParlorConversation *conversation;
  gint64              read_seq;  /* the conversation's, as it was last */
  gint64              spare_seq; /* up to here nothing is marked; 0 while nothing is spared */
  guint               read_id;
  gint64              seen_seq; /* up to where it was on screen when the time began */
  gboolean            is_held;
};

G_DEFINE_FINAL_TYPE (ParlorReadMarker, parlor_read_marker, G_TYPE_OBJECT)

static gint64
last_visible_seq (ParlorReadMarker *self)
{
  double x, end_px;

  if (!gtk_widget_translate_coordinates (self->view, GTK_WIDGET (self->list), 0,
                                         gtk_widget_get_height (self->view), &x, &end_px))
    return 0;

  return parlor_history_list_find_last_seq (self->list, end_px);
}

/* Who scrolls up to what was read before goes on from there. */
static void
release (ParlorReadMarker *self)
{
  GtkWidget *row;
  double     x, top_px;

  if (!gtk_widget_translate_coordinates (self->view, GTK_WIDGET (self->list), 0, 0, &x, &top_px))
    return;

  row = parlor_history_list_find_row (self->list, top_px);
  if (row != NULL && parlor_message_get_seq (parlor_history_list_get_message (row)) <=
                       parlor_conversation_get_read_seq (self->conversation) + 1)
    self->is_held = FALSE;
}

/* What has come on screen meanwhile has not been there for long enough. */
static void
mark (ParlorReadMarker *self)
{
  const gint64 seq = last_visible_seq (self);

  if (MIN (seq, self->seen_seq) > self->spare_seq)
    parlor_conversation_mark_read (self->conversation, MIN (seq, self->seen_seq));
  if (seq > self->seen_seq)
    parlor_read_marker_look (self);
}

static gboolean
on_read_timeout (gpointer user_data)
{
  ParlorReadMarker *self = user_data;

  self->read_id = 0;
  if (self->conversation == NULL || !gtk_widget_get_mapped (self->view) || self->root == NULL ||
      !gtk_window_is_active (GTK_WINDOW (self->root)))
    return G_SOURCE_REMOVE;

  if (self->is_held)
    release (self);
  if (!self->is_held)
    mark (self);

  return G_SOURCE_REMOVE;
}

static void
on_read_seq_changed (ParlorReadMarker *self)
{
  const gint64 seq = parlor_conversation_get_read_seq (self->conversation);

  if (seq < self->read_seq)
    self->spare_seq = MAX (self->read_seq, last_visible_seq (self));
  else if (seq > self->read_seq)
    self->spare_seq = 0;
  self->read_seq = seq;
}

static void
on_root_changed (ParlorReadMarker *self)
{
  if (self->root != NULL)
    g_signal_handlers_disconnect_by_func (self->root, parlor_read_marker_look, self);

  g_set_weak_pointer (&self->root, gtk_widget_get_root (self->view));
  if (self->root != NULL)
    g_signal_connect_object (self->root, "notify::is-active",
                             G_CALLBACK (parlor_read_marker_look), self, G_CONNECT_SWAPPED);
}

static void
follow (ParlorReadMarker   *self,
        ParlorConversation *conversation)
{
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_func (self->conversation, on_read_seq_changed, self);

  g_set_object (&self->conversation, conversation);
  self->spare_seq = 0;
  if (conversation == NULL)
    return;

  self->read_seq = parlor_conversation_get_read_seq (conversation);
  g_signal_connect_object (conversation, "notify::read-seq",
                           G_CALLBACK (on_read_seq_changed), self, G_CONNECT_SWAPPED);
}

static void
parlor_read_marker_dispose (GObject *object)
{
  ParlorReadMarker *self = PARLOR_READ_MARKER (object);

  g_clear_handle_id (&self->read_id, g_source_remove);
  g_clear_weak_pointer (&self->root);
  follow (self, NULL);

  G_OBJECT_CLASS (parlor_read_marker_parent_class)->dispose (object);
}

static void
parlor_read_marker_class_init (ParlorReadMarkerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_read_marker_dispose;
}

static void
parlor_read_marker_init (ParlorReadMarker *self)
{
}

/**
 * parlor_read_marker_new:
 * @list: the rows
 * @view: what shows a part of them; has to live as long as this
 *
 * Returns: (transfer full): a marker that has no conversation yet
 */
ParlorReadMarker *
parlor_read_marker_new (ParlorHistoryList *list,
                        GtkWidget         *view)
{
  ParlorReadMarker *self = g_object_new (PARLOR_TYPE_READ_MARKER, NULL);

  self->list = list;
  self->view = view;
  g_signal_connect_object (view, "notify::root",
                           G_CALLBACK (on_root_changed), self, G_CONNECT_SWAPPED);
  on_root_changed (self);

  return self;
}

/**
 * parlor_read_marker_set_conversation:
 * @self: a marker
 * @conversation: (nullable): what the rows show
 */
void
parlor_read_marker_set_conversation (ParlorReadMarker   *self,
                                     ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_READ_MARKER (self));

  g_clear_handle_id (&self->read_id, g_source_remove);
  self->is_held = FALSE;
  follow (self, conversation);
  if (conversation != NULL)
    parlor_read_marker_look (self);
}

/**
 * parlor_read_marker_look:
 * @self: a marker
 *
 * Says that something else may be on screen now.
 */
void
parlor_read_marker_look (ParlorReadMarker *self)
{
  g_return_if_fail (PARLOR_IS_READ_MARKER (self));

  if (self->read_id != 0)
    return;

  self->seen_seq = last_visible_seq (self);
  self->read_id = g_timeout_add (READ_AFTER_MS, on_read_timeout, self);
}

/**
 * parlor_read_marker_hold:
 * @self: a marker
 * @is_held: whether what is on screen lies beyond what has not been seen
 *
 * Who jumps over what is new has not read it.
 */
void
parlor_read_marker_hold (ParlorReadMarker *self,
                         gboolean          is_held)
{
  g_return_if_fail (PARLOR_IS_READ_MARKER (self));

  self->is_held = is_held;
}

gboolean
parlor_read_marker_is_held (ParlorReadMarker *self)
{
  g_return_val_if_fail (PARLOR_IS_READ_MARKER (self), FALSE);

  return self->is_held;
}

/**
 * parlor_read_marker_come_back:
 * @self: a marker
 *
 * Says that the person has come back to the conversation: what was marked as
 * unread is read if it is on screen.
 */
void
parlor_read_marker_come_back (ParlorReadMarker *self)
{
  g_return_if_fail (PARLOR_IS_READ_MARKER (self));

  self->spare_seq = 0;
  parlor_read_marker_look (self);
}
