/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The configuration of the server on this computer, as far as it is asked for when
 * somebody begins to host: docs/configuration.md.  What else is in it stays as it is. */

#define G_LOG_DOMAIN "parlor-local-server-config"

#include "parlor-local-server-config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "parlor-limits.h"
#include "parlor-local-server-error.h"

#define GROUP "[server]"
#define LISTEN "listen"
/* So many programs that all want ports in a row are no accident. */
#define MAX_PORTS 100

/* Returns: the value of the line, if it is one of @key's */
static const char *
match (const char *line,
       const char *key)
{
  const char *rest = line + strspn (line, " \t");

  if (!g_str_has_prefix (rest, key))
    return NULL;

  rest += strlen (key);
  rest += strspn (rest, " \t");

  return *rest == '=' ? rest + 1 : NULL;
}

/* Returns: (transfer full) (nullable): what is in it, nothing if it is not there */
static char *
read_file (const char *path,
           GError    **error)
{
  g_autoptr (GError) reason = NULL;
  char              *text = NULL;

  if (g_file_get_contents (path, &text, NULL, &reason))
    return text;
  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_strdup ("");

  g_propagate_error (error, parlor_local_server_error_of_file (reason));

  return NULL;
}

/**
 * parlor_local_server_config_get:
 * @path: (type filename): of the configuration, which need not be there
 * @key: a key
 *
 * Returns: (transfer full) (nullable): what it is set to; the last line counts, as
 *   for the server
 */
char *
parlor_local_server_config_get (const char *path,
                                const char *key)
{
  g_autofree char *text = read_file (path, NULL);
  g_auto (GStrv)   lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  const char      *found = NULL;

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *value = match (lines[i], key);

    if (value != NULL)
      found = value;
  }

  return found != NULL ? g_strstrip (g_strdup (found)) : NULL;
}

/* Returns: (transfer full): @text with @key set to @value, and to nothing else */
static char *
replace (const char *text,
         const char *key,
         const char *value)
{
  g_auto (GStrv)      lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) all = g_string_new (NULL);
  gboolean            is_set = FALSE;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *stripped = g_strstrip (g_strdup (lines[i]));

    if (match (lines[i], key) != NULL || (lines[i + 1] == NULL && *stripped == '\0'))
      continue;
    g_string_append_printf (all, "%s\n", lines[i]);
    if (!is_set && g_str_equal (stripped, GROUP)) {
      g_string_append_printf (all, "%s = %s\n", key, value);
      is_set = TRUE;
    }
  }
  if (!is_set)
    g_string_append_printf (all, GROUP "\n%s = %s\n", key, value);

  return g_strdup (all->str);
}

/**
 * parlor_local_server_config_set:
 * @path: (type filename): of the configuration, made if it is not there
 * @key: a key
 * @value: one line
 * @error: return location for an error
 *
 * What is there but cannot be read is not overwritten.
 *
 * Returns: whether it is on disk
 */
gboolean
parlor_local_server_config_set (const char *path,
                                const char *key,
                                const char *value,
                                GError    **error)
{
  g_autofree char   *folder = g_path_get_dirname (path);
  g_autofree char   *old_value = parlor_local_server_config_get (path, key);
  g_autofree char   *old_text = read_file (path, error);
  g_autofree char   *text = NULL;
  g_autoptr (GError) reason = NULL;

  if (old_text == NULL)
    return FALSE;
  if (g_strcmp0 (old_value, value) == 0)
    return TRUE;

  text = replace (old_text, key, value);
  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents (path, text, -1, &reason))
    return TRUE;

  g_propagate_error (error, parlor_local_server_error_of_file (reason));

  return FALSE;
}

/* Whether a server could listen there: on all addresses, or without IPv6 on all that are
 * left. */
static gboolean
is_free (GSocketFamily family,
         guint16       port)
{
  g_autoptr (GInetAddress)   any = g_inet_address_new_any (family);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, port);
  g_autoptr (GSocket)        socket =
    g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  return socket != NULL && g_socket_bind (socket, address, TRUE, NULL) &&
         g_socket_listen (socket, NULL);
}

static GSocketFamily
get_family (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  return socket != NULL ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
}

/* Returns: the port that the server is to listen on, on all addresses; 0 if somebody
 * wants something else */
static guint16
read_port (const char *listen)
{
  static const char *const everywhere[] = { "[::]:", "0.0.0.0:" };
  guint64                  port;

  if (listen == NULL || *listen == '\0')
    return PARLOR_DEFAULT_PORT;

  for (guint i = 0; i < G_N_ELEMENTS (everywhere); i++)
    if (g_str_has_prefix (listen, everywhere[i]) &&
        g_ascii_string_to_unsigned (listen + strlen (everywhere[i]), 10, 1, G_MAXUINT16, &port,
                                    NULL))
      return port;

  return 0;
}

/**
 * parlor_local_server_config_find_port:
 * @path: (type filename): of the configuration
 * @error: return location for an error
 *
 * Looks whether the port that the server is going to listen on is free, and if it is
 * not, takes the next one that is, for good: links carry it.  Where the configuration
 * names single addresses nothing is changed.
 *
 * Returns: whether there is one; %PARLOR_LOCAL_SERVER_ERROR_PORT otherwise
 */
gboolean
parlor_local_server_config_find_port (const char *path,
                                      GError    **error)
{
  g_autofree char    *listen = parlor_local_server_config_get (path, LISTEN);
  const guint16       wanted = read_port (listen);
  const GSocketFamily family = get_family ();

  if (wanted == 0)
    return TRUE;

  for (guint port = wanted; port < wanted + MAX_PORTS && port <= G_MAXUINT16; port++) {
    g_autofree char *value = g_strdup_printf (
      family == G_SOCKET_FAMILY_IPV6 ? "[::]:%u" : "0.0.0.0:%u", port);

    if (!is_free (family, port))
      continue;

    return port == wanted || parlor_local_server_config_set (path, LISTEN, value, error);
  }

  g_set_error (error, PARLOR_LOCAL_SERVER_ERROR, PARLOR_LOCAL_SERVER_ERROR_PORT,
               /* Translators: %u is the number of a network port */
               _ ("Port %u and those after it are taken by other programs. End one of them, or "
                  "name another port as “listen” in %s."),
               wanted, path);

  return FALSE;
}
