/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-message-row"

#include "parlor-message-row-private.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-column.h"
#include "parlor-emoji.h"
#include "parlor-file-box.h"
#include "parlor-message-meta.h"
#include "parlor-message-text.h"
#include "parlor-quote.h"
#include "parlor-reactions.h"
#include "parlor-resource.h"
#include "parlor-summary.h"

#define AVATAR_PX 36

/* Longer lines are hard to read. */
#define TEXT_MAX_WIDTH_PX 520

/* At both sides of a text, see style.css. */
#define BUBBLE_PADDING_PX 12

/* What an image leaves free of the width of a row: for the avatar, and so that
 * one sees whose it is. */
#define IMAGE_MARGINS_PX (AVATAR_PX + 8 + 44)

/* A text of more emoji than that is of ordinary size. */
#define LARGE_EMOJI_MAX 6
#define HUGE_EMOJI_MAX 3

/* As many colours as AdwAvatar has: the name has that of the face beside it. */
#define N_COLORS 14

/**
 * ParlorMessageRow:
 *
 * One message in the history of its conversation.  What others write stands at
 * the start, beside their avatar; one's own at the end.
 *
 * Its actions are in parlor-message-row-actions.c, what lies over it for a while
 * in parlor-message-row-overlay.c.
 */

G_DEFINE_FINAL_TYPE (ParlorMessageRow, parlor_message_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_0,
  PROP_CLIENT,
  PROP_CONVERSATION,
  PROP_MESSAGE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static gboolean
is_personal (ParlorMessageRow *self)
{
  return parlor_conversation_get_kind (self->conversation) == PARLOR_CONVERSATION_PERSONAL;
}

static gboolean
has_text (ParlorMessageRow *self)
{
  const char *text = parlor_message_get_text (self->message);

  return text != NULL && *text != '\0';
}

/* The error is shown only below a failed message, where nothing else says so. */
static char *
format_error (ParlorMessageRow *self,
              const char       *error)
{
  return g_strdup (error != NULL ? error : _ ("The message was not sent."));
}

static void
set_css_class (GtkWidget  *widget,
               const char *css_class,
               gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* Returns: (transfer full): all that is seen in the row, to be read aloud */
static char *
describe (ParlorMessageRow *self)
{
  const gint64     reply_to = parlor_message_get_reply_to (self->message);
  g_autofree char *sentence = parlor_summary_sentence (self->message);
  g_autofree char *quote = NULL;

  if (reply_to == 0 || parlor_message_is_deleted (self->message))
    return g_steal_pointer (&sentence);

  quote = parlor_summary_quote (parlor_conversation_find_message (self->conversation, reply_to));

  /* Translators: read by screen readers: a message, and the one that it answers */
  return g_strdup_printf (_ ("%1$s. In reply to %2$s"), sentence, quote);
}

static void
update_delivery (ParlorMessageRow *self)
{
  const ParlorDelivery delivery = parlor_message_get_delivery (self->message);
  g_autofree char     *sentence = describe (self);

  gtk_widget_set_visible (self->failure, delivery == PARLOR_DELIVERY_FAILED);
  set_css_class (self->bubble, "pending", delivery == PARLOR_DELIVERY_PENDING);
  set_css_class (self->bubble, "failed", delivery == PARLOR_DELIVERY_FAILED);
  parlor_accessible_set_label (GTK_WIDGET (self), sentence);
  _parlor_message_row_update_actions (self);
}

static void
update_text (ParlorMessageRow *self)
{
  const char    *text = has_text (self) ? parlor_message_get_text (self->message) : "";
  const guint    n_emoji = parlor_emoji_count (text);
  const gboolean is_plain = !parlor_message_is_action (self->message) && self->quote == NULL;
  const gboolean is_large = is_plain && n_emoji > 0 && n_emoji <= LARGE_EMOJI_MAX;

  set_css_class (self->bubble, "emoji", is_large && self->image_box == NULL);
  set_css_class (self->bubble, "huge", is_large && n_emoji <= HUGE_EMOJI_MAX);
  update_delivery (self);
}

/* A text below an image is as wide as that. */
static void
update_text_width (ParlorMessageRow *self)
{
  int max_width_px = TEXT_MAX_WIDTH_PX;

  if (self->image_box != NULL)
    max_width_px = parlor_image_box_get_width_px (self->image_box) - 2 * BUBBLE_PADDING_PX;
  parlor_text_flow_set_max_width_px (self->flow, max_width_px);
}

static void
insert_attachment (ParlorMessageRow *self,
                   GtkWidget        *attachment)
{
  self->attachment = attachment;
  gtk_box_insert_child_after (GTK_BOX (self->bubble), attachment,
                              self->quote != NULL ? self->quote : self->author);
}

static void
add_image (ParlorMessageRow *self,
           ParlorAttachment *attachment)
{
  GtkWidget *meta;
  GtkWidget *overlay;

  self->image_box =
    PARLOR_IMAGE_BOX (parlor_image_box_new (parlor_client_get_images (self->client), attachment));
  gtk_widget_add_css_class (self->bubble, "with-image");

  overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->image_box));
  insert_attachment (self, overlay);
  if (has_text (self))
    return;

  /* Without a text, the small print stands in the corner of the image. */
  meta = g_object_new (PARLOR_TYPE_MESSAGE_META, "message", self->message, NULL);
  gtk_widget_add_css_class (meta, "osd");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), meta);
  gtk_widget_set_visible (GTK_WIDGET (self->flow), FALSE);
}

static void
add_attachment (ParlorMessageRow *self)
{
  ParlorAttachment *attachment = parlor_message_get_attachment (self->message);

  if (attachment == NULL)
    return;

  if (parlor_attachment_is_image (attachment))
    add_image (self, attachment);
  else
    insert_attachment (self, parlor_file_box_new (attachment));

  g_signal_connect_object (attachment, "notify::path",
                           G_CALLBACK (_parlor_message_row_update_actions), self,
                           G_CONNECT_SWAPPED);
}

static void
add_avatar (ParlorMessageRow *self)
{
  ParlorAccount *author = parlor_message_get_author (self->message);
  GtkWidget     *avatar = adw_avatar_new (AVATAR_PX, NULL, TRUE);

  g_object_bind_property (author, "nick", avatar, "text", G_BINDING_SYNC_CREATE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (avatar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_bin_set_child (self->avatar_place, avatar);
}

/* The same choice as AdwAvatar's: by the hash of the name. */
static void
update_author_color (ParlorMessageRow *self)
{
  ParlorAccount   *author = parlor_message_get_author (self->message);
  const guint      color = g_str_hash (parlor_account_get_nick (author)) % N_COLORS + 1;
  g_autofree char *css_class = g_strdup_printf ("author%u", color);

  gtk_widget_set_css_classes (self->author, (const char *[]){ "author", css_class, NULL });
}

static void
add_quote (ParlorMessageRow *self)
{
  const gint64 seq = parlor_message_get_reply_to (self->message);

  if (seq == 0 || parlor_message_is_deleted (self->message))
    return;

  self->quote = parlor_quote_new (self->conversation, seq);
  gtk_box_insert_child_after (GTK_BOX (self->bubble), self->quote, self->author);
}

/* Nothing of a deleted message is left to be seen. */
static void
update_deleted (ParlorMessageRow *self)
{
  if (!parlor_message_is_deleted (self->message))
    return;

  self->image_box = NULL;
  if (self->attachment != NULL)
    gtk_box_remove (GTK_BOX (self->bubble), g_steal_pointer (&self->attachment));
  if (self->quote != NULL)
    gtk_box_remove (GTK_BOX (self->bubble), g_steal_pointer (&self->quote));
  gtk_widget_remove_css_class (self->bubble, "with-image");
  gtk_widget_add_css_class (self->bubble, "deleted");
  gtk_widget_set_visible (GTK_WIDGET (self->flow), TRUE);
  update_text_width (self);
  update_text (self);
}

static void
on_text_changed (ParlorMessageRow *self)
{
  ParlorMessageText *text = PARLOR_MESSAGE_TEXT (self->text);

  parlor_text_flow_set_last_label (self->flow, parlor_message_text_get_last_label (text));
  set_css_class (self->bubble, "mentioned",
                 parlor_message_text_mentions_reader (text) &&
                   !parlor_message_is_own (self->message));
}

static void
add_text (ParlorMessageRow *self)
{
  self->text = parlor_message_text_new (self->client, self->conversation, self->message);
  g_signal_connect_object (self->text, "changed",
                           G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  parlor_text_flow_set_text (self->flow, self->text);
  on_text_changed (self);
}

static void
set_up (ParlorMessageRow *self)
{
  const gboolean is_own = parlor_message_is_own (self->message);

  gtk_widget_set_halign (self->column, is_own ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self), is_own ? "own" : "other");
  gtk_widget_set_visible (GTK_WIDGET (self->avatar_place), !is_own && !is_personal (self));

  set_css_class (self->bubble, "action", parlor_message_is_action (self->message));
  add_quote (self);
  add_attachment (self);
  add_text (self);
  update_text_width (self);
  update_text (self);
  parlor_reactions_set_message (PARLOR_REACTIONS (self->reactions), self->client,
                                self->conversation, self->message);
  update_author_color (self);
  update_deleted (self);
}

static void
parlor_message_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (object);

  switch (prop_id) {
  case PROP_MESSAGE:
    g_value_set_object (value, self->message);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_message_row_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (object);

  switch (prop_id) {
  case PROP_CLIENT:
    self->client = g_value_dup_object (value);
    break;
  case PROP_CONVERSATION:
    self->conversation = g_value_dup_object (value);
    break;
  case PROP_MESSAGE:
    self->message = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlor_message_row_constructed (GObject *object)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (object);
  ParlorAccount    *author = parlor_message_get_author (self->message);

  G_OBJECT_CLASS (parlor_message_row_parent_class)->constructed (object);

  g_signal_connect_object (self->message, "notify::text",
                           G_CALLBACK (update_text), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->message, "notify::is-deleted",
                           G_CALLBACK (update_deleted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->message, "notify::reactions",
                           G_CALLBACK (update_delivery), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->message, "notify::is-pinned",
                           G_CALLBACK (_parlor_message_row_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->message, "notify::delivery",
                           G_CALLBACK (update_delivery), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->message, "notify::time-ms",
                           G_CALLBACK (update_delivery), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (author, "notify::nick",
                           G_CALLBACK (update_text), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (author, "notify::nick",
                           G_CALLBACK (update_author_color), self, G_CONNECT_SWAPPED);
  set_up (self);
}

static void
parlor_message_row_dispose (GObject *object)
{
  ParlorMessageRow *self = PARLOR_MESSAGE_ROW (object);

  _parlor_message_row_close_overlay (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_MESSAGE_ROW);
  self->text = NULL;
  self->quote = NULL;
  self->attachment = NULL;
  self->image_box = NULL;
  g_clear_object (&self->client);
  g_clear_object (&self->conversation);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (parlor_message_row_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags given = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  /**
   * ParlorMessageRow:client:
   *
   * Fetches attachments.
   */
  props[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, PARLOR_TYPE_CLIENT, given);

  /**
   * ParlorMessageRow:conversation:
   *
   * Where the message was written.
   */
  props[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, PARLOR_TYPE_CONVERSATION, given);

  /**
   * ParlorMessageRow:message:
   *
   * The message shown.
   */
  props[PROP_MESSAGE] =
    g_param_spec_object ("message", NULL, NULL, PARLOR_TYPE_MESSAGE, given | G_PARAM_READABLE);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlor_message_row_class_init (ParlorMessageRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = parlor_message_row_get_property;
  object_class->set_property = parlor_message_row_set_property;
  object_class->constructed = parlor_message_row_constructed;
  object_class->dispose = parlor_message_row_dispose;
  install_properties (object_class);

  g_type_ensure (PARLOR_TYPE_COLUMN);
  g_type_ensure (PARLOR_TYPE_TEXT_FLOW);
  g_type_ensure (PARLOR_TYPE_MESSAGE_META);
  g_type_ensure (PARLOR_TYPE_REACTIONS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-message-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorMessageRow, avatar_place);
  gtk_widget_class_bind_template_child (widget_class, ParlorMessageRow, column);
  gtk_widget_class_bind_template_child (widget_class, ParlorMessageRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, ParlorMessageRow, author);
  gtk_widget_class_bind_template_child (widget_class, ParlorMessageRow, flow);
  gtk_widget_class_bind_template_child (widget_class, ParlorMessageRow, reactions);
  gtk_widget_class_bind_template_child (widget_class, ParlorMessageRow, failure);
  gtk_widget_class_bind_template_callback (widget_class, format_error);
  _parlor_message_row_install_actions (widget_class);
}

static void
parlor_message_row_init (ParlorMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (self->bubble, GTK_OVERFLOW_HIDDEN);
}

/**
 * parlor_message_row_new:
 * @client: fetches attachments
 * @conversation: where the message was written
 * @message: a message, not another event
 *
 * Returns: (transfer floating): a row that shows it
 */
GtkWidget *
parlor_message_row_new (ParlorClient       *client,
                        ParlorConversation *conversation,
                        ParlorMessage      *message)
{
  return g_object_new (PARLOR_TYPE_MESSAGE_ROW,
                       "client", client,
                       "conversation", conversation,
                       "message", message,
                       NULL);
}

/**
 * parlor_message_row_get_message:
 * @self: a row
 *
 * Returns: (transfer none): the message shown
 */
ParlorMessage *
parlor_message_row_get_message (ParlorMessageRow *self)
{
  g_return_val_if_fail (PARLOR_IS_MESSAGE_ROW (self), NULL);

  return self->message;
}

/**
 * parlor_message_row_set_place:
 * @self: a row
 * @place: among the messages around it
 *
 * Avatar and name stand only at the first of several messages.
 */
void
parlor_message_row_set_place (ParlorMessageRow *self,
                              ParlorRowPlace    place)
{
  const gboolean is_first = place == PARLOR_ROW_FIRST;
  gboolean       is_named;

  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  is_named = is_first && !parlor_message_is_own (self->message) && !is_personal (self);
  set_css_class (GTK_WIDGET (self), "first", is_first);
  gtk_widget_set_visible (self->author, is_named && !parlor_message_is_action (self->message));
  if (is_named && adw_bin_get_child (self->avatar_place) == NULL)
    add_avatar (self);
  else if (!is_named)
    adw_bin_set_child (self->avatar_place, NULL);
}

/**
 * parlor_message_row_set_width_px:
 * @self: a row
 * @width_px: how wide the list is
 *
 * Makes an image fit.
 */
void
parlor_message_row_set_width_px (ParlorMessageRow *self,
                                 int               width_px)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  if (self->image_box == NULL)
    return;

  parlor_image_box_set_max_width_px (self->image_box, width_px - IMAGE_MARGINS_PX);
  update_text_width (self);
}

/**
 * parlor_message_row_set_nearness:
 * @self: a row
 * @nearness: how far it is from what is in view
 *
 * See parlor_image_box_set_nearness().
 */
void
parlor_message_row_set_nearness (ParlorMessageRow *self,
                                 ParlorNearness    nearness)
{
  g_return_if_fail (PARLOR_IS_MESSAGE_ROW (self));

  if (self->image_box != NULL)
    parlor_image_box_set_nearness (self->image_box, nearness);
}
