/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-topics.h"

const ParlorHandler parlor_topics[PARLOR_N_PACKETS] = {
  [PARLOR_PACKET_HELLO] = parlor_on_hello,
  [PARLOR_PACKET_PING] = parlor_on_ping,
  [PARLOR_PACKET_REGISTER] = parlor_on_register,
  [PARLOR_PACKET_SIGN_IN] = parlor_on_sign_in,
  [PARLOR_PACKET_SIGN_IN_TOKEN] = parlor_on_sign_in_token,
  [PARLOR_PACKET_SIGN_OUT] = parlor_on_sign_out,
  [PARLOR_PACKET_RESUME] = parlor_on_resume,
  [PARLOR_PACKET_HISTORY] = parlor_on_history,
  [PARLOR_PACKET_SEND] = parlor_on_send,
  [PARLOR_PACKET_CREATE] = parlor_on_create,
  [PARLOR_PACKET_JOIN] = parlor_on_join,
  [PARLOR_PACKET_LEAVE] = parlor_on_leave,
  [PARLOR_PACKET_MEMBERS] = parlor_on_members,
  [PARLOR_PACKET_DIRECTORY] = parlor_on_directory,
  [PARLOR_PACKET_PEOPLE] = parlor_on_people,
  [PARLOR_PACKET_SET_NICK] = parlor_on_set_nick,
  [PARLOR_PACKET_MARK_READ] = parlor_on_mark_read,
  [PARLOR_PACKET_SEARCH] = parlor_on_search,
  [PARLOR_PACKET_UPLOAD] = parlor_on_upload,
  [PARLOR_PACKET_UPLOAD_PIECE] = parlor_on_upload_piece,
  [PARLOR_PACKET_UPLOAD_CANCEL] = parlor_on_upload_cancel,
  [PARLOR_PACKET_DOWNLOAD] = parlor_on_download,
};
