/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes wrong is told to people as the program tells everything else, above what they are
 * typing. */

#define G_LOG_DOMAIN "parlor-cli-log"

#include "parlor-cli-log.h"

#include "parlor-cli-clean.h"
#include "parlor-cli-editor-private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static GThread *main_thread;

static char *
find_field (const GLogField *fields,
            gsize            n_fields,
            const char      *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, key))
      return fields[i].length < 0 ? g_strdup (fields[i].value)
                                  : g_strndup (fields[i].value, fields[i].length);

  return NULL;
}

/* The editor is the main thread's. */
static gboolean
tell (gpointer text)
{
  g_autofree char *clean = parlor_cli_clean (text);
  ParlorCliEditor *editor = _parlor_cli_editor_get ();

  if (editor != NULL)
    parlor_cli_editor_hide (editor);
  fprintf (stderr, "parlor-cli: %s\n", clean);

  return G_SOURCE_REMOVE;
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  g_autofree char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  g_autofree char *text = find_field (fields, n_fields, "MESSAGE");

  if (text == NULL || !isatty (STDERR_FILENO))
    return g_log_writer_default (level, fields, n_fields, user_data);
  if (g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;

  if (g_thread_self () == main_thread)
    tell (text);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, tell, g_steal_pointer (&text), g_free);

  return G_LOG_WRITER_HANDLED;
}

/**
 * parlor_cli_log_init:
 *
 * To be called once, on the main thread.
 */
void
parlor_cli_log_init (void)
{
  main_thread = g_thread_self ();
  g_log_set_writer_func (write_log, NULL, NULL);
}
