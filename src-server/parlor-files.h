/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-protocol.h"
#include "parlor-worker.h"

G_BEGIN_DECLS

/* Contents are spread over so many folders. */
#define PARLOR_FILES_FOLDERS 256

typedef struct _ParlorFiles ParlorFiles;

/**
 * ParlorFileJob:
 * @account: whose upload
 * @upload: the client's name for it, hexadecimal
 * @name: of the file
 * @preview: (nullable): small picture that the client made
 * @size_bytes: of the whole file
 * @sha256: of the whole file, hexadecimal; names it once it is finished
 * @has_quota: whether there is a limit to what its account uploads
 * @quota_left_bytes: how much more that may be, unfinished uploads included
 * @reserve_bytes: how much of the disk has to stay free
 * @data: the piece to append, or the piece that was read
 * @offset: where the piece begins; afterwards how much of the upload is there
 * @is_finished: whether all of it is there and its SHA-256 is right
 * @media_type: (nullable): what the client takes it for; once finished, what it
 *   is, as far as that is known
 * @width_px: of an image as shown
 * @height_px: of an image as shown
 *
 * What the functions for #ParlorWork below are given, and what they find out.
 */
typedef struct
{
  gint64   account;
  char    *upload;
  char    *name;
  char    *media_type;
  GBytes  *preview;
  gint64   size_bytes;
  char    *sha256;
  gboolean has_quota;
  gint64   quota_left_bytes;
  gint64   reserve_bytes;
  GBytes  *data;
  gint64   offset;
  gboolean is_finished;
  int      width_px;
  int      height_px;
} ParlorFileJob;

ParlorFiles *parlor_files_new (const char *folder,
                               GError    **error);
void         parlor_files_close (ParlorFiles *self);
void         parlor_files_run (ParlorFiles   *self,
                               ParlorWork     work,
                               ParlorWorkDone done,
                               gpointer       data);

gboolean parlor_files_begin (ParlorFiles   *self,
                             ParlorFileJob *job,
                             GError       **error);
gboolean parlor_files_append (ParlorFiles   *self,
                              ParlorFileJob *job,
                              GError       **error);
void     parlor_files_cancel (ParlorFiles   *self,
                              ParlorFileJob *job);
gboolean parlor_files_read (ParlorFiles   *self,
                            ParlorFileJob *job,
                            GError       **error);
void     parlor_files_settle (ParlorFiles   *self,
                              ParlorFileJob *job);
void     parlor_files_clean (ParlorFiles *self);
void     parlor_files_list (ParlorFiles *self,
                            guint        folder,
                            GPtrArray   *ret_digests);
gboolean parlor_files_remove (ParlorFiles *self,
                              const char  *sha256);
void     parlor_file_job_clear (ParlorFileJob *job);

G_END_DECLS
