/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-services.h"

G_BEGIN_DECLS

/* Who carries out which packet; NULL for what clients do not send. */
extern const ParlorHandler parlor_topics[PARLOR_N_PACKETS];

/* parlor-topic-hello.c */
void parlor_on_hello (ParlorRequest *request);
void parlor_on_ping (ParlorRequest *request);

/* parlor-topic-accounts.c */
void parlor_on_sign_in (ParlorRequest *request);
void parlor_on_sign_in_token (ParlorRequest *request);

/* parlor-topic-registration.c */
void parlor_on_register (ParlorRequest *request);
void parlor_on_sign_in_guest (ParlorRequest *request);

/* parlor-topic-devices.c */
void parlor_on_devices (ParlorRequest *request);
void parlor_on_remove_device (ParlorRequest *request);
void parlor_on_sign_out (ParlorRequest *request);
void parlor_on_set_password (ParlorRequest *request);

/* parlor-topic-invite-links.c */
void parlor_on_create_invite_link (ParlorRequest *request);
void parlor_on_invite_links (ParlorRequest *request);
void parlor_on_revoke_invite_link (ParlorRequest *request);

/* parlor-topic-account-deletion.c */
void parlor_on_delete_account (ParlorRequest *request);
void parlor_on_delete_user (ParlorRequest *request);

/* parlor-topic-export.c */
void parlor_on_export (ParlorRequest *request);

/* parlor-topic-server-bans.c */
void parlor_on_server_ban (ParlorRequest *request);
void parlor_on_server_unban (ParlorRequest *request);
void parlor_on_server_bans (ParlorRequest *request);

/* parlor-topic-server-roles.c */
void parlor_on_set_server_role (ParlorRequest *request);
void parlor_on_reset_password (ParlorRequest *request);

/* parlor-topic-hosting.c */
void parlor_on_links (ParlorRequest *request);
void parlor_on_stop (ParlorRequest *request);

/* parlor-topic-users.c */
void parlor_on_users (ParlorRequest *request);

/* parlor-topic-audit.c */
void parlor_on_audit (ParlorRequest *request);

/* parlor-topic-people.c */
void parlor_on_people (ParlorRequest *request);
void parlor_on_members (ParlorRequest *request);
void parlor_on_blocks (ParlorRequest *request);

/* parlor-topic-profiles.c */
void parlor_on_profile (ParlorRequest *request);
void parlor_on_set_nick (ParlorRequest *request);
void parlor_on_set_profile (ParlorRequest *request);
void parlor_on_block (ParlorRequest *request);
void parlor_on_unblock (ParlorRequest *request);

/* parlor-topic-presence.c */
void parlor_presence_open (ParlorServices *services);
void parlor_on_set_presence (ParlorRequest *request);
void parlor_on_watch (ParlorRequest *request);
void parlor_on_typing (ParlorRequest *request);

/* parlor-topic-conversations.c */
void parlor_on_create (ParlorRequest *request);
void parlor_on_leave (ParlorRequest *request);

/* parlor-topic-settings.c */
void parlor_on_set (ParlorRequest *request);

/* parlor-topic-roles.c */
void parlor_on_set_role (ParlorRequest *request);

/* parlor-topic-moderation.c */
void parlor_on_kick (ParlorRequest *request);
void parlor_on_ban (ParlorRequest *request);
void parlor_on_unban (ParlorRequest *request);
void parlor_on_bans (ParlorRequest *request);
void parlor_on_mute (ParlorRequest *request);
void parlor_on_unmute (ParlorRequest *request);

/* parlor-topic-invitations.c */
void parlor_on_invite (ParlorRequest *request);
void parlor_on_decline (ParlorRequest *request);

/* parlor-topic-join.c */
void parlor_on_join (ParlorRequest *request);

/* parlor-topic-directory.c */
void parlor_on_directory (ParlorRequest *request);

/* parlor-topic-messages.c */
void parlor_on_send (ParlorRequest *request);

/* parlor-topic-history.c */
void parlor_on_history (ParlorRequest *request);

/* parlor-topic-changes.c */
void parlor_on_edit (ParlorRequest *request);
void parlor_on_delete (ParlorRequest *request);
void parlor_on_versions (ParlorRequest *request);

/* parlor-topic-reactions.c */
void parlor_on_react (ParlorRequest *request);
void parlor_on_unreact (ParlorRequest *request);
void parlor_on_reactions (ParlorRequest *request);

/* parlor-topic-pins.c */
void parlor_on_pin (ParlorRequest *request);
void parlor_on_unpin (ParlorRequest *request);
void parlor_on_pins (ParlorRequest *request);

/* parlor-topic-resume.c */
void parlor_on_resume (ParlorRequest *request);

/* parlor-topic-reading.c */
void parlor_on_mark_read (ParlorRequest *request);

/* parlor-topic-search.c */
void parlor_on_search (ParlorRequest *request);

/* parlor-topic-files.c */
void parlor_on_upload (ParlorRequest *request);
void parlor_on_upload_piece (ParlorRequest *request);
void parlor_on_upload_cancel (ParlorRequest *request);
void parlor_on_download (ParlorRequest *request);

/* parlor-topic-admin.c */
void parlor_on_announce (ParlorRequest *request);
void parlor_on_sessions (ParlorRequest *request);
void parlor_on_disconnect (ParlorRequest *request);
void parlor_on_conversations (ParlorRequest *request);
void parlor_on_reload (ParlorRequest *request);

/* parlor-topic-backup.c */
void parlor_on_backup (ParlorRequest *request);

/* parlor-topic-status.c */
void parlor_on_status (ParlorRequest *request);

G_END_DECLS
