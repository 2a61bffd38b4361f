/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-completion"

#include "parlor-completion-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "parlor-accessible.h"

#define ICON_PX 24
#define TITLE_MAX_CHARS 24

/**
 * _parlor_completion_get_suggestion:
 * @self: a completion
 * @row: (nullable): one of its rows
 *
 * Returns: (nullable): what it stands for
 */
const ParlorSuggestion *
_parlor_completion_get_suggestion (ParlorCompletion *self,
                                   GtkListBoxRow    *row)
{
  const guint position = row != NULL ? (guint) gtk_list_box_row_get_index (row) : G_MAXUINT;

  if (self->suggestions == NULL || position >= self->suggestions->items->len)
    return NULL;

  return self->suggestions->items->pdata[position];
}

/* Returns: (transfer full): what one hears of it */
static char *
describe (const ParlorSuggestion *suggestion)
{
  if (suggestion->reason != NULL)
    /* Translators: a command, what it does, and why it cannot be used */
    return g_strdup_printf (_ ("%1$s, %2$s. %3$s"), suggestion->title, suggestion->detail,
                            suggestion->reason);
  if (suggestion->detail != NULL)
    /* Translators: something in a list of suggestions, and more about it */
    return g_strdup_printf (_ ("%1$s, %2$s"), suggestion->title, suggestion->detail);

  return g_strdup (suggestion->title);
}

/* However long it is, the popover gets no wider for it. */
static GtkWidget *
create_label (const char *text,
              gboolean    is_detail,
              int         max_chars)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), max_chars);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (is_detail) {
    gtk_widget_add_css_class (label, "dim-label");
    gtk_widget_add_css_class (label, "caption");
  }

  return label;
}

static GtkWidget *
create_icon (const ParlorSuggestion *suggestion)
{
  GtkWidget *label;

  switch (suggestion->kind) {
  case PARLOR_SUGGESTION_PERSON:
    return adw_avatar_new (ICON_PX, suggestion->title, TRUE);
  case PARLOR_SUGGESTION_EMOJI:
    label = gtk_label_new (suggestion->detail);
    gtk_widget_add_css_class (label, "title-3");
    gtk_widget_set_size_request (label, ICON_PX, ICON_PX);
    return label;
  case PARLOR_SUGGESTION_CONVERSATION:
    label = gtk_label_new ("#");
    gtk_widget_add_css_class (label, "title-4");
    gtk_widget_add_css_class (label, "dim-label");
    gtk_widget_set_size_request (label, ICON_PX, -1);
    return label;
  case PARLOR_SUGGESTION_EVERYBODY:
    label = gtk_image_new_from_icon_name ("system-users-symbolic");
    gtk_widget_set_size_request (label, ICON_PX, ICON_PX);
    return label;
  case PARLOR_SUGGESTION_COMMAND:
  case PARLOR_SUGGESTION_WORD:
  default:
    return NULL;
  }
}

/* What a command does is longer than a name, and stands below it. */
static GtkWidget *
create_content (const ParlorSuggestion *suggestion)
{
  const gboolean is_command = suggestion->kind == PARLOR_SUGGESTION_COMMAND;
  const char    *detail = suggestion->reason != NULL ? suggestion->reason : suggestion->detail;
  GtkWidget     *box = gtk_box_new (
        is_command ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, is_command ? 1 : 10);
  GtkWidget *icon = create_icon (suggestion);
  GtkWidget *label;

  if (icon != NULL)
    gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box),
                  create_label (suggestion->title, FALSE, is_command ? 1 : TITLE_MAX_CHARS));
  if (detail != NULL && suggestion->kind != PARLOR_SUGGESTION_EMOJI) {
    label = create_label (detail, TRUE, 1);
    gtk_widget_set_hexpand (label, TRUE);
    gtk_box_append (GTK_BOX (box), label);
  }

  return box;
}

static GtkWidget *
create_row (const ParlorSuggestion *suggestion)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  g_autofree char *label = describe (suggestion);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), create_content (suggestion));
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_sensitive (row, suggestion->reason == NULL);
  parlor_accessible_set_label (row, label);

  return row;
}

static void
clear_rows (ParlorCompletion *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static gboolean
is_full_of_commands (ParlorCompletion *self)
{
  const GPtrArray *items = self->suggestions->items;

  return items->len >= PARLOR_COMPLETION_MAX_ROWS &&
         ((ParlorSuggestion *) items->pdata[0])->kind == PARLOR_SUGGESTION_COMMAND;
}

/* The argument that one is at stands out, by weight and by the line below. */
static void
show_usage (ParlorCompletion *self)
{
  const ParlorCommand      *command = self->suggestions->command;
  const ParlorArgument     *at = self->suggestions->argument;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (GString)       usage = g_string_new ("/");
  g_autofree char          *explanation = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->usage), command != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation),
                          command != NULL || is_full_of_commands (self));
  gtk_label_set_label (self->explanation, _ ("/help shows all commands"));
  if (command == NULL)
    return;

  g_string_append (usage, command->name);
  for (const ParlorArgument *i = command->arguments; i->kind != PARLOR_ARGUMENT_NONE; i++) {
    g_autofree char *argument = parlor_argument_dup_usage (i);

    g_string_append_printf (usage, " %s", argument);
    if (i == at) {
      PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

      bold->end_index = usage->len;
      bold->start_index = usage->len - strlen (argument);
      pango_attr_list_insert (attributes, bold);
    }
  }

  explanation = at != NULL ? parlor_argument_dup_explanation (at)
                           : g_strdup (parlor_command_get_help (command));
  gtk_label_set_label (self->usage, usage->str);
  gtk_label_set_attributes (self->usage, attributes);
  gtk_label_set_label (self->explanation, explanation);
}

/**
 * _parlor_completion_show_rows:
 * @self: a completion with suggestions
 *
 * Shows them; none is chosen.
 */
void
_parlor_completion_show_rows (ParlorCompletion *self)
{
  GPtrArray *items = self->suggestions->items;

  _parlor_completion_select (self, NULL);
  clear_rows (self);
  for (guint i = 0; i < MIN (items->len, PARLOR_COMPLETION_MAX_ROWS); i++)
    gtk_list_box_append (self->list, create_row (items->pdata[i]));

  show_usage (self);
  gtk_widget_set_visible (GTK_WIDGET (self->list), items->len > 0);
}

/* A screen reader stays with the text: it is told there. */
static void
announce (ParlorCompletion *self,
          GtkListBoxRow    *row)
{
  const ParlorSuggestion *suggestion = _parlor_completion_get_suggestion (self, row);
  g_autofree char        *label = NULL;
  g_autofree char        *text = NULL;

  if (suggestion == NULL) {
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->text),
                                   GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->text),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    return;
  }

  label = describe (suggestion);
  /* Translators: a suggestion, its place among them, and how many there are */
  text = g_strdup_printf (_ ("%1$s, %2$d of %3$d"), label, gtk_list_box_row_get_index (row) + 1,
                          (int) self->suggestions->items->len);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->text),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/**
 * _parlor_completion_select:
 * @self: a completion
 * @row: (nullable): one of its rows
 *
 * Chooses it, without taking it.
 */
void
_parlor_completion_select (ParlorCompletion *self,
                           GtkListBoxRow    *row)
{
  if (row == NULL && gtk_list_box_get_selected_row (self->list) == NULL)
    return;

  gtk_list_box_select_row (self->list, row);
  announce (self, row);
}
