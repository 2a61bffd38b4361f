/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How parlor-server admin shows things to people. */

#include "parlor-admin-private.h"

#include <glib/gi18n.h>
#include <stdio.h>

struct _ParlorAdminTable
{
  GPtrArray *cells; /* of char *, row by row; the first row are the headings */
  guint      n_columns;
};

/* What others wrote must not reach the terminal as commands, or as more lines. */
static char *
clean (const char *text)
{
  GString *cleaned = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (cleaned, g_unichar_iscntrl (c) ? ' ' : c);
  }

  return g_string_free (cleaned, FALSE);
}

/* Returns how many columns of a terminal a text takes. */
guint
parlor_admin_width_of (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_iszerowidth (c))
      width += g_unichar_iswide (c) ? 2 : 1;
  }

  return width;
}

static void
add_row (ParlorAdminTable *self,
         const char       *first,
         va_list           args)
{
  for (const char *cell = first; cell != NULL; cell = va_arg (args, const char *))
    g_ptr_array_add (self->cells, clean (cell));
}

/* Makes a table of the headings given. */
ParlorAdminTable *
parlor_admin_table_new (const char *first,
                        ...)
{
  ParlorAdminTable *self = g_new0 (ParlorAdminTable, 1);
  va_list           args;

  self->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (args, first);
  add_row (self, first, args);
  va_end (args);
  self->n_columns = self->cells->len;

  return self;
}

/* Adds a row of as many texts as there are headings. */
void
parlor_admin_table_add (ParlorAdminTable *self,
                        ...)
{
  va_list args;

  va_start (args, self);
  add_row (self, va_arg (args, const char *), args);
  va_end (args);
  g_assert (self->cells->len % self->n_columns == 0);
}

static guint
width_of_column (ParlorAdminTable *self,
                 guint             column)
{
  guint width = 0;

  for (guint i = column; i < self->cells->len; i += self->n_columns)
    width = MAX (width, parlor_admin_width_of (self->cells->pdata[i]));

  return width;
}

/* Prints the table, if it has rows and is not hidden, and frees it. */
void
parlor_admin_table_print (ParlorAdminTable *self,
                          gboolean          is_hidden)
{
  g_autofree guint   *widths = g_new0 (guint, self->n_columns);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = width_of_column (self, i);

  is_hidden |= self->cells->len == self->n_columns;
  for (guint i = 0; i < self->cells->len && !is_hidden; i++) {
    const char *cell = self->cells->pdata[i];
    guint       n_spaces = widths[i % self->n_columns] - parlor_admin_width_of (cell) + 2;

    g_string_append_printf (line, "%s%*s", cell, (int) n_spaces, "");
    if ((i + 1) % self->n_columns == 0) {
      printf ("%s\n", g_strchomp (line->str));
      g_string_truncate (line, 0);
    }
  }

  g_ptr_array_unref (self->cells);
  g_free (self);
}

/* Returns a time as the clocks here show it; nothing for 0. */
char *
parlor_admin_format_time (gint64 time_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: a date and a time in a table: short, and the largest part first if you can */
  return local != NULL && time_ms != 0 ? g_date_time_format (local, _ ("%Y-%m-%d %H:%M"))
                                       : g_strdup ("");
}

char *
parlor_admin_format_until (gint64 until_ms)
{
  /* Translators: when something ends: never */
  return until_ms == 0 ? g_strdup (_ ("for good")) : parlor_admin_format_time (until_ms);
}

char *
parlor_admin_format_number (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* Returns the word for a value of a packet's ENUM. */
const char *
parlor_admin_word (ParlorPacketType type,
                   const char      *field,
                   int              value)
{
  const ParlorPacketInfo *info = parlor_packet_info (type);

  for (guint i = 0; i < info->n_fields && value > 0; i++)
    if (g_str_equal (info->fields[i].name, field))
      return info->fields[i].words[value - 1];

  return "";
}
