/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-history-header.h"

#include <glib/gi18n.h>

#include "parlor-accessible.h"
#include "parlor-date-popover.h"
#include "parlor-local-time.h"
#include "parlor-time-format.h"

/* Messages further apart name their author again. */
#define GROUP_MAX_MS (5 * 60 * 1000)

static GDateTime *
local_time (ParlorMessage *message)
{
  return parlor_local_time_new (parlor_message_get_time_ms (message));
}

static gboolean
begins_day (ParlorMessage *message,
            ParlorMessage *before)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) time_before = NULL;

  if (before == NULL)
    return TRUE;

  time = local_time (message);
  time_before = local_time (before);

  return !parlor_time_is_same_day (time, time_before);
}

/* What is pending has no seq: it is one's own, and never new. */
static gboolean
begins_new (ParlorMessage *message,
            ParlorMessage *before,
            gint64         read_seq)
{
  return read_seq > 0 && parlor_message_get_seq (message) > read_seq &&
         (before == NULL || parlor_message_get_seq (before) <= read_seq);
}

/* Made when it is opened: few are. */
static void
create_popover (GtkMenuButton *button,
                gpointer       time)
{
  gtk_menu_button_set_popover (button, parlor_date_popover_new (time));
}

static GtkWidget *
day_new (ParlorMessage *message)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) time = local_time (message);
  g_autofree char      *text = parlor_time_format_day (time, now);
  GtkWidget            *label = gtk_label_new (text);
  GtkWidget            *button = gtk_menu_button_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popover,
                                         g_date_time_ref (time),
                                         (GDestroyNotify) g_date_time_unref);
  gtk_widget_set_tooltip_text (button, _ ("Go to Another Day"));
  parlor_accessible_set_label (button, text);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "day");

  return button;
}

static GtkWidget *
line_new (void)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);

  return line;
}

static GtkWidget *
new_line_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (box, "new-line");
  gtk_box_append (GTK_BOX (box), line_new ());
  /* Translators: stands on a line between what was read and what is new */
  gtk_box_append (GTK_BOX (box), gtk_label_new (C_ ("messages", "New")));
  gtk_box_append (GTK_BOX (box), line_new ());

  return box;
}

/**
 * parlor_history_header_new:
 * @message: a message or another event
 * @before: (nullable): the one above it
 * @read_seq: what was read last when the conversation was opened, 0 if there
 *   was nothing new
 *
 * Returns: (transfer floating) (nullable): what stands above @message: the day,
 *   a line above what is new, both, or nothing
 */
GtkWidget *
parlor_history_header_new (ParlorMessage *message,
                           ParlorMessage *before,
                           gint64         read_seq)
{
  const gboolean has_day = begins_day (message, before);
  const gboolean has_line = begins_new (message, before, read_seq);
  GtkWidget     *box;

  if (!has_day && !has_line)
    return NULL;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  if (has_day)
    gtk_box_append (GTK_BOX (box), day_new (message));
  if (has_line)
    gtk_box_append (GTK_BOX (box), new_line_new ());

  return box;
}

/**
 * parlor_history_header_place:
 * @message: a message
 * @before: (nullable): what is shown above it without anything between
 *
 * Returns: whether @message goes on with what the same author wrote just before
 */
ParlorRowPlace
parlor_history_header_place (ParlorMessage *message,
                             ParlorMessage *before)
{
  if (before == NULL || parlor_message_get_kind (before) != PARLOR_EVENT_MESSAGE ||
      parlor_message_get_author (message) != parlor_message_get_author (before) ||
      parlor_message_is_action (message) != parlor_message_is_action (before) ||
      parlor_message_get_time_ms (message) - parlor_message_get_time_ms (before) > GROUP_MAX_MS)
    return PARLOR_ROW_FIRST;

  return PARLOR_ROW_GOES_ON;
}
