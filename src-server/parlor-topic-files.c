/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Uploads and downloads. */

#define G_LOG_DOMAIN "parlor-topic-files"

#include "parlor-log.h"
#include "parlor-names.h"
#include "parlor-topics.h"

#define DEFAULT_MEDIA_TYPE "application/octet-stream"

typedef struct
{
  ParlorRequest          *request;
  ParlorFileJob           file;
  ParlorAttachmentPacket *attachment; /* once finished */
  GError                 *failure;    /* why it could not be stored */
} Transfer;

static Transfer *
transfer_new (ParlorRequest *request)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->request = request;
  transfer->file.account = request->session->account;

  return transfer;
}

/* NULL after a refusal: @upload cannot be what a client calls an upload. */
static Transfer *
transfer_new_for_upload (ParlorRequest *request,
                         const char    *upload)
{
  Transfer *transfer;

  if (!parlor_hex_check (upload, PARLOR_NONCE_HEX_CHARS)) {
    parlor_request_refuse_with (request, PARLOR_REFUSED_BAD_VALUE, "upload",
                                N_ ("The name of an upload is 32 hexadecimal digits."));
    return NULL;
  }

  transfer = transfer_new (request);
  transfer->file.upload = g_strdup (upload);

  return transfer;
}

static void
transfer_free (Transfer *transfer)
{
  parlor_packet_free (PARLOR_PACKET_ATTACHMENT, transfer->attachment);
  parlor_file_job_clear (&transfer->file);
  g_clear_error (&transfer->failure);
  g_free (transfer);
}

static void
refuse (Transfer     *transfer,
        const GError *error)
{
  parlor_request_refuse (transfer->request, error);
  transfer_free (transfer);
}

static ParlorStore *
store_of (Transfer *transfer)
{
  return transfer->request->session->services->store;
}

static void
answer_upload_at (Transfer *transfer)
{
  ParlorUploadAtPacket at = { 0, transfer->file.upload, transfer->file.offset,
                              transfer->attachment };

  parlor_request_answer (transfer->request, PARLOR_PACKET_UPLOAD_AT, &at);
  transfer_free (transfer);
}

static void
take_attachment (const ParlorRow *row,
                 gpointer         user_data)
{
  Transfer *transfer = user_data;

  transfer->attachment = parlor_row_attachment (row, 0);
  transfer->file.offset = transfer->attachment->size_bytes;
}

/* An upload that was finished before its answer got through. */
static gboolean
find_finished (ParlorDb *db,
               Transfer *transfer,
               GError  **error)
{
  return parlor_db_exec (db,
                         "SELECT " PARLOR_ATTACHMENT_COLUMNS " FROM attachments f "
                         "WHERE account = $1 AND upload = $2 AND sha256 = $3",
                         PARLOR_PARAMS (parlor_int (transfer->file.account),
                                        parlor_text (transfer->file.upload),
                                        parlor_text (transfer->file.sha256)),
                         take_attachment, transfer, error);
}

/* A type that a client names is believed unless it claims to be an image: those
 * are known by their headers. */
static const char *
safe_media_type (const ParlorFileJob *file)
{
  const char *type = file->media_type;
  gboolean    is_image = type != NULL && g_str_has_prefix (type, "image/");

  if (type == NULL || is_image != (file->width_px > 0) || strchr (type, '/') == NULL ||
      strspn (type, "abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-/") != strlen (type))
    return DEFAULT_MEDIA_TYPE;

  return type;
}

static gboolean
insert_work (gpointer owner,
             gpointer data,
             GError **error)
{
  Transfer          *transfer = data;
  ParlorFileJob     *file = &transfer->file;
  g_autofree char   *nonce = parlor_nonce_new ();
  g_autofree char   *id = g_strconcat ("a", nonce, NULL);
  g_autoptr (GError) failure = NULL;

  if (parlor_db_exec (
        owner,
        "INSERT INTO attachments (attachment, account, upload, name, media_type, size_bytes, "
        "width_px, height_px, preview, sha256, created_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        PARLOR_PARAMS (parlor_text (id), parlor_int (file->account), parlor_text (file->upload),
                       parlor_text (file->name), parlor_text (safe_media_type (file)),
                       parlor_int (file->size_bytes), parlor_int (file->width_px),
                       parlor_int (file->height_px), parlor_bytes (file->preview),
                       parlor_text (file->sha256), parlor_int (g_get_real_time () / 1000)),
        NULL, NULL, &failure))
    return find_finished (owner, transfer, error);

  if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }

  /* The same file may have been sent twice, over an old connection and a new one. */
  if (!find_finished (owner, transfer, error))
    return FALSE;
  if (transfer->attachment == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_EXISTS, "upload",
                          N_ ("Another file was uploaded under this name. Choose another one."));

  return TRUE;
}

static gboolean
settle_work (gpointer owner,
             gpointer data,
             GError **error)
{
  parlor_files_settle (owner, &((Transfer *) data)->file);

  return TRUE;
}

static void
settle_done (gpointer      data,
             const GError *error)
{
  Transfer *transfer = data;

  if (transfer->failure != NULL)
    refuse (transfer, transfer->failure);
  else
    answer_upload_at (transfer);
}

static void
insert_done (gpointer      data,
             const GError *error)
{
  Transfer *transfer = data;

  transfer->failure = error != NULL ? g_error_copy (error) : NULL;
  parlor_files_run (transfer->request->session->services->files, settle_work, settle_done,
                    transfer);
}

/* After a piece, or after having found out how much is there. */
static void
written_done (gpointer      data,
              const GError *error)
{
  Transfer *transfer = data;

  if (error != NULL)
    refuse (transfer, error);
  else if (transfer->file.is_finished)
    parlor_store_run (store_of (transfer), PARLOR_STORE_WRITE, insert_work, insert_done, transfer);
  else
    answer_upload_at (transfer);
}

static gboolean
begin_work (gpointer owner,
            gpointer data,
            GError **error)
{
  return parlor_files_begin (owner, &((Transfer *) data)->file, error);
}

/* What an upload of long ago took does not count when it is no longer kept. */
static gboolean
find_work (gpointer owner,
           gpointer data,
           GError **error)
{
  ParlorFileJob *file = &((Transfer *) data)->file;
  gint64         used_bytes = 0;

  if (file->has_quota &&
      !parlor_db_get_int (owner,
                          "SELECT COALESCE (SUM (size_bytes), 0) FROM attachments "
                          "WHERE account = $1 AND sha256 <> ''",
                          PARLOR_PARAMS (parlor_int (file->account)), &used_bytes, error))
    return FALSE;
  file->quota_left_bytes -= used_bytes;

  return find_finished (owner, data, error);
}

static void
find_done (gpointer      data,
           const GError *error)
{
  Transfer *transfer = data;

  if (error != NULL)
    refuse (transfer, error);
  else if (transfer->attachment != NULL)
    answer_upload_at (transfer);
  else
    parlor_files_run (transfer->request->session->services->files, begin_work, written_done,
                      transfer);
}

static gboolean
check_upload (const ParlorUploadPacket *packet,
              gint64                    max_bytes,
              GError                  **error)
{
  if (!parlor_hex_check (packet->sha256, PARLOR_SHA256_HEX_CHARS))
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "sha256",
                          N_ ("A SHA-256 is 64 hexadecimal digits."));
  if (packet->size_bytes == 0)
    return parlor_refuse (error, PARLOR_REFUSED_BAD_VALUE, "size_bytes", N_ ("The file is empty."));
  if (packet->size_bytes > max_bytes)
    return parlor_refuse (error, PARLOR_REFUSED_TOO_MUCH, "size_bytes",
                          N_ ("The file is larger than this server takes."));

  return TRUE;
}

/**
 * parlor_on_upload:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_upload (ParlorRequest *request)
{
  const ParlorUploadPacket *packet = request->packet;
  const ParlorConfig       *config = request->session->services->config;
  Transfer                 *transfer = transfer_new_for_upload (request, packet->upload);
  g_autoptr (GError)        error = NULL;

  if (transfer == NULL)
    return;
  if (!check_upload (packet, config->upload_max_bytes, &error)) {
    refuse (transfer, error);
    return;
  }

  transfer->file.name = parlor_file_name_clean (packet->name);
  transfer->file.media_type = g_strdup (packet->media_type);
  transfer->file.preview = packet->preview != NULL ? g_bytes_ref (packet->preview) : NULL;
  transfer->file.size_bytes = packet->size_bytes;
  transfer->file.sha256 = g_strdup (packet->sha256);
  transfer->file.has_quota = config->upload_quota_bytes > 0;
  transfer->file.quota_left_bytes = config->upload_quota_bytes;
  transfer->file.reserve_bytes = config->disk_reserve_bytes;
  parlor_store_run (store_of (transfer), PARLOR_STORE_READ, find_work, find_done, transfer);
}

static gboolean
append_work (gpointer owner,
             gpointer data,
             GError **error)
{
  return parlor_files_append (owner, &((Transfer *) data)->file, error);
}

/**
 * parlor_on_upload_piece:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_upload_piece (ParlorRequest *request)
{
  const ParlorUploadPiecePacket *packet = request->packet;
  Transfer                      *transfer = transfer_new_for_upload (request, packet->upload);

  if (transfer == NULL)
    return;

  transfer->file.offset = packet->offset;
  transfer->file.data = g_bytes_ref (packet->data);
  parlor_files_run (request->session->services->files, append_work, written_done, transfer);
}

static gboolean
cancel_work (gpointer owner,
             gpointer data,
             GError **error)
{
  parlor_files_cancel (owner, &((Transfer *) data)->file);

  return TRUE;
}

static void
cancel_done (gpointer      data,
             const GError *error)
{
  Transfer *transfer = data;

  parlor_request_ok (transfer->request);
  transfer_free (transfer);
}

/**
 * parlor_on_upload_cancel:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_upload_cancel (ParlorRequest *request)
{
  const ParlorUploadCancelPacket *packet = request->packet;
  Transfer                       *transfer = transfer_new_for_upload (request, packet->upload);

  if (transfer == NULL)
    return;

  parlor_files_run (request->session->services->files, cancel_work, cancel_done, transfer);
}

static void
take_content (const ParlorRow *row,
              gpointer         user_data)
{
  ParlorFileJob *file = user_data;

  file->sha256 = g_strdup (parlor_row_text (row, 0));
  file->size_bytes = parlor_row_int (row, 1);
}

/* Members may read what their conversation holds, and everybody what they have
 * uploaded, sent or not, and the pictures of people. */
static gboolean
may_read_work (gpointer owner,
               gpointer data,
               GError **error)
{
  Transfer                   *transfer = data;
  const ParlorDownloadPacket *packet = transfer->request->packet;

  if (!parlor_db_exec (
        owner,
        "SELECT f.sha256, f.size_bytes FROM attachments f WHERE f.attachment = $1 AND "
        "(EXISTS (SELECT 1 FROM members m WHERE m.conversation = f.conversation "
        "AND m.account = $2) OR f.account = $2 OR "
        "EXISTS (SELECT 1 FROM accounts a WHERE a.account = f.account AND a.avatar = "
        "f.attachment))",
        PARLOR_PARAMS (parlor_text (packet->attachment), parlor_int (transfer->file.account)),
        take_content, &transfer->file, error))
    return FALSE;

  if (transfer->file.sha256 == NULL)
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "attachment",
                          N_ ("There is no such attachment, or you may not see it."));
  if (*transfer->file.sha256 == '\0')
    return parlor_refuse (error, PARLOR_REFUSED_NOT_FOUND, "attachment",
                          N_ ("This file is too old to be kept on this server."));

  return TRUE;
}

static gboolean
read_work (gpointer owner,
           gpointer data,
           GError **error)
{
  return parlor_files_read (owner, &((Transfer *) data)->file, error);
}

static void
read_done (gpointer      data,
           const GError *error)
{
  Transfer                   *transfer = data;
  const ParlorDownloadPacket *packet = transfer->request->packet;
  g_autofree char            *id = g_strdup (packet->attachment);
  ParlorPiecePacket           piece = { 0, id, transfer->file.offset, transfer->file.size_bytes,
                                        transfer->file.data };

  if (error != NULL) {
    refuse (transfer, error);
    return;
  }

  parlor_request_answer (transfer->request, PARLOR_PACKET_PIECE, &piece);
  transfer_free (transfer);
}

static void
may_read_done (gpointer      data,
               const GError *error)
{
  Transfer *transfer = data;

  if (error != NULL)
    refuse (transfer, error);
  else
    parlor_files_run (transfer->request->session->services->files, read_work, read_done, transfer);
}

/**
 * parlor_on_download:
 * @request: (transfer full): see ParlorHandler
 */
void
parlor_on_download (ParlorRequest *request)
{
  const ParlorDownloadPacket *packet = request->packet;
  Transfer                   *transfer = transfer_new (request);

  transfer->file.offset = packet->offset;
  parlor_store_run (store_of (transfer), PARLOR_STORE_READ, may_read_work, may_read_done, transfer);
}
