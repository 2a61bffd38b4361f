/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "parlor-trust.h"

/* clang-format off */
static const struct
{
  const char *name;
  const char *pinned;
  const char *linked;
  gboolean    is_signed;
  ParlorTrust expected;
} cases[] = {
  { "unknown",                  NULL,    NULL,    FALSE, PARLOR_TRUST_UNKNOWN },
  { "signed",                   NULL,    NULL,    TRUE,  PARLOR_TRUST_GOOD },
  { "linked",                   NULL,    "this",  FALSE, PARLOR_TRUST_GOOD },
  { "linked-to-another",        NULL,    "other", FALSE, PARLOR_TRUST_CHANGED },
  { "linked-but-renewed",       NULL,    "other", TRUE,  PARLOR_TRUST_GOOD },
  { "pinned",                   "this",  NULL,    FALSE, PARLOR_TRUST_GOOD },
  { "pinned-another",           "other", NULL,    FALSE, PARLOR_TRUST_CHANGED },
  { "pinned-another-signed",    "other", NULL,    TRUE,  PARLOR_TRUST_CHANGED },
  { "pinned-another-linked",    "other", "this",  FALSE, PARLOR_TRUST_GOOD },
  { "pinned-linked-to-another", "this",  "other", FALSE, PARLOR_TRUST_GOOD },
};
/* clang-format on */

static void
test_case (gconstpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);

  g_assert_cmpint (parlor_trust_judge ("this", cases[i].pinned, cases[i].linked,
                                       cases[i].is_signed),
                   ==, cases[i].expected);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/trust/", cases[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
  }

  return g_test_run ();
}
