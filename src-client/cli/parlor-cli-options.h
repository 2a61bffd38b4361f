/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program was started with. */

#pragma once

#include "parlor-cli.h"

G_BEGIN_DECLS

/**
 * ParlorCliStart:
 * @server: (nullable): address of the server
 * @link: (nullable): the same as a link
 * @fingerprint: (nullable): of the certificate to trust
 * @name: (nullable): of the account
 * @password_file: (nullable): where the password is
 * @keep_token: (nullable): where to stay signed in: keyring, file or memory
 * @data: (nullable): folder for what is kept
 * @color: (nullable): when to use colours
 * @images: (nullable): how to show images
 * @has_no_color: in no case
 * @registers: make the account first
 * @is_guest: come as a guest
 * @wants_version: only tell it
 * @words: (nullable): what was written besides options
 * @cli: for the program
 */
typedef struct
{
  char    *server;
  char    *link;
  char    *fingerprint;
  char    *name;
  char    *password_file;
  char    *keep_token;
  char    *data;
  char    *color;
  char    *images;
  gboolean has_no_color;
  gboolean registers;
  gboolean is_guest;
  gboolean wants_version;
  char   **words;

  ParlorCliOptions cli;
} ParlorCliStart;

gboolean parlor_cli_start_parse (ParlorCliStart *self,
                                 int             argc,
                                 char          **argv,
                                 GError        **error);
void     parlor_cli_start_clear (ParlorCliStart *self);

G_END_DECLS
