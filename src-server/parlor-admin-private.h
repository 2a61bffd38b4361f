/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of parlor-server admin share. */

#pragma once

#include "parlor-admin.h"
#include "parlor-framer.h"

G_BEGIN_DECLS

#define PARLOR_ADMIN_ERROR (parlor_admin_error_quark ())

/**
 * ParlorAdmin:
 * @args: what was typed after the command, NULL-terminated
 * @is_json: whether packets are printed as they are
 *
 * One call of the program: its options, and its connection with the server.
 */
typedef struct
{
  char   **args;
  char    *data;
  char    *reason;
  char    *note;
  char    *conversation;
  gint64   days;
  gint64   uses;
  gint64   limit;
  gboolean is_json;
  gboolean is_sure;
  gboolean keeps_messages;

  int          fd;
  ParlorFramer framer;
  gint64       last_tag;
} ParlorAdmin;

/* Errors of PARLOR_ADMIN_ERROR have a ParlorAdminStatus for a code. */
GQuark   parlor_admin_error_quark (void);
gboolean parlor_admin_misused (GError    **error,
                               const char *format,
                               ...) G_GNUC_PRINTF (2, 3);

/* parlor-admin-link.c */
gboolean parlor_admin_connect (ParlorAdmin *self,
                               GError     **error);
gpointer parlor_admin_ask (ParlorAdmin     *self,
                           ParlorPacketType type,
                           gpointer         packet,
                           ParlorPacketType answer,
                           GError         **error);
gboolean parlor_admin_tell (ParlorAdmin     *self,
                            ParlorPacketType type,
                            gpointer         packet,
                            GError         **error);
void     parlor_admin_wait_for_end (ParlorAdmin *self);
gboolean parlor_admin_find_user (ParlorAdmin *self,
                                 const char  *name,
                                 gint64      *ret_account,
                                 GError     **error);

/* parlor-admin-table.c */
typedef struct _ParlorAdminTable ParlorAdminTable;

ParlorAdminTable *parlor_admin_table_new (const char *first,
                                          ...) G_GNUC_NULL_TERMINATED;
void              parlor_admin_table_add (ParlorAdminTable *self,
                                          ...) G_GNUC_NULL_TERMINATED;
void              parlor_admin_table_print (ParlorAdminTable *self,
                                            gboolean          is_hidden);
guint             parlor_admin_width_of (const char *text);
char             *parlor_admin_format_time (gint64 time_ms);
char             *parlor_admin_format_until (gint64 until_ms);
char             *parlor_admin_format_number (gint64 number);
const char       *parlor_admin_word (ParlorPacketType type,
                                     const char      *field,
                                     int              value);

/* parlor-admin-users.c, parlor-admin-server.c */
typedef gboolean (*ParlorAdminCommand) (ParlorAdmin *self,
                                        GError     **error);

gboolean parlor_admin_users (ParlorAdmin *self,
                             GError     **error);
gboolean parlor_admin_user_show (ParlorAdmin *self,
                                 GError     **error);
gboolean parlor_admin_user_ban (ParlorAdmin *self,
                                GError     **error);
gboolean parlor_admin_user_unban (ParlorAdmin *self,
                                  GError     **error);
gboolean parlor_admin_user_password (ParlorAdmin *self,
                                     GError     **error);
gboolean parlor_admin_user_role (ParlorAdmin *self,
                                 GError     **error);
gboolean parlor_admin_user_delete (ParlorAdmin *self,
                                   GError     **error);
gboolean parlor_admin_invite_create (ParlorAdmin *self,
                                     GError     **error);
gboolean parlor_admin_invite_list (ParlorAdmin *self,
                                   GError     **error);
gboolean parlor_admin_invite_revoke (ParlorAdmin *self,
                                     GError     **error);
gboolean parlor_admin_ban (ParlorAdmin *self,
                           GError     **error);
gboolean parlor_admin_unban (ParlorAdmin *self,
                             GError     **error);
gboolean parlor_admin_bans (ParlorAdmin *self,
                            GError     **error);

gboolean parlor_admin_status (ParlorAdmin *self,
                              GError     **error);
gboolean parlor_admin_conversations (ParlorAdmin *self,
                                     GError     **error);
gboolean parlor_admin_sessions (ParlorAdmin *self,
                                GError     **error);
gboolean parlor_admin_disconnect (ParlorAdmin *self,
                                  GError     **error);
gboolean parlor_admin_announce (ParlorAdmin *self,
                                GError     **error);
gboolean parlor_admin_audit (ParlorAdmin *self,
                             GError     **error);
gboolean parlor_admin_backup (ParlorAdmin *self,
                              GError     **error);
gboolean parlor_admin_reload (ParlorAdmin *self,
                              GError     **error);
gboolean parlor_admin_link (ParlorAdmin *self,
                            GError     **error);
gboolean parlor_admin_stop (ParlorAdmin *self,
                            GError     **error);

G_END_DECLS
