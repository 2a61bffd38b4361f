/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-reactions"

#include "parlor-reactions.h"

#include <glib/gi18n.h>

#include "parlor-message-change.h"
#include "parlor-reaction-chip.h"
#include "parlor-sentence.h"

#define GAP_PX 4

/* Names in a tooltip; how many more there are is told. */
#define MAX_NAMES 8

/**
 * ParlorReactions:
 *
 * How many reacted to a message with which emoji: chips in as many lines as it
 * takes, in the order of the server.
 */
struct _ParlorReactions
{
  GtkWidget parent_instance;

  ParlorClient       *client;
  ParlorConversation *conversation;
  ParlorMessage      *message;

  GHashTable                *asked;       /* emoji for which the server is being asked */
  ParlorReactionsPagePacket *reactors;    /* (nullable): who, as far as the first page goes */
  GCancellable              *cancellable; /* (nullable): of the request for them */
};

G_DEFINE_FINAL_TYPE (ParlorReactions, parlor_reactions, GTK_TYPE_WIDGET)

/* Places the chips, or only says how high they are. */
static int
lay_out (ParlorReactions *self,
         int              width_px,
         gboolean         is_placing)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int            x_px = 0;
  int            y_px = 0;
  int            line_px = 0;

  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip)) {
    GtkAllocation place = { 0 };

    gtk_widget_measure (chip, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &place.width, NULL, NULL);
    gtk_widget_measure (chip, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height, NULL, NULL);
    if (x_px > 0 && x_px + place.width > width_px) {
      x_px = 0;
      y_px += line_px + GAP_PX;
      line_px = 0;
    }

    place.x = is_rtl ? width_px - x_px - place.width : x_px;
    place.y = y_px;
    x_px += place.width + GAP_PX;
    line_px = MAX (line_px, place.height);
    if (is_placing)
      gtk_widget_size_allocate (chip, &place, -1);
  }

  return y_px + line_px;
}

static void
measure_width (ParlorReactions *self,
               int             *minimum,
               int             *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip)) {
    int chip_px;

    gtk_widget_measure (chip, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &chip_px, NULL, NULL);
    *minimum = MAX (*minimum, chip_px);
    *natural += chip_px + (*natural > 0 ? GAP_PX : 0);
  }
}

static GtkSizeRequestMode
parlor_reactions_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parlor_reactions_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  ParlorReactions *self = PARLOR_REACTIONS (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    *minimum = *natural = lay_out (self, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
}

static void
parlor_reactions_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  lay_out (PARLOR_REACTIONS (widget), width, TRUE);
}

/* Who it was: asked for when the pointer rests on a chip. */

static void
forget_reactors (ParlorReactions *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->reactors != NULL)
    parlor_packet_free (PARLOR_PACKET_REACTIONS_PAGE, self->reactors);
  self->reactors = NULL;
}

static void
on_reactors_ready (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (ParlorReactions) self = user_data;
  g_autoptr (GError)          error = NULL;
  ParlorPacketType            type;
  gpointer                    page;

  page = parlor_client_request_finish (PARLOR_CLIENT (source), result, &type, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Without it, there is no tooltip. */
  g_clear_object (&self->cancellable);
  if (page == NULL)
    return;
  if (type != PARLOR_PACKET_REACTIONS_PAGE) {
    parlor_packet_free (type, page);
    return;
  }

  self->reactors = page;
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

static void
ask_for_reactors (ParlorReactions *self)
{
  ParlorReactionsPacket *packet;

  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  packet = parlor_packet_new (PARLOR_PACKET_REACTIONS);
  packet->conversation = g_strdup (parlor_conversation_get_id (self->conversation));
  packet->seq = parlor_message_get_seq (self->message);
  parlor_client_request_async (self->client, PARLOR_PACKET_REACTIONS, packet, self->cancellable,
                               on_reactors_ready, g_object_ref (self));
}

static const char *
name_of (ParlorReactions           *self,
         const ParlorAccountPacket *account)
{
  ParlorAccount *me = parlor_client_get_self (self->client);

  if (me != NULL && parlor_account_get_id (me) == account->account) {
    /* Translators: oneself in a list of names */
    return _ ("You");
  }

  return account->nick;
}

/* Returns: (transfer full) (nullable): the names of those who reacted with @emoji */
static char *
list_names (ParlorReactions *self,
            const char      *emoji,
            gint64           count)
{
  GString         *names = g_string_new (NULL);
  guint            n_names = 0;
  g_autofree char *list = NULL;

  for (guint i = 0; i < self->reactors->reactors->len && n_names < MAX_NAMES; i++) {
    const ParlorReactorPacket *reactor = self->reactors->reactors->pdata[i];

    if (!g_str_equal (reactor->emoji, emoji))
      continue;
    parlor_sentence_add (names, name_of (self, reactor->account));
    n_names++;
  }

  list = g_string_free (names, FALSE);
  if (n_names == 0)
    return NULL;
  if (count <= n_names)
    return g_steal_pointer (&list);

  /* Translators: %1$s is a list of names, %2$d how many more people there are */
  return g_strdup_printf (ngettext ("%1$s and %2$d more", "%1$s and %2$d more",
                                    (gulong) (count - n_names)),
                          list, (int) MIN (count - n_names, G_MAXINT));
}

static const ParlorReactionPacket *
find_reaction (ParlorReactions *self,
               const char      *emoji)
{
  const GPtrArray *reactions = parlor_message_get_reactions (self->message);

  for (guint i = 0; reactions != NULL && i < reactions->len; i++) {
    const ParlorReactionPacket *reaction = reactions->pdata[i];

    if (g_str_equal (reaction->emoji, emoji))
      return reaction;
  }

  return NULL;
}

static gboolean
on_query_tooltip (ParlorReactions    *self,
                  int                 x,
                  int                 y,
                  gboolean            is_keyboard,
                  GtkTooltip         *tooltip,
                  ParlorReactionChip *chip)
{
  const char                 *emoji = parlor_reaction_chip_get_emoji (chip);
  const ParlorReactionPacket *reaction = find_reaction (self, emoji);
  g_autofree char            *names = NULL;

  if (self->reactors == NULL) {
    ask_for_reactors (self);
    return FALSE;
  }

  names = reaction != NULL ? list_names (self, emoji, reaction->count) : NULL;
  gtk_tooltip_set_text (tooltip, names);

  return names != NULL;
}

/* Reacting. */

static ParlorReactionChip *
find_chip (ParlorReactions *self,
           const char      *emoji)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    if (g_str_equal (parlor_reaction_chip_get_emoji (PARLOR_REACTION_CHIP (chip)), emoji))
      return PARLOR_REACTION_CHIP (chip);

  return NULL;
}

typedef struct
{
  ParlorReactions *reactions;
  char            *emoji;
} Asking;

/* What the server has done, it tells as an event right behind its answer. */
static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Asking             *asking = user_data;
  ParlorReactions    *self = asking->reactions;
  g_autoptr (GError)  error = NULL;
  ParlorReactionChip *chip;
  ParlorWindow       *window;

  g_hash_table_remove (self->asked, asking->emoji);
  if (!parlor_conversation_change_finish (PARLOR_CONVERSATION (source), result, &error)) {
    chip = find_chip (self, asking->emoji);
    if (chip != NULL)
      parlor_reaction_chip_reset (chip);
    window = parlor_message_change_find_window (GTK_WIDGET (self));
    if (window != NULL)
      parlor_window_tell (window, error->message);
  }

  g_object_unref (asking->reactions);
  g_free (asking->emoji);
  g_free (asking);
}

static void
on_chosen (ParlorReactions    *self,
           gboolean            is_wanted,
           ParlorReactionChip *chip)
{
  const char *emoji = parlor_reaction_chip_get_emoji (chip);
  Asking     *asking;

  if ((parlor_conversation_get_rights (self->conversation, self->message) &
       PARLOR_MESSAGE_CAN_REACT) == 0 ||
      !g_hash_table_add (self->asked, g_strdup (emoji))) {
    parlor_reaction_chip_reset (chip);
    return;
  }

  asking = g_new0 (Asking, 1);
  asking->reactions = g_object_ref (self);
  asking->emoji = g_strdup (emoji);
  parlor_conversation_change_async (self->conversation,
                                    is_wanted ? PARLOR_EVENT_REACT : PARLOR_EVENT_UNREACT,
                                    parlor_message_get_seq (self->message), emoji, NULL, on_asked,
                                    asking);
}

/* Chips. */

static GtkWidget *
chip_new (ParlorReactions *self,
          const char      *emoji)
{
  GtkWidget *chip = parlor_reaction_chip_new (emoji);

  g_signal_connect_object (chip, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chip, "query-tooltip",
                           G_CALLBACK (on_query_tooltip), self, G_CONNECT_SWAPPED);

  return chip;
}

static void
remove_chips (ParlorReactions *self,
              gboolean         are_all_removed)
{
  GtkWidget *next;

  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = next) {
    next = gtk_widget_get_next_sibling (chip);
    if (are_all_removed ||
        find_reaction (self, parlor_reaction_chip_get_emoji (PARLOR_REACTION_CHIP (chip))) == NULL)
      gtk_widget_unparent (chip);
  }
}

/* A chip that stays is the same as before: it may have the focus. */
static void
update (ParlorReactions *self)
{
  const GPtrArray *reactions = parlor_message_get_reactions (self->message);
  const guint      n_reactions =
    reactions != NULL ? MIN (reactions->len, PARLOR_REACTIONS_MAX) : 0;
  GtkWidget *before = NULL;

  forget_reactors (self);
  remove_chips (self, FALSE);
  for (guint i = 0; i < n_reactions; i++) {
    const ParlorReactionPacket *reaction = reactions->pdata[i];
    GtkWidget                  *chip = (GtkWidget *) find_chip (self, reaction->emoji);

    if (chip == NULL)
      chip = chip_new (self, reaction->emoji);
    if (chip != before)
      gtk_widget_insert_after (chip, GTK_WIDGET (self), before);
    parlor_reaction_chip_set (PARLOR_REACTION_CHIP (chip), reaction,
                              g_hash_table_contains (self->asked, reaction->emoji));
    before = chip;
  }

  gtk_widget_set_visible (GTK_WIDGET (self), n_reactions > 0);
}

static void
parlor_reactions_dispose (GObject *object)
{
  ParlorReactions *self = PARLOR_REACTIONS (object);

  remove_chips (self, TRUE);
  forget_reactors (self);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);

  G_OBJECT_CLASS (parlor_reactions_parent_class)->dispose (object);
}

static void
parlor_reactions_finalize (GObject *object)
{
  ParlorReactions *self = PARLOR_REACTIONS (object);

  g_hash_table_unref (self->asked);
  g_clear_object (&self->client);
  g_clear_object (&self->conversation);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (parlor_reactions_parent_class)->finalize (object);
}

static void
parlor_reactions_class_init (ParlorReactionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_reactions_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlor_reactions_finalize;

  widget_class->get_request_mode = parlor_reactions_get_request_mode;
  widget_class->measure = parlor_reactions_measure;
  widget_class->size_allocate = parlor_reactions_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "reactions");
}

static void
parlor_reactions_init (ParlorReactions *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * parlor_reactions_set_message:
 * @self: reactions that have no message yet
 * @client: to be asked who it was
 * @conversation: where the message is
 * @message: whose reactions to show; hidden if there are none
 */
void
parlor_reactions_set_message (ParlorReactions    *self,
                              ParlorClient       *client,
                              ParlorConversation *conversation,
                              ParlorMessage      *message)
{
  g_return_if_fail (PARLOR_IS_REACTIONS (self));
  g_return_if_fail (self->message == NULL);

  self->client = g_object_ref (client);
  self->conversation = g_object_ref (conversation);
  self->message = g_object_ref (message);
  g_signal_connect_object (message, "notify::reactions",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
