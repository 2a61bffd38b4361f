/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backups of a server that runs, and starting again from one. */

#include "parlor-test-admin.h"
#include "parlor-test-files.h"
#include "parlor-test-people.h"

#include <glib/gstdio.h>

typedef struct
{
  ParlorTestServer *server;
  ParlorTestPeer   *admin;
  ParlorTestPeer   *ada;
  char             *parent;
  char             *folder; /* below it, not there yet */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = parlor_test_serve (NULL);
  fixture->admin = parlor_test_admin_new (fixture->server);
  fixture->ada = parlor_test_enter (fixture->server, "ada");
  parlor_test_resume (fixture->ada);
  fixture->parent = g_dir_make_tmp ("parlor-backup-XXXXXX", NULL);
  fixture->folder = g_build_filename (fixture->parent, "backup", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  parlor_test_peer_free (fixture->ada);
  parlor_test_peer_free (fixture->admin);
  parlor_test_server_free (fixture->server);
  parlor_test_remove_tree (fixture->parent);
  g_free (fixture->parent);
  g_free (fixture->folder);
}

static void
make_backup (Fixture *fixture)
{
  parlor_test_peer_ask (fixture->admin, PARLOR_PACKET_OK, PARLOR_PACKET_BACKUP, "folder",
                        fixture->folder, NULL);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint            n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

/* Runs the program to its end; returns what it said of errors. */
static char *
restore (Fixture          *fixture,
         ParlorTestServer *target,
         int               expected_status)
{
  const char      *args[] = { "restore", fixture->folder, "--data",
                              parlor_test_server_get_folder (target), NULL };
  int              status;
  char            *errors;
  g_autofree char *output = parlor_test_server_run (target, args, &status, &errors);

  if (status != expected_status)
    g_error ("It ended with %d, and said: %s%s", status, output, errors);

  return errors;
}

static void
restore_well (Fixture          *fixture,
              ParlorTestServer *target)
{
  g_autofree char *errors = restore (fixture, target, 0);

  g_assert_cmpstr (errors, ==, "");
}

static void
refuse_restore (Fixture          *fixture,
                ParlorTestServer *target,
                const char       *reason)
{
  g_autofree char *errors = restore (fixture, target, 1);

  if (strstr (errors, reason) == NULL)
    g_error ("It does not say “%s”, but: %s", reason, errors);
}

static ParlorTestPeer *
come_back (ParlorTestServer *server,
           ParlorTestPeer   *who)
{
  ParlorTestPeer *peer = parlor_test_peer_new (server);

  parlor_test_sign_in_with (peer, who->token);
  g_assert_cmpint (peer->account, ==, who->account);

  return peer;
}

static char *
read_texts (ParlorTestPeer *peer)
{
  return parlor_test_texts (parlor_test_history (peer, "lobby", 0, 0, 100)->events);
}

/* The other server has everything, is the same to clients, and of another epoch. */
static void
test_whole (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (ParlorTestServer) other = parlor_test_server_new (NULL);
  g_autoptr (ParlorTestPeer)   back = NULL;
  g_autoptr (GBytes)           photo = parlor_test_media ("photo.webp");
  g_autoptr (GBytes)           kept = NULL;
  g_autofree char             *epoch = NULL;
  g_autofree char             *before = NULL;
  g_autofree char             *after = NULL;
  ParlorAttachmentPacket      *attachment =
    parlor_test_upload (fixture->ada, "photo.webp", photo);
  ParlorResumedPacket *resumed;
  gint64               seq;

  parlor_test_share (fixture->ada, "lobby", attachment->attachment);
  seq = parlor_test_say (fixture->ada, "lobby", "Before");
  epoch = g_strdup (parlor_test_resume (fixture->ada)->epoch);
  before = read_texts (fixture->ada);
  make_backup (fixture);
  parlor_test_say (fixture->ada, "lobby", "After");
  parlor_test_server_stop (fixture->server);

  restore_well (fixture, other);
  parlor_test_server_start (other);
  g_assert_cmpstr (parlor_test_server_get_fingerprint (other), ==,
                   parlor_test_server_get_fingerprint (fixture->server));

  back = come_back (other, fixture->ada);
  resumed = parlor_test_resume_from (back, epoch, "lobby", seq + 1);
  g_assert_cmpstr (resumed->epoch, !=, epoch);
  after = read_texts (back);
  g_assert_cmpstr (after, ==, before);
  kept = parlor_test_download (back, attachment->attachment);
  g_assert_true (g_bytes_equal (kept, photo));
  parlor_test_say (back, "lobby", "Life goes on");
}

static void
test_modes (Fixture      *fixture,
            gconstpointer data)
{
  const char *names[] = { "parlor.db", "server.key", "server.crt" };
  GStatBuf    status;

  make_backup (fixture);
  g_assert_cmpint (g_stat (fixture->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

    g_assert_cmpint (g_stat (path, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  }
  g_assert_cmpuint (count_entries (fixture->folder), ==, 4); /* and the files */
  g_assert_cmpuint (count_entries (fixture->parent), ==, 1);
}

/* People talk on.  All that was said before the backup was asked for is in it, and
 * what is in it is one state: the first so many events. */
static void
test_while_talking (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (ParlorTestServer) other = parlor_test_server_new (NULL);
  g_autoptr (ParlorTestPeer)   back = NULL;
  g_autofree char             *line =
    g_strdup_printf ("{\"type\":\"backup\",\"folder\":\"%s\"}", fixture->folder);
  g_autofree char *all = NULL;
  g_autofree char *kept = NULL;
  gint64           acknowledged = 0;

  for (guint i = 0; i < 30; i++)
    acknowledged = parlor_test_say (fixture->ada, "lobby", "Before");
  parlor_test_peer_write_line (fixture->admin, line);
  for (guint i = 0; i < 30; i++)
    parlor_test_say (fixture->ada, "lobby", "Meanwhile");
  parlor_test_peer_expect (fixture->admin, PARLOR_PACKET_OK);
  parlor_test_say (fixture->ada, "lobby", "After");
  all = read_texts (fixture->ada);

  restore_well (fixture, other);
  parlor_test_server_start (other);
  back = come_back (other, fixture->ada);
  parlor_test_resume (back);
  kept = read_texts (back);
  g_assert_true (g_str_has_prefix (all, kept));
  g_assert_null (strstr (kept, "After"));
  g_assert_cmpint (parlor_test_say (back, "lobby", "Next"), >, acknowledged);
}

/* An empty folder is taken; what holds anything is left alone. */
static void
test_folders (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->parent, "no", "where", NULL);
  g_autofree char *file = g_build_filename (fixture->parent, "file", NULL);

  g_file_set_contents (file, "mine", -1, NULL);
  parlor_test_peer_refused (fixture->admin, "bad-value", "folder", PARLOR_PACKET_BACKUP, "folder",
                            "backup", NULL);
  parlor_test_peer_refused (fixture->admin, "bad-value", "folder", PARLOR_PACKET_BACKUP, "folder",
                            file, NULL);
  parlor_test_peer_refused (fixture->admin, "bad-value", "folder", PARLOR_PACKET_BACKUP, "folder",
                            fixture->parent, NULL);
  parlor_test_peer_refused (fixture->admin, "failed", "folder", PARLOR_PACKET_BACKUP, "folder",
                            missing, NULL);
  g_assert_cmpuint (count_entries (fixture->parent), ==, 1);

  g_mkdir (fixture->folder, 0700);
  make_backup (fixture);
  parlor_test_peer_refused (fixture->admin, "bad-value", "folder", PARLOR_PACKET_BACKUP, "folder",
                            fixture->folder, NULL);
}

static char *
share_photo (Fixture *fixture)
{
  g_autoptr (GBytes)      photo = parlor_test_media ("photo.webp");
  ParlorAttachmentPacket *attachment = parlor_test_upload (fixture->ada, "photo.webp", photo);

  parlor_test_share (fixture->ada, "lobby", attachment->attachment);

  return parlor_test_sha256 (photo);
}

static char *
path_of_content (const char *folder,
                 const char *sha256)
{
  g_autofree char *group = g_strndup (sha256, 2);

  return g_build_filename (folder, "files", group, sha256, NULL);
}

/* A backup that cannot be whole is none, and leaves nothing. */
static void
test_failure (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *sha256 = share_photo (fixture);
  g_autofree char *path =
    path_of_content (parlor_test_server_get_folder (fixture->server), sha256);

  g_assert_cmpint (g_unlink (path), ==, 0);
  parlor_test_peer_refused (fixture->admin, "failed", "folder", PARLOR_PACKET_BACKUP, "folder",
                            fixture->folder, NULL);
  g_assert_cmpuint (count_entries (fixture->parent), ==, 0);
  parlor_test_say (fixture->ada, "lobby", "Still here");
}

static void
test_restore_refused (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (ParlorTestServer) other = parlor_test_server_new (NULL);
  g_autoptr (ParlorTestServer) busy = parlor_test_serve (NULL);
  g_autoptr (ParlorTestServer) runner = parlor_test_server_new (NULL);
  const char                  *args[] = { "restore", fixture->folder, "--data",
                                          parlor_test_server_get_folder (busy), NULL };
  g_autofree char             *errors = NULL;

  refuse_restore (fixture, other, "parlor.db"); /* there is no backup */
  make_backup (fixture);

  errors = parlor_test_server_fail_to_start (runner, args);
  g_assert_nonnull (strstr (errors, "is running on the data folder"));
  parlor_test_server_stop (busy);
  refuse_restore (fixture, busy, "is there already");
  parlor_test_server_start (busy);

  restore_well (fixture, other);
  refuse_restore (fixture, other, "is there already");
}

/* What is damaged is found, nothing of it is taken over, and once it is mended the
 * same folder will do. */
static void
test_restore_damaged (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (ParlorTestServer) other = parlor_test_server_new (NULL);
  g_autofree char             *sha256 = share_photo (fixture);
  g_autofree char             *database = NULL;
  g_autofree char             *path = NULL;
  g_autofree char             *good = NULL;
  gsize                        size;

  make_backup (fixture);
  path = path_of_content (fixture->folder, sha256);
  database = g_build_filename (fixture->folder, "parlor.db", NULL);

  g_assert_true (g_file_get_contents (path, &good, &size, NULL));
  good[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, good, size, NULL));
  refuse_restore (fixture, other, sha256);
  g_assert_cmpint (g_unlink (path), ==, 0);
  refuse_restore (fixture, other, sha256);
  good[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, good, size, NULL));
  g_free (g_steal_pointer (&good));

  g_assert_true (g_file_get_contents (database, &good, &size, NULL));
  memset (good + 4096, 0x55, MIN (size - 4096, 8192));
  g_assert_true (g_file_set_contents (database, good, size, NULL));
  refuse_restore (fixture, other, "parlor-server: ");
  g_assert_cmpuint (count_entries (parlor_test_server_get_folder (other)), ==, 1); /* the lock */

  parlor_test_remove_tree (fixture->folder);
  make_backup (fixture);
  restore_well (fixture, other);
  parlor_test_server_start (other);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture      *fixture,
                  gconstpointer data);
  } tests[] = {
    { "/backup/whole", test_whole },
    { "/backup/modes", test_modes },
    { "/backup/while-talking", test_while_talking },
    { "/backup/folders", test_folders },
    { "/backup/failure", test_failure },
    { "/backup/restore-refused", test_restore_refused },
    { "/backup/restore-damaged", test_restore_damaged },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
