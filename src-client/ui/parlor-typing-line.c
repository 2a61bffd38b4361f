/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-typing-line"

#include "parlor-typing-line.h"

#include <glib/gi18n.h>

/**
 * ParlorTypingLine:
 *
 * Who is writing in a conversation.  It is as high when nobody is.
 */
struct _ParlorTypingLine
{
  AdwBin parent_instance;

  GtkLabel *label;

  ParlorConversation *conversation;
};

G_DEFINE_FINAL_TYPE (ParlorTypingLine, parlor_typing_line, ADW_TYPE_BIN)

/* What is left of a long name when the line is not to be about nothing else. */
#define NICK_MAX_CHARS 20

static char *
dup_nick (const GPtrArray *typists,
          guint            i)
{
  const char      *nick = parlor_account_get_nick (typists->pdata[i]);
  g_autofree char *begin = NULL;

  if (g_utf8_strlen (nick, -1) <= NICK_MAX_CHARS)
    return g_strdup (nick);

  begin = g_utf8_substring (nick, 0, NICK_MAX_CHARS - 1);

  return g_strconcat (begin, "…", NULL);
}

static char *
format_typists (const GPtrArray *typists)
{
  g_autofree char *one = typists->len > 0 ? dup_nick (typists, 0) : NULL;
  g_autofree char *other = typists->len > 1 ? dup_nick (typists, 1) : NULL;

  if (typists->len == 0)
    return g_strdup ("");
  if (typists->len == 1) {
    /* Translators: %s is a name */
    return g_strdup_printf (_ ("%s is writing…"), one);
  }
  if (typists->len == 2) {
    /* Translators: both are names */
    return g_strdup_printf (_ ("%1$s and %2$s are writing…"), one, other);
  }

  return g_strdup (_ ("Several people are writing…"));
}

static void
update (ParlorTypingLine *self)
{
  g_autofree char *text = NULL;

  if (self->conversation != NULL)
    text = format_typists (parlor_conversation_get_typists (self->conversation));
  gtk_label_set_label (self->label, text != NULL ? text : "");
}

static void
parlor_typing_line_dispose (GObject *object)
{
  ParlorTypingLine *self = PARLOR_TYPING_LINE (object);

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (parlor_typing_line_parent_class)->dispose (object);
}

static void
parlor_typing_line_class_init (ParlorTypingLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlor_typing_line_dispose;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "typingline");
}

static void
parlor_typing_line_init (ParlorTypingLine *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL,
                              "ellipsize", PANGO_ELLIPSIZE_END,
                              "single-line-mode", TRUE,
                              "xalign", 0.0,
                              NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
}

/**
 * parlor_typing_line_set_conversation:
 * @self: a typing line
 * @conversation: (nullable): of which it tells
 */
void
parlor_typing_line_set_conversation (ParlorTypingLine   *self,
                                     ParlorConversation *conversation)
{
  g_return_if_fail (PARLOR_IS_TYPING_LINE (self));

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL)
    g_signal_connect_object (conversation, "notify::typists",
                             G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
