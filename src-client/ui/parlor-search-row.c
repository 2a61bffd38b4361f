/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-search-row"

#include "parlor-search-row.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-local-time.h"
#include "parlor-resource.h"
#include "parlor-search-words.h"
#include "parlor-summary.h"
#include "parlor-time-format.h"

/* Three lines are shown, of a sidebar's width. */
#define EXCERPT_MAX_CHARS 160

/**
 * ParlorSearchRow:
 *
 * A message that was found: who wrote it, when, where, and what, with the words
 * that were searched for.
 */
struct _ParlorSearchRow
{
  GtkListBoxRow parent_instance;

  AdwAvatar *avatar;
  GtkLabel  *author;
  GtkLabel  *time;
  GtkLabel  *text;
  GtkLabel  *place;

  ParlorSearchHit *hit;
};

G_DEFINE_FINAL_TYPE (ParlorSearchRow, parlor_search_row, GTK_TYPE_LIST_BOX_ROW)

static void
parlor_search_row_dispose (GObject *object)
{
  ParlorSearchRow *self = PARLOR_SEARCH_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARLOR_TYPE_SEARCH_ROW);
  g_clear_object (&self->hit);

  G_OBJECT_CLASS (parlor_search_row_parent_class)->dispose (object);
}

static void
parlor_search_row_class_init (ParlorSearchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parlor_search_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               PARLOR_RESOURCE ("parlor-search-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchRow, author);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchRow, time);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchRow, text);
  gtk_widget_class_bind_template_child (widget_class, ParlorSearchRow, place);
}

static void
parlor_search_row_init (ParlorSearchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Bold, and underlined for whoever cannot tell that. */
static void
emphasise (PangoAttrList *attributes,
           guint          start,
           guint          end)
{
  PangoAttribute *emphasis[] = { pango_attr_weight_new (PANGO_WEIGHT_BOLD),
                                 pango_attr_underline_new (PANGO_UNDERLINE_SINGLE) };

  for (guint i = 0; i < G_N_ELEMENTS (emphasis); i++) {
    emphasis[i]->start_index = start;
    emphasis[i]->end_index = end;
    pango_attr_list_insert (attributes, emphasis[i]);
  }
}

/* All of it: the words may be at its end. */
static char *
get_content (ParlorMessage *message)
{
  const char *text = parlor_message_get_text (message);

  if (text != NULL && *text != '\0')
    return g_strdup (text);

  return parlor_summary_content (message);
}

static void
show_text (ParlorSearchRow *self,
           const char      *query)
{
  ParlorMessage            *message = parlor_search_hit_get_message (self->hit);
  g_autofree char          *content = get_content (message);
  g_autoptr (GRegex)        words = parlor_search_words_new (query);
  g_autofree char          *excerpt = parlor_search_words_excerpt (words, content,
                                                                   EXCERPT_MAX_CHARS);
  g_autoptr (GArray)        ranges = parlor_search_words_find (words, excerpt);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  for (guint i = 0; i < ranges->len; i++) {
    const ParlorSearchRange *range = &g_array_index (ranges, ParlorSearchRange, i);

    emphasise (attributes, range->start, range->end);
  }
  gtk_label_set_label (self->text, excerpt);
  gtk_label_set_attributes (self->text, attributes);
}

static void
show_time (ParlorSearchRow *self)
{
  ParlorMessage        *message = parlor_search_hit_get_message (self->hit);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) time =
    parlor_local_time_new (parlor_message_get_time_ms (message));
  g_autofree char *text = parlor_time_format_short (time, now);

  gtk_label_set_label (self->time, text);
}

static char *
format_place (ParlorConversation *conversation)
{
  const char *title = parlor_conversation_get_title (conversation);

  if (parlor_conversation_get_kind (conversation) == PARLOR_CONVERSATION_CHANNEL)
    return g_strconcat ("#", title, NULL);
  if (parlor_conversation_get_peer (conversation) == NULL)
    return g_strdup (title);

  /* Translators: where a message was written; %s is a person */
  return g_strdup_printf (_ ("Chat with %s"), title);
}

static void
show (ParlorSearchRow *self,
      const char      *query)
{
  ParlorAccount   *author = parlor_message_get_author (parlor_search_hit_get_message (self->hit));
  const char      *nick = author != NULL ? parlor_account_get_nick (author) : "";
  g_autofree char *place = format_place (parlor_search_hit_get_conversation (self->hit));
  g_autofree char *sentence = NULL;

  adw_avatar_set_text (self->avatar, nick);
  gtk_label_set_label (self->author, nick);
  gtk_label_set_label (self->place, place);
  show_time (self);
  show_text (self, query);

  /* Translators: a message that was found, for screen readers: who wrote it, what it says, the
   * conversation, a day or a time */
  sentence = g_strdup_printf (_ ("%1$s, %2$s, %3$s, %4$s"), nick, gtk_label_get_label (self->text),
                              place, gtk_label_get_label (self->time));
  parlor_accessible_set_label (GTK_WIDGET (self), sentence);
}

/**
 * parlor_search_row_new:
 * @hit: what was found
 * @query: what was searched for
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
parlor_search_row_new (ParlorSearchHit *hit,
                       const char      *query)
{
  ParlorSearchRow *self;

  g_return_val_if_fail (PARLOR_IS_SEARCH_HIT (hit), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  self = g_object_new (PARLOR_TYPE_SEARCH_ROW, NULL);
  self->hit = g_object_ref (hit);
  show (self, query);

  return GTK_WIDGET (self);
}

/**
 * parlor_search_row_get_hit:
 * @self: a row
 *
 * Returns: (transfer none): what was found
 */
ParlorSearchHit *
parlor_search_row_get_hit (ParlorSearchRow *self)
{
  g_return_val_if_fail (PARLOR_IS_SEARCH_ROW (self), NULL);

  return self->hit;
}
