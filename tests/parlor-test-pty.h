/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "parlor-test-cli.h"

G_BEGIN_DECLS

/**
 * ParlorTestPty:
 *
 * A pseudo-terminal in which parlor-cli runs, with a test at its other end.
 */
typedef struct _ParlorTestPty ParlorTestPty;

ParlorTestPty *parlor_test_pty_new (ParlorTestCli     *fixture,
                                    const char        *term,
                                    guint              n_columns,
                                    const char *const *args);
void           parlor_test_pty_free (ParlorTestPty *self);
void           parlor_test_pty_type (ParlorTestPty *self,
                                     const char    *text);
void           parlor_test_pty_wait (ParlorTestPty *self,
                                     const char    *part);
const char    *parlor_test_pty_get_output (ParlorTestPty *self);
void           parlor_test_pty_forget (ParlorTestPty *self);
int            parlor_test_pty_wait_end (ParlorTestPty *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlorTestPty, parlor_test_pty_free)

G_END_DECLS
