/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long it takes to show a conversation of which the cache has much, beside one
 * of which it has little: docs/performance.md. */

#include "parlor-ui-test.h"

#include "parlor-client-private.h"
#include "parlor-history-view.h"

#include <glib/gstdio.h>
#include <time.h>

#define FEW_MESSAGES 100
#define BATCH_MESSAGES 1000
#define ROUNDS_MAX 25

/* However long a conversation is, no more is made and loaded to show it. */
#define ROWS_MAX 150
#define LOADED_MAX 200

/* One size of a conversation. */
typedef struct
{
  guint  n_messages;
  char  *folder;
  double start_ms[ROUNDS_MAX]; /* to know all conversations */
  double open_ms[ROUNDS_MAX];  /* to the frame that shows its end */
  double jump_ms[ROUNDS_MAX];  /* to the frame that shows its middle */
  guint  n_rows;
  guint  n_loaded;
} Size;

static ParlorClient *
client_new (const char *folder)
{
  g_autoptr (ParlorSecrets) secrets = parlor_secrets_new (PARLOR_SECRETS_MEMORY, NULL);
  g_autoptr (GError)        error = NULL;
  ParlorClient             *client = parlor_client_new (folder, secrets, &error);

  g_assert_no_error (error);

  return client;
}

static ParlorEventPacket *
event_new (gint64 seq)
{
  ParlorEventPacket   *event = parlor_packet_new (PARLOR_PACKET_EVENT);
  ParlorAccountPacket *author = parlor_packet_new (PARLOR_PACKET_ACCOUNT);

  author->account = 1 + seq % 3;
  author->name = g_strdup_printf ("person%" G_GINT64_FORMAT, author->account);
  author->nick = g_strdup (author->name);
  event->author = author;
  event->conversation = g_strdup ("c1");
  event->kind = PARLOR_EVENT_MESSAGE;
  event->seq = seq;
  event->time_ms = G_GINT64_CONSTANT (1700000000000) + seq * 60000;
  event->text = g_strdup_printf ("What was said as number %" G_GINT64_FORMAT "%s", seq,
                                 seq % 5 == 0 ? ", at such a length that it takes more than one "
                                                "line of the window to show all of it"
                                              : "");

  return event;
}

static void
free_event (gpointer event)
{
  parlor_packet_free (PARLOR_PACKET_EVENT, event);
}

static void
save_conversation (ParlorCache *cache,
                   gint64       head_seq)
{
  ParlorConversationPacket *packet = parlor_packet_new (PARLOR_PACKET_CONVERSATION);
  ParlorCacheAccount        account = { .port = 7976, .id = 1 };
  ParlorCacheConversation   own = { .known_seq = head_seq,
                                    .read_seq = head_seq,
                                    .counted_seq = head_seq,
                                    .is_read_told = TRUE,
                                    .is_member = TRUE };

  account.host = (char *) "chat.example.org";
  account.name = account.nick = (char *) "person1";
  parlor_cache_save_account (cache, &account);
  packet->conversation = g_strdup ("c1");
  packet->kind = PARLOR_CONVERSATION_CHANNEL;
  packet->role = PARLOR_ROLE_MEMBER;
  packet->name = g_strdup ("Channel");
  packet->first = 1;
  packet->head = head_seq;
  parlor_cache_save_conversation (cache, packet);
  own.packet = packet;
  parlor_cache_save_marks (cache, &own);
  parlor_packet_free (PARLOR_PACKET_CONVERSATION, packet);
}

static void
fill (Size *size)
{
  g_autoptr (GError) error = NULL;
  ParlorClient      *client;

  size->folder = g_dir_make_tmp ("parlor-bench-XXXXXX", &error);
  g_assert_no_error (error);
  client = client_new (size->folder);
  save_conversation (client->cache, size->n_messages);
  for (gint64 seq = 1; seq <= size->n_messages;) {
    g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (free_event);

    for (; seq <= size->n_messages && events->len < BATCH_MESSAGES; seq++)
      g_ptr_array_add (events, event_new (seq));
    parlor_cache_add_events (client->cache, "c1", events, size->n_messages);
  }
  parlor_ui_client_free (client);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  parlor_client_load_finish (PARLOR_CLIENT (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
on_frame (GdkFrameClock *clock,
          gboolean      *is_drawn)
{
  *is_drawn = TRUE;
}

/* What GTK does by itself: draws when something has changed. */
static void
wait_for_row (ParlorHistoryView *view,
              gint64             seq)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (view));
  gboolean       is_drawn = FALSE;
  gulong         id;

  while (parlor_history_list_find_seq (parlor_history_view_get_list (view), seq) == NULL)
    g_main_context_iteration (NULL, TRUE);
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame), &is_drawn);
  while (!is_drawn)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
}

/* Processor time, of all threads: others may use the computer, too. */
static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
since_ms (gint64 *start_us)
{
  const gint64 now_us = get_cpu_us ();
  const double ms = (now_us - *start_us) / 1000.0;

  *start_us = now_us;

  return ms;
}

static void
measure (Size      *size,
         GtkWidget *window,
         guint      round)
{
  ParlorHistoryView  *view = g_object_new (PARLOR_TYPE_HISTORY_VIEW, NULL);
  gboolean            is_loaded = FALSE;
  ParlorConversation *conversation;
  ParlorClient       *client;
  GtkWidget          *list;
  gint64              start_us;

  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), GTK_WIDGET (view));
  parlor_ui_present (window, 900, 700);

  start_us = get_cpu_us ();
  client = client_new (size->folder);
  parlor_client_load_async (client, on_loaded, &is_loaded);
  while (!is_loaded)
    g_main_context_iteration (NULL, TRUE);
  conversation = parlor_client_find_conversation (client, "c1");
  g_assert_nonnull (conversation);
  size->start_ms[round] = since_ms (&start_us);

  parlor_history_view_set_conversation (view, client, conversation);
  wait_for_row (view, size->n_messages);
  size->open_ms[round] = since_ms (&start_us);

  list = parlor_ui_find (GTK_WIDGET (view), GTK_TYPE_LIST_BOX, NULL);
  for (size->n_rows = 0;
       gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), size->n_rows) != NULL;)
    size->n_rows++;
  size->n_loaded =
    g_list_model_get_n_items (G_LIST_MODEL (parlor_conversation_get_timeline (conversation)));

  start_us = get_cpu_us ();
  parlor_history_view_show_message (view, size->n_messages / 2);
  wait_for_row (view, size->n_messages / 2);
  size->jump_ms[round] = since_ms (&start_us);

  parlor_history_view_set_conversation (view, NULL, NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), NULL);
  parlor_ui_client_free (client);
}

/* What else the computer does, and what GTK does beside it, only adds. */
static double
least (const double *values,
       guint         n_values)
{
  double found = values[0];

  for (guint i = 1; i < n_values; i++)
    found = MIN (found, values[i]);

  return found;
}

static void
print (Size *size,
       guint n_rounds)
{
  g_print ("{\"messages\": %u, \"start_ms\": %.1f, \"open_ms\": %.1f, \"jump_ms\": %.1f, "
           "\"rows\": %u, \"loaded\": %u}\n",
           size->n_messages, least (size->start_ms, n_rounds), least (size->open_ms, n_rounds),
           least (size->jump_ms, n_rounds), size->n_rows, size->n_loaded);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_folder (path);
    else
      g_unlink (path);
  }
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  int                n_messages = 100000;
  int                n_rounds = 9;
  const GOptionEntry entries[] = {
    { "messages", 0, 0, G_OPTION_ARG_INT, &n_messages, "How many there are in the long one", "N" },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "How often each is measured", "N" },
    { 0 },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError)         error = NULL;
  Size                       few = { .n_messages = FEW_MESSAGES };
  Size                       many = { 0 };
  GtkWidget                 *window;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  n_rounds = CLAMP (n_rounds, 1, ROUNDS_MAX);
  many.n_messages = CLAMP (n_messages, FEW_MESSAGES, 10000000);

  parlor_ui_init (&argc, &argv);
  window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application", parlor_ui_get_application (),
                         NULL);
  fill (&few);
  fill (&many);
  measure (&few, window, 0); /* loads fonts and styles */
  for (int round = 0; round < n_rounds; round++) {
    measure (&few, window, round);
    measure (&many, window, round);
  }

  print (&few, n_rounds);
  print (&many, n_rounds);
  gtk_window_destroy (GTK_WINDOW (window));
  remove_folder (few.folder);
  remove_folder (many.folder);
  g_free (few.folder);
  g_free (many.folder);

  /* What time says depends on the computer; what is done does not. */
  return many.n_rows <= ROWS_MAX && many.n_loaded <= LOADED_MAX ? 0 : 1;
}
