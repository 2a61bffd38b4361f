/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "parlor-files"

#include "parlor-files-private.h"

#include "parlor-image-header.h"
#include "parlor-refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define COPY_BYTES (256 * 1024)
/* More begun uploads than this are not kept open: the client begins again where
 * it was. */
#define MAX_OPEN_UPLOADS 128
#define MAX_UPLOADS_OF_ACCOUNT 16
/* An upload that gets nothing for so long makes room for its account's next. */
#define GIVEN_UP_S (10 * 60)
#define INCOMING_MAX_AGE_S (3 * 24 * 60 * 60)

typedef struct
{
  char         *path;
  ParlorFileJob job; /* as it was begun; its offset is how much is there */
  int           fd;
  GChecksum    *checksum;
} Upload;

/**
 * parlor_file_job_clear:
 * @job: a job
 *
 * Frees what @job holds, not @job itself.
 */
void
parlor_file_job_clear (ParlorFileJob *job)
{
  g_clear_pointer (&job->upload, g_free);
  g_clear_pointer (&job->name, g_free);
  g_clear_pointer (&job->media_type, g_free);
  g_clear_pointer (&job->preview, g_bytes_unref);
  g_clear_pointer (&job->sha256, g_free);
  g_clear_pointer (&job->data, g_bytes_unref);
}

/* Copies what tells one file from another and what belongs to it. */
static void
describe (ParlorFileJob       *job,
          const ParlorFileJob *from)
{
  g_autofree char *upload = g_strdup (from->upload);
  g_autofree char *name = g_strdup (from->name);
  g_autofree char *media_type = g_strdup (from->media_type);
  g_autofree char *sha256 = g_strdup (from->sha256);
  GBytes          *preview = from->preview != NULL ? g_bytes_ref (from->preview) : NULL;

  parlor_file_job_clear (job);
  job->account = from->account;
  job->upload = g_steal_pointer (&upload);
  job->name = g_steal_pointer (&name);
  job->media_type = g_steal_pointer (&media_type);
  job->preview = preview;
  job->size_bytes = from->size_bytes;
  job->sha256 = g_steal_pointer (&sha256);
}

static void
upload_free (gpointer data)
{
  Upload *upload = data;

  close (upload->fd);
  g_checksum_free (upload->checksum);
  parlor_file_job_clear (&upload->job);
  g_free (upload->path);
  g_free (upload);
}

static char *
incoming_path (ParlorFiles         *self,
               const ParlorFileJob *job)
{
  return g_strdup_printf ("%s/incoming/%" G_GINT64_FORMAT "-%s",
                          self->folder, job->account, job->upload);
}

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * parlor_files_clean:
 * @self: the files
 *
 * Removes uploads that were begun and given up.
 */
void
parlor_files_clean (ParlorFiles *self)
{
  g_autofree char *incoming = g_build_filename (self->folder, "incoming", NULL);
  g_autoptr (GDir) dir = g_dir_open (incoming, 0, NULL);
  const char      *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    /* The table knows it by this name. */
    g_autofree char *path = g_strdup_printf ("%s/%s", incoming, name);
    GStatBuf         info;

    if (g_stat (path, &info) == 0 && info.st_mtime < now_s () - INCOMING_MAX_AGE_S) {
      g_hash_table_remove (self->uploads, path);
      g_unlink (path);
    }
  }
}

/**
 * parlor_files_new:
 * @folder: (type filename): made if it is not there
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the files in @folder
 */
ParlorFiles *
parlor_files_new (const char *folder,
                  GError    **error)
{
  g_autofree char *incoming = g_build_filename (folder, "incoming", NULL);
  ParlorFiles     *self;

  if (g_mkdir_with_parents (incoming, 0700) < 0) {
    parlor_files_fail (error, "make", incoming);
    return NULL;
  }

  self = g_new0 (ParlorFiles, 1);
  self->folder = g_strdup (folder);
  self->uploads = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, upload_free);
  self->fresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parlor_files_clean (self);
  self->worker = parlor_worker_new ("files", NULL, self, 0);

  return self;
}

/**
 * parlor_files_close:
 * @self: (transfer full): the files
 *
 * Waits for what is under way.
 */
void
parlor_files_close (ParlorFiles *self)
{
  parlor_worker_close (self->worker);
  g_hash_table_unref (self->uploads);
  g_hash_table_unref (self->fresh);
  g_free (self->folder);
  g_free (self);
}

/**
 * parlor_files_run:
 * @self: the files
 * @work: (scope async): calls the functions below; is given @self
 * @done: (scope async): called on the main thread
 * @data: for both
 *
 * Queues a job that waits for the disk.
 */
void
parlor_files_run (ParlorFiles   *self,
                  ParlorWork     work,
                  ParlorWorkDone done,
                  gpointer       data)
{
  parlor_worker_push (self->worker, 0, work, done, data);
}

/* Reads again what an earlier run of the server has taken. */
static gboolean
read_again (Upload  *upload,
            GError **error)
{
  g_autofree guint8 *buffer = g_malloc (COPY_BYTES);
  ssize_t            n;

  while ((n = read (upload->fd, buffer, COPY_BYTES)) > 0) {
    g_checksum_update (upload->checksum, buffer, n);
    upload->job.offset += n;
  }
  if (n == 0 && upload->job.offset <= upload->job.size_bytes)
    return TRUE;

  upload->job.offset = 0;
  g_checksum_reset (upload->checksum);

  return ftruncate (upload->fd, 0) == 0 ? TRUE : parlor_files_fail (error, "empty", upload->path);
}

/* Finds the upload of @account, or of anybody (0), whose last piece came longest
 * ago. */
static Upload *
find_idle (ParlorFiles *self,
           gint64       account,
           guint       *ret_n_uploads,
           gint64      *ret_idle_s)
{
  Upload        *found = NULL;
  Upload        *upload;
  GHashTableIter iter;

  *ret_n_uploads = 0;
  *ret_idle_s = 0;
  g_hash_table_iter_init (&iter, self->uploads);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &upload)) {
    struct stat info = { 0 };
    gint64      idle_s;

    if (account != 0 && upload->job.account != account)
      continue;

    fstat (upload->fd, &info);
    idle_s = now_s () - info.st_mtime;
    if (found == NULL || idle_s > *ret_idle_s) {
      found = upload;
      *ret_idle_s = idle_s;
    }
    ++*ret_n_uploads;
  }

  return found;
}

/* Makes room for one more upload. */
static gboolean
make_room (ParlorFiles *self,
           gint64       account,
           GError     **error)
{
  guint   n_uploads;
  gint64  idle_s;
  Upload *upload = find_idle (self, account, &n_uploads, &idle_s);

  if (n_uploads >= MAX_UPLOADS_OF_ACCOUNT && idle_s < GIVEN_UP_S)
    return parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, NULL,
                          N_ ("Too many uploads at once. Finish or cancel one first."));

  if (n_uploads >= MAX_UPLOADS_OF_ACCOUNT) {
    g_unlink (upload->path);
    g_hash_table_remove (self->uploads, upload->path);
  }

  upload = find_idle (self, 0, &n_uploads, &idle_s);
  if (n_uploads >= MAX_OPEN_UPLOADS)
    g_hash_table_remove (self->uploads, upload->path);

  return TRUE;
}

/* Sums up unfinished uploads of @account, or of anybody (0), and what they still
 * lack. */
static void
sum_uploads (ParlorFiles *self,
             gint64       account,
             gint64      *ret_size_bytes,
             gint64      *ret_missing_bytes)
{
  Upload        *upload;
  GHashTableIter iter;

  *ret_size_bytes = 0;
  *ret_missing_bytes = 0;
  g_hash_table_iter_init (&iter, self->uploads);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &upload)) {
    if (account != 0 && upload->job.account != account)
      continue;
    *ret_size_bytes += upload->job.size_bytes;
    *ret_missing_bytes += upload->job.size_bytes - upload->job.offset;
  }
}

/* What unfinished uploads will take is taken already. */
static gboolean
check_room (ParlorFiles         *self,
            const ParlorFileJob *job,
            GError             **error)
{
  gint64         size_bytes;
  gint64         missing_bytes;
  struct statvfs disk;

  sum_uploads (self, job->account, &size_bytes, &missing_bytes);
  if (job->has_quota && job->size_bytes > job->quota_left_bytes - size_bytes)
    return parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, "size_bytes",
                          N_ ("This is more than your images and files may take on this server. "
                              "Delete messages with some that are no longer needed."));

  sum_uploads (self, 0, &size_bytes, &missing_bytes);
  if (statvfs (self->folder, &disk) < 0)
    return parlor_files_fail (error, "look at the disk of", self->folder);
  if ((gint64) (disk.f_bavail * disk.f_frsize) - missing_bytes - job->size_bytes <
      job->reserve_bytes)
    return parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, "size_bytes",
                          N_ ("The server's disk has no room for this file. "
                              "Tell the people who run the server."));

  return TRUE;
}

static Upload *
open_upload (ParlorFiles         *self,
             const ParlorFileJob *job,
             GError             **error)
{
  g_autofree char *path = incoming_path (self, job);
  int              fd;
  Upload          *upload;

  if (!make_room (self, job->account, error) || !check_room (self, job, error))
    return NULL;

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    parlor_files_fail (error, "open", path);
    return NULL;
  }

  upload = g_new0 (Upload, 1);
  upload->path = g_steal_pointer (&path);
  upload->fd = fd;
  describe (&upload->job, job);
  upload->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  if (!read_again (upload, error)) {
    upload_free (upload);
    return NULL;
  }
  g_hash_table_insert (self->uploads, upload->path, upload);

  return upload;
}

static void
read_header (Upload        *upload,
             ParlorFileJob *job)
{
  g_autofree guint8 *buffer = g_malloc (PARLOR_IMAGE_HEADER_MAX_BYTES);
  ssize_t            n = pread (upload->fd, buffer, PARLOR_IMAGE_HEADER_MAX_BYTES, 0);
  ParlorImageHeader  header;

  if (n <= 0 || !parlor_image_header_parse (buffer, n, &header) ||
      !parlor_image_header_can_show (&header))
    return;

  g_free (job->media_type);
  job->media_type = g_strdup (header.media_type);
  job->width_px = header.width_px;
  job->height_px = header.height_px;
}

static gboolean
finish_upload (ParlorFiles   *self,
               Upload        *upload,
               ParlorFileJob *job,
               GError       **error)
{
  if (g_str_equal (g_checksum_get_string (upload->checksum), upload->job.sha256)) {
    describe (job, &upload->job);
    read_header (upload, job);
    job->is_finished =
      parlor_files_keep (self, upload->fd, upload->path, upload->job.sha256, error);
  } else {
    g_unlink (upload->path);
    parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "sha256",
                   N_ ("The file was damaged on its way. Send it again."));
  }

  g_hash_table_remove (self->uploads, upload->path);

  return job->is_finished;
}

/**
 * parlor_files_begin:
 * @self: the files
 * @job: account, upload, size_bytes, sha256, what belongs to the file and the
 *   limits are given; offset and is_finished are set
 * @error: return location for an error
 *
 * Begins an upload, or finds out how far it had come.
 *
 * Returns: whether it can go on; %PARLOR_REFUSED_TOO_MUCH or a #GIOError
 *   otherwise
 */
gboolean
parlor_files_begin (ParlorFiles   *self,
                    ParlorFileJob *job,
                    GError       **error)
{
  g_autofree char *path = incoming_path (self, job);
  Upload          *upload = g_hash_table_lookup (self->uploads, path);

  /* Another file under the same name: the earlier one was given up. */
  if (upload != NULL && (upload->job.size_bytes != job->size_bytes ||
                         !g_str_equal (upload->job.sha256, job->sha256))) {
    parlor_files_cancel (self, job);
    upload = NULL;
  }

  if (upload == NULL)
    upload = open_upload (self, job, error);
  if (upload == NULL)
    return FALSE;

  job->offset = upload->job.offset;

  return upload->job.offset < upload->job.size_bytes || finish_upload (self, upload, job, error);
}

static gboolean
write_piece (Upload  *upload,
             GBytes  *data,
             GError **error)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (data, &size);
  gsize         written = 0;

  while (written < size) {
    ssize_t n = pwrite (upload->fd, bytes + written, size - written, upload->job.offset + written);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      parlor_files_fail (error, "write", upload->path);
      if (ftruncate (upload->fd, upload->job.offset) < 0)
        g_message ("Cannot take back what was written to %s", upload->path);
      return FALSE;
    }
    written += n;
  }

  g_checksum_update (upload->checksum, bytes, size);
  upload->job.offset += size;

  return TRUE;
}

/**
 * parlor_files_append:
 * @self: the files
 * @job: account, upload, data and offset are given; the rest is set
 * @error: return location for an error
 *
 * Takes the next piece; the last one finishes the upload.
 *
 * Returns: whether the piece is there; a %PARLOR_REFUSED error that names the
 *   member, or a #GIOError (the disk is full), otherwise
 */
gboolean
parlor_files_append (ParlorFiles   *self,
                     ParlorFileJob *job,
                     GError       **error)
{
  g_autofree char *path = incoming_path (self, job);
  Upload          *upload = g_hash_table_lookup (self->uploads, path);
  gsize            size = g_bytes_get_size (job->data);

  if (upload == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "upload",
                          N_ ("There is no such upload. Begin it first."));
  if (job->offset != upload->job.offset)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "offset",
                          N_ ("The piece does not begin where the last one ended."));
  if (size == 0 || job->offset + (gint64) size > upload->job.size_bytes)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "data",
                          N_ ("The piece is empty or goes beyond the end of the file."));

  if (!write_piece (upload, job->data, error))
    return FALSE;

  job->offset = upload->job.offset;

  return upload->job.offset < upload->job.size_bytes || finish_upload (self, upload, job, error);
}

/**
 * parlor_files_cancel:
 * @self: the files
 * @job: account and upload are given
 *
 * Removes what an unfinished upload has left.
 */
void
parlor_files_cancel (ParlorFiles   *self,
                     ParlorFileJob *job)
{
  g_autofree char *path = incoming_path (self, job);

  g_hash_table_remove (self->uploads, path);
  g_unlink (path);
}
