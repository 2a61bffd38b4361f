/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

void bench_certificate_install (gnutls_certificate_credentials_t credentials);

G_END_DECLS
