/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-cli-lines"

#include "parlor-cli-lines.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A file that is longer was not written here. */
#define FILE_MAX_BYTES (PARLOR_CLI_LINES_MAX * 4096)
#define LINE_MAX_BYTES 4096

/**
 * ParlorCliLines:
 *
 * A file of lines that were typed, the last ones last, for nobody else to read.  A line that has
 * breaks in it is kept as one, with \n for each of them.
 *
 * It is only ever appended to while the program runs, so that a crash takes nothing away, and cut
 * when it is read.
 */
struct _ParlorCliLines
{
  char    *path;
  gboolean has_failed; /* it was told */
};

/**
 * parlor_cli_lines_new:
 * @path: (type filename): the file, which need not be there
 *
 * Returns: (transfer full): what is kept of lines
 */
ParlorCliLines *
parlor_cli_lines_new (const char *path)
{
  ParlorCliLines *self = g_new0 (ParlorCliLines, 1);

  self->path = g_strdup (path);

  return self;
}

/**
 * parlor_cli_lines_free:
 * @self: (transfer full): lines
 */
void
parlor_cli_lines_free (ParlorCliLines *self)
{
  g_free (self->path);
  g_free (self);
}

static char *
escape (const char *line)
{
  GString *escaped = g_string_new (line);

  g_string_replace (escaped, "\\", "\\\\", 0);
  g_string_replace (escaped, "\n", "\\n", 0);

  return g_string_free (escaped, FALSE);
}

static char *
unescape (const char *escaped)
{
  GString *line = g_string_new (NULL);

  for (const char *p = escaped; *p != '\0'; p++)
    if (p[0] == '\\' && p[1] != '\0')
      g_string_append_c (line, *++p == 'n' ? '\n' : *p);
    else
      g_string_append_c (line, *p);

  return g_string_free (line, FALSE);
}

/* What cannot be kept does not keep anybody from chatting. */
static void
fail (ParlorCliLines *self,
      const char     *text)
{
  if (!self->has_failed)
    g_message ("%s: %s", self->path, text);
  self->has_failed = TRUE;
}

/* Leaves the last ones in the file. */
static void
cut (ParlorCliLines *self,
     char          **last)
{
  g_autofree char   *joined = g_strjoinv ("\n", last);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents_full (self->path, joined, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    fail (self, error->message);
}

/**
 * parlor_cli_lines_read:
 * @self: lines
 *
 * Returns: (transfer full) (element-type utf8): the last ones, the oldest first
 */
GPtrArray *
parlor_cli_lines_read (ParlorCliLines *self)
{
  GPtrArray         *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char   *content = NULL;
  g_auto (GStrv)     split = NULL;
  g_autoptr (GError) error = NULL;
  gsize              size;
  guint              n_lines;
  guint              first;

  if (!g_file_get_contents (self->path, &content, &size, &error)) {
    if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      fail (self, error->message);
    return lines;
  }
  if (size > FILE_MAX_BYTES)
    memmove (content, content + size - FILE_MAX_BYTES, FILE_MAX_BYTES + 1);

  split = g_strsplit (content, "\n", -1);
  n_lines = g_strv_length (split); /* the last one is empty: the end of the one before */
  first = n_lines > PARLOR_CLI_LINES_MAX + 1 ? n_lines - PARLOR_CLI_LINES_MAX - 1 : 0;
  for (guint i = first; i < n_lines; i++)
    if (*split[i] != '\0' && g_utf8_validate (split[i], -1, NULL))
      g_ptr_array_add (lines, unescape (split[i]));
  if (first > 0 || size > FILE_MAX_BYTES)
    cut (self, split + first);

  return lines;
}

/**
 * parlor_cli_lines_add:
 * @self: lines
 * @line: what was typed
 *
 * Keeps @line, unless it is so long that nobody would want it back.
 */
void
parlor_cli_lines_add (ParlorCliLines *self,
                      const char     *line)
{
  g_autofree char *escaped = escape (line);
  g_autofree char *row = g_strconcat (escaped, "\n", NULL);
  const gssize     size = strlen (row);
  const int        fd = g_open (self->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0 && size <= LINE_MAX_BYTES && write (fd, row, size) == size) {
    close (fd);
    return;
  }

  if (fd < 0 || size <= LINE_MAX_BYTES)
    fail (self, g_strerror (errno));
  if (fd >= 0)
    close (fd);
}
