/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands before the line: where it goes, and what one has to know while typing it. */

#define G_LOG_DOMAIN "parlor-cli-prompt"

#include "parlor-cli-prompt.h"

#include "parlor-cli-print.h"
#include "parlor-cli-rows.h"

#include <glib/gi18n.h>

/* The rest of the row is for what is typed. */
#define NAME_PART 3
#define NAME_MIN_COLUMNS 4

static guint
count_unread_elsewhere (const ParlorCliPlace *place)
{
  GListModel *conversations = parlor_client_get_conversations (place->client);
  guint       n_unread = 0;

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlorConversation) conversation = g_list_model_get_item (conversations, i);

    if (conversation != place->here &&
        !parlor_conversation_are_notifications_muted (conversation))
      n_unread += parlor_conversation_get_unread (conversation);
  }

  return n_unread;
}

static void
append_styled (const ParlorCliPlace *place,
               GString              *prompt,
               const char           *code,
               const char           *text)
{
  if (place->has_colors)
    g_string_append_printf (prompt, "\001\033[%sm\002%s\001\033[0m\002", code, text);
  else
    g_string_append (prompt, text);
}

/**
 * parlor_cli_prompt_new:
 * @place: where one is
 *
 * Returns: (transfer full): `#lobby> `, `@ben (3 unread)> `, `#lobby (not connected)> `; what takes
 *   no room is between \001 and \002, as readline wants it
 */
char *
parlor_cli_prompt_new (const ParlorCliPlace *place)
{
  const guint      n_unread = count_unread_elsewhere (place);
  GString         *prompt = g_string_new (NULL);
  g_autofree char *name = place->here != NULL
                            ? parlor_cli_describe_conversation (place->here)
                            : g_strdup (parlor_client_get_server_name (place->client));
  g_autofree char *clean = parlor_cli_clean (name != NULL ? name : "");
  g_autofree char *short_name =
    g_strchomp (parlor_cli_fit_row (clean, MAX (place->n_columns / NAME_PART, NAME_MIN_COLUMNS)));

  append_styled (place, prompt, "1", short_name);
  if (parlor_client_get_state (place->client) != PARLOR_LINK_ONLINE) {
    /* Translators: in the prompt of a terminal, behind the name of a conversation: keep it short */
    g_autofree char *lost = g_strdup_printf (" (%s)", _ ("not connected"));

    append_styled (place, prompt, "31", lost);
  } else if (n_unread > 0) {
    /* Translators: messages in other conversations; in the prompt of a terminal, behind the name
     * of a conversation: keep it short */
    g_autofree char *unread =
      g_strdup_printf (ngettext ("%u unread", "%u unread", n_unread), n_unread);
    g_autofree char *bracketed = g_strdup_printf (" (%s)", unread);

    append_styled (place, prompt, "33", bracketed);
  }
  g_string_append (prompt, "> ");

  return g_string_free (prompt, FALSE);
}
