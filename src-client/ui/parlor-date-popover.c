/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-date-popover"

#include "parlor-date-popover.h"

#include <glib/gi18n.h>

/**
 * ParlorDatePopover:
 *
 * A calendar, to choose a day of a conversation.
 *
 * Action, to be found in a parent: conversation.show-date.
 */
struct _ParlorDatePopover
{
  GtkPopover parent_instance;

  GtkCalendar *calendar;
};

G_DEFINE_FINAL_TYPE (ParlorDatePopover, parlor_date_popover, GTK_TYPE_POPOVER)

/* Days begin at midnight, as people count here and not in Greenwich. */
static void
on_chosen (ParlorDatePopover *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) day = g_date_time_new_local (g_date_time_get_year (date),
                                                     g_date_time_get_month (date),
                                                     g_date_time_get_day_of_month (date), 0, 0, 0);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (day != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "conversation.show-date", "x",
                                g_date_time_to_unix (day) * 1000);
}

static void
parlor_date_popover_class_init (ParlorDatePopoverClass *klass)
{
}

static void
parlor_date_popover_init (ParlorDatePopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Go to This Day"));

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->calendar));
  gtk_box_append (GTK_BOX (box), button);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_default_widget (GTK_POPOVER (self), button);
  gtk_widget_add_css_class (GTK_WIDGET (self), "date");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
}

/**
 * parlor_date_popover_new:
 * @day: (nullable): a local time, the day to begin with; else today
 *
 * Returns: (transfer floating): a popover
 */
GtkWidget *
parlor_date_popover_new (GDateTime *day)
{
  ParlorDatePopover *self = g_object_new (PARLOR_TYPE_DATE_POPOVER, NULL);

  if (day != NULL)
    gtk_calendar_select_day (self->calendar, day);

  return GTK_WIDGET (self);
}
